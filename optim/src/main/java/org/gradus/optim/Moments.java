package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Running averages of the gradient and of its square, the state of many methods.
 *
 * @param <P> the parameters' type
 * @param count t, updates made, an i64 scalar
 * @param mean m, zero at the start
 * @param square v, zero at the start unless the method says otherwise
 */
public record Moments<P>(Tensor count, P mean, P square) {

    static <P> Moments<P> zeros(P params) {
        return new Moments<>(Leaves.none(), Tree.zerosLike(params), Tree.zerosLike(params));
    }

    /** One step of both averages. */
    Moments<P> next(Tensor b1, Tensor b2, P gradient) {
        return new Moments<>(
                count.plus(1L),
                Tree.map((Tensor m, Tensor g) -> Leaves.average(b1, m, g), mean, gradient),
                Tree.map((Tensor v, Tensor g) -> Leaves.average(b2, v, g.square()), square, gradient));
    }

    /** m̂ / (√v̂ + ε) of one leaf. */
    Tensor ratio(Tensor b1, Tensor b2, double epsilon, Tensor m, Tensor v) {
        return ratio(AdamForm.CORRECTED, b1, b2, epsilon, m, v);
    }

    /** What a form makes of one leaf's averages. */
    Tensor ratio(AdamForm form, Tensor b1, Tensor b2, double epsilon, Tensor m, Tensor v) {
        return switch (form) {
            case CORRECTED -> {
                Tensor debiased = m.div(Leaves.as(Leaves.correction(b1, count), m));
                Tensor variance = v.div(Leaves.as(Leaves.correction(b2, count), v));
                yield debiased.div(variance.sqrt().plus(epsilon));
            }
            case EPSILON_HAT -> {
                Tensor factor = Leaves.correction(b2, count).sqrt().div(Leaves.correction(b1, count));
                yield Leaves.times(m, factor).div(v.sqrt().plus(epsilon));
            }
            case UNCORRECTED -> m.div(v.sqrt().plus(epsilon));
        };
    }
}
