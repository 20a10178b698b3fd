package org.gradus.optim.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.Solution;
import org.gradus.optim.coordinate.BlockCoordinateDescent.Rule;
import org.gradus.optim.coordinate.BlockCoordinateDescent.Update;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockCoordinateDescentTest {
    private static final int N = 8;
    private static final Partition.Fixed BLOCKS = Partition.random(Key.of(1), N, 3);
    private static final double[][] ROWS = rows(20);
    private static final double[] TARGETS =
            new SplittableRandom(4).doubles(20, -2, 2).toArray();
    private static final BlockProblem PROBLEM = BlockProblem.leastSquares(ROWS, TARGETS, 0.1);
    private static final ArrayLoop LOOP = new ArrayLoop(5000, 1e-9, List.of());

    private static double[][] rows(int count) {
        SplittableRandom random = new SplittableRandom(2);
        double[][] rows = new double[count][];
        Arrays.setAll(rows, i -> random.doubles(N, -1, 1).toArray());
        return rows;
    }

    private static double[] exact() {
        Tensor a = Tensors.tensor(ROWS);
        Tensor normal = a.t().matmul(a).plus(Tensors.eye(N).times(0.1));
        return Linalg.solve(normal, a.t().matmul(Tensors.tensor(TARGETS))).toDoubles();
    }

    private static double[] solved(BlockCoordinateDescent method, BlockProblem problem) {
        Solution<double[]> s = LOOP.run(method, problem, new double[N]).solution();
        assertThat(s.isConverged()).as("%s: %s", method, s).isTrue();
        return s.point();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void everyRuleFindsTheMinimum(Rule rule) {
        assertThat(solved(new BlockCoordinateDescent(BLOCKS, rule, Update.MATRIX), PROBLEM))
                .containsExactly(exact(), within(1e-8));
    }

    @ParameterizedTest
    @EnumSource(value = Update.class, names = "TREE", mode = EnumSource.Mode.EXCLUDE)
    void everyUpdateFindsTheMinimum(Update update) {
        assertThat(solved(new BlockCoordinateDescent(BLOCKS, Rule.GSL, update), PROBLEM))
                .containsExactly(exact(), within(1e-8));
        assertThat(solved(new BlockCoordinateDescent(new Partition.Variable(3), Rule.GSD, update), PROBLEM))
                .containsExactly(exact(), within(1e-8));
    }

    @Test
    void wholeBlocksAreSolvedInOneStep() {
        Partition whole = new Partition.Fixed(new int[][] {{0, 1, 2, 3, 4, 5, 6, 7}});
        var run = LOOP.run(new BlockCoordinateDescent(whole, Rule.CYCLIC, Update.NEWTON), PROBLEM, new double[N]);
        assertThat(run.solution().counts().iterations()).isLessThanOrEqualTo(2);
        assertThat(run.solution().point()).containsExactly(exact(), within(1e-10));
    }

    /** The steps of a cyclic rule with gradient updates, by hand. */
    @Test
    void gradientUpdatesAreThePublishedOnes() {
        var method = new BlockCoordinateDescent(BLOCKS, Rule.CYCLIC, Update.GRADIENT);
        var state = method.init(PROBLEM, new double[N]);
        double[] x = new double[N];
        for (int t = 0; t < 7; t++) {
            int[] block = BLOCKS.blocks()[t % 3];
            double[] g = PROBLEM.gradient(x);
            double[] values =
                    Linalg.eigvalsh(Tensors.tensor(PROBLEM.bound(block))).toDoubles();
            for (int i : block) {
                x[i] -= g[i] / values[values.length - 1];
            }
            state = method.step(PROBLEM, state);
            assertThat(state.point()).containsExactly(x, within(1e-14));
            assertThat(state.block()).containsExactly(block);
        }
    }

    private static double[] lasso(double lambda) {
        double[] x = new double[N];
        double[][] h = PROBLEM.hessian(x, new int[] {0, 1, 2, 3, 4, 5, 6, 7});
        for (int sweep = 0; sweep < 5000; sweep++) {
            for (int i = 0; i < N; i++) {
                double z = x[i] - PROBLEM.gradient(x)[i] / h[i][i];
                x[i] = Math.signum(z) * Math.max(0, Math.abs(z) - lambda / h[i][i]);
            }
        }
        return x;
    }

    @Test
    void sparseSolutionsAreFoundAndCertified() {
        double[] expected = lasso(3);
        assertThat(Arrays.stream(expected).filter(v -> v == 0).count()).isBetween(1L, 7L);
        Separable l1 = new Separable.L1(3);
        for (Rule rule : List.of(Rule.GS, Rule.PROXIMAL_Q, Rule.PROXIMAL_R, Rule.RANDOM)) {
            for (Update update : List.of(Update.GRADIENT, Update.DIAGONAL, Update.TWO_METRIC)) {
                var method = new BlockCoordinateDescent(BLOCKS, rule, update, l1, Key.of(5));
                var run = LOOP.run(method, PROBLEM, new double[N]);
                assertThat(run.solution().isConverged()).isTrue();
                assertThat(run.solution().point()).containsExactly(expected, within(1e-8));
                var certificate = method.certificate(run.state(), 30);
                assertThat(certificate.margin()).isPositive();
                assertThat(certificate.active()).hasSize((int)
                        Arrays.stream(expected).filter(v -> v == 0).count());
                assertThat(certificate.radius()).isEqualTo(certificate.margin() / 60);
                assertThat(run.state().since())
                        .isLessThan(run.solution().counts().iterations());
            }
        }
        // One block of all: Newton on the free coordinates ends as soon as the active set is right.
        Partition whole = new Partition.Fixed(new int[][] {{0, 1, 2, 3, 4, 5, 6, 7}});
        var method = new BlockCoordinateDescent(whole, Rule.CYCLIC, Update.TWO_METRIC, l1, Key.of(0));
        var run = LOOP.run(method, PROBLEM, new double[N]);
        assertThat(run.solution().counts().iterations())
                .isLessThanOrEqualTo(run.state().since() + 2);
    }

    @Test
    void boundsHold() {
        Separable box = new Separable.Box(-0.2, 0.3);
        double[] x = new double[N];
        double[] diagonal = new double[N];
        Arrays.setAll(diagonal, i -> PROBLEM.bound(new int[] {i})[0][0]);
        for (int sweep = 0; sweep < 3000; sweep++) {
            for (int i = 0; i < N; i++) {
                x[i] = Math.min(0.3, Math.max(-0.2, x[i] - PROBLEM.gradient(x)[i] / diagonal[i]));
            }
        }
        for (Update update : List.of(Update.GRADIENT, Update.TWO_METRIC)) {
            var method = new BlockCoordinateDescent(BLOCKS, Rule.PROXIMAL_Q, update, box, Key.of(0));
            assertThat(solved(method, PROBLEM)).containsExactly(x, within(1e-8));
        }
    }

    /** A chain of unknowns: blocks whose Hessians have no cycle, whatever they are. */
    @Test
    void treesAreSolvedByMessages() {
        double[][] rows = new double[2 * N][N];
        for (int i = 0; i < N; i++) {
            rows[i][i] = 1 + 0.1 * i;
            rows[N + i][i] = 0.5;
            rows[N + i][(i + 1) % N] = i + 1 < N ? -0.7 : 0;
        }
        double[] b = new SplittableRandom(7).doubles(2 * N, -1, 1).toArray();
        BlockProblem chain = BlockProblem.leastSquares(rows, b, 0);
        double[] tree = solved(new BlockCoordinateDescent(BLOCKS, Rule.GS, Update.TREE), chain);
        double[] newton = solved(new BlockCoordinateDescent(BLOCKS, Rule.GS, Update.NEWTON), chain);
        assertThat(tree).containsExactly(newton, within(1e-8));
    }

    @Test
    void functionsHaveBlocksOfTheirHessian() {
        BlockProblem f = BlockProblem.of(
                Gradus.differentiable((Tensor x) -> Tensors.softplus(x.times(Tensors.tensor(1.0, -2, 0.5)))
                        .sum()
                        .plus(x.sum().square())),
                new double[][] {{3, 2, 2}, {2, 4, 2}, {2, 2, 3}});
        double[] x = {0.1, 0.4, -1};
        double s = 1 / (1 + Math.exp(0.8));
        assertThat(f.hessian(x, new int[] {1, 2})[0])
                .containsExactly(new double[] {4 * s * (1 - s) + 2, 2}, within(1e-12));
        assertThat(f.bound(new int[] {2, 1})[1]).containsExactly(2, 4);
        var method = new BlockCoordinateDescent(new Partition.Variable(2), Rule.GSQ, Update.NEWTON);
        Solution<double[]> s2 =
                new ArrayLoop(200, 1e-8, List.of()).run(method, f, x).solution();
        assertThat(s2.isConverged()).isTrue();
    }

    @Test
    void forestsGrowGreedilyAndSolve() {
        int[][] grid = new int[9][];
        for (int i = 0; i < 9; i++) {
            int at = i;
            grid[i] = java.util.stream.IntStream.of(i % 3 > 0 ? i - 1 : -1, i % 3 < 2 ? i + 1 : -1, i - 3, i + 3)
                    .filter(j -> j >= 0 && j < 9 && j != at)
                    .toArray();
        }
        Forest forest = Forest.greedy(grid, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
        // 4 would close 0-1-4-3; 5 hangs on 2; 7 joins 6; 8 would close a circle around the border.
        assertThat(forest.nodes()).containsExactlyInAnyOrder(0, 1, 2, 3, 5, 6, 7);
        double[] diagonal = {3, 4, 5, 3, 4, 5, 6};
        double[] up = {0, 1, -1, 0.5, 0.25, -0.75, 1};
        double[] right = {1, 2, 3, 4, 5, 6, 7};
        double[][] h = new double[7][7];
        for (int i = 0; i < 7; i++) {
            h[i][i] = diagonal[i];
            int parent = forest.parents()[i];
            if (parent >= 0) {
                h[i][parent] = up[i];
                h[parent][i] = up[i];
            }
        }
        double[] x = Linalg.solve(Tensors.tensor(h), Tensors.tensor(right)).toDoubles();
        assertThat(forest.solve(diagonal, up, right).x()).containsExactly(x, within(1e-13));
        assertThatThrownBy(() -> Forest.of(grid, new int[] {0, 1, 3, 4}))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("have a cycle");
    }

    @Test
    void partitionsAreWhatTheySay() {
        double[] constants = {5, 1, 3, 2, 4, 6};
        assertThat(Partition.sorted(constants, 2).blocks()).isDeepEqualTo(new int[][] {{1, 3}, {2, 4}, {0, 5}});
        assertThat(Partition.average(constants, 2).blocks()).isDeepEqualTo(new int[][] {{1, 4}, {3, 0}, {2, 5}});
        int[][] path = {{1}, {0, 2}, {1, 3}, {2}};
        assertThat(Partition.colored(path).blocks()).isDeepEqualTo(new int[][] {{0, 2}, {1, 3}});
        assertThat(Arrays.stream(Partition.random(Key.of(3), 7, 3).blocks())
                        .flatMapToInt(Arrays::stream)
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() ->
                        new BlockCoordinateDescent(BLOCKS, Rule.GS, Update.MATRIX, new Separable.L1(1), Key.of(0)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the update MATRIX takes no term");
        assertThatThrownBy(() -> new BlockCoordinateDescent(new Partition.Variable(2), Rule.CYCLIC, Update.MATRIX))
                .hasMessageContaining("variable blocks are not made by CYCLIC");
        assertThatThrownBy(
                        () -> new BlockCoordinateDescent(BLOCKS, Rule.GS, Update.MATRIX).init(PROBLEM, new double[2]))
                .hasMessageContaining("the start has 2 coordinates, the problem 8");
    }
}
