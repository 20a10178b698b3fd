package org.gradus.program;

/**
 * Operations that find the order of elements. Their results are indices of type i64, which have no derivative; what is
 * taken by them has. NaN is after every number in either direction, and −0 equals 0.
 */
public sealed interface Sorting extends Op {

    /**
     * The indices along an axis that put its elements in order; equal elements keep theirs.
     *
     * @param axis the axis
     * @param count how many indices are wanted, from the first on; the axis of the result has this length
     * @param descending whether the largest comes first
     */
    record ArgSort(int axis, int count, boolean descending) implements Sorting {
        @Override
        public String mnemonic() {
            return "argsort";
        }

        @Override
        public String attributes() {
            return "axis=" + axis + " count=" + count + (descending ? " descending" : "");
        }
    }

    /**
     * {@code search_sorted(sorted, values)}: how many elements of the last axis of {@code sorted} are less than each
     * value, or, on the right side, not greater. The first {@code batch} axes of both operands are equal; {@code sorted}
     * has one axis more.
     *
     * @param batch number of leading axes shared by both operands
     * @param right whether equal elements count
     */
    record SearchSorted(int batch, boolean right) implements Sorting {
        @Override
        public String mnemonic() {
            return "search_sorted";
        }

        @Override
        public String attributes() {
            return (right ? "right" : "left") + (batch == 0 ? "" : " batch=" + batch);
        }
    }

    /**
     * {@code segment_arg(values, segments)}: for each segment, the index of its first extreme entry. The segments have
     * the shape of the first {@code batch + 1} axes of the values and name the segment of each entry of axis
     * {@code batch}; that axis of the result has one index a segment, the length of the values' axis for one without
     * entries.
     *
     * @param extreme which
     * @param batch number of leading axes with segments of their own
     * @param size number of segments
     */
    record SegmentArg(Cumulative.Extreme extreme, int batch, int size) implements Sorting {
        @Override
        public String mnemonic() {
            return extreme == Cumulative.Extreme.LARGEST ? "segment_argmax" : "segment_argmin";
        }

        @Override
        public String attributes() {
            return (batch == 0 ? "" : "batch=" + batch + " ") + "size=" + size;
        }
    }
}
