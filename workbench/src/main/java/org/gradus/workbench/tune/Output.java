package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.logSoftmax;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;

import org.gradus.tensor.Tensor;

/** What a model's outputs z stand for, and so its loss. */
enum Output {
    /** One number a row: z is the log odds of the second of two classes. */
    TWO_CLASSES,
    /** K numbers a row: the softmax of z is the classes' probabilities. */
    CLASSES,
    /** One number a row, the standardized target. */
    NUMBER;

    static Output of(Problem problem) {
        return of(problem.model(), classes(problem));
    }

    /** What the outputs of a model for some classes stand for. */
    static Output of(Model model, int classes) {
        return switch (model) {
            case LOGISTIC -> TWO_CLASSES;
            case SOFTMAX -> CLASSES;
            case RIDGE, MLP_REGRESSOR, GP_REGRESSOR -> NUMBER;
            case MLP, GP -> classes == 2 ? TWO_CLASSES : CLASSES;
        };
    }

    /** The number of classes, or 1 for numbers. */
    static int classes(Problem problem) {
        return problem.train().target() instanceof Target.Classes(var _, int k) ? k : 1;
    }

    /** The loss of each row. */
    Tensor losses(Tensor z, Tensor y) {
        return switch (this) {
            case TWO_CLASSES -> sigmoidCrossEntropy(z, y);
            case CLASSES -> softmaxCrossEntropy(z, y);
            case NUMBER -> z.minus(y).square();
        };
    }

    /** Accuracy, or R² against the mean of the rows' own targets. */
    double score(Tensor z, Tensor y) {
        return switch (this) {
            case TWO_CLASSES -> z.gt(0).to(y.dtype()).eq(y).to(z.dtype()).mean().item();
            case CLASSES ->
                logSoftmax(z, -1).argmax(-1).eq(y).to(z.dtype()).mean().item();
            case NUMBER -> {
                double residual = z.minus(y).square().mean().item();
                double spread = y.minus(y.mean()).square().mean().item();
                yield 1 - residual / spread;
            }
        };
    }
}
