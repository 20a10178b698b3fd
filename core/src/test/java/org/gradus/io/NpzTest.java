package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.gradus.tensor.Tensors.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.StructureException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Archives of arrays: round trips, other writers' forms, and every kind of damage with its place. */
class NpzTest {
    private static final String GET_AGAIN = "get the file again from where it came, or write it again";

    @TempDir
    Path folder;

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", tensor(new double[][] {{1.5, -0.0}, {Double.NaN, Double.NEGATIVE_INFINITY}}));
        tensors.put("layers[2].b", tensor(new float[] {1, Float.MIN_VALUE}));
        tensors.put("é✓", tensor(new long[] {Long.MIN_VALUE, 7}));
        tensors.put("i", tensor(new int[] {-1}));
        tensors.put("t", tensor(new boolean[] {true, false, true}));
        tensors.put("none", Tensors.zeros(2, 0, 3));
        tensors.put("scalar", Tensors.scalar(Math.PI));
        tensors.put("equal", Tensors.full(2, 1000, 300));
        return tensors;
    }

    private static void same(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, tensor) -> assertThat(actual.get(name).array().sameBits(tensor.array()))
                .as(name)
                .isTrue());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("a.npz");
        for (Map<String, Tensor> some : List.of(tensors(), Map.<String, Tensor>of())) {
            Npz.write(file, some);
            same(some, Npz.read(file));
            Npz.writeCompressed(file, some);
            same(some, Npz.read(file));
        }
        Npz.writeCompressed(file, tensors());
        assertThat(Files.size(file)).isLessThan(20_000);
        byte[] once = Files.readAllBytes(file);
        Npz.writeCompressed(file, tensors());
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
        Map<String, Tensor> large = Map.of("x", Random.normal(Key.of(1), 400_000));
        Npz.write(file, large);
        same(large, Npz.read(file));
        Npz.writeCompressed(file, large);
        same(large, Npz.read(file));
    }

    @Test
    void javaReadsWhatIsWritten() throws IOException {
        for (boolean compressed : new boolean[] {true, false}) {
            Path file = folder.resolve("a.npz");
            if (compressed) {
                Npz.writeCompressed(file, tensors());
            } else {
                Npz.write(file, tensors());
            }
            Path one = folder.resolve("one.npy");
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
                for (Map.Entry<String, Tensor> expected : tensors().entrySet()) {
                    ZipEntry entry = zip.getNextEntry();
                    assertThat(entry.getName()).isEqualTo(expected.getKey() + ".npy");
                    Npy.write(one, expected.getValue());
                    assertThat(zip.readAllBytes()).isEqualTo(Files.readAllBytes(one));
                }
                assertThat(zip.getNextEntry()).isNull();
            }
        }
    }

    /** Java writes deflated members to a stream, with a description after each. */
    @Test
    void archivesWrittenToStreamsAreRead() throws IOException {
        Path file = folder.resolve("java.npz");
        Path one = folder.resolve("one.npy");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, Tensor> entry : tensors().entrySet()) {
                Npy.write(one, entry.getValue());
                zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
                zip.write(Files.readAllBytes(one));
            }
        }
        same(tensors(), Npz.read(file));
    }

    record Layer(Tensor w, Tensor b, int width) {}

    @Test
    void treesAreReadAsTheyWere() {
        Path file = folder.resolve("tree.npz");
        List<Layer> tree =
                List.of(new Layer(Tensors.ones(2, 3), tensor(1.0), 3), new Layer(Tensors.zeros(1), tensor(4.0, 5), 7));
        Npz.writeTree(file, tree);
        assertThat(Npz.read(file).keySet()).containsExactly("[0].w", "[0].b", "[1].w", "[1].b");
        List<Layer> like = List.of(
                new Layer(Tensors.zeros(2, 3), tensor(0.0), 30), new Layer(Tensors.zeros(1), tensor(0.0, 0), 70));
        List<Layer> read = Npz.readTree(file, like);
        assertThat(read.get(1).b().toDoubles()).containsExactly(4, 5);
        assertThat(read.get(0).width()).isEqualTo(30);
        assertThatThrownBy(() -> Npz.readTree(file, like.subList(0, 1)))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("npz: " + file + " holds '[1].w', '[1].b', which the tree has not")
                .hasMessageContaining("Npz.read(file)");
        Npz.writeTree(file, tensor(1.0, 2));
        assertThat(Npz.read(file).keySet()).containsExactly("tensor");
    }

    @Test
    void namesThatAreNoNamesAreRefused() {
        Path file = folder.resolve("a.npz");
        String[][] cases = {
            {"a/b", "is a path"},
            {"..\\x", "is a path"},
            {"C:x", "is a path"},
            {"../../x", "is a path"},
            {"..", "names no array"},
            {"", "names no array"},
            {"a\u0000b", "holds a control character"},
            {"\ud800", "holds half of a surrogate pair"},
            {"x".repeat(65_532), "is too long"}
        };
        for (String[] c : cases) {
            assertThatThrownBy(() -> Npz.write(file, Map.of(c[0], tensor(1.0))))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessageStartingWith("npz: the name '" + c[0] + "' " + c[1]);
        }
        Map<String, Tensor> missing = new LinkedHashMap<>();
        missing.put("x", null);
        assertThatThrownBy(() -> Npz.write(file, missing)).hasMessageStartingWith("npz: the tensor 'x' is null");
        Tensor huge = Tensors.zeros(1 << 14, 1 << 14);
        assertThatThrownBy(() -> Npz.write(file, Map.of("x", huge)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("npz: the tensor 'x' takes 2147483776 bytes, more than 2^31-1");
        Map<String, Tensor> many = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            many.put("x" + i, Tensors.zeros(1 << 13, 1 << 14));
        }
        assertThatThrownBy(() -> Npz.write(file, many))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("are more than an archive holds");
        assertThat(file).doesNotExist();
    }

    /** An archive built member by member, so that each field can be wrong. */
    static final class Archive {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
        private int count;

        static byte[] deflate(byte[] bytes) {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[bytes.length + 64];
            int n = deflater.deflate(packed);
            deflater.end();
            return Arrays.copyOf(packed, n);
        }

        static int crc(byte[] bytes) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return (int) crc.getValue();
        }

        private static byte[] bytes(Consumer<ByteBuffer> fill) {
            ByteBuffer buffer = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
            fill.accept(buffer);
            return Arrays.copyOf(buffer.array(), buffer.position());
        }

        Archive stored(String name, byte[] bytes) {
            return member(name, 0, 0, crc(bytes), bytes, bytes.length);
        }

        Archive deflated(String name, byte[] bytes) {
            return member(name, 0, 8, crc(bytes), deflate(bytes), bytes.length);
        }

        Archive member(String name, int flags, int method, int crc, byte[] packed, int size) {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            int at = out.size();
            Consumer<ByteBuffer> common = b -> b.putShort((short) flags)
                    .putShort((short) method)
                    .putInt(0)
                    .putInt(crc)
                    .putInt(packed.length)
                    .putInt(size)
                    .putShort((short) text.length)
                    .putShort((short) 0);
            out.writeBytes(bytes(b -> {
                b.putInt(0x04034b50).putShort((short) 20);
                common.accept(b);
                b.put(text);
            }));
            out.writeBytes(packed);
            directory.writeBytes(bytes(b -> {
                b.putInt(0x02014b50).putInt(0x140014);
                common.accept(b);
                b.putShort((short) 0).putInt(0).putInt(0).putInt(at).put(text);
            }));
            count++;
            return this;
        }

        byte[] end() {
            int begin = out.size();
            int length = directory.size();
            out.writeBytes(directory.toByteArray());
            out.writeBytes(bytes(b -> b.putInt(0x06054b50)
                    .putInt(0)
                    .putShort((short) count)
                    .putShort((short) count)
                    .putInt(length)
                    .putInt(begin)
                    .putShort((short) 0)));
            return out.toByteArray();
        }
    }

    private static byte[] npy(String shape, byte... data) {
        byte[] text =
                ("{'descr':'|b1','fortran_order':False,'shape':" + shape + "}\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        return bytes.put(text).put(data).array();
    }

    // "x.npy" of 63 bytes: its header at 0, its bytes at 35, the directory at 98, the end mark at 149.
    private static final byte[] X = npy("(2,)", (byte) 1, (byte) 0);
    private static final byte[] ONE = new Archive().stored("x.npy", X).end();

    record Damage(String problem, String remedy, byte[] bytes) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Damage damage(String problem, byte[] bytes) {
        return new Damage(problem, GET_AGAIN, bytes);
    }

    private static byte[] with(byte[] archive, int at, int... values) {
        byte[] bytes = archive.clone();
        for (int i = 0; i < values.length; i++) {
            bytes[at + i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static Damage named(String name, String problem) {
        return new Damage(
                "byte " + (30 + name.getBytes(StandardCharsets.UTF_8).length + 63 + 46) + ": a member's name '" + name
                        + "' " + problem,
                "save the arrays under plain names",
                new Archive().stored(name, X).end());
    }

    private static final byte[] ZEROS = npy("(5000,)", new byte[5000]);
    private static final byte[] PACKED = Archive.deflate(ZEROS);

    private static Damage deflated(String problem, byte[] packed, int size, int crc) {
        return damage(
                problem, new Archive().member("x.npy", 0, 8, crc, packed, size).end());
    }

    @SuppressWarnings("UnusedVariable") // named by @FieldSource
    private static final List<Damage> DAMAGES = List.of(
            // The end mark
            damage("byte 3: the file ends before the end mark of a zip archive", new byte[3]),
            damage(
                    "byte 0: no end mark of a zip archive: the file is cut off, or bytes or a comment follow the archive",
                    new byte[22]),
            damage(
                    "byte 150: no end mark of a zip archive: the file is cut off, or bytes or a comment follow the archive",
                    joined(ONE, new byte[1])),
            damage("byte 169: a comment is announced, but the file ends here", with(ONE, 169, 9)),
            damage("byte 153: the archive is one of several disks", with(ONE, 153, 1)),
            damage("byte 157: the number of members on this disk is not the number of all, 1", with(ONE, 157, 2)),
            damage("byte 159: a directory of 51 bytes cannot name 2 members", with(ONE, 157, 2, 0, 2)),
            damage("byte 98: the directory goes on after its 0 members", with(ONE, 157, 0, 0, 0)),
            damage(
                    "byte 161: a directory of 52 bytes from byte 98, which does not end at the end mark, byte 149",
                    with(ONE, 161, 52)),
            damage(
                    "byte 161: a directory of 51 bytes from byte 4194304098, which does not end at the end mark, byte 149",
                    with(ONE, 168, 0xfa)),
            new Damage(
                    "byte 157: a zip64 directory, of an archive above 4 GiB or 65534 members",
                    "save the arrays in several archives, or as safetensors",
                    with(ONE, 157, 0xff, 0xff, 0xff, 0xff)),
            // The directory
            damage("byte 98: no entry of the directory of a zip archive", with(ONE, 98, 0)),
            damage("byte 98: an entry of 52 bytes, but only 51 follow", with(ONE, 126, 6)),
            damage(
                    "byte 99: an extra field that is cut off",
                    with(new Archive().stored("x.npyA", X).end(), 127, 5, 0, 1)),
            damage("byte 132: 'x.npy' lies on another disk", with(ONE, 132, 1)),
            damage("byte 140: 'x.npy' begins at byte 1, but what is before it ends at 0", with(ONE, 140, 1)),
            damage("byte 118: 'x.npy' would end outside of the file of 171 bytes", with(ONE, 140, 0, 1)),
            damage("byte 106: 'x.npy' has unknown flags, 0x100", with(ONE, 107, 1)),
            new Damage("byte 106: 'x.npy' is encrypted", "save the arrays again without a password", with(ONE, 106, 1)),
            new Damage(
                    "byte 108: 'x.npy' is compressed by method 14; Gradus reads 0 (stored) and 8 (deflated)",
                    "save the arrays with numpy.savez or numpy.savez_compressed",
                    with(ONE, 108, 14)),
            new Damage(
                    "byte 122: 'x.npy' has 2147483648 bytes, more than 2^31-1",
                    "save the array with numpy.save, or split it",
                    with(ONE, 122, 0, 0, 0, 0x80)),
            damage("byte 118: 'x.npy' is stored in 63 bytes, but is said to have 64", with(ONE, 122, 64)),
            damage(
                    "byte 247: the name 'x.npy' stands twice, first at byte 196",
                    new Archive().stored("x.npy", X).stored("x.npy", X).end()),
            named("../x.npy", "is a path"),
            named("/etc/x.npy", "is a path"),
            named("a\\x.npy", "is a path"),
            named("c:x.npy", "is a path"),
            named("x.txt", "does not end in .npy"),
            named("x\n.npy", "holds a control character"),
            named(".npy", "names no array"),
            new Damage(
                    "byte 144: a member's name 'x.npz' does not end in .npy",
                    "save the arrays under plain names",
                    with(ONE, 148, 'z')),
            damage(
                    "byte 107: the name 'é.npy' is not ASCII, and not marked as UTF-8",
                    new Archive().stored("é.npy", X).end()),
            damage("byte 144: a member's name is malformed UTF-8", with(ONE, 144, 0xc0)),
            // The members
            damage("byte 0: 'x.npy' has no header", with(ONE, 0, 0)),
            damage("byte 0: 'x.npy' has no header", with(ONE, 26, 0, 4)),
            damage("byte 0: the header of 'x.npy' is not what the directory says", with(ONE, 30, 'y')),
            damage("byte 0: the header of 'x.npy' is not what the directory says", with(ONE, 14, 0)),
            damage("byte 0: the header of 'x.npy' is not what the directory says", with(ONE, 8, 8)),
            damage(
                    "byte 118: 'x.npy' ends at byte 99, inside the directory",
                    with(with(with(with(ONE, 118, 64), 122, 64), 18, 64), 22, 64)),
            damage(
                    "byte 97: 1 bytes between the last member and the directory belong to none",
                    with(with(with(with(ONE, 118, 62), 122, 62), 18, 62), 22, 62)),
            damage("byte 98: what follows 'x.npy' is not what the directory says of it", with(with(ONE, 6, 8), 106, 8)),
            damage("byte 114: 'x.npy' has the checksum 69ca2760, not 1ecd17f6 as the directory says", with(ONE, 97, 1)),
            damage(
                    "member 'x.npy', byte 62: a truth value is 7, not 0 or 1",
                    new Archive()
                            .stored("x.npy", npy("(2,)", (byte) 1, (byte) 7))
                            .end()),
            damage(
                    "member 'x.npy', byte 63: shape [3] of BOOL takes 3 bytes, but 2 follow the header",
                    new Archive().deflated("x.npy", npy("(3,)", new byte[2])).end()),
            damage(
                    "member 'x.npy', byte 8: a header of 60000 bytes, but only 53 follow",
                    new Archive().stored("x.npy", with(X, 8, 0x60, 0xea)).end()),
            // Deflated bytes
            deflated("byte 35: the bytes of 'x.npy' are cut off", Arrays.copyOf(PACKED, 20), ZEROS.length, 0),
            deflated(
                    "byte 35: the bytes of 'x.npy' are no deflated ones: invalid stored block lengths",
                    new byte[100],
                    ZEROS.length,
                    0),
            deflated(
                    "byte 35: the bytes of 'x.npy' end 3 bytes before the directory says",
                    joined(PACKED, new byte[3]),
                    ZEROS.length,
                    Archive.crc(ZEROS)));

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void damageIsNamedWithItsPlace(Damage damage) throws IOException {
        Path file = folder.resolve("damaged.npz");
        Files.write(file, damage.bytes);
        DataException error = (DataException) catchThrowable(() -> Npz.read(file));
        assertThat(error.problem()).isEqualTo("npz: " + file + ", " + damage.problem);
        assertThat(error.remedy()).isEqualTo(damage.remedy);
        assertThat(error.line().file()).isEqualTo("NpzTest.java");
    }

    @Test
    void bombsAreRefusedBeforeTheyGrow() throws IOException {
        Path file = folder.resolve("bomb.npz");
        byte[] packed = Archive.deflate(npy("(900000,)", new byte[900_000]));
        Files.write(
                file,
                new Archive().member("x.npy", 0, 8, 0, packed, 1_500_000_000).end());
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'x.npy' is said to have 1500000000 bytes, more than")
                .hasMessageContaining("deflated ones can hold");
        // A member that holds more than it says.
        byte[] more = npy("(5000,)", new byte[6000]);
        Files.write(
                file,
                new Archive()
                        .member("x.npy", 0, 8, 0, Archive.deflate(more), more.length - 1000)
                        .end());
        assertThatThrownBy(() -> Npz.read(file)).hasMessageContaining("give more than the");
        Files.write(
                file,
                new Archive()
                        .member("x.npy", 0, 8, 0, PACKED, ZEROS.length + 100)
                        .end());
        assertThatThrownBy(() -> Npz.read(file)).isInstanceOf(DataException.class);
        byte[] longer = npy("(5100,)", new byte[5000]);
        Files.write(
                file,
                new Archive()
                        .member("x.npy", 0, 8, 0, Archive.deflate(longer), longer.length + 100)
                        .end());
        assertThatThrownBy(() -> Npz.read(file))
                .hasMessageContaining("end after " + longer.length + " of the " + (longer.length + 100));
        // Many small members that are large together.
        Archive many = new Archive();
        for (int i = 0; i < 20; i++) {
            many.deflated("x" + i + ".npy", ZEROS);
        }
        Files.write(file, many.end());
        assertThat(Npz.read(file, 20L * ZEROS.length)).hasSize(20);
        assertThatThrownBy(() -> Npz.read(file, 20L * ZEROS.length - 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("with 'x19.npy' the arrays take more than " + (20L * ZEROS.length - 1) + " bytes")
                .hasMessageContaining("-Xmx");
    }

    /** As Fifield's bombs do (2019): several entries of the directory for the same bytes. */
    @Test
    void membersThatOverlapAreRefused() throws IOException {
        byte[] two = new Archive().stored("x.npy", X).stored("y.npy", X).end();
        Path file = folder.resolve("overlap.npz");
        Files.write(file, with(two, 196 + 51 + 42, 0));
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'y.npy' begins at byte 0, but what is before it ends at 98");
    }

    @Test
    void arraysOfOtherLayoutsAreRead() throws IOException {
        Path file = folder.resolve("x.npy");
        ByteBuffer data = ByteBuffer.allocate(48); // big-endian
        for (int i = 0; i < 6; i++) {
            data.putDouble(i);
        }
        byte[] header =
                "{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }\n".getBytes(StandardCharsets.US_ASCII);
        byte[] begin = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0};
        Files.write(file, joined(begin, header, data.array()));
        Tensor x = Npy.read(file);
        assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.toDoubles()).containsExactly(0, 2, 4, 1, 3, 5);
        assertThat(x.array().sameBits(NdArray.wrap(Shape.of(2, 3), new double[] {0, 2, 4, 1, 3, 5})))
                .isTrue();
    }
}
