package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gradus.Differentiable;
import org.gradus.error.NotDifferentiableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and how the error says so: the problem, class, method and line, the remedy. */
class RefusalsTest {
    private static final String RULE = "write it out in Java, or compute it before and pass the result as data";

    /** Members of a class whose method f is refused, the problem, the line of the class, and the remedy. */
    record Case(String name, String members, String problem, int line, String remedy) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, String members, String problem, int line, String remedy) {
        return new Case(name, members, problem, line, remedy);
    }

    private static String orConstant(String owner, String method) {
        return RULE + "; if its result has no derivative, say PlainJava.constant(" + owner + ".class, \"" + method
                + "\")";
    }

    private static String calls(String what, String because) {
        return "Model.f calls " + what + ", which is library code without a rule" + because;
    }

    static List<Case> cases() {
        return List.of(
                of(
                        "native",
                        """
                        static native double g(double v);
                        public static double f(double[] x) {
                            return x[0] * g(x[1]);
                        }
                        """,
                        "Model.g is native",
                        4,
                        "give its derivative: PlainJava.rule(Model::g, x -> …), or " + RULE),
                of(
                        "files",
                        """
                        public static double f(double[] x) throws Exception {
                            return x[0] * java.nio.file.Files.size(null);
                        }
                        """,
                        calls(
                                "Files.size",
                                " (reading and writing are not differentiable: read before, and pass the numbers)"),
                        3,
                        orConstant("Files", "size")),
                of(
                        "printing",
                        """
                        public static double f(double[] x) {
                            System.out.println(x[0]);
                            return x[0];
                        }
                        """,
                        calls(
                                "PrintStream.println",
                                " (reading and writing are not differentiable: read before, and pass the numbers)"),
                        3,
                        orConstant("PrintStream", "println")),
                of(
                        "streams",
                        """
                        public static double f(double[] x) {
                            double a = x[0];
                            return a * Arrays.stream(x).map(v -> v * v).sum();
                        }
                        """,
                        calls("Arrays.stream", " (streams are not followed: write a loop)"),
                        4,
                        orConstant("Arrays", "stream")),
                of(
                        "collections",
                        """
                        public static double f(double[] x) {
                            List<Double> all = new ArrayList<>();
                            all.add(x[0]);
                            return all.get(0);
                        }
                        """,
                        "Model.f makes a java.util.ArrayList (collections of boxed numbers are not followed: use arrays)",
                        3,
                        RULE),
                of(
                        "threads",
                        """
                        public static double f(double[] x) {
                            Thread.yield();
                            return x[0];
                        }
                        """,
                        calls("Thread.yield", " (threads are not followed: compute in one thread)"),
                        3,
                        orConstant("Thread", "yield")),
                of(
                        "reflection",
                        """
                        public static double f(double[] x) throws Exception {
                            return (double) java.lang.reflect.Array.get(x, 0);
                        }
                        """,
                        calls("Array.get", " (reflection hides what is called: call the method itself)"),
                        3,
                        orConstant("Array", "get")),
                of("library", """
                        public static double f(double[] x) {
                            return Double.parseDouble("" + x[0]);
                        }
                        """, calls("Double.parseDouble", ""), 3, orConstant("Double", "parseDouble")),
                of("sorting", """
                        public static double f(double[] x) {
                            double[] y = x.clone();
                            Arrays.sort(y);
                            return y[0];
                        }
                        """, calls("Arrays.sort", ""), 4, orConstant("Arrays", "sort")),
                of(
                        "synchronized method",
                        """
                        static synchronized double g(double v) {
                            return v;
                        }
                        public static double f(double[] x) {
                            return g(x[0]);
                        }
                        """,
                        "Model.g is synchronized",
                        6,
                        "move synchronization out of the function"),
                of(
                        "synchronized block",
                        """
                        public static double f(double[] x) {
                            synchronized (x) {
                                return x[0];
                            }
                        }
                        """,
                        "Model.f is synchronized on an object",
                        3,
                        "move synchronization out of the function"),
                of(
                        "functions from outside",
                        """
                        static DoubleUnaryOperator g = v -> v * v;
                        public static double f(double[] x) {
                            return g.applyAsDouble(x[0]);
                        }
                        """,
                        "DoubleUnaryOperator.applyAsDouble is called on an object from outside whose class is not known",
                        4,
                        "capture the object itself, as a final local variable or the receiver of the method reference, or"
                                + " declare its own class as the type of the field"),
                of(
                        "numbers kept in other objects",
                        """
                        static final class Sum { double total; }
                        static Sum sum = new Sum();
                        public static double f(double[] x) {
                            sum.total = x[0] * x[0];
                            return sum.total;
                        }
                        """,
                        "a number that depends on the argument is stored in the field Model$Sum.total of an object outside"
                                + " that is not the function's own receiver",
                        5,
                        "keep it in a local variable, in an array, or in a field of this or of a class"),
                of(
                        "objects kept outside",
                        """
                        record P(double v) {}
                        static P last;
                        public static double f(double[] x) {
                            last = new P(x[0]);
                            return last.v();
                        }
                        """,
                        "an object that the function makes, or its argument, is stored in the field Model.last outside",
                        5,
                        "keep it in a local variable, or return it"),
                of(
                        "numbers in exceptions",
                        """
                        static class Found extends RuntimeException { final double at; Found(double at) { this.at = at; } }
                        public static double f(double[] x) {
                            try {
                                if (x[0] > -1e9) throw new Found(x[0] * x[0]);
                                return 0;
                            } catch (Found e) {
                                return e.at;
                            }
                        }
                        """,
                        "a number is read from the exception Model$Found.at",
                        8,
                        "return the number instead, or keep it in a local variable"),
                of(
                        "hash codes of records",
                        """
                        record P(double v) {}
                        public static double f(double[] x) {
                            return new P(x[0]).hashCode() * x[0];
                        }
                        """,
                        "Model.P.hashCode is the hashCode that the compiler makes for a record",
                        2,
                        "compare or print the components instead"));
    }

    private static java.lang.reflect.Method compiled(String members) throws ReflectiveOperationException {
        String source = "import java.util.*; import java.util.function.*; public class Model {\n" + members + "}\n";
        return InMemory.compile(Map.of("Model", source)).loadClass("Model").getDeclaredMethod("f", double[].class);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refused(Case c) throws ReflectiveOperationException {
        Throwable e = catchThrowable(() -> PlainJava.of(compiled(c.members())));
        assertThat(e).isInstanceOf(NotDifferentiableException.class);
        assertThat(e.getMessage())
                .startsWith("differentiate: " + c.problem() + "\n")
                .contains("Model.java:" + c.line())
                .endsWith("to do: " + c.remedy());
    }

    @Test
    void lambdasOfUnknownOrigin() {
        java.util.function.DoubleUnaryOperator g = v -> v * v;
        assertThatThrownBy(() -> PlainJava.differentiate(x -> g.applyAsDouble(x[0])))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("a lambda that is not serializable")
                .hasMessageContaining("a lambda of a serializable type such as PlainJava.ScalarFunction");
    }

    /** Exceptions of the JVM are caught by the method, not by its derivative: that is said when it happens. */
    @Test
    void exceptionsOfTheJvm() throws ReflectiveOperationException {
        Differentiable f = PlainJava.of(compiled("""
                public static double f(double[] x) {
                    double sum = 0;
                    for (int i = 0; i < 3; i++) {
                        try {
                            sum += x[i] * x[i];
                        } catch (ArrayIndexOutOfBoundsException e) {
                            sum += 1;
                        }
                    }
                    return sum;
                }
                """));
        assertThat(f.gradient(new double[] {1, 2, 3})).containsExactly(2, 4, 6);
        assertThat(f.value(new double[] {1})).isEqualTo(3);
        assertThatThrownBy(() -> f.gradient(new double[] {1}))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining(
                        "Model.f catches a java.lang.ArrayIndexOutOfBoundsException that no throw statement")
                .hasMessageContaining("test for the error with if");
    }

    @Test
    void exceptionsThatNobodyCatches() throws ReflectiveOperationException {
        Differentiable f = PlainJava.of(compiled("""
                public static double f(double[] x) {
                    try {
                        if (x[0] < 0) throw new IllegalArgumentException("negative " + x[0]);
                        return x[0] * x[0];
                    } catch (IllegalStateException e) {
                        return 0;
                    }
                }
                """));
        assertThat(f.gradient(new double[] {3})).containsExactly(6);
        assertThatThrownBy(() -> f.gradient(new double[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("negative -1.0");
    }

    // ---- recursion ----

    private static double chain(double a, double b, int n) {
        return n == 0 ? a * b : 0.9999 * chain(a, b, n - 1) + 1e-4 * a;
    }

    /** Deeper than the JVM's stack takes it: derivatives keep a stack of their own. */
    @Test
    void deepRecursion() {
        Differentiable f = PlainJava.differentiate(x -> chain(x[0], x[1], 100_000));
        double q = Math.pow(0.9999, 100_000);
        double[] g = f.gradient(new double[] {2, 3});
        assertThat(g[0]).isCloseTo(q * 3 + 1 - q, within(1e-12));
        assertThat(g[1]).isCloseTo(q * 2, within(1e-14));
        assertThat(f.jvp(new double[] {2, 3}, new double[] {1, 0})).isCloseTo(g[0], within(1e-12));
    }

    private static double endless(double v) {
        return v < 0 ? 0 : v * endless(v + 1);
    }

    @Test
    void endlessRecursion() {
        Differentiable f = PlainJava.differentiate(x -> endless(x[0]));
        assertThatThrownBy(() -> f.gradient(new double[] {1}))
                .isInstanceOf(StackOverflowError.class)
                .hasMessageContaining("calls itself without end");
        assertThat(f.gradient(new double[] {-1})).containsExactly(0);
    }
}
