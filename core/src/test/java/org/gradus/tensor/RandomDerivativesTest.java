package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.kernel.GammaFunctions;
import org.gradus.kernel.IncompleteGamma;
import org.junit.jupiter.api.Test;

/** Derivatives of random numbers in their parameters: means against closed forms, paths against quantiles, refusals. */
class RandomDerivativesTest {
    private static final int MANY = 200_000;

    /** The mean of a sample is a number, within five standard errors. */
    private static void mean(String what, Tensor sample, double expected) {
        double mean = sample.mean().item();
        double deviation = Math.sqrt(sample.minus(mean).square().mean().item() / sample.size());
        assertThat(mean).as(what).isCloseTo(expected, within(5 * deviation + 1e-12 * Math.abs(expected)));
    }

    /** dy/dp of every number of a sample drawn with equal parameters. */
    private static Tensor slopes(Fn<Tensor, Tensor> draw, double p) {
        return Gradus.grad((Tensor x) -> draw.apply(x).sum()).apply(Tensors.full(p, MANY));
    }

    @Test
    void gammaNumbersMoveAsTheirMeans() {
        for (double a : new double[] {0.05, 0.3, 1, 2.5, 30, 1000, 1e6}) {
            Tensor z = slopes(x -> Random.gamma(Key.of(1), x), a);
            mean("dE[z]/da, a = " + a, z, 1);
            Tensor square = slopes(x -> Random.gamma(Key.of(2), x).square(), a);
            mean("dE[z²]/da, a = " + a, square, 2 * a + 1);
        }
        for (double a : new double[] {1e-3, 0.05, 1, 30, 1e6}) {
            Tensor y = slopes(x -> Random.logGamma(Key.of(3), x), a);
            mean("dE[ln z]/da, a = " + a, y, GammaFunctions.trigamma(a));
            assertThat(y.min().item()).isPositive();
        }
    }

    @Test
    void secondDerivativesAreThoseOfTheMeans() {
        Tensor ones = Tensors.ones(MANY);
        for (double a : new double[] {0.3, 1, 4, 50, 1e4}) {
            Tensor at = Tensors.full(a, MANY);
            Tensor log = Gradus.hvp((Tensor x) -> Random.logGamma(Key.of(4), x).sum())
                    .apply(at, ones);
            mean("d²E[ln z]/da², a = " + a, log, GammaFunctions.polygamma(2, a));
            Tensor square = Gradus.hvp(
                            (Tensor x) -> Random.gamma(Key.of(5), x).square().sum())
                    .apply(at, ones);
            mean("d²E[z²]/da², a = " + a, square, 2);
        }
    }

    /** Along the path the distribution function stays: z(a + h) is predicted to second order. */
    @Test
    void numbersFollowTheQuantile() {
        for (double a : new double[] {0.4, 1, 3, 40}) {
            Tensor at = Tensors.full(a, 200);
            Fn<Tensor, Tensor> draw = x -> Random.gamma(Key.of(6), x);
            double[] z = draw.apply(at).toDoubles();
            double[] first =
                    Gradus.grad((Tensor x) -> draw.apply(x).sum()).apply(at).toDoubles();
            double[] second = Gradus.hvp((Tensor x) -> draw.apply(x).sum())
                    .apply(at, Tensors.ones(200))
                    .toDoubles();
            double h = 1e-3 * a;
            for (int i = 0; i < z.length; i++) {
                double up = z[i] + h * first[i] + 0.5 * h * h * second[i];
                double p = IncompleteGamma.gammainc(a, z[i]);
                double density = IncompleteGamma.gammaincDerivative(a, z[i]);
                double off = (IncompleteGamma.gammainc(a + h, up) - p) / density;
                assertThat(Math.abs(off)).as("a = %s, z = %s", a, z[i]).isLessThan(1e-7 * (z[i] + first[i]));
            }
        }
    }

