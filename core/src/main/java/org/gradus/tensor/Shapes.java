package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Structural;

/**
 * Functions that arrange elements: splitting, padding, repeating, turning, moving axes, diagonals. All are linear and take
 * every element type; what they are called is what NumPy calls them. {@link Tensor} has the most usual ones itself;
 * {@link Tensors} has {@code concatenate} and {@code stack}.
 */
public final class Shapes {
    private Shapes() {}

    /** How {@link Shapes#pad(Tensor, Mode, int[][])} continues an axis beyond its ends. */
    public enum Mode {
        /** The end element again: {@code a a | a b c d | d d}. */
        EDGE,
        /** Mirrored at the end element: {@code c b | a b c d | c b}. */
        REFLECT,
        /** Mirrored beyond the end element: {@code b a | a b c d | d c}. */
        SYMMETRIC,
        /** From the other end: {@code c d | a b c d | a b}. */
        WRAP
    }

    // ---- splitting
    // -------------------------------------------------------------------------------------------------------

    /**
     * Equal parts along an axis.
     *
     * @param x the tensor
     * @param parts how many; the axis's length must be a multiple
     * @param axis the axis, negative from the end
     * @return the parts in order
     * @throws ShapeException when the parts would not be equal
     */
    public static List<Tensor> split(Tensor x, int parts, int axis) {
        int at = Operations.operand(x, "split").shape().axis("split", axis);
        int length = x.dim(at);
        if (parts < 1 || length % parts != 0) {
            throw new ShapeException(
                    "split: axis " + axis + " of " + x.type() + " does not divide into " + parts + " equal parts",
                    "give a divisor of " + length + ", or the places to cut at with splitAt");
        }
        int each = length / parts;
        return IntStream.range(0, parts)
                .mapToObj(i -> x.slice(at, i * each, (i + 1) * each))
                .toList();
    }

    /**
     * Parts along an axis cut before given indices.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @param cuts indices in increasing order, from 0 to the axis's length
     * @return one part more than there are cuts
     * @throws ShapeException when the cuts are not in order inside the axis
     */
    public static List<Tensor> splitAt(Tensor x, int axis, int... cuts) {
        int at = Operations.operand(x, "splitAt").shape().axis("splitAt", axis);
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (int cut : Require.notNull(cuts, "splitAt", "the array of cuts")) {
            if (cut < from || cut > x.dim(at)) {
                throw new ShapeException(
                        "splitAt: cuts " + Arrays.toString(cuts) + " are not in order inside axis " + axis + " of "
                                + x.type(),
                        "give increasing indices from 0 to " + x.dim(at));
            }
            parts.add(x.slice(at, from, cut));
            from = cut;
        }
        parts.add(x.slice(at, from, x.dim(at)));
        return parts;
    }

    /**
     * The entries of an axis one by one: the inverse of {@link Tensors#stack(int, List)}.
     *
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return one tensor for each index of the axis, without that axis
     */
    public static List<Tensor> unstack(Tensor x, int axis) {
        int at = Operations.operand(x, "unstack").shape().axis("unstack", axis);
        Shape shape = x.shape().without(List.of(at));
        return IntStream.range(0, x.dim(at))
                .mapToObj(i -> x.slice(at, i, i + 1).reshape(shape))
                .toList();
    }

    // ---- padding
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Zeros around a tensor.
     *
     * @param x the tensor
     * @param widths {@code {before, after}} for each axis, or one such pair for all axes
     * @return the padded tensor
     * @throws ShapeException when the widths do not fit the axes or are negative
     */
    public static Tensor pad(Tensor x, int[]... widths) {
        List<int[]> pairs = widths("pad", x, widths);
        List<Integer> low = pairs.stream().map(w -> w[0]).toList();
        List<Integer> high = pairs.stream().map(w -> w[1]).toList();
        return Operations.apply(new Structural.Pad(low, high, Collections.nCopies(x.rank(), 0)), x);
    }

