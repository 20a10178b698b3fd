package org.gradus.nn;

import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Losses, one number an element or an example, so that weights and means are the caller's: {@code huber(y, t, 1).mean()}.
 * The cross-entropies of class numbers are {@link Tensors#softmaxCrossEntropy} and {@link Tensors#sigmoidCrossEntropy}.
 */
public final class Losses {
    private Losses() {}

    /**
     * (prediction − target)², whose mean is the mean squared error.
     *
     * @param prediction of any shape
     * @param target of the same shape
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     */
    public static Tensor squaredError(Tensor prediction, Tensor target) {
        return difference("squaredError", prediction, target).square();
    }

    /**
     * |prediction − target|, whose mean is the mean absolute error; derivative 0 where they are equal.
     *
     * @param prediction of any shape
     * @param target of the same shape
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     */
    public static Tensor absoluteError(Tensor prediction, Tensor target) {
        return difference("absoluteError", prediction, target).abs();
    }

    /**
     * Huber's loss of d = prediction − target: d²/2 where |d| ≤ δ, δ·(|d| − δ/2) beyond. Huber, "Robust estimation of a
     * location parameter", Annals of Mathematical Statistics 35 (1964).
     *
     * @param prediction of any shape
     * @param target of the same shape
     * @param delta δ, positive
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     * @throws ArgumentException when δ is not positive
     */
    public static Tensor huber(Tensor prediction, Tensor target, double delta) {
        if (!(delta > 0)) {
            throw new ArgumentException("huber: delta " + delta, "give a positive number");
        }
        Tensor d = difference("huber", prediction, target);
        Tensor size = d.abs();
        return Tensors.where(
                size.le(delta), d.square().times(0.5), size.minus(delta / 2).times(delta));
    }

    /**
     * log cosh(prediction − target), without overflow: nearly d²/2 for small and |d| − log 2 for large differences.
     *
     * @param prediction of any shape
     * @param target of the same shape
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     */
    public static Tensor logCosh(Tensor prediction, Tensor target) {
        Tensor d = difference("logCosh", prediction, target);
        // Near zero the difference of logarithms would lose all digits; cosh d = 1 + 2 sinh²(d/2).
        Tensor near = d.abs().lt(1.0);
        Tensor half = Tensors.where(near, d, 0.0).times(0.5);
        Tensor sinh = half.expm1().minus(half.unaryMinus().expm1()).times(0.5);
        Tensor small = sinh.square().times(2.0).log1p();
        Tensor size = d.abs();
        Tensor large = size.plus(Tensors.softplus(size.times(-2.0))).minus(Math.log(2));
        return Tensors.where(near, small, large);
    }

    /**
     * max(0, 1 − label·score), the support vector machine's loss. Cortes and Vapnik, "Support-vector networks", 1995.
     *
     * @param score of any shape
     * @param label −1 or 1, of the same shape
     * @return a loss an element; derivative 0 where the margin is exactly 1
     * @throws ShapeException when the shapes differ
     */
    public static Tensor hinge(Tensor score, Tensor label) {
        sameShape("hinge", score, label);
        return Tensors.relu(Tensors.minus(1.0, score.times(label)));
    }

    /**
     * The focal loss of two classes, −(1 − pₜ)^γ log pₜ with pₜ the probability given to the true class, which turns to the
     * hard examples. Lin, Goyal, Girshick, He and Dollár, "Focal loss for dense object detection", ICCV 2017.
     *
     * @param logits of any shape
     * @param labels 0 or 1 (or probabilities: the mean of both classes' losses), of the same shape
     * @param gamma γ, zero or more; 0 gives the cross-entropy, 2 is the paper's choice
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     * @throws ArgumentException when γ is negative
     */
    public static Tensor focal(Tensor logits, Tensor labels, double gamma) {
        if (!(gamma >= 0)) {
            throw new ArgumentException("focal: gamma " + gamma, "give zero or more");
        }
        sameShape("focal", logits, labels);
        Tensor truth = labels.to(logits.dtype());
        // (1 − p)^γ and −log p of both classes, by softplus(z) = −log(1 − p) and softplus(−z) = −log p.
        Tensor costOfZero = Tensors.softplus(logits);
        Tensor costOfOne = Tensors.softplus(logits.unaryMinus());
        Tensor one = costOfZero.times(-gamma).exp().times(costOfOne);
        Tensor zero = costOfOne.times(-gamma).exp().times(costOfZero);
        return zero.plus(truth.times(one.minus(zero)));
    }

    /**
     * Cross-entropy with smoothed labels: the true class gets probability 1 − s + s/classes and each other s/classes.
     * Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception architecture", CVPR 2016.
     *
     * @param logits {@code [..., classes]}
     * @param labels whole class numbers {@code [...]}, or probabilities {@code [..., classes]}
     * @param smoothing s in [0, 1]
     * @return losses {@code [...]}
     * @throws ShapeException when the labels have neither shape
     * @throws ArgumentException when the smoothing is outside [0, 1]
     */
    public static Tensor smoothedCrossEntropy(Tensor logits, Tensor labels, double smoothing) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new ArgumentException("smoothedCrossEntropy: smoothing " + smoothing, "give a number from 0 to 1");
        }
        Tensor sharp = Tensors.softmaxCrossEntropy(logits, labels);
        if (smoothing == 0) {
            return sharp; // else a logit of −∞ would give 0·∞
        }
        Tensor even = Tensors.logSoftmax(logits, -1).mean(-1).unaryMinus();
        return sharp.times(1 - smoothing).plus(even.times(smoothing));
    }

    /**
     * Kullback and Leibler's divergence Σₖ pₖ (log pₖ − log qₖ) from logarithms of probabilities; a class of probability 0
     * under p costs nothing.
     *
     * @param logP {@code [..., classes]}, as logSoftmax gives
     * @param logQ of the same shape
     * @return divergences {@code [...]}
     * @throws ShapeException when the shapes differ
     */
    public static Tensor klDivergence(Tensor logP, Tensor logQ) {
        sameShape("klDivergence", logP, logQ);
        if (logP.rank() == 0) {
            throw new ShapeException("klDivergence: no axis of classes", "give logarithms of shape [..., classes]");
        }
        Tensor possible = logP.gt(Double.NEGATIVE_INFINITY);
        Tensor p = Tensors.where(possible, logP, 0.0);
        Tensor terms = p.exp().times(p.minus(Tensors.where(possible, logQ, 0.0)));
        return Tensors.where(possible, terms, 0.0).sum(-1);
    }

    /**
     * The cosine of the angle between vectors, x·y / (max(|x|, ε)·max(|y|, ε)) with ε = 1e-8, PyTorch's; 0 and with finite
     * derivatives for a zero vector.
     *
     * @param x {@code [..., features]}
     * @param y of the same shape
     * @return cosines {@code [...]}
     * @throws ShapeException when the shapes differ
     */
    public static Tensor cosineSimilarity(Tensor x, Tensor y) {
        sameShape("cosineSimilarity", x, y);
        if (x.rank() == 0) {
            throw new ShapeException("cosineSimilarity: no axis of features", "give vectors [..., features]");
        }
        return x.times(y).sum(-1).div(length(x).times(length(y)));
    }

    private static Tensor length(Tensor x) {
        Tensor square = x.square().sum(-1);
        Tensor floor = Tensors.full(1e-16, square.type());
        return Tensors.where(square.gt(floor), square, floor).sqrt();
    }

    /**
     * Minus the logarithm of a normal density: (log 2πσ² + (target − mean)²/σ²) / 2 with σ² = e^{logVariance}. Nix and
     * Weigend, "Estimating the mean and variance of the target probability distribution", 1994.
     *
     * @param mean of any shape
     * @param logVariance of the same shape
     * @param target of the same shape
     * @return a loss an element
     * @throws ShapeException when the shapes differ
     */
    public static Tensor gaussian(Tensor mean, Tensor logVariance, Tensor target) {
        sameShape("gaussian", mean, logVariance);
        Tensor square = difference("gaussian", mean, target).square();
        return square.times(logVariance.unaryMinus().exp())
                .plus(logVariance)
                .plus(Math.log(2 * Math.PI))
                .times(0.5);
    }

    /**
     * The contrastive loss of pairs: the cross-entropy by which each x finds its own y among all of the batch, scored by
     * cosines over a temperature. Van den Oord, Li and Vinyals, "Representation learning with contrastive predictive
     * coding", 2018.
     *
     * @param x {@code [n, features]}
     * @param y {@code [n, features]}, in the same order
     * @param temperature positive
     * @return losses {@code [n]}
     * @throws ShapeException when they are not matrices of one shape
     * @throws ArgumentException when the temperature is not positive
     */
    public static Tensor contrastive(Tensor x, Tensor y, double temperature) {
        if (!(temperature > 0)) {
            throw new ArgumentException("contrastive: temperature " + temperature, "give a positive number");
        }
        sameShape("contrastive", x, y);
        if (x.rank() != 2) {
            throw new ShapeException("contrastive: " + x.type() + " is not a matrix", "give [n, features]");
        }
        Tensor left = x.div(length(x).expandDims(1));
        Tensor right = y.div(length(y).expandDims(1));
        return Tensors.softmaxCrossEntropy(left.matmul(right.t()).div(temperature), Tensors.arange(x.dim(0)));
    }

    private static Tensor difference(String loss, Tensor prediction, Tensor target) {
        sameShape(loss, prediction, target);
        Tensor d = prediction.minus(target);
        return d.dtype().isFloat() ? d : d.to(DType.FLOAT64);
    }

    private static void sameShape(String loss, Tensor x, Tensor y) {
        Shape left = Require.notNull(x, loss, "an operand").shape();
        Shape right = Require.notNull(y, loss, "an operand").shape();
        if (!left.equals(right)) {
            throw new ShapeException(
                    loss + ": " + x.type() + " and " + y.type() + " have different shapes",
                    "reshape one of them: losses do not broadcast, since [n] against [n, 1] would give [n, n]");
        }
    }
}
