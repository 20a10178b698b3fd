package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ConvergenceException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.LbfgsMemory;
import org.gradus.optim.LineSearchState;
import org.gradus.optim.Progress;
import org.gradus.optim.Status;
import org.gradus.optim.Tolerance;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.report.Text;

/**
 * Minimizes the validation loss over the hyperparameters, on record. Its state is that of the solver, which is a tree of
 * tensors, with that of the problem; the next step is a function of it alone, so a search that goes on from a state that was
 * saved takes the same steps.
 *
 * @param <P> the model's parameters
 */
final class OuterSearch<P> {
    /** The hypergradient norm, relative to the first, at which they count as tuned: 100 times smaller, with some to spare. */
    private static final double TOLERANCE = 0.005;

    private static final Lbfgs METHOD = new Lbfgs();
    private static final Tolerance NONE = Tolerance.of(0);
    private static final String SEARCH = "outer";
    private static final String HISTORY = "history";
    private static final int COLUMNS = 9;

    private final OuterProblem<P> problem;
    private final int iterations;
    private final TuneListener listener;
    private final Checkpoints checkpoints;
    private final List<OuterIteration> history = new ArrayList<>();
    private long began = System.nanoTime();
    private OuterProblem.Trial<P> accepted;
    private long innerBefore;

    /** What the search found. */
    @SuppressWarnings("ArrayRecordComponent")
    record Result<P>(double[] theta, P parameters, double residual, List<OuterIteration> history, Ending ending) {}

    /**
     * Where a search stands after an accepted step.
     *
     * @param solver the solver's state
     * @param problem the problem's state
     */
    record State<P>(LineSearchState<LbfgsMemory> solver, OuterProblem.State<P> problem) {}

    OuterSearch(OuterProblem<P> problem, int iterations, TuneListener listener, Checkpoints checkpoints) {
        this.problem = problem;
        this.iterations = iterations;
        this.listener = listener;
        this.checkpoints = checkpoints;
    }

    /**
     * Searches.
     *
     * @param start where to begin
     * @param saved where a search from there stood
     */
    Result<P> run(double[] start, Optional<SavedState> saved) {
        Tensor first = tensor(start);
        problem.begin(first);
        LineSearchState<LbfgsMemory> state = METHOD.init(first);
        if (saved.isPresent() && saved.get().has(SEARCH)) {
            state = restored(state, saved.get());
        }
        while (true) {
            long k = (long) state.progress().iteration().item();
            if (k >= history.size()) {
                record(state.progress());
                LineSearchState<LbfgsMemory> reached = state;
                checkpoints.offer(
                        "outer iteration " + k,
                        () -> Map.of(SEARCH, new State<>(reached, problem.state()), HISTORY, rows()));
            }
            Optional<Ending> end = ending(state, k);
            if (end.isPresent()) {
                double[] theta = METHOD.result(state).point().toDoubles();
                return new Result<>(theta, accepted.point(), accepted.residual().item(), history, end.get());
            }
            state = METHOD.step(problem, state);
        }
    }

    private void record(Progress progress) {
        accepted = problem.accepted(progress.value().item());
        OuterIteration iteration = new OuterIteration(
                history.size(),
                accepted.value().item(),
                accepted.norm().item(),
                progress.step().item(),
                problem.innerIterations() - innerBefore,
                accepted.residual().item(),
                (long) accepted.linearIterations().item(),
                accepted.linearResidual().item(),
                (System.nanoTime() - began) / 1e9);
        innerBefore = problem.innerIterations();
        history.add(iteration);
        listener.outerIteration(iteration);
    }

    private Optional<Ending> ending(LineSearchState<LbfgsMemory> state, long k) {
        Status status = Status.of(METHOD.terminate(state, NONE));
        if (status == Status.NON_FINITE_START) {
            throw new ConvergenceException(
                    "tune: the validation loss or its hypergradient is not finite where tuning begins, at the best penalty"
                            + " of the grid",
                    "look for columns with extreme values, or try another --model or --hyper l2",
                    SourceLine.UNKNOWN,
                    null);
        }
        if (history.isEmpty()) {
            return Optional.empty();
        }
        double first = history.getFirst().hypergradientNorm();
        double last = history.getLast().hypergradientNorm();
        Ending end = switch (status) {
            case GRADIENT -> new Ending.Converged("hypergradient norm", last, 0);
            case LINE_SEARCH, PRECISION, ROUNDING, SMALL_STEP, KKT ->
                new Ending.Stopped(
                        "what the hypergradient can do: no step along it lowers the validation loss any further");
            case NON_FINITE, UNBOUNDED, INFEASIBLE, DIVERGING ->
                new Ending.Stopped("after iteration " + k + " " + status.words());
            case RUNNING, ITERATIONS, INTERRUPTED, REQUESTED, NON_FINITE_START -> limit(first, last, k);
        };
        return Optional.ofNullable(end);
    }

    private Ending limit(double first, double last, long k) {
        if (last <= TOLERANCE * first) {
            return new Ending.Converged("hypergradient norm / first", last / first, TOLERANCE);
        }
        if (k >= iterations) {
            return new Ending.Stopped(Text.count(iterations, "outer iteration"));
        }
        return Thread.currentThread().isInterrupted() ? new Ending.Stopped(Status.INTERRUPTED.words()) : null;
    }

    // ---- saving ----------------------------------------------------------------------------------------------------

    private Tensor rows() {
        double[] rows = new double[history.size() * COLUMNS];
        int next = 0;
        for (OuterIteration i : history) {
            double[] row = {
                i.k(),
                i.validationLoss(),
                i.hypergradientNorm(),
                i.step(),
                i.innerIterations(),
                i.optimalityResidual(),
                i.linearIterations(),
                i.linearResidual(),
                i.seconds()
            };
            System.arraycopy(row, 0, rows, next, COLUMNS);
            next += COLUMNS;
        }
        return Tensors.tensor(NdArray.wrap(Shape.of(history.size(), COLUMNS), rows));
    }

    private LineSearchState<LbfgsMemory> restored(LineSearchState<LbfgsMemory> like, SavedState saved) {
        double[] rows = saved.rows(HISTORY, COLUMNS);
        for (int at = 0; at < rows.length; at += COLUMNS) {
            OuterIteration iteration = new OuterIteration(
                    (int) rows[at],
                    rows[at + 1],
                    rows[at + 2],
                    rows[at + 3],
                    (long) rows[at + 4],
                    rows[at + 5],
                    (long) rows[at + 6],
                    rows[at + 7],
                    rows[at + 8]);
            history.add(iteration);
            listener.outerIteration(iteration);
        }
        began -= (long) (history.getLast().seconds() * 1e9);
        State<P> state = saved.tree(SEARCH, new State<>(like, problem.like()));
        problem.restore(state.problem());
        accepted = state.problem().accepted();
        innerBefore = problem.innerIterations();
        return state.solver();
    }
}
