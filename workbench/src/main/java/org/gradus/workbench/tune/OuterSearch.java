package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.linear.LinearEvidence;
import org.gradus.optim.Iteration;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.optim.StopRequest;
import org.gradus.solve.Hypergradient;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Minimizes the validation loss over the hyperparameters, on record.
 *
 * @param <P> the model's parameters
 */
final class OuterSearch<P> {
    /** The hypergradient norm, relative to the first, at which they count as tuned: 100 times smaller, with some to spare. */
    private static final double TOLERANCE = 0.005;

    private final OuterProblem<P> problem;
    private final int iterations;
    private final TuneListener listener;
    private final List<OuterIteration> history = new ArrayList<>();
    private final long began = System.nanoTime();
    private Hypergradient<P, Tensor> accepted;
    private long innerBefore;

    /** What the search found. */
    @SuppressWarnings("ArrayRecordComponent")
    record Result<P>(double[] theta, P parameters, double residual, List<OuterIteration> history, Ending ending) {}

    OuterSearch(OuterProblem<P> problem, int iterations, TuneListener listener) {
        this.problem = problem;
        this.iterations = iterations;
        this.listener = listener;
    }

    Result<P> run(double[] start) {
        Solution<double[]> solution = Minimizer.of(problem)
                .method(new Lbfgs())
                .tolerance(0)
                .maxIterations(iterations)
                .listener(this::record)
                .run(start);
        double[] best = solution.point();
        return new Result<>(best, accepted.inner().point(), accepted.inner().residualNorm(), history, ending(solution));
    }

    private void record(Iteration iteration) {
        Hypergradient<P, Tensor> h = problem.accepted(iteration.value());
        accepted = h;
        double norm = Tree.norm(h.gradient()).item();
        Optional<LinearEvidence> solve = h.linearSolves().isEmpty()
                ? Optional.empty()
                : Optional.of(h.linearSolves().getLast());
        OuterIteration record = new OuterIteration(
                (int) iteration.k(),
                h.value().item(),
                norm,
                iteration.step(),
                problem.innerIterations() - innerBefore,
                h.inner().residualNorm(),
                solve.map(LinearEvidence::iterations).orElse(0),
                solve.map(LinearEvidence::relativeResidual).orElse(0.0),
                (System.nanoTime() - began) / 1e9);
        innerBefore = problem.innerIterations();
        history.add(record);
        listener.outerIteration(record);
        if (norm <= TOLERANCE * history.getFirst().hypergradientNorm()) {
            throw new StopRequest("hypergradient norm");
        }
    }

    private Ending ending(Solution<double[]> solution) {
        double first = history.getFirst().hypergradientNorm();
        double last = history.getLast().hypergradientNorm();
        return switch (solution.status()) {
            case REQUESTED -> new Ending.Converged("hypergradient norm / first", last / first, TOLERANCE);
            case GRADIENT -> new Ending.Converged("hypergradient norm", last, 0);
            case LINE_SEARCH, PRECISION ->
                new Ending.Stopped(
                        "what the hypergradient can do: no step along it lowers the validation loss any further");
            default -> new Ending.Stopped(solution.detail());
        };
    }
}
