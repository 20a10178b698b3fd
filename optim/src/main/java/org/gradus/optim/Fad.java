package org.gradus.optim;

import java.util.Set;
import org.gradus.tree.Tree;

/**
 * Flatness of both orders, for any method (Zhang et al. 2023, FAD): four gradients a step.
 *
 * <p>g₁ = ∇f(x + ρ·g/‖g‖), h₀ = g₁ − g, x' = x + ρ·h₀/‖h₀‖, g₂ = ∇f(x'), g₃ = ∇f(x' + ρ·g₂/‖g₂‖), h₁ = g₃ − g₂; the
 * inner method gets g + β·(a·h₀ + (1 − a)·h₁). Norms have 1e-12 added. a = β = 1 is {@link Sam}. Variant: which of the
 * two terms a weighs was reconstructed; it is that of the loss here.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the gradient
 * @param radius ρ, positive; the paper searches 0.01 to 0.1
 * @param share a in [0, 1]
 * @param weight β, positive
 */
public record Fad<P, S>(GradientTransformation<P, S> inner, double radius, double share, double weight)
        implements GradientTransformation<P, S> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Fad {
        Settings.positive("Fad", "radius", radius);
        Settings.share("Fad", "share", share);
        Settings.positive("Fad", "weight", weight);
    }

    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        return inner.update(combined(gradient, info), state, info);
    }

    private P combined(P gradient, Info<P> info) {
        P x = info.params();
        P h0 = Tree.minus(Probe.gradient(info, Probe.towards(x, gradient, radius)), gradient);
        P adverse = Probe.towards(x, h0, radius);
        P g2 = Probe.gradient(info, adverse);
        P h1 = Tree.minus(Probe.gradient(info, Probe.towards(adverse, g2, radius)), g2);
        return Tree.plus(gradient, Probe.mix(weight * share, h0, weight * (1 - share), h1));
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
        return "Fad " + inner.name();
    }
}
