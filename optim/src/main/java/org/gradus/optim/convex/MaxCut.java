package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Key;

/**
 * Cuts of large weight by the semidefinite relaxation with random hyperplanes (Goemans and Williamson 1995): unit vectors vᵢ maximize
 * Σ wᵢⱼ·(1 − vᵢᵀvⱼ)/2 over pairs, a hyperplane cuts them; the mean cut is at least 0.878 of the relaxation's value for weights of zero or more.
 * The relaxation is solved in ⌈√(2n)⌉ + 1 dimensions (Burer and Monteiro 2003) by setting one vector after another to −Σ wᵢⱼ·vⱼ, normalized.
 *
 * @param weights symmetric, zero or more, with a zero diagonal
 */
@SuppressWarnings("ArrayRecordComponent")
public record MaxCut(double[][] weights) {

    /**
     * A relaxation and the best cut that it gave.
     *
     * @param bound the relaxation's value, at the vectors
     * @param mean of the cuts
     * @param best of the cuts
     * @param side of every node in the best cut
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Cut(double bound, double mean, double best, boolean[] side) {}

    /**
     * Checks the weights.
     *
     * @throws ArgumentException when they are not symmetric, or negative
     */
    public MaxCut {
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                boolean fits = weights[i].length == weights.length && weights[i][j] == weights[j][i];
                if (!fits || weights[i][j] < 0 || (i == j && weights[i][j] != 0)) {
                    throw new ArgumentException(
                            "MaxCut: the weights of " + i + " and " + j + " do not fit",
                            "give a symmetric matrix of zero or more with a zero diagonal");
                }
            }
        }
    }

    /**
     * Relaxes and rounds.
     *
     * @param sweeps over the vectors, one or more; 200 are usual
     * @param hyperplanes one or more
     * @param key of the first vectors and hyperplanes
     * @return the best cut
     */
    public Cut run(int sweeps, int hyperplanes, Key key) {
        int n = weights.length;
        int rank = (int) Math.ceil(Math.sqrt(2.0 * n)) + 1;
        Draws draws = new Draws(key);
        double[][] v = new double[n][];
        java.util.Arrays.setAll(v, i -> draws.direction(rank));
        for (int s = 0; s < sweeps; s++) {
            for (int i = 0; i < n; i++) {
                double[] pull = new double[rank];
                Vectors.addTransposed(v, weights[i], pull);
                double norm = Vectors.norm(pull);
                v[i] = norm > 0 ? Vectors.plus(new double[rank], -1 / norm, pull) : v[i];
            }
        }
        double bound = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                bound += 0.5 * weights[i][j] * (1 - Vectors.dot(v[i], v[j]));
            }
        }
        double mean = 0;
        double best = -1;
        boolean[] chosen = new boolean[n];
        for (int h = 0; h < hyperplanes; h++) {
            double[] side = Vectors.times(v, draws.direction(rank));
            double cut = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    cut += side[i] > 0 != side[j] > 0 ? weights[i][j] : 0;
                }
            }
            mean += cut / hyperplanes;
            if (cut > best) {
                best = cut;
                for (int i = 0; i < n; i++) {
                    chosen[i] = side[i] > 0;
                }
            }
        }
        return new Cut(bound, mean, best, chosen);
    }
}
