package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import org.gradus.Differentiable;
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
    private double[] at;
    private Hypergradient<Weights, Tensor> last;
    private int hypergradients;

    OuterProblem(LinearModel model, InnerProblem inner, Examples validation) {
        this.inner = inner;
        this.validationLoss = (weights, logPenalties) -> model.loss(weights, validation);
    }

    Hypergradient<Weights, Tensor> evaluate(double[] logPenalties) {
        if (!Arrays.equals(at, logPenalties)) {
            last = inner.hypergradient(validationLoss, tensor(logPenalties));
            at = logPenalties.clone();
            hypergradients++;
        }
        return last;
    }

    /** The hypergradient that was computed last. */
    Hypergradient<Weights, Tensor> last() {
        return last;
    }

    int hypergradients() {
        return hypergradients;
    }

    long innerIterations() {
        return inner.iterations();
    }

    @Override
    public double value(double[] logPenalties) {
        return evaluate(logPenalties).value().item();
    }

    @Override
    public double[] gradient(double[] logPenalties) {
        return evaluate(logPenalties).gradient().toDoubles();
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
