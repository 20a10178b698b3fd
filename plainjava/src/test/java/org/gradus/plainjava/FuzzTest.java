package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.Differentiable;
import org.junit.jupiter.api.Test;

/** Random methods, compiled in memory: both modes agree, and agree with differences away from kinks. */
class FuzzTest {
    private static final int IN_A_CLASS = 50;

    @Test
    void randomMethods() throws ReflectiveOperationException {
        int methods = Boolean.getBoolean("gradus.full") ? 100_000 : Integer.getInteger("gradus.fuzz", 1_000);
        List<String> failures = new ArrayList<>();
        for (int batch = 0; batch * IN_A_CLASS < methods; batch++) {
            long seed = Long.getLong("gradus.seed", 1) + batch;
            String source = RandomMethods.classOf("Fuzz", seed, IN_A_CLASS);
            Class<?> type = InMemory.compile(Map.of("Fuzz", source)).loadClass("Fuzz");
            for (int i = 0; i < IN_A_CLASS; i++) {
                String failure = check(type.getDeclaredMethod("f" + i, double[].class));
                if (failure != null) {
                    failures.add("seed " + seed + ", f" + i + ": " + failure);
                }
            }
        }
        assertThat(failures).isEmpty();
    }

    private static String check(Method method) {
        try {
            Differentiable f = PlainJava.of(method);
            String failure = null;
            // Near a kink differences say nothing: a method fails when no point is good.
            for (int trial = 0; trial < 4; trial++) {
                double[] x = {0.31 + 0.173 * trial, -0.42 + 0.21 * trial, 0.77 - 0.13 * trial};
                String modes = modes(f, x);
                if (modes != null) {
                    return modes;
                }
                failure = differences(f, x);
                if (failure == null) {
                    return symmetry(f, x);
                }
            }
            return failure;
        } catch (RuntimeException | VerifyError e) {
            return e.toString();
        }
    }

    /** Value to the bit, and reverse against forward mode, which have no kinks between them. */
    private static String modes(Differentiable f, double[] x) {
        double[] g = new double[3];
        double value = f.valueAndGradient(x, g);
        if (value != f.value(x)) {
            return "value " + value + " instead of " + f.value(x);
        }
        for (int k = 0; k < 3; k++) {
            double[] v = new double[3];
            v[k] = 1;
            double forward = f.jvp(x, v);
            if (Math.abs(forward - g[k]) > 1e-9 * (1 + Math.abs(forward))) {
                return "forward " + forward + ", reverse " + g[k] + " in " + k;
            }
        }
        return null;
    }

    /** Hessian products are symmetric: v·Hw = w·Hv. */
    private static String symmetry(Differentiable f, double[] x) {
        double[] v = {0.3, -0.7, 1.1};
        double[] w = {1, 0.4, -0.2};
        double[] hv = f.hvp(x, v);
        double[] hw = f.hvp(x, w);
        double one = 0;
        double other = 0;
        double size = 1;
        for (int k = 0; k < 3; k++) {
            one += w[k] * hv[k];
            other += v[k] * hw[k];
            size += Math.abs(hv[k]) + Math.abs(hw[k]);
        }
        return Math.abs(one - other) <= 1e-9 * size ? null : "w·Hv = " + one + ", v·Hw = " + other;
    }

    private static String differences(Differentiable f, double[] x) {
        double[] g = f.gradient(x);
        for (int k = 0; k < 3; k++) {
            int at = k;
            double difference = Differences.at(
                    t -> {
                        double[] y = x.clone();
                        y[at] += t;
                        return f.value(y);
                    },
                    1e-3);
            if (Math.abs(difference - g[k]) > 1e-6 * (1 + Math.abs(g[k]))) {
                return "difference " + difference + ", gradient " + g[k] + " in " + k;
            }
        }
        return null;
    }
}
