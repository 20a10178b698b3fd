package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/** Some leaves of trees of one structure. */
record Selection(List<Integer> places) {

    static Selection of(Object tree, LeafFilter filter) {
        Tree.Flat<Object> flat = Tree.flatten(tree);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < flat.leaves().size(); i++) {
            if (filter.holds(flat.paths().get(i), flat.leaves().get(i))) {
                places.add(i);
            }
        }
        return new Selection(List.copyOf(places));
    }

    List<Tensor> from(Object tree) {
        List<Tensor> leaves = Tree.flatten(tree).leaves();
        List<Tensor> chosen = new ArrayList<>();
        places.forEach(i -> chosen.add(leaves.get(i)));
        return chosen;
    }

    /** The tree with other leaves at the selected places. */
    <P> P into(P tree, List<Tensor> chosen) {
        Tree.Flat<P> flat = Tree.flatten(tree);
        List<Tensor> leaves = new ArrayList<>(flat.leaves());
        for (int i = 0; i < places.size(); i++) {
            leaves.set(places.get(i), chosen.get(i));
        }
        return flat.with(leaves);
    }

    /** One step of a method that sees the selected leaves alone. */
    <P, S> Step<List<Tensor>, S> step(
            GradientTransformation<List<Tensor>, S> method, P gradient, S state, Info<P> info) {
        P params = info.params();
        return method.update(from(gradient), state, info.on(from(params), chosen -> into(params, chosen), this::from));
    }
}
