package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradus.Gradus;
import org.gradus.nn.FewBit;
import org.gradus.nn.Initializer;
import org.gradus.nn.Mlp;
import org.gradus.nn.StepFunction;
import org.gradus.nn.StepFunction.Fit;
import org.gradus.optim.Adam;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Best derivatives of few values, and training with them. */
final class FewBitPaper implements Reproduction {
    private static final double[] EDGES = {-2.40, -.70, -.32, 0, .32, .70, 2.40};
    private static final double GELU_ERROR = .011886;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "few-bit-backward",
                "Few-Bit Backward: Quantized Gradients of Activation Functions for Memory Footprint Reduction",
                2022);
    }

    @Override
    public String claim() {
        return "The same convergence with activation gradients of 3 or 4 bits, at 15 to 40 % less memory in training.";
    }

    private static void errors(
            Outcome.Builder outcome, String name, Fn<Tensor, Tensor> f, boolean even, double... expected) {
        for (int bits = 1; bits <= 4; bits++) {
            Fit fit = even ? Fit.ofBits(bits).ofEven() : Fit.ofBits(bits);
            double error = StepFunction.ofDerivative(f, fit).error();
            double paper = expected[bits - 1];
            outcome.close(name + ", " + (1 << bits) + " levels: error", paper, error, 0.01 * paper);
        }
    }

    /** The slopes of GELU at the middles of the paper's cells. */
    private static double[] slopes() {
        double[] x = new double[1000];
        for (int i = 0; i < 1000; i++) {
            x[i] = middle(i);
        }
        Tensor at = Tensors.tensor(x);
        return Gradus.jvp(Tensors::gelu, at, Tensors.onesLike(at)).tangent().toDoubles();
    }

    private static double middle(int cell) {
        return -10 + (cell + 0.5) * 0.02;
    }

    /** The error of 8 levels between given edges, with means or medians of the slopes. */
    private static double error(List<Double> boundaries, boolean median) {
        double[] slopes = slopes();
        double sum = 0;
        int from = 0;
        for (int level = 0; level <= boundaries.size(); level++) {
            int to = from;
            while (to < 1000 && (level == boundaries.size() || middle(to) < boundaries.get(level))) {
                to++;
            }
            Tensor part = Tensors.tensor(slopes).slice(0, from, to);
            double value = (median ? part.median() : part.mean()).item();
            sum += part.minus(value).square().sum().item() * 0.02;
            from = to;
        }
        return sum;
    }

    private static double accuracy(Context context, int seed, Training training) {
        Digits.Split data = Digits.split(context, context.key(100 + seed));
        Key key = context.key(200 + seed);
        Mlp start = Mlp.init(key, Initializer.heNormal(), 64, 128, 128, 10);
        Mlp end = training.run(start, data.train(), context.key(300 + seed));
        return 100
                * Digits.accuracy(
                        end.apply(data.test().x(), training.activation()),
                        data.test().y());
    }

    /** Runs with one activation, compiled once. */
    private static final class Training {
        private final Fn<Tensor, Tensor> activation;
        private final Adam<Mlp> adam = new Adam<>(1e-3);
        private final Runner runner;

        private interface Runner {
            Mlp run(Mlp start, Digits.Batch train, Key key);
        }

        Training(Fn<Tensor, Tensor> activation) {
            this.activation = activation;
            var step = Digits.step(adam, activation);
            runner = (start, train, key) -> Digits.train(step, adam, start, 1000, Digits.batches(train, key, 64));
        }

        Fn<Tensor, Tensor> activation() {
            return activation;
        }

        Mlp run(Mlp start, Digits.Batch train, Key key) {
            return runner.run(start, train, key);
        }
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        errors(outcome, "GELU", Tensors::gelu, false, .141021, .040563, GELU_ERROR, .003122);
        errors(outcome, "SiLU", Tensors::silu, false, .214961, .047850, .017009, .004453);
        errors(outcome, "Softplus", Tensors::softplus, false, .290209, .054046, .012114, .002892);
        errors(outcome, "tanh", Tensors::tanh, true, .158393, .031907, .007258, .001734);
        errors(outcome, "sigmoid", Tensors::sigmoid, true, .018074, .003783, .000878, .000212);
        outcome.close("ReLU, 2 levels: error", 0, FewBit.relu().derivative().error(), 0);

        FewBit gelu = FewBit.gelu(3);
        StepFunction q = gelu.derivative();
        for (int i = 0; i < EDGES.length; i++) {
            outcome.close(
                    String.format(Locale.ROOT, "GELU, 3 bits: boundary %d", i + 1),
                    EDGES[i],
                    q.boundaries().get(i),
                    0.02 + 1e-9);
        }
        double asymmetry = 0;
        for (int i = 0; i < 8; i++) {
            asymmetry =
                    Math.max(asymmetry, Math.abs(q.levels().get(i) + q.levels().get(7 - i) - 1));
        }
        outcome.atMost("GELU, 3 bits: largest |y(i) + y(9−i) − 1|", 1e-9, asymmetry);
        double median = error(q.boundaries(), true);
        List<Double> equal = new ArrayList<>();
        for (int i = 1; i < 8; i++) {
            equal.add(-10 + 2.5 * i);
        }
        double width = error(equal, false);
        outcome.close(
                        "means between these boundaries, summed apart: error",
                        q.error(),
                        error(q.boundaries(), false),
                        1e-12)
                .close("medians instead of means: error", .01216, median, 5e-6)
                .atLeast("medians: relative excess over the tolerance's center", 0.01, median / GELU_ERROR - 1)
                .close("eight equal intervals: error", .1406, width, 5e-5)
                .atLeast("eight equal intervals: relative excess", 0.01, width / GELU_ERROR - 1);
        Tensor packed = q.encode(Random.normal(context.key(1), 8000));
        outcome.close("bytes kept of 8000 elements", 3000, 8.0 * packed.size(), 0);

        var exact = new Training(Tensors::gelu);
        var few = new Training(gelu::apply);
        List<Double> exactly = new ArrayList<>();
        List<Double> fewly = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            exactly.add(accuracy(context, seed, exact));
            fewly.add(accuracy(context, seed, few));
        }
        return outcome.between("exact GELU: mean test accuracy, %", 94, 100, Digits.mean(exactly))
                .close("3-bit GELU: mean test accuracy, %", Digits.mean(exactly), Digits.mean(fewly), 1.5)
                .done();
    }
}
