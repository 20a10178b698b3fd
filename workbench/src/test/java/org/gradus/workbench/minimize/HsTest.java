package org.gradus.workbench.minimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.optim.Solution;
import org.gradus.plainjava.PlainJava;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The problems of Hock and Schittkowski by the methods that take them. */
class HsTest {

    static Stream<Class<?>> problems() {
        return HsProblems.ALL.stream();
    }

    static Stream<Class<?>> constrained() {
        return problems().filter(p -> has(p, "equalities") || has(p, "inequalities"));
    }

    private static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(m -> m.getName().equals(method));
    }

    private static final class Engine implements UserFunctions.Engine {
        @Override
        public Differentiable scalar(Method method) {
            return PlainJava.with(lookup(method.getDeclaringClass())).of(method);
        }

        @Override
        public DifferentiableVector vector(Method method) {
            return PlainJava.with(lookup(method.getDeclaringClass())).ofVector(method);
        }

        private static MethodHandles.Lookup lookup(Class<?> type) {
            try {
                return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static MinimizeResult run(Class<?> problem, SolverName method) {
        Path path = Path.of(problem.getSimpleName() + ".java");
        UserProblem stated = UserProblem.of("minimize", new CompiledFile(path, List.of(problem)));
        MinimizeOptions usual = MinimizeOptions.usual();
        MinimizeOptions options = new MinimizeOptions(method, null, 1, 1000, usual.tolerance(), 0, usual.callLimit());
        return new MinimizeRun(stated, options, new Engine(), _ -> {}).run();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void auto(Class<?> problem) throws ReflectiveOperationException {
        expect(problem, run(problem, SolverName.AUTO), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("constrained")
    void sqp(Class<?> problem) throws ReflectiveOperationException {
        expect(problem, run(problem, SolverName.SQP), 1e-6);
    }

    @ParameterizedTest
    @MethodSource("constrained")
    void augmentedLagrangian(Class<?> problem) throws ReflectiveOperationException {
        expect(problem, run(problem, SolverName.AUGMENTED_LAGRANGIAN), 1e-6);
    }

    private static void expect(Class<?> problem, MinimizeResult result, double tolerance)
            throws ReflectiveOperationException {
        Solution<double[]> s = result.outcome().solution();
        String said = problem.getSimpleName() + " by " + result.method() + ": " + s + " at "
                + Arrays.toString(s.point()) + ", violation " + result.outcome().violation();
        Method found = problem.getDeclaredMethod("minima");
        found.setAccessible(true);
        double[] minima = (double[]) found.invoke(null);
        assertThat(s).as(said).isInstanceOf(Solution.Converged.class);
        assertThat(result.outcome().violation()).as(said).isLessThan(1e-6);
        assertThat(result.bounds().project(s.point())).as(said).isEqualTo(s.point());
        assertThat(Arrays.stream(minima).anyMatch(m -> Math.abs(s.value() - m) <= tolerance * Math.max(1, Math.abs(m))))
                .as(said + ", of " + Arrays.toString(minima))
                .isTrue();
    }
}
