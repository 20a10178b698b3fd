package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolution;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.tree.Tree;

/**
 * A finished run as functions of two vectors: w, all parameters of the model, and θ, what its hyperparameters are moved by.
 * With these, derivatives at the solution answer questions about it.
 */
public final class FittedRun {
    private final Problem problem;
    private final TuneOptions options;
    private final RunFunctions<?> functions;

    private FittedRun(Problem problem, TuneOptions options, RunFunctions<?> functions) {
        this.problem = problem;
        this.options = options;
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
        return new FittedRun(
                problem,
                options,
                RunFunctions.of(
                        TunedModel.of(problem, options.seed()),
                        problem,
                        options,
                        arrays,
                        hyperparameters,
                        gridPenalty));
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
        return functions.point();
    }

    /**
     * Where fitting began.
     *
     * @return a vector like {@link #point}
     */
    public Tensor start() {
        return functions.start();
    }

    /**
     * The tuned hyperparameters as they are moved.
     *
     * @return θ
     */
    public Tensor theta() {
        return functions.theta();
    }

    /**
     * What is added to the Hessian's diagonal when linear systems are solved.
     *
     * @return 0 for a convex problem
     */
    public double damping() {
        return functions.damping();
    }

    /**
     * The names of the hyperparameters.
     *
     * @return a name each
     */
    public List<String> names() {
        List<Hyperparameter> named = functions.space().named(theta().toDoubles());
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
        return functions.space().named(theta().toDoubles()).stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
    }

    /**
     * How much the logarithm of each hyperparameter moves with its θ.
     *
     * @return d log value / dθ, one number each
     */
    public double[] logRates() {
        return java.util.Arrays.stream(theta().toDoubles())
                .map(functions.space()::logRate)
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
        return functions.trainLosses(w, hyper);
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
        return functions.validationLoss(w, hyper);
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
        Tensor z = functions.testOutputs(w, hyper);
        return switch (functions.output()) {
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
        return functions.hessian();
    }

    /**
     * The norm of the objective's gradient at the solution.
     *
     * @return 0 at an exact minimum
     */
    public double residual() {
        return Tree.norm(Derivatives.valueAndGrad((Tensor w) -> objective(w, theta()), point())
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
        return functions.solve(hessian, b);
    }

    /**
     * The solution for other hyperparameters, found anew from the one that is there.
     *
     * @param hyper θ
     * @return w
     * @throws org.gradus.error.ConvergenceException when it is not found
     */
    public Tensor refit(Tensor hyper) {
        return functions.refit(hyper);
    }

    /**
     * The operator whose eigenvalues tell how well the data determine the model: {@link #hessian}, or of a Gaussian process the
     * precision of its whitened latent values, which is 1 where the data say nothing.
     *
     * @return a symmetric operator on vectors of {@link #unknowns} numbers
     */
    public LinearOperator<Tensor> curvature() {
        return functions.curvature();
    }

    /**
     * The number of parameters that the data determine.
     *
     * @return the size of the vectors of {@link #curvature}
     */
    public int unknowns() {
        return functions.unknowns();
    }

    /**
     * The share that a training row's loss has in the objective, without the row's weight.
     *
     * @return 1/n in a mean, 1 in a sum
     */
    public double share() {
        return functions.share();
    }

    /**
     * Whether the fit is a number of steps with a schedule that was tuned, and not a minimum.
     *
     * @return false for all other hyperparameters
     */
    public boolean stepped() {
        return functions.stepped();
    }

    /**
     * The end of the steps as a function of θ.
     *
     * @return from θ to w
     * @throws java.util.NoSuchElementException unless {@link #stepped}
     */
    public Fn<Tensor, Tensor> steps() {
        return functions.steps();
    }

    /**
     * What the validation loss would change by without each training row, where another formula than that of minima holds: by
     * the derivative of the steps, or for a process on numbers by that of an inverse matrix.
     *
     * @return one number a row; empty at a minimum
     */
    public Optional<Tensor> leftOut() {
        return functions.leftOut();
    }

    /**
     * Whether {@link #leftOut} is exact, and not to first order in the weight.
     *
     * @return true for a process on numbers
     */
    public boolean leftOutIsExact() {
        return functions.leftOutIsExact();
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
        return IntStream.range(0, theta().size()).toArray();
    }
}
