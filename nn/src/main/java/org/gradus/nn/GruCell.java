package org.gradus.nn;

import java.util.List;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A gated recurrent unit. With gates r (reset), z (update) and candidate n side by side in the weights:
 *
 * <pre>
 *   r = σ(x·Wᵣ + bᵣ + h·Uᵣ)
 *   z = σ(x·W_z + b_z + h·U_z)
 *   n = tanh(x·Wₙ + bₙ + r ⊙ (h·Uₙ + c))
 *   h' = (1 − z) ⊙ n + z ⊙ h
 * </pre>
 *
 * Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014. The reset gate is applied after the
 * product with the state, as PyTorch and cuDNN do.
 *
 * @param inputWeight W, {@code [inputs, 3·hidden]}
 * @param stateWeight U, {@code [hidden, 3·hidden]}
 * @param bias b, {@code [3·hidden]}
 * @param candidateBias c, {@code [hidden]}
 */
public record GruCell(Tensor inputWeight, Tensor stateWeight, Tensor bias, Tensor candidateBias) {

    /**
     * A cell with weights uniform on ±1/√hidden, as PyTorch's, and biases of zero.
     *
     * @param key used up by this call
     * @param inputs number of features in
     * @param hidden number of hidden values
     * @return the cell
     */
    public static GruCell init(Key key, int inputs, int hidden) {
        List<Tensor> weights = RnnCell.weights("gru", key, inputs, hidden, 3);
        return new GruCell(weights.get(0), weights.get(1), Tensors.zeros(3 * hidden), Tensors.zeros(hidden));
    }

    /**
     * The state before the first step: zeros.
     *
     * @param batch the axes of examples, none for a single one
     * @return {@code [batch..., hidden]}
     */
    public Tensor initialState(int... batch) {
        return RnnCell.zeros(stateWeight, batch);
    }

    /**
     * One step.
     *
     * @param x {@code [..., inputs]}
     * @param h the state, {@code [..., hidden]}
     * @return the next state
     */
    public Tensor step(Tensor x, Tensor h) {
        return next(project(x), h);
    }

    private Tensor project(Tensor x) {
        return Checks.axis("gru", x, -1, inputWeight.dim(0)).matmul(inputWeight).plus(bias);
    }

    private Tensor next(Tensor projected, Tensor h) {
        int n = stateWeight.dim(0);
        Tensor own = h.matmul(stateWeight);
        Tensor gates = Tensors.sigmoid(projected.slice(-1, 0, 2 * n).plus(own.slice(-1, 0, 2 * n)));
        Tensor reset = gates.slice(-1, 0, n);
        Tensor update = gates.slice(-1, n, 2 * n);
        Tensor candidate = projected
                .slice(-1, 2 * n, 3 * n)
                .plus(reset.times(own.slice(-1, 2 * n, 3 * n).plus(candidateBias)))
                .tanh();
        return candidate.plus(update.times(h.minus(candidate)));
    }

    /**
     * Steps through a sequence.
     *
     * @param xs {@code [time, ..., inputs]}
     * @param h the first state, {@code [..., hidden]}
     * @return the states after each step, and the last
     * @throws org.gradus.error.ShapeException when the shapes do not fit or there are no steps
     */
    public Unrolled<Tensor> unroll(Tensor xs, Tensor h) {
        return Unrolled.over(project(xs), h, this::next, s -> s);
    }
}
