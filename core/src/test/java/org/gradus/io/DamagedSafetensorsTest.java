package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.gradus.tensor.Tensors.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.error.DataException;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DamagedSafetensorsTest {
    private static final int MUTATIONS = 10_000;

    @TempDir
    Path folder;

    /** A file of a header and data, with the right length in front. */
    static byte[] file(String header, byte... data) {
        return file(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private static byte[] file(byte[] header, byte... data) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putLong(header.length).put(header).put(data).array();
    }

    /** A file, whose bytes are damaged in one way, and what is said of it after the file's name. */
    record Damage(String problem, byte[] bytes) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Damage header(String header, String problem) {
        return new Damage(problem, file(header));
    }

    private static Damage bytes(String hex, String problem) {
        return new Damage(problem, HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    /** One tensor x of a given description, and eight bytes of data. */
    private static Damage x(String description, String problem) {
        return new Damage(problem, file("{\"x\":{" + description + "}}", new byte[8]));
    }

    private static Damage two(String offsetsA, String offsetsB, int bytes, String problem) {
        String form = "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[4],\"data_offsets\":[%s]},"
                + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[4],\"data_offsets\":[%s]}}";
        return new Damage(problem, file(form.formatted(offsetsA, offsetsB), new byte[bytes]));
    }

    private static final String F32 = "\"dtype\":\"F32\",";

    @SuppressWarnings("UnusedVariable") // named by @FieldSource
    private static final List<Damage> DAMAGES = List.of(
            // The length
            bytes("00 00 00", "byte 3: the file ends before the eight bytes that hold the header's length"),
            bytes(
                    "ff ff ff ff ff ff ff ff 7b 7d",
                    "byte 0: a header of 18446744073709551615 bytes, more than the format's 100000000"),
            bytes(
                    "01 e1 f5 05 00 00 00 00 7b 7d",
                    "byte 0: a header of 100000001 bytes, more than the format's 100000000"),
            bytes("03 00 00 00 00 00 00 00 7b 7d", "byte 0: a header of 3 bytes, but only 2 follow"),
            bytes(
                    "00 00 00 00 00 00 00 00",
                    "byte 8: expected the header, an object that begins with '{', found the end of the header"),
            // Not JSON
            header("[1]", "byte 8: expected the header, an object that begins with '{', found '['"),
            header("null", "byte 8: expected the header, an object that begins with '{', found 'n'"),
            header("\u0000\u0000", "byte 8: expected the header, an object that begins with '{', found the byte 0x00"),
            header("\ufeff{}", "byte 8: expected the header, an object that begins with '{', found the byte 0xef"),
            header("{} x", "byte 11: expected nothing after the last '}', found 'x'"),
            header("{\"x\"", "byte 12: expected ':' after the name \"x\", found the end of the header"),
            header("{\"x", "byte 11: the header ends inside a string"),
            header("{\"x\\", "byte 12: the header ends inside a string"),
            header("{,}", "byte 9: expected a name in quotes, found ','"),
            header("{x:1}", "byte 9: expected a name in quotes, found 'x'"),
            header("{\"x\":1}", "byte 13: expected an object with dtype, shape and data_offsets, found '1'"),
            header("{\"\\x\":1}", "byte 10: a backslash before neither of \" \\ / b f n r t u"),
            header("{\"\\u12g4\":1}", "byte 10: \\u without four hexadecimal digits"),
            header("{\"\\u123\":1}", "byte 10: \\u without four hexadecimal digits"),
            header("{\"\\ud800\":1}", "byte 10: half of a surrogate pair"),
            header("{\"\\udc00\\ud800\":1}", "byte 10: half of a surrogate pair"),
            header("{\"\\ud800\\ud800\":1}", "byte 10: half of a surrogate pair"),
            header("{\"a\nb\":1}", "byte 11: a control character (0x0a) in a string"),
            new Damage("byte 11: malformed UTF-8", file(new byte[] {'{', '"', 'a', (byte) 0xc3, '"', ':', '}'})),
            new Damage(
                    "byte 10: malformed UTF-8",
                    file(new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '}'})),
            new Damage(
                    "byte 10: malformed UTF-8", file(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '}'})),
            // Metadata
            header("{\"__metadata__\":1}", "byte 24: expected an object of texts after \"__metadata__\", found '1'"),
            header("{\"__metadata__\":{\"a\":1}}", "byte 29: expected a text in quotes, found '1'"),
            header("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "byte 32: the name 'a' stands twice in __metadata__"),
            header(
                    "{\"__metadata__\":{},\"__metadata__\":{}}",
                    "byte 27: the name '__metadata__' stands twice, first at byte 9"),
            // Descriptions
            x("", "byte 9: 'x' has no dtype"),
            x("\"dtype\":\"F64\"", "byte 9: 'x' has no shape"),
            x("\"shape\":[],\"dtype\":\"F64\"", "byte 9: 'x' has no data_offsets"),
            x("\"dtype\":\"F64\",\"dtype\":\"F64\"", "byte 28: 'x' has dtype twice"),
            x("\"shape\":[],\"shape\":[1]", "byte 25: 'x' has shape twice"),
            x("\"device\":\"cpu\"", "byte 14: 'x' has a field \"device\" beside dtype, shape, data_offsets"),
            x("\"dtype\":5", "byte 22: expected a dtype in quotes, found '5'"),
            x("\"shape\":3", "byte 22: expected a list of axis lengths, found '3'"),
            x("\"shape\":[-1]", "byte 23: expected an axis length, a whole number of zero or more, found '-'"),
            x("\"shape\":[1.5]", "byte 23: expected an axis length, a whole number of zero or more, found '1'"),
            x("\"shape\":[1e3]", "byte 23: expected an axis length, a whole number of zero or more, found '1'"),
            x("\"shape\":[01]", "byte 23: the number begins with a superfluous 0"),
            x("\"shape\":[1,]", "byte 25: expected an axis length, a whole number of zero or more, found ']'"),
            x("\"shape\":[1 2]", "byte 25: expected ',' or ']', found '2'"),
            x("\"shape\":[[2]]", "byte 23: expected an axis length, a whole number of zero or more, found '['"),
            x("\"shape\":[9223372036854775808]", "byte 23: the number is larger than 2^63-1"),
            x("\"shape\":[" + "1,".repeat(64) + "1]", "byte 22: 'x' has more than 64 axes"),
            x(
                    "\"data_offsets\":[0]",
                    "byte 29: data_offsets are two numbers, the first byte and the byte after the last"),
            x(
                    "\"data_offsets\":[0,8,9]",
                    "byte 29: data_offsets are two numbers, the first byte and the byte after the last"),
            x("\"data_offsets\":[8,0]", "byte 29: data_offsets end at 0, before they begin at 8"),
            x("\"data_offsets\":[0,-1]", "byte 32: expected an offset, a whole number of zero or more, found '-'"),
            x(
                    F32 + "\"shape\":[3],\"data_offsets\":[0,8]",
                    "byte 9: 'x' is F32[3] of 12 bytes, but its data_offsets hold 8"),
            x(
                    F32 + "\"shape\":[],\"data_offsets\":[0,8]",
                    "byte 9: 'x' is F32[] of 4 bytes, but its data_offsets hold 8"),
            // Ranges
            x(F32 + "\"shape\":[3],\"data_offsets\":[0,12]", "byte 9: 'x' ends at byte 12 of the data, which have 8"),
            x(
                    F32 + "\"shape\":[1],\"data_offsets\":[9223372036854775803,9223372036854775807]",
                    "byte 9: 'x' ends at byte 9223372036854775807 of the data, which have 8"),
            x(
                    F32 + "\"shape\":[1],\"data_offsets\":[0,4]",
                    "byte 66: 4 bytes after the last tensor belong to no tensor"),
            x(
                    F32 + "\"shape\":[1],\"data_offsets\":[4,8]",
                    "byte 9: bytes 0 to 4 of the data, between the beginning of the data and 'x', belong to no tensor"),
            two("0,4", "2,6", 6, "byte 63: 'b' begins at byte 2 of the data, inside 'a', which ends at 4"),
            two("4,8", "0,4", 9, "byte 125: 1 bytes after the last tensor belong to no tensor"),
            two("0,4", "5,9", 9, "byte 63: bytes 4 to 5 of the data, between 'a' and 'b', belong to no tensor"),
            two("0,4", "0,4", 4, "byte 63: 'b' begins at byte 0 of the data, inside 'a', which ends at 4"),
            header(
                    "{\"x\":{\"dtype\":\"BOOL\",\"shape\":[0],\"data_offsets\":[0,0]},\"x\":{}}",
                    "byte 63: the name 'x' stands twice, first at byte 9"),
            // Elements
            new Damage(
                    "byte 72: a truth value is 2, not 0 or 1",
                    file("{\"x\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}        ", (byte) 1, (byte)
                            2)));

    @ParameterizedTest
    @FieldSource("DAMAGES")
    void damageIsNamedWithItsByte(Damage damage) throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        Files.write(file, damage.bytes);
        DataException error = (DataException) catchThrowable(() -> Safetensors.read(file));
        assertThat(error.problem()).isEqualTo("safetensors: " + file + ", " + damage.problem);
        assertThat(error.remedy()).isEqualTo("get the file again from where it came, or write it again");
        assertThat(error.line().file()).isEqualTo("DamagedSafetensorsTest.java");
    }

    @Test
    void whatGradusDoesNotHoldIsRefusedByName() throws IOException {
        Path file = folder.resolve("refused.safetensors");
        for (String dtype : List.of("U8", "I8", "I16", "U16", "U32", "U64", "F8_E4M3", "F8_E5M2", "C64", "f32", "")) {
            Files.write(file, file("{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[0],\"data_offsets\":[0,0]}}"));
            DataException error = (DataException) catchThrowable(() -> Safetensors.read(file));
            assertThat(error.problem())
                    .isEqualTo("safetensors: " + file + ", byte 22: 'x' has dtype " + dtype
                            + ", which Gradus does not hold");
            assertThat(error.remedy())
                    .isEqualTo("convert it to one of F64, F32, F16, BF16, I64, I32, BOOL before, as in"
                            + " tensor.to(torch.float32)");
        }
        for (String shape : List.of("2147483648", "0,2147483648", "65536,32768", "2147483647,2147483647,0")) {
            Files.write(file, file("{\"x\":{\"shape\":[" + shape + "]}}"));
            DataException error = (DataException) catchThrowable(() -> Safetensors.read(file));
            assertThat(error.problem())
                    .isEqualTo("safetensors: " + file + ", byte 22: 'x' has more than 2^31-1 elements");
        }
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        Path file = folder.resolve("none.safetensors");
        DataException error = (DataException) catchThrowable(() -> Safetensors.read(file));
        assertThat(error.problem()).isEqualTo("safetensors: cannot read " + file + ": there is no such file or folder");
        DataException isFolder = (DataException) catchThrowable(() -> Npy.read(folder));
        assertThat(isFolder.problem()).isEqualTo("npy: cannot read " + folder + ": it is a folder");
    }

    @Test
    void mutationsAreReadOrRefused() throws IOException {
        long seed = 74;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", tensor(1.0, Double.NaN, 3.0));
        tensors.put("é", tensor(new float[] {1, 2}));
        tensors.put("n", tensor(new long[] {1, 2, 3}));
        tensors.put("i", tensor(new int[] {4}));
        tensors.put("t", tensor(new boolean[] {true, false, true}));
        Path file = folder.resolve("whole.safetensors");
        Safetensors.write(file, tensors, Map.of("format", "pt"));
        byte[] safetensors = Files.readAllBytes(file);
        Npy.write(file, tensor(new double[][] {{1, 2}, {3, 4}}));
        byte[] npy = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        // One open file, never emptied: file systems flush files that are emptied and written again.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < MUTATIONS; i++) {
                boolean first = i % 2 == 0;
                byte[] mutated = mutate(first ? safetensors : npy, random);
                channel.write(ByteBuffer.wrap(mutated), 0);
                channel.truncate(mutated.length);
                try {
                    Object read = first ? Safetensors.read(file) : Npy.read(file);
                    assertThat(read).isNotNull();
                } catch (DataException _) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(
                            "seed " + seed + ", mutation " + i + ": "
                                    + HexFormat.of().formatHex(mutated),
                            e);
                }
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS);
    }

    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] mutated = bytes.clone();
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(mutated, random.nextInt(mutated.length));
            }
            case 1 -> {
                int at = random.nextInt(mutated.length);
                ByteArrayOutputStream longer = new ByteArrayOutputStream();
                longer.write(mutated, 0, at);
                longer.write(random.nextInt(256));
                longer.write(mutated, at, mutated.length - at);
                return longer.toByteArray();
            }
            case 2 -> {
                // Another digit, bracket or quote: what remains is most often JSON.
                byte[] signs = "0123456789[]{},:\"".getBytes(StandardCharsets.US_ASCII);
                mutated[random.nextInt(mutated.length)] = signs[random.nextInt(signs.length)];
            }
            default -> {
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
                }
            }
        }
        return mutated;
    }
}
