package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.linear.InverseRoot;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Shampoo as it is used at scale (Anil, Gupta, Koren, Regan and Singer, Scalable Second Order Optimization for Deep Learning,
 * 2020): preconditioners of blocks, inverse roots made now and then and off the critical path, step sizes grafted from a
 * first-order method.
 *
 * <pre>
 * Hᵢ ← β₂·Hᵢ + w·Gᵢ·Gᵢᵀ for each axis i of a block, Gᵢ its rows along that axis, Hᵢ = ε·I at the start
 * d = G multiplied along each of k axes by (Hᵢ + ridge)^(−1/(2k))
 * u = ‖s‖·d/‖d‖ over the leaf, s what the grafted method would do
 * b ← β₁·b + u,   step −α·(b + λ·w), with u + β₁·b in place of b for Nesterov's form
 * </pre>
 *
 * <p>w = 1 for β₂ = 1, the paper's sum, else 1 − β₂. Neighboring short axes are merged, and long
 * axes cut into blocks, each with matrices of its own. Axes longer than {@code largest} have none, and the power counts
 * the others only; leaves without any, as scalars, take Adagrad's direction, or RMSProp's for β₂ below 1.
 *
 * <p>Roots are made from the statistics of every {@code every}-th step. With a {@code delay} they are used that many steps later
 * and computed by threads of their own meanwhile; which step uses which root does not depend on how fast these are, so that bits are
 * the same. Before the first roots, and before {@code startStep}, the grafted method goes alone.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param options all else
 */
