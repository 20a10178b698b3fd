package org.gradus.plainjava;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;

/** The methods of {@link PlainJava}, with a lookup for classes that are not open; made by {@link PlainJava#with}. */
public final class Differentiator {
    private final MethodHandles.Lookup lookup;

    Differentiator(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * As {@link PlainJava#differentiate}.
     *
     * @param f the function
     * @return its derivatives
     */
    public Differentiable differentiate(PlainJava.Function f) {
        Require.notNull(f, "differentiate", "the function");
        return new PlainFunction(new Functions(f, PlainJava.Function.class, "scalarOfVector"), lookup, f::apply);
    }

    /**
     * As {@link PlainJava#differentiateVector}.
     *
     * @param f the function
     * @return its derivatives
     */
    public DifferentiableVector differentiateVector(PlainJava.VectorFunction f) {
        Require.notNull(f, "differentiateVector", "the function");
        return new PlainVectorFunction(
                new Functions(f, PlainJava.VectorFunction.class, "vectorOfVector"), lookup, f::apply);
    }

    /**
     * As {@link PlainJava#differentiateScalar}.
     *
     * @param f the function
     * @return its derivatives
     */
    public Differentiable differentiateScalar(PlainJava.ScalarFunction f) {
        Require.notNull(f, "differentiateScalar", "the function");
        return new PlainFunction(
                new Functions(f, PlainJava.ScalarFunction.class, "scalarOfScalar"), lookup, x -> f.apply(x[0]));
    }

    /**
     * As {@link PlainJava#of}.
     *
     * @param method a static method {@code double m(double[])}
     * @return its derivatives
     */
    public Differentiable of(Method method) {
        check(method, double.class);
        return new PlainFunction(Functions.of(method, PlainJava.Function.class, "scalarOfVector"), lookup, null);
    }

    /**
     * As {@link PlainJava#ofVector}.
     *
     * @param method a static method {@code double[] m(double[])}
     * @return its derivatives
     */
    public DifferentiableVector ofVector(Method method) {
        check(method, double[].class);
        return new PlainVectorFunction(
                Functions.of(method, PlainJava.VectorFunction.class, "vectorOfVector"), lookup, null);
    }

    /**
     * As {@link PlainJava#differentiateMany(PlainJava.Function2)}.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     * @param f the function
     * @return its derivatives
     */
    @SuppressWarnings("unchecked")
    public <A, B> DifferentiableMany differentiateMany(PlainJava.Function2<A, B> f) {
        Require.notNull(f, "differentiateMany", "the function");
        return new DifferentiableMany(f, PlainJava.Function2.class, 2, this, a -> f.apply((A) a[0], (B) a[1]));
    }

    /**
     * As {@link PlainJava#differentiateMany(PlainJava.Function3)}.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     * @param <C> the third argument's type, {@code Double} or {@code double[]}
     * @param f the function
     * @return its derivatives
     */
    @SuppressWarnings("unchecked")
    public <A, B, C> DifferentiableMany differentiateMany(PlainJava.Function3<A, B, C> f) {
        Require.notNull(f, "differentiateMany", "the function");
        return new DifferentiableMany(
                f, PlainJava.Function3.class, 3, this, a -> f.apply((A) a[0], (B) a[1], (C) a[2]));
    }

    MethodHandles.Lookup lookup() {
        return lookup;
    }

    private static void check(Method method, Class<?> result) {
        Require.notNull(method, "of", "the method");
        if (!Modifier.isStatic(method.getModifiers())
                || method.getReturnType() != result
                || !Arrays.equals(method.getParameterTypes(), new Class<?>[] {double[].class})) {
            throw new ArgumentException(
                    "of: " + method + " is not a static method from double[] to " + result.getSimpleName(),
                    "give a static method of that type, or use PlainJava.differentiate with a method reference");
        }
    }
}
