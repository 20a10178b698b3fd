package org.gradus.solve;

import java.util.List;
import java.util.function.Function;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;

/**
 * Rows of numbers, some of which are in memory at a time: what a {@link BatchedSum} runs over. Rows never change, and may be
 * read by several threads at once.
 */
public interface RowSource {

    /**
     * The number of rows.
     *
     * @return zero or more
     */
    int rows();

    /**
     * The number of rows that are read at once. It depends on the rows' size alone, never on the machine: sums are taken
     * batch by batch, so it decides their bits.
     *
     * @return one or more
     */
    int batch();

    /**
     * The types of some rows.
     *
     * @param count how many rows
     * @return the types of the arrays that {@link #read} gives, whose first axis has that length
     */
    List<ArrayType> types(int count);

    /**
     * Reads rows.
     *
     * @param <R> what is made of them
     * @param from the first row, a multiple of {@link #batch()}
     * @param count how many, at most {@link #batch()}
     * @param use is given the arrays; they are valid until it returns
     * @return what {@code use} returned
     */
    <R> R read(int from, int count, Function<List<NdArray>, R> use);
}
