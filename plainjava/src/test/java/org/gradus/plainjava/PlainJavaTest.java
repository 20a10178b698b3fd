package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;

/** The ways in, and what is refused. */
class PlainJavaTest {

    private static double[] residuals(double[] p) {
        double[] r = new double[3];
        for (int i = 0; i < 3; i++) {
            r[i] = p[0] * Math.exp(-p[1] * i) - i;
        }
        return r;
    }

    @Test
    void vectorFunctions() {
        DifferentiableVector f = PlainJava.differentiateVector(PlainJavaTest::residuals);
        double[] p = {2, 0.5};
        double e = Math.exp(-0.5);
        assertThat(f.value(p)).containsExactly(2, 2 * e - 1, 2 * Math.exp(-1.0) - 2);
        double[][] j = f.jacobian(p);
        assertThat(j[1][0]).isCloseTo(e, within(1e-15));
        assertThat(j[1][1]).isCloseTo(-2 * e, within(1e-15));
        assertThat(f.vjp(p, new double[] {0, 1, 0})).containsExactly(j[1]);
        assertThat(f.jvp(p, new double[] {0, 1})[2]).isEqualTo(j[2][1]);
        assertThatThrownBy(() -> f.vjp(p, new double[2]))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the value has 3 elements, the cotangent 2");
        assertThatThrownBy(() -> f.vjp(p, new double[4])).isInstanceOf(ShapeException.class);
    }

    @Test
    void argumentsAndConstantsAsResults() {
        DifferentiableVector same = PlainJava.differentiateVector(x -> x);
        assertThat(same.jacobian(new double[] {1, 2})).isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
        assertThat(same.vjp(new double[] {1, 2}, new double[] {3, 4})).containsExactly(3, 4);
        DifferentiableVector constant = PlainJava.differentiateVector(x -> new double[] {1, 2, 3});
        assertThat(constant.jacobian(new double[] {1, 2})).isDeepEqualTo(new double[3][2]);
        Differentiable one = PlainJava.differentiate(x -> 1);
        assertThat(one.gradient(new double[2])).containsExactly(0, 0);
        assertThat(one.hvp(new double[2], new double[2])).containsExactly(0, 0);
        DifferentiableVector overwritten = PlainJava.differentiateVector(x -> {
            x[0] *= x[1];
            return x;
        });
        double[] at = {3, 4};
        assertThat(overwritten.jacobian(at)).isDeepEqualTo(new double[][] {{4, 3}, {0, 1}});
        assertThat(overwritten.value(at)).containsExactly(12, 4);
        assertThat(at).containsExactly(3, 4);
    }

    @Test
    void scalarFunctionsAndLibraryMethods() {
        Differentiable sin = PlainJava.differentiateScalar(Math::sin);
        assertThat(sin.value(new double[] {1})).isEqualTo(Math.sin(1));
        assertThat(sin.gradient(new double[] {1})).containsExactly(Math.cos(1));
        assertThat(sin.hvp(new double[] {1}, new double[] {2})[0]).isCloseTo(-2 * Math.sin(1), within(1e-15));
    }

    @Test
    void capturedValues() {
        double rate = 3;
        int power = 2;
        double[] data = {1, 2};
        DoubleUnaryOperator unknown = t -> t;
        Differentiable f = PlainJava.differentiate(x -> rate * Math.pow(x[0], power) + data[1] * x[1]);
        assertThat(f.gradient(new double[] {1, 1})).containsExactly(6, 2);
        data[1] = 5;
        assertThat(f.gradient(new double[] {1, 1})).containsExactly(6, 5);
        PlainJava.ScalarFunction known = t -> t * t;
        assertThat(PlainJava.differentiate(x -> known.apply(x[0])).gradient(new double[] {3}))
                .containsExactly(6);
        assertThatThrownBy(() -> PlainJava.differentiate(x -> unknown.applyAsDouble(x[0])))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("a lambda that is not serializable");
    }

    @Test
    void anonymousClasses() {
        Differentiable f = PlainJava.differentiate(new PlainJava.Function() {
            private static final long serialVersionUID = 1L;

            @Override
            public double apply(double[] x) {
                return x[0] * x[0] * x[1];
            }
        });
        assertThat(f.gradient(new double[] {3, 4})).containsExactly(24, 9);
    }

    private static double many(double a, double[] b) {
        return a * b[0] + a * a * b[1];
    }

