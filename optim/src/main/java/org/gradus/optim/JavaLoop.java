package org.gradus.optim;

import java.util.List;
import java.util.function.LongFunction;
import org.gradus.error.ArgumentException;
import org.gradus.optim.CompiledStep.Stepped;
import org.gradus.tree.Tree;

/**
 * Drives a solver from Java: listeners, limits, interruption, and the {@link Solution} at the end.
 *
 * @param step the solver's step
 * @param maxIterations accepted steps allowed
 * @param tolerance bound on ‖∇f‖∞
 * @param listeners told of every accepted iterate
 */
record JavaLoop<P, S, D>(
        CompiledStep<P, S, D> step, int maxIterations, double tolerance, List<IterationListener> listeners) {

    Solution<P> run(P start, LongFunction<D> data) {
        if (Tree.size(start) == 0) {
            throw new ArgumentException(
                    "run: the start holds no numbers", "give parameters with at least one element to minimize over");
        }
        Tolerance bound = Tolerance.of(tolerance);
        History history = new History();
        S state = step.solver().init(start);
        long accepted = -1;
        for (long steps = 0; ; steps++) {
            Stepped<S> stepped = step.apply(state, data.apply(steps), bound);
            state = stepped.state();
            Status status = Status.of(stepped.status());
            if (status == Status.GRADIENT
                    && !step.solver().confirms(state, step.objective(data.apply(steps)), tolerance)) {
                status = Status.RUNNING;
            }
            long k = (long) stepped.progress().iteration().item();
            Ending end = status == Status.RUNNING ? null : ending(status, k);
            if (k > accepted && status != Status.NON_FINITE_START) {
                accepted = k;
                Ending asked = tell(Iteration.of(stepped.progress(), status), history);
                end = end == null ? asked : end;
            }
            if (end == null && k >= maxIterations) {
                end = Ending.atLimit(maxIterations);
            }
            if (end == null && Thread.currentThread().isInterrupted()) {
                end = Ending.of(Status.INTERRUPTED);
            }
            if (status == Status.NON_FINITE_START) {
                end = new Ending(status, NonFinite.describe(step.objective(data.apply(steps)), start));
            }
            if (end != null) {
                return end.solution(
                        step.solver().result(state, step.objective(data.apply(steps))),
                        stepped.progress(),
                        history,
                        tolerance);
            }
        }
    }

    private static Ending ending(Status status, long k) {
        boolean failed = status.kind() == Status.Kind.FAILED;
        return new Ending(status, failed ? "after iteration " + k + " " + status.words() : status.words());
    }

    private Ending tell(Iteration iteration, History history) {
        history.add(iteration);
        try {
            listeners.forEach(listener -> listener.accepted(iteration));
            return null;
        } catch (StopRequest request) {
            return new Ending(Status.REQUESTED, request.getMessage());
        }
    }
}
