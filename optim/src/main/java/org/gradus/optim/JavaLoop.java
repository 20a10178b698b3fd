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

    /** An end that the loop itself decides on. */
    private record End(Status status, String detail) {}

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
            long k = (long) stepped.progress().iteration().item();
            End end = status == Status.RUNNING ? null : new End(status, words(status, stepped.progress()));
            if (k > accepted && status != Status.NON_FINITE_START) {
                accepted = k;
                End asked = tell(Iteration.of(stepped.progress(), status), history);
                end = end == null ? asked : end;
            }
            if (end == null && k >= maxIterations) {
                end = new End(Status.ITERATIONS, maxIterations + " iterations were allowed");
            }
            if (end == null && Thread.currentThread().isInterrupted()) {
                end = new End(Status.INTERRUPTED, Status.INTERRUPTED.words());
            }
            if (status == Status.NON_FINITE_START) {
                end = new End(status, NonFinite.describe(step.objective(data.apply(steps)), start));
            }
            if (end != null) {
                return solution(end, state, stepped.progress(), history);
            }
        }
    }

    private static String words(Status status, Progress progress) {
        boolean plain = status.kind() != Status.Kind.FAILED;
        return plain ? status.words() : "after iteration " + (long) progress.iteration().item() + " " + status.words();
    }

    private End tell(Iteration iteration, History history) {
        history.add(iteration);
        try {
            listeners.forEach(listener -> listener.accepted(iteration));
            return null;
        } catch (StopRequest request) {
            return new End(Status.REQUESTED, request.getMessage());
        }
    }

    private Solution<P> solution(End end, S state, Progress progress, History history) {
        Iterate<P> best = step.solver().result(state);
        boolean neverFinite = end.status == Status.NON_FINITE_START;
        Solution.Reached<P> reached = new Solution.Reached<>(
                best.point(),
                (neverFinite ? progress.value() : best.value()).item(),
                (neverFinite ? progress.gradientNorm() : best.gradientNorm()).item(),
                Counts.of(progress),
                history.iterations());
        return switch (end.status.kind()) {
            case CONVERGED -> new Solution.Converged<>(reached, end.status, tolerance);
            case STOPPED -> new Solution.Stopped<>(reached, end.status, end.detail);
            case FAILED -> new Solution.Failed<>(reached, end.status, end.detail);
            case RUNNING -> throw new AssertionError(end);
        };
    }
}
