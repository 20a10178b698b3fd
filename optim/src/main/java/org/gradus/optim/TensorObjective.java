package org.gradus.optim;

import java.util.Optional;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.transform.ValueAndGrad;

/** A tensor function as an objective. */
record TensorObjective<P>(Fn<P, Tensor> f, Optional<Object> data) implements Objective<P> {
    @Override
    public Tensor value(P x) {
        return f.apply(x);
    }

    @Override
    public ValueAndGrad<P> valueAndGradient(P x) {
        return Derivatives.valueAndGrad(f, x);
    }

    @Override
    public P hvp(P x, P v) {
        return Derivatives.hvp(f, x, v);
    }
}
