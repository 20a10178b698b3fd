package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Lowers the largest gradient norm nearby, for any method (Zhang et al. 2023, GAM): four gradients a step.
 *
 * <p>g₁ = ∇f(x + ρ·g/‖g‖), x' = x + ρ'·(g₁ − g)/‖g₁ − g‖, g₂ = ∇f(x'), g₃ = ∇f(x' + ρ·g₂/‖g₂‖), norms with 1e-12 added.
 * {@link Plain}: g + a·(g₃ − g₂). {@link Official}, of the authors' code: P = g + |1 − b₀|·g₂, G = b₁·g₁ + (1 − b₁)·g₃,
 * and G − γ·(the part of P across G).
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the gradient
 * @param radius ρ, positive; 0.02 in the authors' code
 * @param outerRadius ρ', positive; 0.2 in the authors' code
 * @param mode how the gradients are combined
 */
public record Gam<P, S>(GradientTransformation<P, S> inner, double radius, double outerRadius, Mode mode)
        implements GradientTransformation<P, S> {

    /** How the four gradients are combined. */
    public sealed interface Mode {}

    /**
     * The mathematical update.
     *
     * @param weight a, positive
     */
    public record Plain(double weight) implements Mode {}

    /**
     * The update of the authors' code.
     *
     * @param b0 b₀; 0.5 there
     * @param b1 b₁; 0.6 there
     * @param gamma γ; 0.03 there
     */
    public record Official(double b0, double b1, double gamma) implements Mode {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Gam {
        Settings.positive("Gam", "radius", radius);
        Settings.positive("Gam", "outerRadius", outerRadius);
    }

    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        return inner.update(combined(gradient, info), state, info);
    }

    private P combined(P g0, Info<P> info) {
        P x = info.params();
        P g1 = Probe.gradient(info, Probe.towards(x, g0, radius));
        P adverse = Probe.towards(x, Tree.minus(g1, g0), outerRadius);
        P g2 = Probe.gradient(info, adverse);
        P g3 = Probe.gradient(info, Probe.towards(adverse, g2, radius));
        return switch (mode) {
            case Plain(double weight) -> Probe.mix(1, g0, weight, Tree.minus(g3, g2));
            case Official(double b0, double b1, double gamma) -> {
                P p = Probe.mix(1, g0, Math.abs(1 - b0), g2);
                P g = Probe.mix(b1, g1, 1 - b1, g3);
                Tensor long1 = Leaves.norm(p);
                Tensor long2 = Leaves.norm(g).plus(Probe.TINY);
                Tensor cosine = Leaves.dot(p, g).div(long1.times(Leaves.norm(g)).plus(Probe.TINY));
                Tensor along = cosine.times(long1).div(long2);
                P across = Tree.map((Tensor u, Tensor v) -> u.minus(Leaves.times(v, along)), p, g);
                yield Probe.mix(1, g, -gamma, across);
            }
        };
    }

    /**
     * R₀, the largest rise of the value within a ball, by projected ascent.
     *
     * @param <P> the parameters' type
     * @param f the objective
     * @param x the centre
     * @param starts directions in which to begin
     * @param radius of the ball
     * @param steps of ascent, each of a fifth of the radius
     * @return max f(x + d) − f(x), an f64 scalar
     */
    public static <P> Tensor sharpness(Objective<P> f, P x, java.util.List<P> starts, double radius, int steps) {
        Tensor worst = Tensors.scalar(0);
        Tensor here = f.value(x);
        for (P start : starts) {
            P d = inBall(start, radius, true);
            for (int i = 0; i < steps; i++) {
                d = inBall(Probe.towards(d, f.valueAndGradient(Tree.plus(x, d)).gradient(), radius / 5), radius, false);
            }
            worst = Tensors.maximum(worst, f.value(Tree.plus(x, d)).minus(here));
        }
        return worst;
    }

    /**
     * R₁ = ρ·(the largest gradient norm within a ball of radius ρ), by projected ascent along H·g/‖g‖.
     *
     * @param <P> the parameters' type
     * @param f the objective
     * @param x the centre
     * @param starts directions in which to begin
     * @param radius ρ
     * @param steps of ascent, each of a fifth of the radius
     * @return R₁, an f64 scalar
     */
    public static <P> Tensor firstOrderFlatness(
            Objective<P> f, P x, java.util.List<P> starts, double radius, int steps) {
        Tensor worst = Tensors.scalar(0);
        for (P start : starts) {
            P d = inBall(start, radius, true);
            for (int i = 0; i < steps; i++) {
                P at = Tree.plus(x, d);
                d = inBall(Probe.towards(d, f.hvp(at, f.valueAndGradient(at).gradient()), radius / 5), radius, false);
            }
            worst = Tensors.maximum(
                    worst, Leaves.norm(f.valueAndGradient(Tree.plus(x, d)).gradient()));
        }
        return worst.times(radius);
    }

    /** d shortened to a ball, or set on its surface. */
    private static <P> P inBall(P d, double radius, boolean onSurface) {
        Tensor norm = Leaves.norm(d);
        Tensor share = Leaves.ratio(Tensors.scalar(radius), norm, 0);
        Tensor scale = onSurface ? share : Tensors.where(norm.le(radius), 1, share);
        return Tree.map(leaf -> Leaves.times(leaf, scale), d);
    }

    @Override
    public P answer(P params, S state) {
        return inner.answer(params, state);
    }

    @Override
    public Set<Need> needs() {
        return Probe.with(inner.needs(), Need.GRADIENT_FUNCTION);
    }

    @Override
    public boolean descends() {
        return inner.descends();
    }

    @Override
    public String name() {
        return "Gam " + inner.name();
    }
}
