package org.gradus.program;

/** Operations whose elements are chosen by an integer operand. */
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
}
