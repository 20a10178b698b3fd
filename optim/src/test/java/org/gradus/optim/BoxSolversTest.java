package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods on arrays within bounds; the tables of named problems are in the workbench. */
class BoxSolversTest {

    static Stream<ArraySolver<BoxProblem, ?>> methods() {
        return Stream.of(new TrustRegionNewtonCg(), new TrustRegionNewtonCg(0), new Lbfgsb());
    }

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** The chained Rosenbrock function of any length times a factor; its minimum is 0 at ones. */
    record Rosenbrock(double factor) implements Differentiable {
        @Override
        public double value(double[] x) {
            double sum = 0;
            for (int i = 0; i + 1 < x.length; i++) {
                double a = x[i + 1] - x[i] * x[i];
                sum += 100 * a * a + (1 - x[i]) * (1 - x[i]);
            }
            return factor * sum;
        }

        @Override
        public double[] gradient(double[] x) {
            double[] g = new double[x.length];
            for (int i = 0; i + 1 < x.length; i++) {
                double a = x[i + 1] - x[i] * x[i];
                g[i] += factor * (-400 * a * x[i] - 2 * (1 - x[i]));
                g[i + 1] += factor * 200 * a;
            }
            return g;
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            double[] h = new double[x.length];
            for (int i = 0; i + 1 < x.length; i++) {
                double da = v[i + 1] - 2 * x[i] * v[i];
                double a = x[i + 1] - x[i] * x[i];
                h[i] += factor * (-400 * (da * x[i] + a * v[i]) + 2 * v[i]);
                h[i + 1] += factor * 200 * da;
            }
            return h;
        }
    }

    private static Solution<double[]> run(
            ArraySolver<BoxProblem, ?> method, Differentiable f, Bounds bounds, double... start) {
        return new ArrayLoop(5000, 1e-8, List.of())
                .run(method, new BoxProblem(f, bounds), start)
                .solution();
    }

