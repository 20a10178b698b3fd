package org.gradus.transform;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The Taylor expansion of a function along a line: f(x + t·v) = Σₖ cₖ·tᵏ + O(tⁿ⁺¹). These are coefficients, not derivatives:
 * the k-th derivative in t is k!·cₖ, which {@link #derivative} gives.
 *
 * @param <B> the type of the function's result
 * @param coefficients c₀ … cₙ, trees like the result; c₀ is the value
 */
public record TaylorSeries<B>(List<B> coefficients) {

    /** The largest k for which k! is a finite f64. */
    private static final int LARGEST_FACTORIAL = 170;

    /**
     * Copies the list.
     *
     * @throws ArgumentException when there is no coefficient
     */
    public TaylorSeries {
        coefficients = List.copyOf(Require.notNull(coefficients, "taylor", "the list of coefficients"));
        if (coefficients.isEmpty()) {
            throw new ArgumentException("taylor: no coefficients", "give at least the value, coefficient 0");
        }
    }

    /**
     * The order of the expansion.
     *
     * @return n, one less than there are coefficients
     */
    public int order() {
        return coefficients.size() - 1;
    }

    /**
     * The function's value, coefficient 0.
     *
     * @return f(x)
     */
    public B value() {
        return coefficients.getFirst();
    }

    /**
     * The coefficient of tᵏ.
     *
     * @param k from 0 to the order
     * @return cₖ = f⁽ᵏ⁾/k!
     * @throws ArgumentException when k is negative or above the order
     */
    public B coefficient(int k) {
        if (k < 0 || k > order()) {
            throw new ArgumentException(
                    "taylor: coefficient " + k + " of an expansion of order " + order(),
                    "ask for 0 to " + order() + ", or expand to a higher order");
        }
        return coefficients.get(k);
    }

    /**
     * The k-th derivative of t ↦ f(x + t·v) at t = 0, which is the k-th derivative of f applied to k copies of v.
     *
     * @param k from 0 to the order, at most 170
     * @return k!·cₖ
     * @throws ArgumentException when k is negative, above the order or above 170
     */
    public B derivative(int k) {
        B coefficient = coefficient(k);
        if (k > LARGEST_FACTORIAL) {
            throw new ArgumentException(
                    "taylor: derivative " + k + ", whose factor " + k + "! is not a finite f64",
                    "use the coefficient, which is the derivative divided by " + k + "!");
        }
        double factorial = 1;
        for (int i = 2; i <= k; i++) {
            factorial *= i;
        }
        double factor = factorial;
        return Tree.map((Tensor leaf) -> leaf.dtype().isFloat() ? leaf.times(factor) : leaf, coefficient);
    }

    /**
     * The polynomial at a parameter, an approximation of f(x + t·v).
     *
     * @param t the parameter
     * @return Σₖ cₖ·tᵏ
     */
    public B at(double t) {
        B sum = coefficients.getLast();
        for (B coefficient : coefficients.reversed().subList(1, coefficients.size())) {
            sum = Tree.map(
                    (Tensor s, Tensor c) -> c.dtype().isFloat() ? s.times(t).plus(c) : c, sum, coefficient);
        }
        return sum;
    }
}
