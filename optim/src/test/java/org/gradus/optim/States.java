package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/** All numbers of a state, for comparisons bit by bit; NaN equals NaN in a list. */
final class States {
    private States() {}

    static List<Double> numbers(Object state) {
        List<Double> all = new ArrayList<>();
        for (Tensor leaf : Tree.flatten(state).leaves()) {
            for (double x : leaf.toDoubles()) {
                all.add(x);
            }
        }
        return all;
    }
}