    @Test
    void thirdDerivativesAreRefused() {
        Fn<Tensor, Tensor> f = x -> Random.gamma(Key.of(1), x).sum();
        Fn<Tensor, Tensor> curvature =
                x -> Gradus.hvp(f).apply(x, Tensors.onesLike(x)).sum();
        assertThatThrownBy(() -> Gradus.grad(curvature).apply(tensor(2.0)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("not of third")
                .hasMessageContaining("stopGradient(shape)");
    }

    @Test
    void underflowOfSmallShapesDoesNotReachDerivatives() {
        Tensor z = slopes(x -> Random.gamma(Key.of(7), x), 1e-4);
        assertThat(z.allFinite()).isTrue();
        mean("dE[z]/da", z, 1);
        ArrayType narrow = new ArrayType(DType.FLOAT32, Shape.of(1000));
        Tensor g = Gradus.grad((Tensor x) -> Random.gamma(Key.of(8), x).sum()).apply(Tensors.full(1e-3, narrow));
        assertThat(g.type()).isEqualTo(narrow);
        assertThat(g.allFinite()).isTrue();
        Tensor beta = slopes(x -> Random.beta(Key.of(9), x, x.times(2)), 1e-8);
        assertThat(beta.allFinite()).isTrue();
        Tensor dirichlet = Gradus.grad((Tensor x) ->
                        Random.dirichlet(Key.of(9), x, 100).square().sum())
                .apply(Tensors.full(1e-9, 4));
        assertThat(dirichlet.allFinite()).isTrue();
    }

    @Test
    void betaDirichletAndStudentMoveAsTheirMeans() {
        for (double[] p : new double[][] {{0.1, 0.4}, {2, 3}, {400, 100}}) {
            double a = p[0];
            double b = p[1];
            Tensor other = Tensors.full(b, MANY);
            mean("dE/da", slopes(x -> Random.beta(Key.of(10), x, other), a), b / ((a + b) * (a + b)));
            mean("dE/db", slopes(x -> Random.beta(Key.of(10), Tensors.full(a, MANY), x), b), -a / ((a + b) * (a + b)));
        }
        double[] alpha = {0.3, 1.5, 4};
        double sum = 5.8;
        Fn<Tensor, Tensor> first =
                x -> Random.dirichlet(Key.of(11), x).slice(1, 0, 1).sum();
        Tensor g = Gradus.grad(first).apply(tensor(alpha).broadcastTo(MANY, 3));
        for (int i = 0; i < 3; i++) {
            double expected = ((i == 0 ? sum : 0) - alpha[0]) / (sum * sum);
            mean("dE[x₀]/dα" + i, g.slice(1, i, i + 1).reshape(MANY), expected);
        }
        for (double n : new double[] {0.5, 3, 60}) {
            // E ln(1 + t²/n) = ψ((n+1)/2) - ψ(n/2)
            Tensor t =
                    slopes(x -> Random.studentT(Key.of(12), x).square().div(x).log1p(), n);
            double expected = 0.5 * (GammaFunctions.trigamma((n + 1) / 2) - GammaFunctions.trigamma(n / 2));
            mean("t", t, expected);
        }
        mean("chi square", slopes(x -> Random.chiSquare(Key.of(13), x), 3), 1);
    }

    @Test
    void locationAndScale() {
        Fn2<List<Tensor>, Key, Tensor> f = (p, key) ->
                Random.laplace(key, p.get(0), p.get(1), 1000).square().sum();
        List<Tensor> at = List.of(scalar(0.5), scalar(2));
        List<Tensor> g = Gradus.grad(f).apply(at, Key.of(14));
        Tensor z = Random.laplace(Key.of(14), 1000);
        Tensor x = z.times(2).plus(0.5);
        assertThat(g.get(0).item()).isCloseTo(x.times(2).sum().item(), within(1e-9));
        assertThat(g.get(1).item()).isCloseTo(x.times(z).times(2).sum().item(), within(1e-9));
        Tensor rate = slopes(r -> Random.exponential(Key.of(15), r), 4);
        mean("dE/drate", rate, -1.0 / 16);
        Tensor high =
                slopes(h -> Random.uniform(Key.of(16), Tensors.zerosLike(h), h).square(), 3);
        mean("dE[u²]/dhigh", high, 2);
    }

    @Test
    void truncationMovesTheMean() {
        // For a half-line x > a: dE[x]/da = λ (λ - a), λ = φ(a)/Φ(-a).
        for (double a : new double[] {-2, 0, 3, 12, 500}) {
            Tensor infinite = Tensors.full(Double.POSITIVE_INFINITY, MANY);
            Tensor slope = slopes(x -> Random.truncatedNormal(Key.of(17), x, infinite), a);
            double hazard = Math.sqrt(2 / Math.PI) / org.gradus.kernel.ErrorFunctions.erfcx(a * Math.sqrt(0.5));
            double expected = a > 100 ? 1 - 1 / (a * a) : hazard * (hazard - a);
            mean("a = " + a, slope, expected);
        }
        Tensor both = Gradus.grad((Tensor x) ->
                        Random.truncatedNormal(Key.of(18), x, x.plus(1e-9)).sum())
                .apply(tensor(1.0, -30, 7));
        assertThat(both.minus(1).abs().max().item()).isLessThan(1e-6);
    }

    @Test
    void covariancesMoveTheMeanOfSquares() {
        Tensor covariance = tensor(new double[][] {{2, 0.5}, {0.5, 1}});
        Tensor weights = tensor(new double[][] {{1, 2}, {2, -1}});
        // E[xᵀWx] = tr(WΣ), whose gradient along a symmetric direction V is tr(WV).
        Fn<Tensor, Tensor> f = s -> {
            Tensor x = Random.multivariateNormal(Key.of(19), Tensors.zeros(2), s, MANY);
            return x.matmul(weights).times(x).sum(-1).mean();
        };
        Tensor direction = tensor(new double[][] {{1, -0.5}, {-0.5, 2}});
        double slope = Gradus.jvp(f, covariance, direction).tangent().item();
        assertThat(slope).isCloseTo(1 - 2 - 2, within(30 / Math.sqrt(MANY)));
    }

    @Test
    void theSameBitsInEveryForm() {
        Fn<Tensor, Tensor> f = x -> {
            List<Key> keys = Key.of(20).split(3);
            Tensor beta = Random.beta(keys.get(0), x, x.plus(1));
            Tensor t = Random.studentT(keys.get(1), x);
            return beta.times(t)
                    .plus(Random.truncatedNormal(keys.get(2), x.unaryMinus(), x))
                    .sum();
        };
        Tensor x = tensor(0.3, 2, 50);
        Fn<Tensor, Tensor> g = Gradus.grad(f);
        assertThat(Gradus.jit(g).apply(x).array().sameBits(g.apply(x).array())).isTrue();
        Tensor batched = Gradus.vmap(g).apply(Tensors.stack(x, x));
        assertThat(batched.get(1).array().sameBits(g.apply(x).array())).isTrue();
    }

    @Test
    void discreteDrawsRefuseDerivatives() {
        Key key = Key.of(1);
        Tensor n = tensor(new long[] {9, 9});
        Tensor p = tensor(0.3, 0.6);
        refused("bernoulli", x -> Random.bernoulli(key, x).to(DType.FLOAT64).sum(), p);
        refused("poisson", x -> Random.poisson(key, x).to(DType.FLOAT64).sum(), p);
        refused("binomial", x -> Random.binomial(key, n, x).to(DType.FLOAT64).sum(), p);
        refused("geometric", x -> Random.geometric(key, x).to(DType.FLOAT64).sum(), p);
        refused("category", x -> Random.categorical(key, x, 5).to(DType.FLOAT64).sum(), p);
        refused(
                "order",
                x -> Random.weightedPermutation(key, x).to(DType.FLOAT64).sum(),
                p);
        refused(
                "counts",
                x -> Random.multinomial(key, n, x, 2).to(DType.FLOAT64).sum(),
                p);
        refused("category", x -> Random.choice(key, p, x, 2, true).sum(), p);
        // As a constant it is taken, and what is chosen is differentiable.
        Fn<Tensor, Tensor> f =
                x -> Random.choice(key, x, Tensors.stopGradient(x), 4, true).sum();
        assertThat(Gradus.grad(f).apply(p).sum().item()).isEqualTo(4);
        Fn<Tensor, Tensor> shuffled =
                x -> Random.shuffle(key, x, 0).times(tensor(1.0, 2)).sum();
        assertThat(Gradus.grad(shuffled).apply(p).toDoubles()).containsExactlyInAnyOrder(1, 2);
    }

    private static void refused(String what, Fn<Tensor, Tensor> f, Tensor at) {
        for (Fn<Tensor, Tensor> g : List.of(Gradus.grad(f), Gradus.jit(Gradus.grad(f)), Gradus.grad(Gradus.jit(f)))) {
            assertThatThrownBy(() -> g.apply(at))
                    .isInstanceOf(NotDifferentiableException.class)
                    .hasMessageContaining("a draw of a " + what + " is discrete")
                    .hasMessageContaining("Gumbel-softmax")
                    .hasMessageContaining("score function");
        }
        assertThatThrownBy(() -> Gradus.jvp(f, at, at)).isInstanceOf(NotDifferentiableException.class);
    }
}
