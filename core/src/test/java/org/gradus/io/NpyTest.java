package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DataException;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The bits of every type are under test in {@link SafetensorsTest}. */
class NpyTest {
    private static final String GET_AGAIN = "get the file again from where it came, or write it again";

    @TempDir
    Path folder;

    /** A file of format 1.0 or 2.0, with the right length in front of the header. */
    private static byte[] file(int major, String header, byte... data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
        if (major == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        bytes.put(text).put(data);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void writesNothingButTheFormat() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, tensor(new double[][] {{1, 2, 3}}));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3,), }   ")
                .endsWith(" \n");
        assertThat(bytes).hasSize(128 + 24);
        Npy.write(file, tensor(4.0).reshape(Shape.SCALAR));
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("'shape': (), }");
        assertThat(Npy.read(file).item()).isEqualTo(4);
    }

    @Test
    void readsBothVersionsAndAnyOrderOfKeys() throws IOException {
        Path file = folder.resolve("x.npy");
        String header = "{\"shape\" :( 2 , ) ,'descr':'<f2','fortran_order':False}\n";
        for (int version : new int[] {1, 2}) {
            Files.write(file, file(version, header, (byte) 0, (byte) 0x3c, (byte) 0, (byte) 0xc0));
            Tensor x = Npy.read(file);
            assertThat(x.dtype()).isEqualTo(DType.FLOAT32);
            assertThat(x.toDoubles()).containsExactly(1, -2);
        }
    }

    record Damage(String problem, String remedy, byte[] bytes) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Damage header(String header, String problem) {
        return new Damage(problem, GET_AGAIN, file(1, header));
    }

    private static Damage descr(String descr) {
        return new Damage(
                "byte 20: element type '" + descr + "', which Gradus does not read",
                "convert the array before, as in array.astype('<f8')",
                file(1, "{'descr': '" + descr + "'}"));
    }

    private static final String D = "{'descr':'<f4','fortran_order':False,'shape':";

    @SuppressWarnings("UnusedVariable") // named by @FieldSource
    private static final List<Damage> DAMAGES = List.of(
            new Damage("byte 5: the file ends before its header", GET_AGAIN, new byte[] {1, 2, 3, 4, 5}),
            new Damage(
                    "byte 0: the file does not begin with the mark of NumPy, \\x93NUMPY",
                    GET_AGAIN,
                    "PK and so on".getBytes(StandardCharsets.US_ASCII)),
            new Damage(
                    "byte 6: format version 3.0; Gradus reads 1.0 and 2.0",
                    "save the array again with numpy.save",
                    file(3, "{}")),
            new Damage(
                    "byte 8: a header of 16 bytes, but only 2 follow",
                    GET_AGAIN,
                    HexFormat.of().parseHex("934e554d5059010010007b7d")),
            new Damage(
                    "byte 8: a header of 4294967295 bytes, but none needs more than 1048576",
                    GET_AGAIN,
                    HexFormat.of().parseHex("934e554d50590200ffffffff7b7d")),
            new Damage(
                    "byte 11: the file ends before its header",
                    GET_AGAIN,
                    HexFormat.of().parseHex("934e554d50590200ffffff")),
            header("", "byte 10: expected a dictionary that begins with '{', found the end of the header"),
            header("[]", "byte 10: expected a dictionary that begins with '{', found '['"),
            header("{}", "byte 10: the header has no 'descr'"),
            header("{'descr':'<f8'}", "byte 10: the header has no 'shape'"),
            header("{'descr':'<f8','shape':(1,)}", "byte 10: the header has no 'fortran_order'"),
            header(D + "(2,),'shape':(2,)}", "byte 60: the key 'shape' stands twice"),
            header("{'order':'C'}", "byte 11: a key 'order' beside descr, fortran_order, shape"),
            header("{'descr' '<f8'}", "byte 19: expected ':' after 'descr', found '''"),
            header("{descr:'<f8'}", "byte 11: expected a key in quotes, found 'd'"),
            header("{'descr':'<f8' 'shape'}", "byte 25: expected ',' or '}', found '''"),
            header("{'descr", "byte 17: expected a closing quote, found the end of the header"),
            header("{'d\\x'", "byte 13: expected printable ASCII without backslashes inside quotes, found '\\'"),
            header("{'fortran_order': 0}", "byte 28: expected True or False, found '0'"),
            header(D + "3}", "byte 55: expected a shape in parentheses, found '3'"),
            header(D + "(3)}", "byte 55: a shape of one axis is written with a comma, as in (3,)"),
            header(D + "(3,4}", "byte 59: expected ',' or ')', found '}'"),
            header(D + "(-1,)}", "byte 56: expected an axis length, a whole number of zero or more, found '-'"),
            header(D + "(" + "1,".repeat(65) + ")}", "byte 55: more than 64 axes"),
            header(D + "(3,)} x", "byte 61: expected nothing after the last '}', found 'x'"),
            header(D + "(0,)}x", "byte 60: expected nothing after the last '}', found 'x'"),
            new Damage(
                    "byte 68: shape [3] of F32 takes 12 bytes, but 8 follow the header",
                    GET_AGAIN,
                    file(1, D + "(3,)}", new byte[8])),
            new Damage(
                    "byte 75: shape [3] of F32 takes 12 bytes, but 13 follow the header",
                    GET_AGAIN,
                    file(2, D + "(3,)} ", new byte[13])),
            new Damage(
                    "byte 55: more than 2^31-1 elements",
                    "split the array before: one Java array holds at most 2^31-1 elements",
                    file(1, D + "(65536,32768)}")),
            new Damage(
                    "byte 55: more than 2^31-1 elements",
                    "split the array before: one Java array holds at most 2^31-1 elements",
                    file(1, D + "(0,18446744073709551616)}")),
            descr("=f8"),
            descr(">c8"),
            descr("|O"),
            descr("<c16"),
            descr("|u1"),
            descr("<M8[ns]"));

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void damageIsNamedWithItsByte(Damage damage) throws IOException {
        Path file = folder.resolve("damaged.npy");
        Files.write(file, damage.bytes);
        DataException error = (DataException) catchThrowable(() -> Npy.read(file));
        assertThat(error.problem()).isEqualTo("npy: " + file + ", " + damage.problem);
        assertThat(error.remedy()).isEqualTo(damage.remedy);
    }

    @Test
    void longHeadersAreOfVersionTwo() throws IOException {
        // No array has so many axes in practice; the format allows them, and reading back refuses them by name.
        Path file = folder.resolve("long.npy");
        int[] dims = new int[30_000];
        Arrays.fill(dims, 1);
        Npy.write(file, ones(1).reshape(Shape.of(dims)));
        assertThat(Files.readAllBytes(file)[6]).isEqualTo((byte) 2);
        DataException error = (DataException) catchThrowable(() -> Npy.read(file));
        assertThat(error.problem()).endsWith("more than 64 axes");
    }
}
