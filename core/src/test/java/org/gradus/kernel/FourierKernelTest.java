package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.gradus.error.DTypeException;
import org.junit.jupiter.api.Test;

/** Roots of unity to the last place, bits that depend on no thread, and plans that are made again. */
class FourierKernelTest {

    @Test
    void rootsAreWithinTheirLastPlace() {
        double[] re = new double[1];
        double[] im = new double[1];
        for (long n : new long[] {1, 2, 3, 4, 5, 8, 12, 1000, 1009, 1 << 20, 2_000_003, (1L << 31) - 2}) {
            for (long j = 0; j < 400; j++) {
                long k = j * (n / 397 + 1) % n;
                RootsOfUnity.root(k, n, re, im, 0);
                double[] exact = exact(k, n);
                assertThat(Math.abs(re[0] - exact[0])).isLessThanOrEqualTo(Math.ulp(exact[0]) + 1e-19);
                assertThat(Math.abs(im[0] - exact[1])).isLessThanOrEqualTo(Math.ulp(exact[1]) + 1e-19);
            }
        }
    }

    /** The root by series in big numbers, rounded. */
    private static double[] exact(long k, long n) {
        MathContext digits = new MathContext(40);
        BigDecimal pi = new BigDecimal("3.14159265358979323846264338327950288419716939937510582");
        BigDecimal angle = pi.multiply(BigDecimal.valueOf(2 * k)).divide(BigDecimal.valueOf(n), digits);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal cos = BigDecimal.ZERO;
        BigDecimal sin = BigDecimal.ZERO;
        for (int i = 0; i < 80; i++) {
            boolean negative = (i & 2) != 0;
            BigDecimal signed = negative ? term.negate() : term;
            if (i % 2 == 0) {
                cos = cos.add(signed, digits);
            } else {
                sin = sin.add(signed, digits);
            }
            term = term.multiply(angle, digits).divide(BigDecimal.valueOf(i + 1), digits);
        }
        return new double[] {cos.doubleValue(), -sin.doubleValue()};
    }

    private static double[] numbers(int n, int seed) {
        double[] numbers = new double[n];
        Arrays.setAll(numbers, i -> (i * 7919L + seed) % 1009 / 1009.0 - 0.5);
        return numbers;
    }

    private static double[] transformed(int outer, int n, int inner) {
        int size = outer * n * inner;
        double[] both = new double[2 * size];
        double[] re = new double[size];
        double[] im = new double[size];
        Fourier.transform(numbers(size, 1), numbers(size, 2), re, im, outer, n, inner);
        System.arraycopy(re, 0, both, 0, size);
        System.arraycopy(im, 0, both, size, size);
        return both;
    }

    @Test
    void bitsDoNotDependOnTheThreads() {
        for (int n : new int[] {1, 37, 128, 1000}) {
            double[] one = new double[0];
            for (int threads : new int[] {1, 2, 5}) {
                double[][] result = new double[1][];
                Workers.using(threads, () -> result[0] = transformed(37, n, 11));
                one = threads == 1 ? result[0] : one;
                assertThat(result[0]).isEqualTo(one);
            }
        }
    }

    /** More plans than are kept: an old one is made again and gives the same bits. */
    @Test
    void forgottenPlansAreMadeAgain() {
        double[] before = transformed(1, 30011, 1);
        for (int n = 50_000; n < 50_040; n++) {
            transformed(1, n, 1);
        }
        assertThat(transformed(1, 30011, 1)).isEqualTo(before);
    }

    @Test
    void wrongArraysAreRefused() {
        assertThatThrownBy(() -> Fourier.transform(new double[2], new float[2], new double[2], new double[2], 1, 2, 1))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("fft: no kernel for double[], float[], double[], double[]");
        assertThatThrownBy(() -> Fourier.transform(new long[2], new long[2], new long[2], new long[2], 1, 2, 1))
                .isInstanceOf(DTypeException.class);
    }
}
