package org.gradus.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.error.StructureException;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/** Trees as named tensors: the leaves under their paths, a tree that is one tensor under {@code tensor}. */
final class TreeFile {
    private TreeFile() {}

    /** The leaves by name. */
    static Map<String, Tensor> named(String operation, Object tree) {
        Tree.Flat<Object> flat = Tree.flatten(tree);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int next = 0;
        for (String name : names(operation, flat)) {
            tensors.put(name, flat.leaves().get(next++));
        }
        return tensors;
    }

    /** A tree of the same structure with the tensors of a file. */
    static <T> T tree(String operation, Path file, T like, Map<String, Tensor> tensors) {
        Tree.Flat<T> flat = Tree.flatten(like);
        Set<String> names = names(operation, flat);
        List<Tensor> leaves = new ArrayList<>();
        for (String name : names) {
            leaves.add(leaf(operation, file, name, flat.leaves().get(leaves.size()), tensors));
        }
        List<String> others =
                tensors.keySet().stream().filter(n -> !names.contains(n)).toList();
        if (!others.isEmpty()) {
            throw differs(operation, file, "holds " + quoted(others) + ", which the tree has not");
        }
        return flat.with(leaves);
    }

    private static Tensor leaf(String operation, Path file, String name, Tensor like, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw differs(
                    operation,
                    file,
                    "has no '" + name + "' of " + like.type() + "; it holds " + quoted(tensors.keySet()));
        }
        if (!tensor.type().equals(like.type())) {
            throw differs(
                    operation, file, "has '" + name + "' as " + tensor.type() + ", where the tree has " + like.type());
        }
        return tensor;
    }

    private static StructureException differs(String operation, Path file, String problem) {
        String type = operation.equals("npz") ? "Npz" : "Safetensors";
        return new StructureException(
                operation + ": " + file + " " + problem,
                "read the file into a tree like the one written, or by name with " + type + ".read(file)");
    }

    private static String quoted(Collection<String> names) {
        if (names.isEmpty()) {
            return "no tensors";
        }
        List<String> shown = names.stream().limit(8).map(n -> "'" + n + "'").toList();
        return String.join(", ", shown) + (names.size() > 8 ? " and " + (names.size() - 8) + " more" : "");
    }

    private static Set<String> names(String operation, Tree.Flat<?> flat) {
        Set<String> names = new LinkedHashSet<>();
        for (String path : flat.paths()) {
            String name = path.isEmpty() ? "tensor" : path.startsWith(".") ? path.substring(1) : path;
            if (!names.add(name)) {
                throw new StructureException(
                        operation + ": two leaves of the tree have the path '" + name + "'",
                        "give the keys of the map distinct texts");
            }
        }
        if (names.isEmpty()) {
            throw new StructureException(
                    operation + ": the tree holds no tensors", "give a record of tensors, or a tensor");
        }
        return names;
    }
}
