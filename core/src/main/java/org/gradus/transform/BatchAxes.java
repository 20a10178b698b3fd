package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/**
 * The leaves of the arguments of a {@code vmap}, with the batch brought to the front.
 *
 * @param batched the leaves
 * @param size the number of examples
 */
record BatchAxes(List<Batched> batched, int size) {

    /** The type of a leaf for one example. */
    ArrayType example(int leaf) {
        Tensor tensor = batched.get(leaf).tensor();
        return batched.get(leaf).batched() ? tensor.type().with(tensor.shape().slice(1, tensor.rank())) : tensor.type();
    }

    static BatchAxes of(Tree.Flat<?> flat, List<?> arguments, Axes axes) {
        if (!axes.in().isEmpty() && axes.in().size() != arguments.size()) {
            throw new ArgumentException(
                    "vmap: " + axes + " for a function of " + arguments.size()
                            + (arguments.size() == 1 ? " argument" : " arguments"),
                    "give one axis an argument");
        }
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            int leaves = arguments.size() == 1
                    ? flat.leaves().size()
                    : Tree.flatten(arguments.get(i)).leaves().size();
            for (int j = 0; j < leaves; j++) {
                wanted.add(axes.of(i));
            }
        }
        List<Batched> batched = new ArrayList<>();
        int size = -1;
        String first = "";
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            if (wanted.get(i) == Axes.SHARED) {
                batched.add(new Batched(leaf, false));
                continue;
            }
            String name = Tree.leafName(flat.paths().get(i));
            int axis = axis(name, leaf, wanted.get(i));
            if (size >= 0 && leaf.dim(axis) != size) {
                throw new ShapeException(
                        "vmap: " + name + " is " + leaf.type() + ", a batch of " + leaf.dim(axis) + along(axis)
                                + ", but " + first + " is a batch of " + size,
                        axis == 0 ? "give every leaf the same first axis" : "make the batches equally long");
            }
            first = size < 0 ? name : first;
            size = leaf.dim(axis);
            batched.add(new Batched(moved(leaf, axis, 0), true));
        }
        if (size < 0) {
            throw flat.leaves().isEmpty()
                    ? new ShapeException("vmap: the argument holds no tensors", "pass tensors with a batch axis")
                    : new ShapeException(
                            "vmap: " + axes + " shares every argument, so there is no batch",
                            "give an axis for at least one argument");
        }
        return new BatchAxes(batched, size);
    }

    private static String along(int axis) {
        return axis == 0 ? "" : " along axis " + axis;
    }

    private static int axis(String name, Tensor leaf, int axis) {
        if (leaf.rank() == 0) {
            throw new ShapeException(
                    "vmap: " + name + " is " + leaf.type() + " and has no axis to batch over",
                    "capture values that all examples share, instead of passing them");
        }
        int normalized = axis < 0 ? axis + leaf.rank() : axis;
        if (normalized < 0 || normalized >= leaf.rank()) {
            throw new ShapeException(
                    "vmap: " + name + " is " + leaf.type() + " and has no axis " + axis + " to batch over",
                    "use an axis from " + -leaf.rank() + " to " + (leaf.rank() - 1) + ", or SHARED");
        }
        return normalized;
    }

    /** The results with the batch where it is wanted. */
    static List<Tensor> placed(Tree.Flat<?> result, List<Batched> outputs, int size, Axes axes) {
        List<Integer> wanted = perLeaf(result.structure(), axes);
        List<Tensor> placed = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Batched output = outputs.get(i);
            String name = Tree.leafName(result.paths().get(i)).replace("the argument", "the result");
            if (wanted.get(i) == Axes.SHARED) {
                if (output.batched()) {
                    throw new ShapeException(
                            "vmap: " + name + " is SHARED by " + axes + ", but depends on the example",
                            "give the axis along which its batch shall lie");
                }
                placed.add(output.tensor());
                continue;
            }
            Tensor batch = BatchRules.withBatch(output, size);
            int axis = wanted.get(i) < 0 ? wanted.get(i) + batch.rank() : wanted.get(i);
            if (axis < 0 || axis >= batch.rank()) {
                throw new ShapeException(
                        "vmap: " + name + " is " + batch.type()
                                + " with the batch in front, which cannot lie along axis " + wanted.get(i),
                        "use an axis from " + -batch.rank() + " to " + (batch.rank() - 1));
            }
            placed.add(moved(batch, 0, axis));
        }
        return placed;
    }

    private static List<Integer> perLeaf(Structure result, Axes axes) {
        List<Integer> wanted = new ArrayList<>();
        List<Structure> parts = axes.out().size() == 1 ? List.of(result) : result.parts();
        if (parts.size() != axes.out().size()) {
            throw new ArgumentException(
                    "vmap: " + axes + " gives " + axes.out().size() + " axes of the result, which has "
                            + (parts.isEmpty() ? "no parts" : parts.size() + " parts"),
                    "give one axis for all, or one for each component of the record or element of the list");
        }
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < parts.get(i).leafCount(); j++) {
                wanted.add(axes.out().get(i));
            }
        }
        return wanted;
    }

    private static Tensor moved(Tensor x, int from, int to) {
        if (from == to) {
            return x;
        }
        Shape shape = x.shape();
        List<Integer> order = new ArrayList<>(shape.axes("vmap"));
        order.add(to, order.remove(from));
        return TensorOps.apply(new Structural.Transpose(order), x);
    }
}
