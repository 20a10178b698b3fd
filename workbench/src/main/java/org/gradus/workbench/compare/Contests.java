package org.gradus.workbench.compare;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.nn.Attention;
import org.gradus.nn.Conv;
import org.gradus.nn.Dense;
import org.gradus.nn.Embedding;
import org.gradus.nn.LayerNorm;
import org.gradus.nn.Mlp;
import org.gradus.nn.TransformerBlock;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Pooling;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;
import org.gradus.tree.Tree;

/** The problems that are built in. */
public final class Contests {
    /** Starts of test functions differ by this from the usual ones, so that seeds mean something. */
    private static final double JITTER = 0.1;

    private static final List<Contest> ALL = List.of(
            function("rosenbrock", "Rosenbrock's curved valley in 10 dimensions", 2000, start(10, -1.2), x -> {
                Tensor a = x.slice(0, 0, 9);
                Tensor b = x.slice(0, 1, 10);
                return b.minus(a.square())
                        .square()
                        .times(100)
                        .plus(a.minus(1).square())
                        .sum();
            }),
            function("beale", "Beale's function of two variables", 1000, start(2, 1), Contests::beale),
            function("himmelblau", "Himmelblau's function with four minima", 500, start(2, 0), x -> {
                Tensor a = x.get(0);
                Tensor b = x.get(1);
                return a.square()
                        .plus(b)
                        .minus(11)
                        .square()
                        .plus(a.plus(b.square()).minus(7).square());
            }),
            function("dixon-price", "Dixon and Price's function in 20 dimensions", 2000, start(20, 1), x -> {
                Tensor weights = Tensors.arange(20).plus(1).to(DType.FLOAT64).slice(0, 1, 20);
                Tensor inner = x.slice(0, 1, 20).square().times(2).minus(x.slice(0, 0, 19));
                return x.get(0)
                        .minus(1)
                        .square()
                        .plus(weights.times(inner.square()).sum());
            }),
            new Contest(
                    "quadratic",
                    "a quadratic of 100 variables with curvatures from 1 to 1000",
                    500,
                    key -> quadratic(key, 1000, false)),
            new Contest(
                    "noisy-quadratic",
                    "the same with gradients of small samples",
                    2000,
                    key -> quadratic(key, 1000, true)),
            new Contest(
                    "factorization",
                    "a matrix of 40 x 30 and rank 5 as a product of two",
                    1000,
                    Contests::factorization),
            new Contest("logistic-breast-cancer", "logistic regression of 569 tumors", 300, Contests::logistic),
            new Contest("softmax-digits", "softmax regression of 1797 images of digits", 500, Contests::softmax),
            new Contest("mlp-digits", "a network of 64-32-10 on images of digits", 1000, Contests::mlp),
            new Contest("cnn-digits", "a convolutional network on images of digits", 400, Contests::cnn),
            new Contest(
                    "transformer", "a transformer of one block on text made on the spot", 400, Contests::transformer));

    private Contests() {}

    /**
     * All problems.
     *
     * @return in the order in which they are listed
     */
    public static List<Contest> all() {
        return ALL;
    }

    /**
     * A problem by name.
     *
     * @param id its name
     * @return the problem, if there is one
     */
    public static Optional<Contest> of(String id) {
        return ALL.stream().filter(contest -> contest.id().equals(id)).findFirst();
    }

    private static double[] start(int n, double value) {
        double[] start = new double[n];
        java.util.Arrays.fill(start, value);
        return start;
    }

    /** Functions whose smallest value is 0. */
    private static Contest function(String id, String title, int budget, double[] start, Fn<Tensor, Tensor> f) {
        Function<Key, Instance<?, ?>> draw = key -> new Instance<Tensor, Tensor>(
                (x, none) -> f.apply(x),
                Tensors.zeros(1),
                OptionalInt.empty(),
                Tensors.tensor(start).plus(Random.normal(key, start.length).times(JITTER)),
                OptionalDouble.of(0));
        return new Contest(id, title, budget, draw);
    }

