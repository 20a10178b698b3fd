package org.gradus.solve;

import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.ShapeException;
import org.gradus.linear.LinearOperator;
import org.gradus.optim.Counts;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching;
import org.gradus.transform.Derivatives;
import org.gradus.transform.Loops;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.gradus.transform.ValueGradAux;
import org.gradus.transform.WithAux;
import org.gradus.tree.Tree;

/**
 * The point x_T(θ) that T steps of gradient descent reach, as a differentiable function of θ: the derivative of the steps
 * themselves, whether or not they came to a minimum,
 *
 * <pre>
 * x₀ = start,   xₜ₊₁ = xₜ − M(θ)·∇ₓf(xₜ, θ),   M = α·I unless another is given
 * </pre>
 *
 * or, with a {@link Schedule}, steps whose rates and momentum are themselves functions of θ.
 *
 * <p>Three ways to its hypergradient. <em>Reverse</em> (the default) goes back through all steps and keeps T points.
 * <em>Truncated</em> ({@link #last}) goes back through the last K only, as if x_{T−K} did not depend on θ (Shaban, Cheng,
 * Hatch and Boots, Truncated Back-propagation for Bilevel Optimization, 2019): memory of K points, and an error that falls
 * as (1 − α·λmin)ᴷ. <em>Forward</em> ({@link #forward}) carries one tangent a hyperparameter along: memory does not grow
 * with T, and work grows with the number of hyperparameters (Franceschi, Donini, Frasconi and Pontil, Forward and Reverse
 * Gradient-Based Hyperparameter Optimization, 2017). Reverse and forward agree to rounding; all of them tend to the
 * implicit derivative as the steps converge.
 *
 * @param <P> the parameters' type
 * @param <H> the hyperparameters' type
 */
public final class Unrolled<P, H> {
    private static final int POWER_ITERATIONS = 30;
    /** The estimate of λmax lies below it; descent diverges at half of λmax. */
    private static final double SAFETY = 1.2;

    /** How the steps are differentiated. */
    private enum Mode {
        REVERSE,
        FORWARD
    }

    /** The objective for given hyperparameters, and how a step moves on its gradient. */
    private sealed interface Descent<P> {
        Fn<P, Tensor> objective();

        /** By −M∇. */
        record Preconditioned<P>(Fn<P, Tensor> objective, Fn<P, P> preconditioner) implements Descent<P> {}

        /** By −αₜ·v with momentum. */
        record Scheduled<P>(Fn<P, Tensor> objective, Schedule schedule) implements Descent<P> {}
    }

    /**
     * Rates and momentum of heavy-ball descent (Polyak, Some methods of speeding up the convergence of iteration methods,
     * 1964):
     *
     * <pre>
     * v₀ = 0,   vₜ₊₁ = μ·vₜ + ∇ₓf(xₜ, θ),   xₜ₊₁ = xₜ − αₜ·vₜ₊₁
     * </pre>
     *
     * @param rates α, {@code [T]}: one for each step, in the order of the steps
     * @param momentum μ, a scalar, usually at least 0 and below 1
     */
    public record Schedule(Tensor rates, Tensor momentum) {}

    private final Fn<H, Descent<P>> descent;
    /** x₀, and the first velocity where there is one. */
    private final List<P> start;

    private final int count;
    private final int differentiated;
    private final Mode mode;

    private Unrolled(Fn<H, Descent<P>> descent, List<P> start, int count, int differentiated, Mode mode) {
        this.descent = descent;
        this.start = start;
        this.count = count;
        this.differentiated = differentiated;
        this.mode = mode;
    }

