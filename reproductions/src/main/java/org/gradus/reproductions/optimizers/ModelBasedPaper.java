package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.optim.ModelBased;
import org.gradus.optim.ModelBased.Model;
import org.gradus.optim.ModelBased.Outer;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;

/** Phase retrieval from one measurement a step, with steps from tiny to huge. */
final class ModelBasedPaper implements Reproduction {
    private static final int D = 10;
    private static final int M = 100;
    private static final int STEPS = 3000;
    private static final int SEEDS = 10;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "stochastic-model-based-weakly-convex",
                "Stochastic model-based minimization of weakly convex functions",
                2018);
    }

    @Override
    public String claim() {
        return "Subgradient, Gauss-Newton and proximal-point steps on one sample at a time all have the rate T^(-1/4); better"
                + " models bear larger steps.";
    }

    /** One step of a method on |⟨a, x⟩² − b|. */
    interface Method {
        Tensor next(Tensor x, Tensor a, Tensor b, Tensor step);
    }

    private static Method of(Model model) {
        ModelBased method = new ModelBased(model, Outer.ABSOLUTE);
        return (x, a, b, step) -> {
            Tensor u = a.times(x).sum();
            return method.step(x, u.square().minus(b), a.times(u.times(2)), step);
        };
    }

    /** A seed's measurements, start, order and the scale b0 of the steps. */
    record Data(Tensor a, Tensor b, Tensor start, Tensor order, Tensor scale) {}

    private static Fn<Data, Tensor> runs(Method method) {
        return Gradus.jit(d -> Gradus.scan(
                        (Tensor x, Data row) -> {
                            Tensor i = row.order();
                            Tensor a = Indexing.take(d.a(), i, 0);
                            Tensor b = Indexing.take(d.b(), i, 0);
                            return new Scanned<>(method.next(x, a, b, row.scale()), Tensors.scalar(0));
                        },
                        d.start(),
                        rows(d))
                .carry());
    }

    /** What changes from step to step: the measurement's number and the step's length. */
    private static Data rows(Data d) {
        Tensor t = Tensors.arange(STEPS).to(DType.FLOAT64).plus(1);
        Tensor steps = Tensors.div(1, t.sqrt().times(d.scale()));
        Tensor none = Tensors.zeros(STEPS);
        return new Data(none, none, none, d.order(), steps);
    }

    private static Data data(Context context, int seed, double scale) {
        var keys = context.key(seed).split(4);
        Tensor a = Random.normal(keys.get(0), M, D);
        Tensor x = truth(context, seed);
        return new Data(
                a,
                a.matmul(x).square(),
                Random.sphere(keys.get(2), D, 1).reshape(D),
                Random.integers(keys.get(3), 0, M, STEPS),
                Tensors.scalar(scale));
    }

    private static Tensor truth(Context context, int seed) {
        return Random.sphere(context.key(seed).split(4).get(1), D, 1).reshape(D);
    }

    /** Distances from ±x* at the end, one a seed. */
    private static double[] missed(Context context, Fn<Data, Tensor> run, double scale) {
        double[] out = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Tensor end = run.apply(data(context, seed, scale));
            Tensor x = truth(context, seed);
            double miss = Math.min(Drive.norm(end.minus(x)), Drive.norm(end.plus(x)));
            out[seed] = Double.isNaN(miss) ? Double.POSITIVE_INFINITY : miss;
        }
        return out;
    }

    /** How much the proximal point exceeds the least value on a fine grid along a. */
    private static double excess(Context context) {
        double worst = Double.NEGATIVE_INFINITY;
        for (int seed = 0; seed < 4; seed++) {
            var keys = context.key(900 + seed).split(3);
            Tensor x = Random.normal(keys.get(0), 3);
            Tensor a = Random.normal(keys.get(1), 3);
            double b = Random.uniform(keys.get(2), 1).item() * 3;
            double step = 0.1 + 0.4 * seed;
            double u = a.times(x).sum().item();
            double n = a.square().sum().item();
            Tensor y = ModelBased.phaseRetrieval(x, a, Tensors.scalar(b), Tensors.scalar(step));
            double inner = a.times(y).sum().item();
            double own = Math.abs(inner * inner - b) + y.minus(x).square().sum().item() / (2 * step);
            double least = Double.POSITIVE_INFINITY;
            for (int k = -1_000_000; k <= 1_000_000; k++) {
                double s = 5e-6 * k;
                double v = u + s * n;
                least = Math.min(least, Math.abs(v * v - b) + s * s * n / (2 * step));
            }
            worst = Math.max(worst, own - least);
        }
        return worst;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        Fn<Data, Tensor> linear = runs(of(Model.PROX_LINEAR));
        Fn<Data, Tensor> point = runs(ModelBased::phaseRetrieval);
        Fn<Data, Tensor> subgradient = runs(of(Model.SUBGRADIENT));
        for (double scale : new double[] {0.01, 0.1, 1, 10}) {
            out.atMost(
                    "b0 = " + scale + ": median distance, prox-linear",
                    1e-3,
                    Drive.median(missed(context, linear, scale)));
            out.atMost(
                    "b0 = " + scale + ": median distance, proximal point",
                    1e-3,
                    Drive.median(missed(context, point, scale)));
            double bound = scale < 1 ? 1e3 : 0.01;
            out.atLeast(
                    "b0 = " + scale + ": median distance, subgradient",
                    bound,
                    Drive.median(missed(context, subgradient, scale)));
        }
        double a = Drive.median(missed(context, linear, 1000));
        double b = Drive.median(missed(context, point, 1000));
        double c = Drive.median(missed(context, subgradient, 1000));
        double apart = Math.max(a, Math.max(b, c)) - Math.min(a, Math.min(b, c));
        out.atMost("b0 = 1000: largest difference of the medians", 0.02, apart);
        out.atMost("proximal point: most that it exceeds the least value on a grid", 1e-9, excess(context));
        return out.done();
    }
}