    private static Tensor beale(Tensor x) {
        Tensor a = x.get(0);
        Tensor b = x.get(1);
        Tensor sum = Tensors.scalar(0);
        double[] y = {1.5, 2.25, 2.625};
        for (int i = 0; i < y.length; i++) {
            sum = sum.plus(Tensors.minus(1, b.pow(i + 1.0)).times(a).minus(y[i]).square());
        }
        return sum;
    }

    /** ½·mean over samples of (x − c + noise)ᵀH(x − c + noise): the noise has mean zero over all samples. */
    private static Instance<?, ?> quadratic(Key key, double condition, boolean noisy) {
        int n = 100;
        List<Key> keys = key.split(3);
        Tensor q = Linalg.qr(Random.normal(keys.get(0), n, n)).q();
        Tensor root = Tensors.linspace(0, Math.log(condition) / 2, n).exp();
        Tensor half = q.times(root).t();
        int samples = noisy ? 256 : 1;
        Tensor raw = Random.normal(keys.get(1), samples, n);
        Tensor noise = noisy ? raw.minus(raw.mean(0)) : Tensors.zeros(1, n);
        Fn2<Tensor, Tensor, Tensor> loss =
                (x, c) -> x.minus(c).matmul(half.t()).square().sum(1).mean().times(0.5);
        double floor = loss.apply(Tensors.zeros(n), noise).item();
        return new Instance<>(
                loss,
                noise,
                noisy ? OptionalInt.of(8) : OptionalInt.empty(),
                Random.normal(keys.get(2), n),
                OptionalDouble.of(floor));
    }

    private record Factors(Tensor u, Tensor v) {}

    private static Instance<?, ?> factorization(Key key) {
        List<Key> keys = key.split(4);
        Tensor m = Random.normal(keys.get(0), 40, 5).matmul(Random.normal(keys.get(1), 5, 30));
        Factors start = new Factors(
                Random.normal(keys.get(2), 40, 5).times(JITTER),
                Random.normal(keys.get(3), 5, 30).times(JITTER));
        Fn2<Factors, Tensor, Tensor> loss =
                (f, data) -> f.u().matmul(f.v()).minus(data).square().mean().times(0.5);
        return new Instance<>(loss, m, OptionalInt.empty(), start, OptionalDouble.of(0));
    }

    private static Instance<?, ?> logistic(Key key) {
        Table table = Context.DEFAULT.table("breast_cancer");
        Tensor centered = table.x().minus(table.x().mean(0));
        Data data = new Data(
                centered.div(centered.square().mean(0).sqrt()), table.y().to(DType.FLOAT64));
        Dense start = Dense.init(key, data.x().dim(1), 1);
        Fn2<Dense, Data, Tensor> loss =
                (p, d) -> Tensors.sigmoidCrossEntropy(p.apply(d.x()).reshape(-1), d.y())
                        .mean()
                        .plus(p.weight().square().sum().times(1e-3));
        return new Instance<>(loss, data, OptionalInt.empty(), start, OptionalDouble.empty());
    }

    private record Data(Tensor x, Tensor y) {}

    private static Data digits() {
        Table table = Context.DEFAULT.table("digits");
        return new Data(table.x().div(16), table.y());
    }

    private static Instance<?, ?> softmax(Key key) {
        Fn2<Dense, Data, Tensor> loss = (p, d) -> Tensors.softmaxCrossEntropy(p.apply(d.x()), d.y())
                .mean()
                .plus(p.weight().square().sum().times(1e-4));
        return new Instance<>(loss, digits(), OptionalInt.of(64), Dense.init(key, 64, 10), OptionalDouble.empty());
    }

    private static Instance<?, ?> mlp(Key key) {
        Loss<Mlp, Data> loss = new Loss.OfModel<>(
                (p, d) -> p.apply(d.x(), Tensor::tanh), (z, d) -> Tensors.softmaxCrossEntropy(z, d.y()));
        return new Instance<>(loss, digits(), OptionalInt.of(64), Mlp.init(key, 64, 32, 10), OptionalDouble.empty());
    }

