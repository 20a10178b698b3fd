package org.gradus.tree;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradus.array.DType;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.error.StructureException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Structure.ArrayNode;
import org.gradus.tree.Structure.DoublesLeaf;
import org.gradus.tree.Structure.FloatsLeaf;
import org.gradus.tree.Structure.ListNode;
import org.gradus.tree.Structure.MapNode;
import org.gradus.tree.Structure.RecordNode;
import org.gradus.tree.Structure.Static;
import org.gradus.tree.Structure.TensorLeaf;

/**
 * Trees of parameters: records, lists, maps and arrays whose leaves are tensors, {@code double[]} or {@code float[]}.
 * Other components (int, String, enum, null …) are static: copied unchanged. Maps are taken in the natural order of their
 * keys where these have one, so that the order of leaves depends on nothing else; lists and maps that are put together
 * again are an {@link ArrayList} and a {@link LinkedHashMap}.
 */
public final class Tree {
    /** Far above any use, far below what the stack holds. */
    private static final int DEEPEST = 500;

    private Tree() {}

    /**
     * A tree taken apart.
     *
     * @param <T> the tree's type
     * @param leaves the leaves in order, arrays as tensors
     * @param paths where each leaf stands, for example {@code .layers[2].w}; empty for a tree that is a leaf
     * @param structure what is left
     */
    public record Flat<T>(List<Tensor> leaves, List<String> paths, Structure structure) {

        /**
         * The tree with other leaves.
         *
         * @param other as many leaves
         * @return a tree of the same structure
         * @throws StructureException when there are more or fewer leaves
         */
        @SuppressWarnings("unchecked")
        public T with(List<Tensor> other) {
            return (T) unflatten(structure, other);
        }
    }

    /**
     * Takes a tree apart.
     *
     * @param <T> the tree's type
     * @param tree a tensor, record, list, map or array
     * @return leaves and structure
     * @throws StructureException when a record's package is closed to Gradus (the error gives the line that opens it), when
     *     tensors are in an Optional or a set, or when a list, map or array holds itself
     */
    public static <T> Flat<T> flatten(T tree) {
        List<Tensor> leaves = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        Structure structure = flatten(tree, "", 0, leaves, paths);
        return new Flat<>(List.copyOf(leaves), List.copyOf(paths), structure);
    }

    private static Structure flatten(Object node, String path, int depth, List<Tensor> leaves, List<String> paths) {
        if (depth > DEEPEST) {
            throw new StructureException(
                    "tree: more than " + DEEPEST + " records, lists, maps or arrays inside one another",
                    "check that no list, map or array holds itself");
        }
        return switch (node) {
            case Tensor t -> leaf(t, new TensorLeaf(), path, leaves, paths);
            case double[] a -> leaf(Tensors.tensor(a), new DoublesLeaf(), path, leaves, paths);
            case float[] a -> leaf(Tensors.tensor(a), new FloatsLeaf(), path, leaves, paths);
            case Record r -> {
                RecordNode shell = new RecordNode(r.getClass(), List.of());
                yield new RecordNode(
                        r.getClass(), children(RecordType.of(r.getClass()).read(r), shell, path, depth, leaves, paths));
            }
            case List<?> list -> new ListNode(children(list, new ListNode(List.of()), path, depth, leaves, paths));
            case Map<?, ?> map -> {
                List<Object> keys = sortedKeys(map);
                List<Object> values = new ArrayList<>();
                keys.forEach(key -> values.add(map.get(key)));
                MapNode shell = new MapNode(keys, List.of());
                yield new MapNode(keys, children(values, shell, path, depth, leaves, paths));
            }
            case Object[] array -> {
                Class<?> component = array.getClass().getComponentType();
                ArrayNode shell = new ArrayNode(component, List.of());
                yield new ArrayNode(component, children(Arrays.asList(array), shell, path, depth, leaves, paths));
            }
            case Optional<?> optional when holdsLeaves(optional.orElse(null)) -> throw hidden("an Optional", path);
            case Collection<?> set
            when set.stream().anyMatch(Tree::holdsLeaves) ->
                throw hidden(set instanceof Set<?> ? "a Set" : "a Collection", path);
            case null, default -> new Static(node);
        };
    }

