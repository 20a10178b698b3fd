package org.gradus.optim.quasar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Differentiable;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.stochastic.LinearModelSum;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

class QuasarTest {
    private static final LinearModelSum.LeakyLink LINK = new LinearModelSum.LeakyLink(0.5);

    /** Predictions that can be fitted exactly, by w = (1, −2, 0.5). */
    private static LinearModelSum fitted(double ridge) {
        SplittableRandom random = new SplittableRandom(5);
        double[] w = {1, -2, 0.5};
        double[][] rows = new double[30][];
        double[] targets = new double[30];
        for (int i = 0; i < 30; i++) {
            rows[i] = random.doubles(3, -1, 1).toArray();
            targets[i] = LINK.link(Vectors.dot(rows[i], w));
        }
        return new LinearModelSum(rows, targets, LINK, ridge);
    }

    private static double[] quadratic(double[] x) {
        return new double[] {x[0], 0.1 * x[1]};
    }

    private static Differentiable bowl() {
        return Gradus.differentiable(
                (Tensor x) -> x.square().times(Tensors.tensor(1, 0.1)).sum().div(2));
    }

    @Test
    void theWeightSatisfiesTheTest() {
        Differentiable f = Gradus.differentiable(
                (Tensor u) -> u.square().div(u.square().plus(1)).sum());
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 200; k++) {
            double[] x = random.doubles(2, -5, 5).toArray();
            double[] z = random.doubles(2, -5, 5).toArray();
            double c = random.nextDouble() * 3;
            double b = random.nextDouble() * 0.1;
            Bisearch.Found found = Bisearch.find(f, x, z, b, c, 1e-6);
            double[] d = Vectors.minus(x, z);
            double tau = found.weight();
            double left = c * f.value(found.point())
                    + tau * (Vectors.dot(f.gradient(found.point()), d) - tau * b * Vectors.dot(d, d));
            assertThat(tau).isBetween(0.0, 1.0);
            assertThat(left).isLessThanOrEqualTo(c * f.value(x) + 1e-6 + 1e-12);
            assertThat(found.gradient()).containsExactly(f.gradient(found.point()), within(1e-15));
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        Differentiable f = bowl();
        assertThatThrownBy(() -> Bisearch.find(f, new double[2], new double[2], 0, 1, 0, 1.5))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("guess 1.5");
        assertThatThrownBy(() -> new QuasarSgd(new QuasarSgd.StrongGrowth(0.5), 1, 1))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new QuasarSvrg(2, 1, 0, 1, 0)).hasMessageContaining("gamma 2.0");
    }

    /** On a convex function the guess is always taken, so the methods are plain loops. */
    @Test
    void stepsAreThePublishedOnes() {
        double[] start = {3, -4};
        int steps = 25;
        double gamma = 0.7;
        double[] y = start.clone();
        double[] z = start.clone();
        for (int k = 0; k < steps; k++) {
            double now = gamma * gamma * (k + 1) * (k + 1) / 4;
            double next = gamma * gamma * (k + 2) * (k + 2) / 4;
            double c = gamma * now / (next - now);
            double[] x = new double[2];
            for (int i = 0; i < 2; i++) {
                x[i] = (c * y[i] + z[i]) / (1 + c);
            }
            double[] g = quadratic(x);
            for (int i = 0; i < 2; i++) {
                z[i] -= (next - now) / gamma * g[i];
                y[i] = x[i] - g[i];
            }
        }
        QuasarRun run = new QuasarSgd(new QuasarSgd.StrongGrowth(1), gamma, 1).run(bowl(), start, steps);
        assertThat(run.point()).containsExactly(y, within(1e-13));
        assertThat(run.counts().iterations()).isEqualTo(steps);
    }

    @Test
    void boundedGradientsAreThePublishedSteps() {
        double[] x = {3, -4};
        double[] z = x.clone();
        int steps = 12;
        double rate = Math.min(1, 2 * Math.sqrt(12.5) / (5 * Math.pow(steps + 1, 1.5)));
        for (int k = 0; k < steps; k++) {
            double tau = 1 - 2.0 / (k + 2);
            double[] g = new double[2];
            for (int i = 0; i < 2; i++) {
                x[i] = tau * x[i] + (1 - tau) * z[i];
            }
            System.arraycopy(quadratic(x), 0, g, 0, 2);
            for (int i = 0; i < 2; i++) {
                z[i] -= rate * (2 * k + 3) * g[i];
            }
        }
        QuasarSgd method = new QuasarSgd(new QuasarSgd.BoundedGradients(5, 12.5), 1, 1);
        QuasarRun run = method.run(bowl(), new double[] {3, -4}, steps);
        assertThat(run.weights()[0]).as("both points are the start").isOne();
        assertThat(run.point()).containsExactly(x, within(1e-13));
    }

    @Test
    void stronglyQuasarConvexFunctionsAreMinimized() {
        QuasarSgd method = new QuasarSgd(new QuasarSgd.StronglyQuasar(0.1), 1, 1);
        double[] start = {0.3, -0.4};
        double few = bowl().value(method.run(bowl(), start, 100).point());
        double many = bowl().value(method.run(bowl(), start, 1000).point());
        assertThat(few).isLessThan(bowl().value(start) * 1e-2);
        assertThat(many).isLessThan(few * 1e-3);
    }

    @Test
    void varianceIsReduced() {
        LinearModelSum sum = fitted(0);
        double[] start = new double[3];
        Differentiable f = sum.whole();
        QuasarSvrg method = new QuasarSvrg(0.8, 3, 0, 2.625, 0);
        QuasarRun run = method.run(sum, start, 400, Key.of(2));
        assertThat(f.value(run.point())).isLessThan(1e-8 * f.value(start));
        assertThat(run.counts().gradients()).isBetween(400L * 30, 403L * 30);
        // ⌈30·3/(29/8 + 3)⌉ and ⌈30·23/(29/8 + 23)⌉
        assertThat(method.batchSize(30, 0)).isEqualTo(14);
        assertThat(method.batchSize(30, 10)).isEqualTo(26);
        QuasarSvrg strong = new QuasarSvrg(0.8, 3, 0.05, 1, 0);
        assertThat(f.value(strong.run(sum, start, 400, Key.of(3)).point())).isLessThan(1e-6 * f.value(start));
    }

    @Test
    void gapsTellWhatIsQuasarConvex() {
        Differentiable f = fitted(0).whole();
        double[] w = {1, -2, 0.5};
        SplittableRandom random = new SplittableRandom(9);
        List<double[]> points = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            points.add(random.doubles(3, -4, 4).toArray());
        }
        assertThat(QuasarConvexity.gap(f, w, 0.8, points)).isGreaterThanOrEqualTo(0);
        assertThat(QuasarConvexity.gamma(f, w, points)).isBetween(0.8, 2.5);
        Differentiable waves = Gradus.differentiable((Tensor x) ->
                x.get(0).cos().unaryMinus().plus(1).plus(x.get(0).square().times(0.01)));
        List<double[]> line = List.of(new double[] {4}, new double[] {1});
        assertThat(QuasarConvexity.gap(waves, new double[1], 1, line)).isNegative();
    }

    @Test
    void theSystemIsARecurrence() {
        LinearSystem system = new LinearSystem(2, 1);
        double[] p = {0.3, -0.5, 0.7, 1.1, -0.2};
        double[][] u = {{1, 2, -1, 0.5}, {0, 1, 0, -1}};
        Tensor out = system.outputs(Tensors.tensor(p), Tensors.tensor(u));
        double square = 0;
        for (int r = 0; r < 2; r++) {
            double first = 0;
            double second = 0;
            for (int t = 0; t < 4; t++) {
                double y = p[2] * first + p[3] * second + p[4] * u[r][t];
                assertThat(out.get(r, t).item()).isCloseTo(y, within(1e-15));
                square += t >= 1 ? y * y / 6 : 0;
                double last = u[r][t] - p[0] * first - p[1] * second;
                first = second;
                second = last;
            }
        }
        Tensor loss = system.loss(Tensors.tensor(p), Tensors.tensor(u), Tensors.zeros(2, 4));
        assertThat(loss.item()).isCloseTo(square, within(1e-14));
    }
}
