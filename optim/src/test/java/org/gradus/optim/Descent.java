package org.gradus.optim;

import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;

/** The loop that a person would write around a gradient transformation. */
final class Descent {
    private Descent() {}

    static <P, S> P run(GradientTransformation<P, S> method, Fn<P, Tensor> f, P start, int steps) {
        Fn<P, ValueAndGrad<P>> both = Gradus.valueAndGrad(f);
        P x = start;
        S state = method.init(x);
        for (int t = 0; t < steps; t++) {
            ValueAndGrad<P> at = both.apply(x);
            Step<P, S> step = method.update(at.gradient(), state, Info.of(x, at.value(), t));
            x = Trees.moved(x, step.update());
            state = step.state();
        }
        return x;
    }
}