    private static boolean holdsLeaves(Object node) {
        return !flatten(node).leaves().isEmpty();
    }

    private static StructureException hidden(String holder, String path) {
        return new StructureException(
                "tree: " + leafName(path) + " is " + holder + " with tensors in it, which would be held constant",
                "hold them in a record, list, map or array, or as a Tensor that may be null");
    }

    /** In natural order where the keys have one, so that the order of leaves is the same on every run. */
    private static List<Object> sortedKeys(Map<?, ?> map) {
        List<Object> keys = new ArrayList<>(map.keySet());
        Class<?> first = keys.isEmpty() || keys.getFirst() == null
                ? null
                : keys.getFirst().getClass();
        boolean comparable = keys.stream()
                .allMatch(key -> key instanceof Comparable<?> && key.getClass().equals(first));
        if (comparable) {
            keys.sort(null);
        }
        return keys;
    }

    private static Structure leaf(Tensor tensor, Structure kind, String path, List<Tensor> leaves, List<String> paths) {
        leaves.add(tensor);
        paths.add(path);
        return kind;
    }

    private static List<Structure> children(
            List<?> nodes, Structure shell, String path, int depth, List<Tensor> leaves, List<String> paths) {
        List<Structure> children = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            children.add(flatten(nodes.get(i), path + shell.step(i), depth + 1, leaves, paths));
        }
        return children;
    }

    /**
     * Puts a tree together.
     *
     * @param structure the tree without its leaves
     * @param leaves as many leaves as the structure has
     * @return the tree
     * @throws StructureException when there are more or fewer leaves
     */
    public static Object unflatten(Structure structure, List<Tensor> leaves) {
        int count = structure.leafCount();
        if (leaves.size() != count) {
            throw new StructureException(
                    "tree: " + leaves.size() + " leaves for a tree that has " + count,
                    "give one tensor for each leaf, in the order that flatten gave");
        }
        return build(structure, leaves.iterator());
    }

    private static Object build(Structure structure, Iterator<Tensor> leaves) {
        return switch (structure) {
            case TensorLeaf _ -> leaves.next();
            case DoublesLeaf _ -> leaves.next().toDoubles();
            case FloatsLeaf _ -> floats(leaves.next());
            case Static(Object value) -> value;
            case RecordNode(Class<?> type, var children) -> RecordType.of(type).make(buildAll(children, leaves));
            case ListNode(var children) -> buildAll(children, leaves);
            case MapNode(var keys, var children) -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                List<Object> values = buildAll(children, leaves);
                for (int i = 0; i < keys.size(); i++) {
                    map.put(keys.get(i), values.get(i));
                }
                yield map;
            }
            case ArrayNode(Class<?> component, var children) -> {
                List<Object> values = buildAll(children, leaves);
                yield values.toArray((Object[]) Array.newInstance(component, values.size()));
            }
        };
    }

    private static List<Object> buildAll(List<Structure> children, Iterator<Tensor> leaves) {
        List<Object> values = new ArrayList<>(children.size());
        children.forEach(child -> values.add(build(child, leaves)));
        return values;
    }

    private static float[] floats(Tensor tensor) {
        double[] wide = tensor.toDoubles();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    /**
     * Applies a function to every leaf.
     *
     * @param <T> the tree's type
     * @param function what to do with a leaf
     * @param tree the tree
     * @return a tree of the same structure
     */
    public static <T> T map(UnaryOperator<Tensor> function, T tree) {
        Require.notNull(function, "map", "the function");
        Flat<T> flat = flatten(tree);
        List<Tensor> mapped = new ArrayList<>();
        flat.leaves().forEach(leaf -> mapped.add(function.apply(leaf)));
        return flat.with(mapped);
    }

    /**
     * Joins two trees leaf by leaf.
     *
     * @param <T> the trees' type
     * @param function what to do with two leaves
     * @param x one tree
     * @param y another of the same structure
     * @return a tree of the same structure
     * @throws StructureException when the structures differ; the path is named
     */
    public static <T> T map(BinaryOperator<Tensor> function, T x, T y) {
        Require.notNull(function, "map", "the function");
        Flat<T> left = flatten(x);
        Flat<T> right = flatten(y);
        checkSame("map: tree", left.structure(), right.structure());
        return join(function, left, right);
    }

    private static <T> T combine(BinaryOperator<Tensor> function, String operation, T x, T y) {
        Flat<T> left = flatten(x);
        Flat<T> right = flatten(y);
        checkAlike(operation, left, right);
        return join(function, left, right);
    }

    private static <T> T join(BinaryOperator<Tensor> function, Flat<T> left, Flat<T> right) {
        List<Tensor> mapped = new ArrayList<>();
        for (int i = 0; i < left.leaves().size(); i++) {
            mapped.add(function.apply(left.leaves().get(i), right.leaves().get(i)));
        }
        return left.with(mapped);
    }

    /**
     * Refuses two structures that differ.
     *
     * @param name what the person calls the trees
     * @param expected the structure wanted
     * @param given the structure received
     * @throws StructureException when they differ; the path is named
     */
    public static void checkSame(String name, Structure expected, Structure given) {
        String difference = Structure.difference(expected, given, name);
        if (difference != null) {
            throw new StructureException(difference, "give trees of the same records, lists and static values");
        }
    }

    /** In a vector space nothing broadcasts: leaves must agree in shape as well. */
    private static void checkAlike(String operation, Flat<?> x, Flat<?> y) {
        checkSame(operation + ": tree", x.structure(), y.structure());
        for (int i = 0; i < x.leaves().size(); i++) {
            Tensor left = x.leaves().get(i);
            Tensor right = y.leaves().get(i);
            if (!left.shape().equals(right.shape())) {
                throw new ShapeException(
                        operation + ": tree" + x.paths().get(i) + " is " + left.type() + " in one and " + right.type()
                                + " in the other",
                        "give trees whose leaves have equal shapes");
            }
        }
    }

    /**
     * Refuses a tree with leaves that are Java arrays, for those who cannot work with them.
     *
     * @param operation who asks, as the error shall begin
     * @param flat the tree taken apart
     * @param reason why not, said of the leaf
     * @throws StructureException when there is one; the path is named
     */
    public static void refuseArrays(String operation, Flat<?> flat, String reason) {
        String path = flat.structure().firstArray("");
        if (path != null) {
            throw new StructureException(
                    operation + ": " + leafName(path) + " " + reason, "hold it as a Tensor, as in tensor(array)");
        }
    }

    /**
     * What an error calls a leaf.
     *
     * @param path where it stands, as in {@link Flat#paths}
     * @return {@code leaf 'layers[2].w'}, or {@code the argument} for a tree that is a leaf
     */
    public static String leafName(String path) {
        return path.isEmpty() ? "the argument" : "leaf '" + (path.startsWith(".") ? path.substring(1) : path) + "'";
    }

    /**
     * x + y.
     *
     * @param <T> the trees' type
     * @param x one tree
     * @param y another of the same structure
     * @return the sum, leaf by leaf
     */
    public static <T> T plus(T x, T y) {
        return combine(Tensor::plus, "plus", x, y);
    }

    /**
     * x − y.
     *
     * @param <T> the trees' type
     * @param x one tree
     * @param y another of the same structure
     * @return the difference, leaf by leaf
     */
    public static <T> T minus(T x, T y) {
        return combine(Tensor::minus, "minus", x, y);
    }

    /**
     * a · x.
     *
     * @param <T> the tree's type
     * @param a a weak scalar
     * @param x the tree
     * @return the scaled tree
     */
    public static <T> T scale(double a, T x) {
        return map(leaf -> leaf.times(a), x);
    }

    /**
     * a · x for a scalar that may be traced; each leaf keeps its element type.
     *
     * @param <T> the tree's type
     * @param a a tensor of one element
     * @param x the tree
     * @return the scaled tree
     */
    public static <T> T scale(Tensor a, T x) {
        Require.notNull(a, "scale", "the factor");
        return map(leaf -> leaf.times(a.to(leaf.dtype())), x);
    }

    /**
     * a · x + y.
     *
     * @param <T> the trees' type
     * @param a a weak scalar
     * @param x one tree
     * @param y another of the same structure
     * @return the combination
     */
    public static <T> T axpy(double a, T x, T y) {
        return combine((u, v) -> u.times(a).plus(v), "axpy", x, y);
    }

    /**
     * a · x + y for a scalar that may be traced; each leaf keeps its element type.
     *
     * @param <T> the trees' type
     * @param a a tensor of one element
     * @param x one tree
     * @param y another of the same structure
     * @return the combination
     */
    public static <T> T axpy(Tensor a, T x, T y) {
        Require.notNull(a, "axpy", "the factor");
        return combine((u, v) -> u.times(a.to(u.dtype())).plus(v), "axpy", x, y);
    }

    /**
     * Zeros of the same structure and types.
     *
     * @param <T> the tree's type
     * @param x the tree
     * @return zeros
     */
    public static <T> T zerosLike(T x) {
        return map(Tensors::zerosLike, x);
    }

    /**
     * Inner product Σ xᵢ·yᵢ over all leaves, in f64.
     *
     * @param <T> the trees' type
     * @param x one tree
     * @param y another of the same structure
     * @return a scalar
     */
    public static <T> Tensor dot(T x, T y) {
        Flat<T> left = flatten(x);
        Flat<T> right = flatten(y);
        checkAlike("dot", left, right);
        Tensor sum = Tensors.scalar(0);
        for (int i = 0; i < left.leaves().size(); i++) {
            Tensor product = left.leaves().get(i).times(right.leaves().get(i));
            Tensor part = product.to(DType.FLOAT64).sum();
            sum = i == 0 ? part : sum.plus(part);
        }
        return sum;
    }

    /**
     * Euclidean norm √Σ xᵢ² over all leaves, in f64.
     *
     * @param x the tree
     * @return a scalar
     */
    public static Tensor norm(Object x) {
        return dot(x, x).sqrt();
    }

    /**
     * Number of elements of all leaves.
     *
     * @param x the tree
     * @return the count
     */
    public static int size(Object x) {
        return flatten(x).leaves().stream().mapToInt(Tensor::size).sum();
    }

    /**
     * Tells whether every element of every leaf is finite.
     *
     * @param x the tree
     * @return false when there is a NaN or an infinity
     */
    public static boolean allFinite(Object x) {
        return flatten(x).leaves().stream().allMatch(Tensor::allFinite);
    }

    /**
     * A tree as one vector, and the way back.
     *
     * @param <T> the tree's type
     * @param vector all elements of all leaves
     * @param unravel makes a tree of a vector of that length
     */
    public record Raveled<T>(Tensor vector, Function<Tensor, T> unravel) {}

    /**
     * Joins all leaves into one vector, of the element type to which all promote.
     *
     * @param <T> the tree's type
     * @param tree the tree
     * @return the vector, and a function that makes a tree of such a vector, each leaf with its own type
     * @throws StructureException when the tree has no leaves
     */
    public static <T> Raveled<T> ravel(T tree) {
        Flat<T> flat = flatten(tree);
        if (flat.leaves().isEmpty()) {
            throw new StructureException(
                    "ravel: " + tree + " has no tensors in it", "give a record of tensors, or a tensor");
        }
        List<Tensor> rows = new ArrayList<>();
        flat.leaves().forEach(leaf -> rows.add(leaf.reshape(leaf.size())));
        Tensor joined = Tensors.concatenate(0, rows);
        return new Raveled<>(joined, vector -> unravel(flat, joined.size(), vector));
    }

    private static <T> T unravel(Flat<T> flat, int size, Tensor vector) {
        if (vector.rank() != 1 || vector.size() != size) {
            throw new ShapeException(
                    "unravel: vector " + vector.type() + " does not fill a tree of " + size + " elements",
                    "give a vector of the length that ravel gave");
        }
        List<Tensor> leaves = new ArrayList<>();
        int from = 0;
        for (Tensor leaf : flat.leaves()) {
            Tensor part = flat.leaves().size() == 1 ? vector : vector.slice(0, from, from + leaf.size());
            leaves.add(part.reshape(leaf.shape()).to(leaf.dtype()));
            from += leaf.size();
        }
        return flat.with(leaves);
    }
}
