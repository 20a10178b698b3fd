package org.gradus.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.Require;
import org.gradus.tensor.Tensor;

/**
 * Named tensors in {@code .npz} files, NumPy's archives of {@code .npy} files: what {@code numpy.savez} and
 * {@code numpy.savez_compressed} write and {@code numpy.load} reads. Element types are those of {@link Npy}.
 *
 * <p><b>What is read</b> is checked whole before any array is made, since archives come from elsewhere: members must fill
 * the file without holes, overlaps or bytes after the end; names stand once, end in {@code .npy} and are no paths; members
 * are stored or deflated, not encrypted, and of at most 2³¹−1 bytes; what they decompress to has the size and the checksum
 * that the directory says. A decompression bomb is refused before it grows: no member may claim more than 1032 times its
 * deflated bytes, which is the most that deflate can do, and all members together no more than the largest heap of this
 * JVM, or a limit of your own. What is read takes up to twice these bytes in memory (f2 becomes f32).
 *
 * <p>Source: NumPy's reference, {@code numpy.savez}; PKWARE's APPNOTE.TXT 6.3.10.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";
    private static final long LARGEST_ARCHIVE = 0xfffffffeL;
    private static final int MOST_MEMBERS = 0xfffe;
    private static final int LONGEST_NAME = 0xffff;

    private Npz() {}

    /**
     * Writes named tensors, uncompressed.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tensors by name, written in the map's order
     * @throws ArgumentException when a name or tensor is null, a name is empty or a path, a tensor takes more than 2³¹−1
     *     bytes, or all together more than 4 GiB
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, false);
    }

    /**
     * Writes named tensors, deflated: smaller for whole numbers and zeros, hardly for other real numbers, and slower.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tensors by name, written in the map's order
     * @throws ArgumentException as {@link #write}
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void writeCompressed(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, true);
    }

    private static void write(Path file, Map<String, Tensor> tensors, boolean compressed) {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        long bytes = 0;
        for (Map.Entry<String, Tensor> entry :
                Require.notNull(tensors, "npz", "the map of tensors").entrySet()) {
            String name = checked(entry.getKey());
            NdArray array = Require.notNull(entry.getValue(), "npz", "the tensor '" + name + "'")
                    .array();
            long own = (long) array.size() * array.dtype().bytes() + Npy.header(array).length;
            demand(
                    own <= Integer.MAX_VALUE,
                    "the tensor '" + name + "' takes " + own + " bytes, more than 2^31-1",
                    "write it with Npy.write, or split it");
            // A deflated array may grow by five bytes in 16 thousand; 128 bytes hold the headers but for the names.
            bytes += own + own / 1000 + 128 + 8L * name.length();
            arrays.put(name + SUFFIX, array);
        }
        demand(
                bytes <= LARGEST_ARCHIVE && arrays.size() <= MOST_MEMBERS,
                arrays.size() + " tensors of " + bytes + " bytes are more than an archive holds, 4 GiB and "
                        + MOST_MEMBERS,
                "write several archives, or use Safetensors.write");
        AtomicFile.write("npz", file, out -> {
            NpzWriter writer = new NpzWriter(out, compressed);
            for (Map.Entry<String, NdArray> entry : arrays.entrySet()) {
                writer.member(entry.getKey(), entry.getValue());
            }
            writer.finish();
        });
    }

    private static String checked(String name) {
        Require.notNull(name, "npz", "a name");
        String problem = ZipDirectory.problem(name + SUFFIX);
        if (problem == null) {
            byte[] bytes = (name + SUFFIX).getBytes(StandardCharsets.UTF_8);
            boolean text = new String(bytes, StandardCharsets.UTF_8).equals(name + SUFFIX);
            problem = bytes.length > LONGEST_NAME ? "is too long" : text ? null : "holds half of a surrogate pair";
        }
        demand(problem == null, "the name '" + name + "' " + problem, "give the tensor a plain name");
        return name;
    }

    private static void demand(boolean holds, String problem, String remedy) {
        if (!holds) {
            throw new ArgumentException("npz: " + problem, remedy);
        }
    }

    /**
     * Reads a file whole, if it has room in the largest heap of this JVM.
     *
     * @param file where from
     * @return the tensors by name, in the archive's order
     * @throws DataException when the file cannot be read, is damaged, or holds what Gradus does not; the member and the byte
     *     at fault are named
     */
    public static Map<String, Tensor> read(Path file) {
        return read(file, Runtime.getRuntime().maxMemory());
    }

    /**
     * Reads a file whole, if its arrays take no more than a number of bytes.
     *
     * @param file where from
     * @param limit the most bytes that all members together may decompress to
     * @return the tensors by name, in the archive's order
     * @throws DataException when there are more, or the file cannot be read, is damaged, or holds what Gradus does not; the
     *     member and the byte at fault are named
     */
    public static Map<String, Tensor> read(Path file, long limit) {
        return BinaryFile.read("npz", file, open -> read(open, limit));
    }

    static Map<String, Tensor> read(BinaryFile file, long limit) throws IOException {
        List<ZipDirectory.Member> members = ZipDirectory.read(file);
        long total = 0;
        for (ZipDirectory.Member member : members) {
            total += member.size();
            if (total > limit) {
                throw file.refused(
                        member.at() + 24,
                        "with '" + member.name() + "' the arrays take more than " + limit + " bytes",
                        "start Java with a larger heap, as in -Xmx16g, or allow more with Npz.read(file, limit)");
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ZipDirectory.Member member : members) {
            String name = member.name().substring(0, member.name().length() - SUFFIX.length());
            try (ZipMember bytes = new ZipMember(file, member)) {
                tensors.put(name, Npy.read(file.member("member '" + member.name() + "'", bytes, member.size())));
                bytes.finish();
            }
        }
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Writes the leaves of a tree under their paths, as {@link Safetensors#writeTree(Path, Object)} does, uncompressed.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tree a record, list, map or array of tensors, or a tensor
     * @throws org.gradus.error.StructureException when two leaves have one path, or there is none
     * @throws ArgumentException as {@link #write}
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void writeTree(Path file, Object tree) {
        write(file, TreeFile.named("npz", tree));
    }

    /**
     * Reads what {@link #writeTree} wrote, or {@link #writeCompressed} under the paths of a tree.
     *
     * @param <T> the tree's type
     * @param file where from
     * @param like a tree of the same structure, element types and shapes; its numbers do not matter, its static values
     *     are taken over
     * @return the tree with the file's numbers
     * @throws org.gradus.error.StructureException when the file lacks a leaf, holds one that the tree has not, or has one of
     *     another type; the path is named
     * @throws DataException when the file cannot be read or is damaged
     */
    public static <T> T readTree(Path file, T like) {
        return TreeFile.tree("npz", file, like, read(file));
    }
}
