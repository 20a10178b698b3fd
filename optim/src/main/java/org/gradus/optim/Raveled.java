package org.gradus.optim;

import java.util.Optional;
import java.util.function.Function;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * A solver of vectors for trees of one layout.
 *
 * @param solver the solver
 * @param unravel makes a tree of a vector
 */
record Raveled<P, S>(VectorSolver<S> solver, Function<Tensor, P> unravel) implements Solver<P, S> {

    @Override
    public S init(P start) {
        return solver.init(Tree.ravel(start).vector());
    }

    @Override
    public S step(Objective<P> f, S state) {
        Objective<Tensor> vectors =
                f instanceof ArrayObjective arrays ? arrays.vectors() : new VectorObjective<>(f, unravel);
        return solver.step(vectors, state);
    }

    @Override
    public Tensor terminate(S state, Tolerance tolerance) {
        return solver.terminate(state, tolerance);
    }

    @Override
    public Progress progress(S state) {
        return solver.progress(state);
    }

    @Override
    public Iterate<P> result(S state) {
        Iterate<Tensor> best = solver.result(state);
        return new Iterate<>(
                unravel.apply(best.point()), best.value(), unravel.apply(best.gradient()), best.gradientNorm());
    }

    @Override
    public boolean needsFullData() {
        return solver.needsFullData();
    }

    @Override
    public String name() {
        return solver.name();
    }

    private record VectorObjective<P>(Objective<P> f, Function<Tensor, P> unravel) implements Objective<Tensor> {
        @Override
        public Tensor value(Tensor x) {
            return f.value(unravel.apply(x));
        }

        @Override
        public ValueAndGrad<Tensor> valueAndGradient(Tensor x) {
            ValueAndGrad<P> both = f.valueAndGradient(unravel.apply(x));
            return new ValueAndGrad<>(both.value(), Tree.ravel(both.gradient()).vector());
        }

        @Override
        public Tensor hvp(Tensor x, Tensor v) {
            return Tree.ravel(f.hvp(unravel.apply(x), unravel.apply(v))).vector();
        }

        @Override
        public Optional<Object> data() {
            return f.data();
        }
    }
}
