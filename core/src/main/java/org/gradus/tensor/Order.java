package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Sorting.ArgSort;
import org.gradus.program.Sorting.SearchSorted;

/**
 * What depends on the order of elements: sorting, ranks, quantiles, searches in sorted numbers, interpolation.
 *
 * <p>NaN is after every number, in descending order too; −0 and 0 are equal; sorts are stable, so equal elements keep
 * their order. Indices have no derivative. Derivatives of sorted values go to the elements they are; where elements are
 * equal, to those that the stable order names.
 */
public final class Order {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private Order() {}

    /** Where a number equal to sorted ones belongs. */
    public enum Side {
        /** Before them. */
        LEFT,
        /** Behind them. */
        RIGHT
    }

    /** What a quantile between two neighbors in order is, as NumPy names it. */
    public enum QuantileMethod {
        /** On the line between them. */
        LINEAR,
        /** The lower one. */
        LOWER,
        /** The higher one. */
        HIGHER,
        /** The nearer one; of both equally near, the one whose place in order is even. */
        NEAREST,
        /** Half way between them. */
        MIDPOINT
    }

    /** The ranks of equal elements. */
    public enum Ties {
        /** All different: in the order in which they stand. */
        ORDINAL,
        /** The lowest of their places. */
        LOWEST,
        /** The highest of their places. */
        HIGHEST,
        /** The mean of their places, of type f64. */
        AVERAGE,
        /** The number of different smaller elements. */
        DENSE
    }

    /**
     * The largest elements of an axis.
     *
     * @param values the elements, the largest first
     * @param indices where they stand along the axis, of type i64
     */
    public record TopK(Tensor values, Tensor indices) {}

    // ---- sorting -----------------------------------------------------------------------------------------------

    /**
     * The elements along an axis in ascending order.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the sorted tensor
     */
    public static Tensor sort(Tensor x, int axis) {
        return sort(x, axis, false);
    }

    /**
     * The elements along an axis in order; NaN last.
     *
     * @param x the tensor, of numbers
     * @param axis the axis, negative from the end
     * @param descending whether the largest comes first
     * @return the sorted tensor
     */
    public static Tensor sort(Tensor x, int axis, boolean descending) {
        int at = Operations.operand(x, "sort").shape().axis("sort", axis);
        return Indexing.takeAlong(x, ordered(x, at, x.dim(at), descending), at);
    }

    /**
     * The indices that put an axis in ascending order.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return indices of type i64, of x's shape
     */
    public static Tensor argsort(Tensor x, int axis) {
        return argsort(x, axis, false);
    }

    /**
     * The indices that put an axis in order; equal elements keep theirs in either direction, NaN is last.
     *
     * @param x the tensor, of numbers
     * @param axis the axis, negative from the end
     * @param descending whether the largest comes first
     * @return indices of type i64, of x's shape
     */
    public static Tensor argsort(Tensor x, int axis, boolean descending) {
        int at = Operations.operand(x, "argsort").shape().axis("argsort", axis);
        return ordered(x, at, x.dim(at), descending);
    }

    /**
     * Tensors along an axis in the order of keys.
     *
     * @param keys the keys
     * @param xs tensors of the keys' shape
     * @param axis the axis, negative from the end
     * @param descending whether the largest key comes first
     * @return the tensors, each in the keys' order
     * @throws ShapeException when a tensor has another shape than the keys
     */
    public static List<Tensor> sortBy(Tensor keys, List<Tensor> xs, int axis, boolean descending) {
        Tensor order = argsort(Operations.operand(keys, "sortBy"), axis, descending);
        List<Tensor> sorted = new ArrayList<>();
        for (Tensor x : Require.notNull(xs, "sortBy", "the list of tensors")) {
            if (!Operations.operand(x, "sortBy").shape().equals(keys.shape())) {
                throw new ShapeException(
                        "sortBy: " + x.type() + " has not the shape of the keys " + keys.type(),
                        "give one key for each element");
            }
            sorted.add(Indexing.takeAlong(x, order, axis));
        }
        return sorted;
    }

    /**
     * The k largest elements along an axis, the largest first; of equal ones the first come first. NaN comes after all
     * numbers, so it is among them only where there are fewer than k numbers.
     *
     * @param x the tensor, of numbers
     * @param k how many
     * @param axis the axis, negative from the end
     * @return the elements and their indices, along an axis of length k
     * @throws ShapeException when the axis has fewer elements
     */
    public static TopK topK(Tensor x, int k, int axis) {
        int at = Operations.operand(x, "topK").shape().axis("topK", axis);
        if (k < 0 || k > x.dim(at)) {
            throw new ShapeException(
                    "topK: k = " + k + " elements asked of axis " + axis + " of " + x.type(),
                    "ask for at most as many as the axis has");
        }
        Tensor indices = ordered(x, at, k, true);
        return new TopK(Indexing.takeAlong(x, indices, at), indices);
    }

