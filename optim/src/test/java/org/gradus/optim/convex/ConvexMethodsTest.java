package org.gradus.optim.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.coordinate.BlockProblem;
import org.gradus.optim.coordinate.RandomCoordinates;
import org.gradus.optim.coordinate.Separable;
import org.gradus.optim.stochastic.SampledRun;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

class ConvexMethodsTest {
    private static final double[] CURVATURES = {1, 0.3, 0.1, 0.02};
    private static final double[] TARGET = {1, -2, 0.5, 3};

    /** ½·Σ cᵢ·(xᵢ − aᵢ)². */
    private static Oracle bowl() {
        return Oracle.of(Gradus.differentiable((Tensor x) -> x.minus(Tensors.tensor(TARGET))
                .square()
                .times(Tensors.tensor(CURVATURES))
                .sum()
                .div(2)));
    }

    @Test
    void smoothMethodsKeepTheirBounds() {
        double distance = Vectors.norm(TARGET);
        for (boolean accelerated : new boolean[] {false, true}) {
            for (double convexity : new double[] {0, 0.02}) {
                SmoothDescent method = new SmoothDescent(1, convexity, accelerated);
                Oracle f = bowl();
                double[] gaps = new double[200];
                method.run(f, new double[4], 200, (t, x) -> gaps[t - 1] = f.value(x));
                RateCheck check = RateCheck.of(gaps, 2, t -> method.bound(t, distance), 0);
                assertThat(check.holds()).as("%s: %s", method, check).isTrue();
                assertThat(gaps[199]).isLessThan(accelerated ? 1e-3 : 1e-2);
                assertThat(f.gradients()).isEqualTo(200);
                assertThat(f.values()).isEqualTo(200);
            }
        }
    }

    /** The accelerated steps with the letters of the book. */
    @Test
    void accelerationIsThePublishedOne() {
        double[] x = new double[4];
        double[] y = new double[4];
        double lambda = 1;
        for (int t = 0; t < 9; t++) {
            double after = (1 + Math.sqrt(1 + 4 * lambda * lambda)) / 2;
            double gamma = (1 - lambda) / after;
            for (int i = 0; i < 4; i++) {
                double next = x[i] - CURVATURES[i] * (x[i] - TARGET[i]);
                x[i] = (1 - gamma) * next + gamma * y[i];
                y[i] = next;
            }
            lambda = after;
        }
        double[] run = new SmoothDescent(1, 0, true).run(bowl(), new double[4], 9, SampledRun.Watcher.NONE);
        assertThat(run).containsExactly(y, within(1e-14));
    }

    @Test
    void theBallHoldsTheMinimum() {
        GeometricDescent method = new GeometricDescent(1, 0.02);
        Oracle f = bowl();
        GeometricDescent.State state = method.init(f, new double[4]);
        double square = state.square();
        for (int t = 0; t < 40; t++) {
            double[] away = Vectors.minus(TARGET, state.center());
            assertThat(Vectors.dot(away, away)).isLessThanOrEqualTo(state.square() * (1 + 1e-9) + 1e-12);
            state = method.step(f, state);
            assertThat(state.square()).isLessThanOrEqualTo((1 - Math.sqrt(0.02)) * square * (1 + 1e-9) + 1e-15);
            square = state.square();
        }
        assertThat(square).isLessThan(1);
    }

