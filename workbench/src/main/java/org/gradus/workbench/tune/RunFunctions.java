package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolution;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The functions of a finished run, the model's parameters being a vector w.
 *
 * @param <P> the model's parameters
 */
final class RunFunctions<P> {
    private static final int PRODUCTS = 500;
    private static final double NETWORK_SOLVE = 1e-6;
    /** As for the hypergradients of a network. */
    private static final double DAMPING = 1e-4;

    private final TunedModel<P> model;
    private final HyperSpace<P> space;
    private final Tensor theta;
    private final Examples train;
    private final Examples validation;
    private final Examples test;
    private final InnerProblem<P> inner;
    private final Tree.Raveled<P> solution;

    private RunFunctions(
            TunedModel<P> model, HyperSpace<P> space, Problem problem, TuneOptions options, Tensor theta, P saved) {
        this.model = model;
        this.space = space;
        this.theta = theta;
        this.train = model.examples(problem.train());
        this.validation = model.examples(problem.validation());
        this.test = model.examples(problem.test());
        Estimator estimator = space.schedule().isPresent()
                ? new Estimator(Estimator.Kind.UNROLLED, options.hypergradient().steps())
                : Estimator.IMPLICIT_CG;
        this.inner = new InnerProblem<>(model, space, estimator, train);
        inner.startFrom(saved);
        this.solution = Tree.ravel(stepped() || !model.convex() ? saved : inner.solve(theta));
    }

    static <P> RunFunctions<P> of(
            TunedModel<P> model,
            Problem problem,
            TuneOptions options,
            Map<String, Tensor> arrays,
            double[] values,
            double gridPenalty) {
        HyperSpace<P> space =
                HyperSpace.tuning(options, model, problem.features(), model.examples(problem.train()), gridPenalty);
        Tensor theta = tensor(space.thetas(values));
        return new RunFunctions<>(model, space, problem, options, theta, saved(model, options, arrays, values, theta));
    }

    /** The parameters of the run, or where they are found again from. */
    private static <P> P saved(
            TunedModel<P> model, TuneOptions options, Map<String, Tensor> arrays, double[] values, Tensor theta) {
        if (model.process().isPresent()) {
            // Its file holds what predictions need; the rest follows from the hyperparameters.
            return model.with(model.start(), theta);
        }
        List<Tensor> leaves = model.arrays(model.start()).stream()
                .map(array -> arrays.get(array.name()))
                .toList();
        P saved = Tree.flatten(model.start()).with(leaves);
        if (options.hyper() != Hyper.FEATURE_SCALES) {
            return saved;
        }
        return model.absorb(
                saved, tensor(Arrays.stream(values).map(value -> 1 / value).toArray()));
    }

    Tensor theta() {
        return theta;
    }

    Tensor point() {
        return solution.vector();
    }

    /** Where a fit begins. */
    Tensor start() {
        P start = model.start();
        return Tree.ravel(model.process().isPresent() ? model.with(start, theta) : start)
                .vector();
    }

    HyperSpace<P> space() {
        return space;
    }

    Output output() {
        return model.output();
    }

    boolean convex() {
        return model.convex();
    }

    double damping() {
        return model.convex() || stepped() ? 0 : DAMPING;
    }

    private P parameters(Tensor w) {
        return solution.unravel().apply(w);
    }

    Tensor objective(Tensor w, Tensor hyper) {
        return space.inner(parameters(w), space.prepare(hyper, train), train);
    }

    private Tensor outputs(Tensor w, Tensor hyper, Examples examples) {
        return model.predictions(parameters(w), space.seen(hyper, examples.x()));
    }

    Tensor trainLosses(Tensor w, Tensor hyper) {
        Object parameters = parameters(w);
        return parameters instanceof GaussianProcess.Latent latent
                ? model.process().orElseThrow().trainLosses(latent, hyper)
                : model.output().losses(outputs(w, hyper, train), train.y());
    }

    Tensor validationLoss(Tensor w, Tensor hyper) {
        return space.outer(parameters(w), hyper, validation);
    }

    Tensor testOutputs(Tensor w, Tensor hyper) {
        return outputs(w, hyper, test);
    }

    /** The share that a training row's loss has in the objective. */
    double share() {
        return model.process().isPresent() ? 1 : 1.0 / train.rows();
    }

    LinearOperator<Tensor> curvature() {
        Object parameters = parameters(point());
        return parameters instanceof GaussianProcess.Latent latent
                ? model.process().orElseThrow().precision(latent, theta)
                : hessian();
    }

    int unknowns() {
        Object parameters = parameters(point());
        return parameters instanceof GaussianProcess.Latent latent ? latent.w().size() : point().size();
    }

    LinearOperator<Tensor> hessian() {
        return LinearOperator.hessian((Tensor w) -> objective(w, theta), point());
    }

    LinearSolution<Tensor> solve(LinearOperator<Tensor> hessian, Tensor b) {
        ConjugateGradient solver = new ConjugateGradient().maxIterations(PRODUCTS);
        if (!model.convex()) {
            return solver.tolerance(NETWORK_SOLVE).solve(hessian.damped(DAMPING), b);
        }
        Optional<Curvature> curvature = space.curvature(parameters(point()), space.prepare(theta, train), train);
        return (curvature.isPresent() ? solver.preconditioner(curvature.get()::inverse) : solver).solve(hessian, b);
    }

    Tensor refit(Tensor hyper) {
        if (stepped()) {
            return steps().apply(hyper);
        }
        inner.startFrom(parameters(point()));
        return Tree.ravel(inner.solve(hyper)).vector();
    }

    boolean stepped() {
        return space.schedule().isPresent();
    }

    /** The end of the steps as a function of θ, where the fit is a number of steps. */
    Fn<Tensor, Tensor> steps() {
        Fn<Tensor, P> end = inner.fit(theta);
        return hyper -> Tree.ravel(end.apply(hyper)).vector();
    }

    boolean leftOutIsExact() {
        return model.process().isPresent() && model.output() == Output.NUMBER;
    }

    Optional<Tensor> leftOut() {
        if (leftOutIsExact()) {
            return Optional.of(model.process().orElseThrow().leftOut(theta, validation));
        }
        return stepped() ? Optional.of(steppedWithout()) : Optional.empty();
    }

    /** By the derivative of the steps in the rows' weights. */
    private Tensor steppedWithout() {
        Tensor weights = ones(train.rows());
        return inner.weighted(
                        theta,
                        (P p, Tensor a) -> model.output()
                                .losses(model.predictions(p, train.x()), train.y())
                                .times(a.minus(1))
                                .mean())
                .hypergradient((P p, Tensor _) -> space.outer(p, theta, validation), weights)
                .gradient()
                .unaryMinus();
    }
}
