package org.gradus.optim.stochastic;

import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;

/**
 * A mean of functions, F(w) = 1/n Σ fᵢ(w): the problem behind stochastic methods, which look at some fᵢ a step.
 *
 * <p>Everything that a method may ask for is a {@link Differentiable}: of one part, of a sample (a batch without replacement or with;
 * an index may stand twice), of the whole. Values, gradients and Hessian-vector products of a sample belong to one function, so
 * differences of gradients that a quasi-Newton method takes are of the same sample.
 */
public interface FiniteSum {

    /**
     * The number of parts.
     *
     * @return n, one or more
     */
    int size();

    /**
     * The mean of some parts.
     *
     * @param indices from 0 to n − 1, at least one; each counts as often as it stands
     * @return their mean as a function
     * @throws ArgumentException when there is none, or one is out of range
     */
    Differentiable batch(int... indices);

    /**
     * The mean of all parts.
     *
     * @return F
     */
    default Differentiable whole() {
        int[] all = new int[size()];
        java.util.Arrays.setAll(all, i -> i);
        return batch(all);
    }

    /**
     * The gradient of one part.
     *
     * @param i from 0 to n − 1
     * @param w where
     * @return ∇fᵢ(w)
     */
    default double[] gradient(int i, double[] w) {
        return batch(i).gradient(w);
    }

    /**
     * A loss of examples.
     *
     * @param <D> the data's type
     * @param loss of parameters, an f64 vector, and one example
     * @param data a tree with one example for each index of its leaves' first axis
     * @return the mean loss
     */
    static <D> FiniteSum of(Fn2<Tensor, D, Tensor> loss, D data) {
        return new TensorSum<>(loss, data);
    }

    /** Refuses indices that are none. */
    private static void refuse(String what) {
        throw new ArgumentException("batch: " + what, "give one index or more, from 0 to size() - 1");
    }

    /**
     * Checks indices, for classes that implement this.
     *
     * @param size n
     * @param indices of a batch
     * @throws ArgumentException when there is none, or one is out of range
     */
    static void check(int size, int... indices) {
        if (indices.length == 0) {
            refuse("no index was given");
        }
        for (int i : indices) {
            if (i < 0 || i >= size) {
                refuse("index " + i + " is not one of " + size + " parts");
            }
        }
    }
}
