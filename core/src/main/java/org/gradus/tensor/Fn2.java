package org.gradus.tensor;

import java.io.Serializable;

/**
 * A function of two arguments.
 *
 * <p>Arguments and result are tensors or trees of tensors: records, lists, maps. Serializable, so that the method behind
 * a lambda has a name.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the result's type
 */
@FunctionalInterface
public interface Fn2<A, B, C> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the first argument, with respect to which derivatives are taken
     * @param b the second argument, data
     * @return the result
     */
    C apply(A a, B b);
}
