package org.gradus.optim.quasar;

import java.util.function.IntFunction;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Counts;
import org.gradus.optim.Vectors;

/**
 * Accelerated stochastic gradient descent for smooth quasar-convex functions, f(x*) ≥ f(x) + ⟨∇f(x), x* − x⟩/γ (Fu, Xu and Wilson,
 * Accelerated Stochastic Optimization Methods under Quasar-convexity, 2023). All forms keep two points that {@link Bisearch} couples:
 *
 * <pre>
 * {@link BoundedGradients}:  x ← τ·x + (1 − τ)·z;  z ← z − η·(2k + 3)/γ·g(x);   η = min(1/L, 2·√D·γ/(σ·(K + 1)^1.5));  answer x
 * {@link StrongGrowth}:      x ← τ·y + (1 − τ)·z;  z ← z − (A₊ − A)/γ·g(x);  y ← x − g(x)/(ρ·L);  A = γ²·(k + 1)²/(4·L·ρ²);  answer y
 * {@link StronglyQuasar}:    x ← τ·x + (1 − τ)·z;  z ← (b·z + a·x − g(x))/(a + b);  a = γ·μ/2;  answer x
 * </pre>
 *
 * <p>The first two search with b = 0, c = γ·(k + 1)²/(2k + 3), the guesses 1 − 2/(k + 2) and c/(1 + c). The third takes, with k₀ a
 * tenth of the steps and m = 48/γ², b = 8·μ/γ up to k₀ and γ·μ·(k − k₀ + m)²/(4·(k − k₀) + 4·m + 2) after it; it searches with a/2,
 * c = b/μ and without a guess. Variant: these constants of the third form were reconstructed from the authors' experiments, the
 * tolerance of the search is 0. With ρ = 1 and the full gradient the second form is the deterministic accelerated method, and
 * f(y_K) − f* ≤ 1.25·4·L·D/(γ²·(K + 1)²), D = ‖x₀ − x*‖²/2.
 *
 * @param form which form
 * @param gamma γ in (0, 1]
 * @param smoothness L, positive
 */
public record QuasarSgd(Form form, double gamma, double smoothness) {

    /** What is known of the stochastic gradients. */
    public sealed interface Form {}

    /**
     * E‖g‖² ≤ σ².
     *
     * @param deviation σ, positive
     * @param distance D = ‖x₀ − x*‖²/2 or a guess at it, positive
     */
    public record BoundedGradients(double deviation, double distance) implements Form {}

    /**
     * E‖g‖² ≤ ρ·‖∇f‖².
     *
     * @param rho 1 or more; 1 for the full gradient
     */
    public record StrongGrowth(double rho) implements Form {}

    /**
     * f(x*) ≥ f(x) + ⟨∇f(x), x* − x⟩/γ + μ/2·‖x* − x‖².
     *
     * @param mu μ, positive
     */
    public record StronglyQuasar(double mu) implements Form {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public QuasarSgd {
        boolean known = switch (form) {
            case BoundedGradients(double deviation, double distance) -> deviation > 0 && distance > 0;
            case StrongGrowth(double rho) -> rho >= 1;
            case StronglyQuasar(double mu) -> mu > 0;
        };
        if (!(known && gamma > 0 && gamma <= 1 && smoothness > 0)) {
            throw new ArgumentException(
                    "QuasarSgd: " + form + ", gamma " + gamma + ", smoothness " + smoothness,
                    "gamma is in (0, 1], rho 1 or more, everything else positive");
        }
    }

    /**
     * A run on a function without noise.
     *
     * @param f the function
     * @param start x₀
     * @param steps K, zero or more
     * @return the answer
     */
    public QuasarRun run(Differentiable f, double[] start, int steps) {
        return run(_ -> f, start, steps);
    }

    /**
     * A run.
     *
     * @param oracle the function of a step, such as a mini-batch: the search and the gradient of a step use the same
     * @param start x₀
     * @param steps K, zero or more
     * @return the answer
     */
    public QuasarRun run(IntFunction<Differentiable> oracle, double[] start, int steps) {
        double[] x = start.clone();
        double[] z = start.clone();
        double[] weights = new double[Math.max(0, steps)];
        long evaluations = 0;
        for (int k = 0; k < steps; k++) {
            Bisearch.Found at = coupled(oracle.apply(k), x, z, k, steps);
            weights[k] = at.weight();
            evaluations += at.evaluations();
            double[] g = at.gradient();
            x = at.point();
            switch (form) {
                case BoundedGradients(double deviation, double distance) -> {
                    double rate = Math.min(
                            1 / smoothness, 2 * Math.sqrt(distance) * gamma / (deviation * Math.pow(steps + 1, 1.5)));
                    z = Vectors.plus(z, -rate * (2 * k + 3) / gamma, g);
                }
                case StrongGrowth(double rho) -> {
                    z = Vectors.plus(z, -gamma * (2 * k + 3) / (4 * smoothness * rho * rho), g);
                    x = Vectors.plus(x, -1 / (rho * smoothness), g);
                }
                case StronglyQuasar(double mu) -> {
                    double a = gamma * mu / 2;
                    double b = past(mu, k, steps);
                    double[] mixed = new double[z.length];
                    for (int i = 0; i < mixed.length; i++) {
                        mixed[i] = (b * z[i] + a * x[i] - g[i]) / (a + b);
                    }
                    z = mixed;
                }
            }
        }
        return new QuasarRun(x, weights, new Counts(steps, evaluations, evaluations, 0));
    }

    private Bisearch.Found coupled(Differentiable f, double[] x, double[] z, int k, int steps) {
        double c = gamma * (k + 1.0) * (k + 1.0) / (2 * k + 3);
        return switch (form) {
            case BoundedGradients _ -> Bisearch.find(f, x, z, 0, c, 0, 1 - 2.0 / (k + 2));
            case StrongGrowth _ -> Bisearch.find(f, x, z, 0, c, 0, c / (1 + c));
            case StronglyQuasar(double mu) -> Bisearch.find(f, x, z, gamma * mu / 4, past(mu, k, steps) / mu, 0);
        };
    }

    /** b_k of the strongly quasar-convex form. */
    private double past(double mu, int k, int steps) {
        int first = steps / 10;
        if (k <= first) {
            return 8 * mu / gamma;
        }
        double m = 48 / (gamma * gamma);
        double since = k - first + m;
        return gamma * mu * since * since / (4 * since + 2);
    }
}
