package org.gradus.optim.stochastic;

import java.util.Arrays;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * Losses of linear predictions with a ridge, fᵢ(w) = φ(⟨xᵢ, w⟩, yᵢ) + λ/2·‖w‖², on plain arrays: a part costs two passes over its row.
 *
 * @param rows xᵢ
 * @param targets yᵢ
 * @param loss φ
 * @param ridge λ, zero or more
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinearModelSum(double[][] rows, double[] targets, Loss loss, double ridge) implements FiniteSum {

    /** A loss of one prediction. */
    public interface Loss {
        /**
         * The loss.
         *
         * @param prediction z
         * @param target y
         * @return φ(z, y)
         */
        double value(double prediction, double target);

        /**
         * Its slope.
         *
         * @param prediction z
         * @param target y
         * @return ∂φ/∂z
         */
        double slope(double prediction, double target);

        /**
         * Its curvature; what Gauss and Newton leave of it where the loss is a square of something else.
         *
         * @param prediction z
         * @param target y
         * @return ∂²φ/∂z²
         */
        double curvature(double prediction, double target);
    }

    /** ½·(z − y)². */
    public record Squared() implements Loss {
        @Override
        public double value(double prediction, double target) {
            return 0.5 * (prediction - target) * (prediction - target);
        }

        @Override
        public double slope(double prediction, double target) {
            return prediction - target;
        }

        @Override
        public double curvature(double prediction, double target) {
            return 1;
        }
    }

    /** log(1 + e^(−y·z)) for targets of −1 and 1. */
    public record Logistic() implements Loss {
        @Override
        public double value(double prediction, double target) {
            double m = -target * prediction;
            return Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m)));
        }

        @Override
        public double slope(double prediction, double target) {
            return -target / (1 + Math.exp(target * prediction));
        }

        @Override
        public double curvature(double prediction, double target) {
            double p = 1 / (1 + Math.exp(target * prediction));
            return target * target * p * (1 - p);
        }
    }

    /**
     * ½·(s(z) − y)² with s(z) = z above zero, leak·z below; at 0 the slope is that of above. Where y = s(⟨xᵢ, w*⟩) the sum is
     * quasar-convex with 2·leak/(1 + leak²) or more, and not convex.
     *
     * @param leak the slope below zero, in (0, 1]
     */
    public record LeakyLink(double leak) implements Loss {
        /**
         * Checks the slope.
         *
         * @throws ArgumentException when it is out of its range
         */
        public LeakyLink {
            if (!(leak > 0 && leak <= 1)) {
                throw new ArgumentException(
                        "LeakyLink: leak " + leak + " is not in (0, 1]", "give a slope such as 0.5");
            }
        }

        /**
         * The link.
         *
         * @param z a prediction
         * @return s(z)
         */
        public double link(double z) {
            return z >= 0 ? z : leak * z;
        }

        @Override
        public double value(double prediction, double target) {
            double r = link(prediction) - target;
            return 0.5 * r * r;
        }

        @Override
        public double slope(double prediction, double target) {
            return (link(prediction) - target) * (prediction >= 0 ? 1 : leak);
        }

        @Override
        public double curvature(double prediction, double target) {
            return prediction >= 0 ? 1 : leak * leak;
        }
    }

    /**
     * Checks the lengths.
     *
     * @throws ArgumentException when there are no rows, lengths differ, or the ridge is negative
     */
    public LinearModelSum {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        boolean even = Arrays.stream(rows).allMatch(row -> row.length == columns);
        if (columns == 0 || !even || rows.length != targets.length || !(ridge >= 0)) {
            throw new ArgumentException(
                    "LinearModelSum: " + rows.length + " rows, " + targets.length + " targets, ridge " + ridge,
                    "give one target a row, rows of one length above 0 and a ridge of 0 or more");
        }
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public Differentiable batch(int... indices) {
        FiniteSum.check(rows.length, indices);
        return new Batch(indices.clone());
    }

    /**
     * The largest curvature of a part under the squared loss, max ‖xᵢ‖² + λ.
     *
     * @return L_max
     */
    public double largestSmoothness() {
        return Arrays.stream(rows).mapToDouble(x -> Vectors.dot(x, x)).max().orElse(0) + ridge;
    }

    private final class Batch implements Differentiable {
        private final int[] indices;

        private Batch(int[] indices) {
            this.indices = indices;
        }

        @Override
        public double value(double[] w) {
            double sum = 0;
            for (int i : indices) {
                sum += loss.value(Vectors.dot(rows[i], w), targets[i]);
            }
            return sum / indices.length + 0.5 * ridge * Vectors.dot(w, w);
        }

        @Override
        public double[] gradient(double[] w) {
            double[] g = new double[w.length];
            valueAndGradient(w, g);
            return g;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            double sum = 0;
            Arrays.fill(gradient, 0);
            for (int i : indices) {
                double z = Vectors.dot(rows[i], w);
                sum += loss.value(z, targets[i]);
                add(gradient, loss.slope(z, targets[i]) / indices.length, rows[i]);
            }
            add(gradient, ridge, w);
            return sum / indices.length + 0.5 * ridge * Vectors.dot(w, w);
        }

        @Override
        public double[] hvp(double[] w, double[] v) {
            double[] product = new double[w.length];
            for (int i : indices) {
                double c = loss.curvature(Vectors.dot(rows[i], w), targets[i]);
                add(product, c * Vectors.dot(rows[i], v) / indices.length, rows[i]);
            }
            add(product, ridge, v);
            return product;
        }
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * what[j];
        }
    }
}
