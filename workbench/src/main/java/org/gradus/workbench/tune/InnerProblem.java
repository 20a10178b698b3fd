package org.gradus.workbench.tune;

import java.util.Optional;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearEvidence;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolver;
import org.gradus.linear.LinearSolves;
import org.gradus.linear.NeumannSeries;
import org.gradus.linear.NystromSketch;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.NewtonCg;
import org.gradus.solve.CurvatureProbe;
import org.gradus.solve.Hypergradient;
import org.gradus.solve.ImplicitMinimizer;
import org.gradus.solve.ImplicitSolution;
import org.gradus.solve.Unrolled;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Mean training loss plus penalty, solved as a function of the hyperparameters.
 *
 * <p>For implicit estimators it is solved to optimality. Each search starts from the last minimum: a convex problem's by
 * Newton's method with the curvature there as preconditioner; a network's by L-BFGS, to the accuracy that comes, with a
 * damped Hessian in the linear systems. For estimators that iterate it is a number of descent steps from the model's start,
 * for a convex problem preconditioned by a bound of the curvature.
 *
 * @param <P> the model's parameters
 */
final class InnerProblem<P> {
    /** Hypergradients agree with finite differences of the inner solve to six digits and more at this accuracy. */
    private static final double TOLERANCE = 1e-9;

    private static final int ITERATIONS = 100;
    private static final double NEWTON_FORCING = 1e-3;
    /** With the curvature as preconditioner a few dozen products do; a search that needs more has gone astray. */
    private static final int PRODUCTS = 500;

    private static final double NETWORK_TOLERANCE = 1e-7;
    private static final int NETWORK_ITERATIONS = 1000;
    private static final double NETWORK_SOLVE = 1e-6;
    /** Small against the curvature of fitted directions, which is about 1e-2 and more. */
    private static final double DAMPING = 1e-4;
    /** A network becomes steeper than it is at its start. */
    private static final double CAUTION = 0.25;

    private static final int PROBE = 60;

    private final TunedModel<P> model;
    private final HyperSpace<P> space;
    private final Estimator estimator;
    private final Examples train;
    private final Fn2<P, Tensor, Tensor> objective;
    private final ImplicitMinimizer<P, Tensor> minimizer;
    private final LinearSolver derivativeSolver;
    private P last;
    private Optional<Curvature> curvature = Optional.empty();
    private Optional<Unrolled<P, Tensor>> unrolled = Optional.empty();
    private long iterations;

    InnerProblem(TunedModel<P> model, HyperSpace<P> space, Estimator estimator, Examples train) {
        this.model = model;
        this.space = space;
        this.estimator = estimator;
        this.train = train;
        this.last = model.start();
        this.objective = (parameters, theta) -> space.inner(parameters, theta, train);
        ConjugateGradient solver = model.convex()
                ? new ConjugateGradient()
                        .maxIterations(PRODUCTS)
                        .preconditioner(r -> curvature.orElseThrow().inverse(r))
                : new ConjugateGradient().maxIterations(PRODUCTS).tolerance(NETWORK_SOLVE);
        this.derivativeSolver = switch (estimator.kind()) {
            case NEUMANN -> new NeumannSeries(estimator.number());
            case NYSTROM -> new NystromSketch(estimator.number());
            case IMPLICIT_CG, UNROLLED, TRUNCATED, FORWARD -> solver;
        };
        ImplicitMinimizer<P, Tensor> plain =
                ImplicitMinimizer.of(objective, last).linearSolver(solver);
        this.minimizer = model.convex()
                ? plain.minimizer(m -> m.method(new NewtonCg(solver.tolerance(NEWTON_FORCING)))
                        .tolerance(TOLERANCE)
                        .maxIterations(ITERATIONS))
                : plain.minimizer(m -> m.method(new Lbfgs())
                                .tolerance(NETWORK_TOLERANCE)
                                .maxIterations(NETWORK_ITERATIONS))
                        .acceptResidual(Double.POSITIVE_INFINITY)
                        .onLinearSolve(InnerProblem::accept);
    }

