package org.gradus.optim.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.linear.InverseRoot;
import org.gradus.linear.InverseRoot.Ridge;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Step;
import org.gradus.tensor.Contractions;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Pullback;
import org.gradus.tree.Tree;

/**
 * Natural gradients of dense layers by Kronecker-factored curvature (Martens and Grosse, Optimizing Neural Networks with
 * Kronecker-factored Approximate Curvature, 2015):
 *
 * <pre>
 * A = mean of h·hᵀ over examples, h a layer's input with a 1 for the bias
 * B = mean of d·dᵀ, d the derivative of an example's loss by the layer's output
 * U = (A + ρ_A·I)⁻¹·G·(B + ρ_B·I)⁻¹,   G {@code [in + 1, out]} the gradient of weight and bias
 * </pre>
 *
 * <p>The layers are those that the model computes by its {@link Tap}; other leaves keep their gradients. Factors are averaged over
 * steps by min(1 − 1/t, decay), so that the first counts fully; inverses are made every so many steps. Powers other than −1 give
 * the relatives of K-FAC. Layers that are used twice in one evaluation are refused: their factors are not those of this equation.
 *
 * {@snippet :
 * record Net(Tensor w, Tensor b, Tensor v) {}
 * record Data(Tensor x, Tensor y) {}
 * Fn3<Net, Data, Tap, Tensor> model = (net, data, tap) ->
 *         tap.dense(tap.dense(data.x(), net.w(), net.b()).tanh(), net.v(), null);
 * Fn2<Tensor, Data, Tensor> losses = (out, data) -> out.minus(data.y()).square().sum(1).times(0.5);
 * }
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param outputs of the model for a batch {@code [n, c]} or {@code [n]}
 * @param losses of outputs and batch, one an example {@code [n]}; the objective is their mean
 * @param layers where weights and biases stand among the leaves, as {@link #layers} finds them
 * @param options all else
 */
