package org.gradus.workbench.tune;

import org.gradus.linear.ConjugateGradient;
import org.gradus.optim.NewtonCg;
import org.gradus.solve.Hypergradient;
import org.gradus.solve.ImplicitMinimizer;
import org.gradus.solve.ImplicitSolution;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.LinearModel.Examples;
import org.gradus.workbench.tune.LinearModel.Weights;

/**
 * Mean training loss plus penalty, solved to optimality as a function of the log penalties. Each search starts from the
 * last minimum, with the curvature there as preconditioner.
 */
final class InnerProblem {
    /** Hypergradients agree with finite differences of the inner solve to six digits and more at this accuracy. */
    private static final double TOLERANCE = 1e-9;

    private static final int ITERATIONS = 100;
    private static final double NEWTON_FORCING = 1e-3;
    /** With the curvature as preconditioner a few dozen products do; a search that needs more has gone astray. */
    private static final int PRODUCTS = 500;

    private final LinearModel model;
    private final Examples train;
    private final ImplicitMinimizer<Weights, Tensor> minimizer;
    private Weights last;
    private Curvature curvature;
    private long iterations;

    InnerProblem(LinearModel model, Examples train) {
        this.model = model;
        this.train = train;
        this.last = model.start();
        Fn2<Weights, Tensor, Tensor> objective =
                (weights, logPenalties) -> model.loss(weights, train).plus(model.penalty(weights, logPenalties));
        ConjugateGradient solver =
                new ConjugateGradient().maxIterations(PRODUCTS).preconditioner(r -> curvature.inverse(r));
        this.minimizer = ImplicitMinimizer.of(objective, last)
                .minimizer(m -> m.method(new NewtonCg(solver.tolerance(NEWTON_FORCING)))
                        .tolerance(TOLERANCE)
                        .maxIterations(ITERATIONS))
                .linearSolver(solver);
    }

    /** The minimum for given penalties. */
    Weights solve(Tensor logPenalties) {
        curvature = Curvature.of(model, last, train.x(), logPenalties);
        ImplicitSolution<Weights> solution = minimizer.start(last).solve(logPenalties);
        iterations += solution.solution().counts().iterations();
        last = solution.point();
        return last;
    }

    /** The derivative of an outer loss through the minimum; its linear system has the curvature at the minimum itself. */
    Hypergradient<Weights, Tensor> hypergradient(Fn2<Weights, Tensor, Tensor> outer, Tensor logPenalties) {
        solve(logPenalties);
        curvature = Curvature.of(model, last, train.x(), logPenalties);
        return minimizer.start(last).hypergradient(outer, logPenalties);
    }

    /** Lets the next search start from here. */
    void startFrom(Weights weights) {
        last = weights;
    }

    /** Iterations of all searches so far. */
    long iterations() {
        return iterations;
    }
}
