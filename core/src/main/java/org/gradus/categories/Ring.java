package org.gradus.categories;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * What circuits compute with: a commutative ring, whose polynomials have a reverse derivative.
 *
 * @param <T> the elements
 */
public interface Ring<T> {

    /**
     * A constant.
     *
     * @param value a whole number for rings that have no other
     * @return the element
     * @throws org.gradus.error.ArgumentException when the ring has none
     */
    T constant(double value);

    /**
     * x + y.
     *
     * @param x an element
     * @param y an element
     * @return the sum
     */
    T add(T x, T y);

    /**
     * x·y.
     *
     * @param x an element
     * @param y an element
     * @return the product
     */
    T multiply(T x, T y);

    /**
     * Whole numbers modulo 2, a batch at a time, 64 in a machine word: + is exclusive or, · is and.
     *
     * @param batch how many bits an element holds
     * @return the ring
     */
    static Ring<Bits> bits(int batch) {
        return new Ring<>() {
            @Override
            public Bits constant(double value) {
                return Bits.filled(batch, Bits.bit(value));
            }

            @Override
            public Bits add(Bits x, Bits y) {
                return x.xor(y);
            }

            @Override
            public Bits multiply(Bits x, Bits y) {
                return x.and(y);
            }
        };
    }

    /**
     * The reals, as tensors that broadcast; all transformations work on circuits over them.
     *
     * @return the ring
     */
    static Ring<Tensor> reals() {
        return new Ring<>() {
            @Override
            public Tensor constant(double value) {
                return Tensors.scalar(value);
            }

            @Override
            public Tensor add(Tensor x, Tensor y) {
                return x.plus(y);
            }

            @Override
            public Tensor multiply(Tensor x, Tensor y) {
                return x.times(y);
            }
        };
    }
}
