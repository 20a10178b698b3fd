package org.gradus.kernel;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootsTest {
    @Test
    void cbrt() {
        Accuracy.of("cbrt", Roots::cbrt, References::cbrt)
                .uniform(-8, 8)
                .sizes(-1020, 1023)
                .staysBelow(0.52);
    }

    @Test
    void rsqrt() {
        Accuracy.of("rsqrt", Roots::rsqrt, References::rsqrt)
                .uniform(0.5, 4)
                .positiveSizes(-1020, 1023)
                .staysBelow(0.51);
    }

    @Test
    void hypot() {
        Accuracy.of("hypot", Roots::hypot, References::hypot)
                .on(r -> new double[] {2 * r.nextDouble() - 1, 2 * r.nextDouble() - 1})
                .on(r -> new double[] {1.2e308 * r.nextDouble(), -1.2e308 * r.nextDouble()})
                .on(r -> new double[] {-1e-290 * r.nextDouble(), 1e-290 * r.nextDouble()})
                .on(r -> new double[] {Accuracy.size(r, -20, 20), Accuracy.size(r, -20, 20)})
                .staysBelow(0.51);
    }

    @Test
    void cubesHaveExactRoots() {
        for (int i = 1; i < 200_000; i += 7) {
            assertThat(Roots.cbrt((double) i * i * i)).isEqualTo(i);
            assertThat(Roots.cbrt(-(double) i * i * i * 0x1p-900)).isEqualTo(-i * 0x1p-300);
        }
    }

    @Test
    void subnormalCubesHaveExactRoots() {
        for (int k = -1074; k <= -1022; k += 3) {
            assertThat(Roots.cbrt(Math.scalb(1.0, k))).isEqualTo(Math.scalb(1.0, k / 3));
            assertThat(Roots.rsqrt(Math.scalb(1.0, k & ~1))).isEqualTo(Math.scalb(1.0, -(k & ~1) / 2));
        }
    }

    @Test
    void wholeTriplesHaveExactLengths() {
        for (int m = 2; m < 400; m++) {
            for (int n = 1; n < m; n += 3) {
                double a = (double) m * m - (double) n * n;
                double b = 2.0 * m * n;
                double c = (double) m * m + (double) n * n;
                assertThat(Roots.hypot(a, -b)).isEqualTo(c);
                assertThat(Roots.hypot(b * 0x1p1000, a * 0x1p1000)).isEqualTo(c * 0x1p1000);
                assertThat(Roots.hypot(a * 0x1p-1074, b * 0x1p-1074)).isEqualTo(c * 0x1p-1074);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "NaN, NaN",
        "1.7976931348623157E308, 5.643803094122362E102",
        "4.9E-324, 1.7031839360032603E-108"
    })
    void cbrtOfSpecial(double x, Double expected) {
        assertThat(Roots.cbrt(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, Infinity",
        "-0.0, -Infinity",
        "Infinity, 0.0",
        "-Infinity, NaN",
        "-1, NaN",
        "NaN, NaN",
        "4, 0.5",
        "1.7976931348623157E308, 7.458340731200207E-155",
        "4.9E-324, 4.49891379454319638E161"
    })
    void rsqrtOfSpecial(double x, Double expected) {
        assertThat(Roots.rsqrt(x)).isEqualTo(expected);
    }

    @Test
    void hypotOfSpecial() {
        double[][] cases = {
            {0, 0, 0},
            {-0.0, -0.0, 0},
            {0, -3, 3},
            {POSITIVE_INFINITY, NaN, POSITIVE_INFINITY},
            {NEGATIVE_INFINITY, NaN, POSITIVE_INFINITY},
            {NEGATIVE_INFINITY, 1, POSITIVE_INFINITY},
            {POSITIVE_INFINITY, NEGATIVE_INFINITY, POSITIVE_INFINITY},
            {NaN, 1, NaN},
            {NaN, NaN, NaN},
            {Double.MAX_VALUE, Double.MAX_VALUE, POSITIVE_INFINITY},
            {Double.MAX_VALUE, 1, Double.MAX_VALUE},
            {Double.MIN_VALUE, 0, Double.MIN_VALUE},
            {Double.MIN_VALUE, Double.MIN_VALUE, Double.MIN_VALUE},
            {3 * Double.MIN_VALUE, 4 * Double.MIN_VALUE, 5 * Double.MIN_VALUE},
            {1, 1e-200, 1}
        };
        for (double[] c : cases) {
            assertThat(Roots.hypot(c[0], c[1])).as("(%s, %s)", c[0], c[1]).isEqualTo((Double) c[2]);
            assertThat(Roots.hypot(c[1], c[0])).as("(%s, %s)", c[1], c[0]).isEqualTo((Double) c[2]);
        }
    }
}
