package org.gradus.workbench.minimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.Bounds;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.Lbfgsb;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.optim.TrustRegionNewtonCg;
import org.gradus.plainjava.PlainJava;
import org.gradus.solve.LeastSquares;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The problems of Moré, Garbow and Hillstrom by three methods. */
class MghTest {
    private static final int ITERATIONS = 5000;

    static Stream<Class<?>> problems() {
        return MghProblems.ALL.stream();
    }

    private static double[] array(Class<?> problem, String method) {
        try {
            Method found = problem.getDeclaredMethod(method);
            found.setAccessible(true);
            return (double[]) found.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> problem) {
        try {
            return MethodHandles.privateLookupIn(problem, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Method method(Class<?> problem, String name) {
        try {
            return problem.getDeclaredMethod(name, double[].class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void leastSquares(Class<?> problem) {
        DifferentiableVector residuals = PlainJava.with(lookup(problem)).ofVector(method(problem, "residuals"));
        Solution<double[]> s = LeastSquares.of(residuals)
                .maxIterations(ITERATIONS)
                .run(array(problem, "start"))
                .solution();
        assertThat(s).as(problem.getSimpleName() + ": " + s).isInstanceOf(Solution.Converged.class);
        minimum(problem, s, 1e-7);
    }

    /** From its start Newton's steps lead Biggs's function into a valley that falls to 0.24268 at infinity. */
    static Stream<Class<?>> newtonProblems() {
        return problems().filter(p -> p != MghProblems.Biggs6.class);
    }

    /** Meyer's valley is too narrow for gradients alone. */
    static Stream<Class<?>> gradientProblems() {
        return problems().filter(p -> p != MghProblems.Meyer.class);
    }

    @ParameterizedTest
    @MethodSource("newtonProblems")
    void trustRegion(Class<?> problem) {
        Solution<double[]> s = box(problem, new TrustRegionNewtonCg());
        assertThat(s).as(problem.getSimpleName() + ": " + s).isInstanceOf(Solution.Converged.class);
        minimum(problem, s, 1e-7);
    }

    @ParameterizedTest
    @MethodSource("gradientProblems")
    void quasiNewton(Class<?> problem) {
        Solution<double[]> s = box(problem, new Lbfgsb());
        assertThat(s.status()).as(problem.getSimpleName() + ": " + s).isIn(Status.GRADIENT, Status.PRECISION);
        minimum(problem, s, 1e-4);
    }

    private static Solution<double[]> box(Class<?> problem, ArraySolver<BoxProblem, ?> method) {
        Differentiable f = PlainJava.with(lookup(problem)).of(method(problem, "value"));
        double[] start = array(problem, "start");
        return new ArrayLoop(ITERATIONS, 1e-8, List.of())
                .run(method, new BoxProblem(f, Bounds.none(start.length)), start)
                .solution();
    }

    private static void minimum(Class<?> problem, Solution<double[]> s, double tolerance) {
        double[] minima = array(problem, "minima");
        boolean one = false;
        for (double minimum : minima) {
            // Published to six digits or more.
            one |= Math.abs(s.value() - minimum) <= tolerance + 5e-6 * minimum;
        }
        assertThat(one)
                .as(problem.getSimpleName() + ": " + s + ", of " + Arrays.toString(minima) + " at "
                        + Arrays.toString(s.point()))
                .isTrue();
    }
}
