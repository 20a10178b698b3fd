package org.gradus.reproductions.optimizers;

import org.gradus.optim.Vectors;
import org.gradus.optim.coordinate.BlockCoordinateDescent;
import org.gradus.optim.coordinate.BlockCoordinateDescent.Rule;
import org.gradus.optim.coordinate.BlockCoordinateDescent.Update;
import org.gradus.optim.coordinate.BlockProblem;
import org.gradus.optim.coordinate.Forest;
import org.gradus.optim.coordinate.Partition;
import org.gradus.optim.coordinate.Separable;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Rules that select blocks, and messages along a chain. */
final class FasterBcdPaper implements Reproduction {
    private static final int N = 120;
    private static final int SEEDS = 10;
    private static final int MOST = 20_000;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "faster-bcd",
                "Let's Make Block Coordinate Descent Converge Faster: Faster Greedy Rules, Message-Passing, Active-Set"
                        + " Complexity, and Superlinear Convergence",
                2017);
    }

    @Override
    public String claim() {
        return "Greedy rules that know the matrix of a block need fewer iterations; updates of blocks whose graph is a tree"
                + " take linear time.";
    }

    private record Data(BlockProblem problem, Partition.Fixed blocks, double least, double first) {}

    private static Data data(Context context, int seed) {
        var keys = context.key(seed).split(6);
        Tensor kept = Random.uniform(keys.get(0), 200, N).lt(0.3);
        Tensor scales = Random.uniform(keys.get(1), N).times(3).minus(1.5).exp();
        Tensor a = Tensors.where(kept, Random.normal(keys.get(2), 200, N), 0.0).times(scales);
        Tensor b = a.matmul(Random.normal(keys.get(3), N)).plus(Random.normal(keys.get(4), 200));
        double[][] rows = new double[200][];
        java.util.Arrays.setAll(rows, i -> a.get(i).toDoubles());
        BlockProblem problem = BlockProblem.leastSquares(rows, b.toDoubles(), 0.1);
        Tensor normal = a.t().matmul(a).plus(Tensors.eye(N).times(0.1));
        double[] solution = Linalg.solveDefinite(normal, a.t().matmul(b)).toDoubles();
        return new Data(
                problem, Partition.random(keys.get(5), N, 5), problem.value(solution), problem.value(new double[N]));
    }

    private static int iterations(Data d, Rule rule, Key key) {
        var method = new BlockCoordinateDescent(d.blocks(), rule, Update.MATRIX, Separable.NONE, key);
        var state = method.init(d.problem(), new double[N]);
        for (int t = 0; t < MOST; t++) {
            if (state.value() - d.least() <= 1e-6 * (d.first() - d.least())) {
                return t;
            }
            state = method.step(d.problem(), state);
        }
        return MOST;
    }

    /** Largest error of the decrease of GSQ, and largest lead of another block, both over f(x₀) − f*. */
    private static double[] decreases(Data d) {
        var method = new BlockCoordinateDescent(d.blocks(), Rule.GSQ, Update.MATRIX);
        var state = method.init(d.problem(), new double[N]);
        double gap = d.first() - d.least();
        double[] worst = {0, 0};
        int[][] blocks = d.blocks().blocks();
        while (state.value() - d.least() > 1e-6 * gap) {
            double best = 0;
            for (int[] block : blocks) {
                double[] step = newton(d.problem(), state.gradient(), block);
                double[] x = state.point();
                for (int i = 0; i < block.length; i++) {
                    x[block[i]] -= step[i];
                }
                best = Math.max(best, state.value() - d.problem().value(x));
            }
            var next = method.step(d.problem(), state);
            double decrease = state.value() - next.value();
            int[] block = next.block();
            double[] g = new double[block.length];
            for (int i = 0; i < block.length; i++) {
                g[i] = state.gradient()[block[i]];
            }
            double model = 0.5 * Vectors.dot(g, newton(d.problem(), state.gradient(), block));
            worst[0] = Math.max(worst[0], Math.abs(decrease - model) / gap);
            worst[1] = Math.max(worst[1], (best - decrease) / gap);
            state = next;
        }
        return worst;
    }

    /** H_b⁻¹·g_b by elimination. */
    private static double[] newton(BlockProblem problem, double[] gradient, int[] block) {
        int n = block.length;
        double[][] h = problem.bound(block);
        double[] g = new double[n];
        for (int i = 0; i < n; i++) {
            g[i] = gradient[block[i]];
        }
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                double share = h[i][k] / h[k][k];
                for (int j = k; j < n; j++) {
                    h[i][j] -= share * h[k][j];
                }
                g[i] -= share * g[k];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                g[i] -= h[i][j] * g[j];
            }
            g[i] /= h[i][i];
        }
        return g;
    }

    private record Chain(double[] diagonal, double[] before, double[] right) {}

    private static Chain chain(Key key, int n) {
        var keys = key.split(3);
        return new Chain(
                Random.uniform(keys.get(0), n).times(1.5).plus(2.5).toDoubles(),
                Random.uniform(keys.get(1), n).times(2).minus(1).toDoubles(),
                Random.normal(keys.get(2), n).toDoubles());
    }

    private static double residual(Chain c, double[] x) {
        double largest = 0;
        int n = x.length;
        for (int i = 0; i < n; i++) {
            double sum = c.diagonal()[i] * x[i] - c.right()[i];
            sum += i > 0 ? c.before()[i] * x[i - 1] : 0;
            sum += i + 1 < n ? c.before()[i + 1] * x[i + 1] : 0;
            largest = Math.max(largest, Math.abs(sum));
        }
        return largest;
    }

    private static double dense(Chain c, double[] x) {
        int n = x.length;
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = c.diagonal()[i];
            if (i > 0) {
                h[i][i - 1] = c.before()[i];
                h[i - 1][i] = c.before()[i];
            }
        }
        Tensor exact = Linalg.solve(Tensors.tensor(h), Tensors.tensor(c.right()));
        return Drive.largest(exact.minus(Tensors.tensor(x)));
    }

    @Override
    public Outcome run(Context context) {
        double[] mean = new double[3];
        double[] worst = {0, 0};
        Rule[] rules = {Rule.GSQ, Rule.GS, Rule.RANDOM};
        for (int seed = 0; seed < SEEDS; seed++) {
            Data d = data(context, seed);
            for (int r = 0; r < 3; r++) {
                mean[r] += iterations(d, rules[r], context.key(100 + seed)) / (double) SEEDS;
            }
            double[] found = decreases(d);
            worst[0] = Math.max(worst[0], found[0]);
            worst[1] = Math.max(worst[1], found[1]);
        }
        Chain wide = chain(context.key(200), 100_000);
        Forest.Solved large = Forest.chain(100_000).solve(wide.diagonal(), wide.before(), wide.right());
        Chain narrow = chain(context.key(201), 200);
        Forest.Solved small = Forest.chain(200).solve(narrow.diagonal(), narrow.before(), narrow.right());
        return new Outcome.Builder()
                .atMost("10 seeds: mean iterations of GSQ over those of GS", 0.95, mean[0] / mean[1])
                .atMost("10 seeds: mean iterations of GSQ over those of random blocks", 0.6, mean[0] / mean[2])
                .atMost("largest error of the decrease of GSQ over f(x0) - f*", 1e-10, worst[0])
                .atMost("largest lead of another block's decrease over f(x0) - f*", 1e-10, worst[1])
                .atMost("chain of 100000: largest residual", 1e-8, residual(wide, large.x()))
                .atMost("chain of 100000: multiplications and divisions an unknown", 6, large.operations() / 1e5)
                .atMost("chain of 200: largest difference from the dense solve", 1e-10, dense(narrow, small.x()))
                .done();
    }
}
