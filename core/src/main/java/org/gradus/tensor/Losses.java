package org.gradus.tensor;

import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.trace.Concrete;

/** Losses that classification needs, one number an example. */
final class Losses {
    private Losses() {}

    static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
        if (logits.rank() == 0) {
            throw new ShapeException(
                    "softmaxCrossEntropy: logits " + logits.type() + " have no axis of classes",
                    "give logits of shape [..., classes]");
        }
        Tensor log = Tensors.logSoftmax(logits, -1);
        Shape examples = logits.shape().slice(0, logits.rank() - 1);
        if (!labels.dtype().isFloat() && labels.shape().equals(examples)) {
            checkClasses(labels, logits.dim(-1));
            return Indexing.takeAlong(log, labels.expandDims(-1), -1)
                    .reshape(examples)
                    .unaryMinus();
        }
        if (!labels.shape().equals(logits.shape())) {
            throw new ShapeException(
                    "softmaxCrossEntropy: labels " + labels.type() + " do not fit logits " + logits.type(),
                    labels.shape().equals(examples)
                            ? "class numbers are whole numbers: convert them with labels.to(DType.INT64)"
                            : "give whole class numbers of shape " + examples + ", or probabilities of shape "
                                    + logits.shape());
        }
        // 0·log 0 = 0: a class that is masked by −∞ and has no label costs nothing.
        return Operations.binary(BinaryFunction.ANNIHILATE, log, labels).sum(-1).unaryMinus();
    }

    /** Where the labels have numbers; while a function is recorded, the indexing itself refuses them when it runs. */
    private static void checkClasses(Tensor labels, int classes) {
        if (!(labels.value() instanceof Concrete(NdArray array))) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            long label = array.getLong(i);
            if (label < 0 || label >= classes) {
                throw new ShapeException(
                        "softmaxCrossEntropy: label " + i + " is class " + label + ", but the logits have " + classes
                                + " classes",
                        "number the classes from 0 to " + (classes - 1));
            }
        }
    }

    static Tensor sigmoidCrossEntropy(Tensor logits, Tensor labels) {
        if (!labels.shape().equals(logits.shape())) {
            throw new ShapeException(
                    "sigmoidCrossEntropy: labels " + labels.type() + " do not fit logits " + logits.type(),
                    "give one label in [0, 1] for each logit");
        }
        return Tensors.softplus(logits).minus(logits.times(labels));
    }
}
