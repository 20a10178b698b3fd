package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolution;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.tree.Tree;

/**
 * A finished run as functions of two vectors: w, all parameters of the model, and θ, what its hyperparameters are moved by.
 * With these, derivatives at the solution answer questions about it.
 */
public final class FittedRun {
    private static final int PRODUCTS = 500;
    private static final double NETWORK_SOLVE = 1e-6;
    /** As for the hypergradients of a network. */
    private static final double DAMPING = 1e-4;

    private final Problem problem;
    private final TuneOptions options;
    private final Tensor theta;
    private final Functions<?> functions;

    private FittedRun(Problem problem, TuneOptions options, Tensor theta, Functions<?> functions) {
        this.problem = problem;
        this.options = options;
        this.theta = theta;
        this.functions = functions;
    }

    /**
     * Makes the functions of a run.
     *
     * @param problem its data
     * @param options what it was asked
     * @param arrays the parameters of the tuned model by name
     * @param hyperparameters their tuned values, in order
     * @param gridPenalty the best single penalty of the grid, which holds where penalties are not tuned
     * @return the functions; a convex problem is solved again from the given parameters, to the last digits
     */
    public static FittedRun of(
            Problem problem,
            TuneOptions options,
            Map<String, Tensor> arrays,
            double[] hyperparameters,
            double gridPenalty) {
        Hyper hyper = options.hyper();
        Tensor theta = tensor(java.util.Arrays.stream(hyperparameters)
                .map(value -> HyperValues.theta(hyper, value))
                .toArray());
        return new FittedRun(
                problem,
                options,
                theta,
                Functions.of(TunedModel.of(problem, options.seed()), problem, options, theta, arrays, gridPenalty));
    }

    /**
     * The names of the arrays that a problem's model is made of.
     *
     * @param problem the data, with the model chosen
     * @param seed the seed of the run
     * @return the names, as they stand in the model's file
     */
    static List<NamedArray> arrays(Problem problem, long seed) {
        return startArrays(TunedModel.of(problem, seed));
    }

    private static <P> List<NamedArray> startArrays(TunedModel<P> model) {
        return model.arrays(model.start());
    }

    /** The functions of a model, its parameters as a vector. */
    private static final class Functions<P> {
        private final TunedModel<P> model;
        private final HyperSpace<P> space;
        private final Examples train;
        private final Examples validation;
        private final Examples test;
        private final Tree.Raveled<P> solution;
        private final InnerProblem<P> inner;

        private Functions(TunedModel<P> model, HyperSpace<P> space, Problem problem, Tensor theta, P saved) {
            this.model = model;
            this.space = space;
            this.train = model.examples(problem.train());
            this.validation = model.examples(problem.validation());
            this.test = model.examples(problem.test());
            this.inner = new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, train);
            inner.startFrom(saved);
            this.solution = Tree.ravel(model.convex() ? inner.solve(theta) : saved);
        }

        static <P> Functions<P> of(
                TunedModel<P> model,
                Problem problem,
                TuneOptions options,
                Tensor theta,
                Map<String, Tensor> arrays,
                double gridPenalty) {
            HyperSpace<P> space =
                    HyperSpace.tuning(options, model, problem.features(), model.examples(problem.train()), gridPenalty);
            List<Tensor> leaves = model.arrays(model.start()).stream()
                    .map(array -> arrays.get(array.name()))
                    .toList();
            P saved = Tree.flatten(model.start()).with(leaves);
            if (options.hyper() == Hyper.FEATURE_SCALES) {
                double[] inverse = java.util.Arrays.stream(theta.toDoubles())
                        .map(t -> 1 / HyperValues.value(Hyper.FEATURE_SCALES, t))
                        .toArray();
                saved = model.absorb(saved, tensor(inverse));
            }
            return new Functions<>(model, space, problem, theta, saved);
        }

        P parameters(Tensor w) {
            return solution.unravel().apply(w);
        }

        Tensor objective(Tensor w, Tensor theta) {
            return space.inner(parameters(w), space.prepare(theta, train), train);
        }

        Tensor outputs(Tensor w, Tensor theta, Examples examples) {
            return model.predictions(parameters(w), space.seen(theta, examples.x()));
        }

