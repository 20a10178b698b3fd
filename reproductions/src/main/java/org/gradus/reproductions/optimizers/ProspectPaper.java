package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Prospect;
import org.gradus.optim.SpectralRisk;
import org.gradus.optim.SpectralRisk.Penalty;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Least squares under the extremile, against mini-batches of it. */
final class ProspectPaper implements Reproduction {
    private static final int N = 60;
    private static final int D = 4;
    private static final int SIZE = 16;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "prospect-dro", "Distributionally Robust Optimization with Bias and Variance Reduction", 2023);
    }

    @Override
    public String claim() {
        return "One learning rate suffices for linear convergence on spectral risks, where mini-batches are biased.";
    }

    /** Rows and targets. */
    record Data(Tensor x, Tensor y) {}

    private static Tensor losses(Tensor w, Data d) {
        return d.x().matmul(w).minus(d.y()).square().times(0.5);
    }

    private static Tensor one(Tensor w, Data d) {
        return w.times(d.x()).sum().minus(d.y()).square().times(0.5);
    }

    private static SpectralRisk risk(int n) {
        return new SpectralRisk(SpectralRisk.extremile(n, 2), 1, Penalty.CHI_SQUARE);
    }

    private static Fn<Tensor, Tensor> objective(Data d) {
        SpectralRisk risk = risk(N);
        return w -> risk.value(losses(w, d)).plus(w.square().sum().times(0.5 / N));
    }

    private static Data data(Context context, int seed) {
        var keys = context.key(seed).split(3);
        Tensor x = Random.normal(keys.get(0), N, D);
        Tensor w = Random.normal(keys.get(1), D);
        return new Data(x, x.matmul(w).plus(Random.normal(keys.get(2), N)));
    }

    /** The last iterate's gap after 100 epochs of mini-batches of the risk, mean of 3 runs, for the best rate. */
    private static double minibatches(Data d, double least, Key key) {
        SpectralRisk small = risk(SIZE);
        Fn<Tensor, Tensor> f = objective(d);
        double best = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {1e-3, 3e-3, 1e-2, 3e-2, 1e-1}) {
            double sum = 0;
            for (int run = 0; run < 3; run++) {
                double[] w = minibatch(d, small, rate, key.split(3).get(run));
                sum += f.apply(Tensors.tensor(w)).item() - least;
            }
            best = Math.min(best, Double.isFinite(sum) ? sum / 3 : Double.POSITIVE_INFINITY);
        }
        return best;
    }

    /** Plain loops: this is the other method, whose bias is shown. */
    private static double[] minibatch(Data d, SpectralRisk risk, double rate, Key key) {
        double[] x = d.x().toDoubles();
        double[] y = d.y().toDoubles();
        double[] w = new double[D];
        Key left = key;
        int batches = N / SIZE;
        for (int epoch = 0; epoch < 100; epoch++) {
            var keys = left.split(2);
            left = keys.get(1);
            long[] order = Random.permutation(keys.get(0), N).toLongs();
            for (int b = 0; b < batches; b++) {
                double[] losses = new double[SIZE];
                double[] residuals = new double[SIZE];
                for (int k = 0; k < SIZE; k++) {
                    int i = (int) order[b * SIZE + k];
                    residuals[k] = -y[i];
                    for (int j = 0; j < D; j++) {
                        residuals[k] += x[i * D + j] * w[j];
                    }
                    losses[k] = 0.5 * residuals[k] * residuals[k];
                }
                double[] q = risk.weights(losses);
                double[] g = new double[D];
                for (int k = 0; k < SIZE; k++) {
                    int i = (int) order[b * SIZE + k];
                    for (int j = 0; j < D; j++) {
                        g[j] += q[k] * residuals[k] * x[i * D + j];
                    }
                }
                for (int j = 0; j < D; j++) {
                    w[j] -= rate * (g[j] + w[j] / N);
                }
            }
        }
        return w;
    }

    /** The largest relative error of the mean direction, at random tables. */
    private static double bias(Context context) {
        Data d = data(context, 0);
        Prospect method = new Prospect(risk(N), 1.0 / N, 0.01);
        Tensor old = Random.normal(context.key(70), D);
        Tensor here = Random.normal(context.key(71), D);
        Prospect.State tables = method.init(ProspectPaper::one, d, old);
        double[] used = Random.uniform(context.key(72), N).toDoubles();
        double[] mean = new double[D];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < D; j++) {
                mean[j] += used[i] * tables.gradients()[i][j];
            }
        }
        Prospect.State state =
                new Prospect.State(here.toDoubles(), tables.losses(), tables.gradients(), tables.weights(), used, mean);
        double[] average = new double[D];
        double[] expected = new double[D];
        for (int i = 0; i < N; i++) {
            Data row = new Data(d.x().get(i), d.y().get(i));
            double[] g = Gradus.grad(ProspectPaper::one).apply(here, row).toDoubles();
            double[] v = method.direction(state, i, g);
            for (int j = 0; j < D; j++) {
                average[j] += v[j] / N;
                expected[j] += tables.weights()[i] * g[j];
            }
        }
        Tensor right = Tensors.tensor(expected);
        return Drive.norm(Tensors.tensor(average).minus(right)) / Drive.norm(right);
    }

    @Override
    public Outcome run(Context context) {
        double worst = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int seed = 0; seed < 4; seed++) {
            Data d = data(context, seed);
            Fn<Tensor, Tensor> f = objective(d);
            double best = Minimizer.of(f).tolerance(1e-11).run(Tensors.zeros(D)).value();
            Prospect method = new Prospect(risk(N), 1.0 / N, 0.01);
            Tensor end = method.run(ProspectPaper::one, d, Tensors.zeros(D), 30, context.key(20 + seed));
            worst = Math.max(worst, f.apply(end).item() - best);
            least = Math.min(least, minibatches(d, best, context.key(40 + seed)));
        }
        Tensor draws = Random.normal(context.key(60), N).square();
        double[] q = risk(N).weights(draws.toDoubles());
        double[] kl =
                new SpectralRisk(SpectralRisk.extremile(N, 2), 1, Penalty.KULLBACK_LEIBLER).weights(draws.toDoubles());
        Data d = data(context, 0);
        Fn<Tensor, Tensor> f = objective(d);
        Tensor at = Random.normal(context.key(61), D);
        double[] exact = Gradus.grad(f).apply(at).toDoubles();
        double off = 0;
        for (int j = 0; j < D; j++) {
            Tensor e = Indexing.oneHot(Tensors.tensor(new long[] {j}).get(0), D).times(1e-5);
            double difference =
                    (f.apply(at.plus(e)).item() - f.apply(at.minus(e)).item()) / 2e-5;
            off = Math.max(off, Math.abs(difference - exact[j]));
        }
        return new Outcome.Builder()
                .atMost("4 seeds: largest gap after 30 epochs", 1e-8, worst)
                .atLeast("4 seeds: smallest gap of mini-batches after 100 epochs", 2e-4, least)
                .close("sum of the weights", 1, java.util.Arrays.stream(q).sum(), 1e-12)
                .close(
                        "sum of the weights with the Kullback-Leibler penalty",
                        1,
                        java.util.Arrays.stream(kl).sum(),
                        1e-12)
                .atMost("largest difference of the gradient from finite differences", 1e-7, off)
                .atMost("relative error of the mean direction at random tables", 1e-12, bias(context))
                .done();
    }
}
