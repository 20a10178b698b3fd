package org.gradus.transform;

import org.gradus.error.NotDifferentiableException;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/** Checks of arguments with respect to which a derivative is taken. */
final class Differentiated {
    private Differentiated() {}

    /** Takes an argument apart, refusing leaves that can carry no tangent, by their path. */
    static <A> Tree.Flat<A> flatten(String operation, A argument) {
        Tree.Flat<A> flat = Tree.flatten(argument);
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            if (!leaf.dtype().isFloat()) {
                throw new NotDifferentiableException(
                        operation + ": leaf " + name(flat.paths().get(i)) + " is " + leaf.type()
                                + ", and whole numbers carry no derivative",
                        "pass it in the second argument, as data, or convert it with to(DType.FLOAT64)");
            }
        }
        if (flat.leaves().isEmpty()) {
            throw new NotDifferentiableException(
                    operation + ": the first argument "
                            + (argument == null ? "null" : "of type " + argument.getClass().getSimpleName())
                            + " holds no tensors, so there is nothing to differentiate by",
                    "pass a Tensor, or a record, list or map of tensors");
        }
        String array = Structure.firstArray(flat.structure(), "");
        if (array != null) {
            throw new NotDifferentiableException(
                    operation + ": leaf " + name(array)
                            + " is a Java array, which cannot carry a derivative through tensor operations",
                    "hold it as a Tensor, as in tensor(array)");
        }
        return flat;
    }

    private static String name(String path) {
        return path.isEmpty() ? "of the first argument" : "'" + (path.startsWith(".") ? path.substring(1) : path) + "'";
    }

    /** Refuses a result that is not one floating-point number. */
    static Tensor scalar(String operation, Object result) {
        if (!(result instanceof Tensor tensor)) {
            throw new NotDifferentiableException(
                    operation + ": the function returned "
                            + (result == null ? "null" : "a " + result.getClass().getSimpleName())
                            + ", not a Tensor",
                    "return the loss as a Tensor of one element");
        }
        if (tensor.size() != 1 || tensor.rank() != 0 || !tensor.dtype().isFloat()) {
            throw new NotDifferentiableException(
                    operation + ": the function returned " + tensor.type() + ", but a gradient is of one real number",
                    tensor.dtype().isFloat()
                            ? "reduce it with sum() or mean(), or use jacobian for all derivatives"
                            : "return a floating-point loss");
        }
        return tensor;
    }
}
