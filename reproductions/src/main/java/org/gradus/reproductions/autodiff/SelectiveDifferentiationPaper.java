package org.gradus.reproductions.autodiff;

import static org.gradus.Gradus.vjp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gradus.nn.Dense;
import org.gradus.nn.Initializer;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Pullback;
import org.gradus.tree.Tree;

/** Ten blocks of a dense layer and relu: the bytes that reverse mode keeps, by what is differentiated. */
final class SelectiveDifferentiationPaper implements Reproduction {
    private static final int BLOCKS = 10;
    private static final int WIDTH = 256;
    private static final int INPUTS = 64;
    private static final int BATCH = 512;
    private static final long MASK = BATCH * WIDTH;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "memsave-selective-diff", "Lowering PyTorch's Memory Consumption for Selective Differentiation", 2024);
    }

    @Override
    public String claim() {
        return "Layers that keep only what the wanted derivatives need take much less memory when a part of the parameters is"
                + " trained, at no cost in time.";
    }

    private static Tensor forward(List<Dense> net, Tensor x) {
        Tensor y = x;
        for (Dense layer : net) {
            y = Tensors.relu(layer.apply(y));
        }
        return y;
    }

    /** The tape that keeps all inputs of every node that has an input to be differentiated. */
    private static final class NaiveTape {
        private final List<Dense> net;
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<Tensor> activations = new ArrayList<>();

        NaiveTape(List<Dense> net, Tensor x) {
            this.net = net;
            Tensor y = x;
            for (Dense layer : net) {
                inputs.add(y);
                activations.add(layer.apply(y));
                y = Tensors.relu(activations.getLast());
            }
        }

        long bytes() {
            long numbers = 0;
            for (int i = 0; i < inputs.size(); i++) {
                numbers += inputs.get(i).size() + activations.get(i).size();
            }
            return numbers * 8;
        }

        List<Dense> gradients(Tensor cotangent) {
            List<Dense> found = new ArrayList<>();
            Tensor c = cotangent;
            for (int i = net.size() - 1; i >= 0; i--) {
                c = Tensors.where(activations.get(i).gt(0), c, 0.0);
                found.addFirst(new Dense(inputs.get(i).t().matmul(c), c.sum(0)));
                c = c.matmul(net.get(i).weight().t());
            }
            return found;
        }
    }

    private static boolean same(List<Dense> naive, List<Dense> ours, Predicate<String> trained) {
        Tree.Flat<List<Dense>> expected = Tree.flatten(naive);
        List<Tensor> leaves = Tree.flatten(ours).leaves();
        boolean same = true;
        for (int i = 0; i < leaves.size(); i++) {
            Tensor wanted = expected.leaves().get(i);
            same &= trained.test(expected.paths().get(i))
                    ? wanted.array().sameBits(leaves.get(i).array())
                    : leaves.get(i).eq(0).all().item() == 1;
        }
        return same;
    }

    @Override
    public Outcome run(Context context) {
        List<Key> keys = context.key(1).split(BLOCKS + 2);
        List<Dense> net = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            net.add(Dense.init(keys.get(i), i == 0 ? INPUTS : WIDTH, WIDTH, Initializer.heNormal()));
        }
        Tensor x = Random.normal(keys.get(BLOCKS), BATCH, INPUTS);
        Tensor cotangent = Random.normal(keys.get(BLOCKS + 1), BATCH, WIDTH);
        NaiveTape naive = new NaiveTape(net, x);
        List<Dense> gradients = naive.gradients(cotangent);
        Outcome.Builder outcome = new Outcome.Builder()
                .close("naive tape, everything trained, bytes", 20_185_088, (double) naive.bytes(), 0)
                .close(
                        "the mask of a relu, one byte an element, bytes",
                        MASK,
                        (double) vjp(Tensors::relu, cotangent).residuals().bytes(),
                        0);
        List<Setting> settings = List.of(
                new Setting("layer 1 trained", path -> path.startsWith("[0]"), 512L * 64 * 8 + 10 * MASK),
                new Setting("layer 10 trained", path -> path.startsWith("[9]"), 512L * 256 * 8 + MASK),
                new Setting("everything trained", _ -> true, 512L * 8 * (64 + 9 * 256) + 10 * MASK),
                new Setting("nothing trained", _ -> false, 0));
        for (Setting setting : settings) {
            Pullback<List<Dense>, Tensor> at = vjp(n -> forward(n, x), net, setting.trained());
            outcome.close(
                            setting.name() + ", bytes kept",
                            (double) setting.bytes(),
                            (double) at.residuals().bytes(),
                            0)
                    .holds(
                            setting.name() + ", gradients have the bits of the naive tape",
                            same(gradients, at.apply(cotangent), setting.trained()));
            if (setting.bytes() == 0) {
                outcome.close(
                        setting.name() + ", recorded nodes", 0, at.residuals().equations(), 0);
            }
            if (setting.name().startsWith("layer 1 ")) {
                outcome.atMost(
                        setting.name() + ", kept / naive", 0.1, at.residuals().bytes() / (double) naive.bytes());
            }
        }
        return outcome.done();
    }

    private record Setting(String name, Predicate<String> trained, long bytes) {}
}
