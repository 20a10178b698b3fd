package org.gradus.optim.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Adam;
import org.gradus.optim.ClipByGlobalNorm;
import org.gradus.optim.Info;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Sgd;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

class LearnedTest {
    record Two(Tensor w, Tensor b) {}

    private static final Fn<Two, Tensor> VALUE = x -> x.w().minus(1)
            .square()
            .sum()
            .plus(x.b().times(Tensors.tensor(1, 2, 3)).minus(0.5).square().sum());

    private static final Two START = new Two(Random.normal(Key.of(1), 4, 3), Random.normal(Key.of(2), 3));

    private static Tensor draw(long seed, int... dims) {
        return Random.normal(Key.of(seed), dims);
    }

    private static SmallFc.Weights weights(long seed) {
        SmallFc.Weights drawn = SmallFc.Weights.init(Key.of(seed));
        return Tree.map(w -> w.plus(draw(seed + 1, w.shape().dims()).times(0.05)), drawn);
    }

    private static double normalized(double[] feature, int i) {
        double square = 0;
        for (double x : feature) {
            square += x * x / feature.length;
        }
        return feature[i] / Math.sqrt(1e-5 + square);
    }

    /** The second update of a 4 × 3 matrix by loops. */
    private static double[] plain(SmallFc.Weights w, double[] p, double[][] gradients) {
        double[] firsts = {0.9, 0.99, 0.999, 0.999, 0.9, 0.99, 0.999};
        double[] d = new double[7];
        for (int j = 0; j < 7; j++) {
            double decay = 1
                    - Math.exp(10
                            * (Math.log(1 - firsts[j]) / 10 + w.decays().get(j).item()));
            d[j] = Math.min(1 - 1e-6, Math.max(0, decay));
        }
        int n = 12;
        double[][] m = new double[3][n];
        double[] v = new double[n];
        double[][] r = new double[3][3];
        double[][] c = new double[3][4];
        for (double[] g : gradients) {
            for (int j = 0; j < 3; j++) {
                double[] column = new double[3];
                double[] row = new double[4];
                for (int i = 0; i < n; i++) {
                    m[j][i] = d[j] * m[j][i] + (1 - d[j]) * g[i];
                    // The longest axis is that of four rows: R is the mean over it, one number a column.
                    column[i % 3] += g[i] * g[i] / 4;
                    row[i / 3] += g[i] * g[i] / 3;
                }
                for (int k = 0; k < 3; k++) {
                    r[j][k] = d[4 + j] * r[j][k] + (1 - d[4 + j]) * column[k];
                }
                for (int k = 0; k < 4; k++) {
                    c[j][k] = d[4 + j] * c[j][k] + (1 - d[4 + j]) * row[k];
                }
            }
            for (int i = 0; i < n; i++) {
                v[i] = d[3] * v[i] + (1 - d[3]) * g[i] * g[i];
            }
        }
        double[] g = gradients[gradients.length - 1];
        double[][] f = new double[28][n];
        for (int i = 0; i < n; i++) {
            f[0][i] = g[i];
            f[1][i] = p[i];
            f[5][i] = v[i];
            f[9][i] = 1 / Math.sqrt(v[i] + 1e-6);
            for (int j = 0; j < 3; j++) {
                double meanRow = (r[j][0] + r[j][1] + r[j][2]) / 3;
                double rf = 1 / Math.sqrt(Math.max(r[j][i % 3] / (meanRow + 1e-9), 1e-9));
                double cf = 1 / Math.sqrt(Math.max(c[j][i / 3], 1e-9));
                f[2 + j][i] = m[j][i];
                f[6 + j][i] = m[j][i] * f[9][i];
                f[10 + j][i] = g[i] * rf * cf;
                f[13 + j][i] = r[j][i % 3];
                f[16 + j][i] = c[j][i / 3];
                f[19 + j][i] = 1 / Math.sqrt(r[j][i % 3] + 1e-8);
                f[22 + j][i] = 1 / Math.sqrt(c[j][i / 3] + 1e-8);
                f[25 + j][i] = m[j][i] * rf * cf;
            }
        }
        double[] times = {1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5};
        double[] update = new double[n];
        for (int i = 0; i < n; i++) {
            double[] x = new double[39];
            for (int k = 0; k < 28; k++) {
                x[k] = normalized(f[k], i);
            }
            for (int k = 0; k < 11; k++) {
                x[28 + k] = Math.tanh((gradients.length - 1) / times[k] - 1);
            }
            double[] out = layer(relu(layer(relu(layer(x, w.w1(), w.b1())), w.w2(), w.b2())), w.w3(), w.b3());
            update[i] = -1e-3 * out[0] * Math.exp(1e-3 * out[1]);
        }
        return update;
    }