    private static Tensor ordered(Tensor x, int axis, int count, boolean descending) {
        return Operations.apply(new ArgSort(axis, count, descending), x);
    }

    /**
     * The place in ascending order of each element along an axis, from 0.
     *
     * @param x the tensor, of numbers
     * @param axis the axis, negative from the end
     * @param ties which place equal elements have; NaN equals NaN here
     * @return ranks of x's shape, of type i64, or f64 for {@link Ties#AVERAGE}
     */
    public static Tensor rank(Tensor x, int axis, Ties ties) {
        int at = Operations.operand(x, "rank").shape().axis("rank", axis);
        Require.notNull(ties, "rank", "the rule of ties");
        Tensor order = argsort(x, at);
        if (ties == Ties.ORDINAL) {
            return argsort(order, at);
        }
        int[] moved = lastAxis(x.rank(), at);
        Tensor lines = x.transpose(moved);
        Tensor sorted = sort(lines, -1);
        Tensor ranks = switch (ties) {
            case ORDINAL -> throw new AssertionError(ties);
            case LOWEST -> search(sorted, lines, Side.LEFT);
            case HIGHEST -> search(sorted, lines, Side.RIGHT).minus(1L);
            case AVERAGE ->
                search(sorted, lines, Side.LEFT)
                        .plus(search(sorted, lines, Side.RIGHT))
                        .minus(1L)
                        .times(0.5);
            case DENSE -> Indexing.takeAlong(distinct(sorted), search(sorted, lines, Side.LEFT), -1);
        };
        return ranks.transpose(inverse(moved));
    }

    /** For each place of sorted lines, how many steps up there are before it. */
    private static Tensor distinct(Tensor sorted) {
        int n = sorted.dim(-1);
        if (n == 0) {
            return sorted.to(DType.INT64);
        }
        Tensor before = sorted.slice(-1, 0, n - 1);
        Tensor steps = sorted.slice(-1, 1, n).ne(before).and(before.eq(before));
        Tensor none = Tensors.full(
                0, sorted.type().with(DType.INT64).with(before.shape().with(before.rank() - 1, 1)));
        return Scans.cumsum(Tensors.concatenate(-1, none, steps.to(DType.INT64)), -1);
    }

    // ---- searching ---------------------------------------------------------------------------------------------

    /**
     * How many sorted numbers are less than each value; on the right side, not greater. That is where the value belongs.
     *
     * @param sorted {@code [n]} in ascending order, NaN last; or {@code [batch, n]}, a line for each entry of the first
     *     axes of the values
     * @param values numbers of any shape, or {@code [batch, …]}
     * @param side where equal numbers belong
     * @return places from 0 to n, of type i64 and the values' shape
     * @throws ShapeException when the shapes do not fit
     */
    public static Tensor searchSorted(Tensor sorted, Tensor values, Side side) {
        Require.notNull(side, "searchSorted", "the side");
        if (Operations.operand(sorted, "searchSorted").rank() == 0) {
            throw new ShapeException(
                    "searchSorted: sorted " + sorted.type() + " has no axis", "give sorted numbers along an axis");
        }
        return search(sorted, Operations.operand(values, "searchSorted"), side);
    }

    private static Tensor search(Tensor sorted, Tensor values, Side side) {
        DType dtype = sorted.dtype().promote(values.dtype());
        SearchSorted op = new SearchSorted(sorted.rank() - 1, side == Side.RIGHT);
        return Operations.apply(op, sorted.to(dtype), values.to(dtype));
    }

    /**
     * How many elements lie between neighboring edges; an element at an edge is in the bin to its right, at the last edge
     * in the last bin. Others, and NaN, are not counted.
     *
     * @param x numbers of any shape
     * @param edges {@code [bins + 1]} in ascending order
     * @return {@code [bins]} of type i64
     * @throws ShapeException when there are fewer than two edges
     */
    public static Tensor histogram(Tensor x, Tensor edges) {
        Operations.operand(x, "histogram");
        if (Operations.operand(edges, "histogram").rank() != 1 || edges.size() < 2) {
            throw new ShapeException(
                    "histogram: edges " + edges.type() + " are not two or more numbers along one axis",
                    "give the edges of the bins, one more than there are bins");
        }
        int bins = edges.size() - 1;
        Tensor values = x.reshape(x.size());
        Tensor place = search(edges, values, Side.RIGHT).minus(1L);
        Tensor bin = Tensors.where(values.eq(edges.get(bins)), bins - 1L, place);
        Tensor inside = bin.ge(0).and(bin.lt(bins));
        return Scans.bincount(Tensors.where(inside, bin, (long) bins), bins + 1).slice(0, 0, bins);
    }

