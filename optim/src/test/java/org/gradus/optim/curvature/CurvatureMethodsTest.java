package org.gradus.optim.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.linear.InverseFisher;
import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Momentum;
import org.gradus.optim.Objective;
import org.gradus.optim.Sgd;
import org.gradus.optim.Step;
import org.gradus.optim.curvature.GradientRegularization.Form;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods of the curvature family against closed forms. */
class CurvatureMethodsTest {

    private static Fn<Tensor, Tensor> quadratic(Tensor h) {
        return x -> Tree.dot(x, h.matmul(x)).times(0.5);
    }

    private static Fn<Tensor, Tensor> diagonal(int n, double most) {
        Tensor d = Tensors.linspace(0, Math.log(most), n).exp();
        return x -> x.square().times(d).sum().times(0.5);
    }

    /** All points of a run, with the state of each step. */
    private record Run<S>(List<Tensor> points, List<Tensor> updates, List<S> states, List<Double> values) {}

    private static <S> Run<S> run(
            GradientTransformation<Tensor, S> method, Fn<Tensor, Tensor> f, Tensor start, int steps) {
        Objective<Tensor> objective = Objective.of(f);
        Run<S> run = new Run<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Tensor x = start;
        S state = method.init(x);
        for (int t = 0; t < steps; t++) {
            ValueAndGrad<Tensor> at = objective.valueAndGradient(x);
            Info<Tensor> info =
                    Info.of(x, at.value(), t).withKey(Key.of(3).fold(t)).withObjective(objective);
            Step<Tensor, S> step = method.update(at.gradient(), state, info);
            run.points().add(x);
            run.values().add(at.value().item());
            run.updates().add(step.update());
            run.states().add(step.state());
            x = x.plus(step.update());
            state = step.state();
        }
        run.points().add(x);
        run.values().add(f.apply(x).item());
        return run;
    }

    /** On a diagonal quadratic z ⊙ Hz is the diagonal, so the rate is one half and each step halves the distance. */
    @Test
    void oasisHalvesTheDistanceOnADiagonalQuadratic() {
        Fn<Tensor, Tensor> f = diagonal(50, 1e4);
        Tensor start = Random.normal(Key.of(1), 50);
        var oasis = new Oasis<Tensor>(0.1, 0.99, 1e-3, 10, false, true);
        var run = run(oasis, f, start, 100);
        for (int t = 2; t < 60; t++) {
            assertThat(run.states().get(t).rate().item()).as("rate %d", t).isCloseTo(0.5, within(1e-6));
            assertThat(run.values().get(t + 1) / run.values().get(t)).isCloseTo(0.25, within(1e-5));
        }
        assertThat(run.values().getLast()).isLessThan(1e-40);
        var plain = run(new Oasis<Tensor>(0.1, 0.99, 1e-3, 1, false, false), f, start, 100);
        assertThat(plain.values().getLast()).isGreaterThan(1);
    }

    @Test
    void oasisOnTheSameBatchIsOasisOnTheWholeData() {
        Fn<Tensor, Tensor> f = diagonal(20, 100);
        Tensor start = Random.normal(Key.of(1), 20);
        var kept = run(new Oasis<Tensor>(0.1, 0.9, 1e-5, 3, false, true), f, start, 12);
        var anew = run(new Oasis<Tensor>(0.1, 0.9, 1e-5, 3, true, true), f, start, 12);
        assertThat(anew.points().getLast().toDoubles())
                .isEqualTo(kept.points().getLast().toDoubles());
    }

