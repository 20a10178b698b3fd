package org.gradus.plainjava;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.Require;

/**
 * Derivatives of ordinary Java methods, computed by methods that are generated from their bytecode. See the
 * {@linkplain org.gradus.plainjava package} for what can be differentiated.
 *
 * <p>The generated methods belong to the nest of the class whose method is differentiated. Where its package is open (on the
 * class path, in JShell, or by {@code opens} in a module) that goes by itself, else through {@link #with}.
 *
 * <p>Numbers that a function keeps from one call to the next, in fields or arrays outside, count as constants in each call;
 * what a call writes there and then reads is differentiated. The argument is seen only as it is passed: an array that is also
 * captured counts as constant there.
 */
public final class PlainJava {
    private PlainJava() {}

    /** A function from numbers to a number. Serializable, so that the method behind a lambda has a name. */
    @FunctionalInterface
    public interface Function extends Serializable {
        /**
         * Computes the value.
         *
         * @param x the point
         * @return f(x)
         */
        double apply(double[] x);
    }

    /** A function from numbers to numbers. Serializable, so that the method behind a lambda has a name. */
    @FunctionalInterface
    public interface VectorFunction extends Serializable {
        /**
         * Computes the values.
         *
         * @param x the point
         * @return f(x)
         */
        double[] apply(double[] x);
    }

    /** A function of one number. Serializable, so that the method behind a lambda has a name. */
    @FunctionalInterface
    public interface ScalarFunction extends Serializable {
        /**
         * Computes the value.
         *
         * @param x the point
         * @return f(x)
         */
        double apply(double x);
    }

    /**
     * A function of two arguments, each a number ({@code Double}) or an array of numbers. Serializable, so that the method
     * behind a lambda has a name.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     */
    @FunctionalInterface
    public interface Function2<A, B> extends Serializable {
        /**
         * Computes the value.
         *
         * @param a the first argument
         * @param b the second argument
         * @return f(a, b)
         */
        double apply(A a, B b);
    }

    /**
     * A function of three arguments, each a number ({@code Double}) or an array of numbers. Serializable, so that the method
     * behind a lambda has a name.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     * @param <C> the third argument's type, {@code Double} or {@code double[]}
     */
    @FunctionalInterface
    public interface Function3<A, B, C> extends Serializable {
        /**
         * Computes the value.
         *
         * @param a the first argument
         * @param b the second argument
         * @param c the third argument
         * @return f(a, b, c)
         */
        double apply(A a, B b, C c);
    }

    /**
     * The derivatives of a function of several numbers.
     *
     * @param f a lambda, a method reference, or an object of a class
     * @return value, gradient and products; safe for use by several threads if f is
     * @throws org.gradus.error.NotDifferentiableException when f does something without a derivative, with class, method and line
     */
    public static Differentiable differentiate(Function f) {
        return new Differentiator(null).differentiate(f);
    }

    /**
     * The derivatives of a function from numbers to numbers.
     *
     * @param f a lambda, a method reference, or an object of a class
     * @return value, products and Jacobian; safe for use by several threads if f is
     * @throws org.gradus.error.NotDifferentiableException when f does something without a derivative, with class, method and line
     */
    public static DifferentiableVector differentiateVector(VectorFunction f) {
        return new Differentiator(null).differentiateVector(f);
    }

    /**
     * The derivatives of a function of one number, as those of a function of a vector of length 1.
     *
     * @param f a lambda, a method reference, or an object of a class
     * @return value, derivative and products; safe for use by several threads if f is
     * @throws org.gradus.error.NotDifferentiableException when f does something without a derivative, with class, method and line
     */
    public static Differentiable differentiateScalar(ScalarFunction f) {
        return new Differentiator(null).differentiateScalar(f);
    }

    /**
     * The derivatives of a static method {@code double m(double[])}.
     *
     * @param method the method; may be private
     * @return value, gradient and products
     */
    public static Differentiable of(Method method) {
        return new Differentiator(null).of(method);
    }

    /**
     * The derivatives of a static method {@code double[] m(double[])}.
     *
     * @param method the method; may be private
     * @return value, products and Jacobian
     */
    public static DifferentiableVector ofVector(Method method) {
        return new Differentiator(null).ofVector(method);
    }

    /**
     * The derivatives of a function of two arguments, in both. The lengths of arrays may differ from call to call; each
     * combination is read once.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     * @param f a lambda or a method reference
     * @return value and gradients
     */
    public static <A, B> DifferentiableMany differentiateMany(Function2<A, B> f) {
        return new Differentiator(null).differentiateMany(f);
    }

    /**
     * The derivatives of a function of three arguments, in all.
     *
     * @param <A> the first argument's type, {@code Double} or {@code double[]}
     * @param <B> the second argument's type, {@code Double} or {@code double[]}
     * @param <C> the third argument's type, {@code Double} or {@code double[]}
     * @param f a lambda or a method reference
     * @return value and gradients
     */
    public static <A, B, C> DifferentiableMany differentiateMany(Function3<A, B, C> f) {
        return new Differentiator(null).differentiateMany(f);
    }

    /**
     * Where a function is not smooth: casts to integers, steps, kinks and comparisons of numbers that depend on the
     * argument. Found in the code, whether a run comes there or not.
     *
     * @param f the function
     * @return the places, in the order of the code
     */
    public static List<Kink> inspect(Function f) {
        Require.notNull(f, "inspect", "the function");
        return Kinks.of(new Functions(f, Function.class, "scalarOfVector").read());
    }

    /**
     * Where a static method from {@code double[]} to {@code double} or {@code double[]} is not smooth, as
     * {@link #inspect(Function)}.
     *
     * @param method the method
     * @return the places, in the order of the code
     */
    public static List<Kink> inspect(Method method) {
        Require.notNull(method, "inspect", "the method");
        boolean vector = method.getReturnType().isArray();
        return Kinks.of(Functions.of(
                        method,
                        vector ? VectorFunction.class : Function.class,
                        vector ? "vectorOfVector" : "scalarOfVector")
                .read());
    }

    /**
     * Puts generated methods into classes through the lookup of a person who may, for classes in modules that are not open.
     *
     * @param lookup {@code MethodHandles.lookup()}, called in the module of the function
     * @return the same methods as here
     */
    public static Differentiator with(MethodHandles.Lookup lookup) {
        return new Differentiator(Require.notNull(lookup, "with", "the lookup"));
    }
}