    /** |x − 0.3| + |y + 0.2| as the largest of four planes: value, cuts and centroids by two methods. */
    @Test
    void cutsFindTheMinimum() {
        double[][] rows = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};
        double[] offsets = {-0.1, -0.5, 0.5, 0.1};
        SmoothedMax f = new SmoothedMax(rows, offsets, 0);
        assertThat(f.value(new double[] {0.5, 0.3})).isCloseTo(0.7, within(1e-15));
        Ellipsoid.Run ellipsoid = Ellipsoid.onBall(1).run(new Oracle(f), new double[] {0.9, 0.9}, 2, 300);
        assertThat(ellipsoid.point()).containsExactly(new double[] {0.3, -0.2}, within(1e-6));
        assertThat(ellipsoid.separations()).isPositive();
        double[][] square = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
        Ellipsoid.Run gravity = new CenterOfGravity(square).run(new Oracle(f), 60);
        assertThat(gravity.point()).containsExactly(new double[] {0.3, -0.2}, within(1e-6));
        assertThat(gravity.best()[0]).isCloseTo(0.5, within(1e-15));
        assertThatThrownBy(() -> Ellipsoid.onBall(1).run(new Oracle(f), new double[1], 1, 3))
                .isInstanceOf(ArgumentException.class);
    }

    @Test
    void maximaAreSmoothed() {
        double[][] rows = {{1, 2}, {-1, 0.5}, {0, -1}};
        double[] offsets = {0, 1, -0.5};
        double[] x = {0.2, -0.1};
        for (double mu : new double[] {0.01, 1}) {
            SmoothedMax f = new SmoothedMax(rows, offsets, mu);
            double exact = new SmoothedMax(rows, offsets, 0).value(x);
            assertThat(f.value(x)).isBetween(exact - mu * Math.log(3), exact);
            double[] g = f.gradient(x);
            for (int i = 0; i < 2; i++) {
                double[] up = x.clone();
                double[] down = x.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                assertThat(g[i]).isCloseTo((f.value(up) - f.value(down)) / 2e-5, within(1e-6));
            }
        }
    }

    @Test
    void kinksAreMetAtTheRootOfSteps() {
        Oracle f =
                new Oracle(new SmoothedMax(new double[][] {{1, 0, 0}, {-0.5, 1, 0}, {0, -1, 0.5}}, new double[3], 0));
        ConvexSet ball = new ConvexSet.Ball(3, 1);
        // The minimum over the ball is no more than 0, at 0; the least value is found by a long run.
        double least = Double.POSITIVE_INFINITY;
        double[] best = MirrorDescent.subgradients(ball, 1, 1.2, 200_000).run(f, 200_000, SampledRun.Watcher.NONE);
        least = Math.min(least, f.value(best));
        for (int steps : new int[] {10, 100, 1000}) {
            double[] x = MirrorDescent.subgradients(ball, 1, 1.2, steps).run(f, steps, SampledRun.Watcher.NONE);
            assertThat(f.value(x) - least).isLessThanOrEqualTo(1.2 / Math.sqrt(steps));
        }
        Oracle linear = new Oracle(new SmoothedMax(new double[][] {{0.3, -0.7, 1, 0.1}}, new double[1], 0));
        for (int steps : new int[] {10, 1000}) {
            double[] x = MirrorDescent.onSimplex(4, 1, steps).run(linear, steps, SampledRun.Watcher.NONE);
            assertThat(linear.value(x) + 0.7).isBetween(0.0, Math.sqrt(2 * Math.log(4) / steps));
        }
        double[] strong =
                MirrorDescent.strongly(new ConvexSet.Ball(4, 5), 0.02).run(bowl(), 3000, SampledRun.Watcher.NONE);
        assertThat(bowl().value(strong)).isLessThanOrEqualTo(2 * 64 / (0.02 * 3001));
    }

    @Test
    void conditionalGradientsCertifyThemselves() {
        FrankWolfe method = new FrankWolfe(new ConvexSet.Simplex(4));
        Oracle f = bowl();
        double[] x = method.run(f, new double[] {1, 0, 0, 0}, 500, SampledRun.Watcher.NONE);
        assertThat(Arrays.stream(x).sum()).isCloseTo(1, within(1e-12));
        double[] better = new double[4];
        better[3] = 1;
        double[] y = better;
        for (int t = 0; t < 5000; t++) {
            y = new ConvexSet.Simplex(4).project(Vectors.plus(y, -1, f.gradient(y)));
        }
        assertThat(f.value(x) - f.value(y)).isBetween(-1e-12, method.gap(f, x));
        assertThat(method.gap(f, x)).isLessThan(0.05);
    }

    @Test
    void gamesHaveTheirValue() {
        // Equal payoffs at p = 2/5 for both: the value is 1/5.
        MirrorProx.Saddle saddle = new MirrorProx(new double[][] {{2, -1}, {-1, 1}}).run(400);
        assertThat(saddle.gap()).isBetween(0.0, 0.02);
        assertThat(saddle.x()[0]).isCloseTo(0.4, within(0.01));
        double early = new MirrorProx(new double[][] {{2, -1, 0.5}, {-1, 1, 0}})
                .run(100)
                .gap();
        double late = new MirrorProx(new double[][] {{2, -1, 0.5}, {-1, 1, 0}})
                .run(1000)
                .gap();
        assertThat(late).isLessThan(0.2 * early);
    }

    @Test
    void proximalGradientsFindTheSoftThreshold() {
        Separable term = new Separable.L1(0.2);
        // With a diagonal Hessian the solution is sign(a)·max(0, |a| − λ/c).
        double[] expected = new double[4];
        for (int i = 0; i < 4; i++) {
            expected[i] = Math.signum(TARGET[i]) * Math.max(0, Math.abs(TARGET[i]) - 0.2 / CURVATURES[i]);
        }
        for (boolean accelerated : new boolean[] {false, true}) {
            double[] x = new ProximalGradient(1, term, accelerated)
                    .run(bowl(), new double[4], 3000, SampledRun.Watcher.NONE);
            assertThat(x).containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void pathsEndInCorners() {
        double[][] rows = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}};
        double[] bounds = {1, 1, 0, 0, 1.5};
        PathFollowing program = new PathFollowing(rows, bounds, new double[] {-1, -2});
        PathFollowing.State end = program.run(new double[] {0.2, 0.2}, 1e-6);
        assertThat(end.x()).containsExactly(new double[] {0.5, 1}, within(1e-5));
        assertThat(end.decrement()).isLessThanOrEqualTo(0.25);
        assertThat(program.nu()).isEqualTo(5);
        assertThatThrownBy(() -> program.init(new double[] {1, 1}))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("violates an inequality");
        assertThatThrownBy(() ->
                        new PathFollowing(new double[][] {{1, 0}}, new double[] {1}, new double[2]).init(new double[2]))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void walksAreUniform() {
        double[][] triangle = {{-1, 0}, {0, -1}, {1, 1}};
        double[][] points =
                new HitAndRun(triangle, new double[] {0, 0, 1}).sample(new double[] {0.2, 0.2}, 20_000, 3, Key.of(1));
        double[] mean = new double[2];
        int corner = 0;
        for (double[] p : points) {
            assertThat(p[0]).isGreaterThanOrEqualTo(-1e-12);
            assertThat(p[0] + p[1]).isLessThanOrEqualTo(1 + 1e-12);
            mean = Vectors.plus(mean, 1.0 / points.length, p);
            corner += p[0] + p[1] < 0.5 ? 1 : 0;
        }
        assertThat(mean).containsExactly(new double[] {1 / 3.0, 1 / 3.0}, within(0.01));
        assertThat(corner / (double) points.length).isCloseTo(0.25, within(0.02));
    }

    @Test
    void theWorstCaseIsWhatItSays() {
        WorstCase f = new WorstCase(7, 2);
        assertThat(f.value(f.minimizer())).isCloseTo(f.least(), within(1e-14));
        assertThat(Vectors.maxAbs(f.gradient(f.minimizer()))).isLessThan(1e-14);
        double[] x = new SplittableRandom(1).doubles(7).toArray();
        double[] g = f.gradient(x);
        for (int i = 0; i < 7; i++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += 0.5;
            down[i] -= 0.5;
            assertThat(g[i])
                    .as("differences of quadratics are exact")
                    .isCloseTo(f.value(up) - f.value(down), within(1e-13));
        }
    }

    /** Small graphs by trying every cut. */
    @Test
    void cutsAreNearTheLargest() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 10;
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                w[i][j] = random.nextDouble() < 0.5 ? random.nextDouble() : 0;
                w[j][i] = w[i][j];
            }
        }
        double largest = 0;
        for (int set = 0; set < 1 << (n - 1); set++) {
            double cut = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    cut += (set >> i & 1) != (set >> j & 1) ? w[i][j] : 0;
                }
            }
            largest = Math.max(largest, cut);
        }
        MaxCut.Cut found = new MaxCut(w).run(200, 200, Key.of(4));
        assertThat(found.bound()).isGreaterThanOrEqualTo(largest - 1e-6);
        assertThat(found.mean()).isGreaterThan(0.87 * found.bound());
        assertThat(found.best()).isCloseTo(largest, within(1e-12));
        assertThatThrownBy(() -> new MaxCut(new double[][] {{0, 1}, {2, 0}})).hasMessageContaining("do not fit");
    }

    @Test
    void randomCoordinatesDescend() {
        double[][] rows = {{3, 0.5}, {0.1, 0.4}, {0, 1}};
        BlockProblem problem = BlockProblem.leastSquares(rows, new double[] {1, 2, 3}, 0.1);
        List<Double> values = new ArrayList<>();
        for (double gamma : new double[] {0, 1}) {
            double[] x = new RandomCoordinates(gamma)
                    .run(problem, new double[2], 400, Key.of(2), (t, at) -> values.add(problem.value(at)));
            assertThat(Vectors.maxAbs(problem.gradient(x))).isLessThan(1e-8);
        }
        for (int t = 1; t < 400; t++) {
            assertThat(values.get(t)).isLessThanOrEqualTo(values.get(t - 1) + 1e-14);
        }
    }
}
