package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Mini-batches over the leading axis of a tree of tensors, in a new random order each epoch. Batch number {@code step}
 * is a pure function of data, seed and step, so a run that is resumed at a step sees the same batches.
 *
 * {@snippet :
 * Batches<Table> batches = Batches.of(new Table(x, y)).size(32).seed(0);
 * Table first = batches.at(0);        // x: f64[32,30], y: i64[32]
 * }
 *
 * @param <D> the data's type
 */
public final class Batches<D> {
    /** A usual size: large enough to use the processor well, small enough for many steps an epoch. */
    private static final int DEFAULT_SIZE = 32;

    private final D data;
    private final int examples;
    private final int size;
    private final long seed;
    private final boolean dropLast;
    private volatile Order lastOrder;

    /** The order of one epoch. */
    private static final class Order {
        private final long epoch;
        private final int[] examples;

        private Order(long epoch, int[] examples) {
            this.epoch = epoch;
            this.examples = examples;
        }
    }

    private Batches(D data, int examples, int size, long seed, boolean dropLast) {
        this.data = data;
        this.examples = examples;
        this.size = size;
        this.seed = seed;
        this.dropLast = dropLast;
        if (dropLast && size > examples) {
            throw new ArgumentException(
                    "batches: no batch of " + size + " can be made of " + examples
                            + " examples when the last is dropped",
                    "use a size of at most " + examples + ", or dropLast(false)");
        }
    }

    /**
     * Mini-batches of 32 with seed 0, the last of an epoch smaller if need be.
     *
     * @param <D> the data's type
     * @param data a tree whose leaves all have one example for each index of their first axis
     * @return the batches
     * @throws ShapeException when a leaf has no axes, or first axes differ or are empty
     */
    public static <D> Batches<D> of(D data) {
        return new Batches<>(data, examples(Tree.flatten(data)), DEFAULT_SIZE, 0, false);
    }

    private static int examples(Tree.Flat<?> flat) {
        int examples = -1;
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            String name = "data" + flat.paths().get(i);
            if (leaf.rank() == 0) {
                throw new ShapeException(
                        "batches: " + name + " is " + leaf.type() + " and has no axis of examples",
                        "capture what all examples share in the objective instead");
            }
            if (examples >= 0 && leaf.dim(0) != examples) {
                throw new ShapeException(
                        "batches: " + name + " has " + leaf.dim(0) + " examples, data"
                                + flat.paths().getFirst() + " has " + examples,
                        "give every leaf one example for each index of its first axis");
            }
            examples = leaf.dim(0);
        }
        if (examples < 1) {
            throw new ShapeException("batches: the data holds no examples", "give at least one example");
        }
        return examples;
    }

    /**
     * Sets the number of examples a batch.
     *
     * @param examplesPerBatch one or more; beyond the number of examples a batch is the whole data, shuffled
     * @return other batches
     * @throws ArgumentException when it is not positive
     */
    public Batches<D> size(int examplesPerBatch) {
        if (examplesPerBatch < 1) {
            throw new ArgumentException(
                    "batches: size " + examplesPerBatch + " is not positive", "put at least one example in a batch");
        }
        return new Batches<>(data, examples, examplesPerBatch, seed, dropLast);
    }

    /**
     * Sets the seed of the order.
     *
     * @param number any number
     * @return other batches
     */
    public Batches<D> seed(long number) {
        return new Batches<>(data, examples, size, number, dropLast);
    }

    /**
     * Chooses what becomes of the examples that do not fill the last batch of an epoch. They are kept unless set, so no
     * example is missed; a compiled step is then compiled for two sizes.
     *
     * @param drop whether they are left out of this epoch
     * @return other batches
     */
    public Batches<D> dropLast(boolean drop) {
        return new Batches<>(data, examples, size, seed, drop);
    }

    /**
     * The whole data.
     *
     * @return what the batches are made of
     */
    public D all() {
        return data;
    }

    /**
     * Number of batches an epoch.
     *
     * @return one or more
     */
    public int perEpoch() {
        return dropLast ? examples / size : (examples + size - 1) / size;
    }

    /**
     * One mini-batch.
     *
     * @param step its number from the start, 0 or more
     * @return a tree like the data with fewer examples
     */
    public D at(long step) {
        int[] order = order(step / perEpoch());
        int from = (int) (step % perEpoch()) * size;
        int length = Math.min(size, examples - from);
        int[] chosen = new int[length];
        System.arraycopy(order, from, chosen, 0, length);
        Tensor indices = Tensors.tensor(chosen);
        Tree.Flat<D> flat = Tree.flatten(data);
        List<Tensor> leaves = new ArrayList<>();
        flat.leaves().forEach(leaf -> leaves.add(Indexing.take(leaf, indices, 0)));
        return flat.with(leaves);
    }

    private int[] order(long epoch) {
        Order cached = lastOrder;
        if (cached == null || cached.epoch != epoch) {
            cached = new Order(epoch, shuffled(epoch));
            lastOrder = cached;
        }
        return cached.examples;
    }

    /** Fisher and Yates' shuffle; the key of an epoch holds seed and epoch, and is none that {@code Key.of} makes. */
    private int[] shuffled(long epoch) {
        double[] chance = Random.uniform(new Key(Tensors.tensor(new long[] {seed, epoch + 1})), examples)
                .toDoubles();
        int[] order = new int[examples];
        for (int i = 0; i < examples; i++) {
            int j = (int) (chance[i] * (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
