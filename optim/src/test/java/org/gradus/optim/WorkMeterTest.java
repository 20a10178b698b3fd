package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.Gradus;
import org.gradus.optim.catalogue.Form;
import org.gradus.optim.catalogue.Methods;
import org.gradus.optim.curvature.Fosi;
import org.gradus.optim.curvature.GradRegNewton;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the meter shows, against calls that are counted in plain Java and against counts by hand. */
class WorkMeterTest {
    private static final int N = 12;
    private static final int STEPS = 12;
    private static final double[] STIFF = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final double[] START = {0.3, -0.4, 0.5, -0.6, 0.7, -0.8, 0.2, 0.1, -0.3, 0.4, -0.5, 0.6};

    /** ½·Σ aᵢxᵢ² + ¼·Σ xᵢ⁴ by hand; counts who calls it. */
    private static final class Counted implements Differentiable {
        private final AtomicInteger values = new AtomicInteger();
        private final AtomicInteger gradients = new AtomicInteger();
        private final AtomicInteger products = new AtomicInteger();

        @Override
        public double value(double[] x) {
            values.incrementAndGet();
            double sum = 0;
            for (int i = 0; i < N; i++) {
                sum += STIFF[i] * x[i] * x[i] / 2 + Math.pow(x[i], 4) / 4;
            }
            return sum;
        }

        @Override
        public double[] gradient(double[] x) {
            gradients.incrementAndGet();
            double[] g = new double[N];
            for (int i = 0; i < N; i++) {
                g[i] = STIFF[i] * x[i] + x[i] * x[i] * x[i];
            }
            return g;
        }

        @Override
        public double jvp(double[] x, double[] v) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double[] vjp(double[] x, double cotangent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            products.incrementAndGet();
            double[] h = new double[N];
            for (int i = 0; i < N; i++) {
                h[i] = (STIFF[i] + 3 * x[i] * x[i]) * v[i];
            }
            return h;
        }
    }

    private static Tensor traced(Tensor x) {
        return Tensors.tensor(STIFF)
                .times(x.square())
                .div(2)
                .plus(x.square().square().div(4))
                .sum();
    }

