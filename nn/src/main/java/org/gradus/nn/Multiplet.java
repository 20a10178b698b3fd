package org.gradus.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Groups of neurons that are Lehmer means of the same inputs with the same weights and different exponents: what one group feeds
 * forward is, say, a low, a middle and a high mean of what it selects. Inputs are positive, and so are outputs. Fry, "An informal
 * introduction to multiplet neural networks", 2020; exponents and initial weights are the choices of this class.
 *
 * @param raw {@code [groups, inputs]}; the weights are their softplus
 * @param exponents {@code [members]} of every group; trained unless held constant
 */
public record Multiplet(Tensor raw, Tensor exponents) {

    /**
     * Triplets with exponents −1, 1 and 3, from below the harmonic to above the contraharmonic mean.
     *
     * @param key used up by this call
     * @param inputs number of positive inputs
     * @param groups number of groups
     * @return a layer of {@code 3·groups} outputs
     */
    public static Multiplet init(Key key, int inputs, int groups) {
        return init(key, inputs, groups, -1, 1, 3);
    }

    /**
     * A layer with normally distributed raw weights, so that groups differ.
     *
     * @param key used up by this call
     * @param inputs number of positive inputs
     * @param groups number of groups
     * @param exponents one a member of a group
     * @return the layer
     */
    public static Multiplet init(Key key, int inputs, int groups, double... exponents) {
        Checks.positive("multiplet", "number of inputs or groups", inputs, groups);
        if (exponents.length == 0) {
            throw new ArgumentException("multiplet: no exponents", "give one a member of a group");
        }
        return new Multiplet(Random.normal(key, groups, inputs), Tensors.tensor(exponents));
    }

    /**
     * A stack of triplets with a last layer of one arithmetic mean a class.
     *
     * @param key used up by this call
     * @param inputs number of positive inputs
     * @param groups of each hidden layer
     * @param classes number of outputs
     * @return the layers, to be applied by {@link #apply(List, Tensor)}
     */
    public static List<Multiplet> network(Key key, int inputs, List<Integer> groups, int classes) {
        List<Key> keys = key.split(groups.size() + 1);
        List<Multiplet> layers = new ArrayList<>();
        int features = inputs;
        for (int i = 0; i < groups.size(); i++) {
            layers.add(init(keys.get(i), features, groups.get(i)));
            features = 3 * groups.get(i);
        }
        layers.add(init(keys.getLast(), features, classes, 1));
        return layers;
    }

    /**
     * The outputs of a stack.
     *
     * @param layers in their order
     * @param x positive numbers {@code [..., inputs]}
     * @return the last layer's outputs
     */
    public static Tensor apply(List<Multiplet> layers, Tensor x) {
        Tensor y = x;
        for (Multiplet layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }

    /**
     * Numbers of any range brought to positive ones: each feature to [δ, 1 + δ].
     *
     * @param x {@code [rows, features]}
     * @param delta δ, above 0
     * @return {@code [rows, features]}; δ for a feature of equal numbers
     */
    public static Tensor positive(Tensor x, double delta) {
        if (!(delta > 0)) {
            throw new ArgumentException("multiplet: δ = " + delta, "give a number above 0");
        }
        Tensor low = x.min(0);
        Tensor range = x.max(0).minus(low);
        return x.minus(low).div(Tensors.where(range.eq(0), 1.0, range)).plus(delta);
    }

    /**
     * The layer's outputs.
     *
     * @param x positive numbers {@code [..., inputs]}
     * @return {@code [..., groups·members]}, a group after another
     * @throws org.gradus.error.ShapeException when x has another number of inputs
     */
    public Tensor apply(Tensor x) {
        Tensor inputs =
                Checks.axis("multiplet", x, -1, raw.dim(1)).expandDims(-2).expandDims(-2);
        Tensor weights = Tensors.softplus(raw).expandDims(1);
        Tensor means = Means.lehmer(inputs, weights, exponents);
        int[] dims = x.shape().dims();
        dims[dims.length - 1] = raw.dim(0) * exponents.size();
        return means.reshape(dims);
    }

    /**
     * How unlike the inputs are that each group selects: {@link Means#slope} divided by the mean, by leading order
     * variance/mean².
     *
     * @param x positive numbers {@code [..., inputs]}
     * @return {@code [..., groups]}
     */
    public Tensor slopeScore(Tensor x) {
        Tensor inputs = Checks.axis("multiplet", x, -1, raw.dim(1)).expandDims(-2);
        Tensor weights = Tensors.softplus(raw);
        return Means.slope(inputs, weights).div(Means.lehmer(inputs, weights, 1));
    }
}
