package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.StructureException;
import org.gradus.error.TracedValueException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SafetensorsTest {
    private static final int SEED = 20260101;
    private static final float SIGNALING = Float.intBitsToFloat(0x7f800001);
    private static final double PAYLOAD = Double.longBitsToDouble(0x7ff8_dead_beef_0001L);

    private static final List<NdArray> ARRAYS = Stream.of(
                    array(new double[] {1.5, -0.0, 0.0, PAYLOAD, Double.MIN_VALUE, Double.NEGATIVE_INFINITY}, 2, 3),
                    array(new float[] {1.5f, -0.0f, SIGNALING, Float.intBitsToFloat(0xffc12345), Float.MAX_VALUE}, 5),
                    array(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}, 2, 1, 2),
                    array(new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}, 4),
                    array(new boolean[] {true, false, true}, 3),
                    array(new double[] {7}),
                    array(new boolean[] {true}),
                    array(new double[0], 0),
                    array(new int[0], 3, 0, 2),
                    NdArray.splat(new ArrayType(DType.FLOAT32, Shape.of(3, 4)), 2.5),
                    array(random(300_000), 300, 1000))
            .toList();

    @TempDir
    Path folder;

    private static NdArray array(Object elements, int... dims) {
        return NdArray.wrap(Shape.of(dims), elements);
    }

    /** More than fits in one buffer, with every bit pattern possible. */
    private static double[] random(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        return random.longs(n).mapToDouble(Double::longBitsToDouble).toArray();
    }

    @ParameterizedTest
    @FieldSource("ARRAYS")
    void keepsBits(NdArray array) {
        Path file = folder.resolve("one.safetensors");
        Safetensors.write(file, Map.of("x", tensor(array)));
        NdArray back = Safetensors.read(file).tensors().get("x").array();
        assertThat(back.type()).isEqualTo(array.type());
        assertThat(rawBits(back)).isEqualTo(rawBits(array));
    }

    @ParameterizedTest
    @FieldSource("ARRAYS")
    void npyKeepsBits(NdArray array) {
        Path file = folder.resolve("one.npy");
        Npy.write(file, tensor(array));
        NdArray back = Npy.read(file).array();
        assertThat(back.type()).isEqualTo(array.type());
        assertThat(rawBits(back)).isEqualTo(rawBits(array));
    }

    private static byte[] rawBits(NdArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(array.size() * array.dtype().bytes());
        Encoding.of(array.dtype()).put(array.dense(), 0, array.size(), bytes);
        return bytes.array();
    }

    @Test
    void keepsManyTensorsAndMetadata() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < ARRAYS.size(); i++) {
            tensors.put("layer " + i + " \"é\\\n\u0001😀", tensor(ARRAYS.get(i)));
        }
        Map<String, String> metadata = Map.of("format", "pt", "", "", "quote\"", "back\\slash\ttab 日本");
        Path file = folder.resolve("many.safetensors");
        Safetensors.write(file, tensors, metadata);
        Safetensors.Contents back = Safetensors.read(file);
        assertThat(back.metadata()).isEqualTo(metadata);
        assertThat(back.tensors().keySet()).isEqualTo(tensors.keySet());
        tensors.forEach(
                (name, tensor) -> assertThat(back.tensors().get(name).array().sameBits(tensor.array()))
                        .as(name)
                        .isTrue());
    }

    @Test
    void writesNothingButTheFormat() throws IOException {
        Path file = folder.resolve("small.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", tensor(new boolean[] {true, false}));
        tensors.put("a", tensor(new float[] {1}));
        tensors.put("w", tensor(2.0, 3.0));
        Safetensors.write(file, tensors, Map.of("k", "v"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"w\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]},"
                        + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[20,22]}}");
        assertThat(bytes.getDouble()).isEqualTo(2);
        assertThat(bytes.getDouble()).isEqualTo(3);
        assertThat(bytes.getFloat()).isEqualTo(1);
        assertThat(bytes.get()).isEqualTo((byte) 1);
        assertThat(bytes.get()).isEqualTo((byte) 0);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void aFileMayHoldNothing() {
        Path file = folder.resolve("empty.safetensors");
        Safetensors.write(file, Map.of());
        assertThat(Safetensors.read(file).tensors()).isEmpty();
        assertThat(Safetensors.read(file).metadata()).isEmpty();
    }

    @Test
    void manyTensorsMakeABigHeader() throws IOException {
        Map<String, Tensor> tensors = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            tensors.put("model.layers." + i + ".weight", scalar(i));
        }
        Path file = folder.resolve("big.safetensors");
        Safetensors.write(file, tensors);
        assertThat(Files.size(file)).isGreaterThan(1_500_000);
        Map<String, Tensor> back = Safetensors.read(file).tensors();
        assertThat(back).hasSize(20_000);
        assertThat(back.get("model.layers.12345.weight").item()).isEqualTo(12345);
    }

    @Test
    void halfPrecisionIsWidened() throws IOException {
        Path file = folder.resolve("half.safetensors");
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3c00)
                .putShort((short) 0x0001)
                .putShort((short) 0x3f80)
                .putShort((short) 0xff80);
        String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}";
        Files.write(file, DamagedSafetensorsTest.file(header, data.array()));
        Map<String, Tensor> tensors = Safetensors.read(file).tensors();
        assertThat(tensors.get("h").dtype()).isEqualTo(DType.FLOAT32);
        assertThat(tensors.get("h").toDoubles()).containsExactly(1, 0x1p-24);
        assertThat(tensors.get("b").toDoubles()).containsExactly(1, Double.NEGATIVE_INFINITY);
    }

    @Test
    void readsWhatOtherWritersMayWrite() throws IOException {
        Path file = folder.resolve("other.safetensors");
        String header = " {\t\"b\" : { \"data_offsets\" : [ 1 , 5 ] , \"shape\" : [ ] , \"dtype\" : \"F32\" } ,\r\n"
                + "\"\\u00e9\\ud83d\\ude00\\/\" : {\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]} } ";
        ByteBuffer data = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
        data.put((byte) 1).putFloat(2.5f);
        Files.write(file, DamagedSafetensorsTest.file(header, data.array()));
        Map<String, Tensor> tensors = Safetensors.read(file).tensors();
        assertThat(tensors.keySet()).containsExactly("b", "é😀/");
        assertThat(tensors.get("b").item()).isEqualTo(2.5);
    }

    // ---- trees
    // -------------------------------------------------------------------------------------------------------

    record Layer(Tensor w, double[] b, String activation) {}

    record Model(List<Layer> layers, Map<String, Tensor> scales, Key key, int steps) {}

    private static Model model() {
        return new Model(
                List.of(
                        new Layer(full(2, 2, 3), new double[] {1, 2, 3}, "tanh"),
                        new Layer(ones(3, 1), new double[] {4}, "none")),
                new LinkedHashMap<>(Map.of("in", scalar(0.5))),
                Key.of(7),
                12);
    }

    @Test
    void treesComeBack() {
        Path file = folder.resolve("tree.safetensors");
        Safetensors.writeTree(file, model(), Map.of("kind", "test"));
        assertThat(Safetensors.read(file).tensors().keySet())
                .containsExactlyInAnyOrder(
                        "layers[0].w", "layers[0].b", "layers[1].w", "layers[1].b", "scales[in]", "key.bits");
        Model like = new Model(
                List.of(new Layer(zeros(2, 3), new double[3], "relu"), new Layer(zeros(3, 1), new double[1], "none")),
                Map.of("in", scalar(0)),
                Key.of(0),
                99);
        Model back = Safetensors.readTree(file, like);
        assertThat(back.layers().getFirst().w().toDoubles()).containsOnly(2);
        assertThat(back.layers().get(1).b()).containsExactly(4);
        assertThat(back.layers().getFirst().activation()).isEqualTo("relu");
        assertThat(back.scales().get("in").item()).isEqualTo(0.5);
        assertThat(back.key().bits().toLongs()).containsExactly(7, 0);
        assertThat(back.steps()).isEqualTo(99);
    }

    @Test
    void aTensorAloneIsATree() {
        Path file = folder.resolve("tensor.safetensors");
        Safetensors.writeTree(file, tensor(1.0, 2.0));
        assertThat(Safetensors.readTree(file, zeros(2)).toDoubles()).containsExactly(1, 2);
        assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("tensor");
    }

    @Test
    void treesThatDifferAreNamedByPath() {
        Path file = folder.resolve("tree.safetensors");
        record Small(Tensor w, Tensor b) {}
        record Other(Tensor w, Tensor bias) {}
        record One(Tensor w) {}
        Safetensors.writeTree(file, new Small(ones(2, 2), ones(2)));
        assertThatThrownBy(() -> Safetensors.readTree(file, new Other(ones(2, 2), ones(2))))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: " + file
                        + " has no 'bias' of f64[2]; it holds 'b', 'w'\n  where: SafetensorsTest")
                .hasMessageEndingWith("\n  to do: read the file into a tree like the one written, or by name with"
                        + " Safetensors.read(file)");
        assertThatThrownBy(() -> Safetensors.readTree(file, new Small(ones(2, 2), ones(3))))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: " + file + " has 'b' as f64[2], where the tree has f64[3]\n");
        assertThatThrownBy(() -> Safetensors.readTree(file, new One(ones(2, 2))))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: " + file + " holds 'b', which the tree has not\n");
        assertThatThrownBy(() -> Safetensors.writeTree(file, "no tensors"))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: the tree holds no tensors\n");
        Map<Object, Tensor> twice = new LinkedHashMap<>();
        twice.put(1, ones(1));
        twice.put("1", ones(1));
        assertThatThrownBy(() -> Safetensors.writeTree(file, twice))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: two leaves of the tree have the path '[1]'\n");
    }

    @Test
    void oneFileHoldsSeveralTrees() {
        Path file = folder.resolve("trees.safetensors");
        record Small(Tensor w, double[] b) {}
        Map<String, Tensor> all =
                new LinkedHashMap<>(Safetensors.leaves("a", new Small(ones(2, 2), new double[] {PAYLOAD})));
        all.putAll(Safetensors.leaves("ab", List.of(tensor(3L))));
        all.putAll(Safetensors.leaves("abc", scalar(-0.0)));
        Safetensors.write(file, all);
        Safetensors.Contents contents = Safetensors.read(file);
        assertThat(contents.tensors().keySet()).containsExactlyInAnyOrder("a.w", "a.b", "ab[0]", "abc");
        Small small = contents.tree("a", new Small(zeros(2, 2), new double[1]));
        assertThat(small.w().toDoubles()).containsOnly(1);
        assertThat(Double.doubleToRawLongBits(small.b()[0])).isEqualTo(Double.doubleToRawLongBits(PAYLOAD));
        assertThat(contents.tree("ab", List.of(tensor(0L))).getFirst().toLongs())
                .containsExactly(3);
        assertThat(contents.tree("abc", scalar(1)).item()).isEqualTo(-0.0);
        assertThatThrownBy(() -> contents.tree("b", scalar(1)))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: the file has no 'b' of f64[]; it holds no tensors\n");
        assertThatThrownBy(() -> contents.tree("ab", List.of()))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: the tree holds no tensors\n");
        record One(Tensor w) {}
        assertThatThrownBy(() -> contents.tree("a", new One(zeros(2, 2))))
                .isInstanceOf(StructureException.class)
                .hasMessageStartingWith("safetensors: the file holds 'a.b', which the tree has not\n");
        assertThatThrownBy(() -> Safetensors.leaves("", scalar(1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("safetensors: the name of a tree is empty\n");
    }

    // ---- wrong uses of write ------------------------------------------------------------------------------------

    @Test
    void refusesWhatTheFormatCannotHold() {
        Path file = folder.resolve("never.safetensors");
        Map<String, Tensor> nothing = new HashMap<>();
        nothing.put("x", null);
        assertThatThrownBy(() -> Safetensors.write(file, nothing))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("safetensors: the tensor 'x' is null\n");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", ones(1))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("safetensors: no tensor can have the name __metadata__\n");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("half \ud800", ones(1))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("safetensors: a name or text holds half of a surrogate pair");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("x", ones(1)), Map.of("m", "x".repeat(100_000_000))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("safetensors: the header has 1000000")
                .hasMessageContaining(" bytes, more than the format's 100000000\n");
        assertThatThrownBy(() -> Gradus.jit((Tensor x) -> {
                            Safetensors.write(file, Map.of("x", x));
                            return x;
                        })
                        .apply(ones(1)))
                .isInstanceOf(TracedValueException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
        Path file = folder.resolve("kept.safetensors");
        Safetensors.write(file, Map.of("x", ones(2)));
        assertThatThrownBy(() -> AtomicFile.write("test", file, out -> {
                    out.int64(1);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("test: cannot write " + file + ": disk full\n");
        assertThat(Safetensors.read(file).tensors().get("x").toDoubles()).containsExactly(1, 1);
        Safetensors.write(file, Map.of("x", zeros(2)));
        assertThat(Safetensors.read(file).tensors().get("x").toDoubles()).containsExactly(0, 0);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void foldersThatAreNotThereAreNamed() {
        Path missing = folder.resolve("none").resolve("x.safetensors");
        assertThatThrownBy(() -> Safetensors.write(missing, Map.of("x", ones(2))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("safetensors: cannot write " + missing + ": there is no such file or folder\n")
                .hasMessageEndingWith("\n  to do: choose a file in a folder that exists and can be written to");
        assertThatThrownBy(() -> Npy.write(folder, ones(2)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageStartingWith("npy: cannot write " + folder + ": ");
    }
}