    @Test
    void mFacIsTheInverseOfTheDampedFisherMatrix() {
        int n = 20;
        int m = 6;
        Tensor all = Random.normal(Key.of(5), 31, n);
        var method = new MFac<Tensor>(m, 0.1);
        var state = method.init(Tensors.zeros(n));
        Tensor update = null;
        for (int t = 0; t < 31; t++) {
            var step = method.update(all.get(t), state, Info.of(Tensors.zeros(n), Tensors.scalar(0), t));
            update = step.update();
            state = step.state();
            Tensor window = all.slice(0, Math.max(0, t - m + 1), t + 1);
            Tensor fisher = window.t().matmul(window).div(m).plus(Tensors.eye(n).times(0.1));
            Tensor expected = Linalg.solve(fisher, all.get(t));
            assertThat(Tree.norm(update.minus(expected)).item())
                    .as("step %d", t)
                    .isLessThan(1e-10 * Tree.norm(expected).item());
        }
        Tensor last = InverseFisher.of(all.slice(0, 25, 31), 0.1).apply(all.get(30));
        assertThat(Tree.norm(update.minus(last)).item()).isLessThan(1e-10);
    }

    @Test
    void mFacOfOneGradientKeepsTheWindowAsDivisor() {
        Tensor g = tensor(3, 4);
        var method = new MFac<Tensor>(6, 0.5);
        Info<Tensor> info = Info.of(g, Tensors.scalar(0), 0);
        var step = method.update(g, method.init(g), info);
        assertThat(step.update().toDoubles())
                .containsExactly(new double[] {3 / (0.5 + 25.0 / 6), 4 / (0.5 + 25.0 / 6)}, within(1e-14));
        for (int t = 0; t < 5; t++) {
            step = method.update(g, step.state(), info);
        }
        assertThat(step.update().toDoubles()).containsExactly(new double[] {3 / 25.5, 4 / 25.5}, within(1e-13));
    }

    static Stream<GradientTransformation<Tensor, ?>> bases() {
        return Stream.of(new Sgd<>(1.0, 0.9), new Adam<>(0.01));
    }

    private static Tensor spread() {
        Tensor q = Linalg.qr(Random.normal(Key.of(11), 100, 100)).q();
        double[] values = new double[100];
        for (int i = 0; i < 100; i++) {
            values[i] = i < 90 ? Math.pow(10, -2 + 2.0 * i / 89) : Math.pow(10, 0.5 + 2.5 * (i - 90) / 9.0);
        }
        return q.times(tensor(values)).matmul(q.t());
    }

    @ParameterizedTest
    @MethodSource("bases")
    <S> void fosisPartsAreOrthogonal(GradientTransformation<Tensor, S> base) {
        var settings = new Fosi.Settings(10, 0, 1000, 0, 1, 0.9, false, 1);
        var run = run(new Fosi<>(base, settings), quadratic(spread()), Random.normal(Key.of(2), 100), 20);
        for (int t = 0; t < 20; t++) {
            Tensor u = run.states().get(t).spectrum().vectors();
            Tensor newton = u.matmul(run.updates().get(t)).matmul(u);
            Tensor rest = run.updates().get(t).minus(newton);
            double product = Math.abs(Tree.dot(newton, rest).item());
            assertThat(product)
                    .isLessThan(
                            1e-10 * Tree.norm(newton).item() * Tree.norm(rest).item() + 1e-14);
        }
    }

    @Test
    void fosiFindsTheLargestCurvaturesAndOutrunsItsBase() {
        Tensor h = spread();
        Tensor start = Random.normal(Key.of(2), 100);
        var settings = new Fosi.Settings(10, 0, 1000, 0, 1, 0.9, false, 1);
        var fosi = run(new Fosi<>(new Sgd<>(1.0, 0.9), settings), quadratic(h), start, 100);
        var base = run(new Sgd<>(1e-3, 0.9), quadratic(h), start, 100);
        double[] found = fosi.states().get(0).spectrum().values().toDoubles();
        for (int i = 0; i < 10; i++) {
            double exact = Math.pow(10, 0.5 + 2.5 * i / 9.0);
            assertThat(found[i]).isCloseTo(exact, within(1e-8 * exact));
        }
        assertThat(fosi.values().getLast()).isLessThan(1e-5 * fosi.values().getFirst());
        assertThat(base.values().getLast())
                .isGreaterThan(Math.max(1, 200 * fosi.values().getLast()));
    }

