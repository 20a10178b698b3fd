package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.StrongWolfe.Judgement;
import org.gradus.optim.StrongWolfe.Search;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;

/**
 * Limited-memory BFGS with a line search for the strong Wolfe conditions: the usual choice for smooth functions of many
 * variables whose whole gradient can be computed.
 *
 * <p>d = −H·∇f(x), x ← x + t·d, H from the last m pairs of steps and gradient differences on the scaled identity γ·I with
 * γ = sᵀy / yᵀy (Nocedal and Wright, Numerical Optimization, 2nd ed., Algorithms 7.4, 7.5, 3.5 and 3.6). One step is one
 * evaluation of value and gradient; an accepted trial is an iteration. The first trial is 1 in units of d; as long as there
 * are no pairs d = −γ·∇f, at first with γ = min(1, 1/‖∇f‖₂).
 *
 * <ul>
 *   <li>Pairs whose curvature sᵀy is not positive beyond rounding are left out.
 *   <li>When H gives no descent, or a line search fails, the pairs are dropped and steepest descent is searched; only when
 *       that fails too does the method end, with {@link Status#LINE_SEARCH}, {@link Status#NON_FINITE}, or
 *       {@link Status#PRECISION} if the predicted decrease is below the rounding of the value.
 *   <li>Trials with NaN or infinite value shorten the step.
 *   <li>The result is the last accepted iterate: values never rise by more than their rounding.
 * </ul>
 *
 * @param memory m, the pairs kept; 10 by default: 3 to 20 are usual and the cost is 4·m·n a step
 * @param sufficientDecrease c₁; 1e-4 by default, as good as no demand
 * @param curvature c₂; 0.9 by default, because a quasi-Newton step needs no exact search
 * @param maxTrials evaluations in one line search; 30 by default, which shrinks a step by up to 10⁹
 */
