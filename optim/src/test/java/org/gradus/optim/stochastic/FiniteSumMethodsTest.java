package org.gradus.optim.stochastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

class FiniteSumMethodsTest {
    private static final int N = 40;
    private static final LinearModelSum RIDGE = ridge();
    private static final double LEAST = RIDGE.whole().value(exact());

    private static LinearModelSum ridge() {
        SplittableRandom random = new SplittableRandom(8);
        double[][] rows = new double[N][];
        double[] targets = new double[N];
        for (int i = 0; i < N; i++) {
            rows[i] = random.doubles(3, -1, 1).toArray();
            targets[i] = rows[i][0] - 2 * rows[i][1] + random.nextDouble();
        }
        return new LinearModelSum(rows, targets, new LinearModelSum.Squared(), 0.1);
    }

    private static double[] exact() {
        Tensor x = Tensors.tensor(RIDGE.rows());
        Tensor h = x.t().matmul(x).div(N).plus(Tensors.eye(3).times(0.1));
        return Linalg.solve(h, x.t().matmul(Tensors.tensor(RIDGE.targets())).div(N))
                .toDoubles();
    }

    private static double gap(SampledRun run) {
        return RIDGE.whole().value(run.point()) - LEAST;
    }

    @Test
    void reducedVarianceConvergesLinearly() {
        double rate = 0.3 / RIDGE.largestSmoothness();
        for (Svrg.Next next : Svrg.Next.values()) {
            SampledRun run =
                    new Svrg(rate, 2 * N, next).run(RIDGE, new double[3], 60, Key.of(1), SampledRun.Watcher.NONE);
            assertThat(gap(run)).as("%s", next).isLessThan(1e-8);
            assertThat(run.gradients()).isEqualTo(60L * 5 * N);
        }
        SampledRun saga = new Saga(1 / (3 * RIDGE.largestSmoothness()), true)
                .run(RIDGE, new double[3], 60 * N, Key.of(2), SampledRun.Watcher.NONE);
        SampledRun sag = new Saga(1 / (16 * RIDGE.largestSmoothness()), false)
                .run(RIDGE, new double[3], 200 * N, Key.of(2), SampledRun.Watcher.NONE);
        assertThat(gap(saga)).isLessThan(1e-8);
        assertThat(gap(sag)).isLessThan(1e-8);
    }

