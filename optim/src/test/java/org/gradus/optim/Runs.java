package org.gradus.optim;

import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;

/** A loop around a gradient transformation that gives it everything it may ask for. */
final class Runs {
    private Runs() {}

    /** Parameters and state after a number of steps. */
    record At<P, S>(P params, S state) {}

    static <P, S> At<P, S> start(GradientTransformation<P, S> method, P params) {
        return new At<>(params, method.init(params));
    }

    static <P, S> At<P, S> step(
            GradientTransformation<P, S> method, Fn<P, Tensor> f, At<P, S> at, Tensor step, Key key) {
        ValueAndGrad<P> both = Gradus.valueAndGrad(f).apply(at.params());
        Info<P> info = Info.of(at.params(), both.value(), step).withKey(key).withObjective(Objective.of(f));
        Step<P, S> made = method.update(both.gradient(), at.state(), info);
        return new At<>(Trees.moved(at.params(), made.update()), made.state());
    }

    static <P, S> At<P, S> steps(
            GradientTransformation<P, S> method, Fn<P, Tensor> f, At<P, S> from, int first, int last) {
        At<P, S> at = from;
        for (int t = first; t < last; t++) {
            at = step(method, f, at, org.gradus.tensor.Tensors.arange(t + 1).get(t), Key.of(100 + t));
        }
        return at;
    }

    static <P, S> P run(GradientTransformation<P, S> method, Fn<P, Tensor> f, P start, int steps) {
        return steps(method, f, start(method, start), 0, steps).params();
    }
}
