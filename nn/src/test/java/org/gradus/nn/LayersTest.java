package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.nn.Numbers.checkDerivatives;
import static org.gradus.nn.Numbers.close;
import static org.gradus.nn.Numbers.normal;

import java.util.List;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes, derivatives and properties of layers. */
class LayersTest {
    private static final Key KEY = Key.of(5);

    private static Tensor score(Tensor y) {
        return y.times(0.7).plus(0.2).sin().sum();
    }

    /** A layer with the function that shall be differentiated by its parameters and by its operand. */
    private record Case<L>(L layer, Tensor x, org.gradus.tensor.Fn2<L, Tensor, Tensor> apply, Shape result) {
        void check() {
            assertThat(apply.apply(layer, x).shape()).isEqualTo(result);
            checkDerivatives((L l) -> score(apply.apply(l, x)), layer);
            checkDerivatives((Tensor v) -> score(apply.apply(layer, v)), x);
            // Data of another example, done for two at once.
            Tensor other = normal(77, x.shape().dims());
            Tensor both = Gradus.vmap((Tensor v) -> apply.apply(layer, v)).apply(Tensors.stack(x, other));
            close("vmap", Tensors.stack(apply.apply(layer, x), apply.apply(layer, other)), both, 1e-12);
        }
    }

    static Map<String, Case<?>> cases() {
        Window same = Window.of(3, 2).same();
        BatchNorm batch = BatchNorm.init(3);
        Dropout dropout = new Dropout(0.3);
        return Map.ofEntries(
                Map.entry(
                        "dense",
                        new Case<>(Dense.init(KEY, 3, 4), normal(1, 2, 5, 3), Dense::apply, Shape.of(2, 5, 4))),
                Map.entry(
                        "dense without bias",
                        new Case<>(Dense.init(KEY, 3, 4).withoutBias(), normal(1, 3), Dense::apply, Shape.of(4))),
                Map.entry(
                        "mlp",
                        new Case<>(
                                Mlp.init(KEY, 3, 5, 4, 2),
                                normal(1, 6, 3),
                                (l, x) -> l.apply(x, Tensors::tanh),
                                Shape.of(6, 2))),
                Map.entry(
                        "conv 1-d",
                        new Case<>(
                                Conv.init(KEY, 3, 4, Window.of(3).stride(2)),
                                normal(1, 2, 3, 9),
                                Conv::apply,
                                Shape.of(2, 4, 4))),
                Map.entry(
                        "conv 2-d in groups",
                        new Case<>(
                                Conv.init(KEY, 4, 6, same, 2, Initializer.lecunNormal()),
                                normal(1, 2, 4, 5, 4),
                                Conv::apply,
                                Shape.of(2, 6, 5, 4))),
                Map.entry(
                        "conv without bias",
                        new Case<>(
                                Conv.init(KEY, 2, 2, Window.of(2, 2)).withoutBias(),
                                normal(1, 1, 2, 3, 3),
                                Conv::apply,
                                Shape.of(1, 2, 2, 2))),
                Map.entry(
                        "conv transposed",
                        new Case<>(
                                ConvTransposed.init(
                                        KEY,
                                        4,
                                        6,
                                        Window.of(3, 3).stride(2).padding(1),
                                        2,
                                        1,
                                        Initializer.glorotNormal()),
                                normal(1, 2, 4, 3, 2),
                                ConvTransposed::apply,
                                Shape.of(2, 6, 6, 4))),
                Map.entry(
                        "layer norm",
                        new Case<>(LayerNorm.init(3, 4), normal(1, 2, 3, 4), LayerNorm::apply, Shape.of(2, 3, 4))),
                Map.entry("rms norm", new Case<>(RmsNorm.init(4), normal(1, 3, 4), RmsNorm::apply, Shape.of(3, 4))),
                Map.entry(
                        "group norm",
                        new Case<>(GroupNorm.init(2, 4), normal(1, 2, 4, 3), GroupNorm::apply, Shape.of(2, 4, 3))),
                Map.entry(
                        "batch norm",
                        new Case<>(
                                batch,
                                normal(1, 5, 3),
                                (l, x) -> l.apply(x, batch.initialState()).output(),
                                Shape.of(5, 3))),
                Map.entry(
                        "batch norm's state",
                        new Case<>(
                                batch,
                                normal(1, 4, 3, 2),
                                (l, x) -> {
                                    BatchNorm.Result r = l.apply(x, batch.initialState());
                                    return l.evaluate(r.output(), r.state());
                                },
                                Shape.of(4, 3, 2))),
                Map.entry(
                        "dropout",
                        new Case<>(
                                Dense.init(KEY, 3, 4),
                                normal(1, 5, 3),
                                (l, x) -> dropout.apply(Key.of(3), l.apply(x)),
                                Shape.of(5, 4))),
                Map.entry(
                        "rnn",
                        new Case<>(
                                RnnCell.init(KEY, 3, 4),
                                normal(1, 3, 2, 3),
                                (l, x) -> l.unroll(x, l.initialState(2)).outputs(),
                                Shape.of(3, 2, 4))),
                Map.entry(
                        "gru",
                        new Case<>(
                                GruCell.init(KEY, 3, 4),
                                normal(1, 3, 2, 3),
                                (l, x) -> l.unroll(x, l.initialState(2)).outputs(),
                                Shape.of(3, 2, 4))),
                Map.entry(
                        "lstm",
                        new Case<>(
                                LstmCell.init(KEY, 3, 4),
                                normal(1, 3, 2, 3),
                                (l, x) -> l.unroll(x, l.initialState(2)).outputs(),
                                Shape.of(3, 2, 4))),
                Map.entry(
                        "lstm of one example",
                        new Case<>(
                                LstmCell.init(KEY, 3, 4),
                                normal(1, 2, 3),
                                (l, x) -> l.unroll(x, l.initialState()).state().memory(),
                                Shape.of(4))),
                Map.entry(
                        "attention",
                        new Case<>(
                                MultiHeadAttention.init(KEY, 4, 2),
                                normal(1, 2, 3, 4),
                                MultiHeadAttention::apply,
                                Shape.of(2, 3, 4))),
                Map.entry(
                        "attention in chunks",
                        new Case<>(
                                MultiHeadAttention.init(KEY, 4, 2),
                                normal(1, 2, 5, 4),
                                (l, x) -> l.chunked(x, x, Attention.causalMask(5), 2),
                                Shape.of(2, 5, 4))),
                Map.entry(
                        "transformer block",
                        new Case<>(
                                TransformerBlock.init(KEY, 4, 2),
                                normal(1, 3, 4),
                                (l, x) -> l.apply(x, Attention.causalMask(3), Tensors::tanh),
                                Shape.of(3, 4))),
                Map.entry(
                        "residual block",
                        new Case<>(
                                ResidualBlock.init(KEY, 4, 6),
                                normal(1, 3, 4),
                                (l, x) -> l.apply(x, Tensors::tanh),
                                Shape.of(3, 4))),
                Map.entry(
                        "rotary",
                        new Case<>(
                                Dense.init(KEY, 4, 4),
                                normal(1, 2, 3, 4),
                                (l, x) -> Attention.rotary(l.apply(x)),
                                Shape.of(2, 3, 4))));
    }

