package org.gradus.workbench.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.tensor.Key;

/**
 * Fair runs of several methods on several problems: the same starts, data and order of batches for each method, a budget in gradient
 * evaluations, and the learning rate of each chosen by the same small search, on a seed that is not used afterwards.
 *
 * <p>The search tries {@code tune} learning rates, half a decade apart around the method's usual one, and goes on by single ones
 * where the best is at an end, {@code tune} more at most. The runs that count are of {@code seeds} further seeds.
 */
public final class Comparison {
    /** Half a decade. */
    private static final double RATIO = Math.sqrt(10);

    /** Of the loss above its floor: less is as good as none. */
    private static final double ENOUGH = 1e-8;

    private final List<Contest> contests;
    private final List<Contender> contenders;
    private final Plan plan;

    /**
     * How much is run.
     *
     * @param budget gradient evaluations of a run; empty for each problem's own
     * @param tune learning rates of the search, one or more; 5 by default, two decades
     * @param seeds runs that count, two or more for a verdict; 5 by default
     * @param seed the first of them
     */
    public record Plan(OptionalDouble budget, int tune, int seeds, long seed) {
        /** By default five learning rates and five seeds. */
        public static final int FEW = 5;

        /**
         * Checks the numbers.
         *
         * @throws ArgumentException when one is too small
         */
        public Plan {
            if (tune < 1 || seeds < 1 || (budget.isPresent() && !(budget.getAsDouble() >= 1))) {
                throw new ArgumentException(
                        "compare: a budget of " + (budget.isPresent() ? budget.getAsDouble() : "the problem's") + ", "
                                + tune + " learning rates and " + seeds + " seeds",
                        "give one or more of each");
            }
        }
    }

    /** Is told how far a comparison is. */
    public interface Listener {
        /**
         * A run begins.
         *
         * @param what problem, method and what is tried
         * @param done runs before it
         * @param of all runs, as far as is known
         */
        void run(String what, int done, int of);

        /**
         * A problem is done.
         *
         * @param result what came out
         */
        void finished(Result result);
    }

    /**
     * What came out on one problem.
     *
     * @param contest the problem
     * @param budget gradient evaluations of each run
     * @param floor what the scores measure the losses above
     * @param standings best first
     * @param verdict who wins, if anyone
     * @param left methods that could not take part, each with the reason
     */
    public record Result(
            Contest contest,
            double budget,
            double floor,
            List<Standing> standings,
            Verdict verdict,
            List<String> left) {
        /** Copies the lists. */
        public Result {
            standings = List.copyOf(standings);
            left = List.copyOf(left);
        }
    }

    /**
     * A comparison.
     *
     * @param contests the problems, one or more
     * @param contenders the methods, one or more
     * @param plan how much is run
     * @throws ArgumentException when there is nothing to compare
     */
    public Comparison(List<Contest> contests, List<Contender> contenders, Plan plan) {
        if (contests.isEmpty() || contenders.isEmpty()) {
            throw new ArgumentException(
                    "compare: " + contests.size() + " problems and " + contenders.size() + " methods",
                    "name one of each, better two methods");
        }
        this.contests = List.copyOf(contests);
        this.contenders = List.copyOf(contenders);
        this.plan = plan;
    }

    /**
     * Runs.
     *
     * @param listener is told of the progress
     * @return a result for each problem, in order
     */
    public List<Result> run(Listener listener) {
        int each = contenders.stream().mapToInt(c -> rates(c) + plan.seeds()).sum();
        int all = each * contests.size();
        int done = 0;
        List<Result> results = new ArrayList<>();
        for (Contest contest : contests) {
            int before = done;
            Result result = contest.guard().run(() -> run(contest, listener, before, all));
            done += each;
            results.add(result);
            listener.finished(result);
        }
        return results;
    }

    private int rates(Contender contender) {
        return contender instanceof Contender.Rated ? plan.tune() : 0;
    }

    /** A method's runs before they are scored together with the others. */
    private record Runs(String method, double rate, List<double[]> tried, List<Curve> curves, double seconds) {}

    private Result run(Contest contest, Listener listener, int before, int all) {
        double budget = plan.budget().orElse(contest.budget());
        Instance<?, ?> training = contest.draw().apply(key(-1));
        List<Instance<?, ?>> instances = new ArrayList<>();
        for (int s = 0; s < plan.seeds(); s++) {
            instances.add(contest.draw().apply(key(s)));
        }
        int done = before;
        List<Runs> runs = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (Contender contender : contenders) {
            Optional<String> refusal = training.refusal(contender);
            if (refusal.isPresent()) {
                left.add(contender.id() + ": " + refusal.get());
                done += rates(contender) + plan.seeds();
                continue;
            }
            try {
                runs.add(runs(contest, contender, training, instances, budget, listener, done, all));
            } catch (GradusException e) {
                left.add(contender.id() + ": " + e.problem());
            }
            done += rates(contender) + plan.seeds();
        }
        double floor = floor(instances.getFirst(), runs);
        List<Standing> standings = Verdict.ranked(runs.stream()
                .map(r -> standing(r, floors(instances, floor), budget))
                .toList());
        Verdict verdict = standings.isEmpty() ? new Verdict(Optional.empty(), List.of()) : Verdict.of(standings);
        return new Result(contest, budget, floor, standings, verdict, left);
    }

