package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Ordering;
import org.gradus.program.Cumulative;
import org.gradus.program.Sorting;

/** The order of elements, by one kernel call. */
final class SortingEvaluation {
    private SortingEvaluation() {}

    static NdArray evaluate(Sorting op, ArrayType type, List<NdArray> inputs) {
        NdArray x = inputs.getFirst();
        Shape s = x.shape();
        long[] out = new long[type.shape().size()];
        switch (op) {
            case Sorting.ArgSort(int axis, int count, boolean descending) ->
                Ordering.argsort(
                        x.dense(), out, s.size(0, axis), s.dim(axis), s.size(axis + 1, s.rank()), count, descending);
            case Sorting.SearchSorted(int batch, boolean right) -> {
                int lines = s.size(0, batch);
                int values = type.shape().size(batch, type.shape().rank());
                Ordering.searchSorted(x.dense(), inputs.get(1).dense(), out, lines, s.dim(batch), values, right);
            }
            case Sorting.SegmentArg(var extreme, int batch, int size) ->
                Ordering.segmentArg(
                        x.dense(),
                        inputs.get(1).toLongs(),
                        out,
                        s.size(0, batch),
                        s.dim(batch),
                        s.size(batch + 1, s.rank()),
                        size,
                        extreme == Cumulative.Extreme.LARGEST);
        }
        return NdArray.of(type, out);
    }
}
