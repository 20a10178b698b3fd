package org.gradus.optim;

import java.util.Set;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Any gradient transformation as a solver: each step evaluates value and gradient at the parameters and adds the update
 * to them. The update of a step is evaluated by the next one, so n iterations take n + 1 evaluations and the last
 * iterate competes to be the best.
 *
 * <p>With the whole data the best iterate is the one of the lowest value; among values that agree within rounding, the
 * one of the smallest gradient. With mini-batches values of different steps do not compare: the result is the last
 * iterate whose value and gradient were finite, with the numbers of its own batch, and no criterion of convergence is
 * tested.
 *
 * <p>Methods that answer with an average ({@link GradientTransformation#answer}, as {@link ScheduleFree} and {@link Averaged}) have
 * it as their result: value and gradient there are evaluated once, at the end, or each time that the gradient where the method
 * stands is small enough to end.
 *
 * @param <P> the parameters' type
 * @param <S> the transformation's state type
 * @param method the transformation
 * @param key from which each step that needs one gets its own key
 * @param stochastic whether the data changes from step to step
 */
public record FirstOrder<P, S>(GradientTransformation<P, S> method, Key key, boolean stochastic)
        implements Solver<P, FirstOrder.State<P, S>> {

    private static final Set<Need> FUNCTIONS =
            Set.of(Need.VALUE_FUNCTION, Need.GRADIENT_FUNCTION, Need.HESSIAN_VECTOR_PRODUCT);

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the transformation's state type
     * @param next the parameters that the next step evaluates
     * @param inner the transformation's state
     * @param key for later steps
     * @param move length of the last update
     * @param last the iterate evaluated last
     * @param best the best iterate
     * @param progress where the solver stands
     * @param status the code of a {@link Status}
     */
    public record State<P, S>(
            P next,
            S inner,
            Key key,
            Tensor move,
            Iterate<P> last,
            Iterate<P> best,
            Progress progress,
            Tensor status) {}

    @Override
    public State<P, S> init(P start) {
        Tensor infinity = Tensors.scalar(Double.POSITIVE_INFINITY);
        Tensor zero = Tensors.scalar(0);
        Iterate<P> none = new Iterate<>(start, infinity, Tree.zerosLike(start), infinity);
        Tensor before = Tensors.full(-1, new ArrayType(DType.INT64, Shape.SCALAR));
        Progress progress = new Progress(before, infinity, infinity, zero, Evaluations.none());
        return new State<>(start, method.init(start), key, zero, none, none, progress, Status.RUNNING.code());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // as in averages
    public State<P, S> step(Objective<P> f, State<P, S> state) {
        CountingObjective<P> counted = new CountingObjective<>(f);
        P point = state.next();
        ValueAndGrad<P> evaluated = counted.valueAndGradient(point);
        Tensor value = evaluated.value().to(DType.FLOAT64);
        Tensor norm = Trees.maxNorm(evaluated.gradient());
        Tensor finite = Trees.isFinite(value).and(Trees.isFinite(norm));
        Iterate<P> last = new Iterate<>(point, value, evaluated.gradient(), norm);
        Tensor k = state.progress().iteration().plus(1L);

        Info<P> info = Info.of(point, evaluated.value(), k);
        Key later = state.key();
        if (method.needs().contains(Need.KEY)) {
            var keys = later.split(2);
            info = info.withKey(keys.get(0));
            later = keys.get(1);
        }
        if (method.needs().contains(Need.DATA) && f.data().isPresent()) {
            info = info.withData(f.data().get());
        }
        if (method.needs().stream().anyMatch(FUNCTIONS::contains)) {
            info = info.withObjective(counted);
        }
        Step<P, S> step = method.update(evaluated.gradient(), state.inner(), info);

        Tensor rounding = value.abs().times(10 * epsilon(evaluated.value()));
        P answer = method.answer(point, state.inner());
        boolean latest = stochastic || answer != point;
        Tensor better = latest ? finite : finite.and(isBetter(last, state.best(), rounding));
        Iterate<P> candidate = new Iterate<>(answer, value, evaluated.gradient(), norm);
        Iterate<P> best = Trees.where(better, candidate, state.best());
        Progress progress = new Progress(
                k, value, norm, state.move(), counted.addedTo(state.progress().evaluations()));
        return new State<>(
                Trees.moved(point, step.update()),
                step.state(),
                later,
                Tree.norm(step.update()),
                last,
                best,
                progress,
                status(state, value, finite, k));
    }

    private static double epsilon(Tensor value) {
        return value.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    }

    private static <P> Tensor isBetter(Iterate<P> last, Iterate<P> best, Tensor rounding) {
        Tensor lower = last.value().lt(best.value().minus(rounding));
        Tensor equal = last.value().le(best.value().plus(rounding));
        return lower.or(equal.and(last.gradientNorm().le(best.gradientNorm())));
    }

    private static <P, S> Tensor status(State<P, S> state, Tensor value, Tensor finite, Tensor k) {
        Tensor ended = state.status().ne(Status.RUNNING.code());
        Tensor broken = Tensors.where(k.eq(0L), Status.NON_FINITE_START.code(), Status.NON_FINITE.code());
        Tensor cause = Tensors.where(value.eq(Double.NEGATIVE_INFINITY), Status.UNBOUNDED.code(), broken);
        return Tensors.where(ended, state.status(), Tensors.where(finite, Status.RUNNING.code(), cause));
    }

    @Override
    public Tensor terminate(State<P, S> state, Tolerance tolerance) {
        if (stochastic) {
            return state.status();
        }
        Tensor small = state.best().gradientNorm().le(tolerance.gradient());
        Tensor running = state.status().eq(Status.RUNNING.code());
        return Tensors.where(running.and(small), Status.GRADIENT.code(), state.status());
    }

    @Override
    public Progress progress(State<P, S> state) {
        return state.progress();
    }

    @Override
    public Iterate<P> result(State<P, S> state) {
        return state.best();
    }

    /**
     * Whether the method's answer is another point than where it stands, as an average.
     *
     * @param state the state
     * @return true for averaging methods, once they have made a step
     */
    @SuppressWarnings("ReferenceEquality") // a method that has no answer of its own returns the very parameters
    public boolean averages(State<P, S> state) {
        return method.answer(state.next(), state.inner()) != state.next();
    }

    @Override
    public Iterate<P> result(State<P, S> state, Objective<P> f) {
        Iterate<P> best = state.best();
        if (!averages(state)) {
            return best;
        }
        ValueAndGrad<P> there = f.valueAndGradient(best.point());
        return new Iterate<>(
                best.point(), there.value().to(DType.FLOAT64), there.gradient(), Trees.maxNorm(there.gradient()));
    }

    @Override
    public boolean confirms(State<P, S> state, Objective<P> f, double tolerance) {
        return !averages(state) || result(state, f).gradientNorm().item() <= tolerance;
    }

    @Override
    public boolean needsFullData() {
        return false;
    }

    @Override
    public String name() {
        return method.name();
    }
}
