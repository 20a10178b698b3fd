package org.gradus.optim;

import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Minimizes a dear objective F by steps on a cheap proxy G (Woodworth, Mishchenko and Bach 2023, "Two Losses Are Better
 * Than One").
 *
 * <p>c = ∇F(x) − ∇G(x), x ← argmin over y of G(y) + ⟨c, y⟩ + ‖y − x‖²/(2η). The rate depends on the smoothness δ of F − G
 * alone; η = 1/δ is the deterministic choice. Each outer step takes one gradient of F. Subproblems are solved by
 * {@link Lbfgs} to a tolerance on the gradient.
 *
 * @param eta η, positive
 * @param innerSteps most iterations of a subproblem, one or more; 200 by default
 * @param innerTolerance of a subproblem, positive; 1e-10 by default
 */
public record ProxyProx(double eta, int innerSteps, double innerTolerance) {

    /**
     * Where a run ended.
     *
     * @param <P> the parameters' type
     * @param point x
     * @param dear gradients of F taken
     * @param cheap gradients of G taken
     */
    public record Result<P>(P point, long dear, long cheap) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public ProxyProx {
        Settings.positive("ProxyProx", "eta", eta);
        Settings.atLeast("ProxyProx", "innerSteps", 1, innerSteps);
        Settings.positive("ProxyProx", "innerTolerance", innerTolerance);
    }

    /**
     * With the usual inner solver.
     *
     * @param eta η, positive
     */
    public ProxyProx(double eta) {
        this(eta, 200, 1e-10);
    }

    /** What a subproblem depends on. */
    record Sub<P>(P correction, P center) {}

    /**
     * Makes a number of outer steps.
     *
     * @param <P> the parameters' type
     * @param gradient ∇F, or an unbiased estimate of it
     * @param proxy G
     * @param start where to begin
     * @param steps outer steps, zero or more
     * @return the last iterate
     */
    public <P> Result<P> run(Fn<P, P> gradient, Fn<P, Tensor> proxy, P start, int steps) {
        Objective<P> g = Objective.of(proxy);
        // The subproblem is one function of its data, so it is compiled once.
        Minimizer<P, Sub<P>> inner = Minimizer.of((P y, Sub<P> s) -> {
                    Tensor near = Tensors.scalar(0);
                    P away = Tree.minus(y, s.center());
                    near = near.plus(Tree.dot(away, away)).times(1 / (2 * eta));
                    return proxy.apply(y).plus(Tree.dot(s.correction(), y)).plus(near);
                })
                .maxIterations(innerSteps)
                .tolerance(innerTolerance);
        P x = start;
        long cheap = 0;
        for (int t = 0; t < steps; t++) {
            ValueAndGrad<P> here = g.valueAndGradient(x);
            P correction = Tree.minus(gradient.apply(x), here.gradient());
            Solution<P> solved = inner.data(new Sub<>(correction, x)).run(x);
            cheap += 1 + solved.counts().gradients();
            x = solved.point();
        }
        return new Result<>(x, steps, cheap);
    }
}
