package org.gradus.optim.curvature;

import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.optim.Evaluations;
import org.gradus.optim.Iterate;
import org.gradus.optim.Objective;
import org.gradus.optim.Progress;
import org.gradus.optim.Status;
import org.gradus.optim.Tolerance;
import org.gradus.optim.VectorSolver;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Newton's method with a regularization in proportion to the gradient, which finds by itself how far a model of the Hessian can be
 * trusted (Semenov, Jaggi and Doikov, Gradient-Normalized Smoothness for Optimization with Approximate Hessians, 2025):
 *
 * <pre>
 * λ = ‖∇f(x)‖₂/(γ + 1e-8),   d = −(H(x) + λI)⁻¹∇f(x)
 * accept when f(x) − f(x + d) ≥ ‖∇f(x + d)‖²/(8λ): γ ← max(2γ, 1e-9); else γ ← γ/2
 * </pre>
 *
 * <p>γ is a radius: accepted steps are no longer. H may be the Hessian, the Gauss–Newton matrix, or nothing at all, which is
 * gradient descent with normalized steps; each gets the best known global rate of its class. An indefinite H raises λ until
 * H + λI is positive definite, by halving γ. The eigenvalues of H are found once an accepted point, so a rejected trial costs one
 * evaluation and O(n²).
 *
 * @param model H; the exact Hessian by default
 * @param radius γ at the start, above 0; 1 by default, the official code's
 */
public record GradRegNewton(HessianModel model, double radius) implements VectorSolver<GradRegNewton.State> {

    /** Trials of one step, as in the official code. */
    private static final int TRIALS = 40;

    /** The exact Hessian, γ₀ = 1. */
    public GradRegNewton() {
        this(HessianModel.exact(), 1);
    }

    /**
     * The state.
     *
     * @param trial the point that the next step evaluates
     * @param at the last accepted iterate, whose values never rise
     * @param values eigenvalues of H there {@code [n]}
     * @param vectors eigenvectors of H there {@code [n, n]}
     * @param radius γ, a scalar
     * @param damping λ of the trial, a scalar
     * @param rejected trials since the last accepted one, an i64 scalar
     * @param progress where the solver stands
     * @param status the code of a {@link Status}
     */
    public record State(
            Tensor trial,
            Iterate<Tensor> at,
            Tensor values,
            Tensor vectors,
            Tensor radius,
            Tensor damping,
            Tensor rejected,
            Progress progress,
            Tensor status) {}

    private record Model(Tensor values, Tensor vectors) {}

    /** What the choice between the model before and one at the point needs. */
    private record Known(Model model, Tensor point) {}

    @Override
    public State init(Tensor start) {
        int n = start.dim(0);
        Tensor infinity = Tensors.scalar(Double.POSITIVE_INFINITY);
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        Progress progress = new Progress(none.minus(1L), infinity, infinity, Tensors.scalar(0), Evaluations.none());
        return new State(
                start,
                new Iterate<>(start, infinity, Tensors.zerosLike(start), infinity),
                Tensors.zeros(n),
                Tensors.eye(n),
                Tensors.scalar(radius),
                Tensors.scalar(1),
                none,
                progress,
                Status.RUNNING.code());
    }

