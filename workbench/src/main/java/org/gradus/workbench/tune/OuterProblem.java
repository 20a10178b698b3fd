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

/**
 * The validation loss at the inner solution as a function of the hyperparameters, with its hypergradient.
 *
 * @param <P> the model's parameters
 */
final class OuterProblem<P> implements Differentiable {
    private final InnerProblem<P> inner;
    private final Fn2<P, Tensor, Tensor> validationLoss;
    private final List<Hypergradient<P, Tensor>> trials = new ArrayList<>();
    private double[] at;
    private Optional<Hypergradient<P, Tensor>> last = Optional.empty();
    private int hypergradients;

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
     * The trial that the search took, of those since the last that it took.
     *
     * @param value the validation loss there
     */
    Hypergradient<P, Tensor> accepted(double value) {
        Hypergradient<P, Tensor> taken = trials.stream()
                .filter(h -> h.value().item() == value)
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
        return evaluate(theta).map(h -> h.value().item()).orElse(Double.NaN);
    }

    @Override
    public double[] gradient(double[] theta) {
        return evaluate(theta)
                .map(h -> h.gradient().toDoubles())
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
