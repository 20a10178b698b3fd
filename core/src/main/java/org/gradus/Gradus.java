package org.gradus;

import java.util.List;
import java.util.function.Consumer;
import org.gradus.array.ArrayType;
import org.gradus.compile.Passes;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.evaluate.HostFunction;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching;
import org.gradus.transform.CheckpointPolicy;
import org.gradus.transform.Checkpoints;
import org.gradus.transform.Choices;
import org.gradus.transform.CustomRules;
import org.gradus.transform.Derivatives;
import org.gradus.transform.HostCalls;
import org.gradus.transform.JvpResult;
import org.gradus.transform.Linearized;
import org.gradus.transform.Loops;
import org.gradus.transform.Pullback;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.gradus.transform.ValueAndGrad;
import org.gradus.transform.WithResiduals;
import org.gradus.tree.Tree;

/**
 * The transformations, to be imported statically. Derivatives are with respect to the first argument; the others are data.
 *
 * <p>{@code grad}, {@code vjp}, {@code jvp}, {@code linearize} and {@code hessian} run a function on its actual values, so
 * {@code item()} and Java {@code if} work in it; {@code jit}, {@code vmap} and {@code trace} run it on shapes alone. They
 * nest in any order; in a nest the strictest rule holds.
 */
public final class Gradus {
    private Gradus() {}

    // ---- gradients
    // ---------------------------------------------------------------------------------------------------

    /**
     * The gradient of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return x ↦ ∇f(x), a tree like x
     */
    public static <A> Fn<A, A> grad(Fn<A, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return x -> Derivatives.valueAndGrad(f, x).gradient();
    }

