package org.gradus.program;

import java.util.List;

/** Operations whose elements are chosen by integer operands. An index outside its axis is refused when evaluated. */
public sealed interface Indexing extends Op {

    /**
     * {@code take(x, indices)}: entries of an axis of x by index. The first {@code batch} axes of both operands are
     * equal; the other axes of the indices take the place of x's axis.
     *
     * @param axis the axis of x, at least {@code batch}
     * @param batch number of leading axes shared by x and the indices
     */
    record Take(int axis, int batch) implements Indexing {
        @Override
        public String mnemonic() {
            return "take";
        }

        @Override
        public String attributes() {
            return "axis=" + axis + (batch == 0 ? "" : " batch=" + batch);
        }
    }

    /**
     * {@code take_add(updates, indices)}: the transpose of {@link Take}; zeros of {@code size} entries along the axis, to
     * which every update is added at its index.
     *
     * @param axis the axis of the result
     * @param batch number of leading axes shared by updates and indices
     * @param size length of the axis
     */
    record TakeAdd(int axis, int batch, int size) implements Indexing {
        @Override
        public String mnemonic() {
            return "take_add";
        }

        @Override
        public String attributes() {
            return "axis=" + axis + (batch == 0 ? "" : " batch=" + batch) + " size=" + size;
        }
    }

    /**
     * {@code take_set(x, updates, indices)}: x with the entries that {@link Take} would take replaced by updates. Where an
     * index occurs more than once the last update, in row-major order, holds.
     *
     * @param axis the axis of x, at least {@code batch}
     * @param batch number of leading axes shared by x and the indices
     */
    record TakeSet(int axis, int batch) implements Indexing {
        @Override
        public String mnemonic() {
            return "take_set";
        }

        @Override
        public String attributes() {
            return "axis=" + axis + (batch == 0 ? "" : " batch=" + batch);
        }
    }

    /**
     * {@code dynamic_slice(x, starts)}: the part of x of a fixed size that begins at given indices.
     *
     * @param sizes lengths of the part, one for each axis of x after the batch
     * @param batch number of leading axes shared by x and the starts, whose last axis holds one start for each size
     */
    record DynamicSlice(List<Integer> sizes, int batch) implements Indexing {
        /** Copies the list. */
        public DynamicSlice {
            sizes = List.copyOf(sizes);
        }

        @Override
        public String mnemonic() {
            return "dynamic_slice";
        }

        @Override
        public String attributes() {
            return "sizes=" + sizes + (batch == 0 ? "" : " batch=" + batch);
        }
    }

    /**
     * {@code dynamic_update(x, update, starts)}: x with the part that begins at given indices replaced.
     *
     * @param batch number of leading axes shared by the operands
     */
    record DynamicUpdate(int batch) implements Indexing {
        @Override
        public String mnemonic() {
            return "dynamic_update";
        }

        @Override
        public String attributes() {
            return batch == 0 ? "" : "batch=" + batch;
        }
    }

    /**
     * {@code ravel_index(i, j, ...)}: the row-major position of the element that one index for each axis names.
     *
     * @param dims the axis lengths, one an operand
     */
    record RavelIndex(List<Integer> dims) implements Indexing {
        /** Copies the list. */
        public RavelIndex {
            dims = List.copyOf(dims);
        }

        @Override
        public String mnemonic() {
            return "ravel_index";
        }

        @Override
        public String attributes() {
            return "dims=" + dims;
        }
    }
}
