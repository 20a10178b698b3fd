package org.gradus.categories;

import java.util.List;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Derivatives;

/**
 * What real numbers are when a {@link Term} is given a {@link Meaning}.
 *
 * @param <R> a number
 */
public interface Reals<R> {

    /**
     * Double precision.
     *
     * @return the numbers
     */
    static Reals<Double> doubles() {
        return new Doubles();
    }

    /**
     * Tensors without axes, which every transformation of the library can differentiate; inner derivatives are taken by the
     * library too.
     *
     * @return the numbers
     */
    static Reals<Tensor> tensors() {
        return new Reals<>() {
            @Override
            public Tensor constant(double value) {
                return Tensors.scalar(value);
            }

            @Override
            public Tensor apply(Smooth function, List<Tensor> x) {
                Tensor u = x.getFirst();
                return switch (function) {
                    case ADD -> u.plus(x.getLast());
                    case SUBTRACT -> u.minus(x.getLast());
                    case MULTIPLY -> u.times(x.getLast());
                    case DIVIDE -> u.div(x.getLast());
                    case SIN -> u.sin();
                    case COS -> u.cos();
                    case EXP -> u.exp();
                    case LOG -> u.log();
                    case TANH -> u.tanh();
                    case SIGMOID -> Tensors.sigmoid(u);
                    case BELL -> Tensors.reciprocal(u.square().plus(1));
                };
            }

            @Override
            public Tensor derivative(Fn<Tensor, Tensor> f, Tensor at) {
                return Derivatives.jvp(f, at, Tensors.onesLike(at)).tangent();
            }
        };
    }

    /**
     * A constant.
     *
     * @param value the number
     * @return the constant
     */
    R constant(double value);

    /**
     * A function's value.
     *
     * @param function the function
     * @param x as many numbers as it takes
     * @return the value
     */
    R apply(Smooth function, List<R> x);

    /**
     * The derivative of a function of one number, or null where {@link Forward#expand} shall take derivatives instead.
     *
     * @param f the function
     * @param at where
     * @return the derivative, or null as here
     */
    default R derivative(Fn<R, R> f, R at) {
        return null;
    }

    /** Double precision, counting multiplications, divisions, additions and subtractions, and separately everything else. */
    final class Counting extends Doubles {
        private long arithmetic;
        private long others;

        /** Nothing counted yet. */
        public Counting() {}

        @Override
        public Double apply(Smooth function, List<Double> x) {
            switch (function) {
                case ADD, SUBTRACT, MULTIPLY, DIVIDE -> arithmetic++;
                default -> others++;
            }
            return super.apply(function, x);
        }

        /**
         * How much arithmetic was done.
         *
         * @return the number of multiplications, divisions, additions and subtractions
         */
        public long arithmetic() {
            return arithmetic;
        }

        /**
         * How many functions of one number were computed.
         *
         * @return the number of sines, exponentials and so on
         */
        public long others() {
            return others;
        }
    }

    /** Double precision. */
    sealed class Doubles implements Reals<Double> permits Counting {
        /** Double precision. */
        public Doubles() {}

        @Override
        public Double constant(double value) {
            return value;
        }

        @Override
        public Double apply(Smooth function, List<Double> x) {
            double u = x.getFirst();
            return switch (function) {
                case ADD -> u + x.getLast();
                case SUBTRACT -> u - x.getLast();
                case MULTIPLY -> u * x.getLast();
                case DIVIDE -> u / x.getLast();
                case SIN -> StrictMath.sin(u);
                case COS -> StrictMath.cos(u);
                case EXP -> StrictMath.exp(u);
                case LOG -> StrictMath.log(u);
                case TANH -> StrictMath.tanh(u);
                case SIGMOID -> sigmoid(u);
                case BELL -> 1 / (1 + u * u);
            };
        }

        private static double sigmoid(double u) {
            double e = StrictMath.exp(-Math.abs(u));
            return u >= 0 ? 1 / (1 + e) : e / (1 + e);
        }
    }
}