    static List<String> names() {
        return cases().keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shapesAndDerivatives(String name) {
        cases().get(name).check();
    }

    @Test
    void embeddingsAreRowsAndCollectGradients() {
        Embedding embedding = Embedding.init(KEY, 5, 3);
        Tensor numbers = Tensors.tensor(new long[] {4, 0, 4, 2}).reshape(2, 2);
        assertThat(embedding.apply(numbers).shape()).isEqualTo(Shape.of(2, 2, 3));
        close("row", embedding.table().get(4), embedding.apply(numbers).get(1, 0), 0);
        Embedding g = Gradus.grad((Embedding e) -> e.apply(numbers).sum()).apply(embedding);
        assertThat(g.table().sum(1).toDoubles()).containsExactly(3, 0, 3, 0, 6);
        checkDerivatives((Embedding e) -> score(e.scores(e.apply(numbers))), embedding);
        close(
                "length",
                Tensors.scalar(1),
                Embedding.init(KEY, 400, 64).table().square().sum(1).mean(),
                0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 100})
    void attentionInChunksIsTheSame(int chunk) {
        Tensor q = normal(1, 2, 4, 3).times(20.0);
        Tensor k = normal(2, 2, 6, 3).times(20.0);
        Tensor v = normal(3, 2, 6, 5);
        // The third query may attend to nothing, the second to the last key alone.
        boolean[] permitted = new boolean[24];
        java.util.Arrays.fill(permitted, 0, 6, true);
        permitted[11] = true;
        permitted[19] = true;
        permitted[22] = true;
        for (Tensor mask : new Tensor[] {null, Tensors.tensor(permitted).reshape(4, 6)}) {
            Tensor plain = Attention.attend(q, k, v, mask);
            close("value", plain, Attention.chunked(q, k, v, mask, chunk), 1e-13);
            if (mask != null) {
                assertThat(plain.get(1, 2).toDoubles()).containsOnly(0.0);
                close("one key", v.get(1, 5), plain.get(1, 1), 1e-15);
            }
            List<Tensor> at = List.of(q, k, v);
            Fn<List<Tensor>, Tensor> whole = l -> score(Attention.attend(l.get(0), l.get(1), l.get(2), mask));
            Fn<List<Tensor>, Tensor> parts = l -> score(Attention.chunked(l.get(0), l.get(1), l.get(2), mask, chunk));
            List<Tensor> expected = Gradus.grad(whole).apply(at);
            List<Tensor> actual = Gradus.grad(parts).apply(at);
            for (int i = 0; i < 3; i++) {
                assertThat(expected.get(i).allFinite()).isTrue();
                close("gradient", expected.get(i), actual.get(i), 1e-12);
            }
        }
    }

    @Test
    void causalAttentionDoesNotLookAhead() {
        TransformerBlock block = TransformerBlock.init(KEY, 4, 2);
        Tensor x = normal(1, 5, 4);
        Tensor changed = Tensors.concatenate(0, x.slice(0, 0, 3), normal(2, 2, 4));
        Tensor mask = Attention.causalMask(5);
        Tensor y = block.apply(x, mask, Tensors::relu);
        Tensor z = block.apply(changed, mask, Tensors::relu);
        close("past", y.slice(0, 0, 3), z.slice(0, 0, 3), 0);
        assertThat(y.get(4).minus(z.get(4)).abs().max().item()).isGreaterThan(0.1);
    }

    @Test
    void rotatedScoresDependOnDistances() {
        Tensor q = normal(1, 1, 6).broadcastTo(5, 6);
        Tensor k = normal(2, 1, 6).broadcastTo(5, 6);
        Tensor scores = Attention.rotary(q).matmul(Attention.rotary(k).t());
        close("distance 1", scores.get(1, 0), scores.get(4, 3), 1e-13);
        close("distance −2", scores.get(0, 2), scores.get(2, 4), 1e-13);
        close("length", q.square().sum(-1), Attention.rotary(q).square().sum(-1), 1e-13);
    }

    @Test
    void stepsAndUnrolledSequencesAgree() {
        Tensor xs = normal(1, 4, 2, 3);
        LstmCell lstm = LstmCell.init(KEY, 3, 4);
        GruCell gru = GruCell.init(KEY, 3, 4);
        RnnCell rnn = RnnCell.init(KEY, 3, 4);
        LstmCell.State memory = lstm.initialState(2);
        Tensor gated = gru.initialState(2);
        Tensor plain = rnn.initialState(2);
        for (int t = 0; t < 4; t++) {
            memory = lstm.step(xs.get(t), memory);
            gated = gru.step(xs.get(t), gated);
            plain = rnn.step(xs.get(t), plain);
        }
        Unrolled<LstmCell.State> all = lstm.unroll(xs, lstm.initialState(2));
        close("lstm", memory.memory(), all.state().memory(), 1e-14);
        close("lstm output", memory.hidden(), all.outputs().get(3), 1e-14);
        close("gru", gated, gru.unroll(xs, gru.initialState(2)).state(), 1e-14);
        close("rnn", plain, rnn.unroll(xs, rnn.initialState(2)).state(), 1e-14);
        assertThat(lstm.bias().toDoubles()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void runningMeansApproachThoseOfTheData() {
        BatchNorm layer = BatchNorm.init(2);
        BatchNorm.State state = layer.initialState();
        Tensor deviation = Tensors.tensor(2.0, 0.5);
        Tensor mean = Tensors.tensor(-1.0, 3.0);
        for (int i = 0; i < 200; i++) {
            Tensor x = normal(i, 64, 2).times(deviation).plus(mean);
            BatchNorm.Result r = layer.apply(x, state);
            state = r.state();
            close("mean of outputs", Tensors.zeros(2), r.output().mean(0), 1e-12);
            close("square of outputs", Tensors.ones(2), r.output().square().mean(0), 1e-4);
        }
        close("running mean", mean, state.mean(), 0.1);
        close("running variance", deviation.square(), state.variance(), 0.1);
        Tensor sure = layer.evaluate(mean.reshape(1, 2), new BatchNorm.State(mean, deviation.square()));
        close("one example", Tensors.zeros(1, 2), sure, 0);
        // The mean is a plain mean of one batch where the momentum is one.
        BatchNorm whole = new BatchNorm(layer.scale(), layer.shift(), 1, 1e-5);
        Tensor x = normal(7, 8, 2);
        close("momentum 1", x.mean(0), whole.apply(x, state).state().mean(), 1e-15);
    }

    @Test
    void dropoutKeepsTheMean() {
        Dropout dropout = new Dropout(0.25);
        Tensor ones = Tensors.ones(200, 100);
        Tensor y = dropout.apply(KEY, ones);
        assertThat(y.toDoubles()).containsOnly(0.0, 1 / 0.75);
        // Five standard deviations of a mean of 20 000.
        assertThat(y.mean().item()).isCloseTo(1, within(5 * Math.sqrt(0.25 / 0.75 / 20_000)));
        close("same key", y, dropout.apply(KEY, ones), 0);
        assertThat(dropout.apply(Key.of(6), ones).minus(y).abs().max().item()).isGreaterThan(1);
        assertThat(new Dropout(0).apply(KEY, ones)).isSameAs(ones);
        Tensor channels = dropout.applyToChannels(KEY, Tensors.ones(50, 8, 3, 3));
        close("whole channels", channels.max(2, 3), channels.min(2, 3), 0);
        assertThat(channels.min().item()).isZero();
        assertThat(dropout.apply(KEY, ones.to(DType.FLOAT32)).dtype()).isEqualTo(DType.FLOAT32);
        Tensor g = Gradus.grad((Tensor x) -> dropout.apply(KEY, x).sum()).apply(ones);
        close("gradient", y, g, 0);
    }

    @Test
    void initializersHaveTheirVariances() {
        ArrayType type = new ArrayType(DType.FLOAT64, Shape.of(300, 100));
        Map<Initializer, Double> variances = Map.of(
                Initializer.glorotUniform(), 2.0 / 400,
                Initializer.glorotNormal(), 2.0 / 400,
                Initializer.heUniform(), 2.0 / 300,
                Initializer.heNormal(), 2.0 / 300,
                Initializer.lecunUniform(), 1.0 / 300,
                Initializer.lecunNormal(), 1.0 / 300,
                Initializer.normal(0.5), 0.25,
                Initializer.uniform(0.3), 0.03,
                Initializer.zeros(), 0.0);
        variances.forEach((initializer, variance) -> {
            Tensor x = initializer.draw(KEY, type, 300, 100);
            double deviation = Math.sqrt(variance);
            assertThat(x.mean().item()).isCloseTo(0, within(5 * deviation / Math.sqrt(30_000) + 1e-300));
            assertThat(x.square().mean().item()).isCloseTo(variance, within(0.05 * variance + 1e-300));
        });
        assertThat(Initializer.constant(2).draw(KEY, type, 1, 1).max().item()).isEqualTo(2);
        ArrayType narrow = new ArrayType(DType.FLOAT32, Shape.of(3));
        assertThat(Initializer.heNormal().draw(KEY, narrow, 3, 3).type()).isEqualTo(narrow);
        // The fan-in of a kernel counts the window.
        Tensor kernel = Conv.init(KEY, 64, 64, Window.of(3, 3)).kernel();
        assertThat(kernel.square().mean().item()).isCloseTo(2.0 / (64 * 9), within(0.05 * 2 / (64 * 9)));
    }

    @Test
    void aSmallModelLearnsXor() {
        record Model(Dense hidden, Dense output) {}
        List<Key> keys = Key.of(0).split(2);
        Model model = new Model(Dense.init(keys.get(0), 2, 8), Dense.init(keys.get(1), 8, 1));
        Tensor x = Tensors.tensor(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
        Tensor xor = Tensors.tensor(0.0, 1.0, 1.0, 0.0).reshape(4, 1);
        Fn<Model, Tensor> loss =
                m -> Losses.squaredError(m.output().apply(m.hidden().apply(x).tanh()), xor)
                        .mean();
        Fn<Model, Model> gradient = Gradus.jit(Gradus.grad(loss));
        for (int i = 0; i < 2000; i++) {
            model = Tree.minus(model, Tree.scale(0.2, gradient.apply(model)));
        }
        assertThat(loss.apply(model).item()).isLessThan(1e-4);
    }

    /** Horizontal against vertical bars in noise, by a small convolutional network with all that images need. */
    @Test
    void aConvolutionalNetworkLearnsBars() {
        record Net(Conv conv, BatchNorm norm, Dense output) {}
        record Batch(Tensor x, Tensor y) {}
        record Step(Net net, BatchNorm.State state) {}
        List<Key> keys = Key.of(1).split(2);
        Net net = new Net(
                Conv.init(keys.get(0), 1, 4, Window.of(3, 3).same()).withoutBias(),
                BatchNorm.init(4),
                Dense.init(keys.get(1), 4, 2));
        int n = 32;
        double[] pixels = normal(3, n, 1, 8, 8).times(0.3).toDoubles();
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < 8; j++) {
                int row = labels[i] == 0 ? i % 8 : j;
                int column = labels[i] == 0 ? j : i % 8;
                pixels[(i * 8 + row) * 8 + column] += 1;
            }
        }
        Batch batch = new Batch(Tensors.tensor(Shape.of(n, 1, 8, 8), pixels), Tensors.tensor(labels));
        BatchNorm.State[] state = {net.norm().initialState()};
        Fn<Step, Tensor> loss = s -> {
            Tensor h = s.net()
                    .norm()
                    .apply(s.net().conv().apply(batch.x()), s.state())
                    .output();
            Tensor pooled = org.gradus.tensor.Pooling.globalAveragePool(
                    org.gradus.tensor.Pooling.maxPool(Tensors.relu(h), Window.of(2)));
            return Tensors.softmaxCrossEntropy(s.net().output().apply(pooled), batch.y())
                    .mean();
        };
        Fn<Step, Step> gradient = Gradus.jit(Gradus.grad(loss));
        double first = loss.apply(new Step(net, state[0])).item();
        for (int i = 0; i < 150; i++) {
            state[0] = net.norm().apply(net.conv().apply(batch.x()), state[0]).state();
            net = Tree.minus(
                    net, Tree.scale(0.5, gradient.apply(new Step(net, state[0])).net()));
        }
        double last = loss.apply(new Step(net, state[0])).item();
        assertThat(last).isLessThan(0.05).isLessThan(first / 5);
        Tensor h = net.norm().evaluate(net.conv().apply(batch.x()), state[0]);
        Tensor pooled = org.gradus.tensor.Pooling.globalAveragePool(
                org.gradus.tensor.Pooling.maxPool(Tensors.relu(h), Window.of(2)));
        Tensor right = net.output().apply(pooled).argmax(-1).eq(batch.y());
        assertThat(right.to(DType.FLOAT64).mean().item())
                .as("accuracy, evaluated")
                .isGreaterThan(0.95);
    }

    record Wrong(Runnable use, Class<? extends GradusException> kind, String problem) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static List<Wrong> wrong() {
        Tensor x = normal(1, 2, 3);
        return List.of(
                new Wrong(
                        () -> Dense.init(KEY, 4, 2).apply(x),
                        ShapeException.class,
                        "dense: f64[2,3] does not have 4 entries along axis -1"),
                new Wrong(() -> Dense.init(KEY, 0, 2), ArgumentException.class, "dense: number of features 0"),
                new Wrong(() -> Mlp.init(KEY, 3), ArgumentException.class, "mlp: 1 widths given"),
                new Wrong(
                        () -> Conv.init(KEY, 3, 4, Window.of()),
                        ArgumentException.class,
                        "conv: the window has no size"),
                new Wrong(
                        () -> Conv.init(KEY, 3, 4, Window.of(3), 2, Initializer.zeros()),
                        ArgumentException.class,
                        "conv: 3 and 4 channels are not cut evenly in 2 groups"),
                new Wrong(
                        () -> Conv.init(KEY, 4, 4, Window.of(3)).apply(x.expandDims(0)),
                        ShapeException.class,
                        "convolve: f64[1,2,3] with 2 channels and kernel f64[4,4,3] do not fit in 1 group"),
                new Wrong(
                        () -> LayerNorm.init(2).apply(x),
                        ShapeException.class,
                        "layerNorm: f64[2,3] does not end with axes [2]"),
                new Wrong(
                        () -> GroupNorm.init(2, 3),
                        ArgumentException.class,
                        "groupNorm: 3 channels are not cut evenly in 2 groups"),
                new Wrong(
                        () -> BatchNorm.init(3)
                                .apply(x.slice(0, 0, 1), BatchNorm.init(3).initialState()),
                        ShapeException.class,
                        "batchNorm: f64[1,3] has 1 numbers a channel, which have no variance"),
                new Wrong(() -> new BatchNorm(x, x, 2, 0), ArgumentException.class, "batchNorm: momentum 2.0"),
                new Wrong(() -> new Dropout(1), ArgumentException.class, "dropout: rate 1.0"),
                new Wrong(
                        () -> RnnCell.init(KEY, 3, 4).unroll(Tensors.zeros(0, 3), Tensors.zeros(4)),
                        ShapeException.class,
                        "unroll: a sequence of inputs with no steps"),
                new Wrong(
                        () -> MultiHeadAttention.init(KEY, 6, 4),
                        ArgumentException.class,
                        "multiHeadAttention: width 6 is not cut evenly in 4 heads"),
                new Wrong(
                        () -> Attention.attend(x, normal(2, 4, 2), x),
                        ShapeException.class,
                        "attention: queries f64[2,3], keys f64[4,2] and values f64[2,3] do not go together"),
                new Wrong(
                        () -> Attention.attend(x, x, x, Tensors.ones(2, 2)),
                        DTypeException.class,
                        "attention: mask f64[2,2] is not of truth values"),
                new Wrong(
                        () -> Attention.attend(x, x, x, Attention.causalMask(3)),
                        ShapeException.class,
                        "attention: mask bool[3,3] does not fit 2 queries and 2 keys"),
                new Wrong(() -> Attention.rotary(x), ShapeException.class, "rotary: f64[2,3] has no pairs of features"),
                new Wrong(
                        () -> Initializer.normal(-1), ArgumentException.class, "initializer: normal with spread -1.0"),
                new Wrong(
                        () -> Losses.squaredError(x, normal(1, 2)),
                        ShapeException.class,
                        "squaredError: f64[2,3] and f64[2] have different shapes"),
                new Wrong(() -> Losses.huber(x, x, 0), ArgumentException.class, "huber: delta 0.0"),
                new Wrong(
                        () -> Losses.smoothedCrossEntropy(x, x, 2),
                        ArgumentException.class,
                        "smoothedCrossEntropy: smoothing 2.0"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongUsesAreExplained(Wrong wrong) {
        GradusException error = catchThrowableOfType(GradusException.class, wrong.use::run);
        assertThat(error).isInstanceOf(wrong.kind);
        assertThat(error.getMessage()).startsWith(wrong.problem).contains("\n");
    }

    @Test
    void aResidualBlockAddsToWhatPassesThrough() {
        ResidualBlock block = ResidualBlock.init(KEY, 4, 6);
        Tensor x = normal(1, 3, 4);
        Tensor inner = block.mlp().apply(block.norm().apply(x), Tensors::relu);
        assertThat(block.apply(x, Tensors::relu).minus(inner).toDoubles())
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(x.toDoubles());
        ResidualBlock silent = Tree.map(t -> t.times(0.0), block);
        assertThat(silent.apply(x, Tensors::relu).array().sameBits(x.array())).isTrue();
    }
}
