package org.gradus.optim;

import java.util.Optional;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;

/** Counts the calls that one step makes; they are the same in every step, so they are counted while it is traced. */
final class CountingObjective<P> implements Objective<P> {
    private final Objective<P> f;
    private long values;
    private long gradients;
    private long products;

    CountingObjective(Objective<P> f) {
        this.f = f;
    }

    @Override
    public Tensor value(P x) {
        values++;
        return f.value(x);
    }

    @Override
    public ValueAndGrad<P> valueAndGradient(P x) {
        values++;
        gradients++;
        return f.valueAndGradient(x);
    }

    @Override
    public P hvp(P x, P v) {
        products++;
        return f.hvp(x, v);
    }

    @Override
    public Optional<Object> data() {
        return f.data();
    }

    Evaluations addedTo(Evaluations before) {
        return before.plus(values, gradients, products);
    }
}
