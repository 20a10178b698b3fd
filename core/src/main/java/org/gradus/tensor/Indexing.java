package org.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ShapeException;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;

/** Entries of tensors chosen by tensors of indices. Indices count from 0; others out of range throw. */
public final class Indexing {
    private Indexing() {}

    /**
     * Entries of an axis by index; the axes of the indices take its place.
     *
     * @param x the tensor
     * @param indices whole numbers from 0 to the axis's length − 1, of any shape
     * @param axis the axis, negative from the end
     * @return {@code x.shape[:axis] + indices.shape + x.shape[axis+1:]}
     * @throws ShapeException when an index is out of range
     */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Operations.apply(new Take(Operations.operand(x, "take").shape().axis("take", axis), 0), x, indices);
    }

    /**
     * For each position, the entry along an axis that the index at that position names.
     *
     * @param x the tensor
     * @param indices whole numbers; its shape is x's but along the axis
     * @param axis the axis, negative from the end
     * @return a tensor of the indices' shape
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor takeAlong(Tensor x, Tensor indices, int axis) {
        Operations.operand(indices, "takeAlong");
        int at = Operations.operand(x, "takeAlong").shape().axis("takeAlong", axis);
        boolean fits = x.rank() == indices.rank()
                && x.shape().with(at, 0).equals(indices.shape().with(at, 0));
        if (!fits) {
            throw new ShapeException(
                    "takeAlong: indices " + indices.type() + " do not fit " + x.type() + " along axis " + axis,
                    "give indices that agree with the tensor on every other axis");
        }
        int last = x.rank() - 1;
        int[] order = lastAxis(x.rank(), at);
        Tensor taken = Operations.apply(new Take(last, last), x.transpose(order), indices.transpose(order));
        return taken.transpose(inverse(order));
    }

    /**
     * Zeros to which updates are added by index; the transpose of {@link #take}.
     *
     * @param updates {@code shape[:axis] + indices.shape + shape[axis+1:]} of the result's shape
     * @param indices whole numbers from 0 to size − 1, of any shape
     * @param axis the axis of the result, negative from the end
     * @param size its length
     * @return the sums; entries that no index names are zero
     * @throws ShapeException when the shapes do not fit or an index is out of range
     */
    public static Tensor scatterAdd(Tensor updates, Tensor indices, int axis, int size) {
        Operations.operand(updates, "scatterAdd");
        int rank = updates.rank() - Operations.operand(indices, "scatterAdd").rank() + 1;
        int at = axis < 0 ? axis + rank : axis;
        boolean fits = at >= 0
                && at < rank
                && updates.shape().slice(at, at + indices.rank()).equals(indices.shape());
        if (!fits) {
            throw new ShapeException(
                    "scatterAdd: updates " + updates.type() + " have not the shape of indices " + indices.type()
                            + " from axis " + axis + " on",
                    "give one update for each index: shape[:axis] + indices.shape + shape[axis+1:] of the result's shape");
        }
        if (size < 0) {
            throw new ShapeException(
                    "scatterAdd: an axis of length " + size + " asked for", "ask for a length of zero or more");
        }
        return Operations.apply(new TakeAdd(at, 0, size), updates, indices);
    }

    private static int[] lastAxis(int rank, int axis) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order.add(i);
            }
        }
        order.add(axis);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }
}
