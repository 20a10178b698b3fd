package org.gradus.reproductions.curvature;

import org.gradus.optim.Info;
import org.gradus.optim.Objective;
import org.gradus.optim.Scale;
import org.gradus.optim.Sgd;
import org.gradus.optim.Stateless;
import org.gradus.optim.curvature.GradientRegularization;
import org.gradus.optim.curvature.GradientRegularization.Form;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** A diagonal linear network: by how much each form shrinks the effective scale of the start. */
final class GradientRegularizationPaper implements Reproduction {
    private static final int STEPS = 2000;
    private static final double RATE = 0.002;
    private static final double GAMMA = 0.3;
    private static final double EPSILON = 0.3;
    private static final double ALPHA = 0.3;

    private record Net(Tensor u, Tensor v) {}

    private record Mlp(Tensor w1, Tensor b1, Tensor w2) {}

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "gradient-regularization-fd",
                "Understanding Gradient Regularization in Deep Learning: Efficient Finite-Difference Computation and"
                        + " Implicit Bias",
                2022);
    }

    @Override
    public String claim() {
        return "Forward differences cost two gradients instead of a double backward pass, and generalize better than backward"
                + " differences and the exact penalty.";
    }

    /** Shrinking A = mean log(α²/(u·v)), and what the theory predicts of it. */
    private record Shrinking(double found, double predicted) {}

    private record Problem(Tensor x, Tensor y) {
        Tensor slope(Net net) {
            Tensor beta = net.u().square().minus(net.v().square());
            return x.matmul(beta).minus(y).matmul(x).div(x.dim(0));
        }

        Tensor loss(Net net) {
            Tensor beta = net.u().square().minus(net.v().square());
            return x.matmul(beta).minus(y).square().sum().div(2.0 * x.dim(0));
        }
    }

    private static Shrinking shrink(Problem problem, Form form) {
        Tensor alpha = Tensors.ones(100).times(ALPHA);
        Net start = new Net(alpha, alpha);
        Fn<Net, Tensor> f = problem::loss;
        var run = form == null
                ? Trajectory.of(new Scale<Net>(1).then(new Sgd<>(RATE)), f, start, STEPS, Key.of(0))
                : Trajectory.of(
                        new GradientRegularization<Net>(GAMMA, EPSILON, form).then(new Sgd<>(RATE)),
                        f,
                        start,
                        STEPS,
                        Key.of(0));
        double predicted = 0;
        if (form != null) {
            Objective<Net> objective = Objective.of(f);
            for (int t = 0; t < STEPS; t++) {
                Net at = run.points().get(t);
                Tensor s = problem.slope(at);
                Net g = objective.valueAndGradient(at).gradient();
                Tensor other = switch (form) {
                    case EXACT -> s;
                    case FORWARD -> problem.slope(Tree.axpy(EPSILON, g, at));
                    case BACKWARD -> problem.slope(Tree.axpy(-EPSILON, g, at));
                };
                predicted += 8 * GAMMA * RATE * s.times(other).mean().item();
            }
        }
        Net end = run.end();
        double found = end.u().times(end.v()).log().mean().item();
        return new Shrinking(2 * Math.log(ALPHA) - found, predicted);
    }

    private static double order(Context context, Form form) {
        var keys = context.key(99).split(4);
        Tensor x = Random.normal(keys.get(0), 20, 3);
        Tensor y = Random.normal(keys.get(1), 20);
        Mlp net = new Mlp(Random.normal(keys.get(2), 3, 8), Tensors.zeros(8), Random.normal(keys.get(3), 8));
        Fn<Mlp, Tensor> f = p -> x.matmul(p.w1())
                .plus(p.b1())
                .tanh()
                .matmul(p.w2())
                .minus(y)
                .square()
                .mean()
                .times(0.5);
        Objective<Mlp> objective = Objective.of(f);
        Mlp g = objective.valueAndGradient(net).gradient();
        Info<Mlp> info = Info.of(net, Tensors.scalar(0), 0).withObjective(objective);
        Mlp exact = objective.hvp(net, g);
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            double epsilon = 1e-3 / (1 + i);
            Mlp with = new GradientRegularization<Mlp>(1, epsilon, form)
                    .update(g, new Stateless(), info)
                    .update();
            errors[i] = Tree.norm(Tree.minus(Tree.minus(with, g), exact)).item();
        }
        return errors[0] / errors[1];
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        for (int seed = 0; seed < 5; seed++) {
            Tensor x = Random.normal(context.key(seed), 50, 100);
            double[] truth = new double[100];
            java.util.Arrays.fill(truth, 0, 5, 1);
            Problem problem = new Problem(x, x.matmul(Tensors.tensor(truth)));
            Shrinking plain = shrink(problem, null);
            Shrinking forward = shrink(problem, Form.FORWARD);
            Shrinking exact = shrink(problem, Form.EXACT);
            Shrinking backward = shrink(problem, Form.BACKWARD);
            String at = "seed " + (seed + 1) + ": ";
            outcome.between(at + "shrinking by plain descent", 1e-4, 5e-4, plain.found())
                    .close(at + "forward, found / predicted", 1, forward.found() / forward.predicted(), 0.02)
                    .close(at + "exact, found / predicted", 1, exact.found() / exact.predicted(), 0.02)
                    .close(
                            at + "backward, found less plain, against predicted",
                            backward.predicted(),
                            backward.found() - plain.found(),
                            1e-3)
                    .atLeast(at + "forward / exact", 1.35, forward.found() / exact.found())
                    .holds(
                            at + "forward > exact > backward > plain",
                            forward.found() > exact.found()
                                    && exact.found() > backward.found()
                                    && backward.found() > plain.found());
        }
        return outcome.between("error ratio of half the step, forward", 1.9, 2.1, order(context, Form.FORWARD))
                .between("error ratio of half the step, backward", 1.9, 2.1, order(context, Form.BACKWARD))
                .done();
    }
}
