package org.gradus.plainjava;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import org.gradus.error.SourceLine;

/**
 * A function that the graph calls through a handle: the original of a method with a rule, a derivative that cannot be read, or
 * a function from arrays to an array with rules.
 *
 * @param name what errors call it
 * @param type the handle's type, with {@code Object} for receivers
 * @param handle the function
 * @param rule how arrays pass derivatives on; null for functions of numbers
 */
record Applied(String name, MethodTypeDesc type, MethodHandle handle, ArrayRule rule) {
    private static final ClassDesc DOUBLES = ConstantDescs.CD_double.arrayType();
    static final String REMEDY =
            "give the derivative as Java code that can be read, or a Differentiable with its own hvp";

    /** A function of arrays. */
    static Applied of(String name, ArrayRule rule) {
        MethodHandle handle =
                bind(rule, "value", double[].class, double[][].class).asCollector(double[][].class, rule.count());
        return new Applied(name, MethodTypeDesc.of(DOUBLES, Collections.nCopies(rule.count(), DOUBLES)), handle, rule);
    }

    /** The derivative along a direction: a function of the arrays and of their tangents. */
    Applied tangent(SourceLine line) {
        return of("the derivative of " + name, rule.tangent(name, line));
    }

    /** Adds the cotangents of the arrays to the given ones: takes the arrays, those, and the cotangent of the result. */
    MethodHandle reverse() {
        return bind(rule, "pullAll", void.class, double[][].class).asCollector(double[][].class, 2 * rule.count() + 1);
    }

    MethodTypeDesc reverseType() {
        return MethodTypeDesc.of(ConstantDescs.CD_void, Collections.nCopies(2 * rule.count() + 1, DOUBLES));
    }

    private static MethodHandle bind(ArrayRule rule, String method, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .findVirtual(ArrayRule.class, method, MethodType.methodType(result, parameters))
                    .bindTo(rule);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
