package org.gradus.nn;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A plain recurrent cell: {@code h' = tanh(x·W + h·U + b)}. Elman, "Finding structure in time", Cognitive Science 14
 * (1990).
 *
 * @param inputWeight W, {@code [inputs, hidden]}
 * @param stateWeight U, {@code [hidden, hidden]}
 * @param bias b, {@code [hidden]}
 */
public record RnnCell(Tensor inputWeight, Tensor stateWeight, Tensor bias) {

    /**
     * A cell with weights uniform on ±1/√hidden, as PyTorch's, and a bias of zero.
     *
     * @param key used up by this call
     * @param inputs number of features in
     * @param hidden number of hidden values
     * @return the cell
     */
    public static RnnCell init(Key key, int inputs, int hidden) {
        List<Tensor> weights = weights("rnn", key, inputs, hidden, 1);
        return new RnnCell(weights.get(0), weights.get(1), Tensors.zeros(hidden));
    }

    /** Weights of inputs and of the state for a number of gates. */
    static List<Tensor> weights(String cell, Key key, int inputs, int hidden, int gates) {
        Checks.positive(cell, "number of features", inputs, hidden);
        List<Key> keys = key.split(2);
        Initializer uniform = Initializer.uniform(1 / Math.sqrt(hidden));
        ArrayType in = new ArrayType(DType.FLOAT64, Shape.of(inputs, gates * hidden));
        ArrayType state = new ArrayType(DType.FLOAT64, Shape.of(hidden, gates * hidden));
        return List.of(
                uniform.draw(keys.get(0), in, inputs, gates * hidden),
                uniform.draw(keys.get(1), state, hidden, gates * hidden));
    }

    /** Zeros of {@code [batch..., hidden]}. */
    static Tensor zeros(Tensor stateWeight, int... batch) {
        Shape shape = Shape.of(batch).concat(Shape.of(stateWeight.dim(0)));
        return Tensors.full(0, stateWeight.type().with(shape));
    }

    /**
     * The state before the first step: zeros.
     *
     * @param batch the axes of examples, none for a single one
     * @return {@code [batch..., hidden]}
     */
    public Tensor initialState(int... batch) {
        return zeros(stateWeight, batch);
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
        return Checks.axis("rnn", x, -1, inputWeight.dim(0)).matmul(inputWeight).plus(bias);
    }

    private Tensor next(Tensor projected, Tensor h) {
        return projected.plus(h.matmul(stateWeight)).tanh();
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
