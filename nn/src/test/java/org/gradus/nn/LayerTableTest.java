package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.nn.Numbers.close;
import static org.gradus.nn.Numbers.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers give, against {@code src/test/python/layer_tables.py}, which has the equations in NumPy. */
class LayerTableTest {
    private static final int INPUTS = 3;
    private static final int HIDDEN = 5;

    private static Map<String, Tensor> table() throws IOException {
        Map<String, Tensor> table = new HashMap<>();
        try (InputStream in = LayerTableTest.class.getResourceAsStream("layers.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] fields = line.split("\t");
                int[] dims = Arrays.stream(fields[1].split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
                double[] elements = Arrays.stream(fields[2].split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                table.put(fields[0], Tensors.tensor(Shape.of(dims), elements));
            });
        }
        return table;
    }

    private static Map<String, Supplier<Tensor>> layers() {
        Map<String, Supplier<Tensor>> layers = new LinkedHashMap<>();
        recurrent(layers);
        normalizations(layers);
        attention(layers);
        losses(layers);
        return layers;
    }

    static Set<String> names() {
        return layers().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void asTheEquations(String name) throws IOException {
        close(name, table().get(name), layers().get(name).get(), 1e-13);
    }

    @org.junit.jupiter.api.Test
    void everyLineIsCompared() throws IOException {
        assertThat(names()).isEqualTo(table().keySet());
    }

    private static Tensor w(int gates) {
        return sample(5, 13, INPUTS, gates * HIDDEN);
    }

    private static Tensor u(int gates) {
        return sample(3, 11, HIDDEN, gates * HIDDEN);
    }

    private static Tensor b(int gates) {
        return sample(2, 5, gates * HIDDEN);
    }

    private static void recurrent(Map<String, Supplier<Tensor>> layers) {
        Tensor xs = sample(7, 11, 4, 2, INPUTS);
        Tensor h = sample(5, 7, 2, HIDDEN);
        RnnCell rnn = new RnnCell(w(1), u(1), b(1));
        layers.put("rnn", () -> rnn.unroll(xs, h).state());
        GruCell gru = new GruCell(w(3), u(3), b(3), sample(3, 5, HIDDEN));
        layers.put("gru", () -> gru.unroll(xs, h).outputs());
        LstmCell lstm = new LstmCell(w(4), u(4), b(4));
        LstmCell.State first = new LstmCell.State(h, sample(3, 7, 2, HIDDEN));
        layers.put("lstm", () -> lstm.unroll(xs, first).outputs());
        layers.put("lstmMemory", () -> lstm.unroll(xs, first).state().memory());
    }

    private static void normalizations(Map<String, Supplier<Tensor>> layers) {
        Tensor x = sample(7, 23, 2, 6, 3, 4);
        Tensor scale = sample(3, 7, 6);
        Tensor shift = sample(5, 11, 6);
        BatchNorm batch = new BatchNorm(scale, shift, 0.1, 1e-5);
        layers.put("batchNorm", () -> batch.apply(x, batch.initialState()).output());
        layers.put(
                "batchMean", () -> batch.apply(x, batch.initialState()).state().mean());
        layers.put(
                "batchVariance",
                () -> batch.apply(x, batch.initialState()).state().variance());
        BatchNorm.State state =
                new BatchNorm.State(sample(2, 5, 6), sample(3, 5, 6).square().plus(0.5));
        layers.put("batchNormEvaluated", () -> batch.evaluate(x, state));
        layers.put("groupNorm", () -> new GroupNorm(scale, shift, 3, 1e-5).apply(x));
        layers.put("layerNorm", () -> new LayerNorm(sample(3, 7, 3, 4), sample(5, 11, 3, 4), 1e-5).apply(x));
        layers.put("rmsNorm", () -> new RmsNorm(sample(3, 7, 4), 1e-6).apply(x));
    }

    private static void attention(Map<String, Supplier<Tensor>> layers) {
        Tensor q = sample(7, 17, 2, 5, 4);
        Tensor k = sample(5, 19, 2, 6, 4);
        Tensor v = sample(3, 13, 2, 6, 3);
        boolean[] permitted = new boolean[30];
        for (int i = 0; i < permitted.length; i++) {
            permitted[i] = i * 7 % 5 != 2;
        }
        Tensor mask = Tensors.tensor(permitted).reshape(5, 6);
        layers.put("attention", () -> Attention.attend(q, k, v));
        layers.put("attentionMasked", () -> Attention.chunked(q, k, v, mask, 4));
        MultiHeadAttention heads = new MultiHeadAttention(
                new Dense(sample(2, 11, 6, 6), sample(1, 5, 6)),
                new Dense(sample(3, 11, 6, 6), sample(2, 5, 6)),
                new Dense(sample(5, 11, 6, 6), sample(3, 5, 6)),
                new Dense(sample(7, 11, 6, 6), sample(4, 5, 6)),
                2);
        layers.put("multiHead", () -> heads.apply(sample(7, 17, 2, 5, 6), sample(5, 13, 2, 4, 6), null));
        layers.put("positions", () -> Attention.sinusoidalPositions(7, 6));
    }

    private static void losses(Map<String, Supplier<Tensor>> layers) {
        Tensor y = sample(7, 31, 4, 6);
        Tensor t = sample(5, 29, 4, 6);
        Tensor numbers = Tensors.tensor(new long[] {0, 5, 2, 3});
        layers.put("huber", () -> Losses.huber(y, t, 1.25));
        layers.put("logCosh", () -> Losses.logCosh(y, t));
        layers.put("hinge", () -> Losses.hinge(y, t.minus(0.125).sign()));
        layers.put("focal", () -> Losses.focal(y, t.gt(0.0).to(DType.FLOAT64), 2));
        layers.put("smoothed", () -> Losses.smoothedCrossEntropy(y, numbers, 0.1));
        layers.put("kl", () -> Losses.klDivergence(Tensors.logSoftmax(y, -1), Tensors.logSoftmax(t, -1)));
        layers.put("cosine", () -> Losses.cosineSimilarity(y, t));
        layers.put("gaussian", () -> Losses.gaussian(y, y, t));
        layers.put("contrastive", () -> Losses.contrastive(y, t, 0.5));
    }

    /** In f32, parameters and results are f32. */
    @org.junit.jupiter.api.Test
    void narrowModelsGiveNarrowResults() {
        TransformerBlock block =
                Tree.map(t -> t.to(DType.FLOAT32), TransformerBlock.init(org.gradus.tensor.Key.of(1), 6, 2));
        Tensor x = sample(7, 17, 2, 5, 6);
        Tensor narrow = block.apply(x.to(DType.FLOAT32), Attention.causalMask(5), Tensors::relu);
        assertThat(narrow.dtype()).isEqualTo(DType.FLOAT32);
        TransformerBlock wide = TransformerBlock.init(org.gradus.tensor.Key.of(1), 6, 2);
        close("f32", wide.apply(x, Attention.causalMask(5), Tensors::relu), narrow.to(DType.FLOAT64), 1e-5);
    }
}
