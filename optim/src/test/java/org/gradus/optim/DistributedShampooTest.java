package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.linear.InverseRoot;
import org.gradus.linear.InverseRoot.Ridge;
import org.gradus.optim.DistributedShampoo.Graft;
import org.gradus.optim.DistributedShampoo.Options;
import org.gradus.optim.Quadratic.Two;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributedShampooTest {
    private static final Fn<Two, Tensor> VALUE = Quadratic::value;
    private static final InverseRoot EIGEN = new InverseRoot.Eigen(Ridge.NONE);

    private static double[] numbers(Object tree) {
        return Tree.ravel(tree).vector().toDoubles();
    }

    private static double[] run(Options options, int steps) {
        return numbers(Runs.run(
                new DistributedShampoo<>(Schedules.constant(0.1), options),
                VALUE,
                Quadratic.tensors(Quadratic.START),
                steps));
    }

    /** Matrix 3 × 2 and vector of 3, all in loops; a root every {@code every} steps, used {@code delay} steps later. */
    private static double[] plain(Graft graft, int every, int delay, int start, double b2, int steps) {
        double[] x = Quadratic.START.clone();
        double w = b2 == 1 ? 1 : 1 - b2;
        double[][] l = scaled(3, 1e-4);
        double[][] r = scaled(2, 1e-4);
        double[][] h = scaled(3, 1e-4);
        double[][][] pending = {l, r, h};
        double[][][] roots = {scaled(3, 10), scaled(2, 10), scaled(3, 100)};
        double[] squares = new double[9];
        double[] velocity = new double[9];
        for (int t = 0; t < steps; t++) {
            double[] g = Quadratic.gradient(x);
            double[][] m = {{g[0], g[1]}, {g[2], g[3]}, {g[4], g[5]}};
            double[][] b = {{g[6]}, {g[7]}, {g[8]}};
            l = average(l, PlainMatrix.times(m, PlainMatrix.transposed(m)), b2, w);
            r = average(r, PlainMatrix.times(PlainMatrix.transposed(m), m), b2, w);
            h = average(h, PlainMatrix.times(b, PlainMatrix.transposed(b)), b2, w);
            if (t % every == 0) {
                pending = new double[][][] {l, r, h};
            }
            if (t % every == delay) {
                roots = new double[][][] {
                    PlainMatrix.power(pending[0], -0.25),
                    PlainMatrix.power(pending[1], -0.25),
                    PlainMatrix.power(pending[2], -0.5)
                };
            }
            double[][] matrix = PlainMatrix.times(PlainMatrix.times(roots[0], m), roots[1]);
            double[][] vector = PlainMatrix.times(roots[2], b);
            double[] d = new double[9];
            double[] alone = new double[9];
            for (int i = 0; i < 9; i++) {
                squares[i] = b2 * squares[i] + w * g[i] * g[i];
                d[i] = i < 6 ? matrix[i / 2][i % 2] : vector[i - 6][0];
                alone[i] = graft == Graft.ADAGRAD || graft == Graft.RMSPROP
                        ? g[i] / (Math.sqrt(squares[i]) + 1e-10)
                        : g[i];
            }
            for (int[] leaf : new int[][] {{0, 6}, {6, 9}}) {
                double ratio = graft == Graft.NONE ? 1 : norm(alone, leaf) / norm(d, leaf);
                for (int i = leaf[0]; i < leaf[1]; i++) {
                    double u = t >= Math.max(start, delay) ? ratio * d[i] : alone[i];
                    velocity[i] = 0.5 * velocity[i] + u;
                    x[i] -= 0.1 * (u + 0.5 * velocity[i] + 0.01 * x[i]);
                }
            }
        }
        return x;
    }

    private static double norm(double[] x, int[] part) {
        double sum = 0;
        for (int i = part[0]; i < part[1]; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum);
    }

    private static double[][] scaled(int n, double number) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = number;
        }
        return a;
    }

    private static double[][] average(double[][] a, double[][] b, double decay, double weight) {
        double[][] c = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                c[i][j] = decay * a[i][j] + weight * b[i][j];
            }
        }
        return c;
    }

    @ParameterizedTest
    @EnumSource(Graft.class)
    void takesTheStepsOfThePublishedEquation(Graft graft) {
        for (double b2 : new double[] {1, 0.9}) {
            for (int[] rhythm : new int[][] {{1, 0, 0}, {4, 0, 3}, {4, 2, 3}, {5, 4, 0}}) {
                Options options = new Options(
                        0.5, true, b2, 0.01, 1e-4, EIGEN, 128, false, 8192, rhythm[0], rhythm[1], rhythm[2], graft);
                for (int steps : new int[] {1, 2, 7, 20}) {
                    double[] expected = plain(graft, rhythm[0], rhythm[1], rhythm[2], b2, steps);
                    // Without a graft old roots let the vector grow far.
                    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                    assertThat(run(options, steps))
                            .as("b2 %s, rhythm %s, %d steps", b2, Arrays.toString(rhythm), steps)
                            .containsExactly(expected, within(1e-9 * Math.max(1, size)));
                }
            }
        }
    }

    @Test
    void ofAMatrixWithoutExtrasIsShampoo() {
        Options bare = Options.BARE.root(EIGEN).epsilon(1e-4);
        double[] expected = numbers(
                Runs.run(new Shampoo<>(Schedules.constant(0.1)), VALUE, Quadratic.tensors(Quadratic.START), 12));
        assertThat(run(bare, 12)).containsExactly(expected, within(1e-10));
    }

    @Test
    void blocksAreMatricesOfTheirOwn() {
        Tensor g = Random.normal(Key.of(1), 5, 7);
        var blocked = new DistributedShampoo<Tensor>(
                Schedules.constant(1), Options.BARE.root(EIGEN).blockSize(3));
        var whole = new DistributedShampoo<Tensor>(Schedules.constant(1), Options.BARE.root(EIGEN));
        Tensor made = first(blocked, g);
        for (int[] rows : new int[][] {{0, 3}, {3, 5}}) {
            for (int[] columns : new int[][] {{0, 3}, {3, 6}, {6, 7}}) {
                Tensor block = g.slice(0, rows[0], rows[1]).slice(1, columns[0], columns[1]);
                // A block is a matrix also where it has one column, which alone would be a vector of power −1/2.
                Tensor left = new InverseRoot.Eigen(Ridge.NONE)
                        .of(
                                block.matmul(block.t())
                                        .plus(Tensors.eye(block.dim(0)).times(1e-6)),
                                4);
                Tensor right = new InverseRoot.Eigen(Ridge.NONE)
                        .of(
                                block.t()
                                        .matmul(block)
                                        .plus(Tensors.eye(block.dim(1)).times(1e-6)),
                                4);
                Tensor expected = left.matmul(block).matmul(right).unaryMinus();
                Tensor own = made.slice(0, rows[0], rows[1]).slice(1, columns[0], columns[1]);
                assertThat(own.toDoubles()).containsExactly(expected.toDoubles(), within(1e-8));
            }
        }
        assertThat(first(whole, g).minus(made).abs().max().item()).isGreaterThan(0.01);
    }

    private static <P> P first(DistributedShampoo<P> method, P g) {
        return method.update(g, method.init(g), Info.of(g, Tensors.scalar(0), 0))
                .update();
    }

    @Test
    void axesAreMergedLeftOutAndOfAnyNumber() {
        Tensor g = Random.normal(Key.of(2), 2, 3, 1, 4, 5);
        Options merging = new Options(0, false, 1, 0, 1e-6, EIGEN, 6, true, 8192, 1, 0, 0, Graft.NONE);
        var method = new DistributedShampoo<Tensor>(Schedules.constant(1), merging);
        // 2·3·1 merge, 4 and 5 stay.
        assertThat(method.init(g).axes().getFirst().stream()
                        .map(a -> a.statistics().dim(0)))
                .containsExactly(6, 4, 5);
        Tensor same = first(method, g.reshape(6, 4, 5));
        assertThat(first(method, g).toDoubles()).containsExactly(same.toDoubles(), within(1e-12));

        Options short4 = new Options(0, false, 1, 0, 1e-6, EIGEN, 128, false, 4, 1, 0, 0, Graft.NONE);
        Tensor m = Random.normal(Key.of(3), 100, 3);
        Tensor root = EIGEN.of(m.t().matmul(m).plus(Tensors.eye(3).times(1e-6)), 2);
        assertThat(first(new DistributedShampoo<>(Schedules.constant(1), short4), m)
                        .toDoubles())
                .containsExactly(m.matmul(root).unaryMinus().toDoubles(), within(1e-9));

        // Without an axis: Adagrad, whose first step is a sign.
        Tensor scalar = Tensors.scalar(-0.3);
        assertThat(first(method, scalar).item()).isCloseTo(1, within(1e-8));
        assertThat(first(method, Tensors.zeros(2, 2)).abs().toDoubles()).containsOnly(0);
        assertThat(first(new DistributedShampoo<>(Schedules.constant(1)), Tensors.zeros(0, 3))
                        .size())
                .isZero();
    }

    @Test
    void threadsBehindTheStepsLeaveBitsAsTheyAre() {
        Options options = new Options(
                0.9, false, 0.9, 0, 1e-4, new InverseRoot.Newton(), 128, false, 8192, 4, 2, 3, Graft.RMSPROP);
        var method = new DistributedShampoo<Two>(Schedules.constant(0.05), options);
        Runs.At<Two, DistributedShampoo.State<Two>> direct = Runs.start(method, Quadratic.tensors(Quadratic.START));
        Runs.At<Two, DistributedShampoo.State<Two>> staged = direct;
        Fn2<Runs.At<Two, DistributedShampoo.State<Two>>, Tensor, Runs.At<Two, DistributedShampoo.State<Two>>> compiled =
                Gradus.jit((at, t) -> Runs.step(method, VALUE, at, t, Key.of(0)));
        for (int t = 0; t < 12; t++) {
            Tensor step = Tensors.arange(t + 1).get(t);
            direct = Runs.step(method, VALUE, direct, step, Key.of(0));
            staged = compiled.apply(staged, step);
            assertThat(numbers(staged)).isEqualTo(numbers(direct));
        }
        // Statistics of which nobody began the roots, as after a restart.
        Two half = Tree.map(x -> x.times(0.5), direct.params());
        direct = new Runs.At<>(half, direct.state());
        staged = direct;
        for (int t = 14; t < 20; t++) {
            Tensor step = Tensors.arange(t + 1).get(t);
            direct = Runs.step(method, VALUE, direct, step, Key.of(0));
            staged = compiled.apply(staged, step);
            assertThat(numbers(staged)).isEqualTo(numbers(direct));
        }
    }

    @Test
    void metagradientsPassThroughSteps() {
        Options options = Options.BARE.root(EIGEN).epsilon(0.1);
        Fn<Tensor, Tensor> after = rate -> VALUE.apply(Runs.run(
                new DistributedShampoo<>(Schedules.constant(rate), options),
                VALUE,
                Quadratic.tensors(Quadratic.START),
                3));
        double h = 1e-6;
        double slope = (after.apply(Tensors.scalar(0.1 + h)).item()
                        - after.apply(Tensors.scalar(0.1 - h)).item())
                / (2 * h);
        assertThat(Gradus.grad(after).apply(Tensors.scalar(0.1)).item()).isCloseTo(slope, within(1e-5));
    }

    @Test
    void keepsSinglePrecision() {
        Two narrow = Tree.map(leaf -> leaf.to(DType.FLOAT32), Quadratic.tensors(Quadratic.START));
        Two made = first(new DistributedShampoo<>(Schedules.constant(0.1)), narrow);
        assertThat(made.w().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void refusesADelayOfARound() {
        assertThatThrownBy(() -> Options.DEFAULT.every(5, 5)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Options.DEFAULT.epsilon(0)).isInstanceOf(ArgumentException.class);
    }
}
