package org.gradus.transform;

import java.util.List;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/** Checks of arguments with respect to which a derivative is taken. */
final class Differentiated {
    private Differentiated() {}

    /** Takes an argument apart, refusing leaves that can carry no tangent, by their path. */
    static <A> Tree.Flat<A> flatten(String operation, A argument) {
        Tree.Flat<A> flat = Tree.flatten(Require.notNull(argument, operation, "the first argument"));
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            if (!leaf.dtype().isFloat()) {
                throw new NotDifferentiableException(
                        operation + ": " + Tree.leafName(flat.paths().get(i)) + " is " + leaf.type()
                                + ", and whole numbers carry no derivative",
                        "pass it in the second argument, as data, or convert it with to(DType.FLOAT64)");
            }
        }
        if (flat.leaves().isEmpty()) {
            throw new NotDifferentiableException(
                    operation + ": the first argument, of type "
                            + argument.getClass().getSimpleName()
                            + ", holds no tensors, so there is nothing to differentiate by",
                    "pass a Tensor, or a record, list or map of tensors");
        }
        String array = flat.structure().firstArray("");
        if (array != null) {
            throw new NotDifferentiableException(
                    operation + ": " + Tree.leafName(array)
                            + " is a Java array, which cannot carry a derivative through" + " tensor operations",
                    "hold it as a Tensor, as in tensor(array)");
        }
        return flat;
    }

    /** The tangents of an argument, one a leaf, refusing those of another structure or type, by their path. */
    static <A> List<Tensor> tangents(String operation, Tree.Flat<A> argument, A tangent) {
        return matching(operation, "tangent", "argument", argument.structure(), argument.leaves(), tangent);
    }

    /** The cotangents of a result, one a leaf, refusing those of another structure or type, by their path. */
    static <B> List<Tensor> cotangents(String operation, Structure structure, List<Tensor> result, B cotangent) {
        return matching(operation, "cotangent", "result", structure, result, cotangent);
    }

    private static <T> List<Tensor> matching(
            String operation, String name, String of, Structure structure, List<Tensor> like, T tree) {
        Tree.Flat<T> flat = Tree.flatten(Require.notNull(tree, operation, "the " + name));
        Tree.checkSame(operation + ": " + name, structure, flat.structure());
        for (int i = 0; i < like.size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            if (!leaf.type().equals(like.get(i).type())) {
                throw new ShapeException(
                        operation + ": " + name + flat.paths().get(i) + " is " + leaf.type() + ", where the " + of
                                + " has " + like.get(i).type(),
                        "give a " + name + " of the " + of + "'s types");
            }
        }
        return flat.leaves();
    }

    /** Refuses a result that is not a tensor of floating-point numbers. */
    static Tensor real(String operation, Object result) {
        Tensor tensor = tensor(operation, result);
        if (!tensor.dtype().isFloat()) {
            throw new NotDifferentiableException(
                    operation + ": the function returned " + tensor.type() + ", and whole numbers carry no derivative",
                    "return floating-point numbers");
        }
        return tensor;
    }

    private static Tensor tensor(String operation, Object result) {
        if (result instanceof Tensor tensor) {
            return tensor;
        }
        throw new NotDifferentiableException(
                operation + ": the function returned "
                        + (result == null ? "null" : "a " + result.getClass().getSimpleName())
                        + ", not a Tensor",
                "return a Tensor");
    }

    /** Refuses null in place of a value with something beside it. */
    static <B, X> WithAux<B, X> withAux(String operation, WithAux<B, X> result) {
        if (result == null) {
            throw new NotDifferentiableException(
                    operation + ": the function returned null, not a value with something beside it",
                    "return withAux(value, aux)");
        }
        return result;
    }

    /** Refuses a result that is not one floating-point number. */
    static Tensor scalar(String operation, Object result) {
        Tensor tensor = tensor(operation, result);
        if (tensor.size() != 1 || tensor.rank() != 0 || !tensor.dtype().isFloat()) {
            throw new NotDifferentiableException(
                    operation + ": the function returned " + tensor.type() + ", not one real number",
                    tensor.dtype().isFloat()
                            ? "reduce it with sum() or mean(), or use jacobian for all derivatives"
                            : "return a floating-point loss");
        }
        return tensor;
    }
}
