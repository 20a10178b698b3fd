package org.gradus.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DataException;
import org.gradus.error.Require;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * One tensor in a {@code .npy} file of NumPy.
 *
 * <p>Written is format version 1.0, or 2.0 when the header needs it; read are both. Written element types are
 * {@code <f8 <f4 <i8 <i4 |b1}, little-endian and in C order. Read are also big-endian numbers, elements in Fortran order
 * (as NumPy saves a transposed array), and {@code f2}, which becomes f32. Other types are refused by name. The elements
 * keep their bits, NaNs with their payload.
 *
 * <p>Source: NumPy's reference, module {@code numpy.lib.format}.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int SHORT_HEADER = 65_535;
    private static final int LONGEST_HEADER = 1 << 20;

    private Npy() {}

    /**
     * Writes a tensor.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tensor the numbers
     * @throws org.gradus.error.TracedValueException when the tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        NdArray array = Require.notNull(tensor, "npy", "the tensor").array();
        byte[] header = header(array);
        AtomicFile.write("npy", file, out -> {
            out.bytes(header);
            out.elements(array);
        });
    }

    /** What stands before the elements. */
    static byte[] header(NdArray array) {
        String shape = array.shape().asList().stream().map(n -> n + ",").collect(Collectors.joining(" ", "(", ")"));
        String text = "{'descr': '" + descr(Encoding.of(array.dtype())) + "', 'fortran_order': False, 'shape': " + shape
                + ", }";
        int before = MAGIC.length + 2 + 2;
        boolean fits = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT - before <= SHORT_HEADER;
        before = fits ? before : before + 2;
        int total = Math.ceilDiv(before + text.length() + 1, ALIGNMENT) * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) (fits ? 1 : 2)).put((byte) 0);
        if (fits) {
            header.putShort((short) (total - before));
        } else {
            header.putInt(total - before);
        }
        String padding = " ".repeat(total - before - text.length() - 1);
        header.put((text + padding + "\n").getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }

    private static String descr(Encoding encoding) {
        return switch (encoding) {
            case F64 -> "<f8";
            case F32 -> "<f4";
            case I64 -> "<i8";
            case I32 -> "<i4";
            case BOOL -> "|b1";
            case F16, BF16 -> throw new AssertionError(encoding);
        };
    }

    /**
     * Reads a tensor.
     *
     * @param file where from
     * @return the tensor
     * @throws DataException when the file cannot be read, is damaged, or holds what Gradus does not; the byte at fault is
     *     named
     */
    public static Tensor read(Path file) {
        return BinaryFile.read("npy", file, Npy::read);
    }

    static Tensor read(BinaryFile file) throws IOException {
        int start = MAGIC.length + 2;
        if (file.size() < start + 2) {
            throw file.damaged(file.size(), "the file ends before its header");
        }
        ByteBuffer begin = file.bytes(0, start);
        for (int i = 0; i < MAGIC.length; i++) {
            if (begin.get(i) != MAGIC[i]) {
                throw file.damaged(i, "the file does not begin with the mark of NumPy, \\x93NUMPY");
            }
        }
        int major = begin.get(MAGIC.length);
        int minor = begin.get(MAGIC.length + 1);
        if (major < 1 || major > 2 || minor != 0) {
            throw file.refused(
                    MAGIC.length,
                    "format version " + major + "." + minor + "; Gradus reads 1.0 and 2.0",
                    "save the array again with numpy.save");
        }
        int width = major == 1 ? Short.BYTES : Integer.BYTES;
        if (file.size() < start + width) {
            throw file.damaged(file.size(), "the file ends before its header");
        }
        ByteBuffer field = file.bytes(start, width);
        long length = major == 1 ? Short.toUnsignedLong(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        int text = start + width;
        if (length > file.size() - text || length > LONGEST_HEADER) {
            throw file.damaged(
                    start,
                    "a header of " + length + " bytes, but "
                            + (length > LONGEST_HEADER
                                    ? "none needs more than " + LONGEST_HEADER
                                    : "only " + (file.size() - text) + " follow"));
        }
        NpyHeader header = NpyHeader.parse(file, file.bytes(text, (int) length).array(), text);
        return data(file, header, text + length);
    }

    private static Tensor data(BinaryFile file, NpyHeader header, long begin) throws IOException {
        Shape shape = header.shape();
        long needed = (long) shape.size() * header.encoding().bytes();
        long given = file.size() - begin;
        if (given != needed) {
            throw file.damaged(
                    given < needed ? file.size() : begin + needed,
                    "shape " + shape + " of " + header.encoding() + " takes " + needed + " bytes, but " + given
                            + " follow the header");
        }
        if (!header.fortran() || shape.rank() < 2) {
            return Tensors.tensor(file.array(header.encoding(), header.order(), shape, begin));
        }
        // In Fortran order lies the transposed array.
        int rank = shape.rank();
        int[] reversed = new int[rank];
        Arrays.setAll(reversed, i -> rank - 1 - i);
        Shape stored = Shape.of(Arrays.stream(reversed).map(shape::dim).toArray());
        return Tensors.tensor(file.array(header.encoding(), header.order(), stored, begin))
                .transpose(reversed);
    }
}
