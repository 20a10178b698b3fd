package org.gradus.tensor;

import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise.BinaryFunction;

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
            return Indexing.takeAlong(log, labels.expandDims(-1), -1)
                    .reshape(examples)
                    .unaryMinus();
        }
        if (!labels.shape().equals(logits.shape())) {
            throw new ShapeException(
                    "softmaxCrossEntropy: labels " + labels.type() + " do not fit logits " + logits.type(),
                    "give whole class numbers of shape " + examples + ", or probabilities of shape " + logits.shape());
        }
        // 0·log 0 = 0: a class that is masked by −∞ and has no label costs nothing.
        return Operations.binary(BinaryFunction.ANNIHILATE, log, labels).sum(-1).unaryMinus();
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