    /**
     * A method, and what 12 steps of it take, by hand.
     *
     * @param id of the catalogue
     * @param evaluated gradients, each with its value
     * @param products with the Hessian
     */
    record Row(String id, int evaluated, int products) {
        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("sgd", 12, 0),
                new Row("adam", 12, 0),
                new Row("sam", 24, 0),
                new Row("gradient-regularization", 24, 0),
                // At steps 0 and 10.
                new Row("sophia", 12, 2),
                // The first 100 steps are the base method's.
                new Row("fosi", 12, 0),
                // Ten probes first, one in each later step; the gradient before is taken again on the same data.
                new Row("oasis", 24, 10 + 11),
                // All columns of the Hessian in each step.
                new Row("filtered-newton", 12, 12 * N));
    }

    private static GradientTransformation<Tensor, ?> method(String id) {
        @SuppressWarnings("unchecked")
        var method = (GradientTransformation<Tensor, ?>) (GradientTransformation<?, ?>)
                ((Form.Gradients) Methods.named(id).form()).made().apply(Schedules.constant(0.01));
        return method;
    }

    @Test
    void lanczosRunsInTheStepsThatAreDueAlone() {
        Counted f = new Counted();
        var settings = new Fosi.Settings(3, 0, 5, 2, 0.1, 0.9, false, 3);
        run(
                new FirstOrder<>(new Fosi<>(new Sgd<Tensor>(0.01), settings), Key.of(1), false),
                Objective.ofVectors(f),
                STEPS);
        // Steps 2 and 7, each with Krylov spaces of all 12 directions.
        assertThat(f.products.get()).isEqualTo(2 * N);
        assertThat(f.gradients.get()).isEqualTo(STEPS);
    }

    private static <S> Tensor run(Solver<Tensor, S> solver, Objective<Tensor> f, int steps) {
        Fn<S, S> step = Gradus.jit((Fn<S, S>) state -> solver.step(f, state));
        S state = solver.init(Tensors.tensor(START));
        for (int t = 0; t < steps; t++) {
            state = step.apply(state);
        }
        return solver.result(state).point();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyStepCountsWhatItRan(Row row) {
        Counted f = new Counted();
        WorkMeter calls = new WorkMeter();
        run(new FirstOrder<>(method(row.id()), Key.of(1), false), Objective.ofVectors(calls.of(f)), STEPS);
        assertThat(f.gradients.get()).isEqualTo(row.evaluated());
        assertThat(f.products.get()).isEqualTo(row.products());
        double values = (f.values.get() - f.gradients.get()) / 3.0;
        assertThat(calls.gradients()).isCloseTo(row.evaluated() + values + 2 * row.products(), within(1e-9));

        // Every product of these methods is taken where the step takes the gradient, and shares two of its four passes.
        WorkMeter passes = new WorkMeter();
        Objective<Tensor> traced = Objective.of(passes.of((Tensor x, Tensor _) -> traced(x)), Tensors.scalar(0));
        run(new FirstOrder<>(method(row.id()), Key.of(1), false), traced, STEPS);
        assertThat(passes.gradients()).isCloseTo(row.evaluated() + values + row.products(), within(1e-9));
    }

    @Test
    void theRegularizedNewtonMethodTakesAllColumnsWhereItAccepts() {
        Counted f = new Counted();
        WorkMeter calls = new WorkMeter();
        GradRegNewton newton = new GradRegNewton();
        Fn<GradRegNewton.State, GradRegNewton.State> step = Gradus.jit(
                (Fn<GradRegNewton.State, GradRegNewton.State>) s -> newton.step(Objective.ofVectors(calls.of(f)), s));
        GradRegNewton.State state = newton.init(Tensors.tensor(START));
        for (int t = 0; t < 5; t++) {
            state = step.apply(state);
        }
        Evaluations counts = newton.progress(state).evaluations();
        assertThat(f.products.get()).isPositive().isEqualTo((int)
                counts.products().item());
        assertThat(f.gradients.get()).isEqualTo(5).isEqualTo((int)
                counts.gradients().item());
        assertThat(calls.gradients()).isEqualTo(5 + 2.0 * f.products.get());
    }

    private static double measured(ToDoubleFunction<WorkMeter> use) {
        WorkMeter meter = new WorkMeter();
        assertThat(use.applyAsDouble(meter)).isNotNaN();
        return meter.gradients();
    }

    private static Objective<Tensor> objective(WorkMeter meter) {
        return Objective.of(meter.of((Tensor x, Tensor _) -> traced(x)), Tensors.scalar(0));
    }

    @Test
    void theConventionHolds() {
        Tensor x = Tensors.tensor(START);
        Fn<Tensor, Tensor> sine = Tensor::sin;
        assertThat(measured(m -> objective(m).value(x).item())).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(measured(m -> objective(m).valueAndGradient(x).value().item()))
                .isEqualTo(1);
        assertThat(measured(m -> objective(m).hvp(x, x).get(0).item())).isEqualTo(2);
        assertThat(measured(m -> Gradus.vmap((Tensor v) -> objective(m).hvp(x, v))
                        .apply(Tensors.eye(N))
                        .get(0, 0)
                        .item()))
                .isEqualTo(N + 1);
        assertThat(measured(m -> Gradus.jacobianReverse((Fn<Tensor, Tensor>)
                                p -> m.of((Tensor q, Tensor _) -> sine.apply(q)).apply(p, x))
                        .apply(x)
                        .get(0, 0)
                        .item()))
                .isCloseTo(1 / 3.0 + N * 2 / 3.0, within(1e-12));
    }

    @Test
    void conditionsCountTheBranchTakenAndLoopsEveryRound() {
        WorkMeter meter = new WorkMeter();
        Objective<Tensor> f = objective(meter);
        Fn<Tensor, Tensor> branch = Gradus.jit((Fn<Tensor, Tensor>)
                x -> Gradus.cond(x.get(0).gt(0), y -> f.valueAndGradient(y).gradient(), y -> y, x));
        branch.apply(Tensors.tensor(START));
        assertThat(meter.gradients()).isEqualTo(1);
        branch.apply(Tensors.tensor(START).unaryMinus());
        assertThat(meter.gradients()).isEqualTo(1);
        Fn<Tensor, Tensor> loop = Gradus.jit((Fn<Tensor, Tensor>) x -> Gradus.whileLoop(
                y -> y.abs().max().gt(0.1),
                y -> y.minus(f.valueAndGradient(y).gradient().times(0.05)),
                x));
        Tensor x = Tensors.tensor(START);
        double rounds = 0;
        Counted plain = new Counted();
        double[] y = START.clone();
        while (java.util.Arrays.stream(y).map(Math::abs).max().getAsDouble() > 0.1) {
            double[] g = plain.gradient(y);
            for (int i = 0; i < N; i++) {
                y[i] -= 0.05 * g[i];
            }
            rounds++;
        }
        loop.apply(x);
        assertThat(rounds).isGreaterThan(3);
        assertThat(meter.gradients()).isEqualTo(1 + rounds);
    }

    @Test
    void theBitsStay() {
        Tensor x = Tensors.tensor(START);
        Objective<Tensor> plain = Objective.of((Tensor p, Tensor _) -> traced(p), Tensors.scalar(0));
        Objective<Tensor> measured = objective(new WorkMeter());
        assertThat(measured.hvp(x, x).toDoubles()).isEqualTo(plain.hvp(x, x).toDoubles());
        assertThat(measured.valueAndGradient(x).gradient().toDoubles())
                .isEqualTo(plain.valueAndGradient(x).gradient().toDoubles());
    }
}
