package org.gradus.kernel;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gradus.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GammaFunctionsTest {
    @Test
    void lgamma() {
        Accuracy.of("lgamma", GammaFunctions::lgamma, GammaReferences::lgamma)
                .uniform(0, 4)
                .uniform(0, 30)
                .near(1, -40, -1)
                .near(2, -40, -1)
                .positiveSizes(-900, 900)
                .positiveSizes(-10, 10)
                .staysBelow(3);
    }

    @Test
    void digamma() {
        Accuracy.of("digamma", GammaFunctions::digamma, GammaReferences::digamma)
                .uniform(0, 4)
                .uniform(0, 30)
                .near(1.4616321449683623, -50, -2)
                .positiveSizes(-900, 900)
                .positiveSizes(-10, 10)
                .staysBelow(3.5);
    }

    @Test
    void trigamma() {
        Accuracy.of("trigamma", GammaFunctions::trigamma, GammaReferences::trigamma)
                .uniform(0, 4)
                .uniform(0, 30)
                .positiveSizes(-450, 450)
                .positiveSizes(-10, 10)
                .staysBelow(4.5);
    }

    @Test
    void stirlingRemainder() {
        Accuracy.of("stirlingRemainder from 8", GammaFunctions::stirlingRemainder, x -> {
                    DoubleDouble y = DoubleDouble.of(x);
                    DoubleDouble halfLog2Pi =
                            References.log(References.HALF_PI_PAIR.scaled(2)).scaled(-1);
                    return GammaReferences.lgamma(x)
                            .minus(y.minus(DoubleDouble.of(0.5)).times(References.log(y)))
                            .plus(y)
                            .minus(halfLog2Pi);
                })
                .uniform(8, 30)
                .positiveSizes(3, 12)
                .staysBelow(3);
    }

    @Test
    void factorials() {
        double logarithm = 0;
        for (int n = 1; n < 3000; n++) {
            assertThat(GammaFunctions.lgamma(n)).isCloseTo(logarithm, within(1e-13 * Math.max(logarithm, 1e-3)));
            logarithm += Math.log(n);
        }
        assertThat(GammaFunctions.lgamma(1)).isEqualTo(0.0);
        assertThat(GammaFunctions.lgamma(2)).isEqualTo(0.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, Infinity",
        "-0.0, Infinity",
        "-1, Infinity",
        "-2, Infinity",
        "-1e300, Infinity",
        "Infinity, Infinity",
        "-Infinity, Infinity",
        "NaN, NaN",
        "4.9E-324, 744.4400719213812",
        "-4.9E-324, 744.4400719213812",
        "1.7976931348623157E308, Infinity",
        "-4503599627370497, Infinity"
    })
    void lgammaOfSpecial(double x, Double expected) {
        assertThat(GammaFunctions.lgamma(x)).isEqualTo(expected);
    }

    @Test
    void lgammaNearTheEndOfTheRangeDoesNotOverflowOnTheWay() {
        assertThat(GammaFunctions.lgamma(2.5e305)).isCloseTo(1.7555118602376452e308, within(1e293));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1",
        "-0.0, -1",
        "3.5, 1",
        "-0.5, -1",
        "-1.5, 1",
        "-2.5, -1",
        "-170.25, -1",
        "-171.25, 1",
        "-1, NaN",
        "-2, NaN",
        "-1e300, NaN",
        "Infinity, 1",
        "-Infinity, NaN",
        "NaN, NaN",
        "4.9E-324, 1",
        "-4.9E-324, -1"
    })
    void gammaSign(double x, Double expected) {
        assertThat(GammaFunctions.gammaSign(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, -Infinity",
        "-0.0, Infinity",
        "-1, NaN",
        "-1e300, NaN",
        "Infinity, Infinity",
        "-Infinity, NaN",
        "NaN, NaN",
        "1, -0.5772156649015329",
        "4.9E-324, -Infinity",
        "0x1p-1000, -0x1p1000",
        "-0x1p-1000, 0x1p1000",
        "1.7976931348623157E308, 709.782712893384"
    })
    void digammaOfSpecial(double x, Double expected) {
        assertThat(GammaFunctions.digamma(x)).isEqualTo(expected);
        assertThat(GammaFunctions.polygamma(0, x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, Infinity",
        "-0.0, Infinity",
        "-1, Infinity",
        "-1e300, Infinity",
        "Infinity, 0.0",
        "-Infinity, NaN",
        "NaN, NaN",
        "1, 1.6449340668482266",
        "4.9E-324, Infinity",
        "1e200, 1e-200"
    })
    void trigammaOfSpecial(double x, Double expected) {
        assertThat(GammaFunctions.trigamma(x)).isEqualTo(expected);
        assertThat(GammaFunctions.polygamma(1, x)).isEqualTo(expected);
    }

    @Test
    void polygammaOfSpecial() {
        Object[][] cases = {
            {2, 0.0, NEGATIVE_INFINITY},
            {2, -0.0, POSITIVE_INFINITY},
            {3, 0.0, POSITIVE_INFINITY},
            {3, -0.0, POSITIVE_INFINITY},
            {2, -1.0, NaN},
            {3, -1.0, POSITIVE_INFINITY},
            {4, -1e300, NaN},
            {2, POSITIVE_INFINITY, -0.0},
            {3, POSITIVE_INFINITY, 0.0},
            {3, NEGATIVE_INFINITY, NaN},
            {5, NaN, NaN},
            {2, 1e-310, NEGATIVE_INFINITY},
            {3, 1e-310, POSITIVE_INFINITY},
            {200, 1.0, NEGATIVE_INFINITY},
            {3, 1e300, 0.0}
        };
        for (Object[] c : cases) {
            double actual = GammaFunctions.polygamma((Integer) c[0], (Double) c[1]);
            assertThat(actual).as("polygamma(%s, %s)", c[0], c[1]).isEqualTo((Double) c[2]);
        }
    }

    @Test
    void polygammaOfLargeOrderNeitherOverflowsNorUnderflowsOnTheWay() {
        // 300! alone is beyond the range; ψ⁽³⁰⁰⁾(200) from 200 bits
        assertThat(GammaFunctions.polygamma(300, 200)).isCloseTo(-9.67249965488944e-79, within(2e-92));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void negativeOrdersAreRefused(int n) {
        assertThatThrownBy(() -> GammaFunctions.polygamma(n, 1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("polygamma: the order n is " + n + ", which is negative");
    }

    @Test
    void recurrencesHold() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double x = Math.scalb(1 + random.nextDouble(), random.nextInt(-4, 12)) * (random.nextBoolean() ? 1 : -1);
            double next = x + 1;
            if (next - 1 != x || x == Math.rint(x)) {
                continue;
            }
            double size = Math.max(1, Math.abs(x) * Math.log(2 + Math.abs(x)));
            double log = GammaFunctions.lgamma(x) + Math.log(Math.abs(x));
            assertThat(GammaFunctions.lgamma(next)).as("x = %s", x).isCloseTo(log, within(4e-15 * size));
            double pole = 1 / x;
            double tolerance = 1e-14 * (1 + Math.abs(pole) + Math.abs(GammaFunctions.digamma(x)) + Math.log(1 + size));
            assertThat(GammaFunctions.digamma(next))
                    .as("x = %s", x)
                    .isCloseTo(GammaFunctions.digamma(x) + pole, within(tolerance));
            double sign = GammaFunctions.gammaSign(x) * Math.signum(x);
            assertThat(GammaFunctions.gammaSign(next)).isEqualTo(sign);
        }
    }

    @Test
    void polygammaIsTheDerivativeOfTheOrderBelow() {
        for (int n = 0; n < 6; n++) {
            for (double x : new double[] {-3.3, -0.7, 0.4, 1.5, 3, 9.5, 40}) {
                double h = 1e-4 * Math.min(1, Math.abs(x - Math.rint(x)) + 0.3);
                int order = n;
                double[] f = new double[5];
                for (int i = 0; i < 5; i++) {
                    f[i] = GammaFunctions.polygamma(order, x + (i - 2) * h);
                }
                double difference = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h);
                double expected = GammaFunctions.polygamma(n + 1, x);
                double size = Math.abs(expected) + Math.abs(f[2]);
                assertThat(difference).as("n = %d, x = %s", n, x).isCloseTo(expected, within(1e-8 * size));
            }
        }
    }
}
