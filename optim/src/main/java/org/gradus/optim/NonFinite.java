package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** Finds where a NaN or an infinity is. */
final class NonFinite {
    private NonFinite() {}

    /** What is not finite at a start: one of its numbers, else the value, else an entry of the gradient. */
    static <P> String describe(Objective<P> f, P start) {
        Optional<String> given = first("start", start);
        if (given.isPresent()) {
            return given.get() + ": every parameter must be a finite number";
        }
        ValueAndGrad<P> both = f.valueAndGradient(start);
        double value = both.value().item();
        if (!Double.isFinite(value)) {
            return "the value at the start is " + value
                    + ", though every parameter is finite: likely a logarithm, root or"
                    + " quotient outside its domain, or overflow; start elsewhere";
        }
        return first("gradient", both.gradient())
                .map(place -> place + " at the start, though the value is " + value + ": likely a kink or a root of 0")
                .orElse(Status.NON_FINITE_START.words());
    }

    /** Says where a tree has its first NaN or infinity, as "start.w[3] is NaN". */
    static Optional<String> first(String name, Object tree) {
        Tree.Flat<Object> flat = Tree.flatten(tree);
        for (int i = 0; i < flat.leaves().size(); i++) {
            Tensor leaf = flat.leaves().get(i);
            if (!leaf.allFinite()) {
                double[] numbers = leaf.toDoubles();
                int at = 0;
                while (Double.isFinite(numbers[at])) {
                    at++;
                }
                return Optional.of(name + flat.paths().get(i) + index(leaf, at) + " is " + numbers[at]);
            }
        }
        return Optional.empty();
    }

    private static String index(Tensor leaf, int position) {
        List<Integer> index = new ArrayList<>();
        int rest = position;
        for (int axis = leaf.rank() - 1; axis >= 0; axis--) {
            index.addFirst(rest % leaf.dim(axis));
            rest /= leaf.dim(axis);
        }
        return index.isEmpty() ? "" : index.toString().replace(" ", "");
    }
}