    private record Cnn(Conv first, Conv second, Dense out) {}

    private static Instance<?, ?> cnn(Key key) {
        List<Key> keys = key.split(3);
        Window window = Window.of(3, 3).same();
        Cnn start = new Cnn(
                Conv.init(keys.get(0), 1, 8, window),
                Conv.init(keys.get(1), 8, 16, window),
                Dense.init(keys.get(2), 16 * 2 * 2, 10));
        Window half = Window.of(2, 2).stride(2, 2);
        Fn2<Cnn, Data, Tensor> loss = (p, d) -> {
            Tensor images = d.x().reshape(-1, 1, 8, 8);
            Tensor h = Pooling.maxPool(Tensors.relu(p.first().apply(images)), half);
            h = Pooling.maxPool(Tensors.relu(p.second().apply(h)), half);
            return Tensors.softmaxCrossEntropy(p.out().apply(h.reshape(-1, 64)), d.y())
                    .mean();
        };
        return new Instance<>(loss, digits(), OptionalInt.of(64), start, OptionalDouble.empty());
    }

    private record Language(Embedding letters, Tensor places, TransformerBlock block, LayerNorm norm) {}

    private record Text(Tensor windows) {}

    /** Sentences of a small grammar: what comes next follows in part, and in part is chance. */
    private static Instance<?, ?> transformer(Key key) {
        int length = 16;
        int width = 16;
        byte[] text = sentences(key.fold(1)).getBytes(StandardCharsets.US_ASCII);
        long[] letters = new long[text.length];
        for (int i = 0; i < text.length; i++) {
            letters[i] = text[i] == ' ' ? 0 : text[i] == '.' ? 1 : text[i] - 'a' + 2;
        }
        Tensor all = Tensors.tensor(letters);
        int count = (letters.length - 1) / length;
        Tensor windows = Tensors.stack(
                0,
                java.util.stream.IntStream.range(0, count)
                        .mapToObj(i -> all.slice(0, i * length, i * length + length + 1))
                        .toList());
        List<Key> keys = key.split(3);
        Language start = new Language(
                Embedding.init(keys.get(0), 28, width),
                Random.normal(keys.get(1), length, width).times(JITTER),
                TransformerBlock.init(keys.get(2), width, 2),
                LayerNorm.init(width));
        Tensor mask = Attention.causalMask(length);
        Fn2<Language, Text, Tensor> loss = (p, d) -> {
            Tensor seen = d.windows().slice(1, 0, length);
            Tensor next = d.windows().slice(1, 1, length + 1);
            Tensor x = p.letters().apply(seen).plus(p.places());
            Tensor h = p.norm().apply(p.block().apply(x, mask, Tensors::gelu));
            Tensor scores = p.letters().scores(h).reshape(-1, 28);
            return Tensors.softmaxCrossEntropy(scores, next.reshape(-1)).mean();
        };
        return new Instance<>(loss, new Text(windows), OptionalInt.of(16), start, OptionalDouble.empty());
    }

    private static String sentences(Key key) {
        String[][] parts = {
            {"the ", "a ", "one "},
            {"slow ", "steep ", "flat ", "noisy "},
            {"gradient ", "descent ", "saddle ", "valley "},
            {"meets ", "leaves ", "follows "},
            {"the ", "a "},
            {"minimum. ", "ridge. ", "plateau. "}
        };
        Tensor choices = Random.integers(key, 0, 12, 200 * parts.length);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < choices.size(); i++) {
            String[] words = parts[i % parts.length];
            text.append(words[(int) choices.get(i).item() % words.length]);
        }
        return text.toString();
    }

    /** The sizes of a start, for a line of the report. */
    static int parameters(Instance<?, ?> instance) {
        return Tree.size(instance.start());
    }
}