    /** At any table the mean of SAGA's directions is the gradient; SAG's first step after the table changes one part is by hand. */
    @Test
    void directionsOfTablesAreThePublishedOnes() {
        Saga saga = new Saga(0.1, true);
        double[] old = {0.5, 1, -1};
        double[] w = {-0.2, 0.3, 0.7};
        double[] mean = new double[3];
        for (int j = 0; j < N; j++) {
            Saga.State at = saga.init(RIDGE, old);
            Saga.State next = saga.step(RIDGE, new Saga.State(w, at.table(), at.mean()), j);
            mean = Vectors.plus(mean, 1.0 / N, Vectors.minus(w, next.w()));
            double[] table = new double[3];
            for (double[] row : next.table()) {
                table = Vectors.plus(table, 1.0 / N, row);
            }
            assertThat(next.mean()).containsExactly(table, within(1e-14));
        }
        assertThat(mean)
                .containsExactly(Vectors.plus(new double[3], 0.1, RIDGE.whole().gradient(w)), within(1e-14));

        Saga.State at = new Saga(0.1, false).init(RIDGE, old);
        double[] g = RIDGE.gradient(7, w);
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            expected[i] = w[i] - 0.1 * ((g[i] - at.table()[7][i]) / N + at.mean()[i]);
        }
        Saga.State next = new Saga(0.1, false).step(RIDGE, new Saga.State(w, at.table(), at.mean()), 7);
        assertThat(next.w()).containsExactly(expected, within(1e-15));
    }

    @Test
    void wholeBatchesAreGradientDescent() {
        double[] w = new double[3];
        for (int t = 0; t < 20; t++) {
            w = Vectors.plus(w, -0.5, RIDGE.whole().gradient(w));
        }
        SampledRun run = new StochasticGradient(_ -> 0.5, _ -> N, false)
                .run(RIDGE, new double[3], 20, Key.of(0), SampledRun.Watcher.NONE);
        assertThat(run.point()).containsExactly(w, within(1e-15));
        assertThat(run.gradients()).isEqualTo(20L * N);
    }

    /** Averages are nearer than last iterates when steps fall as k^(−¾). */
    @Test
    void averagesAreBetter() {
        List<double[]> seen = new ArrayList<>();
        var method = new StochasticGradient(k -> 0.5 * Math.pow(k, -0.75), _ -> 1, true);
        SampledRun run = method.run(RIDGE, new double[3], 20_000, Key.of(3), (k, w) -> seen.add(w));
        double[] mean = new double[3];
        for (double[] w : seen) {
            mean = Vectors.plus(mean, 1.0 / seen.size(), w);
        }
        assertThat(run.point()).containsExactly(mean, within(1e-10));
        assertThat(gap(run)).isLessThan(1e-3);
    }

    @Test
    void samplesGrow() {
        var sizes = StochasticGradient.geometric(1.1);
        assertThat(sizes.applyAsInt(1)).isEqualTo(1);
        assertThat(sizes.applyAsInt(2)).isEqualTo(2);
        assertThat(sizes.applyAsInt(50)).isEqualTo(107);
        // Var = (1 + 1)/1 and mean 2: 2/(0.25·4) = 2; with means of 0.5 it is 32.
        NormTest test = new NormTest(0.1, 0.5, 2);
        assertThat(test.next(new double[][] {{1}, {3}})).isEqualTo(2);
        assertThat(test.next(new double[][] {{-0.5}, {1.5}})).isEqualTo(32);
        SampledRun run = new NormTest(0.5, 0.5, 2).run(RIDGE, new double[3], 100, Key.of(4), SampledRun.Watcher.NONE);
        assertThat(gap(run)).isLessThan(1e-6);
        assertThatThrownBy(() -> StochasticGradient.geometric(1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("factor 1.0 is not above 1");
    }

    @Test
    void curvatureOfSamplesHelps() {
        SampledRun newton =
                new SubsampledNewton(N, 1e-10, 10).run(RIDGE, new double[3], 1, Key.of(5), SampledRun.Watcher.NONE);
        assertThat(newton.point()).containsExactly(exact(), within(1e-9));
        SampledRun sampled =
                new SubsampledNewton(10, 0.1, 10).run(RIDGE, new double[3], 30, Key.of(5), SampledRun.Watcher.NONE);
        assertThat(gap(sampled)).isLessThan(1e-8);
        assertThat(sampled.products()).isPositive();
        for (var pairs : StochasticLbfgs.Pairs.values()) {
            var method = new StochasticLbfgs(pairs, 5, N, N, k -> k <= 40 ? 0.3 : 0.8);
            SampledRun run = method.run(RIDGE, new double[3], 400, Key.of(6), SampledRun.Watcher.NONE);
            assertThat(gap(run))
                    .as("%s", pairs)
                    .isLessThan(1e-2 * (RIDGE.whole().value(new double[3]) - LEAST));
        }
    }

    @Test
    void boundsAreThoseOfTheTheorems() {
        GradientTheory theory = new GradientTheory(0.5, 2, 3, 4, 0.5);
        assertThat(theory.largestRate()).isEqualTo(0.0625);
        // 0.05·2·3/(2·0.5·0.5) = 0.6
        assertThat(theory.fixed(0.05, 1, 7)).isCloseTo(7, within(1e-14));
        assertThat(theory.fixed(0.05, 3, 7)).isCloseTo(0.6 + 0.9875 * 0.9875 * 6.4, within(1e-13));
        assertThat(theory.decreasing(8, 10, 1)).isCloseTo(Math.max(64 * 6 / 2.0, 11), within(1e-12));
        assertThat(theory.squaredGradients(0.05, 100, 2)).isCloseTo(0.6 + 1.6, within(1e-13));
        assertThat(GradientTheory.slope(new double[] {0, 1, 3}, new double[] {1, 3, 7}))
                .isCloseTo(2, within(1e-14));
        assertThatThrownBy(() -> new GradientTheory(3, 2, 1, 1, 1)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void drawsAreOfTheirKey() {
        Draws a = new Draws(Key.of(3));
        Draws b = new Draws(Key.of(3));
        double sum = 0;
        double square = 0;
        for (int k = 0; k < 20_000; k++) {
            double u = a.uniform();
            double z = a.normal();
            assertThat(b.uniform()).isEqualTo(u);
            assertThat(b.normal()).isEqualTo(z);
            sum += u / 20_000;
            square += z * z / 20_000;
        }
        assertThat(sum).isCloseTo(0.5, within(0.01));
        assertThat(square).isCloseTo(1, within(0.05));
        assertThat(Vectors.norm(a.direction(4))).isCloseTo(1, within(1e-14));
        int[] counts = new int[3];
        for (int k = 0; k < 10_000; k++) {
            counts[a.choice(new double[] {0.2, 0, 0.8})]++;
        }
        assertThat(counts[1]).isZero();
        assertThat(counts[0]).isBetween(1850, 2150);
    }
}
