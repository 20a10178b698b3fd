package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.GradusException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MinimizerTest {
    private static final Fn2<Tensor, Tensor, Tensor> DISTANCE =
            (x, d) -> x.minus(d).square().mean();

    private static Minimizer<Tensor, Void> rosenbrock() {
        return Minimizer.of(Problems::rosenbrock);
    }

    // ---- ends
    // ----------------------------------------------------------------------------------------------------------

    @Test
    void saysInOneLineWhatEndedIt() {
        assertThat(rosenbrock().run(tensor(1.0, 1.0)))
                .hasToString("Converged by GRADIENT: the gradient's largest entry is within 1.0e-08; value 0.00000,"
                        + " gradient norm 0.00 after 0 iterations, 1 value, 1 gradient");
        assertThat(rosenbrock().maxIterations(3).run(tensor(-1.2, 1.0)).toString())
                .startsWith("Stopped by ITERATIONS: 3 iterations were allowed; value 4.12")
                .contains("after 3 iterations")
                .doesNotContain("\n");
    }

    @Test
    void anIterationLimitCountsAcceptedSteps() {
        for (int n : new int[] {1, 2, 7}) {
            Solution<Tensor> s = rosenbrock().maxIterations(n).run(tensor(-1.2, 1.0));
            assertThat(s).isInstanceOf(Solution.Stopped.class);
            assertThat(s.status()).isEqualTo(Status.ITERATIONS);
            assertThat(s.counts().iterations()).isEqualTo(n);
            assertThat(s.history()).extracting(Iteration::k).last().isEqualTo((long) n);
        }
    }

    @Test
    void historyAndListenersSeeEveryIterate() {
        List<Iteration> seen = new ArrayList<>();
        Solution<Tensor> s = rosenbrock().listener(seen::add).run(tensor(-1.2, 1.0));
        assertThat(seen).isEqualTo(s.history());
        assertThat(seen).extracting(Iteration::k).isSorted().startsWith(0L, 1L, 2L);
        assertThat(seen.getFirst().value()).isCloseTo(24.2, within(1e-12));
        assertThat(seen.getFirst().step()).isZero();
        assertThat(seen.getFirst().gradientNorm()).isCloseTo(215.6, within(1e-10));
        assertThat(seen.getLast().status()).isEqualTo(Status.GRADIENT);
        assertThat(seen.getLast().counts()).isEqualTo(s.counts());
    }

    @Test
    void aListenerCanStop() {
        Solution<Tensor> s = rosenbrock()
                .listener(i -> {
                    if (i.value() < 1) {
                        throw new StopRequest("good enough");
                    }
                })
                .run(tensor(-1.2, 1.0));
        assertThat(s).isInstanceOf(Solution.Stopped.class);
        assertThat(s.status()).isEqualTo(Status.REQUESTED);
        assertThat(s.detail()).isEqualTo("good enough");
        assertThat(s.value()).isLessThan(1);
        assertThat(Problems.rosenbrock(s.point()).item()).isEqualTo(s.value());
    }

    @Test
    void otherExceptionsOfListenersGoThrough() {
        assertThatThrownBy(() -> rosenbrock()
                        .listener(_ -> {
                            throw new IllegalStateException("mine");
                        })
                        .run(tensor(-1.2, 1.0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void anInterruptedThreadStopsAndStaysInterrupted() {
        Solution<Tensor> s = rosenbrock()
                .listener(i -> {
                    if (i.k() == 5) {
                        Thread.currentThread().interrupt();
                    }
                })
                .run(tensor(-1.2, 1.0));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(s).isInstanceOf(Solution.Stopped.class);
        assertThat(s.status()).isEqualTo(Status.INTERRUPTED);
        assertThat(s.counts().iterations()).isEqualTo(5);
        assertThat(s.point().allFinite()).isTrue();
    }

    @Test
    void orThrowGivesThePointOrTheReason() {
        assertThat(rosenbrock().run(tensor(-1.2, 1.0)).orThrow().toDoubles())
                .containsExactly(new double[] {1, 1}, within(1e-8));
        Solution<Tensor> stopped = rosenbrock().maxIterations(2).run(tensor(-1.2, 1.0));
        assertThatThrownBy(stopped::orThrow)
                .isInstanceOf(ConvergenceException.class)
                .hasMessageStartingWith("minimize: Stopped by ITERATIONS: 2 iterations were allowed");
    }

    // ---- what is not finite
    // ----------------------------------------------------------------------------------------------

    record Model(List<Tensor> layers, Tensor bias) {}

    record Broken(String name, Supplier<Solution<?>> run, String detail) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Broken> broken() {
        Model nan = new Model(
                List.of(tensor(1.0), tensor(new double[][] {{1, 2}, {3, Double.NaN}})),
                tensor(Double.NEGATIVE_INFINITY));
        return Stream.of(
                new Broken(
                        "leaf, L-BFGS",
                        () -> Minimizer.of((Model m) ->
                                        m.bias().sum().plus(m.layers().get(1).sum()))
                                .run(nan),
                        "start.layers[1][1,1] is NaN: every parameter must be a finite number"),
                new Broken(
                        "leaf, SGD",
                        () -> Minimizer.of((Tensor x) -> x.square().sum())
                                .method(new Sgd<>(0.1))
                                .run(tensor(0.0, Double.POSITIVE_INFINITY)),
                        "start[1] is Infinity: every parameter must be a finite number"),
                new Broken(
                        "value",
                        () -> Minimizer.of((Tensor x) -> x.log().sum()).run(tensor(1.0, -1.0)),
                        "the value at the start is NaN, though every parameter is finite: likely a logarithm, root or"
                                + " quotient outside its domain, or overflow; start elsewhere"),
                new Broken(
                        "gradient",
                        () -> Minimizer.of((Tensor x) -> x.sqrt().sum()).run(tensor(4.0, 0.0)),
                        "gradient[1] is Infinity at the start, though the value is 2.0: likely a kink or a root of 0"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aStartThatIsNotFiniteFailsWithItsPlace(Broken row) {
        Solution<?> s = row.run().get();
        assertThat(s).isInstanceOf(Solution.Failed.class);
        assertThat(s.status()).isEqualTo(Status.NON_FINITE_START);
        assertThat(s.detail()).isEqualTo(row.detail());
        assertThat(s.history()).isEmpty();
        assertThat(s.isConverged()).isFalse();
    }

    @Test
    void divergenceFailsWithTheBestPointSoFar() {
        Solution<Tensor> s = Minimizer.of((Tensor x) -> x.square().square().sum())
                .method(new Sgd<>(1.0))
                .run(tensor(1.0, 0.5));
        assertThat(s).isInstanceOf(Solution.Failed.class);
        assertThat(s.status()).isEqualTo(Status.NON_FINITE);
        assertThat(s.detail()).startsWith("after iteration ").contains("the learning rate is too large");
        assertThat(s.point().toDoubles()).containsExactly(1, 0.5);
        assertThat(s.value()).isEqualTo(1.0625);
    }

    @Test
    void firstOrderKeepsTheBestPoint() {
        Solution<Tensor> s = Minimizer.of(Problems.quadratic(2, 10))
                .method(new Sgd<>(0.3, 0.9))
                .maxIterations(37)
                .run(tensor(1.0, 1.0));
        double best = s.history().stream().mapToDouble(Iteration::value).min().orElseThrow();
        assertThat(s.value()).isEqualTo(best);
        assertThat(Problems.quadratic(2, 10).apply(s.point()).item()).isEqualTo(best);
        assertThat(s.history().getLast().value()).isGreaterThan(best);
    }

    @Test
    void firstOrderConverges() {
        Solution<Tensor> s = Minimizer.of(Problems.quadratic(2, 10))
                .method(new Sgd<>(0.1, 0.5))
                .run(tensor(1.0, 1.0));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.gradientNorm()).isLessThanOrEqualTo(1e-8);
        assertThat(s.counts().gradients()).isEqualTo(s.counts().iterations() + 1);
    }

    // ---- data
    // ----------------------------------------------------------------------------------------------------------

    @Test
    void dataCanBeChangedWithoutCompilingAgain() {
        int[] calls = new int[1];
        Minimizer<Tensor, Tensor> minimizer = Minimizer.of((Tensor x, Tensor d) -> {
            calls[0]++;
            return DISTANCE.apply(x, d);
        });
        for (double target : new double[] {1, 2, 3}) {
            Solution<Tensor> s = minimizer.run(Tensors.zeros(4), Tensors.full(target, 4));
            assertThat(s.orThrow().toDoubles())
                    .containsExactly(new double[] {target, target, target, target}, within(1e-7));
        }
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void miniBatchesTrainAModel() {
        Problems.Table table = Problems.table(5, 300, 4);
        double before = Problems.LOGISTIC.apply(Problems.zeros(4), table).item();
        Minimizer<Problems.Linear, Problems.Table> minimizer = Minimizer.of(Problems.LOGISTIC)
                .data(Batches.of(table).size(32).seed(1))
                .method(new Adam<>(0.05))
                .maxIterations(200);
        Solution<Problems.Linear> s = minimizer.run(Problems.zeros(4));
        assertThat(s).isInstanceOf(Solution.Stopped.class);
        assertThat(s.status()).isEqualTo(Status.ITERATIONS);
        double best = Minimizer.of(Problems.LOGISTIC)
                .data(table)
                .run(Problems.zeros(4))
                .value();
        double after = Problems.LOGISTIC.apply(s.point(), table).item();
        assertThat(after - best).isLessThan(0.05 * (before - best));
        assertThat(States.numbers(minimizer.run(Problems.zeros(4)).point())).isEqualTo(States.numbers(s.point()));
    }

    @Test
    void aTransformationSeesItsMiniBatch() {
        Tensor data = Tensors.arange(10).to(org.gradus.array.DType.FLOAT64);
        List<double[]> seen = new ArrayList<>();
        Batches<Tensor> batches = Batches.of(data).size(4).seed(2);
        Minimizer.of(DISTANCE)
                .data(batches)
                .method(new Looker(seen))
                .maxIterations(4)
                .run(Tensors.scalar(0));
        assertThat(seen).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(seen.get(i)).isEqualTo(batches.at(i).toDoubles());
        }
    }

    /** Looks at the batch and at the gradient at another point, as sharpness-aware methods do. */
    record Looker(List<double[]> seen) implements GradientTransformation<Tensor, Stateless> {
        @Override
        public Stateless init(Tensor params) {
            return new Stateless();
        }

        @Override
        public Step<Tensor, Stateless> update(Tensor gradient, Stateless state, Info<Tensor> info) {
            double[] batch = ((Tensor) info.data()).toDoubles();
            seen.add(batch);
            Tensor there = info.params().plus(1);
            double mean = java.util.Arrays.stream(batch).average().orElseThrow();
            assertThat(info.objective().valueAndGradient(there).gradient().item())
                    .isCloseTo(2 * (there.item() - mean), within(1e-12));
            assertThat(info.objective().hvp(there, Tensors.scalar(3)).item()).isCloseTo(6, within(1e-12));
            return new Step<>(gradient.times(-0.1), state);
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.DATA, Need.GRADIENT_FUNCTION, Need.HESSIAN_VECTOR_PRODUCT);
        }

        @Override
        public boolean descends() {
            return true;
        }
    }

    @Test
    void countsWhatTransformationsEvaluate() {
        Solution<Tensor> s = Minimizer.of(DISTANCE)
                .data(tensor(1.0, 2.0))
                .method(new Looker(new ArrayList<>()))
                .maxIterations(9)
                .run(Tensors.scalar(0));
        assertThat(s.counts()).isEqualTo(new Counts(9, 20, 20, 10));
    }

    @Test
    void theSeedMakesTheNoise() {
        var noisy = new TransformationsTest.Noise().then(new Sgd<>(0.01));
        Minimizer<Tensor, Void> m =
                Minimizer.of(Problems.quadratic(3, 1)).method(noisy).maxIterations(20);
        double[] one = m.seed(1).run(Tensors.zeros(3)).point().toDoubles();
        assertThat(m.seed(1).run(Tensors.zeros(3)).point().toDoubles()).isEqualTo(one);
        double last = m.seed(1).run(tensor(5.0, 5, 5)).value();
        assertThat(m.seed(2).run(tensor(5.0, 5, 5)).value()).isNotEqualTo(last);
    }

    // ---- functions that are called with numbers
    // ------------------------------------------------------------------------

    @Test
    void aFunctionOfArraysIsMinimized() {
        Solution<double[]> s =
                Minimizer.of(Gradus.differentiable(Problems::rosenbrock)).run(new double[] {-1.2, 1});
        Solution<Tensor> t = rosenbrock().run(tensor(-1.2, 1.0));
        assertThat(s.point()).isEqualTo(t.point().toDoubles());
        assertThat(s.counts()).isEqualTo(t.counts());
        Solution<double[]> adam = Minimizer.of(Gradus.differentiable(Problems.quadratic(2, 10)))
                .method(new Adam<>(0.1))
                .maxIterations(300)
                .run(new double[] {-1.2, 1});
        assertThat(adam.value()).isLessThan(1e-6);
    }

    @Test
    void anObjectiveThatLooksAtValuesRunsUncompiled() {
        Solution<Tensor> s = Minimizer.of((Tensor x) -> x.get(0).item() > 0
                        ? Problems.rosenbrock(x)
                        : Problems.rosenbrock(x).plus(0))
                .run(tensor(-1.2, 1.0));
        assertThat(s.point().toDoubles())
                .isEqualTo(rosenbrock().run(tensor(-1.2, 1.0)).point().toDoubles());
    }

    // ---- refusals
    // --------------------------------------------------------------------------------------------------------

    record Refused(Supplier<Object> made, String problem, String remedy) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static Stream<Refused> refusals() {
        Minimizer<Tensor, Tensor> m = Minimizer.of(DISTANCE);
        Batches<Tensor> batches = Batches.of(tensor(1.0, 2.0));
        String firstOrder =
                "use a first-order method such as Sgd, Adam or AdamW, or give the whole data: data(batches.all())";
        String lbfgs =
                "data: Lbfgs compares values of different steps, so it needs the whole data, and mini-batches were"
                        + " given";
        return Stream.of(
                new Refused(
                        () -> m.maxIterations(0), "maxIterations: 0 is not positive", "allow at least one iteration"),
                new Refused(
                        () -> m.tolerance(-1),
                        "tolerance: -1.0 is not a bound on a norm",
                        "give a number of zero or more"),
                new Refused(
                        () -> m.tolerance(Double.NaN),
                        "tolerance: NaN is not a bound on a norm",
                        "give a number of zero or more"),
                new Refused(() -> m.data(batches).method(new Lbfgs()), lbfgs, firstOrder),
                new Refused(() -> m.method(new Lbfgs()).data(batches), lbfgs, firstOrder),
                new Refused(() -> m.data(batches).run(Tensors.scalar(0)), lbfgs, firstOrder),
                new Refused(
                        () -> m.method(new ScaleByAdam<>()),
                        "method: ScaleByAdam has no learning rate: its updates would be added to the parameters as they"
                                + " are",
                        "chain it, as in ScaleByAdam.then(new ScaleByLearningRate<>(1e-3)), or use a complete method"
                                + " such as Sgd, Adam or AdamW"),
                new Refused(
                        () -> m.data(batches).tolerance(1e-3),
                        "tolerance: a gradient of a mini-batch says nothing about convergence",
                        "leave the tolerance out and bound the work by maxIterations, or give the whole data"),
                new Refused(
                        () -> m.run(Tensors.scalar(0)),
                        "run: the function takes parameters and data, and no data was given",
                        "give it by .data(...)"),
                new Refused(
                        () -> rosenbrock().data((Void) null),
                        "data: the function has one argument and takes no data",
                        "make the minimizer of a function of parameters and data, (p, d) -> ..."),
                new Refused(
                        () -> rosenbrock().method(new Looker(new ArrayList<>())),
                        "method: Looker needs the data of each step, and the function takes none",
                        "make the minimizer of a function of parameters and data, (p, d) -> ..."),
                new Refused(
                        () -> Minimizer.of((Tensor x) -> x.sum()).run(Tensors.zeros(0)),
                        "run: the start holds no numbers",
                        "give parameters with at least one element to minimize over"),
                new Refused(
                        () -> m.data(batches).method(new Sgd<>(0.1)).runEach(Tensors.zeros(2)),
                        "runEach: mini-batches do not go with many starts at once",
                        "use run, one start after the other"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatCannotWork(Refused row) {
        assertThatThrownBy(row.made()::get)
                .isInstanceOf(ArgumentException.class)
                .satisfies(e -> assertThat(((GradusException) e).problem()).isEqualTo(row.problem()))
                .satisfies(e -> assertThat(((GradusException) e).remedy()).isEqualTo(row.remedy()));
    }
}