    /** A network's derivative is taken as it comes, if it is one; how good it is goes into the records. */
    private static void accept(LinearEvidence evidence) {
        if (evidence.status() == LinearEvidence.Status.NON_FINITE) {
            LinearSolves.demandConvergence(evidence);
        }
    }

    /** The minimum for given hyperparameters. */
    P solve(Tensor theta) {
        curvature = space.curvature(last, theta, train);
        ImplicitSolution<P> solution = minimizer.start(last).solve(theta);
        iterations += solution.solution().counts().iterations();
        last = solution.point();
        return last;
    }

    /** The derivative of an outer loss through the inner problem. */
    Hypergradient<P, Tensor> hypergradient(Fn2<P, Tensor, Tensor> outer, Tensor theta) {
        if (estimator.kind().iterates()) {
            iterations += estimator.steps();
            return steps(theta).hypergradient(outer, theta);
        }
        solve(theta);
        // The linear system has the curvature at the minimum itself.
        curvature = space.curvature(last, theta, train);
        ImplicitMinimizer<P, Tensor> here = minimizer.start(last).linearSolver(derivativeSolver);
        return (model.convex() || estimator.kind() == Estimator.Kind.NYSTROM ? here : here.damping(DAMPING))
                .hypergradient(outer, theta);
    }

    private Unrolled<P, Tensor> steps(Tensor theta) {
        if (unrolled.isEmpty()) {
            P start = model.start();
            int count = estimator.steps();
            Unrolled<P, Tensor> all = model.convex()
                    ? Unrolled.of(objective, start, count, this::bounded)
                    : Unrolled.of(objective, start, count, CAUTION * Unrolled.rate(objective, start, theta));
            unrolled = Optional.of(
                    switch (estimator.kind()) {
                        case FORWARD -> all.forward();
                        case TRUNCATED -> all.last(estimator.number());
                        default -> all;
                    });
        }
        return unrolled.get();
    }

    private Fn<P, P> bounded(Tensor theta) {
        Curvature bound = space.curvatureBound(theta, train).orElseThrow();
        return gradient -> {
            Tree.Raveled<P> raveled = Tree.ravel(gradient);
            return raveled.unravel().apply(bound.inverse(raveled.vector()));
        };
    }

    /** What is known of a solution of a problem that is not convex. */
    InnerEvidence evidence(P point, Tensor theta, double residual) {
        Tree.Raveled<P> raveled = Tree.ravel(point);
        LinearOperator<Tensor> hessian = LinearOperator.hessian(
                (Tensor v) -> objective.apply(raveled.unravel().apply(v), theta), raveled.vector());
        CurvatureProbe.Seen seen = new CurvatureProbe(PROBE).of(hessian, raveled.vector());
        double damping = switch (estimator.kind()) {
            case IMPLICIT_CG, NEUMANN -> DAMPING;
            case NYSTROM -> NystromSketch.DAMPING;
            case UNROLLED, TRUNCATED, FORWARD -> 0;
        };
        int steps = estimator.kind().iterates() ? estimator.steps() : 0;
        return new InnerEvidence(
                residual, steps, damping, seen.smallest(), seen.largest(), seen.products(), seen.negative());
    }

    /**
     * All that the next search depends on, besides the hyperparameters and where the first of all was.
     *
     * @param last the last minimum
     * @param iterations of all searches so far
     */
    record State<P>(P last, Tensor iterations) {}

    State<P> state() {
        return new State<>(last, Tensors.scalar((double) iterations));
    }

    void restore(State<P> state) {
        last = state.last();
        iterations = (long) state.iterations().item();
    }

    /**
     * Prepares for the first search.
     *
     * @param theta where it will be, or was before this process
     */
    void begin(Tensor theta) {
        if (estimator.kind().iterates()) {
            steps(theta);
        }
    }

    /** Lets the next search start from here. */
    void startFrom(P parameters) {
        last = parameters;
    }

    /** Iterations of all searches so far. */
    long iterations() {
        return iterations;
    }
}
