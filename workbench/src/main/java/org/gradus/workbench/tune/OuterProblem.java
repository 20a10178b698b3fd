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
import org.gradus.workbench.tune.LinearModel.Examples;
import org.gradus.workbench.tune.LinearModel.Weights;

/**
 * The validation loss at the inner minimum as a function of the log penalties, with its hypergradient.
 */
final class OuterProblem implements Differentiable {
    private final InnerProblem inner;
    private final Fn2<Weights, Tensor, Tensor> validationLoss;
    private final List<Hypergradient<Weights, Tensor>> trials = new ArrayList<>();
    private double[] at;
    private Optional<Hypergradient<Weights, Tensor>> last = Optional.empty();
    private int hypergradients;

    OuterProblem(LinearModel model, InnerProblem inner, Examples validation) {
        this.inner = inner;
        this.validationLoss = (weights, logPenalties) -> model.loss(weights, validation);
    }

    /** Empty where the inner problem cannot be solved, unless that is the very first point. */
    private Optional<Hypergradient<Weights, Tensor>> evaluate(double[] logPenalties) {
        if (!Arrays.equals(at, logPenalties)) {
            at = logPenalties.clone();
            hypergradients++;
            try {
                last = Optional.of(inner.hypergradient(validationLoss, tensor(logPenalties)));
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
    Hypergradient<Weights, Tensor> accepted(double value) {
        Hypergradient<Weights, Tensor> taken = trials.stream()
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
    public double value(double[] logPenalties) {
        // NaN makes the line search shorten its step.
        return evaluate(logPenalties).map(h -> h.value().item()).orElse(Double.NaN);
    }

    @Override
    public double[] gradient(double[] logPenalties) {
        return evaluate(logPenalties)
                .map(h -> h.gradient().toDoubles())
                .orElseGet(() -> full(Double.NaN, logPenalties.length).toDoubles());
    }

    @Override
    public double jvp(double[] logPenalties, double[] v) {
        double sum = 0;
        double[] gradient = gradient(logPenalties);
        for (int i = 0; i < v.length; i++) {
            sum += gradient[i] * v[i];
        }
        return sum;
    }

    @Override
    public double[] vjp(double[] logPenalties, double cotangent) {
        return Arrays.stream(gradient(logPenalties)).map(g -> cotangent * g).toArray();
    }

    @Override
    public double[] hvp(double[] logPenalties, double[] v) {
        throw new NotDifferentiableException(
                "tune: second derivatives of the validation loss by the penalties are not computed",
                "use a method that needs first derivatives only, such as Lbfgs");
    }
}
