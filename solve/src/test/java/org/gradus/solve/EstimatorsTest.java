package org.gradus.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.ShapeException;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.DenseSolve;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.linear.LinearSolver;
import org.gradus.linear.NeumannSeries;
import org.gradus.linear.NystromSketch;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of estimator × model: each hypergradient against extrapolated differences of what it differentiates. For
 * implicit estimators that is the whole inner solve, for unrolled ones the map of T steps, for a truncated one the map of
 * its last K steps from a fixed point.
 */
class EstimatorsTest {
    private static final int N = 30;
    private static final int D = 4;
    private static final int STEPS = 40;
    private static final Tensor X = Random.normal(Key.of(1), N, D);
    private static final Tensor XV = Random.normal(Key.of(2), N, D);
    private static final Tensor TRUTH = tensor(1.0, -2.0, 0.5, 0.0);
    private static final Tensor Y = X.matmul(TRUTH).plus(Random.normal(Key.of(3), N));
    private static final Tensor YV = XV.matmul(TRUTH).plus(Random.normal(Key.of(4), N));
    private static final Tensor AT = tensor(-2.0, -1.5, -2.5, -1.0);

    /** An inner and an outer problem; the parameters are lists of tensors. */
    record Bilevel(
            String name,
            List<Tensor> start,
            Fn2<List<Tensor>, Tensor, Tensor> inner,
            Fn2<List<Tensor>, Tensor, Tensor> outer) {}

    /** An estimator; how far it may be from the differences, relative to the largest component. */
    record Estimator(String name, Solved how, double error) {}

    /** A hypergradient, and the function whose differences it shall agree with. */
    record Answer(Hypergradient<List<Tensor>, Tensor> h, Fn<Tensor, Tensor> differentiated) {}

    interface Solved {
        Answer of(Bilevel problem);
    }

    record Case(Bilevel problem, Estimator estimator) {
        @Override
        public String toString() {
            return estimator.name + " × " + problem.name;
        }
    }