    private Key key(int run) {
        return Key.of(plan.seed()).fold(run + 1L);
    }

    private long seed(int run) {
        return plan.seed() + run + 1;
    }

    private Runs runs(
            Contest contest,
            Contender contender,
            Instance<?, ?> training,
            List<Instance<?, ?>> instances,
            double budget,
            Listener listener,
            int before,
            int all) {
        long start = System.nanoTime();
        String what = contest.id() + ": " + contender.id();
        List<double[]> tried = new ArrayList<>();
        int done = before;
        double rate = Double.NaN;
        if (contender instanceof Contender.Rated rated) {
            for (double candidate : rates(rated)) {
                listener.run(what + ", learning rate " + brief(candidate), done++, all);
                tried.add(tried(training, rated, candidate, budget));
            }
            extend(
                    tried,
                    training,
                    rated,
                    budget,
                    extra -> listener.run(what + ", learning rate " + brief(extra), before + plan.tune(), all));
            rate = best(tried)[0];
        }
        List<Curve> curves = new ArrayList<>();
        for (int s = 0; s < instances.size(); s++) {
            listener.run(what + ", seed " + (s + 1), done++, all);
            curves.add(Race.run(instances.get(s), contender, rate, budget, seed(s)));
        }
        return new Runs(contender.id(), rate, tried, curves, (System.nanoTime() - start) / 1e9);
    }

    private static String brief(double rate) {
        return String.format(java.util.Locale.ROOT, "%.2g", rate);
    }

    private double[] rates(Contender.Rated contender) {
        double[] rates = new double[plan.tune()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = contender.usual() * Math.pow(RATIO, i - (rates.length - 1) / 2.0);
        }
        return rates;
    }

    private double[] tried(Instance<?, ?> training, Contender.Rated contender, double rate, double budget) {
        Curve curve = Race.run(training, contender, rate, budget, seed(-1));
        return new double[] {rate, curve.last()};
    }

    private void extend(
            List<double[]> tried,
            Instance<?, ?> training,
            Contender.Rated contender,
            double budget,
            java.util.function.DoubleConsumer listener) {
        for (int more = 0; more < plan.tune() && plan.tune() > 1; more++) {
            double best = best(tried)[0];
            boolean low = best == tried.getFirst()[0];
            boolean high = best == tried.getLast()[0];
            boolean broken = Double.isInfinite(best(tried)[1]);
            if (!low && (!high || broken)) {
                return;
            }
            double rate = low ? best / RATIO : best * RATIO;
            listener.accept(rate);
            tried.add(low ? 0 : tried.size(), tried(training, contender, rate, budget));
        }
    }

    /** Where all break down the smallest learning rate is the best. */
    private static double[] best(List<double[]> tried) {
        return tried.stream().min(Comparator.comparingDouble(t -> t[1])).orElseThrow();
    }

    private static double[] floors(List<Instance<?, ?>> instances, double floor) {
        return instances.stream().mapToDouble(i -> i.minimum().orElse(floor)).toArray();
    }

    /** The known minimum; else 0 for losses that are never below it; else the best that was seen. */
    private static double floor(Instance<?, ?> instance, List<Runs> runs) {
        if (instance.minimum().isPresent()) {
            return instance.minimum().getAsDouble();
        }
        double best = runs.stream()
                .flatMap(r -> r.curves().stream())
                .mapToDouble(Curve::best)
                .min()
                .orElse(0);
        return Math.min(0, best);
    }

    private static Standing standing(Runs runs, double[] floors, double budget) {
        double[] scores = new double[floors.length];
        double[] finals = new double[floors.length];
        for (int s = 0; s < scores.length; s++) {
            finals[s] = runs.curves().get(s).last();
            scores[s] = score(runs.curves().get(s), floors[s], budget);
        }
        return new Standing(
                runs.method(),
                runs.rate(),
                runs.tried(),
                runs.curves(),
                scores,
                Statistics.median(finals),
                Statistics.meanInterval(scores),
                runs.seconds());
    }

    /**
     * log₁₀ of the share of the loss above its floor that is left at the end. Methods that get down to 1e-8 are as exact as one
     * needs, and count by how soon they do: −8 less the share of the budget that was not needed.
     */
    static double score(Curve curve, double floor, double budget) {
        double whole = Math.max(curve.first() - floor, Double.MIN_NORMAL);
        double left = Math.max((curve.last() - floor) / whole, 0);
        if (left > ENOUGH) {
            return Math.log10(left);
        }
        return Math.log10(ENOUGH) - (1 - Math.min(1, curve.workTo(floor + ENOUGH * whole) / budget));
    }

    /**
     * The middle run of a method: the one whose final loss is the median.
     *
     * @param standing of the method
     * @return its curve
     */
    static Curve middle(Standing standing) {
        return standing.curves().stream()
                .sorted(Comparator.comparingDouble(Curve::last))
                .toList()
                .get((standing.curves().size() - 1) / 2);
    }
}
