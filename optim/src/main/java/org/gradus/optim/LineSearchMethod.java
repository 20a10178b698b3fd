package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.optim.StrongWolfe.Judgement;
import org.gradus.optim.StrongWolfe.Search;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;

/**
 * Methods that search along a direction d = −H·∇f(x) for the strong Wolfe conditions, x ← x + t·d; they differ in H.
 * One step is one evaluation of value and gradient; an accepted trial is an iteration. The first trial is 1 in units of
 * d.
 *
 * <ul>
 *   <li>When d is no descent, or a line search fails, what the method remembers is dropped and steepest descent −γ·∇f
 *       is searched; only when that fails too does the method end, with {@link Status#LINE_SEARCH}, {@link
 *       Status#NON_FINITE}, or {@link Status#PRECISION} if the predicted decrease is below the rounding of the value.
 *       At first γ = min(1, 1/‖∇f‖₂).
 *   <li>Trials with NaN or infinite value shorten the step.
 *   <li>The result is the last accepted iterate: values never rise by more than their rounding.
 * </ul>
 *
 * @param <M> what the method remembers from step to step, a record of tensors
 */
public interface LineSearchMethod<M> extends VectorSolver<LineSearchState<M>> {

    /** Iterations without a decrease or a smaller gradient beyond rounding, after which precision is used up. */
    int IDLE_ITERATIONS = 10;

    /**
     * A direction.
     *
     * @param vector −H·∇f(x); zero, NaN or uphill when there is none
     * @param products with the Hessian that it took, an i64 scalar
     */
    record Direction(Tensor vector, Tensor products) {}

    /**
     * The line search.
     *
     * @return its settings
     */
    StrongWolfe wolfe();

    /**
     * What is remembered before the start.
     *
     * @param start a vector of the parameters' type
     * @return the memory
     */
    M remember(Tensor start);

    /**
     * What is remembered after an evaluation.
     *
     * @param memory what was remembered before
     * @param stepped whether a step was accepted, a truth value
     * @param s the step
     * @param y the difference of gradients
     * @param scale γ as long as the method has none of its own, f64
     * @return the memory
     */
    M learn(M memory, Tensor stepped, Tensor s, Tensor y, Tensor scale);

    /**
     * The direction at an accepted iterate.
     *
     * @param f the objective
     * @param memory what is remembered
     * @param at the iterate
     * @return the direction
     */
    Direction direction(Objective<Tensor> f, M memory, Iterate<Tensor> at);

    /**
     * γ of the steepest descent.
     *
     * @param memory what is remembered
     * @return an f64 scalar
     */
    Tensor scale(M memory);

    /**
     * Whether dropping the memory gives another direction.
     *
     * @param memory what is remembered
     * @return a truth value
     */
    Tensor canRestart(M memory);

    /**
     * Drops what gives directions where a truth value holds, so that the next direction is steepest descent; γ stays.
     *
     * @param memory what is remembered
     * @param where the truth value
     * @return the memory
     */
    M forget(M memory, Tensor where);

    @Override
    default LineSearchState<M> init(Tensor start) {
        Tensor infinity = Tensors.scalar(Double.POSITIVE_INFINITY);
        Tensor zero = Tensors.scalar(0);
        Tensor zeros = Tensors.zerosLike(start);
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new LineSearchState<>(
                new Iterate<>(start, infinity, zeros, infinity),
                zeros,
                wolfe().begin(infinity, zero),
                zeros,
                remember(start),
                infinity,
                none,
                new Progress(none.minus(1L), infinity, infinity, zero, Evaluations.none()),
                Status.RUNNING.code());
    }

