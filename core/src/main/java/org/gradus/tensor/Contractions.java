package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;

/**
 * Sums of products over chosen axes, NumPy's {@code einsum} and its special cases, as batched matrix products.
 *
 * <p>Floating-point sums run in the fixed order of the matrix product of the platform; sums of whole numbers are exact, in
 * their own type. Element types are promoted as between two tensors. Everything is linear in each operand and has
 * derivatives of every order.
 */
public final class Contractions {
    private Contractions() {}

    /**
     * Einstein's summation: {@code einsum("bij,bjk->bik", x, y)} is Σ_j x[b,i,j]·y[b,j,k].
     *
     * <p>Before the arrow one list of letters an operand, between commas, names its axes; behind it the letters of the
     * result. Letters that are not in the result are summed over. A letter that occurs twice in an operand takes its
     * diagonal. {@code ...} stands for the axes that have no letter, which are broadcast from the last. Without an arrow the
     * result has the axes of {@code ...} and then, in alphabetical order, the letters that occur once. An axis of length 1
     * goes with any length. Several operands are multiplied two at a time, always the pair next whose product is smallest
     * beside its factors.
     *
     * @param subscripts the letters; blanks have no meaning
     * @param operands one or more tensors of numbers
     * @return the sums of products
     * @throws org.gradus.error.ArgumentException when the subscripts are not of this form
     * @throws ShapeException when an operand does not have the axes named, or lengths of a letter differ
     */
    public static Tensor einsum(String subscripts, Tensor... operands) {
        Require.notNull(subscripts, "einsum", "the text of subscripts");
        for (Tensor operand : Require.notNull(operands, "einsum", "the array of operands")) {
            Operations.operand(operand, "einsum");
        }
        return Einsum.of(subscripts, operands);
    }

    /**
     * Sums of products over the last axes of the left and the first axes of the right operand.
     *
     * @param x left operand
     * @param y right operand
     * @param axes how many; 0 is the outer product
     * @return {@code x.shape[:-axes] + y.shape[axes:]}
     * @throws ShapeException when the axes do not exist or differ
     */
    public static Tensor tensordot(Tensor x, Tensor y, int axes) {
        Operations.operand(x, "tensordot");
        Operations.operand(y, "tensordot");
        if (axes < 0 || axes > Math.min(x.rank(), y.rank())) {
            throw new ShapeException(
                    "tensordot: " + axes + " axes of " + x.type() + " and " + y.type(),
                    "give a number from 0 to " + Math.min(x.rank(), y.rank()));
        }
        int[] left = new int[axes];
        int[] right = new int[axes];
        Arrays.setAll(left, i -> x.rank() - axes + i);
        Arrays.setAll(right, i -> i);
        return tensordot(x, y, left, right);
    }

    /**
     * Sums of products over pairs of axes.
     *
     * @param x left operand
     * @param y right operand
     * @param left axes of x, negative from the end
     * @param right for each of them the axis of y that it goes with
     * @return the other axes of x, then those of y
     * @throws ShapeException when an axis does not exist, is named twice, or the lengths of a pair differ
     */
    public static Tensor tensordot(Tensor x, Tensor y, int[] left, int[] right) {
        Shape a = Operations.operand(x, "tensordot").shape();
        Shape b = Operations.operand(y, "tensordot").shape();
        Require.notNull(left, "tensordot", "the array of left axes");
        Require.notNull(right, "tensordot", "the array of right axes");
        boolean fits = left.length == right.length;
        Integer[] labels = new Integer[a.rank()];
        Integer[] others = new Integer[b.rank()];
        for (int i = 0; fits && i < left.length; i++) {
            int from = a.axis("tensordot", left[i]);
            int to = b.axis("tensordot", right[i]);
            fits = labels[from] == null && others[to] == null && a.dim(from) == b.dim(to);
            labels[from] = i;
            others[to] = i;
        }
        if (!fits) {
            throw new ShapeException(
                    "tensordot: axes " + Arrays.toString(left) + " of " + x.type() + " do not go with axes "
                            + Arrays.toString(right) + " of " + y.type(),
                    "name as many axes of both, each once, of equal lengths");
        }
        List<Integer> result = new ArrayList<>();
        int next = free(labels, left.length, result);
        free(others, next, result);
        return Einsum.contract(List.of(x, y), List.of(List.of(labels), List.of(others)), result);
    }