    /**
     * Piecewise linear interpolation; outside the knots the values at the ends.
     *
     * @param x where, of any shape
     * @param xp {@code [n]} knots in ascending order
     * @param fp {@code [n]} values there
     * @return values of x's shape; see {@link #interp(Tensor, Tensor, Tensor, Tensor, Tensor)}
     */
    public static Tensor interp(Tensor x, Tensor xp, Tensor fp) {
        checkKnots(x, xp, fp);
        return interp(x, xp, fp, fp.get(0), fp.get(-1));
    }

    /**
     * Piecewise linear interpolation between knots, as {@code numpy.interp}: f[j] + (x − xp[j])·slope[j] for x from
     * xp[j] to xp[j+1]. It has derivatives in x, xp, fp and the outside values. At a knot the derivative in x is that of
     * the interval to its right; at the last knot it is 0, as outside. NaN gives NaN.
     *
     * @param x where, of any shape
     * @param xp {@code [n]} knots in ascending order; of equal knots the last counts
     * @param fp {@code [n]} values there
     * @param left the value below the first knot, a scalar
     * @param right the value above the last knot, a scalar
     * @return values of x's shape, of the promoted floating-point type
     * @throws ShapeException when xp and fp are not of one axis of one length, at least 1
     */
    public static Tensor interp(Tensor x, Tensor xp, Tensor fp, Tensor left, Tensor right) {
        checkKnots(x, xp, fp);
        DType promoted = x.dtype().promote(xp.dtype()).promote(fp.dtype());
        DType dtype = promoted.isFloat() ? promoted : DType.FLOAT64;
        Tensor at = x.to(dtype);
        Tensor knots = xp.to(dtype);
        Tensor values = fp.to(dtype);
        Tensor last = knots.get(-1);
        Tensor above = Operations.operand(right, "interp").to(dtype);
        Tensor below = Operations.operand(left, "interp").to(dtype);
        Tensor inside = xp.size() == 1 ? at : between(at, knots, values);
        Tensor upTo = Tensors.where(at.eq(last), values.get(-1), inside);
        return Tensors.where(at.lt(knots.get(0)), below, Tensors.where(at.gt(last), above, upTo));
    }

    private static Tensor between(Tensor x, Tensor knots, Tensor values) {
        Tensor place = search(knots, x, Side.RIGHT);
        Tensor one = Tensors.onesLike(place);
        Tensor high = Tensors.maximum(one, Tensors.minimum(place, one.times(knots.size() - 1L)));
        Tensor low = high.minus(1L);
        Tensor x0 = Indexing.take(knots, low, 0);
        Tensor f0 = Indexing.take(values, low, 0);
        Tensor slope = Indexing.take(values, high, 0)
                .minus(f0)
                .div(Indexing.take(knots, high, 0).minus(x0));
        return slope.times(x.minus(x0)).plus(f0);
    }

    private static void checkKnots(Tensor x, Tensor xp, Tensor fp) {
        Operations.operand(x, "interp");
        Operations.operand(xp, "interp");
        Operations.operand(fp, "interp");
        if (xp.rank() != 1 || xp.size() == 0 || !fp.shape().equals(xp.shape())) {
            throw new ShapeException(
                    "interp: knots " + xp.type() + " and values " + fp.type() + " are not pairs along one axis",
                    "give one value for each knot, and at least one knot");
        }
    }

    // ---- quantiles ---------------------------------------------------------------------------------------------

    /**
     * The linearly interpolated quantile over axes, which disappear; see
     * {@link #quantile(Tensor, Tensor, QuantileMethod, int...)}.
     *
     * @param x the tensor
     * @param q the share of elements below, from 0 to 1
     * @param axes the axes, negative from the end; none means all
     * @return the quantile
     * @throws ArgumentException when q is not from 0 to 1
     */
    public static Tensor quantile(Tensor x, double q, int... axes) {
        if (!(q >= 0 && q <= 1)) {
            throw new ArgumentException(
                    "quantile: q = " + q + " is not from 0 to 1", "give a share of elements, 0.5 for the median");
        }
        return quantile(x, Tensors.scalar(q), QuantileMethod.LINEAR, axes);
    }