public record DistributedShampoo<P>(Schedule learningRate, Options options)
        implements Optimizer<P, DistributedShampoo.State<P>> {

    /** Whose norm a leaf's step has. */
    public enum Graft {
        /** The preconditioned gradient's own. */
        NONE,
        /** The gradient's. */
        SGD,
        /** That of G/(√ΣG² + 1e-10). */
        ADAGRAD,
        /** That of G/(√v + 1e-10), v the average of G² with β₂. */
        RMSPROP
    }

    /**
     * The settings.
     *
     * @param b1 β₁ in [0, 1); 0.9 by default
     * @param nesterov whether the update is added once more, ahead of the sum; false by default
     * @param b2 β₂ in (0, 1]; 1 by default, the paper's sum
     * @param weightDecay λ, zero or more; 0 by default
     * @param epsilon ε, positive; 1e-6 by default
     * @param root how inverse roots are made; Newton's iteration with a ridge of 1e-6·λ_max by default
     * @param blockSize the longest axis of a block; 128 by default
     * @param merge whether neighboring axes are merged while their product is at most a block, which makes vectors of small
     *     matrices; true by default, as in the official code
     * @param largest the longest axis that is preconditioned; 8192 by default
     * @param every steps between roots; 20 by default
     * @param delay steps between statistics and the use of their roots, below {@code every}; 0 by default
     * @param startStep the first step that is preconditioned; 5 by default
     * @param graft whose norm steps have; Adagrad's by default
     */
    public record Options(
            double b1,
            boolean nesterov,
            double b2,
            double weightDecay,
            double epsilon,
            InverseRoot root,
            int blockSize,
            boolean merge,
            int largest,
            int every,
            int delay,
            int startStep,
            Graft graft) {

        /** The paper's settings. */
        public static final Options DEFAULT =
                new Options(0.9, false, 1, 0, 1e-6, new InverseRoot.Newton(), 128, true, 8192, 20, 0, 5, Graft.ADAGRAD);

        /** Shampoo without momentum, grafting, merging and delays: a root in every step. */
        public static final Options BARE =
                new Options(0, false, 1, 0, 1e-6, new InverseRoot.Newton(), 128, false, 8192, 1, 0, 0, Graft.NONE);

        /**
         * Checks the settings.
         *
         * @throws ArgumentException when one is out of its range
         */
        public Options {
            Settings.decay("DistributedShampoo", "b1", b1);
            Settings.positive("DistributedShampoo", "b2", b2);
            Settings.share("DistributedShampoo", "b2", b2);
            Settings.notNegative("DistributedShampoo", "weight decay", weightDecay);
            Settings.positive("DistributedShampoo", "epsilon", epsilon);
            Settings.atLeast("DistributedShampoo", "blockSize", 1, blockSize);
            Settings.atLeast("DistributedShampoo", "largest", 0, largest);
            Settings.atLeast("DistributedShampoo", "every", 1, every);
            Settings.atLeast("DistributedShampoo", "delay", 0, delay);
            Settings.atLeast("DistributedShampoo", "startStep", 0, startStep);
            if (delay >= every) {
                throw new ArgumentException(
                        "DistributedShampoo: a delay of " + delay + " with roots every " + every + " steps",
                        "give a delay below the steps between roots");
            }
        }

        /**
         * With other roots.
         *
         * @param other how inverse roots are made
         * @return other settings
         */
        public Options root(InverseRoot other) {
            return new Options(
                    b1,
                    nesterov,
                    b2,
                    weightDecay,
                    epsilon,
                    other,
                    blockSize,
                    merge,
                    largest,
                    every,
                    delay,
                    startStep,
                    graft);
        }

        /**
         * With another start of the statistics.
         *
         * @param other ε, positive
         * @return other settings
         */
        public Options epsilon(double other) {
            return new Options(
                    b1,
                    nesterov,
                    b2,
                    weightDecay,
                    other,
                    root,
                    blockSize,
                    merge,
                    largest,
                    every,
                    delay,
                    startStep,
                    graft);
        }

        /**
         * With other blocks.
         *
         * @param other the longest axis of a block
         * @return other settings
         */
        public Options blockSize(int other) {
            return new Options(
                    b1,
                    nesterov,
                    b2,
                    weightDecay,
                    epsilon,
                    root,
                    other,
                    merge,
                    largest,
                    every,
                    delay,
                    startStep,
                    graft);
        }

        /**
         * With another rhythm of roots.
         *
         * @param steps between roots
         * @param later the delay, below that
         * @return other settings
         */
        public Options every(int steps, int later) {
            return new Options(
                    b1,
                    nesterov,
                    b2,
                    weightDecay,
                    epsilon,
                    root,
                    blockSize,
                    merge,
                    largest,
                    steps,
                    later,
                    startStep,
                    graft);
        }

        /**
         * With another grafted method.
         *
         * @param other whose norm steps have
         * @param start the first step that is preconditioned
         * @return other settings
         */
        public Options graft(Graft other, int start) {
            return new Options(
                    b1,
                    nesterov,
                    b2,
                    weightDecay,
                    epsilon,
                    root,
                    blockSize,
                    merge,
                    largest,
                    every,
                    delay,
                    start,
                    other);
        }
    }

    /**
     * One axis of one block.
     *
     * @param statistics H
     * @param pending the statistics whose root comes next, f64; null without a delay
     * @param root the inverse root in use, f64
     */
    public record Axis(Tensor statistics, Tensor pending, Tensor root) {}

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param axes leaf by leaf, those of its blocks one after the other
     * @param squares sum or average of squares, like the parameters
     * @param velocity b, like the parameters
     */
    public record State<P>(List<List<Axis>> axes, P squares, P velocity) {}

    /** Adagrad's and RMSProp's own ε. */
    private static final double TINY = 1e-10;

    /**
     * The default settings.
     *
     * @param learningRate α, of the step number
     */
    public DistributedShampoo(Schedule learningRate) {
        this(learningRate, Options.DEFAULT);
    }

    /**
     * Checks the learning rate.
     *
     * @throws ArgumentException when it is not positive
     */
    public DistributedShampoo {
        Schedules.checkPositive("DistributedShampoo", "learning rate", learningRate);
    }

    @Override
    public State<P> init(P params) {
        List<List<Axis>> axes = new ArrayList<>();
        for (Tensor leaf : Tree.flatten(params).leaves()) {
            List<Axis> own = new ArrayList<>();
            int[] shape = merged(leaf);
            int axesWith = preconditioned(shape);
            byBlock(leaf.reshape(shape), 0, block -> {
                for (int axis = 0; axis < shape.length; axis++) {
                    if (shape[axis] <= options.largest()) {
                        Tensor eye = Tensors.eye(block.dim(axis));
                        Tensor start = eye.times(options.epsilon()).to(leaf.dtype());
                        double power = Math.pow(options.epsilon(), -0.5 / axesWith);
                        own.add(new Axis(start, options.delay() > 0 ? wide(start) : null, eye.times(power)));
                    }
                }
                return block;
            });
            axes.add(own);
        }
        return new State<>(axes, Tree.zerosLike(params), Tree.zerosLike(params));
    }

    /** The axes that are seen: those of one element vanish, others may be merged. */
    private int[] merged(Tensor leaf) {
        List<Integer> dims = new ArrayList<>();
        long product = 1;
        for (int axis = 0; axis < leaf.rank(); axis++) {
            boolean apart = !options.merge() && axis > 0 && leaf.dim(axis) > 1;
            if (apart || product * leaf.dim(axis) > options.blockSize()) {
                if (product > 1) {
                    dims.add((int) product);
                }
                product = leaf.dim(axis);
            } else {
                product *= leaf.dim(axis);
            }
        }
        if (product != 1) {
            dims.add((int) product);
        }
        return dims.stream().mapToInt(Integer::intValue).toArray();
    }

    private int preconditioned(int[] shape) {
        int count = 0;
        for (int dim : shape) {
            count += dim <= options.largest() && dim > 0 ? 1 : 0;
        }
        return count;
    }

    /** Applies a function to each block and puts the results together. */
    private Tensor byBlock(Tensor x, int axis, Fn<Tensor, Tensor> f) {
        if (axis == x.rank()) {
            return x.size() == 0 || x.rank() == 0 ? x : f.apply(x);
        }
        int n = x.dim(axis);
        if (n <= options.blockSize()) {
            return byBlock(x, axis + 1, f);
        }
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < n; from += options.blockSize()) {
            parts.add(byBlock(x.slice(axis, from, Math.min(n, from + options.blockSize())), axis + 1, f));
        }
        return Tensors.concatenate(axis, parts);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor step = info.step();
        Tensor rate = Leaves.at(learningRate, info);
        Tensor due = step.mod((long) options.every()).eq(0);
        Tensor ready = step.mod((long) options.every()).eq(options.delay());
        Tensor begun = step.ge((double) Math.max(options.startStep(), options.delay()));
        double weight = options.b2() == 1 ? 1 : 1 - options.b2();
        List<List<Axis>> axes = new ArrayList<>();
        int[] leaf = {0};
        List<P> out = Leaves.map(
                in -> {
                    Tensor g = in[0];
                    Tensor squares = in[1].times(options.b2()).plus(g.square().times(weight));
                    List<Axis> before = state.axes().get(leaf[0]++);
                    List<Axis> after = new ArrayList<>();
                    axes.add(after);
                    Tensor diagonal = diagonal(g, squares);
                    Tensor alone = switch (options.graft()) {
                        case NONE -> before.isEmpty() ? diagonal : g;
                        case SGD -> g;
                        case ADAGRAD, RMSPROP -> diagonal;
                    };
                    Tensor u = alone;
                    if (!before.isEmpty()) {
                        Tensor d = direction(g, before, after, due, ready);
                        if (options.graft() != Graft.NONE) {
                            d = Leaves.times(d, Leaves.ratio(Leaves.norm(alone), Leaves.norm(d), 0));
                        }
                        u = Tensors.where(begun, d, alone);
                    }
                    Tensor velocity =
                            options.b1() == 0 ? u : in[2].times(options.b1()).plus(u);
                    Tensor all = options.nesterov() ? u.plus(velocity.times(options.b1())) : velocity;
                    if (options.weightDecay() != 0) {
                        all = all.plus(in[3].times(options.weightDecay()));
                    }
                    return new Tensor[] {Leaves.down(rate, all), squares, options.b1() == 0 ? in[2] : velocity};
                },
                gradient,
                state.squares(),
                state.velocity(),
                info.params());
        return new Step<>(out.get(0), new State<>(axes, out.get(1), out.get(2)));
    }

    /** Adagrad's or RMSProp's direction, by what {@code squares} are. */
    private static Tensor diagonal(Tensor g, Tensor squares) {
        // √ has an infinite slope where nothing was seen yet.
        Tensor unseen = squares.eq(0);
        return g.div(Tensors.where(unseen, 0, Tensors.where(unseen, 1, squares).sqrt())
                .plus(TINY));
    }

    private Tensor direction(Tensor g, List<Axis> before, List<Axis> after, Tensor due, Tensor ready) {
        int[] shape = merged(g);
        double weight = options.b2() == 1 ? 1 : 1 - options.b2();
        int p = 2 * preconditioned(shape);
        return byBlock(g.reshape(shape), 0, block -> {
                    Tensor d = block;
                    for (int axis = 0; axis < shape.length; axis++) {
                        if (shape[axis] > options.largest()) {
                            continue;
                        }
                        Axis old = before.get(after.size());
                        Tensor rows = Shampoo.rows(block, axis);
                        Tensor h = old.statistics()
                                .times(options.b2())
                                .plus(rows.matmul(rows.t()).times(weight));
                        Axis next = rooted(old, h, p, due, ready);
                        after.add(next);
                        d = Shampoo.along(d, axis, next.root().to(block.dtype()));
                    }
                    return d;
                })
                .reshape(g.shape());
    }

    private record Asked(Tensor statistics, Tensor root) {}

    private Axis rooted(Axis old, Tensor h, int p, Tensor due, Tensor ready) {
        Fn<Asked, Tensor> keep = Asked::root;
        if (options.delay() == 0) {
            Fn<Asked, Tensor> make = a -> options.root().of(wide(a.statistics()), p);
            Tensor root = options.every() == 1
                    ? make.apply(new Asked(h, old.root()))
                    : Gradus.cond(due, make, keep, new Asked(h, old.root()));
            return new Axis(h, null, root);
        }
        BackgroundRoots background = new BackgroundRoots(options.root(), p);
        Tensor pending = Gradus.cond(
                due, (Asked a) -> background.begin(wide(a.statistics())), Asked::root, new Asked(h, old.pending()));
        Tensor root =
                Gradus.cond(ready, (Asked a) -> background.take(a.statistics()), keep, new Asked(pending, old.root()));
        return new Axis(h, pending, root);
    }

    private static Tensor wide(Tensor x) {
        return x.to(DType.FLOAT64);
    }

    @Override
    public String name() {
        return "distributed Shampoo";
    }
}