    @Test
    void fosiBeforeItsFirstSpectrumIsItsBase() {
        Fn<Tensor, Tensor> f = diagonal(12, 10);
        Tensor start = Random.normal(Key.of(2), 12);
        var early = run(new Fosi<>(new Adam<>(0.01), new Fosi.Settings()), f, start, 30);
        var none = run(new Fosi<>(new Adam<>(0.01), new Fosi.Settings(0, 0, 5, 0, 1, 0.9, true, 3)), f, start, 30);
        var base = run(new Adam<>(0.01), f, start, 30);
        assertThat(early.points().getLast().toDoubles())
                .isEqualTo(base.points().getLast().toDoubles());
        assertThat(none.points().getLast().toDoubles())
                .isEqualTo(base.points().getLast().toDoubles());
    }

    /** (∇f(x + εg) − g)/ε is exactly Hg on a quadratic. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void regularizationOfAQuadraticAddsHg(Form form) {
        Tensor h = tensor(new double[][] {{2, 1}, {1, 3}});
        Fn<Tensor, Tensor> f = quadratic(h);
        Tensor x = tensor(1, -2);
        Tensor g = h.matmul(x);
        Info<Tensor> info = Info.of(x, Tensors.scalar(0), 0).withObjective(Objective.of(f));
        var step =
                new GradientRegularization<Tensor>(0.3, 0.25, form).update(g, new org.gradus.optim.Stateless(), info);
        assertThat(step.update().toDoubles())
                .containsExactly(g.plus(h.matmul(g).times(0.3)).toDoubles(), within(1e-12));
    }

    @Test
    void differencesOfGradientsErrBySizeOfTheirStep() {
        Fn<Tensor, Tensor> f = x -> x.pow(4).sum();
        Tensor x = tensor(0.5, -0.7, 0.2);
        Tensor g = Gradus.grad(f).apply(x);
        Info<Tensor> info = Info.of(x, Tensors.scalar(0), 0).withObjective(Objective.of(f));
        Tensor exact = penalty(Form.EXACT, 1, g, info);
        for (Form form : List.of(Form.FORWARD, Form.BACKWARD)) {
            double wide = Tree.norm(penalty(form, 1e-3, g, info).minus(exact)).item();
            double narrow = Tree.norm(penalty(form, 5e-4, g, info).minus(exact)).item();
            assertThat(wide / narrow).isBetween(1.9, 2.1);
        }
    }

    private static Tensor penalty(Form form, double epsilon, Tensor g, Info<Tensor> info) {
        return new GradientRegularization<Tensor>(1, epsilon, form)
                .update(g, new org.gradus.optim.Stateless(), info)
                .update()
                .minus(g);
    }

    /** ½(w₁w₂w₃w₄ − 1)²: the sharpness at (2, 2.1, 1.9, 2.05) in closed form is 451.974. */
    @Test
    void theMonitorSeesTheSharpness() {
        Fn<Tensor, Tensor> f = w -> w.prod().minus(1).square().times(0.5);
        var run = run(new MonitorSharpness<Tensor>(), f, tensor(2, 2.1, 1.9, 2.05), 1);
        assertThat(run.states().get(0).sharpness().item()).isCloseTo(451.974, within(0.01));
        assertThat(run.updates().get(0).toDoubles())
                .isEqualTo(Gradus.grad(f).apply(tensor(2, 2.1, 1.9, 2.05)).toDoubles());
        assertThat(StabilityLimit.GRADIENT_DESCENT.learningRate(451.974, 0)).isCloseTo(0.0044, within(1e-4));
    }

    @Test
    void theMonitorOfAFlatLossSeesNothing() {
        var run = run(new MonitorSharpness<Tensor>(3), x -> x.sum(), tensor(1, 2), 2);
        assertThat(run.states().get(1).sharpness().item()).isZero();
    }