public record Lbfgs(int memory, double sufficientDecrease, double curvature, int maxTrials)
        implements VectorSolver<Lbfgs.State> {

    /** Iterations without a decrease or a smaller gradient beyond rounding, after which precision is used up. */
    private static final int IDLE_ITERATIONS = 10;

    /**
     * The state; vectors are {@code [n]} in the parameters' element type, other numbers f64 scalars.
     *
     * @param current the accepted iterate
     * @param direction d
     * @param search where the line search along d stands
     * @param lowGradient the gradient at the search's low end
     * @param memory the pairs
     * @param smallest the smallest gradient norm so far
     * @param idle iterations without a decrease or a smaller gradient beyond rounding, i64
     * @param progress where the solver stands
     * @param status the code of a {@link Status}
     */
    public record State(
            Iterate<Tensor> current,
            Tensor direction,
            Search search,
            Tensor lowGradient,
            LbfgsMemory memory,
            Tensor smallest,
            Tensor idle,
            Progress progress,
            Tensor status) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when memory or maxTrials is not positive, or not 0 &lt; c₁ &lt; c₂ &lt; 1
     */
    public Lbfgs {
        if (memory < 1 || maxTrials < 1) {
            throw new ArgumentException(
                    "Lbfgs: memory " + memory + " and maxTrials " + maxTrials + " are not both positive",
                    "keep at least one pair and allow at least one trial");
        }
        if (!(0 < sufficientDecrease && sufficientDecrease < curvature && curvature < 1)) {
            throw new ArgumentException(
                    "Lbfgs: c1 = " + sufficientDecrease + " and c2 = " + curvature + " do not satisfy 0 < c1 < c2 < 1",
                    "use the defaults 1e-4 and 0.9, or a smaller c2 for a more exact search");
        }
    }

    /** The usual settings: 10 pairs, c₁ = 1e-4, c₂ = 0.9, 30 trials. */
    public Lbfgs() {
        this(10);
    }

    /**
     * The usual line search.
     *
     * @param memory pairs kept, one or more
     */
    public Lbfgs(int memory) {
        this(memory, 1e-4, 0.9, 30);
    }

    private StrongWolfe wolfe() {
        return new StrongWolfe(sufficientDecrease, curvature, maxTrials);
    }

    @Override
    public State init(Tensor start) {
        Tensor infinity = Tensors.scalar(Double.POSITIVE_INFINITY);
        Tensor zero = Tensors.scalar(0);
        Tensor zeros = Tensors.zerosLike(start);
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new State(
                new Iterate<>(start, infinity, zeros, infinity),
                zeros,
                wolfe().begin(infinity, zero),
                zeros,
                LbfgsMemory.empty(memory, start),
                infinity,
                none,
                new Progress(none.minus(1L), infinity, infinity, zero, Evaluations.none()),
                Status.RUNNING.code());
    }

    @Override
    public State step(Objective<Tensor> f, State state) {
        Iterate<Tensor> current = state.current();
        Tensor direction = state.direction();
        Search search = state.search();
        ValueAndGrad<Tensor> evaluated = f.valueAndGradient(moved(current.point(), direction, search.trial()));
        Tensor value = evaluated.value().to(DType.FLOAT64);
        Tensor gradient = evaluated.gradient();
        Tensor slope = LbfgsMemory.dot(gradient, direction);
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

        Tensor restart = failed.and(state.memory().count().gt(0.0));
        Tensor s = next.point().minus(current.point());
        Tensor y = next.gradient().minus(current.gradient());
        Tensor norm = LbfgsMemory.dot(next.gradient(), next.gradient()).sqrt();
        Tensor first = Tensors.minimum(Tensors.scalar(1), Tensors.div(1, norm));
        Tensor longer = Tensors.where(accepted, state.memory().scale().times(length), state.memory().scale());
        LbfgsMemory memory = state.memory()
                .with(accepted.and(searching), s, y, Tensors.where(starting, first, longer))
                .forgotten(restart);

        Tensor newton = memory.product(next.gradient()).unaryMinus();
        Tensor newtonSlope = LbfgsMemory.dot(next.gradient(), newton);
        Tensor descends = newtonSlope.lt(0.0).and(Trees.isFinite(newtonSlope));
        Tensor steepest = next.gradient().times(memory.scale().to(next.gradient().dtype())).unaryMinus();
        Tensor again = accepted.or(restart);
        Tensor newSlope = Tensors.where(descends, newtonSlope, norm.square().times(memory.scale()).unaryMinus());
        Tensor newDirection = Tensors.where(descends, newton, steepest);

        Tensor predicted = search.origin().slope().unaryMinus();
        Tensor small = predicted.le(rounding).and(next.gradientNorm().ge(state.smallest()));
        Tensor idle = Tensors.where(
                accepted, Tensors.where(small, state.idle().plus(1L), Tensors.zerosLike(state.idle())), state.idle());
        Tensor cause = Tensors.where(
                predicted.le(rounding), Status.PRECISION.code(), Status.LINE_SEARCH.code());
        Tensor status = firstOf(
                state.status(),
                value.eq(Double.NEGATIVE_INFINITY), Status.UNBOUNDED.code(),
                starting.and(finite.not()), Status.NON_FINITE_START.code(),
                failed.and(restart.not()), Tensors.where(finite, cause, Status.NON_FINITE.code()),
                idle.ge((double) IDLE_ITERATIONS), Status.PRECISION.code());

        Progress before = state.progress();
        Progress progress = new Progress(
                Tensors.where(accepted, before.iteration().plus(1L), before.iteration()),
                Tensors.where(starting, value, next.value()),
                next.gradientNorm(),
                Tensors.where(accepted, LbfgsMemory.dot(s, s).sqrt(), before.step()),
                before.evaluations().plus(1, 1, 0));
        return new State(
                next,
                Tensors.where(again, newDirection, direction),
                Trees.where(again, wolfe().begin(next.value(), newSlope), judged.next()),
                Tensors.where(again, next.gradient(), lowGradient),
                memory.forgotten(again.and(descends.not())),
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
    public Tensor terminate(State state, Tolerance tolerance) {
        Tensor running = state.status().eq(Status.RUNNING.code());
        Tensor small = state.current().gradientNorm().le(tolerance.gradient());
        return Tensors.where(running.and(small), Status.GRADIENT.code(), state.status());
    }

    @Override
    public Progress progress(State state) {
        return state.progress();
    }

    @Override
    public Iterate<Tensor> result(State state) {
        return state.current();
    }
}
