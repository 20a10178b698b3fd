package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Drives many instances of a solver at once: {@code vmap} of its step, in which an instance that has ended keeps its
 * state.
 *
 * @param solver the solver
 * @param f the objective, the same for all instances
 * @param maxIterations accepted steps allowed for each
 * @param tolerance bound on ‖∇f‖∞
 */
record BatchedLoop<P, S>(Solver<P, S> solver, Objective<P> f, int maxIterations, double tolerance) {

    /** The state of one instance with its status; all instances together have a first axis of instances. */
    private record Instance<S>(S state, Tensor status, Progress progress) {}

    /**
     * Runs all instances to their ends.
     *
     * @param starts one start for each index of the leaves' first axis
     * @return one solution for each start, in order
     */
    List<Solution<P>> run(P starts) {
        Fn<Instance<S>, Instance<S>> step = Gradus.jit(Gradus.vmap(this::frozenStep));
        Fn<P, Instance<S>> begin = start -> {
            S state = solver.init(start);
            return new Instance<>(state, Status.RUNNING.code(), solver.progress(state));
        };
        Instance<S> all = Gradus.vmap(begin).apply(starts);
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < all.status().size(); i++) {
            histories.add(new History());
        }
        while (running(all.status())) {
            Instance<S> next = step.apply(all);
            record(all, next, histories);
            all = next;
        }
        List<Solution<P>> solutions = new ArrayList<>();
        Instance<S> last = all;
        Fn<S, Iterate<P>> result = state -> solver.result(state, f);
        Iterate<P> iterates = Gradus.vmap(result).apply(last.state());
        for (int i = 0; i < histories.size(); i++) {
            solutions.add(solution(i, at(starts, i), at(last, i), at(iterates, i), histories.get(i)));
        }
        return List.copyOf(solutions);
    }

    private Instance<S> frozenStep(Instance<S> before) {
        S state = solver.step(f, before.state());
        Progress progress = solver.progress(state);
        Tensor code = solver.terminate(state, Tolerance.of(tolerance));
        Tensor used = progress.iteration().ge((double) maxIterations);
        Tensor running = Status.RUNNING.code();
        Tensor status = Tensors.where(code.eq(running).and(used), Status.ITERATIONS.code(), code);
        return Trees.where(before.status().eq(running), new Instance<>(state, status, progress), before);
    }

    private static boolean running(Tensor status) {
        return status.eq(Status.RUNNING.code()).any().item() != 0;
    }

    private static <S> void record(Instance<S> before, Instance<S> after, List<History> histories) {
        long[] old = before.progress().iteration().toLongs();
        long[] now = after.progress().iteration().toLongs();
        for (int i = 0; i < now.length; i++) {
            Status status = Status.of(after.status().get(i));
            if (now[i] > old[i] && status != Status.NON_FINITE_START) {
                histories.get(i).add(Iteration.of(at(after.progress(), i), status));
            }
        }
    }

    private static <T> T at(T batch, int i) {
        return Tree.map(leaf -> leaf.get(i), batch);
    }

    private Solution<P> solution(int i, P start, Instance<S> end, Iterate<P> best, History history) {
        Status status = Status.of(end.status());
        Ending ending = switch (status) {
            case ITERATIONS -> Ending.atLimit(maxIterations);
            case NON_FINITE_START -> new Ending(status, NonFinite.describe(f, start) + " (start " + i + ")");
            default -> Ending.of(status);
        };
        return ending.solution(best, end.progress(), history, tolerance);
    }
}
