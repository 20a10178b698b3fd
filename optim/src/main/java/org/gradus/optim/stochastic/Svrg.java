package org.gradus.optim.stochastic;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;

/**
 * Stochastic variance-reduced gradients (Johnson and Zhang 2013): with an anchor w̄ and G = ∇F(w̄), m inner steps w ← w − a·(∇fᵢ(w) −
 * ∇fᵢ(w̄) + G) from the anchor, i drawn uniformly with replacement; the next anchor is what {@link Next} says.
 *
 * @param rate a, positive; 1/(10·L) has a proof, 0.3/L is usual
 * @param inner m, one or more; 2·n is usual
 * @param next the next anchor
 */
public record Svrg(double rate, int inner, Next next) {

    /** The next anchor. */
    public enum Next {
        /** The last inner iterate. */
        LAST,
        /** The mean of the inner iterates that gradients were taken at. */
        AVERAGE,
        /** One of these, with equal chances. */
        RANDOM
    }

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Svrg {
        if (!(rate > 0 && inner >= 1)) {
            throw new ArgumentException(
                    "Svrg: rate " + rate + ", inner steps " + inner, "give a positive rate and one step or more");
        }
    }

    /**
     * A run.
     *
     * @param sum F
     * @param start the first anchor
     * @param epochs zero or more
     * @param key of the draws
     * @param watcher sees every anchor
     * @return the last anchor
     */
    public SampledRun run(FiniteSum sum, double[] start, int epochs, Key key, SampledRun.Watcher watcher) {
        Draws draws = new Draws(key);
        double[] anchor = start.clone();
        long gradients = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double[] full = sum.whole().gradient(anchor);
            double[] w = anchor;
            double[] mean = new double[w.length];
            int kept = next == Next.RANDOM ? draws.integer(inner) : -1;
            double[] drawn = w;
            for (int t = 0; t < inner; t++) {
                mean = Vectors.plus(mean, 1.0 / inner, w);
                drawn = t == kept ? w : drawn;
                int i = draws.integer(sum.size());
                double[] g = Vectors.minus(sum.gradient(i, w), sum.gradient(i, anchor));
                w = Vectors.plus(w, -rate, Vectors.plus(g, 1, full));
            }
            gradients += sum.size() + 2L * inner;
            anchor = switch (next) {
                case LAST -> w;
                case AVERAGE -> mean;
                case RANDOM -> drawn;
            };
            watcher.at(epoch, anchor);
        }
        return new SampledRun(anchor, gradients, 0);
    }
}