    static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        for (Bilevel problem : problems()) {
            for (Estimator estimator : estimators()) {
                all.add(new Case(problem, estimator));
            }
        }
        return all;
    }

    private static List<Bilevel> problems() {
        Tensor labels = Y.gt(0).to(DType.FLOAT64);
        Tensor labelsV = YV.gt(0).to(DType.FLOAT64);
        Tensor classes = Y.gt(-1).to(DType.INT64).plus(Y.gt(1).to(DType.INT64));
        Tensor classesV = YV.gt(-1).to(DType.INT64).plus(YV.gt(1).to(DType.INT64));
        List<Tensor> hidden = List.of(Random.normal(Key.of(5), D, 3), zeros(3), Random.normal(Key.of(6), 3), zeros());
        return List.of(
                new Bilevel(
                        "ridge",
                        List.of(zeros(D), zeros()),
                        (p, t) -> linear(X, p).minus(Y).square().mean().plus(penalty(p, t)),
                        (p, t) -> linear(XV, p).minus(YV).square().mean()),
                new Bilevel(
                        "logistic",
                        List.of(zeros(D), zeros()),
                        (p, t) ->
                                sigmoidCrossEntropy(linear(X, p), labels).mean().plus(penalty(p, t)),
                        (p, t) -> sigmoidCrossEntropy(linear(XV, p), labelsV).mean()),
                new Bilevel(
                        "softmax",
                        List.of(zeros(D, 3), zeros(3)),
                        (p, t) -> softmaxCrossEntropy(linear(X, p), classes)
                                .mean()
                                .plus(penalty(p, t))
                                .plus(p.get(1).square().sum().times(0.05)),
                        (p, t) -> softmaxCrossEntropy(linear(XV, p), classesV).mean()),
                new Bilevel(
                        "mlp",
                        hidden,
                        (p, t) -> network(X, p)
                                .minus(Y)
                                .square()
                                .mean()
                                .plus(penalty(p, t))
                                .plus(p.get(1).square().sum().times(0.05))
                                .plus(p.get(2).square().sum().times(0.05)),
                        (p, t) -> network(XV, p).minus(YV).square().mean()));
    }

    private static Tensor linear(Tensor x, List<Tensor> p) {
        return x.matmul(p.get(0)).plus(p.get(1));
    }

    private static Tensor network(Tensor x, List<Tensor> p) {
        return linear(x, p).tanh().matmul(p.get(2)).plus(p.get(3));
    }

    private static Tensor penalty(List<Tensor> p, Tensor logPenalties) {
        Tensor squares = p.get(0).square();
        Tensor byFeature = squares.rank() == 2 ? squares.sum(1) : squares;
        return byFeature.times(logPenalties.exp()).sum().times(0.5);
    }

    private static List<Estimator> estimators() {
        return List.of(
                new Estimator("implicit-cg", p -> implicit(p, new ConjugateGradient()), 1e-7),
                new Estimator("dense", p -> implicit(p, new DenseSolve()), 1e-7),
                new Estimator("neumann:3000", p -> implicit(p, new NeumannSeries(3000)), 1e-4),
                new Estimator("neumann:30", p -> implicit(p, new NeumannSeries(30)), 0.7),
                new Estimator("nystrom:100", p -> implicit(p, new NystromSketch(100).damping(1e-9)), 1e-5),
                new Estimator("unrolled", p -> unrolled(p, STEPS, false), 1e-7),
                new Estimator("forward", p -> unrolled(p, STEPS, true), 1e-7),
                new Estimator("truncated:1", p -> unrolled(p, 1, false), 1e-7),
                new Estimator("truncated:10", p -> unrolled(p, 10, false), 1e-7),
                new Estimator("truncated:10 forward", p -> unrolled(p, 10, true), 1e-7));
    }

    private static ImplicitMinimizer<List<Tensor>, Tensor> minimizer(Bilevel p) {
        return ImplicitMinimizer.of(p.inner(), p.start())
                .minimizer(m -> m.tolerance(1e-11).maxIterations(3000));
    }

    private static Answer implicit(Bilevel p, LinearSolver solver) {
        List<Tensor> minimum = minimizer(p).solve(AT).point();
        ImplicitMinimizer<List<Tensor>, Tensor> near = minimizer(p).start(minimum);
        return new Answer(
                near.linearSolver(solver).hypergradient(p.outer(), AT),
                t -> p.outer().apply(near.solve(t).point(), t));
    }

    private static Unrolled<List<Tensor>, Tensor> steps(Bilevel p, int count) {
        return Unrolled.of(p.inner(), p.start(), count, 0.5 * Unrolled.rate(p.inner(), p.start(), AT));
    }

    private static Answer unrolled(Bilevel p, int last, boolean forward) {
        Unrolled<List<Tensor>, Tensor> all = steps(p, STEPS).last(last);
        List<Tensor> before =
                last == STEPS ? p.start() : steps(p, STEPS - last).map().apply(AT);
        Fn<Tensor, List<Tensor>> rest = steps(p, last).start(before).map();
        return new Answer(
                (forward ? all.forward() : all).hypergradient(p.outer(), AT),
                t -> p.outer().apply(rest.apply(t), t));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithDifferencesOfWhatItDifferentiates(Case c) {
        Answer answer = c.estimator().how().of(c.problem());
        double[] gradient = answer.h().gradient().toDoubles();
        double[] expected = new double[gradient.length];
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = difference(answer.differentiated(), i);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(gradient[i])
                    .as("component %d", i)
                    .isCloseTo(expected[i], within(c.estimator().error() * largest));
        }
        assertThat(answer.h().value().item())
                .isCloseTo(answer.differentiated().apply(AT).item(), within(1e-13));
        boolean iterates = answer.h().linearSolves().isEmpty();
        assertThat(answer.h().inner().solution().isConverged()).isNotEqualTo(iterates);
        assertThat(answer.h().inner().residualNorm()).isLessThan(iterates ? 10 : 1e-10);
    }

    /** Central difference along a coordinate, extrapolated to sixth order. */
    private static double difference(Fn<Tensor, Tensor> f, int i) {
        double step = 1e-2;
        double[] odd = new double[3];
        for (int k = 0; k < 3; k++) {
            Tensor e = eye(D).get(i).times((k + 1) * step);
            odd[k] = f.apply(AT.plus(e)).item() - f.apply(AT.minus(e)).item();
        }
        return (45 * odd[0] - 9 * odd[1] + odd[2]) / (60 * step);
    }

    @Test
    void moreTermsStepsAndColumnsComeNearerToTheImplicitDerivative() {
        for (Bilevel p : problems()) {
            Tensor exact = implicit(p, new DenseSolve()).h().gradient();
            List<Tensor> minimum = minimizer(p).solve(AT).point();
            double before = Double.POSITIVE_INFINITY;
            for (int k : new int[] {1, 10, 100, 1000}) {
                Tensor series = implicit(p, new NeumannSeries(k)).h().gradient();
                Tensor last = steps(p, 2000)
                        .start(minimum)
                        .last(k)
                        .hypergradient(p.outer(), AT)
                        .gradient();
                double error = distance(series, exact);
                assertThat(error).as("%s neumann:%d", p.name(), k).isLessThan(before + 1e-9);
                assertThat(distance(last, exact))
                        .as("%s truncated:%d", p.name(), k)
                        .isLessThan(2 * before + 1e-9);
                before = error;
            }
        }
    }

    /** At a minimum the last K steps with rate α are K terms of the Neumann series with α. */
    @Test
    void atAMinimumTruncationIsTheNeumannSeries() {
        for (Bilevel p : problems()) {
            List<Tensor> minimum = minimizer(p).solve(AT).point();
            double rate = 0.5 * Unrolled.rate(p.inner(), minimum, AT);
            for (int k : new int[] {1, 7, 50}) {
                Tensor last = Unrolled.of(p.inner(), minimum, k, rate)
                        .hypergradient(p.outer(), AT)
                        .gradient();
                Tensor series = minimizer(p)
                        .start(minimum)
                        .linearSolver(new NeumannSeries(k).step(rate))
                        .hypergradient(p.outer(), AT)
                        .gradient();
                assertThat(distance(last, series)).as("%s, %d", p.name(), k).isLessThan(1e-9);
            }
        }
    }

    @Test
    void aPreconditionerIsDifferentiatedToo() {
        // One step of Newton's method from 0 on ½(a + e^θ)w² − bw: w = b/(a + e^θ), whatever the start.
        Fn2<Tensor, Tensor, Tensor> f =
                (w, t) -> w.square().times(t.exp().plus(2)).times(0.5).minus(w.times(3));
        Fn<Tensor, Fn<Tensor, Tensor>> newton = t -> {
            Tensor curvature = t.exp().plus(2);
            return g -> g.div(curvature);
        };
        for (Unrolled<Tensor, Tensor> u : List.of(
                Unrolled.of(f, scalar(1.3), 1, newton),
                Unrolled.of(f, scalar(1.3), 1, newton).forward())) {
            Hypergradient<Tensor, Tensor> h = u.hypergradient((w, t) -> w, scalar(0.4));
            double curvature = 2 + Math.exp(0.4);
            assertThat(h.value().item()).isCloseTo(3 / curvature, within(1e-14));
            assertThat(h.gradient().item()).isCloseTo(-3 * Math.exp(0.4) / (curvature * curvature), within(1e-14));
            assertThat(h.inner().residualNorm()).isLessThan(1e-14);
            assertThat(h.inner().solution()).isInstanceOf(Solution.Stopped.class);
        }
    }

    @Test
    void dampingHoldsTheMinimumBack() {
        Fn2<Tensor, Tensor, Tensor> f = (w, t) -> w.minus(t).square().sum().times(0.5);
        Tensor full = ImplicitMinimizer.of(f, zeros(2))
                .hypergradient((w, t) -> w.sum(), ones(2))
                .gradient();
        Tensor damped = ImplicitMinimizer.of(f, zeros(2))
                .damping(0.25)
                .hypergradient((w, t) -> w.sum(), ones(2))
                .gradient();
        assertThat(full.toDoubles()).containsExactly(new double[] {1, 1}, within(1e-12));
        assertThat(damped.toDoubles()).containsExactly(new double[] {0.8, 0.8}, within(1e-12));
    }

    @Test
    void theProbeSeesTheEndsOfTheSpectrum() {
        Tensor diagonal = tensor(-0.5, 0.1, 1.0, 2.0, 7.0);
        LinearOperator<Tensor> a = LinearOperator.of(Kind.SYMMETRIC, v -> v.times(diagonal));
        CurvatureProbe.Seen seen = new CurvatureProbe(10).of(a, zeros(5));
        assertThat(seen.smallest()).isCloseTo(-0.5, within(1e-12));
        assertThat(seen.largest()).isCloseTo(7, within(1e-12));
        assertThat(seen.negative()).isTrue();
        assertThat(seen.products()).isEqualTo(5);
        CurvatureProbe.Seen shifted = new CurvatureProbe(10).of(a.damped(0.6), zeros(5));
        assertThat(shifted.negative()).isFalse();
        CurvatureProbe.Seen early = new CurvatureProbe(2).of(a, zeros(5));
        assertThat(early.smallest()).isGreaterThanOrEqualTo(-0.5);
        assertThat(early.largest()).isLessThanOrEqualTo(7);
        assertThat(early.smallest() - early.smallestError()).isLessThanOrEqualTo(2);
    }

    @Test
    void wrongUses() {
        Fn2<Tensor, Tensor, Tensor> f = (w, t) -> w.square().sum().times(t.exp().sum());
        assertThatThrownBy(() -> Unrolled.of(f, ones(2), 0, 0.1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("unrolled: 0 steps are nothing");
        assertThatThrownBy(() -> Unrolled.of(f, ones(2), 1, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a rate of 0.0 goes nowhere");
        assertThatThrownBy(() -> Unrolled.of(f, ones(2), 3, 0.1).last(4))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the last 4 of 3 steps cannot be differentiated");
        assertThatThrownBy(() -> Unrolled.of(f, ones(2), 2000, 10).hypergradient((w, t) -> w.sum(), ones(2)))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("take smaller steps");
        assertThatThrownBy(() -> ImplicitMinimizer.of(f, ones(2)).damping(-1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new CurvatureProbe(0)).isInstanceOf(ArgumentException.class);
    }

    private static double distance(Tensor x, Tensor y) {
        return Tree.norm(x.minus(y)).item();
    }

    /** Rates [T] and momentum by their logarithms. */
    private static Unrolled.Schedule schedule(Tensor t) {
        return new Unrolled.Schedule(t.slice(0, 0, 6).exp(), t.get(6));
    }

    @Test
    void schedulesAreDifferentiatedInEveryWay() {
        for (Bilevel problem : problems()) {
            Fn2<List<Tensor>, Tensor, Tensor> inner = (p, t) -> problem.inner.apply(p, AT);
            Fn2<List<Tensor>, Tensor, Tensor> outer = (p, t) -> problem.outer.apply(p, AT);
            Tensor at = tensor(-2.0, -1.5, -2.5, -1.8, -2.2, -3.0, 0.6);
            Unrolled<List<Tensor>, Tensor> steps =
                    Unrolled.scheduled(inner, problem.start, 6, EstimatorsTest::schedule);
            Hypergradient<List<Tensor>, Tensor> reverse = steps.hypergradient(outer, at);
            double[] gradient = reverse.gradient().toDoubles();
            double[] forward =
                    steps.forward().hypergradient(outer, at).gradient().toDoubles();
            double[] truncated =
                    steps.last(2).hypergradient(outer, at).gradient().toDoubles();
            Fn<Tensor, Tensor> value = t -> outer.apply(steps.map().apply(t), t);
            for (int j = 0; j < gradient.length; j++) {
                double difference = (8 * odd(value, at, j, 1e-3) - odd(value, at, j, 2e-3)) / 12e-3;
                assertThat(gradient[j]).as(problem.name).isCloseTo(difference, within(1e-8));
                assertThat(forward[j]).isCloseTo(gradient[j], within(1e-13));
                // The rates of the last steps have no say in the first ones.
                if (j < 6) {
                    assertThat(truncated[j]).isCloseTo(j < 4 ? 0 : gradient[j], within(1e-13));
                }
            }
            assertThat(reverse.value().item()).isEqualTo(value.apply(at).item());
            assertThat(reverse.inner().solution()).isInstanceOf(Solution.Stopped.class);
        }
    }

    private static double odd(Fn<Tensor, Tensor> f, Tensor at, int index, double h) {
        double[] step = new double[at.size()];
        step[index] = h;
        return f.apply(at.plus(tensor(step))).item()
                - f.apply(at.minus(tensor(step))).item();
    }

    /** Without momentum and at one rate it is plain descent; with it, it is what is written out here. */
    @Test
    void schedulesAreHeavyBalls() {
        Bilevel ridge = problems().getFirst();
        Fn2<List<Tensor>, Tensor, Tensor> inner = ridge.inner;
        List<Tensor> plain = Unrolled.of(inner, ridge.start, 5, 0.1).map().apply(AT);
        List<Tensor> still = Unrolled.scheduled(
                        inner, ridge.start, 5, t -> new Unrolled.Schedule(ones(5).times(0.1), scalar(0)))
                .map()
                .apply(AT);
        assertThat(still.get(0).toDoubles()).containsExactly(plain.get(0).toDoubles(), within(1e-14));
        List<Tensor> x = List.of(Random.normal(Key.of(8), D), scalar(0.5));
        List<Tensor> ball = Unrolled.scheduled(
                        inner, ridge.start, 3, t -> new Unrolled.Schedule(tensor(0.1, 0.2, 0.05), scalar(0.7)))
                .start(x)
                .map()
                .apply(AT);
        List<Tensor> velocity = Tree.zerosLike(x);
        for (double rate : new double[] {0.1, 0.2, 0.05}) {
            List<Tensor> at = x;
            List<Tensor> gradient = Derivatives.valueAndGrad((List<Tensor> p) -> inner.apply(p, AT), at)
                    .gradient();
            velocity = Tree.axpy(0.7, velocity, gradient);
            x = Tree.axpy(-rate, velocity, x);
        }
        assertThat(ball.get(0).toDoubles()).containsExactly(x.get(0).toDoubles(), within(1e-14));
        assertThat(ball.get(1).item()).isCloseTo(x.get(1).item(), within(1e-14));
    }

    @Test
    void hyperparametersMayBeComputedFromOthers() {
        Bilevel logistic = problems().get(1);
        Fn<Tensor, Tensor> f = s -> s.square().minus(3);
        Tensor at = tensor(1.0, 1.2, 0.7, 1.4);
        Unrolled<List<Tensor>, Tensor> steps = Unrolled.of(logistic.inner, logistic.start, 10, 0.3);
        Fn2<List<Tensor>, Tensor, Tensor> outer = (p, s) -> logistic.outer.apply(p, f.apply(s));
        double[] inner =
                steps.hypergradient(logistic.outer, f.apply(at)).gradient().toDoubles();
        for (Unrolled<List<Tensor>, Tensor> way :
                List.of(steps.after(f), steps.after(f).forward())) {
            double[] gradient = way.hypergradient(outer, at).gradient().toDoubles();
            for (int j = 0; j < 4; j++) {
                assertThat(gradient[j]).isCloseTo(inner[j] * 2 * at.get(j).item(), within(1e-13));
            }
        }
    }

    @Test
    void schedulesThatDoNotFitAreRefused() {
        Bilevel ridge = problems().getFirst();
        Unrolled<List<Tensor>, Tensor> steps =
                Unrolled.scheduled(ridge.inner, ridge.start, 4, t -> new Unrolled.Schedule(ones(3), scalar(0)));
        assertThatThrownBy(() -> steps.map().apply(AT)).isInstanceOfSatisfying(ShapeException.class, e -> {
            assertThat(e.problem())
                    .isEqualTo("unrolled: a schedule of rates f64[3] and momentum f64[] does not fit 4 steps");
            assertThat(e.remedy()).isEqualTo("give rates of shape [4] and a scalar momentum");
        });
    }
}
