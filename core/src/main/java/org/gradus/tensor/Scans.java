package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Cumulative.ArgCumulate;
import org.gradus.program.Cumulative.Cumulate;
import org.gradus.program.Cumulative.CumulativeFunction;
import org.gradus.program.Cumulative.Extreme;
import org.gradus.program.Cumulative.Recurrence;
import org.gradus.program.Sorting.SegmentArg;

/**
 * What carries a state along an axis: cumulative sums, products and extremes, linear recurrences, scans by any associative
 * function, and sums and extremes by segment.
 *
 * <p>Reversed scans begin with the last element: entry k is made of elements k to n − 1. Exclusive scans leave the element
 * at k out, so the first entry (reversed: the last) is that of nothing.
 */
public final class Scans {
    private Scans() {}

    // ---- cumulative functions ----------------------------------------------------------------------------------

    /**
     * y[k] = x[0] + … + x[k] along an axis; see {@link #cumsum(Tensor, int, boolean, boolean)}.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the sums, of x's shape
     */
    public static Tensor cumsum(Tensor x, int axis) {
        return cumsum(x, axis, false, false);
    }

    /**
     * Cumulative sums along an axis. Floating-point rounding errors are carried along, so sums over long axes keep full
     * precision; truth values count as 1 and 0, and whole numbers are summed as i64.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k is the sum from k to the last
     * @param exclusive whether element k is left out of entry k
     * @return the sums, of x's shape
     */
    public static Tensor cumsum(Tensor x, int axis, boolean reverse, boolean exclusive) {
        Tensor numbers = counted(Operations.operand(x, "cumsum"));
        return cumulated("cumsum", CumulativeFunction.SUM, numbers, axis, reverse, exclusive, 0);
    }

    /**
     * y[k] = x[0] · … · x[k] along an axis; see {@link #cumprod(Tensor, int, boolean, boolean)}.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the products, of x's shape
     */
    public static Tensor cumprod(Tensor x, int axis) {
        return cumprod(x, axis, false, false);
    }

    /**
     * Cumulative products along an axis; whole numbers as i64. Derivatives of every order are right at zeros: nothing is
     * divided by a factor.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k is the product from k to the last
     * @param exclusive whether element k is left out of entry k
     * @return the products, of x's shape
     */
    public static Tensor cumprod(Tensor x, int axis, boolean reverse, boolean exclusive) {
        Tensor numbers = counted(Operations.operand(x, "cumprod"));
        return cumulated("cumprod", CumulativeFunction.PROD, numbers, axis, reverse, exclusive, 1);
    }

    /**
     * y[k] = log(e^x[0] + … + e^x[k]) along an axis, without overflow.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the logarithms, of x's shape
     */
    public static Tensor cumLogSumExp(Tensor x, int axis) {
        return cumLogSumExp(x, axis, false);
    }

    /**
     * Cumulative logarithms of sums of exponentials along an axis, without overflow; whole numbers as f64.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k joins the elements from k to the last
     * @return the logarithms, of x's shape; −∞ where all elements so far are −∞
     */
    public static Tensor cumLogSumExp(Tensor x, int axis, boolean reverse) {
        Tensor real = Statistics.real(Operations.operand(x, "cumLogSumExp"));
        return cumulated("cumLogSumExp", CumulativeFunction.LOGSUMEXP, real, axis, reverse, false, 0);
    }

    private static Tensor cumulated(
            String operation,
            CumulativeFunction function,
            Tensor x,
            int axis,
            boolean reverse,
            boolean exclusive,
            double ofNothing) {
        int at = x.shape().axis(operation, axis);
        Tensor elements = exclusive ? shifted(x, at, reverse, ofNothing) : x;
        return Operations.apply(new Cumulate(function, at, reverse), elements);
    }

    private static Tensor counted(Tensor x) {
        return x.dtype().isFloat() ? x : x.to(DType.INT64);
    }

    /**
     * y[k] = max(x[0], …, x[k]) along an axis; NaN from the first NaN on. The derivative goes to the first largest.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the maxima, of x's shape
     */
    public static Tensor cummax(Tensor x, int axis) {
        return cummax(x, axis, false);
    }

    /**
     * Cumulative maxima along an axis; NaN as soon as one element is. The derivative goes to the first largest.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k is the maximum from k to the last
     * @return the maxima, of x's shape
     */
    public static Tensor cummax(Tensor x, int axis, boolean reverse) {
        return Indexing.takeAlong(x, argCummax(x, axis, reverse), axis);
    }

