package org.gradus.nn;

import org.gradus.array.ArrayType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** How the first values of parameters are chosen. */
@FunctionalInterface
public interface Initializer {

    /**
     * Draws a parameter.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @param fanIn number of terms that an output sums
     * @param fanOut number of outputs that an input reaches
     * @return a tensor of that type
     */
    Tensor draw(Key key, ArrayType type, int fanIn, int fanOut);

    /**
     * Zeros.
     *
     * @return the initializer
     */
    static Initializer zeros() {
        return constant(0);
    }

    /**
     * Equal numbers.
     *
     * @param number the number
     * @return the initializer
     */
    static Initializer constant(double number) {
        return (_, type, _, _) -> Tensors.full(number, type);
    }

    /**
     * Normal numbers of mean 0.
     *
     * @param deviation their standard deviation, zero or more
     * @return the initializer
     */
    static Initializer normal(double deviation) {
        checkSpread("normal", deviation);
        return (key, type, _, _) -> Random.normal(key, type).times(deviation);
    }

    /**
     * Uniform numbers on [−bound, bound).
     *
     * @param bound the largest absolute value, zero or more
     * @return the initializer
     */
    static Initializer uniform(double bound) {
        checkSpread("uniform", bound);
        return (key, type, _, _) -> Random.uniform(key, type).times(2 * bound).minus(bound);
    }

    private static void checkSpread(String name, double spread) {
        if (!(spread >= 0 && Double.isFinite(spread))) {
            throw new ArgumentException("initializer: " + name + " with spread " + spread, "give zero or more");
        }
    }

    /**
     * Uniform numbers of variance 2 / (fanIn + fanOut), which keeps the sizes of values and of gradients about equal
     * through layers with tanh or no activation. Glorot and Bengio, "Understanding the difficulty of training deep
     * feedforward neural networks", AISTATS 2010; also called Xavier.
     *
     * @return the initializer
     */
    static Initializer glorotUniform() {
        return (key, type, in, out) ->
                uniform(Math.sqrt(6.0 / Math.max(1, in + out))).draw(key, type, in, out);
    }

    /**
     * Normal numbers of variance 2 / (fanIn + fanOut), see {@link #glorotUniform}.
     *
     * @return the initializer
     */
    static Initializer glorotNormal() {
        return (key, type, in, out) ->
                normal(Math.sqrt(2.0 / Math.max(1, in + out))).draw(key, type, in, out);
    }

    /**
     * Uniform numbers of variance 2 / fanIn, which keeps the size of values through layers with relu, whose outputs are
     * half zeros. He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015; also called Kaiming.
     *
     * @return the initializer
     */
    static Initializer heUniform() {
        return (key, type, in, out) -> uniform(Math.sqrt(6.0 / Math.max(1, in))).draw(key, type, in, out);
    }

    /**
     * Normal numbers of variance 2 / fanIn, see {@link #heUniform}.
     *
     * @return the initializer
     */
    static Initializer heNormal() {
        return (key, type, in, out) -> normal(Math.sqrt(2.0 / Math.max(1, in))).draw(key, type, in, out);
    }

    /**
     * Uniform numbers of variance 1 / fanIn, which keeps the size of values through linear layers and selu. LeCun, Bottou,
     * Orr and Müller, "Efficient BackProp", 1998.
     *
     * @return the initializer
     */
    static Initializer lecunUniform() {
        return (key, type, in, out) -> uniform(Math.sqrt(3.0 / Math.max(1, in))).draw(key, type, in, out);
    }

    /**
     * Normal numbers of variance 1 / fanIn, see {@link #lecunUniform}.
     *
     * @return the initializer
     */
    static Initializer lecunNormal() {
        return (key, type, in, out) -> normal(Math.sqrt(1.0 / Math.max(1, in))).draw(key, type, in, out);
    }
}
