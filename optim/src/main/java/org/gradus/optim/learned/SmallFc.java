package org.gradus.optim.learned;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.optim.Info;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Step;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * An optimizer whose rule is a tiny network of 197 numbers, the same for every parameter (Metz et al., Practical tradeoffs between
 * memory, compute, and performance in learned optimizers, 2022):
 *
 * <pre>
 * (direction, magnitude) = MLP 39–4–4–2 of 28 normalized features of an entry and 11 of time
 * u = −1e-3·direction·exp(1e-3·magnitude)
 * </pre>
 *
 * <p>Features: gradient, parameter, momenta, second moments and Adafactor's, {@link Accumulators}; time is
 * tanh(t/τ − 1) for τ of 1, 3, 10 … 1e5. Decays are learned too: d = 1 − exp(10·(log(1 − d₀)/10 + θ)), held in [0, 1 − 1e-6].
 * Variant: features, decays and network of the official code ({@code adafac_mlp_lopt}), but that momenta of leaves with fewer than two
 * axes are divided by √max(D, 1e-9), as in {@link Velo}, where it has √(D + 1e-6). Weights come from {@link MetaTrainer}; at {@link Weights#init} it is of no use.
 *
 * @param <P> the parameters' type
 * @param weights of the network
 */
public record SmallFc<P>(Weights weights) implements Optimizer<P, SmallFc.State> {
    private static final double[] FIRST_DECAYS = {0.9, 0.99, 0.999, 0.999, 0.9, 0.99, 0.999};
    private static final double[] TIMES = {1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5};
    private static final int FEATURES = 28;

    /**
     * The weights, 197 numbers.
     *
     * @param w1 {@code [39, 4]}
     * @param b1 {@code [4]}
     * @param w2 {@code [4, 4]}
     * @param b2 {@code [4]}
     * @param w3 {@code [4, 2]}
     * @param b3 {@code [2]}
     * @param decays θ of three momenta, the second moment and three of Adafactor's {@code [7]}
     */
    public record Weights(Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor w3, Tensor b3, Tensor decays) {

        /**
         * Weights by a normal law cut at two deviations of 1/√inputs, biases and θ of 0.
         *
         * @param key used up by this call
         * @return untrained weights
         */
        public static Weights init(Key key) {
            List<Key> keys = key.split(3);
            return new Weights(
                    drawn(keys.get(0), 39, 39, 4),
                    Tensors.zeros(4),
                    drawn(keys.get(1), 4, 4, 4),
                    Tensors.zeros(4),
                    drawn(keys.get(2), 4, 4, 2),
                    Tensors.zeros(2),
                    Tensors.zeros(7));
        }
    }

    static Tensor drawn(Key key, int inputs, int... dims) {
        return Random.truncatedNormal(key, Tensors.scalar(-2), Tensors.scalar(2), dims)
                .div(Math.sqrt(inputs));
    }

    /**
     * The state.
     *
     * @param leaves one a leaf
     */
    public record State(List<Accumulators> leaves) {}

    @Override
    public State init(P params) {
        return new State(Tree.flatten(params).leaves().stream()
                .map(leaf -> Accumulators.zeros(leaf.to(DType.FLOAT64)))
                .toList());
    }

    /** All seven decays. */
    private Tensor decays() {
        double[] start = new double[FIRST_DECAYS.length];
        java.util.Arrays.setAll(start, i -> Math.log(1 - FIRST_DECAYS[i]) / 10);
        Tensor rest = Tensors.tensor(start).plus(weights.decays()).times(10).exp();
        return Tensors.minus(1, rest).clamp(0.0, 1 - 1e-6);
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tensor decays = decays();
        Tensor time = info.step()
                .to(DType.FLOAT64)
                .div(Tensors.tensor(TIMES))
                .minus(1)
                .tanh();
        Tensor bias = time.matmul(weights.w1().slice(0, FEATURES, 39)).plus(weights.b1());
        Tree.Flat<P> flat = Tree.flatten(gradient);
        List<Tensor> params = Tree.flatten(info.params()).leaves();
        List<Tensor> updates = new ArrayList<>();
        List<Accumulators> next = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            Tensor g = leaf.to(DType.FLOAT64);
            Accumulators seen =
                    state.leaves().get(i).next(g, decays.slice(0, 0, 3), decays.get(3), decays.slice(0, 4, 7));
            next.add(seen);
            if (g.size() == 0) {
                updates.add(leaf);
                continue;
            }
            Tensor x = seen.features(g, params.get(i).to(DType.FLOAT64));
            Tensor h = Tensors.relu(
                    x.t().matmul(weights.w1().slice(0, 0, FEATURES)).plus(bias));
            h = Tensors.relu(h.matmul(weights.w2()).plus(weights.b2()));
            Tensor out = h.matmul(weights.w3()).plus(weights.b3()).t();
            Tensor u = out.get(0).times(-1e-3).times(out.get(1).times(1e-3).exp());
            updates.add(u.reshape(g.shape()).to(leaf.dtype()));
        }
        return new Step<>(flat.with(updates), new State(next));
    }
}
