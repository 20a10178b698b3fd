package org.gradus.workbench.compare;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.TracedValueException;
import org.gradus.optim.Batches;
import org.gradus.optim.FirstOrder;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Iterate;
import org.gradus.optim.Iteration;
import org.gradus.optim.Minimizer;
import org.gradus.optim.ProjectBounds;
import org.gradus.optim.Schedules;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.optim.StopRequest;
import org.gradus.optim.WorkMeter;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** One method on one instance of a problem, within a budget of work. */
final class Race {
    /** Points of a curve: enough for a plot, few enough that looking costs little. */
    private static final int LOOKS = 60;

    private Race() {}

    /**
     * Runs a contender.
     *
     * @param rate its learning rate, when it has one
     * @param budget gradient evaluations
     * @param seed of batches and of the method's own chance
     * @return the losses that were reached within the budget, each with the work up to it as a {@link WorkMeter} counts
     */
    static Curve run(Instance<?, ?> instance, Contender contender, double rate, double budget, long seed) {
        WorkMeter meter = new WorkMeter();
        return switch (contender) {
            case Contender.Rated rated -> steps(instance, rated.made().apply(rate), meter, budget, seed);
            case Contender.RateFree free -> steps(instance, free.made().get(), meter, budget, seed);
            case Contender.OfModel model -> ofModel(instance, model, meter, budget, seed);
            case Contender.Whole _, Contender.Arrays _ -> solve(instance, contender, meter, budget);
        };
    }

    private static <P, D> Curve ofModel(
            Instance<P, D> instance, Contender.OfModel contender, WorkMeter meter, double budget, long seed) {
        if (instance.loss().measured(meter) instanceof Loss.OfModel<P, D>(var outputs, var losses)) {
            GradientTransformation<P, ?> made = contender
                    .entry()
                    .transformation(outputs, losses, Schedules.constant(1))
                    .orElseThrow();
            return steps(instance, made, meter, budget, seed);
        }
        throw new IllegalArgumentException(contender.id());
    }

    /** The types are those of the instance, which the wildcards of the caller hide. */
    @SuppressWarnings("unchecked")
    private static <P, D> Curve steps(
            Instance<P, D> instance,
            GradientTransformation<?, ?> transformation,
            WorkMeter meter,
            double budget,
            long seed) {
        GradientTransformation<P, ?> method = (GradientTransformation<P, ?>) transformation;
        if (instance.loss() instanceof Loss.OfArrays arrays && !arrays.bounds().areNone()) {
            Tensor low = Tensors.tensor(arrays.bounds().lower());
            Tensor high = Tensors.tensor(arrays.bounds().upper());
            return run(instance, method.then((ProjectBounds<P>) new ProjectBounds<>(low, high)), meter, budget, seed);
        }
        return run(instance, method, meter, budget, seed);
    }

    private static <P, D, S> Curve run(
            Instance<P, D> instance, GradientTransformation<P, S> method, WorkMeter meter, double budget, long seed) {
        boolean stochastic = instance.batch().isPresent();
        var solver = new FirstOrder<>(method, Key.of(seed), stochastic);
        Loss<P, D> loss = instance.loss().measured(meter);
        Fn2<FirstOrder.State<P, S>, D, FirstOrder.State<P, S>> plain =
                (state, batch) -> solver.step(loss.on(batch), state);
        Batches<D> batches = stochastic
                ? Batches.of(instance.data()).size(instance.batch().getAsInt()).seed(seed)
                : null;
        Fn<P, Tensor> whole = Gradus.jit(
                (Fn<P, Tensor>) p -> instance.loss().on(instance.data()).value(p));
        var step = Gradus.jit(plain);
        List<double[]> seen = new ArrayList<>();
        seen.add(new double[] {0, whole.apply(instance.start()).item()});
        FirstOrder.State<P, S> state = solver.init(instance.start());
        double next = 0;
        boolean broken = false;
        for (long t = 0; meter.gradients() < budget && !broken; t++) {
            D batch = stochastic ? batches.at(t) : instance.data();
            // A step evaluates the point that the steps before it led to, and may then work on for the next one.
            double work = meter.gradients() + 1;
            try {
                state = step.apply(state, batch);
            } catch (TracedValueException _) {
                step = plain;
                state = step.apply(state, batch);
            }
            broken = Status.of(state.status()) != Status.RUNNING;
            boolean within = work <= budget || seen.size() == 1;
            boolean last = meter.gradients() >= budget || broken;
            if (within && (work >= next || last)) {
                next = work + budget / LOOKS;
                // What was evaluated last is where the method stood before its last update, or the average that it
                // answers there.
                boolean average = solver.averages(state);
                Iterate<P> at = average ? state.best() : state.last();
                double value = stochastic || average
                        ? whole.apply(at.point()).item()
                        : at.value().item();
                seen.add(new double[] {work, value});
            }
        }
        String ending = broken ? Status.of(state.status()).words() : "the budget was used";
        return curve(seen, broken, ending);
    }

    private static <P, D> Curve solve(Instance<P, D> instance, Contender contender, WorkMeter meter, double budget) {
        return switch (instance.loss().measured(meter)) {
            case Loss.Traced<P, D>(var f) ->
                solve(method(Minimizer.of(f).data(instance.data()), contender), instance.start(), meter, budget);
            case Loss.OfModel<P, D> model ->
                solve(
                        method(Minimizer.of(model.f()).data(instance.data()), contender),
                        instance.start(),
                        meter,
                        budget);
            case Loss.OfArrays(var f, var bounds, var _) -> {
                Minimizer<double[], Void> plain = method(Minimizer.of(f), contender);
                Minimizer<double[], Void> bounded =
                        bounds.areNone() ? plain : plain.bounds(bounds.lower(), bounds.upper());
                yield solve(bounded, ((Tensor) instance.start()).toDoubles(), meter, budget);
            }
        };
    }

    private static <P, D> Minimizer<P, D> method(Minimizer<P, D> minimizer, Contender contender) {
        return switch (contender) {
            case Contender.Whole(var _, var made) -> minimizer.method(made.get());
            case Contender.Arrays(var _, var made) -> minimizer.method(made.get());
            default -> throw new IllegalArgumentException(contender.id());
        };
    }

    private static <P, D> Curve solve(Minimizer<P, D> minimizer, P start, WorkMeter meter, double budget) {
        List<double[]> seen = new ArrayList<>();
        Solution<P> solution = minimizer
                .maxIterations((int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.ceil(budget))))
                .tolerance(1e-12)
                .listener(iteration -> look(seen, iteration, meter.gradients(), budget))
                .run(start);
        boolean failed = solution instanceof Solution.Failed<P> && !Double.isFinite(solution.value());
        if (seen.isEmpty()) {
            seen.add(new double[] {0, solution.value()});
        }
        return curve(seen, failed, solution.status().words());
    }

    private static void look(List<double[]> seen, Iteration iteration, double work, double budget) {
        if (work > budget && !seen.isEmpty()) {
            throw new StopRequest("the budget was used");
        }
        seen.add(new double[] {seen.isEmpty() ? 0 : work, iteration.value()});
    }

    private static Curve curve(List<double[]> seen, boolean broken, String ending) {
        double[] work = seen.stream().mapToDouble(p -> p[0]).toArray();
        double[] values = seen.stream().mapToDouble(p -> p[1]).toArray();
        int last = values.length - 1;
        if (broken || Double.isNaN(values[last])) {
            values[last] = Double.POSITIVE_INFINITY;
        }
        return new Curve(work, values, ending);
    }
}
