package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.gradus.Differentiable;
import org.junit.jupiter.api.Test;

/** Derivatives of long methods are made of methods short enough for HotSpot to compile. */
class LongMethodsTest {
    private static final int COMPILED = 8000;

    /** By how much the methods are longer in the full tests. */
    private static final int MORE = Boolean.getBoolean("gradus.full") ? 5 : 1;

    private static Method compile(String body) throws ReflectiveOperationException {
        String source = "public class Long {\n  public static double f(double[] x) {\n" + body + "  }\n}\n";
        Class<?> type = InMemory.compile(Map.of("Long", source)).loadClass("Long");
        return type.getMethod("f", double[].class);
    }

    private static void check(Method method, double... x) throws ReflectiveOperationException {
        Differences.check(method.getName(), PlainJava.of(method), x, 0.02);
        Differentiable f = PlainJava.of(method);
        double[] v = {0.3, -0.7, 1.1};
        double[] w = {1, 0.4, -0.2};
        double[] hv = f.hvp(x, v);
        double[] hw = f.hvp(x, w);
        double one = 0;
        double other = 0;
        for (int k = 0; k < 3; k++) {
            one += w[k] * hv[k];
            other += v[k] * hw[k];
        }
        assertThat(one).isCloseTo(other, org.assertj.core.data.Offset.offset(1e-9 * (1 + Math.abs(other))));
        assertThat(longest(method)).isBetween(COMPILED / 3, COMPILED);
    }

    /** The longest method of gradient, derivative along a direction, and product with the Hessian. */
    private static int longest(Method method) throws ReflectiveOperationException {
        Emitter emitter = new Emitter(Door.lookupIn(method.getDeclaringClass(), null));
        Functions function = Functions.of(method, PlainJava.Function.class, "scalarOfVector", new Differentiator(null));
        Graph graph = function.read();
        emitter.adjoint(graph, List.copyOf(graph.params));
        Graph tangent = function.read();
        Node x = tangent.params.getFirst();
        Tangent.of(tangent, List.of(x));
        emitter.forward(tangent);
        Graph second = function.read();
        Node point = second.params.getFirst();
        Tangent.of(second, List.of(point));
        emitter.second(second, List.of(point));
        return emitter.longest();
    }

    @Test
    void straightLines() throws ReflectiveOperationException {
        StringBuilder body = new StringBuilder("double a = x[0], b = x[1], c = x[2];\n");
        for (int i = 0; i < 200 * MORE; i++) {
            body.append("a = 0.9 * a + 0.1 * b * c;\n");
            body.append("b = 0.8 * b - 0.1 * Math.sin(a) + ").append(i % 7).append(" * 0.01;\n");
            body.append("c = 0.7 * c + 0.2 * a / (2 + b * b);\n");
        }
        check(compile(body + "return a * b + c;\n"), 0.3, 0.7, -0.4);
    }

    @Test
    void manyVariables() throws ReflectiveOperationException {
        StringBuilder body = new StringBuilder("double v0 = x[0], v1 = x[1], v2 = x[2];\n");
        for (int i = 3; i < 300 * MORE; i++) {
            body.append("double v" + i + " = 0.3 * Math.sin(v" + (i - 1) + ") * v" + (i - 3) + " + Math.cos(0.1 * v"
                    + i / 2 + ");\n");
        }
        check(compile(body + "return v" + (300 * MORE - 1) + " * v200 + v3;\n"), 0.3, 0.7, -0.4);
    }

    @Test
    void manyLoops() throws ReflectiveOperationException {
        StringBuilder body = new StringBuilder("double s = 0;\ndouble[] u = x.clone();\nint k = 0;\n");
        for (int i = 0; i < 24 * MORE; i++) {
            body.append("for (int i = 0; i < 3; i++) {\n  for (int j = 0; j <= i; j++) {\n");
            body.append("    s = 0.99 * s + u[j] * u[i];\n    u[i] = 0.9 * u[i] + 0.1 * Math.sin(u[j] + 0.1 * ")
                    .append(i % 5)
                    .append(");\n  }\n  if (s > 0.3) {\n    k += 3;\n    s -= 0.1 * s * s;\n  }\n}\n");
        }
        check(compile(body + "return s + u[0] * u[1] * u[2] + k;\n"), 0.3, 0.7, -0.4);
    }

    @Test
    void longestBody() throws ReflectiveOperationException {
        StringBuilder body = new StringBuilder("double s = 0;\nfor (int n = 0; n < 3; n++) {\n");
        for (int i = 0; i < 120 * MORE; i++) {
            body.append("s = 0.9 * s + x[").append(i % 3).append("] * Math.cos(s);\n");
            body.append("if (s < -0.1) { s *= 0.5; }\n");
        }
        check(compile(body + "}\nreturn s;\n"), 0.3, 0.7, 0.4);
    }
}
