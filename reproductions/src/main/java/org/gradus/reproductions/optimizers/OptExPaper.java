package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.OptEx;
import org.gradus.optim.OptEx.Kernel;
import org.gradus.optim.OptEx.Selection;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;

/** Fewer sequential iterations on a quadratic, and the predictions themselves. */
final class OptExPaper implements Reproduction {
    private static final int D = 20;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "optex-parallel-iterations",
                "OptEx: Expediting First-Order Optimization with Approximately Parallelized Iterations",
                2024);
    }

    @Override
    public String claim() {
        return "Steps on predicted gradients let N workers make nearly N iterations at once.";
    }

    private static Fn<Tensor, Tensor> bowl() {
        double[] d = new double[D];
        java.util.Arrays.setAll(d, i -> Math.pow(100, -i / (D - 1.0)));
        Tensor values = Tensors.tensor(d);
        return x -> x.square().times(values).sum().times(0.5);
    }

    private static <S> OptEx<Tensor, S> optex(GradientTransformation<Tensor, S> method, int workers, double noise) {
        return new OptEx<>(method, workers, 20, 20, noise, Kernel.MATERN, Selection.LAST);
    }

    /** The same loop without anything around it. */
    private static <S> Tensor plain(GradientTransformation<Tensor, S> method, Fn<Tensor, Tensor> f, Tensor start) {
        Fn<Tensor, ValueAndGrad<Tensor>> both =
                Gradus.jit(p -> Gradus.valueAndGrad(f).apply(p));
        Tensor x = start;
        S state = method.init(x);
        for (int t = 0; t < 50; t++) {
            ValueAndGrad<Tensor> at = both.apply(x);
            var step = method.update(at.gradient(), state, Info.of(x, at.value(), t));
            x = x.plus(step.update());
            state = step.state();
        }
        return x;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        Fn<Tensor, Tensor> f = bowl();
        Sgd<Tensor> gd = new Sgd<>(0.5);
        Adam<Tensor> adam = new Adam<>(0.1);
        Tensor first = Random.normal(context.key(0), D);
        Tensor one = optex(adam, 1, 1e-6).run(f, first, 50).point();
        out.close("N = 1: largest difference from Adam", 0, Drive.largest(one.minus(plain(adam, f, first))), 0);
        for (int seed = 0; seed < 3; seed++) {
            Tensor start = Random.normal(context.key(seed), D);
            double few = f.apply(Drive.run(gd, f, start, 100).params()).item();
            double many = f.apply(Drive.run(gd, f, start, 400).params()).item();
            var four = optex(gd, 4, 1e-6).run(f, start, 100);
            double two = f.apply(optex(gd, 2, 1e-6).run(f, start, 100).point()).item();
            double value = f.apply(four.point()).item();
            out.between("seed " + seed + ": f(N = 4) / GD after 400 iterations", 1 / 1.5, 1.5, value / many);
            out.atLeast("seed " + seed + ": GD after 100 iterations / f(N = 4)", 10, few / value);
            out.holds("seed " + seed + ": N = 2 lies between GD and N = 4", value < two && two < few);
        }
        List<Tensor> points = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add(Random.normal(context.key(100 + i), D));
            gradients.add(Gradus.grad(f).apply(points.get(i)));
        }
        double worst = 0;
        OptEx<Tensor, Sgd.State<Tensor>> exact = optex(gd, 2, 1e-10);
        for (int i = 0; i < 20; i++) {
            Tensor mean = exact.predicted(points, gradients, points.get(i));
            worst = Math.max(worst, Drive.norm(mean.minus(gradients.get(i))) / Drive.norm(gradients.get(i)));
        }
        out.atMost("largest relative error of the prediction at stored points", 1e-4, worst);
        return out.done();
    }
}
