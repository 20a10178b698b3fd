package org.gradus.reproductions.curvature;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.optim.Adam;
import org.gradus.optim.Info;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Objective;
import org.gradus.optim.ScaleByArmijo;
import org.gradus.optim.Stateless;
import org.gradus.optim.curvature.ExactGaussNewton;
import org.gradus.optim.curvature.HessianModel;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** The direction from observation space against dense algebra; a linear regression; a small network against Adam. */
final class ExactGaussNewtonPaper implements Reproduction {
    private record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    private record Data(Tensor x, Tensor y) {}

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "exact-gauss-newton", "Exact Gauss-Newton Optimization for Training Deep Neural Networks", 2024);
    }

    @Override
    public String claim() {
        return "Exact Gauss-Newton steps from a linear system of the size of the mini-batch match or beat tuned SGD, Adam"
                + " and SGN.";
    }

    private static Tensor direction(ExactGaussNewton<Tensor, Tensor> method, Tensor w, Tensor data, Tensor gradient) {
        Info<Tensor> info = Info.of(w, Tensors.scalar(0), 0).withData(data);
        return method.update(gradient, new Stateless(), info).update();
    }

    private static double dense(Context context) {
        Tensor j = Random.normal(context.key(1), 15, 40);
        Tensor offset = Random.normal(context.key(2), 15);
        Tensor labels = Indexing.oneHot(Tensors.tensor(0, 2, 1, 1, 0).to(DType.INT64), 3);
        Fn2<Tensor, Tensor, Tensor> outputs = (w, y) -> j.matmul(w).plus(offset).reshape(5, 3);
        Fn2<Tensor, Tensor, Tensor> losses =
                (o, y) -> Tensors.logSoftmax(o, 1).times(y).sum(1).unaryMinus();
        Tensor w = Tensors.zeros(40);
        Fn<Tensor, Tensor> objective =
                v -> losses.apply(outputs.apply(v, labels), labels).mean();
        Tensor gradient = Gradus.grad(objective).apply(w);
        Tensor curvature = HessianModel.exact().at(Objective.of(objective), w);
        Tensor exact = Linalg.solve(curvature.plus(Tensors.eye(40).times(0.1)), gradient)
                .unaryMinus();
        Tensor found = direction(new ExactGaussNewton<>(outputs, losses, 0.1), w, labels, gradient);
        return Tree.norm(found.minus(exact)).item() / Tree.norm(exact).item();
    }

    private static double regression(Context context) {
        Tensor x = Random.normal(context.key(3), 100, 10);
        Tensor y = Random.normal(context.key(4), 100);
        Fn2<Tensor, Tensor, Tensor> outputs = (w, data) -> x.matmul(w);
        Fn2<Tensor, Tensor, Tensor> losses = (o, data) -> o.minus(data).square().times(0.5);
        Fn<Tensor, Tensor> gradient =
                Gradus.grad((Tensor w) -> losses.apply(outputs.apply(w, y), y).mean());
        Tensor start = Tensors.zeros(10);
        Tensor g = gradient.apply(start);
        Tensor end = start.plus(direction(new ExactGaussNewton<>(outputs, losses, 1e-6), start, y, g));
        return Tree.norm(gradient.apply(end)).item() / Tree.norm(g).item();
    }

    private static double[] network(Context context, int repetition) {
        Key key = context.key(10 + repetition);
        var keys = key.split(3);
        Tensor x = Random.normal(keys.get(0), 100, 3);
        Tensor y = x.t().get(0).times(2).sin().plus(x.t().get(1).times(x.t().get(2)));
        Data data = new Data(x, y);
        Net start = new Net(
                Random.normal(keys.get(1), 3, 32).div(Math.sqrt(3)),
                Tensors.zeros(32),
                Random.normal(keys.get(2), 32).div(Math.sqrt(32)),
                Tensors.scalar(0));
        Fn2<Net, Data, Tensor> outputs = (p, d) ->
                d.x().matmul(p.w1()).plus(p.b1()).tanh().matmul(p.w2()).plus(p.b2());
        Fn2<Tensor, Data, Tensor> losses = (o, d) -> o.minus(d.y()).square().times(0.5);
        Minimizer<Net, Data> fit = Minimizer.of(
                        (Net p, Data d) -> losses.apply(outputs.apply(p, d), d).mean())
                .data(data)
                .maxIterations(100);
        double ours = fit.method(
                        new ScaleByArmijo<>(new ExactGaussNewton<>(outputs, losses, 1e-3), 0.1, 0.8, 15, 1.5, 1))
                .run(start)
                .value();
        double adam = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {0.1, 0.03, 0.01}) {
            adam = Math.min(adam, fit.method(new Adam<>(rate)).run(start).value());
        }
        return new double[] {ours, adam / ours};
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder()
                .atMost("relative difference from the explicit 40 x 40 solve, softmax", 1e-10, dense(context))
                .atMost("linear regression: gradient after one step / before", 1e-5, regression(context));
        for (int i = 0; i < 4; i++) {
            double[] found = network(context, i);
            outcome.atMost("network, start " + (i + 1) + ": loss after 100 steps", 5e-5, found[0])
                    .atLeast("network, start " + (i + 1) + ": best loss of Adam / ours", 20, found[1]);
        }
        return outcome.done();
    }
}
