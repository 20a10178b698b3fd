package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.Differentiable;
import org.junit.jupiter.api.Test;

class FirstTest {
    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
        }
        return sum;
    }

    @Test
    void gradient() {
        Differentiable f = PlainJava.differentiate(FirstTest::rosenbrock);
        double[] x = {-1.2, 1, 0.5};
        System.out.println(f.value(x) + " " + java.util.Arrays.toString(f.gradient(x)) + f.jvp(x, new double[] {1, 0, 0})
                + java.util.Arrays.toString(f.hvp(x, new double[] {1, 0, 0})));
        assertThat(f.gradient(x)[0]).isEqualTo(1);
    }
}