public record Kfac<P, D>(
        Fn3<P, D, Tap, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, List<Layer> layers, Options options)
        implements GradientTransformation<P, Kfac.State> {

    /**
     * A layer by the places of its leaves.
     *
     * @param weight of W
     * @param bias of b, −1 for none
     */
    public record Layer(int weight, int bias) {}

    /** How factors are damped. */
    public sealed interface Damping {}

    /**
     * Factored Tikhonov damping: ρ_A = π·√λ, ρ_B = √λ/π, π² the ratio of the mean eigenvalues of A and B.
     *
     * @param amount λ, above 0
     */
    public record Factored(double amount) implements Damping {}

    /**
     * A ridge for each factor, the same for all layers.
     *
     * @param input for A
     * @param output for B
     */
    public record Each(Ridge input, Ridge output) implements Damping {}

    /**
     * Numbers for each layer, as {@link WidthParameterization} gives them.
     *
     * @param input ρ_A, one a layer
     * @param output ρ_B, one a layer
     */
    public record PerLayer(List<Double> input, List<Double> output) implements Damping {
        /** Copies the lists. */
        public PerLayer {
            input = List.copyOf(input);
            output = List.copyOf(output);
        }
    }

    /**
     * The settings.
     *
     * @param fisher which Fisher matrix; the exact one by default
     * @param damping how factors are damped; factored with λ = 1e-3 by default
     * @param decay of the averages in [0, 1); 0.95 by default
     * @param every steps between inverses, one or more; 1 by default
     * @param inputRoot p of A^(−1/p); 1 by default, 0 to leave A out
     * @param outputRoot p of B^(−1/p); 1 by default, 0 to leave B out
     */
    public record Options(Fisher fisher, Damping damping, double decay, int every, int inputRoot, int outputRoot) {
        /** The paper's, with a fixed λ. */
        public static final Options DEFAULT = new Options(Fisher.EXACT, new Factored(1e-3), 0.95, 1, 1, 1);

        /**
         * Checks the settings.
         *
         * @throws ArgumentException when one is out of its range
         */
        public Options {
            boolean undamped = damping instanceof Factored(double amount) && !(amount > 0);
            if (undamped || !(decay >= 0 && decay < 1) || every < 1 || inputRoot < 0 || outputRoot < 0) {
                throw new ArgumentException(
                        "K-FAC: damping " + damping + ", decay " + decay + ", inverses every " + every
                                + " steps, roots " + inputRoot + " and " + outputRoot,
                        "give a damping above 0, a decay in [0, 1), one step or more, and roots of 0 or more");
            }
        }

        /**
         * With another Fisher matrix.
         *
         * @param other which
         * @return other settings
         */
        public Options fisher(Fisher other) {
            return new Options(other, damping, decay, every, inputRoot, outputRoot);
        }

        /**
         * With another damping.
         *
         * @param other how
         * @return other settings
         */
        public Options damping(Damping other) {
            return new Options(fisher, other, decay, every, inputRoot, outputRoot);
        }

        /**
         * With other averages and inverses.
         *
         * @param average the decay
         * @param steps between inverses
         * @return other settings
         */
        public Options rhythm(double average, int steps) {
            return new Options(fisher, damping, average, steps, inputRoot, outputRoot);
        }
    }

    /**
     * The factors of a layer, all f64.
     *
     * @param input A
     * @param output B
     * @param inputInverse its damped inverse or root, as of the last time
     * @param outputInverse that of B
     */
    public record Factor(Tensor input, Tensor output, Tensor inputInverse, Tensor outputInverse) {}

    /**
     * The state.
     *
     * @param count updates made, an i64 scalar
     * @param factors one a layer
     */
    public record State(Tensor count, List<Factor> factors) {}

    /** Copies the layers. */
    public Kfac {
        layers = List.copyOf(layers);
    }

    /**
     * K-FAC of the layers that a model has.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param outputs of the model
     * @param losses one an example
     * @param params any parameters of the right shapes
     * @param batch any batch
     * @param options the settings
     * @return the method
     */
    public static <P, D> Kfac<P, D> of(
            Fn3<P, D, Tap, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, P params, D batch, Options options) {
        return new Kfac<>(outputs, losses, layers(outputs, params, batch), options);
    }

    /**
     * The layers that a model computes by its tap.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param outputs of the model
     * @param params any parameters of the right shapes
     * @param batch any batch
     * @return in the order of their evaluation
     * @throws ArgumentException when a weight or bias is no leaf of the parameters, or is used twice
     */
    public static <P, D> List<Layer> layers(Fn3<P, D, Tap, Tensor> outputs, P params, D batch) {
        Tap tap = Tap.closed();
        outputs.apply(params, batch, tap);
        List<Tensor> leaves = Tree.flatten(params).leaves();
        List<Layer> found = new ArrayList<>();
        List<Tensor> seen = new ArrayList<>();
        for (Tap.Note note : tap.notes()) {
            if (seen.stream().anyMatch(w -> w == note.weight())) {
                throw new ArgumentException(
                        "K-FAC: a weight is used by two layers",
                        "compute layers with shared weights without the tap; their gradients stay as they are");
            }
            seen.add(note.weight());
            found.add(new Layer(place(leaves, note.weight()), note.bias() == null ? -1 : place(leaves, note.bias())));
        }
        return found;
    }

    private static int place(List<Tensor> leaves, Tensor leaf) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i) == leaf) {
                return i;
            }
        }
        throw new ArgumentException(
                "K-FAC: a tapped layer's weight or bias " + leaf.shape() + " is no leaf of the parameters",
                "give tap.dense the leaves as they are, not transposed, scaled or cast");
    }

    @Override
    public State init(P params) {
        List<Tensor> leaves = Tree.flatten(params).leaves();
        List<Factor> factors = new ArrayList<>();
        for (Layer layer : layers) {
            Tensor weight = leaves.get(layer.weight());
            int in = weight.dim(0) + (layer.bias() < 0 ? 0 : 1);
            int out = weight.dim(1);
            factors.add(new Factor(
                    Tensors.zeros(in, in), Tensors.zeros(out, out), Tensors.zeros(in, in), Tensors.zeros(out, out)));
        }
        return new State(Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR)), factors);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        List<Factor> seen = factors(info.params(), (D) info.data());
        Tree.Flat<P> flat = Tree.flatten(gradient);
        List<Tensor> leaves = new ArrayList<>(flat.leaves());
        List<Factor> next = new ArrayList<>();
        Tensor t = state.count().plus(1L).to(DType.FLOAT64);
        Tensor keep = Tensors.minimum(Tensors.minus(1, Tensors.div(1, t)), Tensors.scalar(options.decay()));
        Tensor due = state.count().mod((long) options.every()).eq(0);
        for (int i = 0; i < layers.size(); i++) {
            Factor before = state.factors().get(i);
            Tensor a = average(keep, before.input(), seen.get(i).input());
            Tensor b = average(keep, before.output(), seen.get(i).output());
            int at = i;
            Fn<Factor, Factor> make = f -> inverted(f, at);
            Factor raw = new Factor(a, b, before.inputInverse(), before.outputInverse());
            Factor factor = options.every() == 1 ? make.apply(raw) : Gradus.cond(due, make, (Factor f) -> f, raw);
            next.add(factor);
            applied(leaves, layers.get(i), factor);
        }
        return new Step<>(flat.with(leaves), new State(state.count().plus(1L), next));
    }

    private static Tensor average(Tensor keep, Tensor before, Tensor now) {
        return before.times(keep).plus(now.times(Tensors.minus(1, keep)));
    }

    private static void applied(List<Tensor> leaves, Layer layer, Factor factor) {
        Tensor weight = leaves.get(layer.weight());
        boolean biased = layer.bias() >= 0;
        Tensor g = weight.to(DType.FLOAT64);
        if (biased) {
            g = Tensors.concatenate(
                    0, g, leaves.get(layer.bias()).to(DType.FLOAT64).expandDims(0));
        }
        Tensor u = factor.inputInverse().matmul(g).matmul(factor.outputInverse());
        int in = weight.dim(0);
        leaves.set(layer.weight(), (biased ? u.slice(0, 0, in) : u).to(weight.dtype()));
        if (biased) {
            Tensor bias = leaves.get(layer.bias());
            leaves.set(layer.bias(), u.get(in).to(bias.dtype()));
        }
    }

    /** A and B of one batch, without inverses. */
    private List<Factor> factors(P params, D data) {
        Tap plain = Tap.closed();
        outputs.apply(params, data, plain);
        List<Tensor> probes = plain.notes().stream()
                .map(note -> Tensors.zerosLike(note.output()))
                .toList();
        Pullback<List<Tensor>, Tensor> back =
                Gradus.vjp((List<Tensor> e) -> outputs.apply(params, data, Tap.adding(e)), probes);
        Tensor predicted = back.value();
        int n = predicted.dim(0);
        Fn<Tensor, Tensor> sum = o -> {
            Tensor each = losses.apply(o, data);
            if (!each.shape().equals(Shape.of(n))) {
                throw new ShapeException(
                        "K-FAC: losses of the shape " + each.shape() + " for a batch of " + n,
                        "give one loss an example, [" + n + "], without the mean");
            }
            return each.sum();
        };
        List<Tensor> outer = options.fisher() == Fisher.EMPIRICAL
                ? back.apply(Gradus.grad(sum).apply(predicted)).stream()
                        .map(Kfac::products)
                        .toList()
                : expected(back, sum, predicted, n);
        List<Factor> factors = new ArrayList<>();
        for (int i = 0; i < plain.notes().size(); i++) {
            Tap.Note note = plain.notes().get(i);
            Tensor h = note.input().to(DType.FLOAT64);
            if (note.bias() != null) {
                h = Tensors.concatenate(1, h, Tensors.ones(n, 1));
            }
            factors.add(new Factor(products(h), outer.get(i), null, null));
        }
        return factors;
    }

    private static Tensor products(Tensor rows) {
        Tensor wide = rows.to(DType.FLOAT64);
        return wide.t().matmul(wide).div(rows.dim(0));
    }

    /** B = mean over examples of Σ_kl Q_kl·J_k·J_lᵀ, J_k the derivatives of the k-th output by the layer's outputs. */
    private static List<Tensor> expected(
            Pullback<List<Tensor>, Tensor> back, Fn<Tensor, Tensor> sum, Tensor predicted, int n) {
        int c = predicted.size() / n;
        Tensor q = ExactGaussNewton.blocks(sum, predicted, n, c);
        Fn<Tensor, List<Tensor>> one = unit ->
                back.apply(unit.broadcastTo(n, c).reshape(predicted.shape()).to(predicted.dtype()));
        return Gradus.vmap(one).apply(Tensors.eye(c)).stream()
                .map(j -> j.to(DType.FLOAT64))
                .map(j -> Contractions.einsum("ikl,kio,lip->op", q, j, j).div(n))
                .toList();
    }

    private Factor inverted(Factor f, int layer) {
        Tensor a = f.input();
        Tensor b = f.output();
        return switch (options.damping()) {
            case Factored(double amount) -> {
                Tensor pi = mean(a).div(mean(b)).sqrt();
                // Where no derivative arrived, B is 0 and any π will do.
                Tensor safe = Tensors.where(mean(a).gt(0).and(mean(b).gt(0)), pi, 1);
                double root = Math.sqrt(amount);
                yield with(a, b, safe.times(root), Tensors.div(root, safe));
            }
            case Each(Ridge input, Ridge output) ->
                new Factor(a, b, root(input.on(a), options.inputRoot()), root(output.on(b), options.outputRoot()));
            case PerLayer(List<Double> input, List<Double> output) ->
                with(a, b, Tensors.scalar(input.get(layer)), Tensors.scalar(output.get(layer)));
        };
    }

    private Factor with(Tensor a, Tensor b, Tensor input, Tensor output) {
        Tensor left = a.plus(Tensors.eye(a.dim(0)).times(input));
        Tensor right = b.plus(Tensors.eye(b.dim(0)).times(output));
        return new Factor(a, b, root(left, options.inputRoot()), root(right, options.outputRoot()));
    }

    private static Tensor mean(Tensor a) {
        return Contractions.trace(a).div(a.dim(0));
    }

    private static Tensor root(Tensor a, int p) {
        Tensor eye = Tensors.eye(a.dim(0));
        return switch (p) {
            case 0 -> eye;
            case 1 -> Linalg.solveDefinite(a, eye);
            default -> new InverseRoot.Eigen(Ridge.NONE).of(a, p);
        };
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DATA);
    }

    @Override
    public String name() {
        return "K-FAC";
    }
}
