package org.gradus.optim.stochastic;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Gradients on samples that grow when they are too noisy (Byrd, Chin, Nocedal and Wu 2012): after a step on a sample S, the next has
 * ⌈Var/(θ²·‖g‖²)⌉ parts where Var/|S| > θ²·‖g‖², Var the sum over coordinates of the variance of the parts' gradients, 1/(|S| − 1).
 *
 * @param rate a, positive
 * @param theta θ in (0, 1)
 * @param first size of the first sample, two or more
 */
public record NormTest(double rate, double theta, int first) {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public NormTest {
        if (!(rate > 0 && theta > 0 && theta < 1 && first >= 2)) {
            throw new ArgumentException(
                    "NormTest: rate " + rate + ", theta " + theta + ", first " + first,
                    "give a positive rate, theta in (0, 1) and two parts or more");
        }
    }

    /**
     * The size that a test asks for.
     *
     * @param gradients of the sample's parts, two or more
     * @return the next size, never smaller
     */
    public int next(double[][] gradients) {
        int size = gradients.length;
        double[] mean = mean(gradients);
        double spread = 0;
        for (double[] g : gradients) {
            double[] d = Vectors.minus(g, mean);
            spread += Vectors.dot(d, d) / (size - 1);
        }
        double wanted = spread / (theta * theta * Vectors.dot(mean, mean));
        return wanted > size ? (int) Math.min(Integer.MAX_VALUE, Math.ceil(wanted)) : size;
    }

    private static double[] mean(double[][] gradients) {
        double[] mean = new double[gradients[0].length];
        for (double[] g : gradients) {
            mean = Vectors.plus(mean, 1.0 / gradients.length, g);
        }
        return mean;
    }

    /**
     * A run.
     *
     * @param sum F
     * @param start w
     * @param steps zero or more
     * @param key of the samples, without replacement
     * @param watcher sees every iterate
     * @return the last iterate
     */
    public SampledRun run(FiniteSum sum, double[] start, int steps, Key key, SampledRun.Watcher watcher) {
        int n = sum.size();
        int size = Math.min(n, first);
        double[] w = start.clone();
        long used = 0;
        for (int k = 1; k <= steps; k++) {
            double[] at = w;
            double[][] gradients = Arrays.stream(
                            Random.permutation(key.fold(k), n).toLongs())
                    .limit(size)
                    .mapToObj(i -> sum.gradient((int) i, at))
                    .toArray(double[][]::new);
            used += size;
            w = Vectors.plus(w, -rate, mean(gradients));
            size = Math.min(n, next(gradients));
            watcher.at(k, w);
        }
        return new SampledRun(w, used, 0);
    }
}
