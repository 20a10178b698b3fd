package org.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;

/**
 * What is kept of one axis by {@link Tensor#slice(Slice...)}: NumPy's basic indexing as values.
 *
 * {@snippet :
 * Tensor x = Tensors.zeros(5, 6, 7);
 * x.slice(Slice.range(1, 4), Slice.reversed(), Slice.at(0));  // x[1:4, ::-1, 0]
 * x.slice(Slice.rest(), Slice.every(2));                       // x[..., ::2]
 * x.slice("1:4, ::-1, 0");                                     // the same, as Python writes it
 * }
 *
 * <p>Indices count from 0, negative ones from the end of the axis. Unlike Python's, indices outside the axis are refused
 * and not clipped.
 */
public sealed interface Slice {

    /**
     * Every {@code step}-th entry from {@code from} (inclusive) toward {@code to} (exclusive).
     *
     * @param from first index; null is the first entry, or the last one for a negative step
     * @param to index after the last; null is the end of the axis, or its beginning for a negative step
     * @param step not zero; negative goes backward
     */
    record Range(Integer from, Integer to, int step) implements Slice {
        /** Refuses a step of zero. */
        public Range {
            if (step == 0) {
                throw new ArgumentException(
                        "slice: a step of 0 goes nowhere", "give a step of one or more, or a negative one");
            }
        }

        @Override
        public String toString() {
            return (from == null ? "" : from) + ":" + (to == null ? "" : to) + (step == 1 ? "" : ":" + step);
        }
    }

    /**
     * One entry; the axis disappears.
     *
     * @param index the index
     */
    record At(int index) implements Slice {
        @Override
        public String toString() {
            return Integer.toString(index);
        }
    }

    /** A new axis of length one. */
    record NewAxis() implements Slice {
        @Override
        public String toString() {
            return "None";
        }
    }

    /** As many whole axes as are left. */
    record Rest() implements Slice {
        @Override
        public String toString() {
            return "...";
        }
    }

    /**
     * The whole axis, {@code :}.
     *
     * @return the slice
     */
    static Slice all() {
        return new Range(null, null, 1);
    }

    /**
     * {@code from:to}.
     *
     * @param from first index
     * @param to index after the last
     * @return the slice
     */
    static Slice range(int from, int to) {
        return new Range(from, to, 1);
    }

    /**
     * {@code from:to:step}.
     *
     * @param from first index
     * @param to index after the last
     * @param step not zero; negative goes backward
     * @return the slice
     */
    static Slice range(int from, int to, int step) {
        return new Range(from, to, step);
    }

    /**
     * {@code from:}.
     *
     * @param from first index
     * @return the slice
     */
    static Slice from(int from) {
        return new Range(from, null, 1);
    }

    /**
     * {@code :to}.
     *
     * @param to index after the last
     * @return the slice
     */
    static Slice to(int to) {
        return new Range(null, to, 1);
    }

    /**
     * {@code ::step}.
     *
     * @param step not zero; negative goes backward from the end
     * @return the slice
     */
    static Slice every(int step) {
        return new Range(null, null, step);
    }

    /**
     * The axis backward, {@code ::-1}.
     *
     * @return the slice
     */
    static Slice reversed() {
        return every(-1);
    }

    /**
     * One entry; the axis disappears.
     *
     * @param index the index
     * @return the slice
     */
    static Slice at(int index) {
        return new At(index);
    }

    /**
     * A new axis of length one, Python's {@code None}.
     *
     * @return the slice
     */
    static Slice newAxis() {
        return new NewAxis();
    }

    /**
     * As many whole axes as are left, Python's {@code ...}.
     *
     * @return the slice
     */
    static Slice rest() {
        return new Rest();
    }

    /**
     * Slices as Python writes them between brackets, as in {@code "1:4, ::-1, ..., None, 0"}.
     *
     * @param text slices between commas
     * @return the slices
     * @throws ArgumentException when a part is no slice
     */
    static List<Slice> parse(String text) {
        List<Slice> slices = new ArrayList<>();
        for (String part : Require.notNull(text, "slice", "the text").split(",", -1)) {
            slices.add(one(part.strip(), text));
        }
        return slices;
    }

    private static Slice one(String part, String text) {
        if (part.equals("...")) {
            return rest();
        }
        if (part.equals("None") || part.equals("newaxis")) {
            return newAxis();
        }
        String[] fields = part.split(":", -1);
        try {
            if (fields.length == 1) {
                return at(Integer.parseInt(part));
            }
            if (fields.length <= 3) {
                Integer step = fields.length == 3 ? number(fields[2]) : null;
                return new Range(number(fields[0]), number(fields[1]), step == null ? 1 : step);
            }
        } catch (NumberFormatException _) {
            // Said below, for all that is no slice.
        }
        throw new ArgumentException(
                "slice: '" + part + "' in \"" + text + "\" is not a slice",
                "write numbers, from:to, from:to:step, ... or None between commas");
    }

    private static Integer number(String field) {
        return field.isBlank() ? null : Integer.valueOf(field.strip());
    }
}