    private static double[] relu(double[] x) {
        return java.util.Arrays.stream(x).map(a -> Math.max(a, 0)).toArray();
    }

    private static double[] layer(double[] x, Tensor w, Tensor b) {
        double[] y = b.toDoubles();
        double[] matrix = w.toDoubles();
        for (int j = 0; j < y.length; j++) {
            for (int i = 0; i < x.length; i++) {
                y[j] += x[i] * matrix[i * y.length + j];
            }
        }
        return y;
    }

    @Test
    void smallFcIsTheNetworkOfLoops() {
        SmallFc.Weights w = weights(3);
        assertThat(Tree.size(w)).isEqualTo(197);
        SmallFc<Tensor> method = new SmallFc<>(w);
        Tensor p = draw(5, 4, 3);
        double[][] gradients = {
            draw(6, 4, 3).toDoubles(), draw(7, 4, 3).toDoubles(), draw(8, 4, 3).toDoubles()
        };
        SmallFc.State state = method.init(p);
        for (int t = 0; t < 3; t++) {
            var made =
                    method.update(Tensors.tensor(gradients[t]).reshape(4, 3), state, Info.of(p, Tensors.scalar(0), t));
            state = made.state();
            double[][] seen = java.util.Arrays.copyOf(gradients, t + 1);
            assertThat(made.update().toDoubles()).containsExactly(plain(w, p.toDoubles(), seen), within(1e-12));
        }
    }

    @Test
    void metagradientsPassThroughSteps() {
        Fn<SmallFc.Weights, Tensor> small =
                w -> Unroll.losses(new SmallFc<Two>(w), VALUE, START, 6).mean();
        check(small, weights(11));
        Fn<Velo.Weights, Tensor> velo =
                w -> Unroll.losses(new Velo<Two>(w, 20), VALUE, START, 4).mean();
        check(velo, Velo.Weights.init(Key.of(12), 6, 3));
    }

    private static <W> void check(Fn<W, Tensor> meta, W at) {
        Tree.Raveled<W> raveled = Tree.ravel(at);
        Tensor way = draw(13, raveled.vector().size());
        double h = 1e-6;
        double difference = (meta.apply(raveled.unravel().apply(raveled.vector().plus(way.times(h))))
                                .item()
                        - meta.apply(raveled.unravel().apply(raveled.vector().minus(way.times(h))))
                                .item())
                / (2 * h);
        double slope =
                Tree.dot(Tree.ravel(Gradus.grad(meta).apply(at)).vector(), way).item();
        assertThat(difference).isNotZero();
        assertThat(slope).isCloseTo(difference, within(1e-5 * Math.max(1, Math.abs(difference))));
    }

    @Test
    void compiledAndBatchedRunsAreTheSame() {
        Fn<SmallFc.Weights, Tensor> run = w -> Unroll.losses(new SmallFc<Two>(w), VALUE, START, 4);
        SmallFc.Weights one = weights(21);
        assertThat(Gradus.jit(run).apply(one).toDoubles())
                .containsExactly(run.apply(one).toDoubles(), within(1e-13));
        SmallFc.Weights two = Tree.map((Tensor a, Tensor b) -> Tensors.stack(a, b), one, weights(22));
        assertThat(Gradus.vmap(run).apply(two).get(1).toDoubles())
                .containsExactly(run.apply(weights(22)).toDoubles(), within(1e-12));
        Two narrow = Tree.map(x -> x.to(DType.FLOAT32), START);
        var method = new Velo<Two>(Velo.Weights.init(Key.of(1), 4, 2), 20);
        var made = method.update(narrow, method.init(narrow), Info.of(narrow, Tensors.scalar(1), 0));
        assertThat(made.update().w().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Minimizer.of(VALUE)
                        .method(method)
                        .maxIterations(3)
                        .run(START)
                        .value())
                .isFinite();
    }

