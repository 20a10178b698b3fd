package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Steps on models of one sample's loss h(c(x)), h convex, c smooth (Davis and Drusvyatskiy 2019, stochastic model-based
 * minimization of weakly convex functions): x⁺ minimizes the model plus ‖y − x‖²/(2α).
 *
 * <p>With c = c(x) and g = ∇c(x): SUBGRADIENT: x − α·h'(c)·g; PROX_LINEAR (h of the linear part, stochastic Gauss-Newton):
 * x − clip(c/‖g‖², −α, α)·g for h = |·|, within [0, α] for h = max(0, ·); TRUNCATED (the line, not below the least value):
 * x − min(α, h(c)/‖h'·g‖²)·h'·g. The exact proximal point of phase retrieval is {@link #phaseRetrieval}.
 *
 * @param model which model
 * @param outer h
 */
public record ModelBased(Model model, Outer outer) {

    /** The models. */
    public enum Model {
        /** The tangent. */
        SUBGRADIENT,

        /** h of the tangent of c. */
        PROX_LINEAR,

        /** The tangent, cut off at the least value 0. */
        TRUNCATED
    }

    /** The outer functions, with least value 0. */
    public enum Outer {
        /** |c|. */
        ABSOLUTE,

        /** max(0, c). */
        HINGE
    }

    /**
     * One step; 0 is taken for the slope of h at its kink.
     *
     * @param x where, a vector
     * @param c c(x), a scalar
     * @param gradient ∇c(x)
     * @param step α, a positive scalar
     * @return x⁺
     */
    public Tensor step(Tensor x, Tensor c, Tensor gradient, Tensor step) {
        Tensor square = gradient.square().sum();
        Tensor none = square.eq(0);
        Tensor safe = Tensors.where(none, 1, square);
        Tensor slope = outer == Outer.ABSOLUTE ? c.sign() : Tensors.where(c.gt(0), Tensors.onesLike(c), 0.0);
        Tensor length = switch (model) {
            case SUBGRADIENT -> slope.times(step);
            case PROX_LINEAR -> {
                Tensor whole = c.div(safe);
                Tensor low = outer == Outer.ABSOLUTE ? step.unaryMinus() : Tensors.zerosLike(step);
                yield Tensors.clamp(whole, low, step);
            }
            case TRUNCATED -> slope.times(Tensors.minimum(step, c.abs().div(safe)));
        };
        return x.minus(gradient.times(Tensors.where(none, 0, length)));
    }

    /**
     * The proximal point of |⟨a, y⟩² − b|: the best of x + s·a over the four places where the derivative can vanish.
     *
     * @param x where, a vector
     * @param a the measurement's vector
     * @param b the measurement, zero or more, a scalar
     * @param step α, a positive scalar
     * @return the minimizer of |⟨a, y⟩² − b| + ‖y − x‖²/(2α)
     */
    public static Tensor phaseRetrieval(Tensor x, Tensor a, Tensor b, Tensor step) {
        Tensor u = a.times(x).sum();
        Tensor n = a.square().sum();
        Tensor root = b.sqrt();
        Tensor best = x;
        Tensor least = Tensors.scalar(Double.POSITIVE_INFINITY);
        Tensor twice = step.times(2);
        Tensor[] places = {
            twice.times(u).unaryMinus().div(twice.times(n).plus(1)),
            twice.times(u).div(Tensors.minus(1, twice.times(n))),
            root.minus(u).div(n),
            root.unaryMinus().minus(u).div(n)
        };
        for (Tensor s : places) {
            Tensor inner = u.plus(s.times(n));
            Tensor value = inner.square()
                    .minus(b)
                    .abs()
                    .plus(s.square().times(n).div(twice))
                    .to(DType.FLOAT64);
            Tensor better = value.lt(least);
            best = Tensors.where(better, x.plus(a.times(s)), best);
            least = Tensors.where(better, value, least);
        }
        return best;
    }
}
