package org.gradus.optim.convex;

import org.gradus.Differentiable;

/**
 * A convex function behind an oracle that counts: complexity in this package is the number of calls. The function may have kinks, where
 * any subgradient may come.
 */
public final class Oracle {
    private final Function f;
    private long values;
    private long gradients;

    /** A function with subgradients. */
    public interface Function {
        /**
         * The value.
         *
         * @param x where
         * @return f(x)
         */
        double value(double[] x);

        /**
         * A subgradient.
         *
         * @param x where
         * @return one
         */
        double[] gradient(double[] x);
    }

    /**
     * An oracle of a function.
     *
     * @param f the function
     */
    public Oracle(Function f) {
        this.f = f;
    }

    /**
     * An oracle of a function with derivatives.
     *
     * @param f the function
     * @return the oracle
     */
    public static Oracle of(Differentiable f) {
        return new Oracle(new Function() {
            @Override
            public double value(double[] x) {
                return f.value(x);
            }

            @Override
            public double[] gradient(double[] x) {
                return f.gradient(x);
            }
        });
    }

    /**
     * The value.
     *
     * @param x where
     * @return f(x)
     */
    public double value(double[] x) {
        values++;
        return f.value(x);
    }

    /**
     * A subgradient.
     *
     * @param x where
     * @return one
     */
    public double[] gradient(double[] x) {
        gradients++;
        return f.gradient(x);
    }

    /**
     * Calls of {@link #value} so far.
     *
     * @return zero or more
     */
    public long values() {
        return values;
    }

    /**
     * Calls of {@link #gradient} so far.
     *
     * @return zero or more
     */
    public long gradients() {
        return gradients;
    }
}
