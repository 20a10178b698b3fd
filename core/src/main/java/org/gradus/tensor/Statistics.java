package org.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;

/** Variances and norms: what reductions are composed of. */
final class Statistics {
    private static final double LARGE = 0x1p400;
    private static final double UP = 0x1p600;

    private Statistics() {}

    /** The tensor itself, whole numbers as f64. */
    static Tensor real(Tensor x) {
        return x.to(real(x.dtype()));
    }

    /** How many elements are joined into one. */
    static int count(Tensor x, List<Integer> axes) {
        int count = 1;
        for (int axis : axes) {
            count *= x.dim(axis);
        }
        return count;
    }

    /**
     * In f64, two passes; the deviations are corrected by their own mean, so that the rounding error of the mean does no harm and
     * equal elements have variance 0 exactly. A shift changes no variance, so the first mean is a constant to derivatives.
     */
    static Tensor variance(String operation, Tensor x, int ddof, int... axes) {
        List<Integer> over = x.shape().axes(operation, axes);
        int count = count(x, over);
        if (count <= ddof || count == 0) {
            throw new ShapeException(
                    operation + ": tensor " + x.type() + " has " + count + " elements along " + over
                            + ", too few for ddof = " + ddof,
                    "give more than ddof elements, or a smaller ddof: 0 for the population, 1 for a sample");
        }
        Tensor wide = x.to(DType.FLOAT64);
        Tensor moved = wide.minus(Tensors.stopGradient(wide).keepDims(Tensor::mean, axes));
        Tensor deviation = moved.minus(moved.keepDims(Tensor::mean, axes));
        return deviation.square().sum(axes).div((double) count - ddof);
    }

    /** The root is taken before f32 is rounded to, so it does not overflow where the variance does. */
    static Tensor deviation(Tensor x, int ddof, int... axes) {
        return variance("std", x, ddof, axes).sqrt().to(real(x.dtype()));
    }

    static DType real(DType dtype) {
        return dtype.isFloat() ? dtype : DType.FLOAT64;
    }

    static Tensor norm(Tensor x, double p, int... axes) {
        if (!(p > 0)) {
            throw new ArgumentException(
                    "norm: p = " + p + " is not positive",
                    "give p of 1 or more, Double.POSITIVE_INFINITY for the largest absolute value, or use countNonZero");
        }
        Tensor real = real(x);
        if (p == 1 || (x.size() == 0 && p < Double.POSITIVE_INFINITY)) {
            return real.abs().sum(axes);
        } else if (p == Double.POSITIVE_INFINITY) {
            return real.abs().max(axes);
        }
        Tensor wide = real.to(DType.FLOAT64);
        Tensor largest = Tensors.stopGradient(wide).abs().keepDims(Tensor::max, axes);
        return (p == 2 ? euclidean(wide, largest, axes) : power(wide, largest, p, axes)).to(real.dtype());
    }

    /** Scaled by a power of two where squares would overflow or vanish; the scale is a constant to derivatives. */
    private static Tensor euclidean(Tensor x, Tensor largest, int... axes) {
        Tensor one = Tensors.onesLike(largest);
        Tensor small = largest.lt(1 / LARGE);
        Tensor big = largest.gt(LARGE);
        Tensor scale = Tensors.where(big, 1 / UP, Tensors.where(small, UP, one));
        Tensor back = Tensors.where(big, UP, Tensors.where(small, 1 / UP, one));
        Tensor squares = x.times(scale).square().sum(axes);
        return rooted(squares, squares.sqrt()).times(back.reshape(squares.shape()));
    }

    private static Tensor power(Tensor x, Tensor largest, double p, int... axes) {
        Tensor usable = largest.ge(Double.MIN_NORMAL).and(largest.lt(Double.POSITIVE_INFINITY));
        Tensor scale = Tensors.where(usable, largest, 1.0);
        Tensor powers = x.abs().div(scale).pow(p).sum(axes);
        return rooted(powers, powers.pow(1 / p)).times(scale.reshape(powers.shape()));
    }

    /** At the origin a norm has no derivative; 0, a subgradient, is taken. */
    private static Tensor rooted(Tensor sum, Tensor root) {
        return Tensors.where(sum.eq(0), 0.0, root);
    }

    /** The axes brought to the end and joined into one. */
    static Tensor merged(String operation, Tensor x, int... axes) {
        List<Integer> joined = x.shape().axes(operation, axes);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (!joined.contains(i)) {
                order.add(i);
            }
        }
        int kept = order.size();
        order.addAll(joined);
        boolean inOrder = order.equals(x.shape().axes(operation));
        Tensor moved = inOrder
                ? x
                : x.transpose(order.stream().mapToInt(Integer::intValue).toArray());
        Shape s = moved.shape();
        return moved.reshape(s.slice(0, kept).concat(Shape.of(s.size(kept, s.rank()))));
    }
}
