package org.gradus.optim.stochastic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;

/**
 * L-BFGS on mini-batches with safe pairs: w ← w − aₖ·H·g. Pairs are of {@link Pairs#SAME_BATCH}: s the step, v the difference of two
 * gradients of one and the same batch (Schraudolph, Yu and Günter 2007; Berahas, Nocedal and Takáč 2016); or of {@link Pairs#PRODUCTS}:
 * every 20 steps, s between means of iterates, v = ∇²F_S·s of a larger sample (Byrd, Hansen, Nocedal and Singer 2016). A pair with sᵀv ≤
 * 1e-8·‖s‖² is skipped. The first pair comes after gradient steps.
 *
 * @param pairs which
 * @param memory pairs kept, one or more
 * @param batch parts a gradient, one or more
 * @param sample parts a product, one or more
 * @param rates aₖ of the step, from 1
 */
public record StochasticLbfgs(Pairs pairs, int memory, int batch, int sample, IntToDoubleFunction rates) {
    private static final int EVERY = 20;
    private static final double LEAST = 1e-8;

    /** How pairs are made. */
    public enum Pairs {
        /** Of two gradients of one batch. */
        SAME_BATCH,
        /** Of Hessian-vector products. */
        PRODUCTS
    }

    private record Pair(double[] s, double[] v) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public StochasticLbfgs {
        if (memory < 1 || batch < 1 || sample < 1) {
            throw new ArgumentException(
                    "StochasticLbfgs: memory " + memory + ", batch " + batch + ", sample " + sample,
                    "give one or more of each");
        }
    }

    /**
     * A run.
     *
     * @param sum F
     * @param start w
     * @param steps zero or more
     * @param key of the draws, with replacement
     * @param watcher sees every iterate
     * @return the last iterate
     */
    public SampledRun run(FiniteSum sum, double[] start, int steps, Key key, SampledRun.Watcher watcher) {
        Draws draws = new Draws(key);
        List<Pair> kept = new ArrayList<>();
        double[] w = start.clone();
        double[] mean = new double[w.length];
        double[] before = null;
        long gradients = 0;
        long products = 0;
        for (int k = 1; k <= steps; k++) {
            Differentiable f = sum.batch(indices(draws, sum.size(), batch));
            double[] g = f.gradient(w);
            double[] next = Vectors.plus(w, -rates.applyAsDouble(k), twoLoops(kept, g));
            gradients += batch;
            if (pairs == Pairs.SAME_BATCH) {
                add(kept, Vectors.minus(next, w), Vectors.minus(f.gradient(next), g));
                gradients += batch;
            }
            mean = Vectors.plus(mean, 1.0 / EVERY, w);
            if (pairs == Pairs.PRODUCTS && k % EVERY == 0) {
                if (before != null) {
                    double[] s = Vectors.minus(mean, before);
                    add(kept, s, sum.batch(indices(draws, sum.size(), sample)).hvp(mean, s));
                    products += sample;
                }
                before = mean;
                mean = new double[w.length];
            }
            w = next;
            watcher.at(k, w);
        }
        return new SampledRun(w, gradients, products);
    }

    private static int[] indices(Draws draws, int n, int count) {
        int[] chosen = new int[count];
        Arrays.setAll(chosen, _ -> draws.integer(n));
        return chosen;
    }

    private void add(List<Pair> kept, double[] s, double[] v) {
        if (Vectors.dot(s, v) > LEAST * Vectors.dot(s, s)) {
            kept.add(new Pair(s, v));
            if (kept.size() > memory) {
                kept.removeFirst();
            }
        }
    }

    private static double[] twoLoops(List<Pair> kept, double[] g) {
        double[] q = g.clone();
        double[] shares = new double[kept.size()];
        for (int i = kept.size() - 1; i >= 0; i--) {
            Pair p = kept.get(i);
            shares[i] = Vectors.dot(p.s, q) / Vectors.dot(p.s, p.v);
            q = Vectors.plus(q, -shares[i], p.v);
        }
        if (!kept.isEmpty()) {
            Pair last = kept.getLast();
            double scale = Vectors.dot(last.s, last.v) / Vectors.dot(last.v, last.v);
            q = Vectors.plus(new double[q.length], scale, q);
        }
        for (int i = 0; i < kept.size(); i++) {
            Pair p = kept.get(i);
            double back = Vectors.dot(p.v, q) / Vectors.dot(p.s, p.v);
            q = Vectors.plus(q, shares[i] - back, p.s);
        }
        return q;
    }
}
