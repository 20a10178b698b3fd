package org.gradus.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.Require;
import org.gradus.error.StructureException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Named tensors in {@code .safetensors} files, which PyTorch, JAX, NumPy and many others read and write.
 *
 * <p>The form: eight bytes with the header's length, a header in JSON, then the elements, little-endian and row-major.
 * Written are F64, F32, I64, I32 and BOOL; F16 and BF16 are read as well and become f32, which holds them exactly. The
 * elements keep their bits, NaNs with their payload. Data are written aligned to their element size; data of other
 * writers need not be.
 *
 * <p>Source: the format's description and reference implementation, github.com/huggingface/safetensors. Stricter than
 * the reference: a name or field that stands twice, an unknown field, and truth values other than 0 and 1 are refused.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param tensors by name, in the header's order
     * @param metadata texts by name
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
        /** Copies the maps, keeping their order. */
        public Contents {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }

        /**
         * One of the trees that the file holds, written with {@link #leaves}.
         *
         * @param <T> the tree's type
         * @param name the tree's name
         * @param like a tree of the same structure, element types and shapes; its numbers do not matter, its static
         *     values are taken over
         * @return the tree with the file's numbers
         * @throws StructureException when the file lacks a leaf, holds one under this name that the tree has not, or
         *     has one of another type; the path is named
         * @throws ArgumentException when the name is empty
         */
        public <T> T tree(String name, T like) {
            return TreeFile.tree("safetensors", name, like, tensors);
        }
    }

    /**
     * The leaves of a tree under its name, as in {@code model.layers[2].w}, so that one file holds several trees:
     *
     * {@snippet :
     * record Model(Tensor w, Tensor b) {}
     *
     * Model model = new Model(ones(3), scalar(2));
     * Map<String, Tensor> all = new LinkedHashMap<>(Safetensors.leaves("model", model));
     * all.putAll(Safetensors.leaves("step", scalar(7)));
     * all.keySet();    // → [model.w, model.b, step]
     * }
     *
     * @param name the tree's name, which no other tree of the file has
     * @param tree a record, list, map or array of tensors, or a tensor, whose name is the tree's
     * @return its tensors by name
     * @throws StructureException when two leaves have one path, or there is none
     * @throws ArgumentException when the name is empty
     */
    public static Map<String, Tensor> leaves(String name, Object tree) {
        return TreeFile.named("safetensors", Require.notNull(name, "safetensors", "the name of the tree"), tree);
    }

    /**
     * Writes named tensors.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tensors by name
     * @throws ArgumentException when a name is null, {@code __metadata__} or no valid text, or a tensor is null
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors) {
        write(file, tensors, Map.of());
    }

    /**
     * Writes named tensors with texts that say what they are.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tensors by name
     * @param metadata texts by name
     * @throws ArgumentException when a name is null, {@code __metadata__} or no valid text, or a value is null
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Require.notNull(metadata, "safetensors", "the map of metadata");
        List<Named> ordered = new ArrayList<>();
        Require.notNull(tensors, "safetensors", "the map of tensors")
                .forEach((name, tensor) -> ordered.add(named(name, tensor)));
        // The widest first, so that every tensor is aligned when the first is.
        ordered.sort(
                Comparator.comparingInt((Named n) -> -n.array.dtype().bytes()).thenComparing(Named::name));
        byte[] header = HeaderText.of(ordered, metadata);
        AtomicFile.write("safetensors", file, out -> {
            out.int64(header.length);
            out.bytes(header);
            for (Named tensor : ordered) {
                out.elements(tensor.array);
            }
        });
    }

    /** A tensor to be written. */
    record Named(String name, NdArray array) {}

    private static Named named(String name, Tensor tensor) {
        if (name == null || tensor == null) {
            throw new ArgumentException(
                    "safetensors: " + (name == null ? "a name is null" : "the tensor '" + name + "' is null"),
                    "leave it out of the map");
        }
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new ArgumentException(
                    "safetensors: no tensor can have the name " + name,
                    "give it another name; the format keeps this one");
        }
        return new Named(name, tensor.array());
    }

    /**
     * Reads a file whole.
     *
     * @param file where from
     * @return the tensors and the metadata
     * @throws DataException when the file cannot be read, is damaged, or holds element types that Gradus does not; the
     *     byte at fault is named
     */
    public static Contents read(Path file) {
        return BinaryFile.read("safetensors", file, Safetensors::read);
    }

    static Contents read(BinaryFile file) throws IOException {
        SafetensorsHeader header = header(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            NdArray array = file.array(entry.encoding(), entry.shape(), header.data() + entry.begin());
            tensors.put(entry.name(), Tensors.tensor(array));
        }
        return new Contents(tensors, header.metadata());
    }

    private static SafetensorsHeader header(BinaryFile file) throws IOException {
        if (file.size() < Long.BYTES) {
            throw file.damaged(file.size(), "the file ends before the eight bytes that hold the header's length");
        }
        long length = file.bytes(0, Long.BYTES).getLong();
        if (length < 0 || length > HeaderText.LONGEST) {
            throw file.damaged(
                    0,
                    "a header of " + Long.toUnsignedString(length) + " bytes, more than the format's "
                            + HeaderText.LONGEST);
        }
        if (length > file.size() - Long.BYTES) {
            throw file.damaged(
                    0, "a header of " + length + " bytes, but only " + (file.size() - Long.BYTES) + " follow");
        }
        return SafetensorsHeader.parse(
                file, file.bytes(Long.BYTES, (int) length).array());
    }

    /**
     * Writes the leaves of a tree under their paths, as in {@code layers[2].w}; a tree that is one tensor has the name
     * {@code tensor}. Static values are not written: {@link #readTree} takes them from its pattern.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tree a record, list, map or array of tensors, or a tensor
     * @throws StructureException when two leaves have one path, or there is none
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void writeTree(Path file, Object tree) {
        writeTree(file, tree, Map.of());
    }

    /**
     * As {@link #writeTree(Path, Object)}, with texts that say what the tree is.
     *
     * @param file where to; a file of that name is replaced when the new one is whole
     * @param tree a record, list, map or array of tensors, or a tensor
     * @param metadata texts by name
     * @throws StructureException when two leaves have one path, or there is none
     * @throws ArgumentException when a text is null
     * @throws org.gradus.error.TracedValueException when a tensor has no numbers, inside jit and vmap
     * @throws org.gradus.error.EnvironmentException when the file cannot be written
     */
    public static void writeTree(Path file, Object tree, Map<String, String> metadata) {
        write(file, TreeFile.named("safetensors", tree), metadata);
    }

    /**
     * Reads what {@link #writeTree} wrote.
     *
     * @param <T> the tree's type
     * @param file where from
     * @param like a tree of the same structure, element types and shapes; its numbers do not matter, its static values
     *     are taken over
     * @return the tree with the file's numbers
     * @throws StructureException when the file lacks a leaf, holds one that the tree has not, or has one of another type;
     *     the path is named
     * @throws DataException when the file cannot be read or is damaged
     */
    public static <T> T readTree(Path file, T like) {
        return TreeFile.tree("safetensors", file, like, read(file).tensors());
    }
}
