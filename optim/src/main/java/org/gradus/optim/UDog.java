package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Accelerated distance over gradients: no learning rate to choose, two gradients a step (Kreisler et al. 2024, U-DoG).
 *
 * <p>r̄ = max(r_ε, ‖x_k − x₀‖, ‖y_k − x₀‖ for k ≤ t), a = Σ r̄_k / r̄, ω = a·r̄, m = ∇f((ω·y + S)/(W + ω)),
 * x ← y − a·r̄/√(Gₓ)·m, S ← S + ω·x, W ← W + ω, g = ∇f(S/W), y ← y − a·r̄/√(G_y)·g; with M = max a_k²·‖m_k‖² and
 * Q = Σ a_k²·‖g_k − m_k‖²: Gₓ = max(Q before, M), G_y = max(Q, M), both with 1e-30 added. Variant: that practical G was
 * reconstructed. The parameters that a driver moves are the points of m; the method's result is S/W, the state's average.
 *
 * @param <P> the parameters' type
 * @param relative r_ε/(1 + ‖x₀‖), positive; 1e-6 by default
 */
public record UDog<P>(double relative) implements Optimizer<P, UDog.State<P>> {
    private static final double FLOOR = 1e-30;

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param start x₀
     * @param x the last x
     * @param y y
     * @param sum S
     * @param weight W, an f64 scalar
     * @param farthest r̄ of the step to come, an f64 scalar
     * @param total Σ r̄_k with the step to come, an f64 scalar
     * @param differences Q, an f64 scalar
     * @param largest M, an f64 scalar
     * @param average S/W; x₀ before the first step
     */
    public record State<P>(
            P start,
            P x,
            P y,
            P sum,
            Tensor weight,
            Tensor farthest,
            Tensor total,
            Tensor differences,
            Tensor largest,
            P average) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public UDog {
        Settings.positive("UDog", "relative", relative);
    }

    /** The paper's setting. */
    public UDog() {
        this(1e-6);
    }

    @Override
    public State<P> init(P params) {
        Tensor first = Leaves.norm(params).plus(1).times(relative);
        Tensor zero = Tensors.scalar(0);
        return new State<>(params, params, params, Tree.zerosLike(params), zero, first, first, zero, zero, params);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor reach = state.farthest();
        Tensor a = state.total().div(reach);
        Tensor omega = a.times(reach);
        Tensor squareA = a.square();
        Tensor largest = Tensors.maximum(state.largest(), squareA.times(Leaves.dot(gradient, gradient)));
        Tensor before = Tensors.maximum(state.differences(), largest).plus(FLOOR);
        Tensor etaX = a.times(reach).div(before.sqrt());
        P x = Tree.map((Tensor y, Tensor m) -> y.plus(Leaves.down(etaX, m)), state.y(), gradient);
        P sum = Tree.map((Tensor s, Tensor p) -> s.plus(Leaves.times(p, omega)), state.sum(), x);
        Tensor weight = state.weight().plus(omega);
        P average = Tree.map(s -> s.div(Leaves.as(weight, s)), sum);
        P g = Probe.gradient(info, average);
        P change = Tree.minus(g, gradient);
        Tensor differences = state.differences().plus(squareA.times(Leaves.dot(change, change)));
        Tensor after = Tensors.maximum(differences, largest).plus(FLOOR);
        Tensor etaY = a.times(reach).div(after.sqrt());
        P y = Tree.map((Tensor p, Tensor d) -> p.plus(Leaves.down(etaY, d)), state.y(), g);

        Tensor gone =
                Tensors.maximum(Leaves.norm(Tree.minus(x, state.start())), Leaves.norm(Tree.minus(y, state.start())));
        Tensor farthest = Tensors.maximum(reach, gone);
        Tensor total = state.total().plus(farthest);
        Tensor nextOmega = total;
        P query = Tree.map(
                (Tensor p, Tensor s) -> Leaves.times(p, nextOmega).plus(s).div(Leaves.as(weight.plus(nextOmega), s)),
                y,
                sum);
        P update = Tree.minus(query, info.params());
        return new Step<>(
                update, new State<>(state.start(), x, y, sum, weight, farthest, total, differences, largest, average));
    }

    @Override
    public P answer(P params, State<P> state) {
        return state.average();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.GRADIENT_FUNCTION);
    }
}
