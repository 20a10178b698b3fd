package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradus.Differentiable;
import org.gradus.error.ConvergenceException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.solve.Hypergradient;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The validation loss at the inner solution as a function of the hyperparameters, with its hypergradient.
 *
 * @param <P> the model's parameters
 */
final class OuterProblem<P> implements Differentiable {
    /** A decrease of this share of the value can still be told from what the inner solves leave. */
    private static final double VISIBLE = 1e-9;

    private final InnerProblem<P> inner;
    private final Fn2<P, Tensor, Tensor> validationLoss;
    private final List<Hypergradient<P, Tensor>> trials = new ArrayList<>();
    private double[] at;
    private Optional<Hypergradient<P, Tensor>> last = Optional.empty();
    private int hypergradients;
    private double scale;

    OuterProblem(HyperSpace<P> space, InnerProblem<P> inner, Examples validation) {
        this.inner = inner;
        this.validationLoss = (parameters, theta) -> space.outer(parameters, theta, validation);
    }

    /** Empty where the inner problem cannot be solved, unless that is the very first point. */
    private Optional<Hypergradient<P, Tensor>> evaluate(double[] theta) {
        if (!Arrays.equals(at, theta)) {
            at = theta.clone();
            hypergradients++;
            try {
                last = Optional.of(inner.hypergradient(validationLoss, tensor(theta)));
                trials.add(last.get());
                if (scale == 0) {
                    scale = scale(last.get());
                }
            } catch (ConvergenceException e) {
                if (trials.isEmpty()) {
                    throw e;
                }
                last = Optional.empty();
            }
        }
        return last;
    }

    /**
     * What the search sees is the loss times this. The first step that it tries is as long as the gradient, one at most: where
     * that is too short for the loss to change, as it is when millions of rows leave hardly anything to each hyperparameter,
     * the scale makes it one.
     */
    private double scale(Hypergradient<P, Tensor> first) {
        double norm = Tree.norm(first.gradient()).item();
        boolean visible = norm * norm >= VISIBLE * Math.abs(first.value().item());
        return visible || norm == 0 ? 1 : 1 / norm;
    }

    /**
     * The trial that the search took, of those since the last that it took.
     *
     * @param value what the search saw there
     */
    Hypergradient<P, Tensor> accepted(double value) {
        Hypergradient<P, Tensor> taken = trials.stream()
                .filter(h -> scale * h.value().item() == value)
                .reduce((_, later) -> later)
                .orElseGet(trials::getLast);
        trials.clear();
        trials.add(taken);
        inner.startFrom(taken.inner().point());
        return taken;
    }

    int hypergradients() {
        return hypergradients;
    }

    long innerIterations() {
        return inner.iterations();
    }

    @Override
    public double value(double[] theta) {
        // NaN makes the line search shorten its step.
        return evaluate(theta).map(h -> scale * h.value().item()).orElse(Double.NaN);
    }

    @Override
    public double[] gradient(double[] theta) {
        return evaluate(theta)
                .map(h -> h.gradient().times(scale).toDoubles())
                .orElseGet(() -> full(Double.NaN, theta.length).toDoubles());
    }

    @Override
    public double jvp(double[] theta, double[] v) {
        double sum = 0;
        double[] gradient = gradient(theta);
        for (int i = 0; i < v.length; i++) {
            sum += gradient[i] * v[i];
        }
        return sum;
    }

    @Override
    public double[] vjp(double[] theta, double cotangent) {
        return Arrays.stream(gradient(theta)).map(g -> cotangent * g).toArray();
    }

    @Override
    public double[] hvp(double[] theta, double[] v) {
        throw new NotDifferentiableException(
                "tune: second derivatives of the validation loss by the hyperparameters are not computed",
                "use a method that needs first derivatives only, such as Lbfgs");
    }
}
