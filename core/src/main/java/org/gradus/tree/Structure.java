package org.gradus.tree;

import java.util.List;
import java.util.Objects;
import org.gradus.tensor.Tensor;

/**
 * The shape of a tree without its leaves: which records, lists, maps and arrays, and the static values in them. Two trees
 * go together when their structures are equal.
 */
public sealed interface Structure {

    /** A {@link Tensor}. */
    record TensorLeaf() implements Structure {}

    /** A {@code double[]}, seen as an f64 tensor of one axis. */
    record DoublesLeaf() implements Structure {}

    /** A {@code float[]}, seen as an f32 tensor of one axis. */
    record FloatsLeaf() implements Structure {}

    /**
     * A value that is copied unchanged: an int, a String, an enum, null.
     *
     * @param value the value
     */
    record Static(Object value) implements Structure {}

    /**
     * A record.
     *
     * @param type its class
     * @param children one a component
     */
    record RecordNode(Class<?> type, List<Structure> children) implements Structure {}

    /**
     * A list.
     *
     * @param children one an element
     */
    record ListNode(List<Structure> children) implements Structure {}

    /**
     * A map, in the order of its keys.
     *
     * @param keys its keys
     * @param children one a value
     */
    record MapNode(List<Object> keys, List<Structure> children) implements Structure {}

    /**
     * An array of objects.
     *
     * @param component the class of its elements
     * @param children one an element
     */
    record ArrayNode(Class<?> component, List<Structure> children) implements Structure {}

    /**
     * Says where two structures differ first, in the words of the person's own names.
     *
     * @param expected one structure
     * @param given another
     * @param path where both stand, for example {@code params}
     * @return a line such as {@code params.layers[2]: expected a Tensor, got a double[]}, or null when they are equal
     */
    static String difference(Structure expected, Structure given, String path) {
        if (expected.equals(given)) {
            return null;
        }
        List<Structure> left = expected.parts();
        List<Structure> right = given.parts();
        if (expected.describe().equals(given.describe()) && left.size() == right.size()) {
            for (int i = 0; i < left.size(); i++) {
                String found = difference(left.get(i), right.get(i), path + expected.step(i));
                if (found != null) {
                    return found;
                }
            }
        }
        return path + ": expected " + expected.describe() + ", got " + given.describe();
    }

    /**
     * What a node is made of.
     *
     * @return its components or elements; none of a leaf or a static value
     */
    default List<Structure> parts() {
        return switch (this) {
            case RecordNode r -> r.children();
            case ListNode l -> l.children();
            case MapNode m -> m.children();
            case ArrayNode a -> a.children();
            case TensorLeaf _, DoublesLeaf _, FloatsLeaf _, Static _ -> List.of();
        };
    }

    /**
     * Number of leaves.
     *
     * @return how many tensors a tree of this structure holds
     */
    default int leafCount() {
        return switch (this) {
            case TensorLeaf _, DoublesLeaf _, FloatsLeaf _ -> 1;
            case Static _ -> 0;
            case RecordNode _, ListNode _, MapNode _, ArrayNode _ -> {
                int count = 0;
                for (Structure part : parts()) {
                    count += part.leafCount();
                }
                yield count;
            }
        };
    }

    /**
     * Finds a leaf that is a Java array.
     *
     * @param path where this node stands
     * @return the path of the first such leaf, or null when there is none
     */
    default String firstArray(String path) {
        if (this instanceof DoublesLeaf || this instanceof FloatsLeaf) {
            return path;
        }
        List<Structure> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            String found = parts.get(i).firstArray(path + step(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * The step of a path from this node to a child.
     *
     * @param child the child's position
     * @return {@code .name}, {@code [3]} or {@code [key]}
     */
    default String step(int child) {
        return switch (this) {
            case RecordNode r -> "." + RecordType.of(r.type()).names().get(child);
            case ListNode _, ArrayNode _ -> "[" + child + "]";
            case MapNode m -> "[" + m.keys().get(child) + "]";
            case TensorLeaf _, DoublesLeaf _, FloatsLeaf _, Static _ -> "";
        };
    }

    private String describe() {
        return switch (this) {
            case TensorLeaf _ -> "a Tensor";
            case DoublesLeaf _ -> "a double[]";
            case FloatsLeaf _ -> "a float[]";
            case Static(Object value) -> "the value " + Objects.toString(value);
            case RecordNode r -> "a record " + r.type().getSimpleName();
            case ListNode l -> "a list of " + l.children().size();
            case MapNode m -> "a map with keys " + m.keys();
            case ArrayNode a ->
                a.component().getSimpleName() + "[" + a.children().size() + "]";
        };
    }
}
