package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * All derivatives of a function of a tree: a block for each leaf of the result and each leaf of the argument, of the shape
 * {@code result leaf's shape + argument leaf's shape}.
 *
 * <p>Leaves are named by their paths: {@code w} of a record, {@code layers[2].w} in a list, {@code [0]} of a list, and the
 * empty name for a tree that is a tensor.
 *
 * @param <A> the argument's type
 * @param <B> the result's type
 */
public final class Blocks<A, B> {
    private final Tree.Flat<A> argument;
    private final Tree.Flat<B> result;
    private final List<List<Tensor>> blocks;

    Blocks(Tree.Flat<A> argument, Tree.Flat<B> result, List<List<Tensor>> blocks) {
        this.argument = argument;
        this.result = result;
        this.blocks = blocks;
    }

    /**
     * What was differentiated: the function's value, or the gradient where the blocks are second derivatives.
     *
     * @return f(x), or ∇f(x)
     */
    public B value() {
        return result.with(result.leaves());
    }

    /**
     * One block.
     *
     * @param of the path of a leaf of the result
     * @param by the path of a leaf of the argument
     * @return the derivatives of the one by the other, of the shape {@code of.shape + by.shape}
     * @throws ArgumentException when there is no such leaf
     */
    public Tensor block(String of, String by) {
        return blocks.get(index(result, "result", of)).get(index(argument, "argument", by));
    }

    /**
     * The derivatives of one leaf of the result.
     *
     * @param of the path of a leaf of the result
     * @return a tree like the argument whose leaves are blocks
     * @throws ArgumentException when there is no such leaf
     */
    public A row(String of) {
        return argument.with(blocks.get(index(result, "result", of)));
    }

    /**
     * The derivatives by one leaf of the argument.
     *
     * @param by the path of a leaf of the argument
     * @return a tree like the result whose leaves are blocks
     * @throws ArgumentException when there is no such leaf
     */
    public B column(String by) {
        int j = index(argument, "argument", by);
        return result.with(blocks.stream().map(row -> row.get(j)).toList());
    }

    /**
     * All derivatives as one matrix: a row for each number of the result and a column for each number of the argument, both in
     * the order of their leaves.
     *
     * @return the Jacobian, or the Hessian, of the promoted element type
     */
    public Tensor matrix() {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<Tensor> row = new ArrayList<>();
            for (int j = 0; j < argument.leaves().size(); j++) {
                Shape shape = Shape.of(
                        result.leaves().get(i).size(), argument.leaves().get(j).size());
                row.add(blocks.get(i).get(j).reshape(shape));
            }
            rows.add(Tensors.concatenate(1, alike(row)));
        }
        return Tensors.concatenate(0, alike(rows));
    }

    private static List<Tensor> alike(List<Tensor> parts) {
        DType dtype = parts.stream().map(Tensor::dtype).reduce(DType::promote).orElseThrow();
        return parts.stream().map(t -> t.to(dtype)).toList();
    }

    private static int index(Tree.Flat<?> tree, String name, String path) {
        for (int i = 0; i < tree.paths().size(); i++) {
            String own = tree.paths().get(i);
            if (own.equals(path) || own.equals("." + path)) {
                return i;
            }
        }
        List<String> known = tree.paths().stream()
                .map(p -> p.startsWith(".") ? p.substring(1) : p)
                .map(p -> "'" + p + "'")
                .toList();
        throw new ArgumentException(
                "blocks: the " + name + " has no leaf '" + path + "'", "name one of its leaves: " + known);
    }

    /** The types of the blocks. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("Blocks[");
        for (int i = 0; i < blocks.size(); i++) {
            for (int j = 0; j < argument.leaves().size(); j++) {
                out.append(i + j == 0 ? "" : ", ")
                        .append(name(result.paths().get(i), "value"))
                        .append(" by ")
                        .append(name(argument.paths().get(j), "argument"))
                        .append(": ")
                        .append(blocks.get(i).get(j).type());
            }
        }
        return out.append(']').toString();
    }

    private static String name(String path, String whole) {
        return path.isEmpty() ? whole : path.startsWith(".") ? path.substring(1) : path;
    }
}