    /**
     * Steps of gradient descent with a fixed rate.
     *
     * @param <P> the parameters' type
     * @param <H> the hyperparameters' type
     * @param objective f(x, θ), a scalar
     * @param start x₀, which does not depend on θ
     * @param count T, one or more
     * @param rate α, below 2/λmax; {@link #rate(Fn2, Object, Object)} finds one
     * @return the steps, to be differentiated in reverse
     * @throws ArgumentException when there are no steps, or the rate is not a positive number
     */
    public static <P, H> Unrolled<P, H> of(Fn2<P, H, Tensor> objective, P start, int count, double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("unrolled: a rate of " + rate + " goes nowhere", "give a positive number");
        }
        return of(objective, start, count, _ -> gradient -> Tree.scale(rate, gradient));
    }

    /**
     * Steps of preconditioned gradient descent.
     *
     * @param <P> the parameters' type
     * @param <H> the hyperparameters' type
     * @param objective f(x, θ), a scalar
     * @param start x₀, which does not depend on θ
     * @param count T, one or more
     * @param preconditioner θ ↦ (∇ ↦ M(θ)·∇), which is differentiated too; what depends on θ alone is done once
     * @return the steps, to be differentiated in reverse
     * @throws ArgumentException when there are no steps
     */
    public static <P, H> Unrolled<P, H> of(
            Fn2<P, H, Tensor> objective, P start, int count, Fn<H, Fn<P, P>> preconditioner) {
        checkCount(count);
        return new Unrolled<>(
                h -> new Descent.Preconditioned<>(x -> objective.apply(x, h), preconditioner.apply(h)),
                List.of(start),
                count,
                count,
                Mode.REVERSE);
    }

    /**
     * Steps with the rates and the momentum of a schedule, which the hyperparameters decide: their hypergradient tunes the
     * descent itself (Maclaurin, Duvenaud and Adams, Gradient-based Hyperparameter Optimization through Reversible Learning,
     * 2015). There are few of them, so {@link #forward} is cheap.
     *
     * @param <P> the parameters' type
     * @param <H> the hyperparameters' type
     * @param objective f(x, θ), a scalar
     * @param start x₀, which does not depend on θ
     * @param count T, one or more
     * @param schedule θ ↦ rates and momentum
     * @return the steps, to be differentiated in reverse
     * @throws ArgumentException when there are no steps
     */
    public static <P, H> Unrolled<P, H> scheduled(
            Fn2<P, H, Tensor> objective, P start, int count, Fn<H, Schedule> schedule) {
        checkCount(count);
        return new Unrolled<>(
                h -> new Descent.Scheduled<>(x -> objective.apply(x, h), checked(schedule.apply(h), count)),
                List.of(start, Tree.zerosLike(start)),
                count,
                count,
                Mode.REVERSE);
    }

    private static Schedule checked(Schedule schedule, int count) {
        if (!schedule.rates().shape().equals(Shape.of(count))
                || schedule.momentum().rank() != 0) {
            throw new ShapeException(
                    "unrolled: a schedule of rates " + schedule.rates().type() + " and momentum "
                            + schedule.momentum().type() + " does not fit " + count + " steps",
                    "give rates of shape [" + count + "] and a scalar momentum");
        }
        return schedule;
    }

    private static void checkCount(int count) {
        if (count < 1) {
            throw new ArgumentException("unrolled: " + count + " steps are nothing", "take one or more");
        }
    }

    /**
     * The same steps as a function of what these hyperparameters are computed from: that is done once, before the first step.
     *
     * @param <G> the type of what is given
     * @param f from what is given to θ
     * @return a changed copy, by whose argument hypergradients are taken
     */
    public <G> Unrolled<P, G> after(Fn<G, H> f) {
        return new Unrolled<>(g -> descent.apply(f.apply(g)), start, count, differentiated, mode);
    }

    /**
     * A rate at which gradient descent from here converges on a convex function: 1/(1.2·λmax) of the Hessian at this point,
     * by {@value #POWER_ITERATIONS} power iterations.
     *
     * @param <P> the parameters' type
     * @param <H> the hyperparameters' type
     * @param objective f(x, θ)
     * @param point where
     * @param hyperparameters θ
     * @return the rate; 1 where there is no curvature
     */
    public static <P, H> double rate(Fn2<P, H, Tensor> objective, P point, H hyperparameters) {
        Tree.Raveled<P> raveled = Tree.ravel(point);
        LinearOperator<Tensor> hessian = LinearOperator.hessian(
                (Tensor x) -> objective.apply(raveled.unravel().apply(x), hyperparameters), raveled.vector());
        double size = new CurvatureProbe(POWER_ITERATIONS)
                .of(hessian, raveled.vector())
                .magnitude();
        return size > 0 ? 1 / (SAFETY * size) : 1;
    }

    /**
     * Another start.
     *
     * @param point x₀
     * @return a changed copy
     */
    public Unrolled<P, H> start(P point) {
        List<P> from = start.size() == 1 ? List.of(point) : List.of(point, Tree.zerosLike(point));
        return new Unrolled<>(descent, from, count, differentiated, mode);
    }

    /**
     * Differentiates the last steps only.
     *
     * @param k from 1 to the number of steps
     * @return a changed copy
     * @throws ArgumentException when it is out of range
     */
    public Unrolled<P, H> last(int k) {
        if (k < 1 || k > count) {
            throw new ArgumentException(
                    "unrolled: the last " + k + " of " + count + " steps cannot be differentiated",
                    "give a number from 1 to " + count);
        }
        return new Unrolled<>(descent, start, count, k, mode);
    }

    /**
     * Differentiates forward, one tangent for each hyperparameter in one pass.
     *
     * @return a changed copy
     */
    public Unrolled<P, H> forward() {
        return new Unrolled<>(descent, start, count, differentiated, Mode.FORWARD);
    }

    /**
     * The steps as a function of the hyperparameters, to be used inside any other function. All steps are differentiated,
     * or as many as {@link #last} says.
     *
     * @return θ ↦ x_T(θ)
     */
    public Fn<H, P> map() {
        return h -> run(before(h), h, count - differentiated, differentiated).getFirst();
    }

    /** The state after the first T−K steps, which is taken not to depend on θ: x and, with a schedule, the velocity. */
    private List<P> before(H hyperparameters) {
        if (differentiated == count) {
            return start;
        }
        H constant = Tree.map(Tensors::stopGradient, hyperparameters);
        return Tree.map(Tensors::stopGradient, run(start, constant, 0, count - differentiated));
    }

    private List<P> run(List<P> from, H hyperparameters, int first, int number) {
        int segments = (int) Math.max(1, Math.round(Math.sqrt(number)));
        ScanOptions options = ScanOptions.DEFAULT.withSegments(segments);
        return switch (descent.apply(hyperparameters)) {
            case Descent.Preconditioned<P>(Fn<P, Tensor> f, Fn<P, P> preconditioner) -> {
                Fn<P, Scanned<P, List<Tensor>>> body = x -> {
                    P gradient = Derivatives.valueAndGrad(f, x).gradient();
                    return new Scanned<>(Tree.minus(x, preconditioner.apply(gradient)), List.of());
                };
                yield List.of(Loops.scan(body, from.getFirst(), number, options).carry());
            }
            case Descent.Scheduled<P>(Fn<P, Tensor> f, Schedule(Tensor rates, Tensor momentum)) -> {
                Fn2<List<P>, Tensor, Scanned<List<P>, List<Tensor>>> body = (state, rate) -> {
                    P gradient = Derivatives.valueAndGrad(f, state.get(0)).gradient();
                    P velocity = Tree.axpy(momentum, state.get(1), gradient);
                    P next = Tree.axpy(rate.unaryMinus(), velocity, state.get(0));
                    return new Scanned<>(List.of(next, velocity), List.of());
                };
                yield Loops.scan(body, from, rates.slice(0, first, first + number), options)
                        .carry();
            }
        };
    }

    /**
     * The total derivative d/dθ g(x_T(θ), θ) of an outer loss, with its evidence: the solution is {@link Solution.Stopped}
     * after T steps, and its residual says how far from a minimum these came.
     *
     * @param outer g(x, θ), a scalar
     * @param hyperparameters θ
     * @return value, hypergradient and evidence; no linear solves
     * @throws ConvergenceException when the steps diverge
     */
    public Hypergradient<P, H> hypergradient(Fn2<P, H, Tensor> outer, H hyperparameters) {
        List<P> before = before(hyperparameters);
        Fn<H, WithAux<Tensor, P>> f = h -> {
            P end = run(before, h, count - differentiated, differentiated).getFirst();
            return new WithAux<>(outer.apply(end, h), end);
        };
        if (mode == Mode.REVERSE) {
            ValueGradAux<H, P> result = Derivatives.valueAndGradWithAux(f, hyperparameters);
            return new Hypergradient<>(
                    result.value(), result.gradient(), evidence(result.aux(), hyperparameters), List.of());
        }
        WithAux<Tensor, P> result = f.apply(hyperparameters);
        Tree.Raveled<H> theta = Tree.ravel(hyperparameters);
        Fn<Tensor, Tensor> value = v -> f.apply(theta.unravel().apply(v)).value();
        Tensor directions = Tensors.eye(theta.vector().size()).to(theta.vector().dtype());
        Tensor gradient = Batching.vmap(
                (Tensor e) -> Derivatives.jvp(value, theta.vector(), e).tangent(), directions);
        return new Hypergradient<>(
                result.value(), theta.unravel().apply(gradient), evidence(result.aux(), hyperparameters), List.of());
    }

    private ImplicitSolution<P> evidence(P point, H hyperparameters) {
        var at = Derivatives.valueAndGrad(descent.apply(hyperparameters).objective(), point);
        double value = at.value().item();
        double residual = Tree.norm(at.gradient()).item();
        if (!Double.isFinite(value) || !Double.isFinite(residual)) {
            throw new ConvergenceException(
                    "unrolled: " + count + " steps came to a point where the objective is " + value
                            + " and its gradient's norm " + residual,
                    "take smaller steps: the rate has to be below 2 / (largest curvature)");
        }
        double largest = Tree.ravel(at.gradient()).vector().abs().max().item();
        Solution.Reached<P> reached =
                new Solution.Reached<>(point, value, largest, new Counts(count, 0, count, 0), List.of());
        Solution<P> solution = new Solution.Stopped<>(reached, Status.ITERATIONS, count + " steps were asked for");
        return new ImplicitSolution<>(point, solution, residual);
    }
}
