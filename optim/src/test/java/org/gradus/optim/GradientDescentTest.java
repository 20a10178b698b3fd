package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientDescentTest {

    /** Iterations grow with the condition number, as the theory says: about κ·ln(1/tolerance)/4 at best. */
    @ParameterizedTest
    @CsvSource({"1, 2", "10, 150", "100, 1500"})
    void convergesOnQuadratics(double condition, int iterations) {
        Solution<Tensor> s = Minimizer.of(Problems.quadratic(5, condition))
                .method(new GradientDescent())
                .maxIterations(iterations)
                .run(tensor(Problems.filled(5, 1)));
        assertThat(s).isInstanceOf(Solution.Converged.class);
        assertThat(s.point().toDoubles()).containsExactly(new double[5], within(1e-7));
    }

    @Test
    void lowersRosenbrockAtEveryIteration() {
        Solution<Tensor> s =
                Minimizer.of(Problems::rosenbrock).method(new GradientDescent()).run(tensor(-1.2, 1.0));
        assertThat(s.history()).extracting(i -> -i.value()).isSorted();
        assertThat(s.value()).isLessThan(0.1);
    }
}
