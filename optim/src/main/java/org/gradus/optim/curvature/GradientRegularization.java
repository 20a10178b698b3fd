package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Objective;
import org.gradus.optim.Stateless;
import org.gradus.optim.Step;
import org.gradus.tree.Tree;

/**
 * Adds the gradient of the penalty γ/2·‖∇f‖², which is γ·∇²f·∇f, exactly or by one more gradient (Karakida, Takase, Hayase and
 * Osawa, Understanding Gradient Regularization in Deep Learning, 2022):
 *
 * <pre>
 * FORWARD    g + γ·(∇f(x + ε·g) − g)/ε
 * BACKWARD   g + γ·(g − ∇f(x − ε·g))/ε
 * EXACT      g + γ·∇²f(x)·g
 * </pre>
 *
 * <p>With γ = ε the forward form is ∇f(x + ε·g), sharpness-aware minimization without normalization. The forward form prefers
 * flat minima more strongly than the exact penalty, the backward form less. All gradients are of the same data.
 *
 * @param <P> the parameters' type
 * @param gamma γ, zero or more
 * @param epsilon ε, above 0; not used by EXACT. The paper sweeps 0.01 to 0.5, with γ of the same size
 * @param form how the Hessian-vector product is taken; forward by default, the paper's choice
 */
public record GradientRegularization<P>(double gamma, double epsilon, Form form)
        implements GradientTransformation<P, Stateless> {

    /** How ∇²f·∇f is taken. */
    public enum Form {
        /** A difference along an ascent step. */
        FORWARD,
        /** A difference along a descent step. */
        BACKWARD,
        /** A Hessian-vector product. */
        EXACT
    }

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public GradientRegularization {
        if (!(gamma >= 0 && epsilon > 0)) {
            throw new ArgumentException(
                    "gradient regularization: gamma " + gamma + " and epsilon " + epsilon,
                    "gamma is zero or more, epsilon above 0");
        }
    }

    /**
     * The forward form.
     *
     * @param gamma γ, zero or more
     * @param epsilon ε, above 0
     */
    public GradientRegularization(double gamma, double epsilon) {
        this(gamma, epsilon, Form.FORWARD);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        Objective<P> f = info.objective();
        P x = info.params();
        P penalty = switch (form) {
            case FORWARD ->
                Tree.scale(1 / epsilon, Tree.minus(gradientAt(f, Tree.axpy(epsilon, gradient, x)), gradient));
            case BACKWARD ->
                Tree.scale(1 / epsilon, Tree.minus(gradient, gradientAt(f, Tree.axpy(-epsilon, gradient, x))));
            case EXACT -> f.hvp(x, gradient);
        };
        return new Step<>(Tree.axpy(gamma, penalty, gradient), state);
    }

    private static <P> P gradientAt(Objective<P> f, P x) {
        return f.valueAndGradient(x).gradient();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(form == Form.EXACT ? Need.HESSIAN_VECTOR_PRODUCT : Need.GRADIENT_FUNCTION);
    }
}