    /**
     * Quantiles over axes, which disappear: the elements in order at place q·(n − 1), or what the method makes of the two
     * beside it (Hyndman and Fan, Sample quantiles in statistical packages, 1996, definition 7). NaN where an element is
     * NaN. The derivative goes to the elements at these places and, for {@link QuantileMethod#LINEAR}, to q, from the
     * right where q meets a place.
     *
     * @param x the tensor; whole numbers as f64
     * @param q shares of elements below, of any shape; NaN comes of one outside 0 to 1
     * @param method what a quantile between two elements is
     * @param axes the axes of x, negative from the end; none means all
     * @return {@code q.shape + x's other axes}, of x's floating-point type; computed in f64
     * @throws ShapeException when there are no elements
     */
    public static Tensor quantile(Tensor x, Tensor q, QuantileMethod method, int... axes) {
        Require.notNull(method, "quantile", "the method");
        Operations.operand(q, "quantile");
        Tensor real = Statistics.real(Operations.operand(x, "quantile"));
        Tensor lines = Statistics.merged("quantile", real, axes);
        int n = lines.dim(-1);
        if (n == 0) {
            throw new ShapeException(
                    "quantile: tensor " + x.type() + " has no elements to choose from", "give at least one element");
        }
        Tensor sorted = sort(lines, -1);
        Tensor share = q.to(DType.FLOAT64);
        Tensor valid = share.ge(0).and(share.le(1));
        Tensor position = Tensors.where(valid, share, 0.0).times(n - 1.0);
        Tensor chosen = chosen(sorted, position, method);

        int kept = lines.rank() - 1;
        Tensor largest = sorted.slice(-1, n - 1, n);
        Tensor missing =
                largest.ne(largest).reshape(sorted.shape().slice(0, kept).concat(ones(q.rank())));
        Tensor complete = Tensors.where(valid.not().or(missing), Double.NaN, chosen);
        return complete.to(real.dtype()).transpose(lastFirst(kept, q.rank()));
    }

    /** The values at positions in sorted lines, along new last axes. */
    private static Tensor chosen(Tensor sorted, Tensor position, QuantileMethod method) {
        Tensor low = position.to(DType.INT64);
        Tensor part = position.minus(low.to(DType.FLOAT64));
        Tensor next = low.plus(part.gt(0).to(DType.INT64));
        return switch (method) {
            case LOWER -> at(sorted, low);
            case HIGHER -> at(sorted, next);
            case NEAREST -> {
                Tensor half = low.times(0.5);
                Tensor odd = half.ne(half.to(DType.INT64).to(DType.FLOAT64));
                yield at(sorted, Tensors.where(part.gt(0.5).or(part.eq(0.5).and(odd)), next, low));
            }
            case MIDPOINT -> line(at(sorted, low), at(sorted, next), Tensors.full(0.5, part.type()));
            case LINEAR -> {
                Tensor last = Tensors.full(sorted.dim(-1) - 1.0, low.type());
                yield line(at(sorted, low), at(sorted, Tensors.minimum(low.plus(1L), last)), part);
            }
        };
    }

    private static Tensor at(Tensor sorted, Tensor index) {
        return Indexing.take(sorted, index, -1).to(DType.FLOAT64);
    }

    /** From the nearer end, so exact at both; beside infinities as weights, an end of weight zero not counting. */
    private static Tensor line(Tensor low, Tensor high, Tensor part) {
        Tensor length = high.minus(low);
        Tensor rest = Tensors.minus(1.0, part);
        Tensor fromLow = low.plus(weighted(length, part));
        Tensor fromHigh = high.minus(weighted(length, rest));
        Tensor finite = Tensors.where(part.ge(0.5), fromHigh, fromLow);
        Tensor ends = weighted(low, rest).plus(weighted(high, part));
        return Tensors.where(length.abs().lt(INFINITY), finite, ends);
    }

    private static Tensor weighted(Tensor x, Tensor weight) {
        return Operations.binary(BinaryFunction.ANNIHILATE, x, weight);
    }

    /**
     * The median over axes, which disappear: the element in the middle, or half way between the two there. NaN where an
     * element is NaN. The derivative goes to these elements, half each where there are two.
     *
     * @param x the tensor; whole numbers as f64
     * @param axes the axes, negative from the end; none means all
     * @return the median
     * @throws ShapeException when there are no elements
     */
    public static Tensor median(Tensor x, int... axes) {
        return quantile(x, Tensors.scalar(0.5), QuantileMethod.MIDPOINT, axes);
    }

    private static Shape ones(int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        return Shape.of(dims);
    }

    /** The last {@code moved} of {@code kept + moved} axes brought to the front. */
    private static int[] lastFirst(int kept, int moved) {
        int[] order = new int[kept + moved];
        Arrays.setAll(order, i -> i < moved ? kept + i : i - moved);
        return order;
    }

    private static int[] lastAxis(int rank, int axis) {
        int[] order = new int[rank];
        Arrays.setAll(order, i -> i == rank - 1 ? axis : i < axis ? i : i + 1);
        return order;
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
