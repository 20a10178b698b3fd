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
    private static final int CHECKPOINTS = 100;

    private final Rules rules;
    private final int checkpoints;

    Differentiator(MethodHandles.Lookup lookup) {
        this(lookup, Rules.NONE, CHECKPOINTS);
    }

    private Differentiator(MethodHandles.Lookup lookup, Rules rules, int checkpoints) {
        this.lookup = lookup;
        this.rules = rules;
        this.checkpoints = checkpoints;
    }

    /**
     * Sets how many states a reverse sweep over {@link PlainJava#repeat} keeps. With c states, n = (c+r)!/(c!·r!) steps are
     * taken at most r times again: a million steps with 100 states 4 times, with 10 states 13 times.
     *
     * @param states how many, 100 unless set; 0 keeps the first alone and takes n²/2 steps
     * @return this with the number
     * @throws ArgumentException when it is negative
     */
    public Differentiator withCheckpoints(int states) {
        if (states < 0) {
            throw new ArgumentException("withCheckpoints: " + states + " is negative", "give 0 or more");
        }
        return new Differentiator(lookup, rules, states);
    }

    int checkpoints() {
        return checkpoints;
    }

    /**
     * As {@link PlainJava#differentiate}.
     *
     * @param f the function
     * @return its derivatives
     */
    public Differentiable differentiate(PlainJava.Function f) {
        Require.notNull(f, "differentiate", "the function");
        return new PlainFunction(new Functions(f, PlainJava.Function.class, "scalarOfVector", this), lookup, f::apply);
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
                new Functions(f, PlainJava.VectorFunction.class, "vectorOfVector", this), lookup, f::apply);
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
                new Functions(f, PlainJava.ScalarFunction.class, "scalarOfScalar", this), lookup, x -> f.apply(x[0]));
    }

    /**
     * As {@link PlainJava#of}.
     *
     * @param method a static method {@code double m(double[])}
     * @return its derivatives
     */
    public Differentiable of(Method method) {
        check(method, double.class);
        return new PlainFunction(Functions.of(method, PlainJava.Function.class, "scalarOfVector", this), lookup, null);
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
                Functions.of(method, PlainJava.VectorFunction.class, "vectorOfVector", this), lookup, null);
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

    // ---- rules ----

    private Differentiator with(Rule rule) {
        return new Differentiator(lookup, rules.with(rule), checkpoints);
    }

    /**
     * Gives a function of one number its derivative. It is then called as it is, and its code is not read.
     *
     * {@snippet :
     * PlainJava.with(MethodHandles.lookup()).rule(Erf::erf, x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x));
     * }
     *
     * <p>The derivative is Java code like any other and may call the function. Where it can be read, second derivatives
     * follow from it; where it cannot (native code again), they are refused.
     *
     * @param f a reference to a static method
     * @param derivative f'
     * @return this with the rule, which comes before earlier ones for the same method
     * @throws ArgumentException when f is not a reference to a static method from double to double
     */
    public Differentiator rule(PlainJava.ScalarFunction f, PlainJava.ScalarFunction derivative) {
        return with(Rules.numbers(lookup, f, PlainJava.ScalarFunction.class, false, derivative));
    }

    /**
     * Gives a method of one number, called on an object that comes from outside, its derivative, as
     * {@link #rule(PlainJava.ScalarFunction, PlainJava.ScalarFunction)}.
     *
     * {@snippet :
     * PlainJava.rule(Normal::cumulative, (normal, x) -> normal.density(x));
     * }
     *
     * @param <T> the object's type
     * @param f a reference to the method by its class
     * @param derivative the derivative in the number
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to a method from double to double
     */
    public <T> Differentiator rule(PlainJava.ObjectFunction<T> f, PlainJava.ObjectFunction<T> derivative) {
        return with(Rules.numbers(lookup, f, PlainJava.ObjectFunction.class, true, derivative));
    }

    /**
     * Gives a function of two numbers its partial derivatives, as
     * {@link #rule(PlainJava.ScalarFunction, PlainJava.ScalarFunction)}.
     *
     * @param f a reference to a static method of two doubles
     * @param a ∂f/∂a as a function of both
     * @param b ∂f/∂b as a function of both
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator rule(
            PlainJava.Function2<Double, Double> f,
            PlainJava.Function2<Double, Double> a,
            PlainJava.Function2<Double, Double> b) {
        return with(Rules.numbers(lookup, f, PlainJava.Function2.class, false, a, b));
    }

    /**
     * Gives a function of three numbers its partial derivatives, as
     * {@link #rule(PlainJava.ScalarFunction, PlainJava.ScalarFunction)}.
     *
     * @param f a reference to a static method of three doubles
     * @param a ∂f/∂a as a function of all
     * @param b ∂f/∂b as a function of all
     * @param c ∂f/∂c as a function of all
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator rule(
            PlainJava.Function3<Double, Double, Double> f,
            PlainJava.Function3<Double, Double, Double> a,
            PlainJava.Function3<Double, Double, Double> b,
            PlainJava.Function3<Double, Double, Double> c) {
        return with(Rules.numbers(lookup, f, PlainJava.Function3.class, false, a, b, c));
    }

    /**
     * Gives a function from an array to a number its gradient. Where that can be read, second derivatives follow from it.
     *
     * @param f a reference to a static method from {@code double[]} to {@code double} that leaves the array as it is
     * @param gradient ∇f
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator gradientRule(PlainJava.Function f, PlainJava.VectorFunction gradient) {
        Require.notNull(gradient, "gradientRule", "the gradient");
        GivenGradient given = new GivenGradient(f, gradient);
        given.by = with(Rules.array(lookup, "gradientRule", f, given));
        return given.by;
    }

    /**
     * Gives a function from an array to an array its products. Where the transposed product can be read, second derivatives
     * follow from it.
     *
     * {@snippet :
     * PlainJava.vectorRule(Fft::transform, (x, v) -> Fft.transform(v), (x, u) -> Fft.transposed(u));
     * }
     *
     * @param f a reference to a static method from {@code double[]} to {@code double[]} that leaves the array as it is
     * @param jvp J(x)·v
     * @param vjp J(x)ᵀ·u
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator vectorRule(PlainJava.VectorFunction f, PlainJava.Product jvp, PlainJava.Product vjp) {
        Require.notNull(jvp, "vectorRule", "the jvp");
        Require.notNull(vjp, "vectorRule", "the vjp");
        GivenProducts given = new GivenProducts(f, jvp, vjp);
        given.by = with(Rules.array(lookup, "vectorRule", f, given));
        return given.by;
    }

    /**
     * Gives a function from an array to a number derivatives that are known already, such as those of a tensor function or
     * of a minimum that is differentiated implicitly.
     *
     * @param f a reference to a static method from {@code double[]} to {@code double} that leaves the array as it is
     * @param derivatives its derivatives; its value is not asked for
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator rule(PlainJava.Function f, Differentiable derivatives) {
        Require.notNull(derivatives, "rule", "the derivatives");
        return with(Rules.array(lookup, "rule", f, derivatives));
    }

    /**
     * Gives a function from an array to an array derivatives that are known already, such as those of the root of an
     * equation that is differentiated implicitly.
     *
     * @param f a reference to a static method from {@code double[]} to {@code double[]} that leaves the array as it is
     * @param derivatives its derivatives; its value is not asked for
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator rule(PlainJava.VectorFunction f, DifferentiableVector derivatives) {
        Require.notNull(derivatives, "rule", "the derivatives");
        return with(Rules.array(lookup, "rule", f, derivatives));
    }

    /**
     * Gives a function of one number derivatives that are known already, as {@link #rule(PlainJava.Function, Differentiable)}.
     *
     * @param f a reference to a static method from {@code double} to {@code double}
     * @param derivatives its derivatives, as those of a function of a vector of length 1
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator scalarRule(PlainJava.ScalarFunction f, Differentiable derivatives) {
        return with(Rules.elements(lookup, f, x -> f.apply(x[0]), 1, derivatives));
    }

    /**
     * Gives a function of two numbers derivatives that are known already, as {@link #rule(PlainJava.Function, Differentiable)}.
     *
     * @param f a reference to a static method of two doubles
     * @param derivatives its derivatives, as those of a function of a vector of length 2
     * @return this with the rule
     * @throws ArgumentException when f is not a reference to such a method
     */
    public Differentiator scalarRule(PlainJava.Function2<Double, Double> f, Differentiable derivatives) {
        return with(Rules.elements(lookup, f, x -> f.apply(x[0], x[1]), 2, derivatives));
    }

    /**
     * Says that the result of a method has no derivative, whatever its arguments: noise, a step size, a number for a log.
     * It is then called as it is; it must leave arrays that it gets as they are.
     *
     * @param owner the class that declares the method
     * @param method its name; all methods of the name are meant
     * @return this with the rule
     * @throws ArgumentException when the class declares no such method
     */
    public Differentiator constant(Class<?> owner, String method) {
        Require.notNull(owner, "constant", "the class");
        Require.notNull(method, "constant", "the name of the method");
        return with(Rules.constant(owner, method));
    }

    Rules rules() {
        return rules;
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