    private static int free(Integer[] labels, int from, List<Integer> result) {
        int next = from;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == null) {
                labels[i] = next++;
                result.add(labels[i]);
            }
        }
        return next;
    }

    /**
     * NumPy's {@code dot}: the sum of products over the last axis of the left operand and the last but one of the right, the
     * last if it has one axis; the product when an operand is a scalar. For batches of matrices use
     * {@link Tensor#matmul(Tensor)}.
     *
     * @param x left operand
     * @param y right operand
     * @return the other axes of x, then those of y
     * @throws ShapeException when the lengths differ
     */
    public static Tensor dot(Tensor x, Tensor y) {
        if (Operations.operand(x, "dot").rank() == 0
                || Operations.operand(y, "dot").rank() == 0) {
            return x.times(y);
        }
        int right = Math.max(0, y.rank() - 2);
        demandEqual("dot", x, x.dim(-1), y, y.dim(right));
        return tensordot(x, y, new int[] {-1}, new int[] {right});
    }

    /**
     * The sum of products of all elements, NumPy's {@code vdot} of real numbers.
     *
     * @param x a tensor
     * @param y a tensor of as many elements
     * @return a scalar
     * @throws ShapeException when the numbers of elements differ
     */
    public static Tensor vdot(Tensor x, Tensor y) {
        Operations.operand(x, "vdot");
        Operations.operand(y, "vdot");
        demandEqual("vdot", x, x.size(), y, y.size());
        return tensordot(x.reshape(x.size()), y.reshape(y.size()), 1);
    }

    /**
     * The sum of products over the last axes of both operands; the product when an operand is a scalar.
     *
     * @param x left operand
     * @param y right operand
     * @return {@code x.shape[:-1] + y.shape[:-1]}
     * @throws ShapeException when the last axes differ
     */
    public static Tensor inner(Tensor x, Tensor y) {
        if (Operations.operand(x, "inner").rank() == 0
                || Operations.operand(y, "inner").rank() == 0) {
            return x.times(y);
        }
        demandEqual("inner", x, x.dim(-1), y, y.dim(-1));
        return tensordot(x, y, new int[] {-1}, new int[] {-1});
    }

    /**
     * All products of an element of one and an element of the other vector; other tensors are flattened first, as NumPy does.
     * {@code tensordot(x, y, 0)} keeps their axes.
     *
     * @param x left operand
     * @param y right operand
     * @return a matrix {@code [x.size, y.size]}
     */
    public static Tensor outer(Tensor x, Tensor y) {
        Operations.operand(x, "outer");
        Operations.operand(y, "outer");
        return x.reshape(x.size(), 1).times(y.reshape(1, y.size()));
    }

    /**
     * Kronecker's product: every element of x times the whole of y, in blocks.
     *
     * @param x left operand
     * @param y right operand; the operand with fewer axes gets axes of length 1 in front
     * @return a tensor whose axes have the product of both lengths
     */
    public static Tensor kron(Tensor x, Tensor y) {
        Operations.operand(x, "kron");
        Operations.operand(y, "kron");
        int rank = Math.max(x.rank(), y.rank());
        int[] left = new int[2 * rank];
        int[] right = new int[2 * rank];
        int[] joined = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i - (rank - x.rank());
            int b = i - (rank - y.rank());
            left[2 * i] = a < 0 ? 1 : x.dim(a);
            left[2 * i + 1] = 1;
            right[2 * i] = 1;
            right[2 * i + 1] = b < 0 ? 1 : y.dim(b);
            joined[i] = left[2 * i] * right[2 * i + 1];
        }
        return x.reshape(left).times(y.reshape(right)).reshape(joined);
    }

    /**
     * The vector product along the last axis.
     *
     * @param x vectors {@code [..., 3]}
     * @param y vectors {@code [..., 3]}, broadcast with x
     * @return x × y, at right angles to both
     * @throws ShapeException when a last axis has another length than 3
     */
    public static Tensor cross(Tensor x, Tensor y) {
        return cross(x, y, -1);
    }

    /**
     * The vector product along an axis.
     *
     * @param x vectors
     * @param y vectors, broadcast with x
     * @param axis the axis of length 3 of both, negative from the end
     * @return x × y, at right angles to both
     * @throws ShapeException when the axis has another length than 3
     */
    public static Tensor cross(Tensor x, Tensor y, int axis) {
        if (Operations.operand(x, "cross").shape().dim(x.shape().axis("cross", axis)) != 3
                || Operations.operand(y, "cross").shape().dim(y.shape().axis("cross", axis)) != 3) {
            throw new ShapeException(
                    "cross: " + x.type() + " and " + y.type() + " are not vectors of 3 along axis " + axis,
                    "give vectors of three components");
        }
        Tensor forward = Shapes.roll(x, -1, axis).times(Shapes.roll(y, 1, axis));
        return forward.minus(Shapes.roll(x, 1, axis).times(Shapes.roll(y, -1, axis)));
    }

    /**
     * The sum of the main diagonal of the last two axes.
     *
     * @param x matrices {@code [..., m, n]}
     * @return their traces
     */
    public static Tensor trace(Tensor x) {
        return trace(x, 0, -2, -1);
    }

    /**
     * The sum of a diagonal of two axes.
     *
     * @param x the tensor
     * @param offset which diagonal: 0 the main one, positive ones above it
     * @param rows the axis that counts rows, negative from the end
     * @param columns the axis that counts columns
     * @return the sums, without those axes
     */
    public static Tensor trace(Tensor x, int offset, int rows, int columns) {
        return Shapes.diagonal(x, offset, rows, columns).sum(-1);
    }

    private static void demandEqual(String operation, Tensor x, int left, Tensor y, int right) {
        if (left != right) {
            throw new ShapeException(
                    operation + ": " + x.type() + " and " + y.type() + " do not go together: " + left + " against "
                            + right + " elements",
                    "transpose one of them, or check the order of the operands");
        }
    }
}
