package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import java.util.stream.Stream;
import org.gradus.linear.ConjugateGradient;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NewtonCgTest {

    /** All but one, where this start leads to the other minimum of that function. */
    static Stream<Problems.Problem> problems() {
        return Problems.all().stream().filter(p -> !p.name().equals("Rosenbrock 10"));
    }

    @Test
    void findsTheLocalMinimumOfRosenbrock() {
        Solution<Tensor> s =
                Minimizer.of(Problems::rosenbrock).method(new NewtonCg()).run(tensor(Problems.alternating(10)));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.value()).isCloseTo(3.98658, within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void findsTheMinimumInFewIterations(Problems.Problem problem) {
        Solution<Tensor> s = Minimizer.of(problem.f()).method(new NewtonCg()).run(tensor(problem.start()));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().toDoubles()).containsExactly(problem.minimizer(), within(1e-7));
        assertThat(s.counts().iterations()).isLessThanOrEqualTo(60);
        assertThat(s.counts().products()).isPositive();
    }

    /** A quadratic takes one system to each digit of the forcing, whatever its condition. */
    @ParameterizedTest
    @CsvSource({"1, 1", "20, 1e2", "20, 1e6"})
    void aQuadraticTakesFewIterations(int n, double condition) {
        Solution<Tensor> s = Minimizer.of(Problems.quadratic(n, condition))
                .method(new NewtonCg())
                .run(tensor(Problems.filled(n, 1)));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts().iterations()).isLessThanOrEqualTo(8);
    }

    @Test
    void negativeCurvatureIsLeft() {
        Fn<Tensor, Tensor> f = x -> x.square().square().sum().minus(x.square().sum());
        Solution<Tensor> s = Minimizer.of(f).method(new NewtonCg()).run(tensor(1e-3, -2e-3, 5e-4));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.value()).isCloseTo(-0.75, within(1e-12));
    }

    @Test
    void functionsOfArraysBringTheirProducts() {
        Solution<double[]> s = Minimizer.of(org.gradus.Gradus.differentiable(Problems::rosenbrock))
                .method(new NewtonCg())
                .run(new double[] {-1.2, 1});
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point()).containsExactly(new double[] {1, 1}, within(1e-8));
    }

    @Test
    void aFunctionWithoutMinimumIsNeverConverged() {
        Solution<Tensor> s = Minimizer.of((Tensor x) -> x.square().sum().unaryMinus())
                .method(new NewtonCg())
                .run(tensor(0.3, -0.1));
        assertThat(s).isNotInstanceOf(Solution.Converged.class);
        assertThat(s.point().allFinite()).isTrue();
    }

    @Test
    void aConstantIsConvergedAtOnce() {
        Solution<Tensor> s = Minimizer.of((Tensor x) -> x.times(0).sum().plus(7))
                .method(new NewtonCg())
                .run(Tensors.ones(2));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.counts().iterations()).isZero();
    }

    /** The Hessian is diagonal, so its inverse makes every system one product. */
    @Test
    void aPreconditionerSavesProducts() {
        Fn<Tensor, Tensor> f = Problems.quadratic(30, 1e4);
        double[] inverse = new double[30];
        Arrays.setAll(inverse, i -> Math.pow(1e4, -i / 29.0));
        ConjugateGradient plain = new ConjugateGradient().tolerance(1e-3);
        ConjugateGradient helped = plain.preconditioner(v -> v.times(tensor(inverse)));
        Tensor start = tensor(Problems.filled(30, 1));
        Solution<Tensor> without = Minimizer.of(f).method(new NewtonCg(plain)).run(start);
        Solution<Tensor> with = Minimizer.of(f).method(new NewtonCg(helped)).run(start);
        assertThat(with).isInstanceOf(Solution.Converged.class);
        assertThat(with.counts().products() * 5).isLessThan(without.counts().products());
    }
}
