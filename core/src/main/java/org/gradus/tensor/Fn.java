package org.gradus.tensor;

import java.io.Serializable;

/**
 * A function of one argument.
 *
 * <p>Arguments and result are tensors or trees of tensors: records, lists, maps. Serializable, so that the method behind
 * a lambda has a name.
 *
 * @param <A> the first argument's type
 * @param <B> the result's type
 */
@FunctionalInterface
public interface Fn<A, B> extends Serializable {

    /**
     * Applies the function.
     *
     * @param a the argument
     * @return the result
     */
    B apply(A a);
}
