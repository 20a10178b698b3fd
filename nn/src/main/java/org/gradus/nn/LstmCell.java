package org.gradus.nn;

import java.util.List;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A long short-term memory. With gates i (input), f (forget), candidate g and o (output) side by side in the weights:
 *
 * <pre>
 *   i = σ(x·Wᵢ + h·Uᵢ + bᵢ)     f = σ(x·W_f + h·U_f + b_f)
 *   g = tanh(x·W_g + h·U_g + b_g)   o = σ(x·Wₒ + h·Uₒ + bₒ)
 *   c' = f ⊙ c + i ⊙ g          h' = o ⊙ tanh(c')
 * </pre>
 *
 * Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997); the forget gate by Gers, Schmidhuber
 * and Cummins, "Learning to forget", 2000.
 *
 * @param inputWeight W, {@code [inputs, 4·hidden]}
 * @param stateWeight U, {@code [hidden, 4·hidden]}
 * @param bias b, {@code [4·hidden]}
 */
public record LstmCell(Tensor inputWeight, Tensor stateWeight, Tensor bias) {

    /**
     * A cell's state.
     *
     * @param hidden h, {@code [..., hidden]}
     * @param memory c, {@code [..., hidden]}
     */
    public record State(Tensor hidden, Tensor memory) {}

    /**
     * A cell with weights uniform on ±1/√hidden, as PyTorch's, and biases of zero but 1 for the forget gate, so that a new
     * cell remembers. Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network architectures",
     * ICML 2015.
     *
     * @param key used up by this call
     * @param inputs number of features in
     * @param hidden number of hidden values
     * @return the cell
     */
    public static LstmCell init(Key key, int inputs, int hidden) {
        List<Tensor> weights = RnnCell.weights("lstm", key, inputs, hidden, 4);
        Tensor bias = Tensors.concatenate(0, Tensors.zeros(hidden), Tensors.ones(hidden), Tensors.zeros(2 * hidden));
        return new LstmCell(weights.get(0), weights.get(1), bias);
    }

    /**
     * The state before the first step: zeros.
     *
     * @param batch the axes of examples, none for a single one
     * @return {@code [batch..., hidden]} each
     */
    public State initialState(int... batch) {
        Tensor zeros = RnnCell.zeros(stateWeight, batch);
        return new State(zeros, zeros);
    }

    /**
     * One step.
     *
     * @param x {@code [..., inputs]}
     * @param state the state
     * @return the next state
     */
    public State step(Tensor x, State state) {
        return next(project(x), state);
    }

    private Tensor project(Tensor x) {
        return Checks.axis("lstm", x, -1, inputWeight.dim(0))
                .matmul(inputWeight)
                .plus(bias);
    }

    private State next(Tensor projected, State state) {
        int n = stateWeight.dim(0);
        Tensor gates = projected.plus(state.hidden().matmul(stateWeight));
        Tensor open = Tensors.sigmoid(gates.slice(-1, 0, 2 * n));
        Tensor candidate = gates.slice(-1, 2 * n, 3 * n).tanh();
        Tensor output = Tensors.sigmoid(gates.slice(-1, 3 * n, 4 * n));
        Tensor memory = open.slice(-1, n, 2 * n)
                .times(state.memory())
                .plus(open.slice(-1, 0, n).times(candidate));
        return new State(output.times(memory.tanh()), memory);
    }

    /**
     * Steps through a sequence.
     *
     * @param xs {@code [time, ..., inputs]}
     * @param state the first state
     * @return the hidden values after each step, and the last state
     * @throws org.gradus.error.ShapeException when the shapes do not fit or there are no steps
     */
    public Unrolled<State> unroll(Tensor xs, State state) {
        return Unrolled.over(project(xs), state, this::next, State::hidden);
    }
}
