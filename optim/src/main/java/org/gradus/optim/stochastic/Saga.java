package org.gradus.optim.stochastic;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;

/**
 * Steps with a table of the parts' last gradients φ (Defazio, Bach and Lacoste-Julien 2014; Le Roux, Schmidt and Bach 2012). SAGA takes
 * ∇fⱼ(w) − φⱼ + mean φ, which is the gradient in the mean; SAG takes (∇fⱼ(w) − φⱼ)/n + mean φ, which is not, with less variance. The mean
 * is that before φⱼ ← ∇fⱼ(w).
 *
 * @param rate a, positive; 1/(3·L) for SAGA, 1/(16·L) for SAG, L of the roughest part
 * @param unbiased true for SAGA, false for SAG
 */
public record Saga(double rate, boolean unbiased) {

    /**
     * Iterate and table.
     *
     * @param w the iterate
     * @param table φ, one row a part
     * @param mean of the table
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] w, double[][] table, double[] mean) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the rate is not positive
     */
    public Saga {
        if (!(rate > 0)) {
            throw new ArgumentException("Saga: rate " + rate + " is not positive", "give a rate such as 1/(3 L)");
        }
    }

    /**
     * The table at a point.
     *
     * @param sum F
     * @param start w
     * @return the state, with the gradients of all parts there
     */
    public State init(FiniteSum sum, double[] start) {
        double[][] table = new double[sum.size()][];
        double[] mean = new double[start.length];
        for (int i = 0; i < table.length; i++) {
            table[i] = sum.gradient(i, start);
            mean = Vectors.plus(mean, 1.0 / table.length, table[i]);
        }
        return new State(start.clone(), table, mean);
    }

    /**
     * A step.
     *
     * @param sum F
     * @param state iterate and table; the table is used up
     * @param j the part
     * @return the next state
     */
    public State step(FiniteSum sum, State state, int j) {
        int n = state.table().length;
        double[] g = sum.gradient(j, state.w());
        double[] change = Vectors.minus(g, state.table()[j]);
        double[] direction = Vectors.plus(state.mean(), unbiased ? 1 : 1.0 / n, change);
        double[] mean = Vectors.plus(state.mean(), 1.0 / n, change);
        state.table()[j] = g;
        return new State(Vectors.plus(state.w(), -rate, direction), state.table(), mean);
    }

    /**
     * A run on parts drawn uniformly with replacement.
     *
     * @param sum F
     * @param start w, where the table is begun
     * @param steps zero or more
     * @param key of the draws
     * @param watcher sees every iterate
     * @return the last iterate
     */
    public SampledRun run(FiniteSum sum, double[] start, int steps, Key key, SampledRun.Watcher watcher) {
        Draws draws = new Draws(key);
        State state = init(sum, start);
        for (int t = 1; t <= steps; t++) {
            state = step(sum, state, draws.integer(sum.size()));
            watcher.at(t, state.w());
        }
        return new SampledRun(state.w(), sum.size() + (long) steps, 0);
    }
}
