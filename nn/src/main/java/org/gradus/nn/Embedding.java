package org.gradus.nn;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * A vector for each word of a vocabulary, or each value of a category, found by its number.
 *
 * @param table {@code [count, width]}
 */
public record Embedding(Tensor table) {

    /**
     * Vectors of normal numbers of variance 1 / width, so that each has a length of about one.
     *
     * @param key used up by this call
     * @param count how many vectors
     * @param width their length
     * @return the table
     */
    public static Embedding init(Key key, int count, int width) {
        return init(key, count, width, Initializer.normal(1 / Math.sqrt(Math.max(1, width))));
    }

    /**
     * Vectors.
     *
     * @param key used up by this call
     * @param count how many vectors
     * @param width their length
     * @param vectors how the vectors are chosen; fan-in and fan-out are the count and the width
     * @return the table
     */
    public static Embedding init(Key key, int count, int width, Initializer vectors) {
        Checks.positive("embedding", "size", count, width);
        return new Embedding(vectors.draw(key, new ArrayType(DType.FLOAT64, Shape.of(count, width)), count, width));
    }

    /**
     * The vectors of some numbers.
     *
     * @param numbers whole numbers from 0 on, of any shape
     * @return {@code numbers.shape + [width]}
     * @throws org.gradus.error.ShapeException when a number is out of range
     */
    public Tensor apply(Tensor numbers) {
        return Indexing.take(table, numbers, 0);
    }

    /**
     * The scalar product of vectors with each of the table's: the scores of a model that predicts words by the table that it
     * reads them with. Press and Wolf, "Using the output embedding to improve language models", EACL 2017.
     *
     * @param x {@code [..., width]}
     * @return {@code [..., count]}
     */
    public Tensor scores(Tensor x) {
        return Checks.axis("embedding", x, -1, table.dim(1)).matmul(table.t());
    }
}
