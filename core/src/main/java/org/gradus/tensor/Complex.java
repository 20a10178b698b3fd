package org.gradus.tensor;

import org.gradus.error.Require;
import org.gradus.error.ShapeException;

/**
 * Complex numbers as a pair of real tensors: what {@link Fourier} takes and gives. A record of tensors, so it passes through
 * every transformation; derivatives are with respect to the real and the imaginary parts.
 *
 * @param re the real parts
 * @param im the imaginary parts, of the same type
 */
public record Complex(Tensor re, Tensor im) {
    /** Refuses null and parts of different shapes. */
    public Complex {
        Require.notNull(re, "complex", "the real part");
        Require.notNull(im, "complex", "the imaginary part");
        if (!re.type().equals(im.type())) {
            throw new ShapeException(
                    "complex: real part " + re.type() + " and imaginary part " + im.type() + " differ",
                    "give parts of one shape and element type");
        }
    }

    /**
     * Real numbers as complex ones.
     *
     * @param re the numbers
     * @return the pair with imaginary parts of zero
     */
    public static Complex of(Tensor re) {
        return new Complex(re, Tensors.zerosLike(re));
    }

    /**
     * The number of given modulus and angle, r·(cos φ + i·sin φ).
     *
     * @param r the modulus
     * @param angle the angle in radians, of the same type
     * @return the complex number
     */
    public static Complex polar(Tensor r, Tensor angle) {
        return new Complex(r.times(angle.cos()), r.times(angle.sin()));
    }

    /**
     * Sum.
     *
     * @param y the other summand
     * @return the sum
     */
    public Complex plus(Complex y) {
        return new Complex(re.plus(y.re), im.plus(y.im));
    }

    /**
     * Difference.
     *
     * @param y what is subtracted
     * @return the difference
     */
    public Complex minus(Complex y) {
        return new Complex(re.minus(y.re), im.minus(y.im));
    }

    /**
     * Product.
     *
     * @param y the other factor
     * @return the product
     */
    public Complex times(Complex y) {
        return new Complex(re.times(y.re).minus(im.times(y.im)), re.times(y.im).plus(im.times(y.re)));
    }

    /**
     * Product with real numbers.
     *
     * @param y the factor
     * @return the product
     */
    public Complex times(Tensor y) {
        return new Complex(re.times(y), im.times(y));
    }

    /**
     * Product with a real number.
     *
     * @param y the factor
     * @return the product
     */
    public Complex times(double y) {
        return new Complex(re.times(y), im.times(y));
    }

    /**
     * Complex conjugate.
     *
     * @return the number with the other sign of the imaginary part
     */
    public Complex conj() {
        return new Complex(re, im.unaryMinus());
    }

    /**
     * Square of the modulus, re² + im².
     *
     * @return real numbers; unlike the modulus it has a derivative at 0
     */
    public Tensor squaredModulus() {
        return re.square().plus(im.square());
    }
}