        LinearSolution<Tensor> solve(LinearOperator<Tensor> hessian, Tensor theta, Tensor b) {
            ConjugateGradient solver = new ConjugateGradient().maxIterations(PRODUCTS);
            if (!model.convex()) {
                return solver.tolerance(NETWORK_SOLVE).solve(hessian.damped(DAMPING), b);
            }
            Optional<Curvature> curvature =
                    space.curvature(parameters(solution.vector()), space.prepare(theta, train), train);
            return (curvature.isPresent() ? solver.preconditioner(curvature.get()::inverse) : solver).solve(hessian, b);
        }
    }

    /**
     * The data.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }

    /**
     * What was asked.
     *
     * @return the options
     */
    public TuneOptions options() {
        return options;
    }

    /**
     * The solution.
     *
     * @return w
     */
    public Tensor point() {
        return functions.solution.vector();
    }

    /**
     * Where fitting began.
     *
     * @return a vector like {@link #point}
     */
    public Tensor start() {
        return start(functions);
    }

    private static <P> Tensor start(Functions<P> functions) {
        return Tree.ravel(functions.model.start()).vector();
    }

    /**
     * The tuned hyperparameters as they are moved.
     *
     * @return θ
     */
    public Tensor theta() {
        return theta;
    }

    /**
     * What is added to the Hessian's diagonal when linear systems are solved.
     *
     * @return 0 for a convex problem
     */
    public double damping() {
        return functions.model.convex() ? 0 : DAMPING;
    }

    /**
     * The names of the hyperparameters.
     *
     * @return a name each
     */
    public List<String> names() {
        List<Hyperparameter> named = functions.space.named(theta.toDoubles());
        return RowNames.of(options.hyper(), named, problem.train()).stream()
                .map(Hyperparameter::name)
                .toList();
    }

    /**
     * The values of the hyperparameters.
     *
     * @return a value each
     */
    public double[] values() {
        return functions.space.named(theta.toDoubles()).stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
    }

    /**
     * How much the logarithm of each hyperparameter moves with its θ.
     *
     * @return d log value / dθ, one number each
     */
    public double[] logRates() {
        return java.util.Arrays.stream(theta.toDoubles())
                .map(t -> HyperValues.logRate(options.hyper(), t))
                .toArray();
    }

    /**
     * Mean training loss plus penalty.
     *
     * @param w the parameters
     * @param hyper θ
     * @return a scalar
     */
    public Tensor objective(Tensor w, Tensor hyper) {
        return functions.objective(w, hyper);
    }

    /**
     * The loss of each training row, without its weight.
     *
     * @param w the parameters
     * @param hyper θ
     * @return a vector
     */
    public Tensor trainLosses(Tensor w, Tensor hyper) {
        return functions.model.output().losses(functions.outputs(w, hyper, functions.train), functions.train.y());
    }

    /**
     * The weight that each training row has in the objective's mean.
     *
     * @return ones, unless weights are tuned
     */
    public double[] rowWeights() {
        return options.hyper() == Hyper.EXAMPLE_WEIGHTS
                ? values()
                : ones(problem.train().rows()).toDoubles();
    }

    /**
     * The validation loss.
     *
     * @param w the parameters
     * @param hyper θ
     * @return a scalar
     */
    public Tensor validationLoss(Tensor w, Tensor hyper) {
        Examples rows = functions.validation;
        return functions
                .model
                .output()
                .losses(functions.outputs(w, hyper, rows), rows.y())
                .mean();
    }

    /**
     * What is predicted for the test rows.
     *
     * @param w the parameters
     * @param hyper θ
     * @return the probability of the second of two classes {@code [n]}, of each of more {@code [n, K]}, or the number in the
     *     table's unit {@code [n]}
     */
    public Tensor predictions(Tensor w, Tensor hyper) {
        Tensor z = functions.outputs(w, hyper, functions.test);
        return switch (functions.model.output()) {
            case TWO_CLASSES -> sigmoid(z);
            case CLASSES -> softmax(z, 1);
            case NUMBER -> {
                var scale = ((Task.Regression) problem.task()).scale();
                yield z.times(scale.deviation()).plus(scale.mean());
            }
        };
    }

    /**
     * The Hessian of the objective at the solution.
     *
     * @return a symmetric operator on vectors like {@link #point}
     */
    public LinearOperator<Tensor> hessian() {
        return LinearOperator.hessian((Tensor w) -> objective(w, theta), point());
    }

    /**
     * The norm of the objective's gradient at the solution.
     *
     * @return 0 at an exact minimum
     */
    public double residual() {
        return Tree.norm(Derivatives.valueAndGrad((Tensor w) -> objective(w, theta), point())
                        .gradient())
                .item();
    }

    /**
     * Solves a system with the Hessian, damped for a network.
     *
     * @param hessian {@link #hessian}
     * @param b the right-hand side
     * @return the solution with its evidence
     */
    public LinearSolution<Tensor> solve(LinearOperator<Tensor> hessian, Tensor b) {
        return functions.solve(hessian, theta, b);
    }

    /**
     * The solution for other hyperparameters, found anew from the one that is there.
     *
     * @param hyper θ
     * @return w
     * @throws org.gradus.error.ConvergenceException when it is not found
     */
    public Tensor refit(Tensor hyper) {
        return refit(functions, hyper);
    }

    private static <P> Tensor refit(Functions<P> functions, Tensor hyper) {
        functions.inner.startFrom(functions.parameters(functions.solution.vector()));
        return Tree.ravel(functions.inner.solve(hyper)).vector();
    }

    /**
     * What a training row is, for people.
     *
     * @param i its place among the training rows, from 0
     * @return its class, or its number in the table's unit
     */
    public String target(int i) {
        return switch (problem.train().target()) {
            case Target.Classes(int[] labels, int _) ->
                ((Task.Classification) problem.task()).classes().get(labels[i]);
            case Target.Values(double[] numbers) -> {
                var scale = ((Task.Regression) problem.task()).scale();
                yield org.gradus.workbench.report.Text.number(scale.mean() + scale.deviation() * numbers[i]);
            }
        };
    }

    /**
     * The places of all hyperparameters.
     *
     * @return from 0 to their number, less 1
     */
    public int[] places() {
        return IntStream.range(0, theta.size()).toArray();
    }
}
