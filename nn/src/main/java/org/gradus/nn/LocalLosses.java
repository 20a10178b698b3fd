package org.gradus.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.JvpResult;
import org.gradus.tree.Tree;

/**
 * Training of a network of blocks without a backward pass through the whole. After each hidden block j an auxiliary head has a
 * loss of its own, whose gradient by the block, its input held constant, is the guess v of a direction; one pass of forward
 * mode through the rest of the network gives the slope of the true loss along it, and (∇L·v)·v with |v| = 1, the projection of
 * the true gradient on the guess, is what the block learns by. Heads learn by their own losses, the output by its own true
 * gradient. Fournier, Rivaud, Belilovsky, Eickenberg and Oyallon, "Can forward gradient match backpropagation?", ICML 2023.
 *
 * @param <B> the type of a block's parameters
 * @param <H> the type of a head's parameters, and of the output's
 * @param block from a block's parameters and its input to the next activations
 * @param head from a head's parameters and activations to logits
 * @param loss from logits and labels to one loss an example
 * @param guess what is perturbed
 * @param target which loss the slope is of
 */
public record LocalLosses<B, H>(
        Fn2<B, Tensor, Tensor> block,
        Fn2<H, Tensor, Tensor> head,
        Fn2<Tensor, Tensor, Tensor> loss,
        Guess guess,
        Target target) {

    /** What is perturbed along the local gradient. */
    public enum Guess {
        /** Each block's parameters, of unit length in each block, one forward pass a block. */
        WEIGHTS,
        /** All blocks' parameters in one forward pass, of unit length together, which share one slope. */
        WEIGHTS_TOGETHER,
        /** Each block's activations, of unit length in each example; the block's parameters follow by its own pullback. */
        ACTIVATIONS,
        /** Nothing: blocks learn by the local gradient itself, the paper's baseline (decoupled greedy learning). */
        NONE
    }

    /** The loss whose slope is taken. */
    public enum Target {
        /** The network's. */
        OUTPUT,
        /** That of the next block's head; the network's after the last hidden block. */
        NEXT_HEAD
    }

    /**
     * A network.
     *
     * @param <B> the type of a block's parameters
     * @param <H> the type of a head's parameters
     * @param blocks the hidden blocks
     * @param heads one auxiliary head a block
     * @param output what makes logits of the last activations
     */
    public record Network<B, H>(List<B> blocks, List<H> heads, H output) {
        /**
         * Copies the lists.
         *
         * @throws ArgumentException when there is not one head a block
         */
        public Network {
            blocks = List.copyOf(blocks);
            heads = List.copyOf(heads);
            if (blocks.isEmpty() || blocks.size() != heads.size()) {
                throw new ArgumentException(
                        "localLosses: " + heads.size() + " heads for " + blocks.size() + " blocks",
                        "give one head a hidden block, and at least one block");
            }
        }
    }

    /** A block with its head. */
    record Part<B, H>(B block, H head) {}

    /** Refuses null. */
    public LocalLosses {
        Require.notNull(block, "localLosses", "the block");
        Require.notNull(head, "localLosses", "the head");
        Require.notNull(loss, "localLosses", "the loss");
        Require.notNull(guess, "localLosses", "the guess");
        Require.notNull(target, "localLosses", "the target");
    }

    /**
     * With guesses of parameters block by block, and the network's own loss.
     *
     * @param block from a block's parameters and its input to the next activations
     * @param head from a head's parameters and activations to logits
     * @param loss from logits and labels to one loss an example
     */
    public LocalLosses(Fn2<B, Tensor, Tensor> block, Fn2<H, Tensor, Tensor> head, Fn2<Tensor, Tensor, Tensor> loss) {
        this(block, head, loss, Guess.WEIGHTS, Target.OUTPUT);
    }

    /**
     * The network's logits.
     *
     * @param network the network
     * @param x the inputs, one an index of the first axis
     * @return the output's logits
     */
    public Tensor logits(Network<B, H> network, Tensor x) {
        return from(network, 0, x);
    }

    /**
     * The network's loss.
     *
     * @param network the network
     * @param x the inputs
     * @param y the labels
     * @return the mean over examples
     */
    public Tensor value(Network<B, H> network, Tensor x, Tensor y) {
        return loss.apply(logits(network, x), y).mean();
    }

    private Tensor from(Network<B, H> network, int first, Tensor x) {
        Tensor h = x;
        for (int i = first; i < network.blocks().size(); i++) {
            h = block.apply(network.blocks().get(i), h);
        }
        return head.apply(network.output(), h);
    }

    /** One loss an example, of the target of block j, by the activations after it. */
    private Tensor after(Network<B, H> network, int j, Tensor activations, Tensor y) {
        boolean last = j + 1 == network.blocks().size();
        if (target == Target.OUTPUT || last) {
            return loss.apply(from(network, j + 1, activations), y);
        }
        Tensor next = block.apply(network.blocks().get(j + 1), activations);
        return loss.apply(head.apply(network.heads().get(j + 1), next), y);
    }

    /**
     * The gradients of the local losses: of each head's loss by the head and by its block, with the block's input held
     * constant, and of the network's loss by the output. Nothing of a block or its head depends on those after it.
     *
     * @param network the network
     * @param x the inputs
     * @param y the labels
     * @return the gradients
     */
    public Network<B, H> localGradients(Network<B, H> network, Tensor x, Tensor y) {
        List<B> blocks = new ArrayList<>();
        List<H> heads = new ArrayList<>();
        Tensor h = Tensors.stopGradient(x);
        for (int j = 0; j < network.blocks().size(); j++) {
            Tensor input = h;
            Part<B, H> at = new Part<>(network.blocks().get(j), network.heads().get(j));
            Fn<Part<B, H>, Tensor> local = p -> loss.apply(head.apply(p.head(), block.apply(p.block(), input)), y)
                    .mean();
            Part<B, H> gradient = Gradus.grad(local).apply(at);
            blocks.add(gradient.block());
            heads.add(gradient.head());
            h = Tensors.stopGradient(block.apply(at.block(), input));
        }
        Tensor last = h;
        H output =
                Gradus.grad((H p) -> loss.apply(head.apply(p, last), y).mean()).apply(network.output());
        return new Network<>(blocks, heads, output);
    }

    /**
     * What every part learns by.
     *
     * @param network the network
     * @param x the inputs
     * @param y the labels
     * @return estimates of the gradient of the network's loss by the blocks and the output; the heads' own gradients
     */
    public Network<B, H> gradients(Network<B, H> network, Tensor x, Tensor y) {
        Network<B, H> local = localGradients(network, x, y);
        List<B> blocks = switch (guess) {
            case WEIGHTS -> byWeights(network, local, x, y);
            case WEIGHTS_TOGETHER -> together(network, local, x, y);
            case ACTIVATIONS -> byActivations(network, x, y);
            case NONE -> local.blocks();
        };
        return new Network<>(blocks, local.heads(), local.output());
    }

    private List<B> byWeights(Network<B, H> network, Network<B, H> local, Tensor x, Tensor y) {
        List<B> estimates = new ArrayList<>();
        Tensor h = x;
        for (int j = 0; j < network.blocks().size(); j++) {
            Tensor input = h;
            int at = j;
            B v = unit(local.blocks().get(j));
            JvpResult<Tensor> slope = Gradus.jvp(
                    (B b) -> after(network, at, block.apply(b, input), y).mean(),
                    network.blocks().get(j),
                    v);
            estimates.add(scaled(v, slope.tangent()));
            h = block.apply(network.blocks().get(j), h);
        }
        return estimates;
    }

    private List<B> together(Network<B, H> network, Network<B, H> local, Tensor x, Tensor y) {
        if (target != Target.OUTPUT) {
            throw new ArgumentException(
                    "localLosses: one pass for all blocks has one slope, not one for each next head",
                    "use Target.OUTPUT, or Guess.WEIGHTS");
        }
        List<B> v = unit(local.blocks());
        JvpResult<Tensor> slope = Gradus.jvp(
                (List<B> b) -> value(new Network<>(b, network.heads(), network.output()), x, y), network.blocks(), v);
        return scaled(v, slope.tangent());
    }

    private List<B> byActivations(Network<B, H> network, Tensor x, Tensor y) {
        List<B> estimates = new ArrayList<>();
        Tensor h = x;
        for (int j = 0; j < network.blocks().size(); j++) {
            Tensor input = h;
            int at = j;
            var back =
                    Gradus.vjp((B b) -> block.apply(b, input), network.blocks().get(j));
            Tensor activations = back.value();
            H own = network.heads().get(j);
            Tensor local = Gradus.grad(
                            (Tensor a) -> loss.apply(head.apply(own, a), y).mean())
                    .apply(activations);
            Tensor u = eachUnit(local);
            // The losses of examples depend on their own activations alone, so one pass gives every example's slope.
            Tensor slopes = Gradus.jvp((Tensor a) -> after(network, at, a, y), activations, u)
                    .tangent();
            int[] column = new int[u.rank()];
            java.util.Arrays.fill(column, 1);
            column[0] = u.dim(0);
            estimates.add(back.apply(u.times(slopes.div(Math.max(1, u.dim(0))).reshape(column))));
            h = activations;
        }
        return estimates;
    }

    private static Tensor eachUnit(Tensor x) {
        int rows = x.dim(0);
        Tensor flat = x.reshape(rows, rows == 0 ? 0 : x.size() / rows);
        Tensor norms = flat.square().sum(1).plus(1e-20).sqrt().expandDims(1);
        return flat.div(norms).reshape(x.shape());
    }

    /** Of length 1, or zero. */
    private static <T> T unit(T tree) {
        return scaled(tree, Tensors.rsqrt(Tree.dot(tree, tree).plus(1e-20)));
    }

    private static <T> T scaled(T tree, Tensor factor) {
        return Tree.map((Tensor t) -> t.dtype().isFloat() ? t.times(factor.to(t.dtype())) : t, tree);
    }
}
