package org.gradus.optim;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Different methods for different leaves, by labels.
 *
 * {@snippet :
 * record Model(Tensor w, Tensor b) {}
 * var method = new Labeled<Model>(
 *         (path, leaf) -> leaf.rank() >= 2 ? "matrix" : "other",
 *         Map.of("matrix", new Muon<>(Schedules.constant(0.02)), "other", new AdamW<>(3e-4)));
 * }
 *
 * @param <P> the parameters' type
 * @param labels the label of each leaf
 * @param methods one a label; it sees the list of its leaves
 */
public record Labeled<P>(Labels labels, Map<String, GradientTransformation<List<Tensor>, ?>> methods)
        implements GradientTransformation<P, Labeled.State> {

    /** Labels of leaves, by path and type; they may not depend on values. */
    @FunctionalInterface
    public interface Labels extends Serializable {
        /**
         * A leaf's label.
         *
         * @param path where it stands, for example {@code .layers[2].w}
         * @param leaf the leaf
         * @return the label
         */
        String of(String path, Tensor leaf);
    }

    /**
     * The state.
     *
     * @param inner the methods' states by label
     */
    public record State(Map<String, Object> inner) {}

    /** Copies the map. */
    public Labeled {
        methods = Map.copyOf(methods);
    }

    @Override
    public State init(P params) {
        Tree.Flat<P> flat = Tree.flatten(params);
        for (int i = 0; i < flat.leaves().size(); i++) {
            String label = labels.of(flat.paths().get(i), flat.leaves().get(i));
            if (!methods.containsKey(label)) {
                throw new ArgumentException(
                        "Labeled: " + Tree.leafName(flat.paths().get(i)) + " has the label '" + label
                                + "', and methods are given for " + new java.util.TreeSet<>(methods.keySet()),
                        "give a method for it; new Freeze<>() keeps leaves as they are");
            }
        }
        Map<String, Object> inner = new TreeMap<>();
        methods.forEach((label, method) ->
                inner.put(label, method.init(selection(params, label).from(params))));
        return new State(inner);
    }

    private Selection selection(P params, String label) {
        return Selection.of(params, (path, leaf) -> labels.of(path, leaf).equals(label));
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        P update = gradient;
        Map<String, Object> inner = new TreeMap<>();
        for (String label : state.inner().keySet()) {
            Selection selection = selection(info.params(), label);
            Step<List<Tensor>, ?> step =
                    step(methods.get(label), selection, gradient, state.inner().get(label), info);
            update = selection.into(update, step.update());
            inner.put(label, step.state());
        }
        return new Step<>(update, new State(inner));
    }

    @SuppressWarnings("unchecked")
    private static <P, S> Step<List<Tensor>, S> step(
            GradientTransformation<List<Tensor>, S> method,
            Selection selection,
            P gradient,
            Object state,
            Info<P> info) {
        return selection.step(method, gradient, (S) state, info);
    }

    @Override
    public Set<Need> needs() {
        Set<Need> all = EnumSet.noneOf(Need.class);
        methods.values().forEach(method -> all.addAll(method.needs()));
        return all;
    }

    @Override
    public boolean descends() {
        return methods.values().stream().allMatch(GradientTransformation::descends);
    }
}