    @Test
    void strategiesFindGradients() {
        Fn2<Two, Key, Tensor> noisy =
                (x, key) -> VALUE.apply(x).plus(Random.normal(key).times(100));
        Two found = new EvolutionStrategies(4000, 0.01, 1e9)
                .gradient(noisy, START, Key.of(3))
                .gradient();
        Two exact = Gradus.grad(VALUE).apply(START);
        assertThat(Tree.norm(Tree.minus(found, exact)).item())
                .isLessThan(0.15 * Tree.norm(exact).item());
        var estimate = new EvolutionStrategies(3, 0.1, 7)
                .gradient((Tensor x, Key _) -> x.sum().times(Double.NaN), Tensors.ones(2), Key.of(1));
        assertThat(estimate.values().toDoubles()).containsOnly(7);
        assertThat(estimate.gradient().toDoubles()).containsOnly(0);
        assertThatThrownBy(() -> new EvolutionStrategies(0, 0.1, 1)).isInstanceOf(ArgumentException.class);
    }

    /** x ← x + θ in every part and a loss of x at the end of each: x₁ = θ, x₂ = 2θ, and truncation would see θ alone. */
    @Test
    void persistentStrategiesChargePartsWithWhatCameBefore() {
        Fn2<Tensor, Tensor, Scanned<Tensor, Tensor>> part = (w, x) -> {
            Tensor next = x.plus(w);
            return new Scanned<>(next, next.times(Tensors.tensor(1, -2)).sum());
        };
        EvolutionStrategies many = new EvolutionStrategies(20_000, 0.1, 1e9);
        Tensor w = Tensors.tensor(0.3, 0.7);
        var fresh = many.particles((Key _) -> Tensors.zeros(2), w, Key.of(1));
        var first = many.persistent(part, w, fresh, Key.of(2));
        var second = many.persistent(part, w, first.carry(), Key.of(3));
        assertThat(first.ys().gradient().toDoubles()).containsExactly(new double[] {1, -2}, within(0.1));
        assertThat(second.ys().gradient().toDoubles()).containsExactly(new double[] {2, -4}, within(0.2));
    }

    @Test
    void metaTrainingLowersTheLoss() {
        Fn2<SmallFc.Weights, Key, Tensor> meta = (w, key) -> {
            Tensor target = Random.normal(key, 3).times(0.05);
            Fn<Tensor, Tensor> f = x -> x.minus(target).square().sum();
            return Unroll.losses(new SmallFc<Tensor>(w), f, Tensors.zeros(3), 10)
                    .mean()
                    .div(f.apply(Tensors.zeros(3)));
        };
        SmallFc.Weights start = SmallFc.Weights.init(Key.of(5));
        var outer = new ClipByGlobalNorm<SmallFc.Weights>(1).then(new Adam<>(0.02));
        var trained = MetaTrainer.of(new EvolutionStrategies(8, 0.03, 10), meta, outer)
                .train(start, 40, Key.of(6));
        var exact = MetaTrainer.differentiating(meta, outer).train(start, 40, Key.of(6));
        for (double[] losses : List.of(trained.losses(), exact.losses())) {
            double early = (losses[0] + losses[1] + losses[2]) / 3;
            double late = (losses[37] + losses[38] + losses[39]) / 3;
            assertThat(late).isLessThan(0.95 * early);
        }
        double[] again = MetaTrainer.of(new EvolutionStrategies(8, 0.03, 10), meta, outer)
                .train(start, 3, Key.of(6))
                .losses();
        assertThat(again).containsExactly(java.util.Arrays.copyOf(trained.losses(), 3));
    }

    @Test
    void costsAreCounted() {
        Tensor p = draw(9, 10, 10);
        assertThat(Cost.of(new Sgd<Tensor>(0.1), p).stateBytes()).isLessThan(17);
        Cost learned = Cost.of(new SmallFc<>(weights(1)), p);
        // 3 momenta, a second moment, and 6 vectors of 10 for 100 parameters.
        assertThat(learned.stateBytes()).isCloseTo(8 * (3 + 1 + 0.6), within(1e-12));
        assertThat(learned.numbersMade())
                .isGreaterThan(Cost.of(new Adam<Tensor>(0.1), p).numbersMade());
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Velo<Tensor>(Velo.Weights.init(Key.of(1), 2, 2), 10))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Velo.Weights.init(Key.of(1), 0, 2)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Unroll.losses(new Sgd<Tensor>(0.1), x -> x.sum(), Tensors.ones(2), 0))
                .isInstanceOf(ArgumentException.class);
    }
}