    @Override
    public State step(Objective<Tensor> f, State state) {
        ValueAndGrad<Tensor> evaluated = f.valueAndGradient(state.trial());
        Tensor value = evaluated.value().to(DType.FLOAT64);
        Tensor gradient = evaluated.gradient();
        Tensor square = Tree.dot(gradient, gradient).to(DType.FLOAT64);
        Tensor finite = isFinite(value).and(isFinite(square));
        Tensor first = state.progress().iteration().lt(0L);
        Tensor decrease = state.at().value().minus(value);
        Tensor enough = decrease.ge(square.div(state.damping().times(8)));
        Tensor accepted = finite.and(first.or(enough));

        Iterate<Tensor> trial = new Iterate<>(
                state.trial(), value, gradient, gradient.abs().max().to(DType.FLOAT64));
        Iterate<Tensor> at = Tree.map((Tensor a, Tensor b) -> Tensors.where(accepted, a, b), trial, state.at());
        // The point goes in by the argument: what hangs on no argument is computed outside, in every step.
        Model model = Gradus.cond(
                accepted,
                (Known k) -> decompose(f, k.point()),
                Known::model,
                new Known(new Model(state.values(), state.vectors()), at.point()));
        Tensor grown = Tensors.maximum(state.radius().times(2), Tensors.scalar(1e-9));
        Tensor free = Tensors.where(
                first,
                state.radius(),
                Tensors.where(accepted, grown, state.radius().div(2)));

        Tensor norm = Tree.norm(at.gradient()).to(DType.FLOAT64);
        Tensor trusted = definite(free, norm, model.values().min());
        Tensor damping = norm.div(trusted.plus(1e-8));
        Tensor g = at.gradient().to(DType.FLOAT64);
        Tensor along = model.vectors().t().matmul(g).div(model.values().plus(damping));
        Tensor d = model.vectors().matmul(along).unaryMinus();
        Tensor rejected = Tensors.where(
                accepted, Tensors.zerosLike(state.rejected()), state.rejected().plus(1L));
        Tensor moved = Tree.norm(state.trial().minus(state.at().point())).to(DType.FLOAT64);
        Progress before = state.progress();
        double products = this.model.products(state.trial().dim(0));
        Progress progress = new Progress(
                Tensors.where(accepted, before.iteration().plus(1L), before.iteration()),
                at.value(),
                at.gradientNorm(),
                Tensors.where(accepted, Tensors.where(first, Tensors.scalar(0), moved), before.step()),
                before.evaluations()
                        .plus(1, 1, 0)
                        .plusProducts(accepted.to(DType.INT64).times(products)));
        return new State(
                at.point().plus(d.to(at.point().dtype())),
                at,
                model.values(),
                model.vectors(),
                trusted,
                damping,
                rejected,
                progress,
                status(state, first, finite, value, rejected));
    }

    private Model decompose(Objective<Tensor> f, Tensor x) {
        Tensor h = model.at(f, x).to(DType.FLOAT64);
        Linalg.Eigh eigen = Linalg.eigh(h.plus(h.t()).times(0.5));
        return new Model(eigen.values(), eigen.vectors());
    }

    /** γ halved until ‖g‖/γ exceeds −λ_min: the least j with γ/2ʲ small enough. */
    private static Tensor definite(Tensor radius, Tensor norm, Tensor smallest) {
        Tensor most = norm.div(Tensors.maximum(smallest.unaryMinus(), Tensors.scalar(1e-300)));
        Tensor halvings = radius.div(most).log().div(Math.log(2)).floor().plus(1);
        Tensor halved = radius.times(Tensors.scalar(2).pow(halvings.unaryMinus()));
        return Tensors.where(smallest.lt(0).and(radius.ge(most)), halved, radius);
    }

    private static Tensor isFinite(Tensor scalar) {
        return scalar.abs().lt(Double.POSITIVE_INFINITY);
    }

    private static Tensor status(State state, Tensor first, Tensor finite, Tensor value, Tensor rejected) {
        Tensor running = Status.RUNNING.code();
        Tensor start = Tensors.where(first.and(finite.not()), Status.NON_FINITE_START.code(), running);
        Tensor fell = Tensors.where(value.eq(Double.NEGATIVE_INFINITY), Status.UNBOUNDED.code(), start);
        Tensor last = Tensors.where(finite, Status.PRECISION.code(), Status.NON_FINITE.code());
        Tensor tired = Tensors.where(rejected.ge((long) TRIALS), last, fell);
        return Tensors.where(state.status().ne(running), state.status(), tired);
    }

    @Override
    public Tensor terminate(State state, Tolerance tolerance) {
        Tensor small = state.at().gradientNorm().le(tolerance.gradient());
        Tensor running = state.status().eq(Status.RUNNING.code());
        return Tensors.where(running.and(small), Status.GRADIENT.code(), state.status());
    }

    @Override
    public Progress progress(State state) {
        return state.progress();
    }

    @Override
    public Iterate<Tensor> result(State state) {
        return state.at();
    }
}