    @Override
    default LineSearchState<M> step(Objective<Tensor> f, LineSearchState<M> state) {
        Iterate<Tensor> current = state.current();
        Tensor direction = state.direction();
        Search search = state.search();
        ValueAndGrad<Tensor> evaluated = f.valueAndGradient(moved(current.point(), direction, search.trial()));
        Tensor value = evaluated.value().to(DType.FLOAT64);
        Tensor gradient = evaluated.gradient();
        Tensor slope = Trees.dot(gradient, direction);
        Tensor finite = Trees.isFinite(value).and(Trees.isFinite(slope));
        Tensor starting = state.progress().iteration().lt(0.0);
        Tensor searching = starting.not();
        double epsilon = evaluated.value().dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
        Tensor rounding = current.value().abs().times(10 * epsilon);

        Judgement judged = wolfe().judge(search, value, slope, finite, rounding);
        Tensor lowGradient = Tensors.where(judged.lowered(), gradient, state.lowGradient());
        StrongWolfe.Point low = judged.next().low();
        Tensor fromLow = searching.and(judged.exhausted()).and(low.step().gt(0.0));
        Tensor failed = searching.and(judged.exhausted()).and(low.step().le(0.0));
        Tensor accepted =
                starting.and(finite).or(searching.and(judged.accepted())).or(fromLow);

        Tensor length = Tensors.where(fromLow, low.step(), search.trial());
        Iterate<Tensor> next = Trees.where(
                accepted,
                iterate(
                        moved(current.point(), direction, length),
                        Tensors.where(fromLow, low.value(), value),
                        Tensors.where(fromLow, lowGradient, gradient)),
                current);

        Tensor restart = failed.and(canRestart(state.memory()));
        Tensor s = next.point().minus(current.point());
        Tensor y = next.gradient().minus(current.gradient());
        Tensor norm = Trees.dot(next.gradient(), next.gradient()).sqrt();
        Tensor first = Tensors.minimum(Tensors.scalar(1), Tensors.div(1, norm));
        Tensor stepped = accepted.and(searching);
        Tensor scale = Tensors.where(
                starting, first, Tensors.where(accepted, scale(state.memory()).times(length), scale(state.memory())));
        M memory = forget(learn(state.memory(), stepped, s, y, scale), restart);

        Direction chosen = direction(f, memory, next);
        Tensor newton = chosen.vector();
        Tensor newtonSlope = Trees.dot(next.gradient(), newton);
        Tensor descends = newtonSlope.lt(0.0).and(Trees.isFinite(newtonSlope));
        Tensor steepest =
                next.gradient().times(scale(memory).to(next.gradient().dtype())).unaryMinus();
        Tensor again = accepted.or(restart);
        Tensor newSlope = Tensors.where(
                descends, newtonSlope, norm.square().times(scale(memory)).unaryMinus());
        Tensor newDirection = Tensors.where(descends, newton, steepest);

        Tensor predicted = search.origin().slope().unaryMinus();
        Tensor small = predicted.le(rounding).and(next.gradientNorm().ge(state.smallest()));
        Tensor idle = Tensors.where(
                accepted, Tensors.where(small, state.idle().plus(1L), Tensors.zerosLike(state.idle())), state.idle());
        Tensor cause = Tensors.where(predicted.le(rounding), Status.PRECISION.code(), Status.LINE_SEARCH.code());
        Tensor status = firstOf(
                state.status(),
                value.eq(Double.NEGATIVE_INFINITY),
                Status.UNBOUNDED.code(),
                starting.and(finite.not()),
                Status.NON_FINITE_START.code(),
                failed.and(restart.not()),
                Tensors.where(finite, cause, Status.NON_FINITE.code()),
                idle.ge((double) IDLE_ITERATIONS),
                Status.PRECISION.code());

        Progress before = state.progress();
        Progress progress = new Progress(
                Tensors.where(accepted, before.iteration().plus(1L), before.iteration()),
                Tensors.where(starting, value, next.value()),
                next.gradientNorm(),
                Tensors.where(accepted, Trees.dot(s, s).sqrt(), before.step()),
                before.evaluations().plus(1, 1, 0).plusProducts(chosen.products()));
        return new LineSearchState<>(
                next,
                Tensors.where(again, newDirection, direction),
                Trees.where(again, wolfe().begin(next.value(), newSlope), judged.next()),
                Tensors.where(again, next.gradient(), lowGradient),
                forget(memory, again.and(descends.not())),
                Tensors.minimum(state.smallest(), next.gradientNorm()),
                idle,
                progress,
                status);
    }

    private static Tensor moved(Tensor x, Tensor direction, Tensor length) {
        return x.plus(direction.times(length.to(x.dtype())));
    }

    private static Iterate<Tensor> iterate(Tensor point, Tensor value, Tensor gradient) {
        return new Iterate<>(point, value, gradient, gradient.abs().max().to(DType.FLOAT64));
    }

    /** The code of the first condition that holds, unless the status is not running any more. */
    private static Tensor firstOf(Tensor status, Tensor... conditionsAndCodes) {
        Tensor code = Status.RUNNING.code();
        for (int i = conditionsAndCodes.length - 2; i >= 0; i -= 2) {
            code = Tensors.where(conditionsAndCodes[i], conditionsAndCodes[i + 1], code);
        }
        return Tensors.where(status.eq(Status.RUNNING.code()), code, status);
    }

    @Override
    default Tensor terminate(LineSearchState<M> state, Tolerance tolerance) {
        Tensor running = state.status().eq(Status.RUNNING.code());
        Tensor small = state.current().gradientNorm().le(tolerance.gradient());
        return Tensors.where(running.and(small), Status.GRADIENT.code(), state.status());
    }

    @Override
    default Progress progress(LineSearchState<M> state) {
        return state.progress();
    }

    @Override
    default Iterate<Tensor> result(LineSearchState<M> state) {
        return state.current();
    }
}
