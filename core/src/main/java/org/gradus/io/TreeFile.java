package org.gradus.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.error.ArgumentException;
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

    /** The leaves by name, each name beginning with that of the tree. */
    static Map<String, Tensor> named(String operation, String name, Object tree) {
        Tree.Flat<Object> flat = Tree.flatten(tree);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int next = 0;
        for (String leaf : names(operation, name, flat)) {
            tensors.put(leaf, flat.leaves().get(next++));
        }
        return tensors;
    }

    /** The tree that is named so, of the same structure, out of the tensors of several. */
    static <T> T tree(String operation, String name, T like, Map<String, Tensor> tensors) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        tensors.forEach((leaf, tensor) -> {
            if (belongs(leaf, name)) {
                own.put(leaf, tensor);
            }
        });
        return tree(operation, "the file", like, own, names(operation, name, Tree.flatten(like)));
    }

    private static boolean belongs(String leaf, String name) {
        return leaf.startsWith(name)
                && (leaf.length() == name.length()
                        || leaf.charAt(name.length()) == '.'
                        || leaf.charAt(name.length()) == '[');
    }

    /** A tree of the same structure with the tensors of a file. */
    static <T> T tree(String operation, Path file, T like, Map<String, Tensor> tensors) {
        return tree(operation, file.toString(), like, tensors, names(operation, Tree.flatten(like)));
    }

    private static <T> T tree(String operation, String file, T like, Map<String, Tensor> tensors, Set<String> names) {
        Tree.Flat<T> flat = Tree.flatten(like);
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

    private static Tensor leaf(String operation, String file, String name, Tensor like, Map<String, Tensor> tensors) {
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

    private static StructureException differs(String operation, String file, String problem) {
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
            add(operation, path.isEmpty() ? "tensor" : path.startsWith(".") ? path.substring(1) : path, names);
        }
        return some(operation, names);
    }

    private static Set<String> names(String operation, String tree, Tree.Flat<?> flat) {
        if (tree.isEmpty()) {
            throw new ArgumentException(
                    operation + ": the name of a tree is empty", "give each tree of a file a name of its own");
        }
        Set<String> names = new LinkedHashSet<>();
        flat.paths().forEach(path -> add(operation, tree + path, names));
        return some(operation, names);
    }

    private static void add(String operation, String name, Set<String> names) {
        if (!names.add(name)) {
            throw new StructureException(
                    operation + ": two leaves of the tree have the path '" + name + "'",
                    "give the keys of the map distinct texts");
        }
    }

    private static Set<String> some(String operation, Set<String> names) {
        if (names.isEmpty()) {
            throw new StructureException(
                    operation + ": the tree holds no tensors", "give a record of tensors, or a tensor");
        }
        return names;
    }
}
