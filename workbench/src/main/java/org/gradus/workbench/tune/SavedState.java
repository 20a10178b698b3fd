package org.gradus.workbench.tune;

import java.util.Map;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;
import org.gradus.error.StructureException;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;

/** The trees of tensors that a run kept, by name. */
public final class SavedState {
    private final Safetensors.Contents contents;
    private final String file;
    private final String version;

    /**
     * The state of a file.
     *
     * @param tensors the leaves of all trees by name
     * @param file the file, for errors
     * @param version of Gradus that wrote it
     */
    SavedState(Map<String, Tensor> tensors, String file, String version) {
        this.contents = new Safetensors.Contents(tensors, Map.of());
        this.file = file;
        this.version = version;
    }

    /**
     * Whether there is a tree.
     *
     * @param name its name
     * @return true when it was kept
     */
    public boolean has(String name) {
        return contents.tensors().keySet().stream()
                .anyMatch(leaf -> leaf.equals(name) || leaf.startsWith(name + ".") || leaf.startsWith(name + "["));
    }

    /**
     * A tree.
     *
     * @param <T> its type
     * @param name its name
     * @param like a tree of the same structure, element types and shapes
     * @return the tree with the numbers that were kept
     * @throws DataException when what was kept is another
     */
    public <T> T tree(String name, T like) {
        try {
            return contents.tree(name, like);
        } catch (StructureException e) {
            throw unfit(e.problem().replaceFirst("^safetensors: the file ", "it "), e);
        }
    }

    /**
     * A table of numbers.
     *
     * @param name its name
     * @param columns the length of a row
     * @return the rows, one after the other
     * @throws DataException when what was kept is no such table
     */
    public double[] rows(String name, int columns) {
        Tensor tensor = contents.tensors().get(name);
        if (tensor == null || tensor.rank() != 2 || tensor.dim(1) != columns) {
            throw unfit(
                    tensor == null
                            ? "it has no '" + name + "'"
                            : "it has '" + name + "' as " + tensor.type() + ", not with " + columns + " columns",
                    null);
        }
        return tensor.toDoubles();
    }

    private DataException unfit(String problem, Throwable cause) {
        return new DataException(
                "tune: the checkpoint " + file + " does not fit what this version of Gradus computes: " + problem,
                "continue with the version that wrote it, " + version + ", or run tune again without --resume",
                SourceLine.UNKNOWN,
                cause);
    }
}
