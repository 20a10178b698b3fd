package org.gradus.linear;

import org.gradus.tensor.Fn;

/** An operator given by its product. */
record FunctionOperator<T>(Kind kind, Fn<T, T> product) implements LinearOperator<T> {
    @Override
    public T apply(T v) {
        return product.apply(v);
    }
}