    /**
     * y[k] = min(x[0], …, x[k]) along an axis; NaN from the first NaN on. The derivative goes to the first smallest.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return the minima, of x's shape
     */
    public static Tensor cummin(Tensor x, int axis) {
        return cummin(x, axis, false);
    }

    /**
     * Cumulative minima along an axis; NaN as soon as one element is. The derivative goes to the first smallest.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k is the minimum from k to the last
     * @return the minima, of x's shape
     */
    public static Tensor cummin(Tensor x, int axis, boolean reverse) {
        return Indexing.takeAlong(x, argCummin(x, axis, reverse), axis);
    }

    /**
     * The index of the first largest element so far, along an axis; of the first NaN if there is one.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether the elements from k to the last are looked at
     * @return indices of type i64, of x's shape
     */
    public static Tensor argCummax(Tensor x, int axis, boolean reverse) {
        int at = Operations.operand(x, "cummax").shape().axis("cummax", axis);
        return Operations.apply(new ArgCumulate(Extreme.LARGEST, at, reverse), x);
    }

    /**
     * The index of the first smallest element so far, along an axis; of the first NaN if there is one.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether the elements from k to the last are looked at
     * @return indices of type i64, of x's shape
     */
    public static Tensor argCummin(Tensor x, int axis, boolean reverse) {
        int at = Operations.operand(x, "cummin").shape().axis("cummin", axis);
        return Operations.apply(new ArgCumulate(Extreme.SMALLEST, at, reverse), x);
    }

    /**
     * y[k] = a[k]·y[k−1] + b[k] along an axis, y before the first being 0: exponential averages, discounted sums,
     * autoregressions. See {@link #linearRecurrence(Tensor, Tensor, int, boolean)}.
     *
     * @param a the factors
     * @param b the summands
     * @param axis the axis of the result, negative from the end
     * @return the states
     */
    public static Tensor linearRecurrence(Tensor a, Tensor b, int axis) {
        return linearRecurrence(a, b, axis, false);
    }

    /**
     * A linear recurrence along an axis, the state before the first being 0; another state s before the first is had by
     * adding a[0]·s to b[0]. Forward and reverse derivatives are recurrences too, so they cost as much as the value.
     * f32 states are kept in double and rounded at each entry.
     *
     * @param a the factors
     * @param b the summands; both are promoted to one element type and broadcast
     * @param axis the axis of the result, negative from the end
     * @param reverse whether it runs from the last element to the first: y[k] = a[k]·y[k+1] + b[k]
     * @return the states
     */
    public static Tensor linearRecurrence(Tensor a, Tensor b, int axis, boolean reverse) {
        return recurrence(
                Operations.operand(a, "linearRecurrence"),
                Operations.operand(b, "linearRecurrence"),
                axis,
                reverse,
                false);
    }

    private static Tensor recurrence(Tensor a, Tensor b, int axis, boolean reverse, boolean annihilating) {
        DType dtype = a.dtype().promote(b.dtype());
        Shape shape = Operations.broadcastShape("linearRecurrence", a.shape(), b.shape());
        int at = shape.axis("linearRecurrence", axis);
        return Operations.apply(
                new Recurrence(at, reverse, annihilating),
                Operations.broadcast(a.to(dtype), shape, b),
                Operations.broadcast(b.to(dtype), shape, a));
    }

    /**
     * The elements moved by one place along an axis: entry k is x[k−1], and the first is a given number.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether entry k is x[k+1], and the last is the given number
     * @param incoming what comes in, converted to x's element type
     * @return a tensor of x's shape
     */
    public static Tensor shifted(Tensor x, int axis, boolean reverse, double incoming) {
        int at = Operations.operand(x, "shifted").shape().axis("shifted", axis);
        int n = x.dim(at);
        if (n == 0) {
            return x;
        }
        Tensor first = Tensors.full(incoming, x.type().with(x.shape().with(at, 1)));
        return reverse
                ? Tensors.concatenate(at, x.slice(at, 1, n), first)
                : Tensors.concatenate(at, first, x.slice(at, 0, n - 1));
    }

    // ---- scans by any associative function -----------------------------------------------------------------------