    @Test
    void severalArguments() {
        DifferentiableMany f = PlainJava.differentiateMany(PlainJavaTest::many);
        assertThat(f.value(2.0, new double[] {3, 4})).isEqualTo(22);
        Object[] g = f.gradient(2.0, new double[] {3, 4});
        assertThat(g[0]).isEqualTo(3.0 + 2 * 2 * 4);
        assertThat((double[]) g[1]).containsExactly(2, 4);
        DifferentiableMany three = PlainJava.differentiateMany((Double a, Double b, double[] c) -> a * b * c[2]);
        assertThat(three.gradient(2.0, 3.0, new double[] {0, 0, 5})[1]).isEqualTo(10.0);
        assertThatThrownBy(() -> f.value(1.0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("takes 2 arguments");
        assertThatThrownBy(() -> f.gradient(1, new double[2])).hasMessageContaining("argument 0 is a Integer");
    }

    @Test
    void classesCompiledInMemory() throws ReflectiveOperationException {
        Class<?> type = InMemory.compile(Map.of("Model", """
                class Model {
                    private static double objective(double[] x) { return x[0] * part(x); }
                    private static double part(double[] x) { return x[1] * x[1]; }
                    static double[] residuals(double[] x) { return new double[] {x[0] - 1, x[0] * x[1]}; }
                    static double wrong(double x) { return x; }
                }
                """)).loadClass("Model");
        Differentiable f = PlainJava.of(type.getDeclaredMethod("objective", double[].class));
        assertThat(f.value(new double[] {2, 3})).isEqualTo(18);
        assertThat(f.gradient(new double[] {2, 3})).containsExactly(9, 12);
        DifferentiableVector r = PlainJava.ofVector(type.getDeclaredMethod("residuals", double[].class));
        assertThat(r.jacobian(new double[] {2, 3})).isDeepEqualTo(new double[][] {{1, 0}, {3, 2}});
        assertThatThrownBy(() -> PlainJava.of(type.getDeclaredMethod("wrong", double.class)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("is not a static method from double[] to double");
    }

    @Test
    void membersOfOtherClasses() throws ReflectiveOperationException {
        InMemory loader = InMemory.compile(Map.of(
                "a.Model",
                """
                package a;
                public class Model {
                    private static final b.Data DATA = new b.Data(new double[] {1, 2, 3}, 0.5, new b.Range(2));
                    static double objective(double[] x) {
                        double sum = 0;
                        for (double t : DATA.times()) sum += b.Tools.scaled(t * x[0]) * DATA.level() + DATA.range().width() * x[1];
                        return sum;
                    }
                }
                """,
                "b.Data",
                "package b; public record Data(double[] times, double level, Range range) {}",
                "b.Range",
                "package b; public record Range(double width) {}",
                "b.Tools",
                """
                package b;
                public class Tools {
                    private static double factor = 3;
                    private static final double[] TABLE = {1, 4};
                    public static double scaled(double v) { return factor * inner(v) + TABLE[1] * v; }
                    private static double inner(double v) { return v * v; }
                }
                """));
        Differentiable f = PlainJava.of(loader.loadClass("a.Model").getDeclaredMethod("objective", double[].class));
        double[] x = {2, 1};
        double[] g = f.gradient(x);
        assertThat(g[0]).isCloseTo(0.5 * (3 * 2 * 2 * 14 + 4 * 6), within(1e-12));
        assertThat(g[1]).isEqualTo(6);
    }

    // ---- what is refused ----

    private static double reads(double[] x) {
        try {
            return x[0] * Files.size(Path.of("x"));
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private static double streams(double[] x) {
        return Arrays.stream(x).sum();
    }

    private static double lists(double[] x) {
        List<Double> all = new java.util.ArrayList<>();
        all.add(x[0]);
        return all.getFirst();
    }

    private static double chance(double[] x) {
        return x[0] * ThreadLocalRandom.current().nextDouble();
    }

    private static double parsed(double[] x) {
        return Double.parseDouble("" + x[0]);
    }

    private static double bits(double[] x) {
        return Double.longBitsToDouble(Double.doubleToLongBits(x[0]) + 1);
    }

    @Test
    void refusals() {
        refused(PlainJavaTest::reads, "PlainJavaTest.reads calls Path.of", "read before, and pass the numbers");
        refused(PlainJavaTest::streams, "calls Arrays.stream", "streams are not followed: write a loop");
        refused(PlainJavaTest::lists, "java.util.ArrayList", "use arrays");
        refused(PlainJavaTest::chance, "calls ThreadLocalRandom.current", "PlainJavaTest.java:");
        refused(PlainJavaTest::parsed, "calls Double.parseDouble", "to do:");
        refused(PlainJavaTest::bits, "calls Double.", "library code without a rule");
    }

    private static void refused(PlainJava.Function f, String... parts) {
        assertThatThrownBy(() -> PlainJava.differentiate(f))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining("PlainJavaTest.java:");
    }

    // ---- kinks ----

    private static double kinked(double[] x) {
        int steps = (int) x[0];
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += Math.abs(x[1]) + Math.floor(x[0]);
        }
        return x[1] > 2 ? sum : Math.max(sum, 3);
    }

    @Test
    void kinksAreListed() throws ReflectiveOperationException {
        List<Kink> kinks = PlainJava.inspect(PlainJavaTest::kinked);
        assertThat(kinks).hasSize(5);
        assertThat(kinks)
                .anySatisfy(k -> assertThat(k.toString())
                        .startsWith("at PlainJavaTest.java:")
                        .contains("is cast to int: its derivative is zero there by definition"));
        assertThat(kinks).anySatisfy(k -> assertThat(k.what()).startsWith("floor of"));
        assertThat(PlainJava.inspect(PlainJavaTest.class.getDeclaredMethod("kinked", double[].class)))
                .isEqualTo(kinks);
        assertThat(PlainJava.inspect(x -> x[0] * Math.sin(x[1]))).isEmpty();
    }
}
