package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.optim.Lion;
import org.gradus.optim.Schedules;
import org.gradus.optim.programs.Operation;
import org.gradus.optim.programs.ProgramSearch;
import org.gradus.optim.programs.UpdateProgram;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Lion's steps by hand, and a small search for rules of update. */
final class LionPaper implements Reproduction {
    private static final int STEPS = 100;
    private static final double RATE = 0.01;
    private static final int D = 20;
    private static final int BATCH = 32;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("lion-program-search", "Symbolic Discovery of Optimization Algorithms", 2023);
    }

    @Override
    public String claim() {
        return "A search over programs finds Lion, which trains better than AdamW with one state instead of two.";
    }

    /** Two small tasks with fixed noise and batches, in plain arrays: a program is run thousands of times. */
    private static final class Proxies implements ToDoubleFunction<UpdateProgram> {
        private final double[] h;
        private final double[] start;
        private final double[] noise;
        private final double[] x;
        private final long[] y;
        private final int[][] batches;

        Proxies(Context context) {
            double[] values = new double[D];
            java.util.Arrays.setAll(values, i -> 0.1 * Math.pow(100, i / (D - 1.0)));
            h = Drive.symmetric(context.key(1), values).toDoubles();
            start = Random.normal(context.key(2), D).toDoubles();
            noise = Random.normal(context.key(3), STEPS, D).times(0.1).toDoubles();
            Table iris = context.table("iris");
            Tensor table = iris.x();
            x = table.minus(table.mean(0)).div(table.std(0)).toDoubles();
            y = iris.y().toLongs();
            batches = new int[STEPS][BATCH];
            for (int t = 0; t < STEPS; t++) {
                long[] order =
                        Random.permutation(context.key(100 + t), y.length).toLongs();
                for (int i = 0; i < BATCH; i++) {
                    batches[t][i] = (int) order[i];
                }
            }
        }

        @Override
        public double applyAsDouble(UpdateProgram program) {
            double both = 0.5 * (quadratic(program) + iris(program));
            return Double.isFinite(both) ? both : Double.POSITIVE_INFINITY;
        }

        private double slopes(double[] w, double[] g) {
            double value = 0;
            for (int i = 0; i < D; i++) {
                g[i] = 0;
                for (int j = 0; j < D; j++) {
                    g[i] += h[i * D + j] * w[j];
                }
                value += 0.5 * g[i] * w[i];
            }
            return value;
        }

        private double quadratic(UpdateProgram program) {
            double[] w = start.clone();
            double[] g = new double[D];
            double[] v1 = new double[D];
            double[] v2 = new double[D];
            double first = slopes(w, g);
            for (int t = 0; t < STEPS; t++) {
                slopes(w, g);
                for (int i = 0; i < D; i++) {
                    g[i] += noise[t * D + i];
                }
                program.step(w, g, RATE, v1, v2);
            }
            return slopes(w, g) / first;
        }

        /** Softmax regression: weights 3 × 4 and biases in one array. */
        private double iris(UpdateProgram program) {
            double[] w = new double[15];
            double[] g = new double[15];
            double[] v1 = new double[15];
            double[] v2 = new double[15];
            for (int t = 0; t < STEPS; t++) {
                entropy(w, batches[t], g);
                program.step(w, g, RATE, v1, v2);
            }
            int[] all = new int[y.length];
            java.util.Arrays.setAll(all, i -> i);
            return entropy(w, all, g) / Math.log(3);
        }

        private double entropy(double[] w, int[] rows, double[] g) {
            java.util.Arrays.fill(g, 0);
            double loss = 0;
            for (int row : rows) {
                double[] z = new double[3];
                double top = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < 3; k++) {
                    z[k] = w[12 + k];
                    for (int j = 0; j < 4; j++) {
                        z[k] += w[k * 4 + j] * x[row * 4 + j];
                    }
                    top = Math.max(top, z[k]);
                }
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += Math.exp(z[k] - top);
                }
                int right = (int) y[row];
                loss += (Math.log(sum) + top - z[right]) / rows.length;
                for (int k = 0; k < 3; k++) {
                    double slope = (Math.exp(z[k] - top) / sum - (k == right ? 1 : 0)) / rows.length;
                    g[12 + k] += slope;
                    for (int j = 0; j < 4; j++) {
                        g[k * 4 + j] += slope * x[row * 4 + j];
                    }
                }
            }
            return loss;
        }
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        double[] w = {0.89, 0.7811, 0.673289};
        double[] m = {0.01, 0.0188, 0.026423};
        Drive.run(
                new Lion<Tensor>(Schedules.constant(0.1), 0.1),
                (Tensor x) -> x.square().times(0.5),
                Tensors.scalar(1),
                3,
                Key.of(0),
                (t, at) -> {
                    out.close("parabola: w_" + t, w[t - 1], at.params().item(), 1e-12);
                    out.close("parabola: m_" + t, m[t - 1], at.state().mean().item(), 1e-12);
                });
        double[] stream = Drive.feed(new Lion<Tensor>(Schedules.constant(0.1)), 1, 1, -0.2);
        out.close("gradients 1, -0.2: w_1", 0.9, stream[0], 1e-12);
        out.close("gradients 1, -0.2: w_2", 1, stream[1], 1e-12);
        double[] asProgram = Drive.feed(UpdateProgram.lion(0).<Tensor>optimizer(0.1), 1, 1, -0.2);
        out.close("the same as a program: w_2", 1, asProgram[1], 1e-12);

        Proxies proxies = new Proxies(context);
        UpdateProgram seed = UpdateProgram.adamW(0.01);
        double before = proxies.applyAsDouble(seed);
        for (int chance = 0; chance < 3; chance++) {
            ProgramSearch.Result found =
                    new ProgramSearch(64, 8, 2000).run(seed, proxies, context.seed() * 10 + chance);
            double[] trace = found.trace();
            boolean monotone = true;
            for (int t = 1; t < trace.length; t++) {
                monotone &= trace[t] <= trace[t - 1];
            }
            out.atMost(
                    "search " + chance + ": best fitness / that of AdamW",
                    0.9,
                    found.best().fitness() / before);
            out.holds("search " + chance + ": the best so far never rises", monotone);
            out.atLeast("search " + chance + ": children found in the cache", 101, found.hits());
        }
        List<UpdateProgram.Statement> more = new ArrayList<>(seed.statements());
        int spare = UpdateProgram.REGISTERS - 1;
        more.add(
                new UpdateProgram.Statement(spare, Operation.SCALE, UpdateProgram.GRADIENT, UpdateProgram.GRADIENT, 2));
        more.add(new UpdateProgram.Statement(spare, Operation.SCALE, spare, spare, 0.5));
        out.holds(
                "a dead statement leaves the canonical form as it is",
                new UpdateProgram(more).canonical().equals(seed.canonical()));
        return out.done();
    }
}
