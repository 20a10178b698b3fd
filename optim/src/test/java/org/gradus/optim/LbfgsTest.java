package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LbfgsTest {

    static Stream<Problems.Problem> problems() {
        return Problems.all().stream();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void findsTheMinimumAsFastAsSciPy(Problems.Problem problem) {
        Tensor start = tensor(problem.start());
        assertThat(problem.f().apply(start).item())
                .isCloseTo(problem.startValue(), within(1e-6 * problem.startValue()));

        Solution<Tensor> s = Minimizer.of(problem.f()).maxIterations(5000).run(start);

        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.status()).isEqualTo(Status.GRADIENT);
        assertThat(s.gradientNorm()).isLessThanOrEqualTo(1e-8);
        assertThat(s.point().toDoubles()).containsExactly(problem.minimizer(), within(1e-7));
        assertThat(s.counts().gradients()).isLessThanOrEqualTo(problem.scipy() * 5L / 4 + 4);
        assertThat(s.counts().values()).isEqualTo(s.counts().gradients());
        assertThat(s.history()).hasSize((int) s.counts().iterations() + 1);
    }

    @Test
    void fitsALogisticRegression() {
        Problems.Table table = Problems.table(1, 400, 30);
        Solution<Problems.Linear> s =
                Minimizer.of(Problems.LOGISTIC).data(table).run(Problems.zeros(30));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts().gradients()).isLessThanOrEqualTo(25);
        Problems.Linear gradient = Gradus.grad(Problems.LOGISTIC).apply(s.point(), table);
        assertThat(gradient.w().abs().max().item()).isLessThanOrEqualTo(1e-8);
        assertThat(gradient.b().abs().item()).isLessThanOrEqualTo(1e-8);
        assertThat(s.value())
                .isCloseTo(Problems.LOGISTIC.apply(s.point(), table).item(), within(1e-15));
    }

    /** With an almost exact search L-BFGS is conjugate gradients, which end after n steps. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void endsAfterNStepsOnAQuadraticWithAnExactSearch(int n) {
        Solution<Tensor> s = Minimizer.of(Problems.quadratic(n, 100))
                .method(new Lbfgs(10, 1e-4, 1e-3, 60))
                .tolerance(1e-6)
                .run(tensor(Problems.filled(n, 1)));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts().iterations()).isLessThanOrEqualTo(n + 1L);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void everyAcceptedStepSatisfiesTheStrongWolfeConditions(Problems.Problem problem) {
        Lbfgs lbfgs = new Lbfgs();
        Objective<Tensor> f = Objective.of(problem.f());
        Fn<LineSearchState<LbfgsMemory>, LineSearchState<LbfgsMemory>> step =
                Gradus.jit((LineSearchState<LbfgsMemory> s) -> lbfgs.step(f, s));
        LineSearchState<LbfgsMemory> state = step.apply(lbfgs.init(tensor(problem.start())));
        int checked = 0;
        for (int i = 0; i < 60; i++) {
            if (state.current().gradientNorm().item() <= 1e-8) {
                break;
            }
            LineSearchState<LbfgsMemory> next = step.apply(state);
            if (next.progress().iteration().item()
                    > state.progress().iteration().item()) {
                Tensor d = state.direction();
                Tensor before = state.current().point();
                Tensor s = next.current().point().minus(before);
                double t = state.search().trial().item();
                ValueAndGrad<Tensor> at0 = f.valueAndGradient(before);
                ValueAndGrad<Tensor> atT = f.valueAndGradient(next.current().point());
                double slope0 = at0.gradient().times(d).sum().item();
                double slopeT = atT.gradient().times(d).sum().item();
                double rounding = 1e-14 * Math.abs(at0.value().item());
                assertThat(s.minus(d.times(t)).abs().max().item())
                        .isLessThanOrEqualTo(1e-14 * (1 + before.abs().max().item()));
                assertThat(slope0).isNegative();
                assertThat(atT.value().item()).isLessThanOrEqualTo(at0.value().item() + 1e-4 * t * slope0 + rounding);
                assertThat(Math.abs(slopeT)).isLessThanOrEqualTo(0.9 * Math.abs(slope0));
                checked++;
            }
            state = next;
        }
        assertThat(checked).isGreaterThan(10);
    }

    @Test
    void theIterateIsConsistent() {
        Lbfgs lbfgs = new Lbfgs();
        Objective<Tensor> f = Objective.of(Problems::rosenbrock);
        LineSearchState<LbfgsMemory> state = lbfgs.init(tensor(-1.2, 1));
        for (int i = 0; i < 30; i++) {
            state = lbfgs.step(f, state);
            Iterate<Tensor> best = lbfgs.result(state);
            ValueAndGrad<Tensor> again = f.valueAndGradient(best.point());
            assertThat(best.value().item()).isEqualTo(again.value().item());
            assertThat(best.gradient().toDoubles()).isEqualTo(again.gradient().toDoubles());
            assertThat(best.gradientNorm().item())
                    .isEqualTo(again.gradient().abs().max().item());
        }
    }

    @Test
    void valuesNeverRise() {
        Solution<Tensor> s = Minimizer.of(Problems::rosenbrock).run(tensor(Problems.alternating(10)));
        List<Double> values = s.history().stream().map(Iteration::value).toList();
        assertThat(IntStream.range(1, values.size())).allMatch(i -> values.get(i) <= values.get(i - 1));
        assertThat(s.value()).isEqualTo(values.getLast());
    }

    @Test
    void worksInF32() {
        Tensor start = tensor(new float[] {-1.2f, 1});
        Solution<Tensor> s = Minimizer.of(Problems::rosenbrock).run(start);
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(s.gradientNorm()).isLessThanOrEqualTo(1e-4);
        assertThat(s.point().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-3));
    }

    @Test
    void mixedElementTypesKeepTheirs() {
        record Two(Tensor single, Tensor twice) {}
        Two start = new Two(tensor(new float[] {3}), tensor(4.0, 5.0));
        Solution<Two> s = Minimizer.of((Two p) -> p.single()
                        .minus(1)
                        .square()
                        .sum()
                        .plus(p.twice().minus(2).square().sum()))
                .run(start);
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().single().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(s.point().twice().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(s.point().twice().toDoubles()).containsExactly(new double[] {2, 2}, within(1e-6));
    }

    /** The value cannot be resolved below 1e-7, the gradient can. */
    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e6, 1e9})
    void aLargeConstantDoesNotStopIt(double constant) {
        Solution<Tensor> s = Minimizer.of((Tensor x) -> Problems.rosenbrock(x).plus(constant))
                .run(tensor(-1.2, 1));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-6));
    }

    @Test
    void endsByPrecisionWhenTheToleranceIsOutOfReach() {
        Fn<Tensor, Tensor> f =
                x -> Problems.rosenbrock(x).times(1e12).plus(x.sin().sum().times(1e12));
        Solution<Tensor> s = Minimizer.of(f).run(tensor(-1.2, 1));
        assertThat(s).isInstanceOf(Solution.Stopped.class);
        assertThat(s.status()).isEqualTo(Status.PRECISION);
        assertThat(s.gradientNorm()).isLessThan(10.0);
    }

    @Test
    void aWrongGradientEndsInAFailedLineSearch() {
        Objective<Tensor> lies = new Objective<>() {
            @Override
            public Tensor value(Tensor x) {
                return x.square().sum();
            }

            @Override
            public ValueAndGrad<Tensor> valueAndGradient(Tensor x) {
                return new ValueAndGrad<>(value(x), x.unaryMinus());
            }

            @Override
            public Tensor hvp(Tensor x, Tensor v) {
                return v;
            }
        };
        Lbfgs lbfgs = new Lbfgs();
        LineSearchState<LbfgsMemory> state = lbfgs.init(tensor(1.0, 2.0));
        for (int i = 0; i < 40; i++) {
            state = lbfgs.step(lies, state);
        }
        assertThat(Status.of(lbfgs.terminate(state, Tolerance.of(1e-8)))).isEqualTo(Status.LINE_SEARCH);
        assertThat(lbfgs.result(state).point().toDoubles()).containsExactly(1, 2);
    }

    @Test
    void trialsOutsideTheDomainShortenTheStep() {
        Fn<Tensor, Tensor> barrier = x -> x.minus(x.log().times(1e-3)).sum();
        Solution<Tensor> s = Minimizer.of(barrier).run(tensor(0.5, 0.9));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().toDoubles()).containsExactly(new double[] {1e-3, 1e-3}, within(1e-9));
    }

    @Test
    void nanEverywhereButAtTheStartFails() {
        Fn<Tensor, Tensor> f =
                x -> Tensors.where(x.eq(tensor(1.0)), x, Double.NaN).sum();
        Solution<Tensor> s = Minimizer.of(f).run(tensor(1.0));
        assertThat(s).isInstanceOf(Solution.Failed.class);
        assertThat(s.status()).isEqualTo(Status.NON_FINITE);
        assertThat(s.point().toDoubles()).containsExactly(1.0);
        assertThat(s.value()).isEqualTo(1.0);
    }

    @Test
    void aFunctionWithoutMinimumIsNeverConverged() {
        for (Fn<Tensor, Tensor> f : List.<Fn<Tensor, Tensor>>of(
                x -> x.sum().unaryMinus(),
                x -> x.square().sum().unaryMinus(),
                x -> x.exp().sum().unaryMinus(),
                x -> x.minus(1e9).sum())) {
            Solution<Tensor> s = Minimizer.of(f).run(tensor(0.3, -0.1));
            assertThat(s).isNotInstanceOf(Solution.Converged.class);
            assertThat(s.value()).isNegative();
            assertThat(s.point().allFinite()).isTrue();
        }
    }

    @Test
    void aConstantIsConvergedAtOnce() {
        Solution<Tensor> s =
                Minimizer.of((Tensor x) -> x.times(0).sum().plus(7)).run(tensor(1.0, 2.0));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts()).isEqualTo(new Counts(0, 1, 1, 0));
        assertThat(s.value()).isEqualTo(7);
    }

    @Test
    void aStartAtTheMinimumIsConvergedAtOnce() {
        Solution<Tensor> s = Minimizer.of(Problems::rosenbrock).tolerance(0).run(tensor(1.0, 1.0));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts().iterations()).isZero();
        assertThat(s.point().toDoubles()).containsExactly(1, 1);
    }

    @Test
    void aMaximumIsLeft() {
        Fn<Tensor, Tensor> f = x -> x.get(0)
                .square()
                .times(-1)
                .plus(x.get(0).square().square())
                .plus(x.get(1).square());
        Solution<Tensor> s = Minimizer.of(f).run(tensor(1e-3, 1.0));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.value()).isCloseTo(-0.25, within(1e-12));
    }

    @Test
    void compiledAndDirectStepsHaveTheSameBits() {
        Lbfgs lbfgs = new Lbfgs();
        Objective<Tensor> f = Objective.of(Problems::rosenbrock);
        Fn<LineSearchState<LbfgsMemory>, LineSearchState<LbfgsMemory>> compiled =
                Gradus.jit((LineSearchState<LbfgsMemory> s) -> lbfgs.step(f, s));
        LineSearchState<LbfgsMemory> a = lbfgs.init(tensor(Problems.alternating(5)));
        LineSearchState<LbfgsMemory> b = a;
        List<Double> left = new ArrayList<>();
        List<Double> right = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            a = lbfgs.step(f, a);
            b = compiled.apply(b);
            left.addAll(States.numbers(a));
            right.addAll(States.numbers(b));
        }
        assertThat(right).isEqualTo(left);
    }
}
