package org.gradus.optim.stochastic;

import java.util.Arrays;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/**
 * Inexact Newton steps on samples, Hessian-free (Byrd, Chin, Neveitt and Nocedal 2011): conjugate gradients on H_S·s = −g until ‖r‖ ≤
 * η·‖g‖, a direction of negative curvature or a number of products; g is the full gradient, S a sample of parts; then Armijo's
 * condition on the full value with 1e-4, halving from 1. Where the first direction already has negative curvature the step is −g.
 *
 * @param sample parts of S, one or more; n or more takes all
 * @param accuracy η in (0, 1); 0.1 is usual
 * @param products at most a step, one or more; 10 is usual
 */
public record SubsampledNewton(int sample, double accuracy, int products) {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public SubsampledNewton {
        if (!(sample >= 1 && accuracy > 0 && accuracy < 1 && products >= 1)) {
            throw new ArgumentException(
                    "SubsampledNewton: sample " + sample + ", accuracy " + accuracy + ", products " + products,
                    "give one part or more, an accuracy in (0, 1) and one product or more");
        }
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
        int size = Math.min(n, sample);
        Differentiable whole = sum.whole();
        double[] w = start.clone();
        long gradients = 0;
        long used = 0;
        for (int k = 1; k <= steps; k++) {
            double[] g = new double[w.length];
            double value = whole.valueAndGradient(w, g);
            gradients += n;
            int[] chosen = Arrays.stream(Random.permutation(key.fold(k), n).toLongs())
                    .limit(size)
                    .mapToInt(i -> (int) i)
                    .toArray();
            Direction d = direction(sum.batch(chosen), w, g);
            used += (long) d.products * size;
            double slope = Vectors.dot(g, d.s);
            double t = 1;
            while (t > 1e-16 && !(whole.value(Vectors.plus(w, t, d.s)) <= value + 1e-4 * t * slope)) {
                t /= 2;
            }
            w = t > 1e-16 ? Vectors.plus(w, t, d.s) : w;
            watcher.at(k, w);
        }
        return new SampledRun(w, gradients, used);
    }

    private record Direction(double[] s, int products) {}

    private Direction direction(Differentiable f, double[] w, double[] g) {
        double[] s = new double[g.length];
        double[] r = Vectors.plus(s, -1, g);
        double[] p = r;
        double square = Vectors.dot(r, r);
        double limit = accuracy * accuracy * square;
        for (int k = 0; k < products; k++) {
            double[] hp = f.hvp(w, p);
            double curvature = Vectors.dot(p, hp);
            if (curvature <= 0) {
                return new Direction(k == 0 ? r : s, k + 1);
            }
            double length = square / curvature;
            s = Vectors.plus(s, length, p);
            r = Vectors.plus(r, -length, hp);
            double next = Vectors.dot(r, r);
            if (next <= limit) {
                return new Direction(s, k + 1);
            }
            p = Vectors.plus(r, next / square, p);
            square = next;
        }
        return new Direction(s, products);
    }
}
