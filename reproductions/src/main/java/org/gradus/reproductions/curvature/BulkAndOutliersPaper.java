package org.gradus.reproductions.curvature;

import java.util.Arrays;
import org.gradus.array.DType;
import org.gradus.linear.Lanczos;
import org.gradus.linear.LinearOperator;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Sgd;
import org.gradus.optim.StopRequest;
import org.gradus.optim.curvature.HessianSpectrum;
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

/** Spectra of small trained networks: as many large eigenvalues as the data ask for, the rest near zero. */
final class BulkAndOutliersPaper implements Reproduction {
    private static final int SEEDS = 20;

    private record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "hessian-bulk-outliers",
                "Empirical Analysis of the Hessian of Over-Parametrized Neural Networks",
                2017);
    }

    @Override
    public String claim() {
        return "The Hessian of an over-parametrized network is a bulk near zero, set by the architecture, and a few outliers"
                + " that depend on the data; large- and small-batch solutions lie in one basin.";
    }

    private static Net net(Key key, int inputs, int width, int outputs) {
        var keys = key.split(2);
        return new Net(
                Random.normal(keys.get(0), inputs, width).div(Math.sqrt(inputs)),
                Tensors.zeros(width),
                Random.normal(keys.get(1), width, outputs).div(Math.sqrt(width)),
                Tensors.zeros(outputs));
    }

    private static Tensor outputs(Net net, Tensor x) {
        return x.matmul(net.w1()).plus(net.b1()).tanh().matmul(net.w2()).plus(net.b2());
    }

    private static HessianSpectrum spectrum(Fn<Net, Tensor> loss, Net at) {
        return HessianSpectrum.of(LinearOperator.hessian(loss, at), at);
    }

    /** Five samples learned by heart: the tenth largest eigenvalue and the largest of the others in size. */
    private static double[] byHeart(Context context, int seed) {
        var keys = context.key(seed).split(3);
        Tensor x = Random.normal(keys.get(0), 5, 6);
        Tensor y = Random.normal(keys.get(1), 5, 2);
        Fn<Net, Tensor> loss =
                p -> outputs(p, x).minus(y).square().sum(1).mean().times(0.5);
        Net end = Minimizer.of(loss)
                .method(new Sgd<>(0.1, 0.9))
                .maxIterations(20_000)
                .tolerance(1e-300)
                .listener(at -> {
                    if (at.value() < 1e-16) {
                        throw new StopRequest("the loss is below 1e-16");
                    }
                })
                .run(net(keys.get(2), 6, 12, 2))
                .point();
        double[] values = spectrum(loss, end).eigenvalues();
        int n = values.length;
        double rest = Arrays.stream(values, 0, n - 10).map(Math::abs).max().orElseThrow();
        return new double[] {values[n - 10], rest};
    }

    private record Cluster(double bulk, double outliers, double lanczos) {}

    private static Cluster cluster(Context context, int seed, int classes, int width, boolean lanczos) {
        var keys = context.key(1000 + seed).fold(classes * 100L + width).split(3);
        Tensor means = Random.normal(keys.get(0), classes, 8).times(1.5);
        Tensor labels = Tensors.mod(Tensors.arange(400).to(DType.INT64), (long) classes);
        Tensor x = Indexing.take(means, labels, 0).plus(Random.normal(keys.get(1), 400, 8));
        Fn<Net, Tensor> loss =
                p -> Tensors.softmaxCrossEntropy(outputs(p, x), labels).mean();
        Net end = Minimizer.of(loss)
                .method(new Sgd<>(0.1, 0.9))
                .maxIterations(200)
                .tolerance(1e-300)
                .run(net(keys.get(2), 8, width, classes))
                .point();
        HessianSpectrum spectrum = spectrum(loss, end);
        double worst = 0;
        if (lanczos) {
            double[] found = new Lanczos(80)
                    .of(LinearOperator.hessian(loss, end), end)
                    .values()
                    .toDoubles();
            double[] all = spectrum.eigenvalues();
            for (int i = 1; i <= 5; i++) {
                worst = Math.max(worst, Math.abs(found[found.length - i] - all[all.length - i]) / spectrum.largest());
            }
        }
        return new Cluster(spectrum.bulk(0.01), spectrum.outliers(0.1), worst);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        for (int seed = 0; seed < 5; seed++) {
            double[] found = byHeart(context, seed);
            outcome.atLeast("five samples, seed " + (seed + 1) + ": tenth eigenvalue", 0.02, found[0])
                    .atMost("five samples, seed " + (seed + 1) + ": largest of the other 100", 1e-7, found[1]);
        }
        double wider = 0;
        double more = 0;
        double classes = 0;
        double lanczos = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Cluster narrow = cluster(context, seed, 5, 8, false);
            Cluster wide = cluster(context, seed, 5, 32, true);
            Cluster two = cluster(context, seed, 2, 32, false);
            wider += (wide.bulk() - narrow.bulk()) / SEEDS;
            more += (wide.outliers() - narrow.outliers()) / SEEDS;
            classes += (wide.outliers() - two.outliers()) / SEEDS;
            lanczos = Math.max(lanczos, wide.lanczos());
        }
        return outcome.atLeast("5 clusters: mean share of the bulk, width 32 less width 8", 0.12, wider)
                .atMost("5 clusters: mean number of outliers, width 32 less width 8", 1, more)
                .atLeast("width 32: mean number of outliers, 5 clusters less 2", 1.5, classes)
                .atMost("Lanczos: error of the five largest / largest", 1e-6, lanczos)
                .done();
    }
}
