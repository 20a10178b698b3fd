package org.gradus.optim.learned;

import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** Runs of a method inside a program: what a learned optimizer is judged by, and differentiated through. */
public final class Unroll {
    private Unroll() {}

    /**
     * Where a run stands.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param params the parameters
     * @param state of the method
     * @param step updates made, an i64 scalar
     */
    public record At<P, S>(P params, S state, Tensor step) {}

    /**
     * The start of a run.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param method any method without needs
     * @param start the parameters
     * @return before the first step
     */
    public static <P, S> At<P, S> start(GradientTransformation<P, S> method, P start) {
        return new At<>(start, method.init(start), Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR)));
    }

    /**
     * Some steps from where a run stands.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param method any method without needs
     * @param f the function to be minimized
     * @param from where to begin
     * @param steps how many, one or more
     * @return where it came to, and the values of f after each step
     */
    public static <P, S> Scanned<At<P, S>, Tensor> steps(
            GradientTransformation<P, S> method, Fn<P, Tensor> f, At<P, S> from, int steps) {
        if (steps < 1 || !method.needs().isEmpty()) {
            throw new ArgumentException(
                    "unroll: " + steps + " steps of " + method.name() + ", which needs " + method.needs(),
                    "give one step or more and a method that needs the gradient only");
        }
        Fn<At<P, S>, Scanned<At<P, S>, Tensor>> step = at -> {
            ValueAndGrad<P> here = Gradus.valueAndGrad(f).apply(at.params());
            var made = method.update(here.gradient(), at.state(), Info.of(at.params(), here.value(), at.step()));
            At<P, S> next = new At<>(
                    Tree.plus(at.params(), made.update()),
                    made.state(),
                    at.step().plus(1L));
            return new Scanned<>(next, here.value());
        };
        Scanned<At<P, S>, Tensor> run = Gradus.scan(step, from, steps);
        // The values before each step, less the first, and the last.
        Tensor last = f.apply(run.carry().params()).reshape(1);
        return new Scanned<>(
                run.carry(), steps == 1 ? last : Tensors.concatenate(0, run.ys().slice(0, 1, steps), last));
    }

    /**
     * The values after each step of a run from the start.
     *
     * @param <P> the parameters' type
     * @param method any method without needs
     * @param f the function to be minimized
     * @param start the parameters
     * @param steps how many, one or more
     * @return {@code [steps]}
     */
    public static <P> Tensor losses(GradientTransformation<P, ?> method, Fn<P, Tensor> f, P start, int steps) {
        return run(method, f, start, steps);
    }

    private static <P, S> Tensor run(GradientTransformation<P, S> method, Fn<P, Tensor> f, P start, int steps) {
        return steps(method, f, start(method, start), steps).ys();
    }
}
