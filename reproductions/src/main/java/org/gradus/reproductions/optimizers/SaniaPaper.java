package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.Sania;
import org.gradus.optim.Sania.Preconditioner;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Logistic regression on the breast-cancer table, as it is and with features of wild scales. */
final class SaniaPaper implements Reproduction {
    private static final int STEPS = 100;
    private static final int SIZE = 64;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "sania",
                "SANIA: Polyak-type Optimization Framework Leads to Scale Invariant Stochastic Algorithms",
                2023);
    }

    @Override
    public String claim() {
        return "Polyak's step in the norm of a squared preconditioner needs no learning rate and does not see the scales of"
                + " features.";
    }

    /** Standardized features and labels ±1. */
    record Data(Tensor x, Tensor y) {}

    private static Data data(Context context) {
        Table table = context.table("breast_cancer");
        Tensor x = table.x();
        Tensor standard = x.minus(x.mean(0)).div(x.std(0));
        return new Data(standard, table.y().to(standard.dtype()).times(2).minus(1));
    }

    private static Tensor loss(Tensor w, Data d) {
        return Tensors.softplus(d.x().matmul(w).times(d.y()).unaryMinus()).mean();
    }

    /** The whole loss before each step and after the last, and the last parameters. */
    private record Trace(double[] losses, Tensor w) {}

    private static Trace trace(Context context, int seed, Preconditioner kind, double epsilon, Data all) {
        Sania<Tensor> method = new Sania<>(kind, 0, Schedules.constant(1), 0.999, epsilon);
        int n = all.y().dim(0);
        double[] losses = new double[STEPS + 1];
        Fn2<Tensor, Data, Tensor> whole = Gradus.jit(SaniaPaper::loss);
        Tensor start = Tensors.zeros(30);
        losses[0] = whole.apply(start, all).item();
        Tensor[] order = new Tensor[STEPS];
        for (int t = 0; t < STEPS; t++) {
            order[t] = Random.permutation(context.key(1000L * seed + t), n).slice(0, 0, SIZE);
        }
        Fn2<Tensor, Data, Tensor> f = SaniaPaper::loss;
        var compiled = Gradus.jit((Drive.At<Tensor, Sania.State<Tensor>> at, Tensor t, Data d) ->
                Drive.step(method, p -> f.apply(p, d), at, t, org.gradus.tensor.Key.of(0)));
        Drive.At<Tensor, Sania.State<Tensor>> at = new Drive.At<>(start, method.init(start));
        for (int t = 0; t < STEPS; t++) {
            Data batch = new Data(Indexing.take(all.x(), order[t], 0), Indexing.take(all.y(), order[t], 0));
            at = compiled.apply(at, Drive.number(t), batch);
            losses[t + 1] = whole.apply(at.params(), all).item();
        }
        return new Trace(losses, at.params());
    }

    /** The largest relative difference of two traces up to a step. */
    private static double apart(double[] a, double[] b, int steps) {
        double worst = 0;
        for (int t = 0; t <= steps; t++) {
            double difference = Math.abs(a[t] - b[t]) / Math.abs(a[t]);
            worst = Double.isFinite(difference) ? Math.max(worst, difference) : Double.POSITIVE_INFINITY;
        }
        return worst;
    }

    @Override
    public Outcome run(Context context) {
        Data all = data(context);
        Tensor scales = Random.uniform(context.key(-1), Tensors.scalar(-5), Tensors.scalar(5), 30)
                .exp();
        Data scaled = new Data(all.x().times(scales), all.y());
        Outcome.Builder out = new Outcome.Builder();
        double first = trace(context, 0, Preconditioner.ADAGRAD_SQUARED, 0, all).losses()[0];
        out.close("loss at the start", Math.log(2), first, 1e-12);
        for (Preconditioner kind : new Preconditioner[] {Preconditioner.ADAGRAD_SQUARED, Preconditioner.ADAM_SQUARED}) {
            Trace plain = trace(context, 0, kind, 0, all);
            Trace wild = trace(context, 0, kind, 0, scaled);
            Tensor back = wild.w().times(scales);
            out.atMost(
                    kind + ": relative difference of losses in 20 steps",
                    1e-8,
                    apart(plain.losses(), wild.losses(), 20));
            out.atMost(
                    kind + ": relative difference of losses in 100 steps",
                    1e-6,
                    apart(plain.losses(), wild.losses(), STEPS));
            out.atMost(
                    kind + ": relative difference of V w~ and w after 100 steps",
                    1e-6,
                    Drive.norm(back.minus(plain.w())) / Drive.norm(plain.w()));
        }
        for (Preconditioner kind :
                new Preconditioner[] {Preconditioner.ADAGRAD, Preconditioner.ADAM, Preconditioner.POLYAK}) {
            Trace plain = trace(context, 0, kind, 1e-8, all);
            Trace wild = trace(context, 0, kind, 1e-8, scaled);
            out.atLeast(
                    kind + ": relative difference of losses in 100 steps",
                    0.5,
                    apart(plain.losses(), wild.losses(), STEPS));
        }
        double[] tenth = new double[5];
        double worst = 0;
        for (int seed = 0; seed < 5; seed++) {
            double[] adagrad =
                    trace(context, seed, Preconditioner.ADAGRAD_SQUARED, 0, all).losses();
            double[] adam =
                    trace(context, seed, Preconditioner.ADAM_SQUARED, 0, all).losses();
            tenth[seed] = adagrad[10];
            worst = Math.max(worst, Math.max(adagrad[STEPS], adam[STEPS]));
        }
        out.atMost("ADAGRAD_SQUARED, 5 seeds: median loss after 10 steps", 0.15, Drive.median(tenth));
        out.atMost("both squared, 5 seeds: largest loss after 100 steps", 0.1, worst);
        return out.done();
    }
}
