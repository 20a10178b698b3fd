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
     * A number that a method of an object gives for a number. Serializable, so that the method behind a reference has a name.
     *
     * @param <T> the object's type
     */
    @FunctionalInterface
    public interface ObjectFunction<T> extends Serializable {
        /**
         * Computes the value.
         *
         * @param object whose method it is
         * @param x the point
         * @return f(x)
         */
        double apply(T object, double x);
    }

    /** A step from a state to the next, with parameters. Serializable, so that the method behind a lambda has a name. */
    @FunctionalInterface
    public interface Step extends Serializable {
        /**
         * Takes the step.
         *
         * @param state where the step begins; may be overwritten
         * @param parameters what the step depends on beside; stays as it is
         * @return the next state, of the same length
         */
        double[] apply(double[] state, double[] parameters);
    }

    /**
     * Takes a step many times. Called inside a function that is differentiated, it bounds the memory of the reverse sweep:
     * of all the states, {@linkplain Differentiator#withCheckpoints some} are kept, and those between are computed again.
     * An ordinary loop keeps what each of its iterations needs.
     *
     * {@snippet :
     * Differentiable cost = PlainJava.differentiate(p -> {
     *     double[] end = PlainJava.repeat(Model::step, new double[] {1, 0}, p, 1_000_000);
     *     return end[0] * end[0];
     * });
     * }
     *
     * @param step a reference to a static method, or a lambda that captures nothing
     * @param state the first state
     * @param parameters what the step depends on beside; empty if nothing
     * @param times how often
     * @return the last state, a new array
     */
    public static double[] repeat(Step step, double[] state, double[] parameters, int times) {
        double[] at = state.clone();
        for (int k = 0; k < times; k++) {
            at = step.apply(at, parameters);
        }
        return at;
    }

    /**
     * As {@link Differentiator#withCheckpoints}: how many states a reverse sweep over {@link #repeat} keeps.
     *
     * @param states how many, 100 unless set
     * @return the same methods as here, with the number
     */
    public static Differentiator withCheckpoints(int states) {
        return new Differentiator(null).withCheckpoints(states);
    }

    /** A function of two arrays, such as the product of a Jacobian at x and a vector v. Serializable. */
    @FunctionalInterface
    public interface Product extends Serializable {
        /**
         * Computes the product.
         *
         * @param x the point
         * @param v the vector
         * @return the product, a new array
         */
        double[] apply(double[] x, double[] v);
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
        return Kinks.of(new Functions(f, Function.class, "scalarOfVector", new Differentiator(null)).read());
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
                        vector ? "vectorOfVector" : "scalarOfVector",
                        new Differentiator(null))
                .read());
    }

    /**
     * As {@link Differentiator#rule(ScalarFunction, ScalarFunction)}: the derivative of a method that cannot be read.
     *
     * @param f a reference to a static method
     * @param derivative f'
     * @return the same methods as here, with the rule
     */
    public static Differentiator rule(ScalarFunction f, ScalarFunction derivative) {
        return new Differentiator(null).rule(f, derivative);
    }

    /**
     * As {@link Differentiator#rule(ObjectFunction, ObjectFunction)}.
     *
     * @param <T> the object's type
     * @param f a reference to the method by its class
     * @param derivative the derivative in the number
     * @return the same methods as here, with the rule
     */
    public static <T> Differentiator rule(ObjectFunction<T> f, ObjectFunction<T> derivative) {
        return new Differentiator(null).rule(f, derivative);
    }

    /**
     * As {@link Differentiator#rule(Function2, Function2, Function2)}.
     *
     * @param f a reference to a static method of two doubles
     * @param a ∂f/∂a
     * @param b ∂f/∂b
     * @return the same methods as here, with the rule
     */
    public static Differentiator rule(
            Function2<Double, Double> f, Function2<Double, Double> a, Function2<Double, Double> b) {
        return new Differentiator(null).rule(f, a, b);
    }

    /**
     * As {@link Differentiator#rule(Function3, Function3, Function3, Function3)}.
     *
     * @param f a reference to a static method of three doubles
     * @param a ∂f/∂a
     * @param b ∂f/∂b
     * @param c ∂f/∂c
     * @return the same methods as here, with the rule
     */
    public static Differentiator rule(
            Function3<Double, Double, Double> f,
            Function3<Double, Double, Double> a,
            Function3<Double, Double, Double> b,
            Function3<Double, Double, Double> c) {
        return new Differentiator(null).rule(f, a, b, c);
    }

    /**
     * As {@link Differentiator#rule(Function, Differentiable)}.
     *
     * @param f a reference to a static method
     * @param derivatives its derivatives
     * @return the same methods as here, with the rule
     */
    public static Differentiator rule(Function f, Differentiable derivatives) {
        return new Differentiator(null).rule(f, derivatives);
    }

    /**
     * As {@link Differentiator#scalarRule(ScalarFunction, Differentiable)}.
     *
     * @param f a reference to a static method
     * @param derivatives its derivatives
     * @return the same methods as here, with the rule
     */
    public static Differentiator scalarRule(ScalarFunction f, Differentiable derivatives) {
        return new Differentiator(null).scalarRule(f, derivatives);
    }

    /**
     * As {@link Differentiator#scalarRule(Function2, Differentiable)}.
     *
     * @param f a reference to a static method of two doubles
     * @param derivatives its derivatives
     * @return the same methods as here, with the rule
     */
    public static Differentiator scalarRule(Function2<Double, Double> f, Differentiable derivatives) {
        return new Differentiator(null).scalarRule(f, derivatives);
    }

    /**
     * As {@link Differentiator#rule(VectorFunction, DifferentiableVector)}.
     *
     * @param f a reference to a static method
     * @param derivatives its derivatives
     * @return the same methods as here, with the rule
     */
    public static Differentiator rule(VectorFunction f, DifferentiableVector derivatives) {
        return new Differentiator(null).rule(f, derivatives);
    }

    /**
     * As {@link Differentiator#gradientRule}.
     *
     * @param f a reference to a static method
     * @param gradient ∇f
     * @return the same methods as here, with the rule
     */
    public static Differentiator gradientRule(Function f, VectorFunction gradient) {
        return new Differentiator(null).gradientRule(f, gradient);
    }

    /**
     * As {@link Differentiator#vectorRule}.
     *
     * @param f a reference to a static method
     * @param jvp J(x)·v
     * @param vjp J(x)ᵀ·u
     * @return the same methods as here, with the rule
     */
    public static Differentiator vectorRule(VectorFunction f, Product jvp, Product vjp) {
        return new Differentiator(null).vectorRule(f, jvp, vjp);
    }

    /**
     * As {@link Differentiator#constant}: the results of a method have no derivative.
     *
     * @param owner the class that declares the method
     * @param method its name
     * @return the same methods as here, with the rule
     */
    public static Differentiator constant(Class<?> owner, String method) {
        return new Differentiator(null).constant(owner, method);
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
