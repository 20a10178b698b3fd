package org.gradus.kernel;

import java.util.Arrays;
import org.gradus.error.NotDifferentiableException;

/**
 * Derivatives of eigenvalues, singular values and their vectors, in the basis of the vectors, with what happens where
 * values coincide.
 *
 * <p>Values count as equal when neighbors differ by at most 4·n·ε times the largest, singular values as zero when they are
 * as small; numerators count as zero up to 8·n·ε times the largest of the matrix. ε is of the arrays' element type.
 */
public final class SpectralDerivatives {
    private SpectralDerivatives() {}

    /**
     * From perturbations N in the basis of the vectors to those of values and vectors.
     *
     * @param singular whether the values are singular values
     * @param values [batch, n], double[] or float[]
     * @param perturbation [batch, n, n], of their type
     * @param tangent receives [batch, n]: diag N, its mean in clusters, 0 for singular values that are zero
     * @param rotation receives [batch, n, n]: N_ij/(w_j−w_i); in clusters 0 or, where it is undetermined, NaN
     * @param batch the number of matrices
     * @param n the size
     */
    public static void tangent(
            boolean singular, Object values, Object perturbation, Object tangent, Object rotation, int batch, int n) {
        Matrices.each(batch, (double) n * n, e -> {
            double[] w = Matrices.read(values, e * n, n);
            double[] x = Matrices.read(perturbation, e * n * n, n * n);
            Clusters clusters = new Clusters(singular, w, Matrices.epsilon(values));
            double[] diagonal = new double[n];
            for (int i = 0; i < n; i++) {
                diagonal[i] = x[i * n + i];
            }
            double[] dw = clusters.mean(diagonal);
            double small = clusters.small(x);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double t = x[i * n + j];
                    if (clusters.together(i, j)) {
                        boolean zero =
                                i == j ? !clusters.ambiguous(i) || Math.abs(t - dw[i]) <= small : Math.abs(t) <= small;
                        x[i * n + j] = zero ? 0 : Double.NaN;
                    } else {
                        x[i * n + j] = t / (w[j] - w[i]);
                    }
                }
            }
            Matrices.write(dw, tangent, e * n);
            Matrices.write(x, rotation, e * n * n);
        });
    }

    /**
     * The transpose of {@link #tangent}.
     *
     * @param singular whether the values are singular values
     * @param values [batch, n], double[] or float[]
     * @param ofValues cotangents of the values, [batch, n]
     * @param ofVectors cotangents of the rotations, [batch, n, n], or null where the vectors do not matter
     * @param out receives cotangents of the perturbations, [batch, n, n]
     * @param batch the number of matrices
     * @param n the size
     * @throws NotDifferentiableException when vectors matter and a cotangent in a cluster is not zero
     */
    public static void cotangent(
            boolean singular, Object values, Object ofValues, Object ofVectors, Object out, int batch, int n) {
        Matrices.each(batch, (double) n * n, e -> {
            double[] w = Matrices.read(values, e * n, n);
            double[] c = Matrices.read(ofValues, e * n, n);
            Clusters clusters = new Clusters(singular, w, Matrices.epsilon(values));
            double[] x = new double[n * n];
            if (ofVectors != null) {
                x = Matrices.read(ofVectors, e * n * n, n * n);
                clusters.demandNothing(x, c, w, Matrices.ofBatch(e, batch));
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        x[i * n + j] = clusters.together(i, j) ? 0 : x[i * n + j] / (w[j] - w[i]);
                    }
                }
            }
            double[] mean = clusters.mean(c);
            for (int i = 0; i < n; i++) {
                x[i * n + i] = mean[i];
            }
            Matrices.write(x, out, e * n * n);
        });
    }

    /**
     * x/d element by element; where d is 0 the quotient is 0 if x is zero to rounding.
     *
     * @param strict whether another x there throws, else it gives NaN
     * @param d divisors [batch, rows, columns], double[] or float[]
     * @param x dividends, of the same shape and type
     * @param out receives the quotients
     * @param batch the number of matrices
     * @param size the elements of one
     * @throws NotDifferentiableException if strict, and such an x is not zero
     */
    public static void quotient(boolean strict, Object d, Object x, Object out, int batch, int size) {
        double epsilon = Matrices.epsilon(d);
        Matrices.each(batch, size, e -> {
            double[] below = Matrices.read(d, e * size, size);
            double[] above = Matrices.read(x, e * size, size);
            double small = 8 * Math.sqrt(size) * epsilon * Matrices.largest(above);
            for (int i = 0; i < size; i++) {
                if (below[i] != 0) {
                    above[i] /= below[i];
                } else if (Math.abs(above[i]) <= small) {
                    above[i] = 0;
                } else if (strict) {
                    throw new NotDifferentiableException(
                            "svd: the singular vectors of matrix" + Matrices.ofBatch(e, batch)
                                    + " have no derivative, because some of its singular values are zero to rounding",
                            "use the vectors of other values only, or pinv, lstsq, svdvals, which are differentiable");
                } else {
                    above[i] = Double.NaN;
                }
            }
            Matrices.write(above, out, e * size);
        });
    }

    /** Which values are equal to rounding, in chains of neighbors. */
    private static final class Clusters {
        private final boolean singular;
        private final double epsilon;
        private final int[] id;
        private final int[] size;
        private final int zeros;

        Clusters(boolean singular, double[] w, double epsilon) {
            int n = w.length;
            this.singular = singular;
            this.epsilon = epsilon;
            this.id = new int[n];
            this.size = new int[n + 1];
            this.zeros = n;
            double tolerance = 4 * n * epsilon * Matrices.largest(w);
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (i, j) -> Double.compare(w[i], w[j]));
            int current = -1;
            for (int k = 0; k < n; k++) {
                int i = order[k];
                if (singular && Math.abs(w[i]) <= tolerance) {
                    id[i] = zeros;
                } else {
                    boolean near = k > 0 && id[order[k - 1]] != zeros && w[i] - w[order[k - 1]] <= tolerance;
                    current += near ? 0 : 1;
                    id[i] = current;
                }
                size[id[i]]++;
            }
        }

        boolean together(int i, int j) {
            return id[i] == id[j];
        }

        /** Whether the vector of a value is one of many. */
        boolean ambiguous(int i) {
            return size[id[i]] > 1 || id[i] == zeros;
        }

        double[] mean(double[] x) {
            double[] sums = new double[size.length];
            for (int i = 0; i < x.length; i++) {
                sums[id[i]] += x[i];
            }
            sums[zeros] = 0;
            double[] mean = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                mean[i] = id[i] == zeros ? 0 : sums[id[i]] / size[id[i]];
            }
            return mean;
        }

        double small(double[] x) {
            return 8 * id.length * epsilon * Matrices.largest(x);
        }

        void demandNothing(double[] x, double[] c, double[] w, String ofBatch) {
            int n = w.length;
            double smallVector = small(x);
            double smallValue = small(c);
            for (int i = 0; i < n; i++) {
                if (!ambiguous(i)) {
                    continue;
                }
                for (int j = 0; j < n; j++) {
                    boolean bad = i == j
                            ? !(Math.abs(c[i]) <= smallValue) || !(Math.abs(x[i * n + i]) <= smallVector)
                            : together(i, j) && !(Math.abs(x[i * n + j]) <= smallVector);
                    if (bad) {
                        throw refusal(w, i, i == j ? partner(i) : j, ofBatch);
                    }
                }
            }
        }

        private int partner(int i) {
            for (int j = 0; j < id.length; j++) {
                if (j != i && together(i, j)) {
                    return j;
                }
            }
            return i;
        }

        private NotDifferentiableException refusal(double[] w, int i, int j, String ofBatch) {
            String values = singular ? "singular values" : "eigenvalues";
            String which = i == j
                    ? "singular value " + i + " (" + w[i] + ") is zero"
                    : values + " " + Math.min(i, j) + " and " + Math.max(i, j) + " (" + w[Math.min(i, j)] + " and "
                            + w[Math.max(i, j)] + ") are equal";
            return new NotDifferentiableException(
                    (singular ? "svd" : "eigh") + ": the vectors of matrix" + ofBatch + " have no derivative, because "
                            + which + " to rounding",
                    singular
                            ? "use svdvals where only the values matter, or pinv, lstsq, norm, which need no vectors"
                            : "use eigvalsh where only the values matter, or sqrtm, expm, solve, which need no vectors");
        }
    }
}
