package org.gradus.optim;

import org.gradus.Gradus;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Minimizes a spectral risk of losses plus μ/2·‖w‖² by one example a step, without bias (Mehta, Roulet, Pillutla and
 * Harchaoui 2023, Prospect).
 *
 * <p>With tables of losses l̂, gradients gᵢ and weights ρ, λ = q*(l̂), ḡ = Σ ρᵢ·gᵢ, and an example i: v = n·λᵢ·∇lᵢ(w) −
 * n·ρᵢ·gᵢ + ḡ, w ← (w − η·v)/(1 + η·μ); then l̂ᵢ, gᵢ become those at the old w, ρᵢ the old λᵢ, ḡ follows, λ is computed
 * anew.
 *
 * @param risk of as many losses as there are examples
 * @param penalty μ, zero or more; 1/n is usual
 * @param rate η, positive
 */
public record Prospect(SpectralRisk risk, double penalty, double rate) {

    /**
     * Tables and iterate.
     *
     * @param point w
     * @param losses l̂
     * @param gradients gᵢ, one a row
     * @param weights λ
     * @param used ρ
     * @param mean ḡ
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(
            double[] point, double[] losses, double[][] gradients, double[] weights, double[] used, double[] mean) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Prospect {
        Settings.notNegative("Prospect", "penalty", penalty);
        Settings.positive("Prospect", "rate", rate);
    }

    /**
     * The tables at a point.
     *
     * @param <D> the data's type
     * @param loss of one example
     * @param data a tree with one example for each index of its leaves' first axis
     * @param start w
     * @return the state
     */
    public <D> State init(Fn2<Tensor, D, Tensor> loss, D data, Tensor start) {
        Tensor losses = Gradus.vmap((D example) -> loss.apply(start, example)).apply(data);
        Tensor gradients = PerExample.gradients(loss, start, data);
        double[] weights = risk.weights(losses.toDoubles());
        double[][] table = new double[weights.length][];
        double[] mean = new double[start.size()];
        for (int i = 0; i < table.length; i++) {
            table[i] = gradients.get(i).toDoubles();
            add(mean, weights[i], table[i]);
        }
        return new State(start.toDoubles(), losses.toDoubles(), table, weights, weights.clone(), mean);
    }

    /**
     * The direction of an example: on the mean over all examples the gradient of the risk.
     *
     * @param state tables and iterate
     * @param i the example
     * @param gradient ∇lᵢ(w)
     * @return v
     */
    public double[] direction(State state, int i, double[] gradient) {
        int n = state.losses().length;
        double[] v = state.mean().clone();
        add(v, n * state.weights()[i], gradient);
        add(v, -n * state.used()[i], state.gradients()[i]);
        return v;
    }

    /**
     * One step.
     *
     * @param state tables and iterate
     * @param i the example
     * @param loss lᵢ(w)
     * @param gradient ∇lᵢ(w)
     * @return the next tables and iterate; the tables of the argument are used up
     */
    public State step(State state, int i, double loss, double[] gradient) {
        double[] v = direction(state, i, gradient);
        double[] w = state.point().clone();
        for (int j = 0; j < w.length; j++) {
            w[j] = (w[j] - rate * v[j]) / (1 + rate * penalty);
        }
        double[] mean = state.mean();
        add(mean, state.weights()[i], gradient);
        add(mean, -state.used()[i], state.gradients()[i]);
        state.losses()[i] = loss;
        state.gradients()[i] = gradient;
        state.used()[i] = state.weights()[i];
        return new State(w, state.losses(), state.gradients(), risk.weights(state.losses()), state.used(), mean);
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * what[j];
        }
    }

    /**
     * A run of n steps an epoch on examples drawn uniformly.
     *
     * @param <D> the data's type
     * @param loss of one example, traceable
     * @param data a tree with one example for each index of its leaves' first axis
     * @param start w, a vector
     * @param epochs zero or more
     * @param key of the draws
     * @return the last iterate
     */
    public <D> Tensor run(Fn2<Tensor, D, Tensor> loss, D data, Tensor start, int epochs, Key key) {
        State state = init(loss, data, start);
        int n = state.losses().length;
        long[] order = Random.integers(key, 0, n, Math.max(1, epochs * n)).toLongs();
        Fn2<Tensor, D, ValueAndGrad<Tensor>> both =
                Gradus.jit((Tensor w, D example) -> Gradus.valueAndGrad(loss).apply(w, example));
        for (int t = 0; t < epochs * n; t++) {
            int i = (int) order[t];
            D example = Tree.map(leaf -> leaf.get(i), data);
            ValueAndGrad<Tensor> at = both.apply(Tensors.tensor(state.point()), example);
            state = step(state, i, at.value().item(), at.gradient().toDoubles());
        }
        return Tensors.tensor(state.point());
    }
}
