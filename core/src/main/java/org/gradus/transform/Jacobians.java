package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** All first derivatives, by pushing forward or pulling back a batch of unit vectors. */
final class Jacobians {
    private Jacobians() {}

    enum Mode {
        /** Forward when the argument is not larger than the result. */
        CHEAPER,
        FORWARD,
        REVERSE
    }

    static Tensor dense(String operation, Fn<Tensor, Tensor> f, Tensor x, Mode mode) {
        Require.notNull(f, operation, "the function");
        Linearized<Tensor, Tensor> linearized =
                Linearized.of(operation, a -> Differentiated.real(operation, f.apply(a)), x);
        Tensor y = linearized.value();
        Shape shape = y.shape().concat(x.shape());
        if (mode == Mode.FORWARD || (mode == Mode.CHEAPER && x.size() <= y.size())) {
            Fn<Tensor, Tensor> column = linearized::pushforward;
            Tensor columns = Batching.vmap(column, basis(x));
            return columns.reshape(Shape.of(x.size(), y.size())).t().reshape(shape);
        }
        Fn<Tensor, Tensor> row = linearized::pullback;
        return Batching.vmap(row, basis(y)).reshape(shape);
    }

    static <A, B> Blocks<A, B> blocks(String operation, Fn<A, B> f, A x) {
        Linearized<A, B> linearized = Linearized.of(operation, f, x);
        Tree.Flat<A> argument = Tree.flatten(x);
        Tree.Flat<B> result = Tree.flatten(linearized.value());
        for (int i = 0; i < result.leaves().size(); i++) {
            DType dtype = result.leaves().get(i).dtype();
            if (!dtype.isFloat()) {
                throw new NotDifferentiableException(
                        operation + ": the function returned "
                                + result.leaves().get(i).type() + " as "
                                + Tree.leafName(result.paths().get(i)).replace("the argument", "its result")
                                + ", and whole numbers carry no derivative",
                        "return floating-point numbers");
            }
        }
        boolean forward = size(argument) <= size(result);
        List<List<Tensor>> blocks = new ArrayList<>();
        if (forward) {
            List<List<Tensor>> columns = unitTrees(argument).stream()
                    .map(units -> Tree.flatten(Batching.vmap(linearized::pushforward, argument.with(units)))
                            .leaves())
                    .toList();
            for (int i = 0; i < result.leaves().size(); i++) {
                Tensor y = result.leaves().get(i);
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < columns.size(); j++) {
                    Tensor x1 = argument.leaves().get(j);
                    Tensor column = columns.get(j).get(i).reshape(Shape.of(x1.size(), y.size()));
                    row.add(column.t().reshape(y.shape().concat(x1.shape())));
                }
                blocks.add(row);
            }
        } else {
            List<List<Tensor>> rows = unitTrees(result).stream()
                    .map(units -> Tree.flatten(Batching.vmap(linearized::pullback, result.with(units)))
                            .leaves())
                    .toList();
            for (int i = 0; i < rows.size(); i++) {
                Shape y = result.leaves().get(i).shape();
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < argument.leaves().size(); j++) {
                    Shape shape = y.concat(argument.leaves().get(j).shape());
                    row.add(rows.get(i).get(j).reshape(shape));
                }
                blocks.add(row);
            }
        }
        return new Blocks<>(argument, result, blocks);
    }

    private static int size(Tree.Flat<?> tree) {
        return tree.leaves().stream().mapToInt(Tensor::size).sum();
    }

    /** For each leaf: its unit tensors as a batch, beside as many zeros of the other leaves. */
    private static List<List<Tensor>> unitTrees(Tree.Flat<?> tree) {
        List<List<Tensor>> trees = new ArrayList<>();
        for (int i = 0; i < tree.leaves().size(); i++) {
            Tensor own = tree.leaves().get(i);
            List<Tensor> leaves = new ArrayList<>();
            for (int j = 0; j < tree.leaves().size(); j++) {
                Tensor leaf = tree.leaves().get(j);
                leaves.add(
                        i == j
                                ? basis(own)
                                : Tensors.full(0, leaf.type().with(leaf.shape().insert(0, own.size()))));
            }
            trees.add(leaves);
        }
        return trees;
    }

    /** The unit tensors of x's type, along a new first axis. */
    private static Tensor basis(Tensor x) {
        int n = x.size();
        return Tensors.eye(n).to(x.dtype()).reshape(Shape.of(n).concat(x.shape()));
    }
}
