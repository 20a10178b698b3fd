package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.nn.Means;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Lehmer and Gini means, their derivatives and limits, and a circuit of them for exclusive or. */
final class MultipletPaper implements Reproduction {
    private static final double[] X = {0.5, 1.2, 3};
    private static final double[] W = {0.2, 0.5, 0.3};

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "multiplet-networks", "An Informal Introduction to Multiplet Neural Networks", 2020);
    }

    @Override
    public String claim() {
        return "Neurons that are generalized means emulate exclusive or in two layers, multiply, divide and represent truncated"
                + " power series.";
    }

    private static double lehmer(double p) {
        return Means.lehmer(Tensors.tensor(X), Tensors.tensor(W), p).item();
    }

    private static double sum(double[] x, double[] w, double p, boolean log) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += w[i] * Math.pow(x[i], p) * (log ? Math.log(x[i]) : 1);
        }
        return sum;
    }

    /** The published derivatives of L by x, w and p. */
    private static double[] lehmerByHand(double p) {
        double d = sum(X, W, p - 1, false);
        double mean = sum(X, W, p, false) / d;
        double[] out = new double[7];
        for (int i = 0; i < 3; i++) {
            out[i] = W[i] * Math.pow(X[i], p - 2) * (p * X[i] - (p - 1) * mean) / d;
            out[3 + i] = Math.pow(X[i], p - 1) * (X[i] - mean) / d;
        }
        out[6] = (sum(X, W, p, true) - mean * sum(X, W, p - 1, true)) / d;
        return out;
    }

    /** The published derivatives of ln G by x, w, r and s. */
    private static double[] giniByHand(double r, double s) {
        double n = sum(X, W, r, false);
        double m = sum(X, W, s, false);
        double log = Math.log(n / m) / (r - s);
        double[] out = new double[8];
        for (int i = 0; i < 3; i++) {
            out[i] = W[i] * (r * Math.pow(X[i], r - 1) / n - s * Math.pow(X[i], s - 1) / m) / (r - s);
            out[3 + i] = (Math.pow(X[i], r) / n - Math.pow(X[i], s) / m) / (r - s);
        }
        out[6] = (sum(X, W, r, true) / n - log) / (r - s);
        out[7] = (log - sum(X, W, s, true) / m) / (r - s);
        return out;
    }

    private static Fn<Tensor, Tensor> lehmerOfAll() {
        return a -> Means.lehmer(a.slice(0, 0, 3), a.slice(0, 3, 6), a.get(6));
    }

    private static Fn<Tensor, Tensor> giniOfAll() {
        return a -> Means.logGini(a.slice(0, 0, 3), a.slice(0, 3, 6), a.get(6), a.get(7));
    }

    private static Tensor point(double... exponents) {
        List<Double> all = new ArrayList<>();
        for (double[] part : new double[][] {X, W, exponents}) {
            for (double v : part) {
                all.add(v);
            }
        }
        return Tensors.tensor(all.stream().mapToDouble(v -> v).toArray());
    }

    private static double difference(double[] x, double[] y) {
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(x[i] - y[i]));
        }
        return worst;
    }

    private static double[] quotients(Fn<Tensor, Tensor> f, Tensor at, double h) {
        double[] out = new double[at.size()];
        for (int i = 0; i < out.length; i++) {
            Tensor step = Tensors.eye(at.size()).get(i).times(h);
            out[i] = (f.apply(at.plus(step)).item() - f.apply(at.minus(step)).item()) / (2 * h);
        }
        return out;
    }

    private static void derivatives(
            Outcome.Builder outcome, String name, Fn<Tensor, Tensor> f, Tensor at, double[] byHand) {
        double[] ours = Gradus.grad(f).apply(at).toDoubles();
        outcome.atMost(name + ": formulas against reverse mode", 1e-10, difference(byHand, ours))
                .atMost(name + ": formulas against differences", 1e-7, difference(byHand, quotients(f, at, 1e-5)));
    }

    private static double slope(double p) {
        return Gradus.grad((Tensor e) -> Means.lehmer(Tensors.tensor(X), Tensors.tensor(W), e))
                .apply(Tensors.scalar(p))
                .item();
    }

    private static double circuit(double a, double b) {
        Tensor x = Tensors.tensor(a, b);
        Tensor w = Tensors.ones(2);
        return 2 * Means.lehmer(x, w, 50).item() - Means.lehmer(x, w, -50).item();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder()
                .close("L₀", 1.0909091, lehmer(0), 5e-8)
                .close("L₁", 1.6, lehmer(1), 1e-12)
                .close("L₂", 2.16875, lehmer(2), 1e-12)
                .close("L₆₀", 3, lehmer(60), 1e-3)
                .close("L₋₆₀", 0.5, lehmer(-60), 1e-3)
                .holds("L₅₀₀ and L₋₅₀₀ are finite", Double.isFinite(lehmer(500) + lehmer(-500)))
                .close(
                        "L½ of 2 and 8",
                        4,
                        Means.lehmer(Tensors.tensor(2.0, 8), Tensors.ones(2), 0.5)
                                .item(),
                        1e-12)
                .close("∂L/∂p at 2", 0.519746, slope(2), 1e-6)
                .close("∂L/∂p at 1", 0.577445, slope(1), 1e-6)
                .close(
                        "slope score at the arithmetic mean",
                        slope(1),
                        Means.slope(Tensors.tensor(X), Tensors.tensor(W)).item(),
                        1e-12);
        for (double p : new double[] {-1, 0.5, 2}) {
            derivatives(outcome, "L, p = " + p, lehmerOfAll(), point(p), lehmerByHand(p));
        }
        derivatives(outcome, "ln G, r = 2.3, s = 0.7", giniOfAll(), point(2.3, 0.7), giniByHand(2.3, 0.7));
        double[] same = Gradus.grad(giniOfAll()).apply(point(0.7, 0.7)).toDoubles();
        double[] near = Gradus.grad(giniOfAll()).apply(point(0.7 + 1e-4, 0.7)).toDoubles();
        double[] tiny = Gradus.grad(giniOfAll()).apply(point(0.7 + 1e-8, 0.7)).toDoubles();
        outcome.close("∂ln G/∂r at r = s = 0.7", 0.172526115, same[6], 1e-7)
                .close("∂ln G/∂s at r = s = 0.7", 0.172526115, same[7], 1e-7)
                .close("∂ln G/∂r at r − s = 1e-4", 0.172522359, near[6], 1e-7)
                .close("∂ln G/∂s at r − s = 1e-4", 0.172524237, near[7], 1e-7)
                .close("∂ln G/∂r at r − s = 1e-8", 0.172526115, tiny[6], 1e-7);
        double[] expected = {1, 3, 3, 2};
        for (int i = 0; i < 4; i++) {
            double a = 1 + i / 2;
            double b = 1 + i % 2;
            double value = circuit(a, b);
            outcome.close("exclusive or of " + (int) a + " and " + (int) b, expected[i], value, 1e-9)
                    .holds("above 2.5 where they differ: " + (int) a + " and " + (int) b, value > 2.5 == (a != b));
        }
        return outcome.done();
    }
}
