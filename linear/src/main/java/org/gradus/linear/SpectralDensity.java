package org.gradus.linear;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * How the eigenvalues of a symmetric A are spread, by stochastic Lanczos quadrature: {@link Lanczos} from random unit vectors
 * v₁ … v_p gives Gauss rules whose mean stands for the spectrum,
 *
 * <pre>
 * tr f(A)/n ≈ 1/p · Σₗ Σᵢ τₗᵢ²·f(θₗᵢ)
 * </pre>
 *
 * exact for polynomials f up to degree 2m − 1 but for the chance in the vectors, whose error falls as 1/√(p·n) (Ubaru, Chen
 * and Saad, Fast Estimation of tr(f(A)) via Stochastic Lanczos Quadrature, 2017; Ghorbani, Krishnan and Xiao, An
 * Investigation into Neural Net Optimization via Hessian Eigenvalue Density, 2019). With as many probes as unknowns, or more,
 * the unit vectors of the axes are taken instead, and with as many steps nothing is left to chance.
 */
public final class SpectralDensity {
    /** Enough to place one percent of the eigenvalues of a matrix of a few hundred unknowns. */
    private static final int PROBES = 10;

    private static final int STEPS = 60;

    private final int probes;
    private final int steps;
    private final long seed;

    /** Ten probes of sixty steps. */
    public SpectralDensity() {
        this(PROBES, STEPS);
    }

    /**
     * A density from given work.
     *
     * @param probes the number of vectors p, one or more
     * @param steps the steps of Lanczos' method from each, m, one or more
     * @throws ArgumentException when there are none
     */
    public SpectralDensity(int probes, int steps) {
        this(probes, steps, 0);
    }

    private SpectralDensity(int probes, int steps, long seed) {
        if (probes < 1 || steps < 1) {
            throw new ArgumentException(
                    "spectral density: " + probes + " probes of " + steps + " steps see nothing",
                    "take one or more of both");
        }
        this.probes = probes;
        this.steps = steps;
        this.seed = seed;
    }

    /**
     * Other random vectors.
     *
     * @param number the seed by which they are drawn, default 0
     * @return a changed copy
     */
    public SpectralDensity seed(long number) {
        return new SpectralDensity(probes, steps, number);
    }

    /**
     * A spectrum as points with weights.
     *
     * @param values ascending
     * @param weights the share of the eigenvalues that each stands for, with the sum 1
     * @param unknowns the number of eigenvalues n
     * @param products with the operator
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Estimate(double[] values, double[] weights, int unknowns, int products) {

        /**
         * The mean of a function over the spectrum, tr f(A)/n.
         *
         * @param f the function
         * @return the estimate
         */
        public double mean(DoubleUnaryOperator f) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                // A weight of zero takes its point out, whatever f is there.
                sum += weights[i] == 0 ? 0 : weights[i] * f.applyAsDouble(values[i]);
            }
            return sum;
        }

        /**
         * The share of eigenvalues below a number.
         *
         * @param bound the number
         * @return from 0 to 1
         */
        public double below(double bound) {
            return mean(v -> v < bound ? 1 : 0);
        }

        /**
         * The density, each point spread as a normal distribution.
         *
         * @param at where
         * @param width the standard deviation, above 0
         * @return the density, whose integral is 1
         * @throws ArgumentException when the width is not above 0
         */
        public double density(double at, double width) {
            if (!(width > 0)) {
                throw new ArgumentException("spectral density: a width of " + width, "give a number above 0");
            }
            return mean(v -> Math.exp(-0.5 * (at - v) * (at - v) / (width * width))) / (width * Math.sqrt(2 * Math.PI));
        }
    }

    /**
     * Estimates the spectrum.
     *
     * @param <T> the tree's type
     * @param a a symmetric operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return the spectrum
     * @throws ArgumentException when the operator is not promised to be symmetric
     * @throws org.gradus.error.NonFiniteException when a product is not finite
     */
    public <T> Estimate of(LinearOperator<T> a, T like) {
        int n = Tree.ravel(like).vector().size();
        boolean all = probes >= n;
        int count = all ? n : probes;
        double[][] points = new double[0][];
        int products = 0;
        for (int l = 0; l < count; l++) {
            Lanczos lanczos = new Lanczos(steps).start(all ? axis(l, n) : random(l, n));
            Lanczos.Ritz ritz = lanczos.of(a, like);
            products += ritz.products();
            double[] values = ritz.values().toDoubles();
            double[] weights = ritz.weights().toDoubles();
            int from = points.length;
            points = Arrays.copyOf(points, from + values.length);
            for (int i = 0; i < values.length; i++) {
                points[from + i] = new double[] {values[i], weights[i] / count};
            }
        }
        Arrays.sort(points, (p, q) -> Double.compare(p[0], q[0]));
        return new Estimate(
                Arrays.stream(points).mapToDouble(p -> p[0]).toArray(),
                Arrays.stream(points).mapToDouble(p -> p[1]).toArray(),
                n,
                products);
    }

    private Tensor random(int index, int n) {
        return Random.normal(Key.of(seed).split(probes).get(index), n);
    }

    private static Tensor axis(int index, int n) {
        double[] vector = new double[n];
        vector[index] = 1;
        return Tensors.tensor(NdArray.wrap(Shape.of(n), vector));
    }
}