    /**
     * y[k] = f(… f(f(x[0], x[1]), x[2]) …, x[k]) along an axis for an associative function.
     *
     * @param f an associative function that joins entries one by one along the axis: it receives many of them at once
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param reverse whether the scan runs from the last entry to the first; f's first argument is what was joined so far
     * @return a tensor of x's shape
     * @throws ShapeException when f gives another shape or element type than it receives
     */
    public static Tensor associativeScan(Fn2<Tensor, Tensor, Tensor> f, Tensor x, int axis, boolean reverse) {
        Require.notNull(f, "associativeScan", "the function");
        Operations.operand(x, "associativeScan");
        return associativeScan(
                        (List<Tensor> a, List<Tensor> b) -> List.of(f.apply(a.getFirst(), b.getFirst())),
                        List.of(x),
                        axis,
                        reverse)
                .getFirst();
    }

    /**
     * A scan of several tensors at once by an associative function, as
     * {@link #associativeScan(Fn2, Tensor, int, boolean)}. Neighbors are joined in pairs, their results scanned, and the
     * entries between filled in (Blelloch, Prefix sums and their applications, 1990): about 2n joins in 2·log₂ n calls
     * of f on whole slices, where a loop makes n calls. The joins of one result are grouped otherwise than in a loop, so
     * rounding errors differ.
     *
     * @param f an associative function of lists of tensors that joins entries one by one along the axis
     * @param xs tensors with axes of one length
     * @param axis the axis, negative from the end
     * @param reverse whether the scan runs from the last entry to the first; f's first argument is what was joined so far
     * @return tensors of the same types
     * @throws ShapeException when the lengths differ, or f gives other types than it receives
     */
    public static List<Tensor> associativeScan(
            Fn2<List<Tensor>, List<Tensor>, List<Tensor>> f, List<Tensor> xs, int axis, boolean reverse) {
        Require.notNull(f, "associativeScan", "the function");
        return AssociativeScan.of(f, Require.notNull(xs, "associativeScan", "the list of tensors"), axis, reverse);
    }

    // ---- segments ----------------------------------------------------------------------------------------------

    /**
     * Sums of the entries of each segment.
     *
     * @param values {@code [n, …]}; truth values count as 1 and 0, whole numbers are summed as i64
     * @param segments {@code [n]} whole numbers from 0 to count − 1, in any order
     * @param count the number of segments
     * @return {@code [count, …]}; 0 for a segment without entries
     * @throws ShapeException when the shapes do not fit or a segment is out of range
     */
    public static Tensor segmentSum(Tensor values, Tensor segments, int count) {
        checkSegments("segmentSum", values, segments, count);
        return Indexing.scatterAdd(counted(values), segments, 0, count);
    }

    /**
     * Means of the entries of each segment.
     *
     * @param values {@code [n, …]}; whole numbers as f64
     * @param segments {@code [n]} whole numbers from 0 to count − 1, in any order
     * @param count the number of segments
     * @return {@code [count, …]}; 0 for a segment without entries, so that it adds nothing to a sum of means
     * @throws ShapeException when the shapes do not fit or a segment is out of range
     */
    public static Tensor segmentMean(Tensor values, Tensor segments, int count) {
        checkSegments("segmentMean", values, segments, count);
        Tensor sums = segmentSum(Statistics.real(values), segments, count);
        Tensor sizes = bincount(segments, count);
        Tensor divisors = Tensors.maximum(sizes, Tensors.onesLike(sizes)).to(sums.dtype());
        return sums.div(perSegment(divisors, sums.shape()));
    }

    /**
     * The largest entry of each segment; NaN if any is NaN. The derivative goes to the first largest.
     *
     * @param values {@code [n, …]}
     * @param segments {@code [n]} whole numbers from 0 to count − 1, in any order
     * @param count the number of segments
     * @return {@code [count, …]}; −∞, or the least number of the type, for a segment without entries
     * @throws ShapeException when the shapes do not fit or a segment is out of range
     */
    public static Tensor segmentMax(Tensor values, Tensor segments, int count) {
        return segmentExtreme("segmentMax", Extreme.LARGEST, values, segments, count);
    }

    /**
     * The smallest entry of each segment; NaN if any is NaN. The derivative goes to the first smallest.
     *
     * @param values {@code [n, …]}
     * @param segments {@code [n]} whole numbers from 0 to count − 1, in any order
     * @param count the number of segments
     * @return {@code [count, …]}; ∞, or the largest number of the type, for a segment without entries
     * @throws ShapeException when the shapes do not fit or a segment is out of range
     */
    public static Tensor segmentMin(Tensor values, Tensor segments, int count) {
        return segmentExtreme("segmentMin", Extreme.SMALLEST, values, segments, count);
    }

