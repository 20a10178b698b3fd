package org.gradus.workbench.tune;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
import org.gradus.transform.Derivatives;
import org.gradus.transform.Pullback;
import org.gradus.tree.Tree;

/**
 * Mean training loss plus penalty, solved as a function of the hyperparameters.
 *
 * <p>For implicit estimators it is solved to optimality: a convex problem by Newton's method from the last minimum, with the
 * curvature there as preconditioner; a network by L-BFGS, to the accuracy that comes, with a damped Hessian in the linear
 * systems. A network's searches all start from the minimum that the outer search stands at, so that along a line they follow
 * one minimum: started from each other's, they came to different ones, and no step seemed to lower the validation loss. For
 * estimators that iterate it is a number of descent steps from the model's start, for a convex problem preconditioned by a bound of the curvature, or those of the schedule that is tuned. What depends on
 * the hyperparameters alone is prepared once, and the derivative goes back through it at the end.
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
    static final double CAUTION = 0.25;

    private static final int PROBE = 60;

    private final TunedModel<P> model;
    private final HyperSpace<P> space;
    private final Estimator estimator;
    private final Examples train;
    private final Fn2<P, List<Tensor>, Tensor> objective;
    private final ImplicitMinimizer<P, List<Tensor>> minimizer;
    private final LinearSolver derivativeSolver;
    private P last;
    /** Where the searches of a problem with several minima start until it is moved: they follow one of these minima. */
    private P anchor;

    private Optional<Curvature> curvature = Optional.empty();
    private Optional<Unrolled<P, Tensor>> unrolled = Optional.empty();
    private long iterations;

    InnerProblem(TunedModel<P> model, HyperSpace<P> space, Estimator estimator, Examples train) {
        this.model = model;
        this.space = space;
        this.estimator = estimator;
        this.train = train;
        this.last = model.start();
        this.anchor = last;
        this.objective = (parameters, prepared) -> space.inner(parameters, prepared, train);
        ConjugateGradient solver = model.convex()
                ? new ConjugateGradient()
                        .maxIterations(PRODUCTS)
                        .preconditioner(r -> curvature.map(c -> c.inverse(r)).orElse(r))
                : new ConjugateGradient().maxIterations(PRODUCTS).tolerance(NETWORK_SOLVE);
        this.derivativeSolver = switch (estimator.kind()) {
            case NEUMANN -> new NeumannSeries(estimator.number());
            case NYSTROM -> new NystromSketch(estimator.number());
            case IMPLICIT_CG, UNROLLED, TRUNCATED, FORWARD -> solver;
        };
        ImplicitMinimizer<P, List<Tensor>> plain =
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
        return solve(space.prepare(theta, train));
    }

    private P solve(List<Tensor> prepared) {
        P from = model.convex() ? last : anchor;
        curvature = space.curvature(from, prepared, train);
        ImplicitSolution<P> solution = minimizer.start(from).solve(prepared);
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
        Pullback<Tensor, List<Tensor>> prepared = Derivatives.vjp((Tensor t) -> space.prepare(t, train), theta);
        Hypergradient<P, List<Tensor>> found =
                implicit((parameters, p) -> outer.apply(parameters, p.getFirst()), prepared.value());
        return new Hypergradient<>(
                found.value(), prepared.apply(found.gradient()), found.inner(), found.linearSolves());
    }

    private Hypergradient<P, List<Tensor>> implicit(Fn2<P, List<Tensor>, Tensor> loss, List<Tensor> prepared) {
        solve(prepared);
        // The linear system has the curvature at the minimum itself.
        curvature = space.curvature(last, prepared, train);
        ImplicitMinimizer<P, List<Tensor>> here = minimizer.start(last).linearSolver(derivativeSolver);
        return (model.convex() || estimator.kind() == Estimator.Kind.NYSTROM ? here : here.damping(DAMPING))
                .hypergradient(loss, prepared);
    }

    private Unrolled<P, Tensor> steps(Tensor theta) {
        if (unrolled.isEmpty()) {
            Unrolled<P, Tensor> all = descent(theta).after(t -> space.prepare(t, train));
            unrolled = Optional.of(
                    switch (estimator.kind()) {
                        case FORWARD -> all.forward();
                        case TRUNCATED -> all.last(estimator.number());
                        default -> all;
                    });
        }
        return unrolled.get();
    }

    private Unrolled<P, List<Tensor>> descent(Tensor theta) {
        P start = model.start();
        int count = estimator.steps();
        Optional<Fn<List<Tensor>, Unrolled.Schedule>> schedule = space.schedule();
        if (schedule.isPresent()) {
            return Unrolled.scheduled(objective, start, count, schedule.get());
        }
        return model.convex()
                ? Unrolled.of(objective, start, count, this::bounded)
                : Unrolled.of(
                        objective,
                        start,
                        count,
                        CAUTION * Unrolled.rate(objective, start, space.prepare(theta, train)));
    }

    private Fn<P, P> bounded(List<Tensor> prepared) {
        UnaryOperator<Tensor> inverse = space.curvatureBound(prepared, train).orElseThrow();
        return gradient -> {
            Tree.Raveled<P> raveled = Tree.ravel(gradient);
            return raveled.unravel().apply(inverse.apply(raveled.vector()));
        };
    }

    /** The end of all the steps, as a function of the hyperparameters. */
    Fn<Tensor, P> fit(Tensor theta) {
        return descent(theta).after((Tensor t) -> space.prepare(t, train)).map();
    }

    /**
     * The steps of a schedule as a function of something else that has a part in the objective.
     *
     * @param theta the hyperparameters
     * @param part what is added to the objective
     */
    <A> Unrolled<P, A> weighted(Tensor theta, Fn2<P, A, Tensor> part) {
        List<Tensor> prepared = space.prepare(theta, train);
        Unrolled.Schedule schedule = space.schedule().orElseThrow().apply(prepared);
        return Unrolled.scheduled(
                (P p, A a) -> objective.apply(p, prepared).plus(part.apply(p, a)),
                model.start(),
                estimator.steps(),
                _ -> schedule);
    }

    /** What is known of a solution of a problem that is not convex. */
    InnerEvidence evidence(P point, Tensor theta, double residual) {
        Tree.Raveled<P> raveled = Tree.ravel(point);
        List<Tensor> prepared = space.prepare(theta, train);
        LinearOperator<Tensor> hessian = LinearOperator.hessian(
                (Tensor v) -> objective.apply(raveled.unravel().apply(v), prepared), raveled.vector());
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
     * @param anchor where the searches of a problem with several minima start
     * @param iterations of all searches so far
     */
    record State<P>(P last, P anchor, Tensor iterations) {}

    State<P> state() {
        return new State<>(last, anchor, Tensors.scalar((double) iterations));
    }

    void restore(State<P> state) {
        last = state.last();
        anchor = state.anchor();
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
        anchor = parameters;
    }

    /** Iterations of all searches so far. */
    long iterations() {
        return iterations;
    }
}