    record Limit(StabilityLimit method, double momentum) {
        @Override
        public String toString() {
            return method + " " + momentum;
        }
    }

    static Stream<Limit> limits() {
        return Stream.of(
                new Limit(StabilityLimit.GRADIENT_DESCENT, 0),
                new Limit(StabilityLimit.HEAVY_BALL, 0.9),
                new Limit(StabilityLimit.NESTEROV, 0.9),
                new Limit(StabilityLimit.NESTEROV, 0.5));
    }

    /** One percent below the limit iterates shrink, one percent above they grow. */
    @ParameterizedTest
    @MethodSource("limits")
    void limitsPartGrowthFromDecay(Limit limit) {
        double curvature = 7;
        double rate = limit.method().learningRate(curvature, limit.momentum());
        boolean nesterov = limit.method() == StabilityLimit.NESTEROV;
        for (double factor : new double[] {0.99, 1.01}) {
            double x = 1;
            double v = 0;
            for (int t = 0; t < 3000; t++) {
                double g = curvature * x;
                v = limit.momentum() * v + g;
                x -= factor * rate * (nesterov ? g + limit.momentum() * v : v);
            }
            assertThat(Math.abs(x) < 1).as("%s at %s", limit, factor).isEqualTo(factor < 1);
        }
    }

    @Test
    void jitGivesTheSameBits() {
        Fn<Tensor, Tensor> f = diagonal(8, 10);
        Tensor x = Random.normal(Key.of(4), 8);
        same(new Oasis<Tensor>(), f, x);
        same(new MFac<Tensor>(3, 0.1), f, x);
        same(new Fosi<>(new Adam<>(0.01), new Fosi.Settings(2, 1, 2, 0, 1, 0.9, true, 2)), f, x);
        same(new MonitorSharpness<Tensor>(2).then(new Momentum<>(0.9)), f, x);
        same(new GradientRegularization<Tensor>(0.1, 0.1), f, x);
    }

    private static <S> void same(GradientTransformation<Tensor, S> method, Fn<Tensor, Tensor> f, Tensor start) {
        record At<S>(Tensor x, S state, Tensor t) {}
        Fn<At<S>, At<S>> step = at -> {
            Objective<Tensor> objective = Objective.of(f);
            ValueAndGrad<Tensor> both = objective.valueAndGradient(at.x());
            Info<Tensor> info =
                    Info.of(at.x(), both.value(), at.t()).withKey(Key.of(9)).withObjective(objective);
            Step<Tensor, S> done = method.update(both.gradient(), at.state(), info);
            return new At<>(
                    at.x().plus(done.update().times(0.01)), done.state(), at.t().plus(1L));
        };
        Fn<At<S>, At<S>> compiled = Gradus.jit(step);
        At<S> eager = new At<>(start, method.init(start), Tensors.scalar(0).to(DType.INT64));
        At<S> staged = eager;
        for (int t = 0; t < 5; t++) {
            eager = step.apply(eager);
            staged = compiled.apply(staged);
            assertThat(staged.x().toDoubles())
                    .as("%s step %d", method.name(), t)
                    .isEqualTo(eager.x().toDoubles());
        }
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new MFac<Tensor>(0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Oasis<Tensor>(0, 0.9, 1, 1, false, true)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Fosi<>(new Momentum<Tensor>(0.9)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("no learning rate");
        assertThatThrownBy(() -> new Fosi<>(new Sgd<Tensor>(0.1)).init(Tensors.zeros(3)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("10 eigenpairs of a Hessian of 3 rows");
        assertThatThrownBy(() -> new GradientRegularization<Tensor>(1, 0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new MonitorSharpness<Tensor>(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> StabilityLimit.HEAVY_BALL.learningRate(1, 1)).isInstanceOf(ArgumentException.class);
    }
}
