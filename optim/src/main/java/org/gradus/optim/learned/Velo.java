package org.gradus.optim.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Info;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Step;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A learned optimizer of two levels (Metz et al., VeLO: Training Versatile Learned Optimizers by Scaling Up, 2022): a recurrent
 * network looks at each leaf as a whole and mixes, out of a bank, the tiny network that moves the leaf's entries.
 *
 * <pre>
 * x: 30 features of time, loss and moments of a leaf;  x' = B·x + b + max over leaves of relu(A·x + a)
 * (h, c) = LSTM(x', (h, c)),   k = W·h + w,   r = w_s·h + b_s
 * Θ = 100·mean over the bank of kᵢ·Θᵢ,   (d, a, unused) = MLP_Θ of 30 features of an entry
 * u = −r·d·exp(0.001·a)·0.001·√(mean p² + 1e-9)
 * </pre>
 *
 * <p>It sees the loss and knows how many steps are planned, and has no learning rate. Variant: architecture and features of the
 * official {@code hyper_v2}; the released weights, of 4000 TPU months, are not here: weights come from {@link MetaTrainer}.
 *
 * @param <P> the parameters' type
 * @param weights of all networks
 * @param steps planned, more than 10
 */
public record Velo<P>(Weights weights, int steps) implements Optimizer<P, Velo.State> {
    private static final double[] TIMES = {0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1};
    private static final double[] DECAYS = {0.9, 0.99, 0.999};
    private static final int INPUTS = 30;
    private static final int LIVES = 10;

    /**
     * The weights. The LSTM's gates stand in the order input, forget, candidate, output.
     *
     * @param shared A {@code [30, H]}
     * @param sharedBias a {@code [H]}
     * @param own B {@code [30, H]}
     * @param ownBias b {@code [H]}
     * @param input of the LSTM {@code [H, 4·H]}
     * @param recurrent of the LSTM {@code [H, 4·H]}
     * @param gates biases of the LSTM {@code [4·H]}
     * @param hidden h before the first step {@code [H]}
     * @param memory c before the first step {@code [H]}
     * @param control W {@code [H, K]}
     * @param controlBias w {@code [K]}
     * @param rate w_s {@code [H]}
     * @param rateBias b_s, a scalar
     * @param bank Θ, a member a row: weights {@code [30, 4]}, {@code [4]}, {@code [4, 4]}, {@code [4]}, {@code [4, 3]}, {@code [3]} one
     *     after the other, {@code [K, 159]}
     */
    public record Weights(
            Tensor shared,
            Tensor sharedBias,
            Tensor own,
            Tensor ownBias,
            Tensor input,
            Tensor recurrent,
            Tensor gates,
            Tensor hidden,
            Tensor memory,
            Tensor control,
            Tensor controlBias,
            Tensor rate,
            Tensor rateBias,
            Tensor bank) {

        /**
         * Untrained weights: matrices by a normal law cut at two deviations of 1/√inputs, biases and the first state of 0, but b_s of
         * 1 and, for the LSTM's forget gate, of 1.
         *
         * @param key used up by this call
         * @param width H; 128 in the official code, 512 in the released model
         * @param members K; 64 in the official code
         * @return weights
         */
        public static Weights init(Key key, int width, int members) {
            if (width < 1 || members < 1) {
                throw new ArgumentException(
                        "velo: a width of " + width + " and " + members + " networks", "give one of each or more");
            }
            List<Key> keys = key.split(9);
            Tensor bank = Tensors.concatenate(
                    1,
                    SmallFc.drawn(keys.get(6), INPUTS, members, INPUTS * 4),
                    Tensors.zeros(members, 4),
                    SmallFc.drawn(keys.get(7), 4, members, 16),
                    Tensors.zeros(members, 4),
                    SmallFc.drawn(keys.get(8), 4, members, 12),
                    Tensors.zeros(members, 3));
            return new Weights(
                    SmallFc.drawn(keys.get(0), INPUTS, INPUTS, width),
                    Tensors.zeros(width),
                    SmallFc.drawn(keys.get(1), INPUTS, INPUTS, width),
                    Tensors.zeros(width),
                    SmallFc.drawn(keys.get(2), 2 * width, width, 4 * width),
                    SmallFc.drawn(keys.get(3), 2 * width, width, 4 * width),
                    Tensors.concatenate(0, Tensors.zeros(width), Tensors.ones(width), Tensors.zeros(2 * width)),
                    Tensors.zeros(width),
                    Tensors.zeros(width),
                    SmallFc.drawn(keys.get(4), width, width, members),
                    Tensors.zeros(members),
                    SmallFc.drawn(keys.get(5), width, width),
                    Tensors.scalar(1),
                    bank);
        }
    }

    /**
     * What is remembered of a leaf.
     *
     * @param entries averages of its entries
     * @param hidden h {@code [H]}
     * @param memory c {@code [H]}
     */
    public record Leaf(Accumulators entries, Tensor hidden, Tensor memory) {}

    /**
     * The state.
     *
     * @param leaves one a leaf
     * @param means running means of the loss, by half-life {@code [10]}
     * @param least the smallest corrected means so far {@code [10]}
     * @param count losses seen, an i64 scalar
     */
    public record State(List<Leaf> leaves, Tensor means, Tensor least, Tensor count) {}

    /**
     * Checks the number of steps.
     *
     * @throws ArgumentException when it is too small for half-lives from 10 up to it
     */
    public Velo {
        if (steps <= LIVES) {
            throw new ArgumentException("velo: " + steps + " planned steps", "plan more than 10 steps");
        }
    }

    @Override
    public State init(P params) {
        List<Leaf> leaves = Tree.flatten(params).leaves().stream()
                .map(p -> new Leaf(Accumulators.zeros(p.to(DType.FLOAT64)), weights.hidden(), weights.memory()))
                .toList();
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new State(leaves, Tensors.zeros(LIVES), Tensors.ones(LIVES).times(1e12), none);
    }

    private record Losses(Tensor features, Tensor means, Tensor least, Tensor count) {}

    private Losses losses(State state, Tensor value) {
        double[] decays = new double[LIVES];
        Arrays.setAll(decays, j -> Math.exp(-1 / (10 * Math.pow(steps / 10.0, j / (LIVES - 1.0)))));
        Tensor d = Tensors.tensor(decays);
        Tensor count = state.count().plus(1L);
        Tensor first = state.count().eq(0);
        Tensor before = state.means()
                .div(Tensors.where(
                        first, 1, Tensors.minus(1, d.pow(state.count().to(DType.FLOAT64)))));
        Tensor most = before.max().abs().times(2);
        Tensor loss = Tensors.where(first, value, Tensors.minimum(value, most));
        Tensor means = state.means().times(d).plus(Tensors.minus(1, d).times(loss));
        Tensor now = means.div(Tensors.minus(1, d.pow(count.to(DType.FLOAT64))));
        Tensor least = Tensors.minimum(state.least(), now);
        Tensor low = least.slice(0, 0, LIVES - 1);
        Tensor ratio = now.slice(0, 0, LIVES - 1)
                .minus(low)
                .div(Tensors.maximum(now.slice(0, 1, LIVES).minus(low), 1e-8));
        Tensor features = Tensors.where(count.le(2L), 0, ratio.minus(1).clamp(-1.0, 1.0));
        return new Losses(features, means, least, count);
    }

    /** ½·log of a size, held in bounds. */
    private static Tensor size(Tensor z) {
        return z.times(10).abs().plus(1e-8).log().clamp(-5.0, 5.0).times(0.5);
    }

    private Tensor inputs(Tensor p, Accumulators seen, Tensor time, Tensor losses) {
        int wide = 0;
        for (int dim : p.shape().dims()) {
            wide += dim > 1 ? 1 : 0;
        }
        Tensor scale = Tensors.rsqrt(Tensors.maximum(p.square().mean(), 1e-9));
        Tensor v = seen.square().times(scale).reshape(1, p.size());
        Tensor m = seen.momenta().times(scale).reshape(3, p.size());
        Tensor mean = m.mean(1).expandDims(1);
        return Tensors.concatenate(
                0,
                time,
                losses,
                size(v.mean()).reshape(1),
                Tensors.eye(5).get(Math.min(wide, 4)),
                size(m.minus(mean).square().mean(1)),
                size(v.minus(mean).square().mean(1)));
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tree.Flat<P> flat = Tree.flatten(gradient);
        Losses losses = losses(state, info.value().to(DType.FLOAT64));
        Tensor time = info.step()
                .to(DType.FLOAT64)
                .div(steps)
                .minus(Tensors.tensor(TIMES))
                .times(10)
                .tanh();
        List<Tensor> params = Tree.flatten(info.params()).leaves().stream()
                .map(p -> p.to(DType.FLOAT64))
                .toList();
        List<Tensor> inputs = new ArrayList<>();
        Tensor shared = null;
        for (int i = 0; i < params.size(); i++) {
            Tensor x = inputs(params.get(i), state.leaves().get(i).entries(), time, losses.features());
            inputs.add(x);
            Tensor own = Tensors.relu(x.matmul(weights.shared()).plus(weights.sharedBias()));
            shared = shared == null ? own : Tensors.maximum(shared, own);
        }
        Tensor decays = Tensors.tensor(DECAYS);
        List<Tensor> updates = new ArrayList<>();
        List<Leaf> next = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            Leaf leaf = state.leaves().get(i);
            Tensor raw = flat.leaves().get(i);
            Tensor g = raw.to(DType.FLOAT64).clamp(-1000.0, 1000.0);
            Accumulators seen = leaf.entries().next(g, decays, Tensors.scalar(0.999), decays);
            Tensor x =
                    inputs.get(i).matmul(weights.own()).plus(weights.ownBias()).plus(shared);
            Leaf after = remembered(leaf, seen, x);
            next.add(after);
            updates.add(moved(after, g, params.get(i)).to(raw.dtype()));
        }
        return new Step<>(flat.with(updates), new State(next, losses.means(), losses.least(), losses.count()));
    }

    private Leaf remembered(Leaf before, Accumulators seen, Tensor x) {
        int n = weights.hidden().dim(0);
        Tensor gates = x.matmul(weights.input())
                .plus(before.hidden().matmul(weights.recurrent()))
                .plus(weights.gates());
        Tensor open = Tensors.sigmoid(gates.slice(0, 0, 2 * n));
        Tensor memory = open.slice(0, n, 2 * n)
                .times(before.memory())
                .plus(open.slice(0, 0, n).times(gates.slice(0, 2 * n, 3 * n).tanh()));
        Tensor hidden = Tensors.sigmoid(gates.slice(0, 3 * n, 4 * n)).times(memory.tanh());
        return new Leaf(seen, hidden, memory);
    }

    private Tensor moved(Leaf leaf, Tensor g, Tensor p) {
        Tensor control = leaf.hidden().matmul(weights.control()).plus(weights.controlBias());
        Tensor rate = leaf.hidden().times(weights.rate()).sum().plus(weights.rateBias());
        int members = weights.bank().dim(0);
        Tensor mixed = control.matmul(weights.bank()).times(100.0 / members);
        Tensor scale = Tensors.rsqrt(leaf.entries().square().plus(1e-6));
        Tensor x = leaf.entries()
                .features(g, p, g.clamp(-0.1, 0.1).expandDims(0), g.times(scale).expandDims(0))
                .t();
        Tensor h =
                Tensors.relu(x.matmul(mixed.slice(0, 0, 120).reshape(INPUTS, 4)).plus(mixed.slice(0, 120, 124)));
        h = Tensors.relu(h.matmul(mixed.slice(0, 124, 140).reshape(4, 4)).plus(mixed.slice(0, 140, 144)));
        Tensor out = h.matmul(mixed.slice(0, 144, 156).reshape(4, 3))
                .plus(mixed.slice(0, 156, 159))
                .t();
        Tensor length = p.square().mean().plus(1e-9).sqrt().times(-0.001);
        return out.get(0)
                .times(out.get(1).times(0.001).exp())
                .times(rate.times(length))
                .reshape(g.shape());
    }

    @Override
    public String name() {
        return "VeLO";
    }
}
