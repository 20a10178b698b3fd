package org.gradus.tensor;

import java.io.Serializable;

/**
 * A function of three arguments.
 *
 * <p>Arguments and result are tensors or trees of tensors: records, lists, maps. Serializable, so that the method behind
 * a lambda has a name.
 *
 * @param <A> the first argument's type
 * @param <B> the second argument's type
 * @param <C> the third argument's type
 * @param <D> the result's type
 */
@FunctionalInterface
public interface Fn3<A, B, C, D> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the first argument, with respect to which derivatives are taken
     * @param b the second argument, data
     * @param c the third argument, data
     * @return the result
     */
    D apply(A a, B b, C c);
}