    /**
     * The gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∇ₓf, a tree like x
     */
    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return (x, data) ->
                Derivatives.valueAndGrad((A a) -> f.apply(a, data), x).gradient();
    }

    /**
     * The gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param f the function
     * @return (x, b, c) ↦ ∇ₓf, a tree like x
     */
    public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return (x, b, c) ->
                Derivatives.valueAndGrad((A a) -> f.apply(a, b, c), x).gradient();
    }

    /**
     * Value and gradient of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return x ↦ (f(x), ∇f(x))
     */
    public static <A> Fn<A, ValueAndGrad<A>> valueAndGrad(Fn<A, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return x -> Derivatives.valueAndGrad(f, x);
    }

    /**
     * Value and gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ (f, ∇ₓf)
     */
    public static <A, B> Fn2<A, B, ValueAndGrad<A>> valueAndGrad(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return (x, data) -> Derivatives.valueAndGrad((A a) -> f.apply(a, data), x);
    }

    /**
     * Value and gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param f the function
     * @return (x, b, c) ↦ (f, ∇ₓf)
     */
    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<A>> valueAndGrad(Fn3<A, B, C, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return (x, b, c) -> Derivatives.valueAndGrad((A a) -> f.apply(a, b, c), x);
    }

    // ---- forward and reverse ---------------------------------------------------------------------------------------

    /**
     * Forward mode: value and tangent.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return f(x) and ∂f(x)·dx
     */
    public static <A, B> JvpResult<B> jvp(Fn<A, B> f, A x, A dx) {
        return Derivatives.jvp(f, x, dx);
    }

    /**
     * Reverse mode: value and pullback.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return f(x) and w ↦ ∂f(x)ᵀ·w
     */
    public static <A, B> Pullback<A, B> vjp(Fn<A, B> f, A x) {
        return Derivatives.vjp(f, x);
    }

    /**
     * Value and derivative at a point, to be applied many times in either direction.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return the linearization
     */
    public static <A, B> Linearized<A, B> linearize(Fn<A, B> f, A x) {
        return Derivatives.linearize(f, x);
    }

    /**
     * Hessian-vector product of a scalar function, forward over reverse.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return (x, v) ↦ ∇²f(x)·v
     */
    public static <A> Fn2<A, A, A> hvp(Fn<A, Tensor> f) {
        Require.notNull(f, "hvp", "the function");
        return (x, v) -> Derivatives.hvp(f, x, v);
    }

    /**
     * Hessian-vector product with respect to the first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, v, data) ↦ ∇ₓ²f·v
     */
    public static <A, B> Fn3<A, A, B, A> hvp(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "hvp", "the function");
        return (x, v, data) -> Derivatives.hvp((A a) -> f.apply(a, data), x, v);
    }

    /**
     * All second derivatives of a scalar function of a tensor.
     *
     * @param f the function
     * @return x ↦ ∇²f(x), of shape {@code x.shape + x.shape}
     */
    public static Fn<Tensor, Tensor> hessian(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "hessian", "the function");
        return x -> Derivatives.hessian(f, x);
    }

    /**
     * All first derivatives of a function of a tensor, by the mode that takes fewer passes.
     *
     * @param f the function
     * @return x ↦ ∂f(x), of shape {@code f(x).shape + x.shape}
     */
    public static Fn<Tensor, Tensor> jacobian(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "jacobian", "the function");
        return x -> Derivatives.jacobian(f, x);
    }

    // ---- batching and compiling
    // --------------------------------------------------------------------------------------

    /**
     * A function of one example made a function of a batch along the first axis of every leaf.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B> Fn<A, B> vmap(Fn<A, B> f) {
        Require.notNull(f, "vmap", "the function");
        return x -> Batching.vmap(f, x);
    }

    /**
     * A function of one example made a function of a batch; both arguments are batched.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B, C> Fn2<A, B, C> vmap(Fn2<A, B, C> f) {
        Require.notNull(f, "vmap", "the function");
        return (a, b) ->
                Batching.vmap((Arguments.Two<A, B> t) -> f.apply(t.first(), t.second()), new Arguments.Two<>(a, b));
    }

    /**
     * A function compiled once for each combination of structure, static values and types of its argument. Captured tensors
     * are constants of the compiled program.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B> Fn<A, B> jit(Fn<A, B> f) {
        Require.notNull(f, "jit", "the function");
        return new Jit<>(f, Jit.place())::apply;
    }

    /**
     * As {@link #jit(Fn)}, for two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B, C> Fn2<A, B, C> jit(Fn2<A, B, C> f) {
        Require.notNull(f, "jit", "the function");
        Jit<Arguments.Two<A, B>, C> jit = new Jit<>(t -> f.apply(t.first(), t.second()), Jit.place());
        return (a, b) -> jit.apply(new Arguments.Two<>(a, b));
    }

    /**
     * As {@link #jit(Fn)}, for three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B, C, D> Fn3<A, B, C, D> jit(Fn3<A, B, C, D> f) {
        Require.notNull(f, "jit", "the function");
        Jit<Arguments.Three<A, B, C>, D> jit = new Jit<>(t -> f.apply(t.first(), t.second(), t.third()), Jit.place());
        return (a, b, c) -> jit.apply(new Arguments.Three<>(a, b, c));
    }

    // ---- choices and loops ----------------------------------------------------------------------------------------

    /**
     * One of two functions, chosen by a truth value. Both are recorded on shapes alone, so {@code item()} throws in them;
     * one is run. Values that they capture are differentiated as the argument is.
     *
     * <p>Under {@link #vmap} with conditions that differ between examples both are run on the whole batch and results are
     * chosen; infinite or undefined numbers of the one not chosen reach neither value nor derivative through elementwise
     * operations.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = x -> cond(x.sum().gt(0), a -> a.log(), a -> a.times(0), x);
     * f.apply(tensor(1.0, 1.0));    // → [0.0, 0.0]:f64[2]
     * f.apply(tensor(-1.0, 0.5));    // → [-0.0, 0.0]:f64[2]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param condition a scalar truth value
     * @param then done if it holds
     * @param otherwise done if it does not; its result is a tree like that of the other, with the same types
     * @param x the argument of both
     * @return the result of the one that is done
     * @throws org.gradus.error.DTypeException when the condition is not one truth value
     * @throws org.gradus.error.StructureException when the results are trees of different structure
     * @throws org.gradus.error.ShapeException when leaves of the results have different types; the path is named
     */
    public static <A, B> B cond(Tensor condition, Fn<A, B> then, Fn<A, B> otherwise, A x) {
        return Choices.cond(condition, then, otherwise, x);
    }

    /**
     * One of several functions, chosen by index; as {@link #cond}.
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param index a scalar i32 or i64 from 0 to the number of functions − 1
     * @param branches the functions, whose results are alike
     * @param x the argument of all
     * @return the result of the one that is done
     * @throws ArgumentException when the index names no function
     * @throws org.gradus.error.ShapeException when leaves of the results have different types, or, under vmap, when an index
     *     names no function
     */
    public static <A, B> B branch(Tensor index, List<Fn<A, B>> branches, A x) {
        return Choices.branch(index, branches, x);
    }

    /**
     * Steps as long as a condition holds. Condition and body are recorded on shapes alone. Forward derivatives run beside the
     * loop; there is no reverse derivative, because the number of steps is not known: see {@link #boundedWhile} and
     * {@link #scan(Fn2, Object, Object)}.
     *
     * <p>Under {@link #vmap} the loop runs until the last example ends, and examples that have ended keep their state.
     *
     * {@snippet :
     * Tensor power = whileLoop(s -> s.lt(1000), s -> s.times(2.0), scalar(1));
     * power.item();    // → 1024.0
     * }
     *
     * @param <S> the state's type
     * @param condition gives one truth value
     * @param body a step, to a state of the same structure and types
     * @param start the first state
     * @return the first state of which the condition does not hold
     * @throws org.gradus.error.DTypeException when the condition gives anything but one truth value
     * @throws org.gradus.error.StructureException when the body gives a tree of another structure
     * @throws org.gradus.error.ShapeException when the body changes the type of a leaf; the path is named
     */
    public static <S> S whileLoop(Fn<S, Tensor> condition, Fn<S, S> body, S start) {
        return Loops.whileLoop("whileLoop", condition, body, start, -1);
    }

    /**
     * Steps as long as a condition holds, but no more than a bound; has derivatives of every kind. A reverse derivative keeps
     * {@code maxSteps} states, however many steps are done, and does as many steps back as were done.
     *
     * @param <S> the state's type
     * @param condition gives one truth value
     * @param body a step, to a state of the same structure and types
     * @param start the first state
     * @param maxSteps the most steps done, zero or more
     * @return the first state of which the condition does not hold, or the one after {@code maxSteps} steps
     * @throws ArgumentException when the bound is negative
     * @throws org.gradus.error.ShapeException when the body changes the type of a leaf; the path is named
     */
    public static <S> S boundedWhile(Fn<S, Tensor> condition, Fn<S, S> body, S start, int maxSteps) {
        if (maxSteps < 0) {
            throw new ArgumentException(
                    "boundedWhile: a bound of " + maxSteps + " steps", "allow zero steps or more, or use whileLoop");
        }
        return Loops.whileLoop("boundedWhile", condition, body, start, maxSteps);
    }

    /**
     * One step for each entry along the first axis of every leaf of xs. The step is recorded on shapes alone. A reverse
     * derivative keeps the carry of every step and computes the inside of a step again, so its memory is that of the
     * carries; {@link ScanOptions#withSegments} lowers it further.
     *
     * {@snippet :
     * var sums = scan((sum, x) -> new Scanned<>(sum.plus(x), sum.plus(x)), scalar(0), tensor(1.0, 2.0, 3.0));
     * sums.ys();    // → [1.0, 3.0, 6.0]:f64[3]
     * sums.carry();    // → 6.0:f64[]
     * }
     *
     * @param <C> the carry's type
     * @param <X> the type of the entries, a tree of tensors
     * @param <Y> the type of the outputs, a tree of tensors
     * @param step from carry and entry to the next carry, of the same structure and types, and an output
     * @param carry the first carry
     * @param xs the entries; all leaves have the same first axis, which may be empty
     * @return the last carry, and the outputs along a new first axis
     * @throws org.gradus.error.StructureException when the step gives a carry of another structure
     * @throws org.gradus.error.ShapeException when the step changes the type of a leaf of the carry (the path is named), or
     *     the leaves of xs differ in their first axis
     */
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> step, C carry, X xs) {
        return Loops.scan(step, carry, xs, ScanOptions.DEFAULT);
    }

    /**
     * As {@link #scan(Fn2, Object, Object)}, with options.
     *
     * @param <C> the carry's type
     * @param <X> the type of the entries
     * @param <Y> the type of the outputs
     * @param step from carry and entry to the next carry and an output
     * @param carry the first carry
     * @param xs the entries
     * @param options direction, and segments of the reverse derivative
     * @return the last carry, and the outputs, each at the place of its entry
     */
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> step, C carry, X xs, ScanOptions options) {
        return Loops.scan(step, carry, xs, options);
    }

    /**
     * A fixed number of steps, without entries; as {@link #scan(Fn2, Object, Object)}.
     *
     * @param <C> the carry's type
     * @param <Y> the type of the outputs
     * @param step from carry to the next carry and an output
     * @param carry the first carry
     * @param length the number of steps, zero or more
     * @return the last carry, and the outputs along a new first axis
     * @throws ArgumentException when the length is negative
     */
    public static <C, Y> Scanned<C, Y> scan(Fn<C, Scanned<C, Y>> step, C carry, int length) {
        return Loops.scan(step, carry, length, ScanOptions.DEFAULT);
    }

    /**
     * A fixed number of steps, with options.
     *
     * @param <C> the carry's type
     * @param <Y> the type of the outputs
     * @param step from carry to the next carry and an output
     * @param carry the first carry
     * @param length the number of steps, zero or more
     * @param options segments of the reverse derivative; reversed, the outputs stand in the other order
     * @return the last carry, and the outputs along a new first axis
     * @throws ArgumentException when the length is negative
     */
    public static <C, Y> Scanned<C, Y> scan(Fn<C, Scanned<C, Y>> step, C carry, int length, ScanOptions options) {
        return Loops.scan(step, carry, length, options);
    }

    // ---- recomputation, rules of one's own, Java code -------------------------------------------------------------

    /**
     * A function whose reverse derivative computes it again instead of keeping intermediate values: of it, only argument and
     * captured values are kept. It runs on actual values where there are any, so {@code item()} works; the recomputation is
     * of the operations that it did then.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> block = checkpoint(x -> x.sin().exp());
     * grad((Tensor x) -> block.apply(x).sum()).apply(tensor(0.0));    // → [1.0]:f64[1]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @return a function with the same results and derivatives
     */
    public static <A, B> Fn<A, B> checkpoint(Fn<A, B> f) {
        return checkpoint(f, CheckpointPolicy.NOTHING);
    }

    /**
     * As {@link #checkpoint(Fn)}, keeping some intermediate values.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param policy what is kept
     * @return a function with the same results and derivatives
     */
    public static <A, B> Fn<A, B> checkpoint(Fn<A, B> f, CheckpointPolicy policy) {
        Require.notNull(f, "checkpoint", "the function");
        Require.notNull(policy, "checkpoint", "the policy");
        return x -> Checkpoints.checkpoint(f, policy, x);
    }

    /**
     * A function with a forward derivative of its own, from which the reverse one is made by transposition. Function and rule
     * are recorded on shapes alone when the function is applied; derivatives of higher order are derivatives of the rule.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = customJvp(x -> x.abs(), (x, dx) -> dx.times(x));
     * grad(f).apply(scalar(-3));    // → -3.0:f64[]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param rule from x and its tangent (zeros of whole numbers) to the tangent of f(x); linear in the tangent, made of
     *     operations that have a transpose if the reverse derivative is wanted
     * @return the function with the rule
     * @throws org.gradus.error.ShapeException when applied, if the rule's result is not like the function's
     * @throws org.gradus.error.NotDifferentiableException when the function captures a tensor with respect to which a
     *     derivative is taken
     */
    public static <A, B> Fn<A, B> customJvp(Fn<A, B> f, Fn2<A, A, B> rule) {
        Require.notNull(f, "customJvp", "the function");
        Require.notNull(rule, "customJvp", "the rule");
        return x -> CustomRules.jvp(f, rule, x);
    }

    /**
     * A function with a reverse derivative of its own. Both functions are recorded on shapes alone when it is applied.
     * Derivatives of higher order differentiate the rule, and value and residuals as the ordinary code that computes them.
     * There is no forward derivative ({@code jvp} throws): for both modes give {@link #customJvp}.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = customVjp(x -> new WithResiduals<>(x.abs(), x), (x, ct) -> ct.times(x));
     * grad(f).apply(scalar(-3));    // → -3.0:f64[]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param <R> the type of the residuals, a tree of tensors
     * @param forward from x to f(x) and what the rule needs
     * @param backward from residuals and the cotangent of f(x) (zeros of whole numbers) to the cotangent of x, a tree like x
     * @return the function with the rule
     * @throws org.gradus.error.ShapeException when applied, if the rule's result is not like the argument
     * @throws org.gradus.error.NotDifferentiableException for forward derivatives, and when the function captures a tensor
     *     with respect to which a derivative is taken
     */
    public static <A, B, R> Fn<A, B> customVjp(Fn<A, WithResiduals<B, R>> forward, Fn2<R, B, A> backward) {
        Require.notNull(forward, "customVjp", "the forward function");
        Require.notNull(backward, "customVjp", "the rule");
        return x -> CustomRules.vjp(forward, backward, x);
    }

    /**
     * Calls Java code on numbers, also inside jit, vmap (once an example) and loops. Programs that hold such a call cannot be
     * written. It is not differentiable unless the code implements {@link org.gradus.transform.HostRules}, or the call stands
     * in a function with {@link #customJvp} or {@link #customVjp}; derivatives that compute again call it again.
     *
     * @param <A> the argument's type
     * @param name what programs and errors call it
     * @param code a pure function of arrays, one for each leaf of the argument
     * @param results the types of its results, one an array that it returns
     * @param x the argument, a tree
     * @return the results
     * @throws org.gradus.error.ShapeException when the code returns other types than declared
     * @throws org.gradus.error.NotDifferentiableException when a derivative is taken and the code has no rules
     */
    public static <A> List<Tensor> hostCall(String name, HostFunction code, List<ArrayType> results, A x) {
        return HostCalls.call(name, code, results, x);
    }

    /**
     * Shows a value each time it is computed, by the logger {@code org.gradus.debug} at level INFO; see
     * {@link #debugPrint(String, Object, Consumer)}.
     *
     * @param <A> the value's type
     * @param label what comes before it
     * @param x a tree
     * @return x
     */
    public static <A> A debugPrint(String label, A x) {
        return debugPrint(label, x, text -> System.getLogger("org.gradus.debug").log(System.Logger.Level.INFO, text));
    }

    /**
     * Gives a value as text to a receiver each time it is computed: in a compiled function at each run, in a loop at each
     * step, under vmap once an example. Never removed from a program, whether the value is used or not; derivatives do not
     * see it, and do not repeat it where they compute again.
     *
     * @param <A> the value's type
     * @param label what comes before it
     * @param x a tree
     * @param sink where the text goes
     * @return x
     */
    public static <A> A debugPrint(String label, A x, Consumer<String> sink) {
        return HostCalls.print(label, x, sink);
    }

    // ---- looking at programs
    // -----------------------------------------------------------------------------------------

    /**
     * The program of a function on the types of an argument, without dead or repeated equations.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x an argument; only its types matter
     * @return the program
     */
    public static <A, B> Program trace(Fn<A, B> f, A x) {
        Require.notNull(f, "trace", "the function");
        return program(f, Require.notNull(x, "trace", "the argument"), 1);
    }

    /**
     * The program of a function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @return the program
     */
    public static <A, B, C> Program trace(Fn2<A, B, C> f, A a, B b) {
        Require.notNull(f, "trace", "the function");
        return program((Arguments.Two<A, B> t) -> f.apply(t.first(), t.second()), new Arguments.Two<>(a, b), 2);
    }

    /**
     * The program of a function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the program
     */
    public static <A, B, C, D> Program trace(Fn3<A, B, C, D> f, A a, B b, C c) {
        Require.notNull(f, "trace", "the function");
        return program(
                (Arguments.Three<A, B, C> t) -> f.apply(t.first(), t.second(), t.third()),
                new Arguments.Three<>(a, b, c),
                3);
    }

    private static <A, B> Program program(Fn<A, B> f, A argument, int arguments) {
        Tree.Flat<A> flat = Tree.flatten(argument);
        Staged<B> staged = Staged.of("trace", f, flat, Arguments.names(flat.paths(), arguments));
        if (!staged.recording().captured().isEmpty()) {
            throw new ArgumentException(
                    "trace: the function uses a tensor of a derivative that is being taken around it",
                    "trace the outermost function, as in trace(grad(f), x)");
        }
        return Passes.optimize(staged.recording().program());
    }

    /**
     * The types of a function's result, without computing it.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x an argument; only its types matter
     * @return one type a leaf of the result
     */
    public static <A, B> List<ArrayType> shapeOf(Fn<A, B> f, A x) {
        Require.notNull(f, "shapeOf", "the function");
        Require.notNull(x, "shapeOf", "the argument");
        return Staged.of("shapeOf", f, Tree.flatten(x), List.of()).result().leaves().stream()
                .map(Tensor::type)
                .toList();
    }

    /**
     * A tensor function as a function of {@code double[]} with derivatives.
     *
     * @param f a function of an f64 vector, with a scalar result
     * @return value, gradient and products of the same function
     */
    public static Differentiable differentiable(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "differentiable", "the function");
        return new TensorDifferentiable(f);
    }

    /** A tensor function seen through arrays. */
    private record TensorDifferentiable(Fn<Tensor, Tensor> f) implements Differentiable {
        @Override
        public double value(double[] x) {
            return Derivatives.value(f, Tensors.tensor(x)).item();
        }

        @Override
        public double[] gradient(double[] x) {
            return vjp(x, 1);
        }

        @Override
        public double jvp(double[] x, double[] v) {
            return Derivatives.jvp(f, Tensors.tensor(x), Tensors.tensor(v))
                    .tangent()
                    .item();
        }

        @Override
        public double[] vjp(double[] x, double cotangent) {
            return Derivatives.vjp(f, Tensors.tensor(x))
                    .apply(Tensors.scalar(cotangent))
                    .toDoubles();
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            return Derivatives.hvp(f, Tensors.tensor(x), Tensors.tensor(v)).toDoubles();
        }
    }
}
