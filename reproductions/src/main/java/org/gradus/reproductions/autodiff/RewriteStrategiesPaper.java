package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.error.ConvergenceException;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.rewrite.Datum;
import org.gradus.rewrite.DualNumbers;
import org.gradus.rewrite.Evaluated;
import org.gradus.rewrite.RandomTerms;
import org.gradus.rewrite.Rewrite;
import org.gradus.rewrite.Rules;
import org.gradus.rewrite.Schedule;
import org.gradus.rewrite.Strategy;
import org.gradus.rewrite.Term;
import org.gradus.rewrite.Type;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;

/** Gradients by dual numbers, made linear in cost by scheduled rewriting; the laws of strategies; hygiene. */
final class RewriteStrategiesPaper implements Reproduction {
    private static final int[] SIZES = {8, 16, 32, 64, 128, 256};
    private static final int TERMS = 500;
    private static final int DEPTH = 5;
    private static final Term X = new Term.Var("x");
    private static final Term Y = new Term.Var("y");

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "rewrite-strategies-ad",
                "Using Rewrite Strategies for Efficient Functional Automatic Differentiation",
                2023);
    }

    @Override
    public String claim() {
        return "Dual numbers as a rewrite of a functional array program, followed by optimization rules under the control of"
                + " rewrite strategies, give efficient derivative programs.";
    }

    private static double slope(double[] cost) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < SIZES.length; i++) {
            meanX += Math.log(SIZES[i]) / SIZES.length;
            meanY += Math.log(cost[i]) / SIZES.length;
        }
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < SIZES.length; i++) {
            double dx = Math.log(SIZES[i]) - meanX;
            xy += dx * (Math.log(cost[i]) - meanY);
            xx += dx * dx;
        }
        return xy / xx;
    }

    private static double[] numbers(Evaluated evaluated) {
        return ((Datum.Array) evaluated.value()).toDoubles();
    }

    private static double apart(double[] found, double[] expected) {
        double worst = found.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(found.length, expected.length); i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected[i]) / Math.abs(expected[i]));
        }
        return worst;
    }

    private record Objective(String name, Term term, Fn<List<Tensor>, Tensor> tape) {}

    private static void gradient(Outcome.Builder outcome, Objective f, Context context) {
        double[] before = new double[SIZES.length];
        double[] after = new double[SIZES.length];
        double[] otherOrder = new double[SIZES.length];
        double worst = 0;
        double dearest = 0;
        double different = 0;
        int oneHot = 0;
        int oneHotFirst = 0;
        boolean read = true;
        for (int i = 0; i < SIZES.length; i++) {
            int n = SIZES[i];
            Tensor x = Random.normal(context.key(n), n);
            Tensor w = Random.normal(context.key(n + 1), n);
            Map<String, Datum> inputs = Map.of("x", Datum.vector(x.toDoubles()), "w", Datum.vector(w.toDoubles()));
            Term naive = DualNumbers.gradient(f.term(), "x", n, Map.of("w", Type.vector()));
            var scheduled = Schedule.ofGradients().run(naive);
            var reordered = Schedule.ofGradients().withFirst("one-hot").run(naive);
            Evaluated slow = Evaluated.of(naive, inputs);
            Evaluated fast = Evaluated.of(scheduled.result(), inputs);
            Evaluated other = Evaluated.of(reordered.result(), inputs);
            before[i] = slow.cost();
            after[i] = fast.cost();
            otherOrder[i] = other.cost();
            dearest = Math.max(dearest, after[i] / n);
            double[] tape =
                    Gradus.grad(f.tape()).apply(List.of(x, w)).getFirst().toDoubles();
            worst = Math.max(worst, Math.max(apart(numbers(slow), tape), apart(numbers(fast), tape)));
            different = Math.max(different, apart(numbers(other), numbers(fast)));
            oneHot += scheduled.applications().get("one-hot");
            oneHotFirst += reordered.applications().get("one-hot");
            Term reads = new Term.Build(n, "k", new Term.Get(new Term.Var("w"), new Term.Var("k")));
            read &= scheduled.result().sameAs(reads);
        }
        outcome.close(f.name() + ": growth of the cost before rewriting", 2, slope(before), 0.1)
                .close(f.name() + ": growth of the cost after the schedule", 1, slope(after), 0.1);
        if (f.name().equals("products")) {
            outcome.holds("products: the gradient becomes build(n, k -> w[k]), all n", read);
        } else {
            outcome.atMost("squares: cost of the gradient / n, largest", 8, dearest);
        }
        outcome.atMost(f.name() + ": values before and after against the tape, relative", 1e-14, worst)
                .atLeast(f.name() + ": one-hot sums removed by the schedule", SIZES.length, oneHot)
                .close(f.name() + ": one-hot sums removed where that group comes first", 0, oneHotFirst, 0)
                .close(f.name() + ": growth of the cost where that group comes first", 2, slope(otherOrder), 0.1)
                .close(f.name() + ": values in both orders, relative difference", 0, different, 0);
    }

    private static boolean terminates(Strategy<Term> strategy, Term term) {
        try {
            return strategy.apply(term).succeeded();
        } catch (ConvergenceException _) {
            return false;
        }
    }

    private static void laws(Outcome.Builder outcome, List<Term> terms) {
        Strategy<Term> id = Strategy.id();
        Strategy<Term> fail = Strategy.fail();
        List<Strategy<Term>> strategies = new ArrayList<>(List.of(id, fail));
        for (Strategy<Term> rules : List.of(Rules.projections(), Rules.fusion(), Rules.splitting(), Rules.sharing())) {
            strategies.add(rules);
            strategies.add(Strategy.one(rules));
            strategies.add(Strategy.all(rules.attempt()));
            strategies.add(Strategy.topDown(rules));
            strategies.add(Strategy.bottomUp(rules));
        }
        int[] broken = new int[6];
        int succeeded = 0;
        for (Term t : terms) {
            for (Strategy<Term> s : strategies) {
                Rewrite<Term> alone = s.apply(t);
                succeeded += alone.succeeded() ? 1 : 0;
                broken[0] += id.then(s).apply(t).equals(alone) ? 0 : 1;
                broken[1] += s.then(id).apply(t).equals(alone) ? 0 : 1;
                broken[2] += fail.then(s).apply(t).equals(fail.apply(t)) ? 0 : 1;
                broken[3] += fail.orElse(s).apply(t).equals(alone) ? 0 : 1;
                broken[4] += id.orElse(s).apply(t).equals(id.apply(t)) ? 0 : 1;
            }
            broken[5] += fail.attempt().apply(t).equals(id.apply(t)) ? 0 : 1;
        }
        String[] names = {"id; s = s", "s; id = s", "fail; s = fail", "fail <+ s = s", "id <+ s = id", "try(fail) = id"
        };
        for (int i = 0; i < names.length; i++) {
            outcome.close("law " + names[i] + ": exceptions on random terms", 0, broken[i], 0);
        }
        int cases = terms.size() * strategies.size();
        outcome.between("laws: share of the cases where the strategy succeeds", 0.1, 0.9, succeeded / (double) cases);
    }

    private static void termination(Outcome.Builder outcome, List<Term> terms, Map<String, Datum> inputs) {
        int endless = 0;
        double worst = 0;
        for (Term t : terms) {
            double expected = number(t, inputs);
            for (var group : Schedule.ofGradients().groups()) {
                if (terminates(group.strategy(), t)) {
                    double found = number(group.strategy().apply(t).result(), inputs);
                    worst = Math.max(worst, Math.abs(found - expected) / Math.max(1, Math.abs(expected)));
                } else {
                    endless++;
                }
            }
            // Each group meets what the groups before it leave.
            worst = Math.max(
                    worst,
                    Math.abs(number(Schedule.ofGradients().run(t).result(), inputs) - expected)
                            / Math.max(1, Math.abs(expected)));
        }
        outcome.close("groups and random terms where normalize does not end", 0, endless, 0)
                .atMost("groups and the schedule keep the value of random terms, relative", 1e-12, worst)
                .holds(
                        "repeat(id) ends with an error",
                        !terminates(Strategy.<Term>id().repeat(), X));
    }

    private static double number(Term term, Map<String, Datum> inputs) {
        return ((Datum.Scalar) Evaluated.of(term, inputs).value()).value();
    }

    /** Whether inlining happens and the value stays. */
    private static boolean hygienic(Term term, Map<String, Datum> inputs) {
        Rewrite<Term> rewrite = term.rewrite(Strategy.topDown(Rules.projections()));
        boolean inlined = rewrite.succeeded() && !rewrite.result().text().contains("let ");
        Term all = Schedule.ofGradients().run(term).result();
        double value = number(term, inputs);
        return inlined && number(rewrite.result(), inputs) == value && number(all, inputs) == value;
    }

    private static void hygiene(Outcome.Builder outcome) {
        Map<String, Datum> inputs = Map.of("y", Datum.of(3), "v", Datum.vector(1, 2, 4));
        Term function = new Term.Let("x", Y, new Term.Lambda("y", X.plus(Y)));
        Term sum = new Term.Let(
                "x", Y, new Term.Reduce("s", "y", new Term.Var("s").plus(X.times(Y)), Term.of(0), new Term.Var("v")));
        Datum.Function before = (Datum.Function) Evaluated.of(function, inputs).value();
        Rewrite<Term> rewrite = function.rewrite(Strategy.topDown(Rules.projections()));
        Datum.Function after =
                (Datum.Function) Evaluated.of(rewrite.result(), inputs).value();
        Datum ten = Datum.of(10);
        outcome.holds(
                        "hygiene: let x = y in (y -> x + y) is 13 at 10, before and after inlining",
                        rewrite.succeeded()
                                && rewrite.result() instanceof Term.Lambda
                                && before.code().apply(ten).equals(Datum.of(13))
                                && after.code().apply(ten).equals(Datum.of(13)))
                .holds(
                        "hygiene: a let inlined under a reduction that binds the same name",
                        number(sum, inputs) == 21 && hygienic(sum, inputs));
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        Term a = new Term.Var("a");
        Term products = Term.sum(
                new Term.Mapped("a", new Term.First(a).times(new Term.Second(a)), new Term.Zip(X, new Term.Var("w"))));
        Term squares = Term.sum(new Term.Mapped("a", a.times(a), X));
        gradient(
                outcome,
                new Objective(
                        "products", products, l -> l.get(0).times(l.get(1)).sum()),
                context);
        gradient(
                outcome,
                new Objective("squares", squares, l -> l.get(0).square().sum()),
                context);
        RandomTerms random = new RandomTerms(context.seed(), 3);
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < TERMS; i++) {
            terms.add(random.next(DEPTH));
        }
        laws(outcome, terms);
        termination(outcome, terms, random.inputs());
        hygiene(outcome);
        return outcome.done();
    }
}
