package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Map;
import org.gradus.Differentiable;
import org.junit.jupiter.api.Test;

/** Gradients into an array that is there already make no garbage of their own. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes a call, the least of several rounds: the compiler may put some of its own on the thread. */
    private static long bytes(Differentiable f, double[] x) {
        double[] g = new double[x.length];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                f.valueAndGradient(x, g);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - start);
        }
        return least / 1000;
    }

    @Test
    void loops() {
        double[] x = KernelsTest.scattered(100, 0.7, 1.3);
        assertThat(bytes(PlainJava.differentiate(Kernels::rosenbrock), x)).isZero();
        assertThat(bytes(PlainJava.differentiate(Kernels::newtonInside), x)).isZero();
        assertThat(bytes(PlainJava.differentiate(Kernels::horner), x)).isZero();
        assertThat(bytes(PlainJava.differentiate(Kernels::blackScholes), x)).isZero();
        assertThat(bytes(PlainJava.differentiate(Kernels::nest), x)).isZero();
        assertThat(bytes(PlainJava.differentiate(Kernels::liveOut), x)).isZero();
    }

    @Test
    void manyMethodsForOne() throws ReflectiveOperationException {
        StringBuilder body = new StringBuilder("double s = 0;\n");
        for (int i = 0; i < 300; i++) {
            body.append("s = 0.9 * s + x[").append(i % 3).append("] * Math.cos(s);\n");
        }
        String source = "public class Long { public static double f(double[] x) {\n" + body + "return s;\n} }\n";
        Method method =
                InMemory.compile(Map.of("Long", source)).loadClass("Long").getMethod("f", double[].class);
        assertThat(bytes(PlainJava.of(method), new double[] {0.3, 0.7, -0.4})).isZero();
    }
}
