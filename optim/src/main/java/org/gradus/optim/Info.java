package org.gradus.optim;

import java.util.Optional;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * What a gradient transformation may know besides the gradient. Whoever drives it gives params, value and step always,
 * and the rest when {@link GradientTransformation#needs} asks for it.
 *
 * @param <P> the parameters' type
 */
@SuppressWarnings("AvoidCommonTypeNames")
public final class Info<P> {
    private final P params;
    private final Tensor value;
    private final Tensor step;
    private final Optional<Key> key;
    private final Optional<Object> data;
    private final Optional<Objective<P>> objective;

    private Info(
            P params,
            Tensor value,
            Tensor step,
            Optional<Key> key,
            Optional<Object> data,
            Optional<Objective<P>> objective) {
        this.params = params;
        this.value = value;
        this.step = step;
        this.key = key;
        this.data = data;
        this.objective = objective;
    }

    /**
     * The facts that every step has.
     *
     * @param <P> the parameters' type
     * @param params where the gradient was taken
     * @param value the objective there, a scalar
     * @param step the number of updates made before this one, a whole scalar: 0 at the first
     * @return facts without key, data and functions
     */
    public static <P> Info<P> of(P params, Tensor value, Tensor step) {
        return new Info<>(params, value, step, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * As {@link #of(Object, Tensor, Tensor)}, for loops written by hand.
     *
     * @param <P> the parameters' type
     * @param params where the gradient was taken
     * @param value the objective there, a scalar
     * @param step the number of updates made before this one: 0 at the first
     * @return facts without key, data and functions
     */
    public static <P> Info<P> of(P params, Tensor value, long step) {
        return of(params, value, Tensors.full((double) step, new ArrayType(DType.INT64, Shape.SCALAR)));
    }

    /**
     * The same facts with a key.
     *
     * @param given a key for this step alone
     * @return more facts
     */
    public Info<P> withKey(Key given) {
        return new Info<>(params, value, step, Optional.of(given), data, objective);
    }

    /**
     * The same facts with the step's data.
     *
     * @param given the data or mini-batch
     * @return more facts
     */
    public Info<P> withData(Object given) {
        return new Info<>(params, value, step, key, Optional.of(given), objective);
    }

    /**
     * The same facts with the objective, on this step's data.
     *
     * @param given the objective
     * @return more facts
     */
    public Info<P> withObjective(Objective<P> given) {
        return new Info<>(params, value, step, key, data, Optional.of(given));
    }

    /** The same facts at another step number. */
    Info<P> at(Tensor number) {
        return new Info<>(params, value, number, key, data, objective);
    }

    /** The same facts for a method that works on other parameters, of which the true ones are a function. */
    <Q> Info<Q> on(Q other, java.util.function.Function<Q, P> whole, java.util.function.Function<P, Q> part) {
        return new Info<>(other, value, step, key, data, objective.map(f -> new PartObjective<>(f, whole, part)));
    }

    /** The objective as a function of a part of the parameters. */
    private record PartObjective<P, Q>(
            Objective<P> f, java.util.function.Function<Q, P> whole, java.util.function.Function<P, Q> part)
            implements Objective<Q> {
        @Override
        public Tensor value(Q x) {
            return f.value(whole.apply(x));
        }

        @Override
        public ValueAndGrad<Q> valueAndGradient(Q x) {
            ValueAndGrad<P> both = f.valueAndGradient(whole.apply(x));
            return new ValueAndGrad<>(both.value(), part.apply(both.gradient()));
        }

        @Override
        public Q hvp(Q x, Q v) {
            P at = whole.apply(x);
            // The direction is 0 in the other parameters: what v adds to x.
            P along = Tree.minus(whole.apply(Tree.plus(x, v)), at);
            return part.apply(f.hvp(at, along));
        }

        @Override
        public Optional<Object> data() {
            return f.data();
        }
    }

    /**
     * The parameters at which the gradient was taken.
     *
     * @return a tree
     */
    public P params() {
        return params;
    }

    /**
     * The objective at the parameters.
     *
     * @return a scalar
     */
    public Tensor value() {
        return value;
    }

    /**
     * The number of updates made before this one.
     *
     * @return an i64 scalar, 0 at the first step; it may be traced
     */
    public Tensor step() {
        return step;
    }

    /**
     * A key for this step alone.
     *
     * @return the key
     * @throws ArgumentException when the transformation did not declare {@link Need#KEY}
     */
    public Key key() {
        return key.orElseThrow(() -> missing("key", "Need.KEY"));
    }

    /**
     * The data or mini-batch on which the gradient was taken.
     *
     * @return the data
     * @throws ArgumentException when the transformation did not declare {@link Need#DATA}
     */
    public Object data() {
        return data.orElseThrow(() -> missing("data", "Need.DATA"));
    }

    /**
     * The objective on this step's data, for other points.
     *
     * @return the objective
     * @throws ArgumentException when the transformation declared none of the needs for functions
     */
    public Objective<P> objective() {
        return objective.orElseThrow(
                () -> missing("objective", "Need.VALUE_FUNCTION, GRADIENT_FUNCTION or" + " HESSIAN_VECTOR_PRODUCT"));
    }

    private static ArgumentException missing(String what, String need) {
        return new ArgumentException(
                "info: " + what + " was not given to this step",
                "let the transformation's needs() return " + need
                        + "; a loop written by hand gives it by Info.with...");
    }
}