    private static Differentiable of(Fn<Tensor, Tensor> f) {
        return Gradus.differentiable(f);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void solvesRosenbrockOfTwoAndOfAThousandVariables(ArraySolver<BoxProblem, ?> method) {
        for (int n : new int[] {2, 1000}) {
            double[] start = new double[n];
            for (int i = 0; i < n; i++) {
                start[i] = i % 2 == 0 ? -1.2 : 1;
            }
            Solution<double[]> s = run(method, new Rosenbrock(1), Bounds.none(n), start);
            assertThat(s).as(s.toString()).isInstanceOf(Solution.Converged.class);
            // From this start some methods end in the chain's other minimum, whose first entry is near -1.
            if (s.point()[0] > 0) {
                assertThat(s.value()).isLessThan(1e-12);
            } else {
                assertThat(s.value()).isCloseTo(3.98662385, within(1e-6));
            }
            assertThat(s.gradientNorm()).isLessThanOrEqualTo(1e-8);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aScaledObjectiveHasTheSameMinimum(ArraySolver<BoxProblem, ?> method) {
        for (double factor : new double[] {1e-12, 1e10}) {
            Solution<double[]> s = run(method, new Rosenbrock(factor), Bounds.none(2), -1.2, 1);
            assertThat(s.point()[0]).as(s.toString()).isCloseTo(1, within(1e-5));
            assertThat(s.status().kind()).isNotEqualTo(Status.Kind.FAILED);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void boundedProblemsOfHockAndSchittkowski(ArraySolver<BoxProblem, ?> method) {
        Bounds b2 = new Bounds(new double[] {-INFINITY, 1.5}, new double[] {INFINITY, INFINITY});
        expect(method, new Rosenbrock(1), b2, new double[] {-2, 1}, -1.2210262419616387, 1.5);
        Fn<Tensor, Tensor> hs4 = x -> x.get(0).plus(1).pow(3).div(3).plus(x.get(1));
        Bounds b4 = new Bounds(new double[] {1, 0}, new double[] {INFINITY, INFINITY});
        expect(method, of(hs4), b4, new double[] {1.125, 0.125}, 1, 0);
        Fn<Tensor, Tensor> hs5 = x -> x.get(0)
                .plus(x.get(1))
                .sin()
                .plus(x.get(0).minus(x.get(1)).square())
                .minus(x.get(0).times(1.5))
                .plus(x.get(1).times(2.5))
                .plus(1);
        Bounds b5 = new Bounds(new double[] {-1.5, -3}, new double[] {4, 3});
        expect(method, of(hs5), b5, new double[] {0, 0}, 0.5 - Math.PI / 3, -0.5 - Math.PI / 3);
        Fn<Tensor, Tensor> hs45 = x -> x.get(0)
                .times(x.get(1))
                .times(x.get(2))
                .times(x.get(3))
                .times(x.get(4))
                .div(-120)
                .plus(2);
        Bounds b45 = new Bounds(new double[5], new double[] {1, 2, 3, 4, 5});
        expect(method, of(hs45), b45, new double[] {2, 2, 2, 2, 2}, 1, 2, 3, 4, 5);
    }

    private static void expect(
            ArraySolver<BoxProblem, ?> method, Differentiable f, Bounds bounds, double[] start, double... minimum) {
        Solution<double[]> s = run(method, f, bounds, start);
        assertThat(s.point()).as(method + ": " + s).containsExactly(minimum, within(1e-7));
        assertThat(s).as(method + ": " + s).isInstanceOf(Solution.Converged.class);
        assertThat(bounds.project(s.point())).isEqualTo(s.point());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aLargeBoundedProblemHasTheActiveSetOfItsProjection(ArraySolver<BoxProblem, ?> method) {
        int n = 1000;
        double[] center = new double[n];
        for (int i = 0; i < n; i++) {
            center[i] = Math.sin(i) * 2;
        }
        Tensor c = org.gradus.tensor.Tensors.tensor(center);
        double[] lower = new double[n];
        double[] upper = new double[n];
        Arrays.fill(lower, -1);
        Arrays.fill(upper, 1);
        Bounds bounds = new Bounds(lower, upper);
        Fn<Tensor, Tensor> f = x -> x.minus(c).square().sum();
        Solution<double[]> s = run(method, of(f), bounds, new double[n]);
        assertThat(s).as(s.toString()).isInstanceOf(Solution.Converged.class);
        assertThat(s.point()).containsExactly(bounds.project(center), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void saysThatAnObjectiveHasNoMinimum(ArraySolver<BoxProblem, ?> method) {
        Fn<Tensor, Tensor> slope = x -> x.sum();
        Solution<double[]> s = run(method, of(slope), Bounds.none(2), 0, 0);
        assertThat(s).as(s.toString()).isInstanceOf(Solution.Failed.class);
        assertThat(s.status()).isIn(Status.DIVERGING, Status.UNBOUNDED);
        Fn<Tensor, Tensor> cubic = x -> x.pow(3).sum();
        assertThat(run(method, of(cubic), Bounds.none(1), 1.0))
                .satisfiesAnyOf(
                        end -> assertThat(end.status()).isIn(Status.DIVERGING, Status.UNBOUNDED),
                        // The saddle at 0 satisfies the conditions of first order.
                        end -> assertThat(end.point()[0]).isCloseTo(0, within(1e-3)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void saysWhatIsNotFinite(ArraySolver<BoxProblem, ?> method) {
        Fn<Tensor, Tensor> root = x -> x.sqrt().sum();
        Solution<double[]> outside = run(method, of(root), Bounds.none(1), -1);
        assertThat(outside.status()).isEqualTo(Status.NON_FINITE_START);
        assertThat(outside.detail()).contains("the value at the start is NaN");
        assertThat(run(method, of(root), Bounds.none(1), Double.NaN).detail()).startsWith("start[0] is NaN");
        // The minimum is inside the domain, the first steps lead out of it.
        Fn<Tensor, Tensor> barrier = x -> x.minus(x.log())
                .sum()
                .plus(x.times(-1).plus(3).log().times(-1e-3).sum());
        Solution<double[]> inside = run(method, of(barrier), Bounds.none(1), 0.01);
        assertThat(inside).as(inside.toString()).isInstanceOf(Solution.Converged.class);
        assertThat(inside.point()[0]).isCloseTo(0.9995, within(1e-3));
    }

    @Test
    void newtonLeavesSaddles() {
        Fn<Tensor, Tensor> saddle = x -> x.get(0)
                .square()
                .plus(x.get(1).square().square())
                .minus(x.get(1).square());
        for (ArraySolver<BoxProblem, ?> method : List.of(new TrustRegionNewtonCg(), new TrustRegionNewtonCg(0))) {
            Solution<double[]> s = run(method, of(saddle), Bounds.none(2), 1, 1e-6);
            assertThat(s.value()).as(s.toString()).isCloseTo(-0.25, within(1e-12));
        }
    }

    @Test
    void iteratesBehaveLikeTheirRecords() {
        ArrayLoop loop = new ArrayLoop(5000, 1e-8, List.of());
        for (ArraySolver<BoxProblem, ?> method : methods().toList()) {
            Solution<double[]> s = loop.run(
                            method, new BoxProblem(new Rosenbrock(1), Bounds.none(2)), new double[] {-1.2, 1})
                    .solution();
            List<Iteration> history = s.history();
            assertThat(history.getFirst().value()).isEqualTo(24.199999999999996);
            for (int i = 1; i < history.size(); i++) {
                assertThat(history.get(i).value()).isLessThan(history.get(i - 1).value());
                assertThat(history.get(i).k()).isEqualTo(i);
            }
            assertThat(history.getLast().value()).isEqualTo(s.value());
            assertThat(new Rosenbrock(1).value(s.point())).isEqualTo(s.value());
        }
    }

    @Test
    void limitsListenersAndRequestsEndARun() {
        BoxProblem problem = new BoxProblem(new Rosenbrock(1), Bounds.none(2));
        double[] start = {-1.2, 1};
        Solution<double[]> few = new ArrayLoop(3, 1e-8, List.of())
                .run(new TrustRegionNewtonCg(), problem, start)
                .solution();
        assertThat(few.status()).isEqualTo(Status.ITERATIONS);
        assertThat(few.counts().iterations()).isEqualTo(3);
        ArrayLoop asked = new ArrayLoop().listener(i -> {
            if (i.k() == 2) {
                throw new StopRequest("enough");
            }
        });
        assertThat(asked.run(new Lbfgsb(), problem, start).solution().detail()).isEqualTo("enough");
        assertThatThrownBy(() -> new ArrayLoop().run(new Lbfgsb(), problem, new double[0]))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the start holds no numbers");
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> new Bounds(new double[] {1}, new double[] {0}))
                .hasMessageContaining("no number is between lower[0] = 1.0 and upper[0] = 0.0");
        assertThatThrownBy(() -> new Bounds(new double[] {Double.NaN}, new double[] {0}))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Bounds(new double[] {INFINITY}, new double[] {INFINITY}))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Bounds(new double[1], new double[2])).hasMessageContaining("1 lower and 2 upper");
        assertThat(new Bounds(new double[1], new double[] {1})).isEqualTo(new Bounds(new double[1], new double[] {1}));
        assertThat(Bounds.none(2).areNone()).isTrue();
    }
}