    private static Tensor segmentExtreme(String operation, Extreme extreme, Tensor values, Tensor segments, int count) {
        checkSegments(operation, values, segments, count);
        int n = values.dim(0);
        Tensor index = Operations.apply(new SegmentArg(extreme, 0, count), values, segments);
        boolean largest = extreme == Extreme.LARGEST;
        if (n == 0) {
            return Operations.broadcast(ofNothing(largest, values), index.shape(), index);
        }
        Tensor known = Tensors.minimum(index, Operations.weak(n - 1L, index));
        Tensor taken = Indexing.takeAlong(values, known, 0);
        return Tensors.where(index.eq(Operations.weak((long) n, index)), ofNothing(largest, taken), taken);
    }

    /** The number of a tensor's element type that no other is beyond, as a scalar. */
    private static Tensor ofNothing(boolean largest, Tensor like) {
        return switch (like.dtype()) {
            case INT64 ->
                Tensors.tensor(new long[] {largest ? Long.MIN_VALUE : Long.MAX_VALUE})
                        .get(0);
            case INT32 ->
                Tensors.tensor(new int[] {largest ? Integer.MIN_VALUE : Integer.MAX_VALUE})
                        .get(0);
            default ->
                Tensors.scalar(largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                        .to(like.dtype());
        };
    }

    /**
     * Products of the entries of each segment. Derivatives of every order are right at zeros.
     *
     * @param values {@code [n, …]}; whole numbers as i64
     * @param segments {@code [n]} whole numbers from 0 to count − 1, in any order
     * @param count the number of segments
     * @return {@code [count, …]}; 1 for a segment without entries
     * @throws ShapeException when the shapes do not fit or a segment is out of range
     */
    public static Tensor segmentProd(Tensor values, Tensor segments, int count) {
        checkSegments("segmentProd", values, segments, count);
        return SegmentProducts.of(counted(values), segments, count);
    }

    /**
     * How often each number from 0 to count − 1 occurs.
     *
     * @param numbers whole numbers from 0 to count − 1, of any shape
     * @param count how many numbers are told apart
     * @return {@code [count]} of type i64
     * @throws ShapeException when a number is out of range
     */
    public static Tensor bincount(Tensor numbers, int count) {
        int n = Operations.operand(numbers, "bincount").size();
        Tensor ones = Tensors.full(1, new ArrayType(DType.INT64, Shape.of(n)));
        return Indexing.scatterAdd(ones, numbers.reshape(n), 0, count);
    }

    /** Numbers of segments repeated over the inner axes of a shape. */
    static Tensor perSegment(Tensor numbers, Shape shape) {
        int[] dims = new int[shape.rank()];
        Arrays.fill(dims, 1);
        dims[0] = numbers.dim(0);
        return numbers.reshape(dims).broadcastTo(shape.with(0, dims[0]).dims());
    }

    private static void checkSegments(String operation, Tensor values, Tensor segments, int count) {
        Operations.operand(values, operation);
        Operations.operand(segments, operation);
        boolean fits = values.rank() > 0 && segments.rank() == 1 && segments.dim(0) == values.dim(0);
        if (!fits || count < 0) {
            throw new ShapeException(
                    operation + ": segments " + segments.type() + " do not name one of " + count
                            + " segments for each entry of the first axis of " + values.type(),
                    "give one whole number for each entry, and the number of segments");
        }
    }

    /** The recursion of scans by pairs. */
    private record AssociativeScan(Fn2<List<Tensor>, List<Tensor>, List<Tensor>> f, int axis) {

        static List<Tensor> of(
                Fn2<List<Tensor>, List<Tensor>, List<Tensor>> f, List<Tensor> xs, int axis, boolean reverse) {
            if (xs.isEmpty()) {
                throw new ShapeException("associativeScan: no tensors given", "give at least one");
            }
            Tensor first = Operations.operand(xs.getFirst(), "associativeScan");
            int at = first.shape().axis("associativeScan", axis);
            int n = first.dim(at);
            for (Tensor x : xs) {
                boolean fits = Operations.operand(x, "associativeScan").rank() > at && x.dim(at) == n;
                if (!fits) {
                    throw new ShapeException(
                            "associativeScan: axis " + at + " of " + x.type() + " has not the length " + n + " of "
                                    + first.type(),
                            "give tensors whose axes have one length");
                }
            }
            AssociativeScan scan = new AssociativeScan(f, at);
            return reverse ? scan.turned(scan.scanned(scan.turned(xs))) : scan.scanned(xs);
        }

        private List<Tensor> scanned(List<Tensor> xs) {
            int n = xs.getFirst().dim(axis);
            if (n < 2) {
                return xs;
            }
            List<Tensor> pairs = joined(part(xs, 0, n - 1, 2), part(xs, 1, n, 2));
            List<Tensor> odd = scanned(pairs);
            List<Tensor> first = part(xs, 0, 1, 1);
            if (n == 2) {
                return alternating(first, odd);
            }
            int half = n / 2;
            List<Tensor> before = n % 2 == 0 ? part(odd, 0, half - 1, 1) : odd;
            List<Tensor> rest = joined(before, part(xs, 2, n, 2));
            List<Tensor> even = new ArrayList<>();
            for (int i = 0; i < xs.size(); i++) {
                even.add(Tensors.concatenate(axis, first.get(i), rest.get(i)));
            }
            return alternating(even, odd);
        }

        private List<Tensor> joined(List<Tensor> a, List<Tensor> b) {
            List<Tensor> result = Require.notNull(f.apply(a, b), "associativeScan", "the function's result");
            List<ArrayType> given = a.stream().map(Tensor::type).toList();
            List<ArrayType> types = result.stream().map(Tensor::type).toList();
            if (!types.equals(given)) {
                throw new ShapeException(
                        "associativeScan: the function made " + types + " of entries " + given,
                        "join entries one by one along axis " + axis + ", keeping their shapes and element types");
            }
            return result;
        }

        private List<Tensor> part(List<Tensor> xs, int from, int to, int step) {
            return xs.stream().map(x -> x.slice(axis, from, to, step)).toList();
        }

        private List<Tensor> turned(List<Tensor> xs) {
            int n = xs.getFirst().dim(axis);
            long[] indices = new long[n];
            Arrays.setAll(indices, i -> n - 1 - i);
            return n < 2 ? xs : taken(xs, indices);
        }

        private List<Tensor> alternating(List<Tensor> even, List<Tensor> odd) {
            int evens = even.getFirst().dim(axis);
            long[] indices = new long[evens + odd.getFirst().dim(axis)];
            Arrays.setAll(indices, i -> i % 2 == 0 ? i / 2 : evens + i / 2);
            List<Tensor> both = new ArrayList<>();
            for (int i = 0; i < even.size(); i++) {
                both.add(Tensors.concatenate(axis, even.get(i), odd.get(i)));
            }
            return taken(both, indices);
        }

        private List<Tensor> taken(List<Tensor> xs, long[] indices) {
            Tensor index = Tensors.tensor(indices);
            return xs.stream().map(x -> Indexing.take(x, index, axis)).toList();
        }
    }

    /** Products by segment: entries brought together by a sort, then a recurrence that each segment begins anew. */
    private static final class SegmentProducts {
        private SegmentProducts() {}

        static Tensor of(Tensor values, Tensor segments, int count) {
            Tensor sizes = bincount(segments, count);
            Shape result = values.shape().with(0, count);
            int n = values.dim(0);
            if (n == 0 || count == 0) {
                return Tensors.full(1, values.type().with(result));
            }
            Tensor order = Order.argsort(segments, 0, false);
            Tensor sorted = Indexing.take(segments, order, 0);
            Tensor entries = Indexing.take(values, order, 0);
            Tensor begins = sorted.ne(shifted(sorted, 0, false, -1));
            Tensor begin = perSegment(begins, values.shape());
            Tensor none = Tensors.zerosLike(entries);
            Tensor products = recurrence(
                    Tensors.where(begin, none, entries), Tensors.where(begin, entries, none), 0, false, true);
            Tensor ends = cumsum(sizes, 0).minus(1L);
            Tensor taken = Indexing.take(products, Tensors.maximum(ends, Tensors.zerosLike(ends)), 0);
            Tensor product = Tensors.where(perSegment(sizes.eq(0), result), Tensors.onesLike(taken), taken);
            if (!values.dtype().isFloat()) {
                return product;
            }
            // The recurrence takes 0·∞ for 0, so that no segment spoils the next.
            Tensor zero = segmentSum(values.eq(0), segments, count).gt(0);
            Tensor infinite = segmentSum(
                            values.abs().lt(Double.POSITIVE_INFINITY).not(), segments, count)
                    .gt(0);
            return Tensors.where(zero.and(infinite), Double.NaN, product);
        }
    }
}