    /**
     * A number around a tensor.
     *
     * @param x the tensor
     * @param value the number; it takes the tensor's element type, which must hold it
     * @param widths {@code {before, after}} for each axis, or one such pair for all axes
     * @return the padded tensor
     * @throws ShapeException when the widths do not fit the axes or are negative
     */
    public static Tensor pad(Tensor x, double value, int[]... widths) {
        Tensor padded = pad(x, widths);
        boolean held =
                x.dtype().isFloat() || (x.dtype() == DType.BOOL ? value == 0 || value == 1 : value == (long) value);
        if (!held || (x.dtype() == DType.INT32 && value != (int) value)) {
            throw new DTypeException(
                    "pad: " + value + " is no element of " + x.type(), "convert the tensor, as in x.to(DType.FLOAT64)");
        }
        if (Double.doubleToRawLongBits(value) == 0) {
            return padded;
        }
        Tensor inside = pad(Tensors.full(1, new ArrayType(DType.BOOL, x.shape())), widths);
        return Tensors.where(inside, padded, Tensors.full(value, padded.type()));
    }

    /**
     * A tensor continued beyond its ends by its own elements.
     *
     * @param x the tensor
     * @param mode how
     * @param widths {@code {before, after}} for each axis, or one such pair for all axes; they may exceed the axis
     * @return the padded tensor
     * @throws ShapeException when the widths do not fit the axes or are negative, or an empty axis is to be continued
     */
    public static Tensor pad(Tensor x, Mode mode, int[]... widths) {
        Require.notNull(mode, "pad", "the mode");
        List<int[]> pairs = widths("pad", x, widths);
        Tensor padded = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int before = pairs.get(axis)[0];
            int after = pairs.get(axis)[1];
            int n = x.dim(axis);
            if (before + after == 0) {
                continue;
            }
            if (n == 0) {
                throw new ShapeException(
                        "pad: axis " + axis + " of " + x.type() + " is empty and has nothing to continue",
                        "pad with a number instead");
            }
            long length = (long) n + before + after;
            demandLength("pad", length);
            padded = picked(padded, axis, (int) length, at -> source(mode, at - before, n));
        }
        return padded;
    }

    /** The index inside the axis that stands at a position beyond its ends. */
    private static int source(Mode mode, int position, int n) {
        return switch (mode) {
            case EDGE -> Math.clamp(position, 0, n - 1);
            case WRAP -> Math.floorMod(position, n);
            case REFLECT -> n == 1 ? 0 : mirrored(Math.floorMod(position, 2 * (n - 1)), 2 * (n - 1));
            case SYMMETRIC -> mirrored(Math.floorMod(position, 2 * n), 2 * n - 1);
        };
    }

    private static void demandLength(String operation, long length) {
        if (length > Integer.MAX_VALUE) {
            throw new ShapeException(
                    operation + ": an axis of length " + length + " asked for", "ask for at most 2^31-1");
        }
    }

    private static int mirrored(int position, int sum) {
        return Math.min(position, sum - position);
    }

    private static List<int[]> widths(String operation, Tensor x, int[]... widths) {
        Operations.operand(x, operation);
        Require.notNull(widths, operation, "the array of widths");
        boolean fits = widths.length == x.rank() || widths.length == 1;
        for (int[] pair : widths) {
            fits &= Require.notNull(pair, operation, "a pair of widths").length == 2 && pair[0] >= 0 && pair[1] >= 0;
        }
        if (!fits) {
            throw new ShapeException(
                    operation + ": widths " + Arrays.deepToString(widths) + " do not fit " + x.type(),
                    "give {before, after}, zero or more, for each axis, or one pair for all axes");
        }
        return widths.length == x.rank() ? List.of(widths) : Collections.nCopies(x.rank(), widths[0]);
    }

    /** The entries of an axis at indices that are known in advance. */
    private static Tensor picked(Tensor x, int axis, int count, IntUnaryOperator index) {
        long[] indices = new long[count];
        Arrays.setAll(indices, i -> index.applyAsInt(i));
        return Operations.apply(new Take(axis, 0), x, Operations.constant(NdArray.wrap(Shape.of(count), indices)));
    }

    // ---- repeating
    // -------------------------------------------------------------------------------------------------------

    /**
     * The whole tensor repeated along its axes.
     *
     * @param x the tensor
     * @param times how often along each axis, matched from the last; more of them than axes add axes in front
     * @return the repeated tensor
     * @throws ShapeException when a number is negative
     */
    public static Tensor tile(Tensor x, int... times) {
        Operations.operand(x, "tile");
        Require.notNull(times, "tile", "the array of repetitions");
        int rank = Math.max(x.rank(), times.length);
        List<Integer> between = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        List<Integer> joined = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int own = i - (rank - x.rank());
            int repeated = i - (rank - times.length);
            int length = own < 0 ? 1 : x.dim(own);
            int often = repeated < 0 ? 1 : times[repeated];
            demandCount("tile", often);
            between.add(often);
            if (own >= 0) {
                axes.add(between.size());
                between.add(length);
            }
            joined.add(often * length);
        }
        return Operations.apply(new Structural.Broadcast(Shape.of(between), axes), x)
                .reshape(Shape.of(joined));
    }

    /**
     * Every entry of an axis repeated, one after another.
     *
     * @param x the tensor
     * @param times how often
     * @param axis the axis, negative from the end
     * @return a tensor whose axis is {@code times} as long
     * @throws ShapeException when the number is negative
     */
    public static Tensor repeat(Tensor x, int times, int axis) {
        int at = Operations.operand(x, "repeat").shape().axis("repeat", axis);
        demandCount("repeat", times);
        List<Integer> axes = new ArrayList<>(x.shape().insert(at + 1, times).axes("repeat"));
        axes.remove(at + 1);
        Shape shape = x.shape().insert(at + 1, times);
        return Operations.apply(new Structural.Broadcast(shape, axes), x)
                .reshape(x.shape().with(at, x.dim(at) * times));
    }

    /**
     * Every entry of an axis repeated its own number of times, one after another.
     *
     * @param x the tensor
     * @param times how often, one number for each entry
     * @param axis the axis, negative from the end
     * @return a tensor whose axis is as long as the sum of the numbers
     * @throws ShapeException when there is not one number of zero or more for each entry
     */
    public static Tensor repeat(Tensor x, int[] times, int axis) {
        int at = Operations.operand(x, "repeat").shape().axis("repeat", axis);
        if (Require.notNull(times, "repeat", "the array of repetitions").length != x.dim(at)) {
            throw new ShapeException(
                    "repeat: " + times.length + " repetitions for axis " + axis + " of " + x.type(),
                    "give one for each of the " + x.dim(at) + " entries");
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            demandCount("repeat", times[i]);
            indices.addAll(Collections.nCopies(times[i], i));
        }
        return picked(x, at, indices.size(), indices::get);
    }

    private static void demandCount(String operation, int count) {
        if (count < 0) {
            throw new ShapeException(operation + ": " + count + " repetitions asked for", "ask for zero or more");
        }
    }

    // ---- turning
    // ---------------------------------------------------------------------------------------------------------

    /**
     * The opposite order along axes.
     *
     * @param x the tensor
     * @param axes the axes, negative from the end; none means all
     * @return a tensor of the same shape
     */
    public static Tensor flip(Tensor x, int... axes) {
        return Operations.apply(
                new Structural.Reverse(Operations.operand(x, "flip").shape().axes("flip", axes)), x);
    }

    /**
     * Entries moved along an axis; those that leave at one end come back at the other.
     *
     * @param x the tensor
     * @param shift by how many positions; negative moves to the front
     * @param axis the axis, negative from the end
     * @return a tensor of the same shape
     */
    public static Tensor roll(Tensor x, int shift, int axis) {
        int at = Operations.operand(x, "roll").shape().axis("roll", axis);
        int n = x.dim(at);
        int moved = n == 0 ? 0 : Math.floorMod(shift, n);
        return moved == 0 ? x : Tensors.concatenate(at, x.slice(at, n - moved, n), x.slice(at, 0, n - moved));
    }

    /**
     * Entries moved along several axes; those that leave at one end come back at the other.
     *
     * @param x the tensor
     * @param shifts by how many positions, one an axis
     * @param axes the axes, negative from the end
     * @return a tensor of the same shape
     * @throws ShapeException when there is not one shift for each axis
     */
    public static Tensor roll(Tensor x, int[] shifts, int[] axes) {
        Require.notNull(shifts, "roll", "the array of shifts");
        if (shifts.length != Require.notNull(axes, "roll", "the array of axes").length) {
            throw new ShapeException(
                    "roll: " + shifts.length + " shifts for " + axes.length + " axes", "give one shift for each axis");
        }
        Tensor rolled = Operations.operand(x, "roll");
        for (int i = 0; i < axes.length; i++) {
            rolled = roll(rolled, shifts[i], axes[i]);
        }
        return rolled;
    }

    /**
     * A quarter turn, or several, in the plane of two axes, from the first toward the second.
     *
     * @param x the tensor
     * @param quarters how many; negative turns the other way
     * @param first an axis, negative from the end
     * @param second another axis
     * @return the turned tensor
     */
    public static Tensor rot90(Tensor x, int quarters, int first, int second) {
        Operations.operand(x, "rot90").shape().axes("rot90", first, second);
        return switch (Math.floorMod(quarters, 4)) {
            case 0 -> x;
            case 1 -> swapAxes(flip(x, second), first, second);
            case 2 -> flip(x, first, second);
            default -> flip(swapAxes(x, first, second), second);
        };
    }

    // ---- axes
    // ------------------------------------------------------------------------------------------------------------

    /**
     * Axes of length one removed.
     *
     * @param x the tensor
     * @param axes the axes, negative from the end; none means all that have length one
     * @return the tensor with fewer axes
     * @throws ShapeException when a named axis has another length
     */
    public static Tensor squeeze(Tensor x, int... axes) {
        Shape shape = Operations.operand(x, "squeeze").shape();
        List<Integer> removed = shape.axes("squeeze", axes);
        if (axes.length == 0) {
            removed = removed.stream().filter(a -> shape.dim(a) == 1).toList();
        }
        for (int axis : removed) {
            if (shape.dim(axis) != 1) {
                throw new ShapeException(
                        "squeeze: axis " + axis + " of " + x.type() + " has length " + shape.dim(axis),
                        "name axes of length 1, or take one entry of the axis with get or slice");
            }
        }
        return x.reshape(shape.without(removed));
    }

    /**
     * An axis at another position, the others in their order.
     *
     * @param x the tensor
     * @param from the axis, negative from the end
     * @param to its position in the result, negative from the end
     * @return the transposed tensor
     */
    public static Tensor moveAxis(Tensor x, int from, int to) {
        return moveAxis(x, new int[] {from}, new int[] {to});
    }

    /**
     * Axes at other positions, the others in their order.
     *
     * @param x the tensor
     * @param from the axes, negative from the end
     * @param to their positions in the result, negative from the end
     * @return the transposed tensor
     * @throws ShapeException when an axis or position is named twice or does not exist
     */
    public static Tensor moveAxis(Tensor x, int[] from, int[] to) {
        Shape shape = Operations.operand(x, "moveAxis").shape();
        int count = Require.notNull(from, "moveAxis", "the array of axes").length;
        if (count != Require.notNull(to, "moveAxis", "the array of positions").length) {
            throw new ShapeException(
                    "moveAxis: " + count + " axes for " + to.length + " positions", "give one position for each axis");
        }
        if (count == 0) {
            return x;
        }
        List<Integer> order = new ArrayList<>(shape.axes("moveAxis"));
        order.removeAll(shape.axes("moveAxis", from));
        Integer[] source = new Integer[shape.rank()];
        shape.axes("moveAxis", to);
        for (int i = 0; i < count; i++) {
            source[shape.axis("moveAxis", to[i])] = shape.axis("moveAxis", from[i]);
        }
        int next = 0;
        int[] permutation = new int[source.length];
        for (int i = 0; i < source.length; i++) {
            permutation[i] = source[i] == null ? order.get(next++) : source[i];
        }
        return ordered(x, permutation);
    }

    /**
     * Two axes exchanged.
     *
     * @param x the tensor
     * @param first an axis, negative from the end
     * @param second another axis
     * @return the transposed tensor
     */
    public static Tensor swapAxes(Tensor x, int first, int second) {
        Shape shape = Operations.operand(x, "swapAxes").shape();
        int[] order = IntStream.range(0, shape.rank()).toArray();
        int a = shape.axis("swapAxes", first);
        int b = shape.axis("swapAxes", second);
        order[a] = b;
        order[b] = a;
        return ordered(x, order);
    }

    private static Tensor ordered(Tensor x, int[] order) {
        return Arrays.equals(order, IntStream.range(0, order.length).toArray()) ? x : x.transpose(order);
    }

    // ---- grids and diagonals
    // ---------------------------------------------------------------------------------------------

    /**
     * Coordinates of a grid: the i-th result varies along axis i alone. This is NumPy's {@code indexing="ij"}; for its
     * default {@code "xy"} exchange the first two axes.
     *
     * @param coordinates tensors of one axis
     * @return one tensor for each, of shape {@code [n0, n1, ...]}
     * @throws ShapeException when a tensor does not have one axis
     */
    public static List<Tensor> meshgrid(Tensor... coordinates) {
        List<Integer> dims = new ArrayList<>();
        for (Tensor c : Require.notNull(coordinates, "meshgrid", "the array of tensors")) {
            if (Operations.operand(c, "meshgrid").rank() != 1) {
                throw new ShapeException(
                        "meshgrid: " + c.type() + " is not a line of coordinates",
                        "give tensors of one axis, as by linspace");
            }
            dims.add(c.size());
        }
        Shape shape = Shape.of(dims);
        List<Tensor> grids = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i++) {
            grids.add(Operations.apply(new Structural.Broadcast(shape, List.of(i)), coordinates[i]));
        }
        return grids;
    }

    /**
     * The main diagonal of the last two axes.
     *
     * @param x matrices {@code [..., m, n]}
     * @return diagonals {@code [..., min(m, n)]}
     */
    public static Tensor diagonal(Tensor x) {
        return diagonal(x, 0, -2, -1);
    }

    /**
     * A diagonal of two axes, which disappear; it becomes the last axis.
     *
     * @param x the tensor
     * @param offset which diagonal: 0 the main one, positive ones above it
     * @param rows the axis that counts rows, negative from the end
     * @param columns the axis that counts columns
     * @return the diagonal; of length zero when the offset is outside the matrix
     * @throws ShapeException when the axes do not exist or are the same
     */
    public static Tensor diagonal(Tensor x, int offset, int rows, int columns) {
        if (Operations.operand(x, "diagonal").rank() < 2) {
            throw new ShapeException(
                    "diagonal: " + x.type() + " is not a matrix",
                    "give two or more axes; diag makes a diagonal matrix");
        }
        x.shape().axes("diagonal", rows, columns);
        Tensor last = moveAxis(x, new int[] {rows, columns}, new int[] {-2, -1});
        int m = last.dim(-2);
        int n = last.dim(-1);
        long row = Math.max(0, -(long) offset);
        long column = Math.max(0, (long) offset);
        long length = Math.max(0, Math.min(m - row, n - column));
        Shape batch = last.shape().slice(0, last.rank() - 2);
        Tensor flat = last.reshape(batch.concat(Shape.of(m * n)));
        int from = length == 0 ? 0 : (int) (row * n + column);
        int to = length == 0 ? 0 : (int) (from + (length - 1) * (n + 1) + 1);
        return flat.slice(-1, from, to, n + 1);
    }

    /**
     * Diagonal matrices of the last axis.
     *
     * @param x diagonals {@code [..., n]}
     * @return matrices {@code [..., n, n]}, zeros beside the diagonal
     */
    public static Tensor diag(Tensor x) {
        return diag(x, 0);
    }

    /**
     * Matrices with one diagonal.
     *
     * @param x diagonals {@code [..., n]}
     * @param offset which diagonal: 0 the main one, positive ones above it
     * @return square matrices {@code [..., n + |offset|, n + |offset|]}, zeros beside the diagonal
     * @throws ShapeException when x is a scalar
     */
    public static Tensor diag(Tensor x, int offset) {
        if (Operations.operand(x, "diag").rank() == 0) {
            throw new ShapeException("diag: " + x.type() + " is no diagonal", "give one or more axes");
        }
        int n = x.dim(-1);
        long length = n + Math.abs((long) offset);
        demandLength("diag", length);
        int size = (int) length;
        Shape batch = x.shape().slice(0, x.rank() - 1);
        Shape square = batch.concat(Shape.of(size, size));
        int before = n == 0 ? 0 : offset < 0 ? -offset * size : offset;
        int after = size * size - before - (n == 0 ? 0 : (n - 1) * (size + 1) + 1);
        List<Integer> zeros = Collections.nCopies(x.rank() - 1, 0);
        Structural.Pad pad = new Structural.Pad(and(zeros, before), and(zeros, after), and(zeros, n < 2 ? 0 : size));
        return Operations.apply(pad, x).reshape(square);
    }

    private static List<Integer> and(List<Integer> first, int last) {
        List<Integer> all = new ArrayList<>(first);
        all.add(last);
        return all;
    }
}
