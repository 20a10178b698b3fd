package org.gradus.optim.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Iteration;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Objective;
import org.gradus.optim.ScaleByArmijo;
import org.gradus.optim.Solution;
import org.gradus.optim.Stateless;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Newton-like methods of the curvature family against dense algebra and the papers' checks. */
class NewtonLikeMethodsTest {
    private static final double MU = 0.1;

    /** μ·log Σ exp((aᵢᵀx − bᵢ)/μ), shifted so that 0 is the minimum. */
    private record LogSumExp(Tensor a, Tensor b) {
        static LogSumExp of(long seed) {
            Tensor a = Random.uniform(Key.of(seed), 100, 20).times(2).minus(1);
            Tensor b = Random.uniform(Key.of(seed).fold(1), 100).times(2).minus(1);
            Tensor weights = Tensors.softmax(b.div(-MU), 0);
            return new LogSumExp(a.minus(weights.matmul(a)), b);
        }

        Tensor outputs(Tensor x) {
            return a.matmul(x).minus(b).div(MU);
        }

        static Tensor loss(Tensor outputs) {
            return outputs.logSumExp(0).times(MU);
        }

        Tensor value(Tensor x) {
            return loss(outputs(x));
        }
    }

    @Test
    void gradientRegularizedNewtonOnLogSumExp() {
        LogSumExp f = LogSumExp.of(3);
        double best = f.value(Tensors.zeros(20)).item();
        assertThat(steps(f, HessianModel.exact(), best)).isLessThanOrEqualTo(30);
        assertThat(steps(f, HessianModel.gaussNewton(f::outputs, LogSumExp::loss), best))
                .isLessThanOrEqualTo(150);
        assertThat(steps(f, HessianModel.none(), best)).isEqualTo(-1);
    }

    /** Accepted steps until the gap is below 1e-8; −1 when 300 are not enough. Each must lower the value. */
    private static int steps(LogSumExp f, HessianModel model, double best) {
        List<Iteration> seen = new ArrayList<>();
        Minimizer.of((Tensor x) -> f.value(x))
                .method(new GradRegNewton(model, 1))
                .maxIterations(300)
                .tolerance(1e-12)
                .listener(seen::add)
                .run(Tensors.ones(20));
        for (int k = 1; k < seen.size(); k++) {
            assertThat(seen.get(k).value()).isLessThanOrEqualTo(seen.get(k - 1).value());
        }
        for (Iteration at : seen) {
            if (at.value() - best < 1e-8) {
                return (int) at.k();
            }
        }
        return -1;
    }

