package org.gradus.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Tensor;
import org.gradus.transform.OpCase;
import org.gradus.transform.OpTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs written, read, damaged. */
class ProgramFormatTest {
    /** Magic, version and length before the body, checksum after it. */
    private static final int HEAD = 12;

    private static final int TAIL = 8;
    private static final boolean FULL = Boolean.getBoolean("gradus.full");

    private static Program small() {
        return Gradus.trace(
                (Tensor x, Tensor i) -> List.of(
                        x.times(tensor(1.5, -0.0, Double.NaN)).max(), x.slice(0, 0, 3, 2), Indexing.take(x, i, 0)),
                zeros(3),
                zeros(2).to(DType.INT32));
    }

    static List<OpCase> rows() {
        return OpTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyOperationWithEveryOperandConstant(OpCase row) {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            List<NdArray> operands = row.draw(real, 5);
            List<ArrayType> types = Types.infer(
                    row.op(real), operands.stream().map(NdArray::type).toList());
            List<Variable> outputs = types.stream().map(Variable::new).toList();
            List<Operand> constants = new ArrayList<>();
            operands.forEach(o -> constants.add(new Constant(o)));
            SourceLine line = new SourceLine("a.B", "c", "B.java", 7);
            Program program = new Program(
                    List.of(), List.of(new Equation(outputs, row.op(real), constants, line)), List.copyOf(outputs));
            Program read = Programs.read(Programs.bytes(program));
            assertThat(Programs.equal(read, program))
                    .as("%s and %s", program, read)
                    .isTrue();
        }
    }

    @Test
    void bytesAreTheSameEveryTime() {
        assertThat(Programs.bytes(small())).isEqualTo(Programs.bytes(small()));
        assertThat(Programs.bytes(Programs.read(Programs.bytes(small())))).isEqualTo(Programs.bytes(small()));
    }

    @Test
    void severalProgramsFollowEachOtherInAStream() {
        byte[] one = Programs.bytes(small());
        byte[] two = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, two, one.length, one.length);
        ByteArrayInputStream in = new ByteArrayInputStream(two);
        assertThat(Programs.equal(Program.read(in), Program.read(in))).isTrue();
        assertThat(in.available()).isZero();
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] whole = Programs.bytes(small());
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> Programs.read(damaged))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(DataException.class)
                        .hasMessageStartingWith("program: ");
            }
        }
    }

    @Test
    void everyReplacedByteIsRefused() {
        byte[] whole = Programs.bytes(small());
        for (int at = 0; at < whole.length; at++) {
            for (byte other : new byte[] {0, 1, -1, 127}) {
                byte[] damaged = whole.clone();
                damaged[at] = other;
                if (other != whole[at]) {
                    assertThatThrownBy(() -> Programs.read(damaged)).isInstanceOf(DataException.class);
                }
            }
        }
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = Programs.bytes(small());
        for (int length = 0; length < whole.length; length++) {
            byte[] damaged = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Programs.read(damaged))
                    .as("%d bytes", length)
                    .isInstanceOf(DataException.class);
        }
    }

    /** Bytes that somebody changed and gave a new checksum are decoded to a program or refused, quickly. */
    @Test
    void everyForgedByteIsRefusedOrDecoded() {
        byte[] body = body(small());
        for (int at = 0; at < body.length; at++) {
            for (int value = 0; value < 256; value += FULL ? 1 : 17) {
                byte[] forged = body.clone();
                forged[at] = (byte) value;
                decodedOrRefused(forged, "byte " + at + " = " + value);
            }
        }
    }

    @Test
    void everyForgedIntIsRefusedOrDecoded() {
        byte[] body = body(small());
        int[] values = {-1, 0, 1, 2, 1000, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x00010000, 0x7fff0000};
        for (int at = 0; at + 4 <= body.length; at++) {
            for (int value : values) {
                byte[] forged = body.clone();
                ByteBuffer.wrap(forged).putInt(at, value);
                decodedOrRefused(forged, "int at " + at + " = " + value);
            }
        }
    }

    @Test
    void forgedRandomlyIsRefusedOrDecoded() {
        SplittableRandom random = new SplittableRandom(20260101);
        byte[] body = body(small());
        for (int i = 0; i < (FULL ? 200_000 : 3_000); i++) {
            byte[] forged = Arrays.copyOf(body, random.nextInt(1, body.length + 20));
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                forged[random.nextInt(forged.length)] = (byte) random.nextInt();
            }
            decodedOrRefused(forged, "seed 20260101, forgery " + i);
        }
    }

    private static void decodedOrRefused(byte[] body, String what) {
        try {
            Program program = Programs.read(file(body));
            assertThat(Programs.equal(program, Programs.read(Programs.bytes(program))))
                    .as(what)
                    .isTrue();
        } catch (DataException refused) {
            assertThat(refused).as(what).hasMessageStartingWith("program: ");
        }
    }

    private static byte[] body(Program program) {
        byte[] whole = Programs.bytes(program);
        return Arrays.copyOfRange(whole, HEAD, whole.length - TAIL);
    }

    private static byte[] file(byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return ByteBuffer.allocate(HEAD + body.length + TAIL)
                .putInt(0x47524450)
                .putInt(1)
                .putInt(body.length)
                .put(body)
                .putLong(checksum.getValue())
                .array();
    }

    @Test
    void hugeClaimsAreRefusedWithoutMemory() {
        byte[] claim = ByteBuffer.allocate(HEAD)
                .putInt(0x47524450)
                .putInt(1)
                .putInt(Integer.MAX_VALUE)
                .array();
        assertThatThrownBy(() -> Programs.read(claim))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("ends after 0 of 2147483647 bytes");
    }

    @Test
    void otherFilesAndVersionsAreNamed() {
        assertThatThrownBy(() -> Programs.read("PK\3\4 no program".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not begin with the mark of a program")
                .hasMessageContaining("to do: write the program again with Program.write");
        byte[] other = Programs.bytes(small());
        other[7] = 9;
        assertThatThrownBy(() -> Programs.read(other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has format version 9; this Gradus reads version 1");
    }

    @Test
    void javaCodeIsNotWritten() {
        ArrayType type = new ArrayType(DType.FLOAT64, Shape.of(2));
        Variable x = new Variable(type, "x");
        Variable y = new Variable(type);
        Op host = new Host(new Host.Key("inner solve"), List.of(type));
        Program program = new Program(
                List.of(x), List.of(new Equation(List.of(y), host, List.of(x), SourceLine.UNKNOWN)), List.of(y));
        assertThatThrownBy(() -> Programs.bytes(program))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("program: cannot be written, because it calls the Java code 'inner solve'")
                .hasMessageContaining("to do: write only programs made of tensor operations");
        assertThat(program).hasToString("""
                program(x:f64[2]) {
                  a:f64[2] = host{inner solve} x
                  return a
                }""");
    }

    @Test
    void failingStreamsThrowUnchecked() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> small().write(full)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void namesKeepEveryCharacter() {
        Variable x = new Variable(zeros(1).type(), "päth\u0000[\"key\"]");
        Program read = Programs.read(Programs.bytes(new Program(List.of(x), List.of(), List.of(x))));
        assertThat(read.inputs().getFirst().name()).isEqualTo(x.name());
    }
}
