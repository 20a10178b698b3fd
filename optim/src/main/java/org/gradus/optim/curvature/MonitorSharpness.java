package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Step;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Follows the sharpness of a loss, the eigenvalue of the Hessian that is largest in size, while a method runs; gradients pass
 * unchanged. Put it first in a chain and read {@link State#sharpness}: training is stable while the learning rate times the
 * sharpness is below the method's {@link StabilityLimit} (Gilmer et al., A Loss Curvature Perspective on Training Instability
 * in Deep Learning, 2021).
 *
 * <p>Power iteration u ← Hu/‖Hu‖, λ = uᵀHu, started from the vector of the step before, so a few products a step follow a
 * curvature that changes slowly.
 *
 * @param <P> the parameters' type
 * @param products Hessian-vector products a step, one or more; 20 by default, enough for three digits from a cold start where
 *     the second eigenvalue is at most 0.8 of the first
 */
public record MonitorSharpness<P>(int products) implements GradientTransformation<P, MonitorSharpness.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param vector u, of length 1
     * @param sharpness λ, an f64 scalar; 0 before the first step
     */
    public record State<P>(P vector, Tensor sharpness) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when there are no products
     */
    public MonitorSharpness {
        if (products < 1) {
            throw new ArgumentException("sharpness: " + products + " products see nothing", "take one or more");
        }
    }

    /** Twenty products a step. */
    public MonitorSharpness() {
        this(20);
    }

    @Override
    public State<P> init(P params) {
        Tree.Raveled<P> raveled = Tree.ravel(params);
        Tensor vector = raveled.vector();
        Tensor random = Random.normal(Key.of(0), vector.size()).to(vector.dtype());
        return new State<>(
                raveled.unravel().apply(random.div(Tree.norm(random).to(random.dtype()))), Tensors.scalar(0));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        P vector = state.vector();
        Tensor sharpness = state.sharpness();
        for (int k = 0; k < products; k++) {
            P product = info.objective().hvp(info.params(), vector);
            sharpness = Tree.dot(vector, product).to(DType.FLOAT64);
            Tensor norm = Tree.norm(product);
            // Where the Hessian is zero any direction will do.
            Tensor scale = Tensors.where(norm.gt(0), Tensors.div(1, norm), 0);
            P unit = Tree.map((Tensor p) -> p.times(scale.to(p.dtype())), product);
            Tensor some = norm.gt(0);
            vector = Tree.map((Tensor a, Tensor b) -> Tensors.where(some, a, b), unit, vector);
        }
        return new Step<>(gradient, new State<>(vector, sharpness));
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.HESSIAN_VECTOR_PRODUCT);
    }
}
