package org.gradus.nn;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A fully connected layer: {@code y = x·W + b}.
 *
 * @param weight W, {@code [inputs, outputs]}
 * @param bias b, {@code [outputs]}, or null for none
 */
public record Dense(Tensor weight, Tensor bias) {

    /**
     * A layer with weights by {@link Initializer#glorotUniform}, since it does well before tanh, softmax or no activation
     * alike, and a bias of zero; before relu, {@link Initializer#heNormal} is the better choice.
     *
     * @param key used up by this call
     * @param inputs number of features in
     * @param outputs number of features out
     * @return the layer
     */
    public static Dense init(Key key, int inputs, int outputs) {
        return init(key, inputs, outputs, Initializer.glorotUniform());
    }

    /**
     * A layer with a bias of zero.
     *
     * @param key used up by this call
     * @param inputs number of features in
     * @param outputs number of features out
     * @param weights how the weights are chosen
     * @return the layer
     */
    public static Dense init(Key key, int inputs, int outputs, Initializer weights) {
        Checks.positive("dense", "number of features", inputs, outputs);
        ArrayType type = new ArrayType(DType.FLOAT64, Shape.of(inputs, outputs));
        return new Dense(weights.draw(key, type, inputs, outputs), Tensors.zeros(outputs));
    }

    /**
     * The layer without its bias, for use before a normalization, which would take it away again.
     *
     * @return a layer with the same weights
     */
    public Dense withoutBias() {
        return new Dense(weight, null);
    }

    /**
     * The layer's outputs.
     *
     * @param x {@code [..., inputs]}
     * @return {@code [..., outputs]}
     * @throws org.gradus.error.ShapeException when x has another number of features
     */
    public Tensor apply(Tensor x) {
        Tensor product = Checks.axis("dense", x, -1, weight.dim(0)).matmul(weight);
        return bias == null ? product : product.plus(bias);
    }
}
