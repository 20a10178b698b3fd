package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.optim.PlainLbfgs.Evaluated;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Lbfgs} against the plain loops of {@link PlainLbfgs}. */
class LbfgsReferenceTest {

    @SuppressWarnings("ArrayRecordComponent")
    record Path(String name, Fn<Tensor, Tensor> f, double[] start, int memory, int iterations, double tolerance) {
        @Override
        public String toString() {
            return name + ", memory " + memory;
        }
    }

    /** Rounding differs between the two forms and grows along a path, so the tolerance does. */
    static Stream<Path> paths() {
        return Stream.of(
                new Path("Rosenbrock 2", Problems::rosenbrock, Problems.alternating(2), 10, 30, 1e-6),
                new Path("Rosenbrock 2", Problems::rosenbrock, Problems.alternating(2), 1, 15, 1e-6),
                new Path("Rosenbrock 10", Problems::rosenbrock, Problems.alternating(10), 10, 25, 1e-6),
                new Path("Rosenbrock 10", Problems::rosenbrock, Problems.alternating(10), 3, 25, 1e-6),
                new Path("Beale", Problems::beale, Problems.filled(2, 1), 10, 12, 1e-6),
                new Path("quadratic", Problems.quadratic(20, 100), Problems.filled(20, 1), 10, 25, 1e-8));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void takesTheSameSteps(Path path) {
        Fn<Tensor, ValueAndGrad<Tensor>> both = Gradus.jit(Gradus.valueAndGrad(path.f()));
        PlainLbfgs plain = new PlainLbfgs(
                x -> {
                    ValueAndGrad<Tensor> at = both.apply(tensor(x));
                    return new Evaluated(at.value().item(), at.gradient().toDoubles());
                },
                path.memory());
        List<double[]> expected = plain.run(path.start(), path.iterations());

        Lbfgs lbfgs = new Lbfgs(path.memory());
        Objective<Tensor> f = Objective.of(path.f());
        Fn<LineSearchState<LbfgsMemory>, LineSearchState<LbfgsMemory>> step =
                Gradus.jit((LineSearchState<LbfgsMemory> s) -> lbfgs.step(f, s));
        LineSearchState<LbfgsMemory> state = lbfgs.init(tensor(path.start()));
        for (int k = 0; k <= path.iterations(); k++) {
            while (state.progress().iteration().item() < k) {
                state = step.apply(state);
            }
            double[] point = expected.get(k);
            assertThat(state.current().point().toDoubles())
                    .as("iterate %d", k)
                    .containsExactly(point, within(path.tolerance() * (1 + Math.sqrt(PlainLbfgs.dot(point, point)))));
        }
        assertThat(state.progress().evaluations().gradients().item()).isEqualTo(plain.evaluations);
    }

    /** The compact form against the two-loop recursion. */
    @ParameterizedTest
    @CsvSource({"1, 1, 3", "1, 10, 5", "4, 10, 7", "10, 10, 12", "15, 10, 40", "25, 5, 3"})
    void theProductIsThatOfTheTwoLoopRecursion(int pairs, int memory, int n) {
        List<Key> keys = Key.of(pairs * 1000L + n).split(pairs + 1);
        Tensor root = Random.normal(keys.getLast(), n, n);
        Tensor hessian = root.matmul(root.t()).plus(Tensors.eye(n).times(0.1));
        LbfgsMemory compact = LbfgsMemory.empty(memory, Tensors.zeros(n));
        List<double[]> steps = new ArrayList<>();
        List<double[]> differences = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Tensor s = Random.normal(keys.get(i), n);
            Tensor y = hessian.matmul(s);
            Tensor always = s.sum().eq(s.sum());
            compact = compact.with(always, s, y, Tensors.scalar(1));
            steps.add(s.toDoubles());
            differences.add(y.toDoubles());
        }
        int from = Math.max(0, pairs - memory);
        double scale = PlainLbfgs.dot(steps.getLast(), differences.getLast())
                / PlainLbfgs.dot(differences.getLast(), differences.getLast());
        Tensor g = Random.normal(Key.of(7), n);
        double[] expected =
                PlainLbfgs.twoLoop(steps.subList(from, pairs), differences.subList(from, pairs), scale, g.toDoubles());
        double size = Math.sqrt(PlainLbfgs.dot(expected, expected));
        assertThat(compact.product(g).toDoubles()).containsExactly(expected, within(1e-9 * (1 + size)));
    }
}
