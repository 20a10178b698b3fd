package org.gradus.optim.curvature;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;

/**
 * How a model lets its dense layers be seen: it computes them by {@link #dense}, which is x·W + b and nothing else. A method that
 * looks at layers gives a tap that notes inputs and weights, or adds to the outputs what it wants derivatives by; {@link #closed}
 * does neither.
 */
public final class Tap {
    private final List<Note> notes = new ArrayList<>();
    private final List<Tensor> probes;

    /**
     * A layer as it was seen.
     *
     * @param input x {@code [n, in]}
     * @param weight W {@code [in, out]}
     * @param bias b {@code [out]}, or null
     * @param output x·W + b {@code [n, out]}
     */
    record Note(Tensor input, Tensor weight, Tensor bias, Tensor output) {}

    private Tap(List<Tensor> probes) {
        this.probes = probes;
    }

    /**
     * A tap through which nobody looks, for the loss itself.
     *
     * @return the tap
     */
    public static Tap closed() {
        return new Tap(List.of());
    }

    static Tap adding(List<Tensor> probes) {
        return new Tap(probes);
    }

    List<Note> notes() {
        return notes;
    }

    /**
     * A dense layer.
     *
     * @param x the layer's inputs, an example a row {@code [n, in]}
     * @param weight W {@code [in, out]}, a leaf of the parameters as it is
     * @param bias b {@code [out]}, a leaf of the parameters, or null for none
     * @return x·W + b {@code [n, out]}
     * @throws ShapeException when x is no matrix
     */
    public Tensor dense(Tensor x, Tensor weight, Tensor bias) {
        if (x.rank() != 2) {
            throw new ShapeException(
                    "tap: inputs of the shape " + x.shape(),
                    "give a matrix [n, in], an example a row, as reshape makes");
        }
        Tensor product = x.matmul(weight);
        Tensor output = bias == null ? product : product.plus(bias);
        int layer = notes.size();
        notes.add(new Note(x, weight, bias, output));
        if (probes.isEmpty()) {
            return output;
        }
        if (layer >= probes.size()) {
            throw new ArgumentException(
                    "tap: the model has another number of layers than before",
                    "let the layers of a model depend on its structure alone");
        }
        return output.plus(probes.get(layer));
    }
}
