package org.gradus.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.ArrayType;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Structure;
import org.gradus.tree.Tree;

/** The compiled steps of a minimizer, one for each layout of parameters. */
final class StepCache<P, D> {
    private static final int LAYOUTS = 8;

    private record Layout(Structure structure, List<ArrayType> types) {}

    private final Map<Layout, CompiledStep<P, ?, D>> steps = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Layout, CompiledStep<P, ?, D>> eldest) {
            return size() > LAYOUTS;
        }
    };

    synchronized CompiledStep<P, ?, D> stepFor(
            P start, Source<P, D> source, Method<P> method, Key key, boolean stochastic) {
        Tree.Flat<P> flat = Tree.flatten(start);
        Layout layout = new Layout(
                flat.structure(), flat.leaves().stream().map(Tensor::type).toList());
        return steps.computeIfAbsent(layout, _ -> new CompiledStep<>(method.solver(start, key, stochastic), source));
    }
}