    @Test
    void gradientRegularizedNewtonLeavesASaddle() {
        Fn<Tensor, Tensor> f = x -> {
            Tensor a = x.get(0);
            Tensor b = x.get(1);
            return a.square().minus(1).square().times(0.25).plus(b.square());
        };
        Solution<Tensor> s = Minimizer.of(f).method(new GradRegNewton()).run(tensor(0.1, 1));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().toDoubles()).containsExactly(new double[] {1, 0}, within(1e-8));
    }

    @Test
    void gradientRegularizedNewtonTellsFailuresApart() {
        assertThat(Minimizer.of((Tensor x) -> x.log().sum())
                        .method(new GradRegNewton())
                        .run(tensor(-1.0)))
                .isInstanceOf(Solution.Failed.class);
        Solution<Tensor> unbounded = Minimizer.of((Tensor x) -> x.sum())
                .method(new GradRegNewton())
                .maxIterations(50)
                .run(tensor(0.0));
        assertThat(unbounded).isNotInstanceOf(Solution.Converged.class);
    }

    private static <P> Tensor direction(GradientTransformation<P, Stateless> method, P at, Object data, P gradient) {
        Info<P> info = Info.of(at, Tensors.scalar(0), 0).withData(data);
        return Tree.ravel(method.update(gradient, new Stateless(), info).update())
                .vector();
    }

    /** Softmax cross-entropy of logits that are linear in 40 parameters. */
    @Test
    void theObservationSpaceDirectionIsTheDenseOne() {
        Tensor j = Random.normal(Key.of(1), 15, 40);
        Tensor offset = Random.normal(Key.of(2), 15);
        Tensor labels = Indexing.oneHot(tensor(0, 2, 1, 1, 0).to(DType.INT64), 3);
        Fn2<Tensor, Tensor, Tensor> outputs = (w, y) -> j.matmul(w).plus(offset).reshape(5, 3);
        Fn2<Tensor, Tensor, Tensor> losses =
                (o, y) -> Tensors.logSoftmax(o, 1).times(y).sum(1).unaryMinus();
        Tensor w = Tensors.zeros(40);
        Fn<Tensor, Tensor> objective =
                v -> losses.apply(outputs.apply(v, labels), labels).mean();
        Tensor gradient = Gradus.grad(objective).apply(w);
        Tensor curvature = HessianModel.exact().at(Objective.of(objective), w);
        Tensor expected = Linalg.solve(curvature.plus(Tensors.eye(40).times(0.1)), gradient)
                .unaryMinus();
        Tensor found = direction(new ExactGaussNewton<>(outputs, losses, 0.1), w, labels, gradient);
        assertThat(Tree.norm(found.minus(expected)).item())
                .isLessThan(1e-10 * Tree.norm(expected).item());
    }

    @Test
    void oneGaussNewtonStepSolvesALinearRegression() {
        Tensor x = Random.normal(Key.of(1), 100, 10);
        Tensor y = Random.normal(Key.of(2), 100);
        Fn2<Tensor, Tensor, Tensor> outputs = (w, data) -> x.matmul(w);
        Fn2<Tensor, Tensor, Tensor> losses = (o, data) -> o.minus(data).square().times(0.5);
        Fn<Tensor, Tensor> gradient =
                Gradus.grad((Tensor w) -> losses.apply(outputs.apply(w, y), y).mean());
        Tensor start = Tensors.zeros(10);
        Tensor g = gradient.apply(start);
        Tensor moved = start.plus(direction(new ExactGaussNewton<>(outputs, losses, 1e-6), start, y, g));
        assertThat(Tree.norm(gradient.apply(moved)).item())
                .isLessThan(1e-5 * Tree.norm(g).item());
    }

    record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    record Table(Tensor x, Tensor y) {}

    @Test
    void gaussNewtonFitsASmallNetworkFarBetterThanAdam() {
        Tensor x = Random.normal(Key.of(4), 100, 3);
        Tensor y = x.t().get(0).times(2).sin().plus(x.t().get(1).times(x.t().get(2)));
        Table table = new Table(x, y);
        Net start = new Net(
                Random.normal(Key.of(5), 3, 32).div(Math.sqrt(3)),
                Tensors.zeros(32),
                Random.normal(Key.of(6), 32).div(Math.sqrt(32)),
                Tensors.scalar(0));
        Fn2<Net, Table, Tensor> outputs = (p, d) ->
                d.x().matmul(p.w1()).plus(p.b1()).tanh().matmul(p.w2()).plus(p.b2());
        Fn2<Tensor, Table, Tensor> losses = (o, d) -> o.minus(d.y()).square().times(0.5);
        Fn2<Net, Table, Tensor> loss =
                (p, d) -> losses.apply(outputs.apply(p, d), d).mean();
        var newton = new ScaleByArmijo<>(new ExactGaussNewton<>(outputs, losses, 1e-3), 0.1, 0.8, 15, 1.5, 1);
        double ours = Minimizer.of(loss)
                .data(table)
                .method(newton)
                .maxIterations(100)
                .run(start)
                .value();
        double adam = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {0.1, 0.03, 0.01}) {
            adam = Math.min(
                    adam,
                    Minimizer.of(loss)
                            .data(table)
                            .method(new Adam<>(rate))
                            .maxIterations(100)
                            .run(start)
                            .value());
        }
        assertThat(ours).isLessThan(5e-5);
        assertThat(adam).isGreaterThan(20 * ours);
    }

    /** The scalar trace of the paper's row: α = 0.9, β = 0.2. */
    @Test
    void filteredNewtonFollowsTheScalarTrace() {
        double[] f = {1, 0.5, -0.2, 0.3};
        double[] q = {0.5, 0.4, 2, 0.5};
        double[] covariance = {0.5, 0.31221778, 0.36927479, 0.32748704};
        double[] direction = {-2, -2.73760331, -1.40852438, -1.53790321};
        var method = new FilteredNewton<Tensor>();
        Tensor x = tensor(0.0);
        var state = method.init(x);
        for (int t = 0; t < 4; t++) {
            double curvature = q[t];
            Info<Tensor> info = Info.of(x, Tensors.scalar(0), t)
                    .withObjective(Objective.of((Tensor v) -> v.square().sum().times(curvature / 2)));
            var step = method.update(tensor(f[t]), state, info);
            state = step.state();
            assertThat(state.covariance().get(0, 0).item()).isCloseTo(covariance[t], within(1e-7));
            assertThat(step.update().get(0).item()).isCloseTo(direction[t], within(1e-7));
        }
    }

    /** −Q⁻¹f + α(α²Σ₋ + βI)⁻¹Σ₋·u₋ is the same direction. */
    @Test
    void filteringIsAMomentum() {
        var method = new FilteredNewton<Tensor>(0.9, 0.2, true);
        Tensor x = Tensors.zeros(3);
        var state = method.init(x);
        Tensor before = null;
        for (int t = 0; t < 6; t++) {
            Tensor root = Random.normal(Key.of(20 + t), 8, 3);
            Tensor q = root.t().matmul(root).div(20);
            Tensor f = Random.normal(Key.of(40 + t), 3);
            Info<Tensor> info = Info.of(x, Tensors.scalar(0), t)
                    .withObjective(
                            Objective.of((Tensor v) -> Tree.dot(v, q.matmul(v)).times(0.5)));
            var step = method.update(f, state, info);
            if (t > 0) {
                Tensor sigma = state.covariance();
                Tensor m = sigma.times(0.81).plus(Tensors.eye(3).times(0.2));
                Tensor momentum = Linalg.solve(m, sigma.matmul(before)).times(0.9);
                Tensor s = Tensors.eye(3).times(0.2 / 0.19);
                Tensor sharp = Linalg.inverse(q);
                boolean safe =
                        Linalg.eigvalsh(sharp.minus(Linalg.inverse(s))).min().item() > 1e-6;
                Tensor observed = safe ? sharp : sharp.plus(Linalg.inverse(s));
                Tensor expected = momentum.minus(observed.matmul(f));
                assertThat(step.update().toDoubles()).containsExactly(expected.toDoubles(), within(1e-9));
            }
            before = step.update();
            state = step.state();
        }
    }

    @Test
    void armijoTakesTheShortestWhenNothingWillDo() {
        Fn<Tensor, Tensor> f = x -> x.square().sum();
        Info<Tensor> info = Info.of(tensor(1), Tensors.scalar(1), 0).withObjective(Objective.of(f));
        GradientTransformation<Tensor, Stateless> uphill = new org.gradus.optim.Scale<>(1);
        var step = new ScaleByArmijo<>(uphill, 1e-4, 0.5, 5, 1.5, 1)
                .update(tensor(2.0), new ScaleByArmijo.State<>(new Stateless(), Tensors.scalar(1)), info);
        assertThat(step.state().length().item()).isEqualTo(1 / 16.0);
        GradientTransformation<Tensor, Stateless> down = new org.gradus.optim.Scale<>(-1);
        var good = new ScaleByArmijo<>(down, 1e-4, 0.5, 5, 1.5, 1)
                .update(tensor(2.0), new ScaleByArmijo.State<>(new Stateless(), Tensors.scalar(1)), info);
        assertThat(good.update().get(0).item()).isEqualTo(-1);
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new ExactGaussNewton<Tensor, Tensor>((w, d) -> w, (o, d) -> o, 0))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new FilteredNewton<Tensor>(1, 1, true)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ScaleByArmijo<>(new Adam<Tensor>(0.1), 2, 0.5, 1, 1, 1))
                .isInstanceOf(ArgumentException.class);
    }
}
