package org.gradus.kernel;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialsTest {
    @Test
    void exp2() {
        Accuracy.of("exp2", Exponentials::exp2, References::exp2)
                .uniform(-960, 1023.99)
                .uniform(-2, 2)
                .sizes(-60, 0)
                .staysBelow(0.7);
    }

    @Test
    void log2() {
        Accuracy.of("log2", Exponentials::log2, References::log2)
                .uniform(0.5, 2)
                .near(1, -50, -3)
                .positiveSizes(-1000, 1023)
                .staysBelow(0.7);
    }

    @Test
    void log10() {
        Accuracy.of("log10", Exponentials::log10, References::log10)
                .uniform(0.5, 2)
                .near(1, -50, -3)
                .positiveSizes(-1000, 1023)
                .staysBelow(0.7);
    }

    @Test
    void logaddexp() {
        Accuracy.of("logaddexp", Exponentials::logaddexp, References::logaddexp)
                .on(r -> new double[] {60 * r.nextDouble() - 30, 60 * r.nextDouble() - 30})
                .on(r -> new double[] {2000 * r.nextDouble() - 1000, 2000 * r.nextDouble() - 1000})
                .on(r -> new double[] {1e-9 * r.nextDouble(), -60 * r.nextDouble()})
                .on(r -> new double[] {2 * r.nextDouble() - 1.5, 2 * r.nextDouble() - 1.5})
                .measuredBy("ulp of the largest of the result and its terms", (a, expected, actual) -> {
                    double first = Math.max(a[0], a[1]);
                    double size =
                            Math.max(Math.abs(expected.high()), Math.max(Math.abs(first), expected.high() - first));
                    return expected.ulps(actual) * (Math.ulp(expected.high()) / Math.ulp(size));
                })
                .staysBelow(1.6);
    }

    @Test
    void theHelperOfTwoPartsIsALogarithmOfOnePlus() {
        Accuracy.of(
                        "log1pOfPair",
                        x -> Exponentials.log1pOfPair(x, x * 0x1p-55),
                        x -> References.log1p(new DoubleDouble(x, x * 0x1p-55)))
                .uniform(-0.99, 3)
                .sizes(-100, -2)
                .positiveSizes(1, 900)
                .staysBelow(0.9);
    }

    @Test
    void theHelperOfTwoPartsIsAProductWithAnExponential() {
        Accuracy.of(
                        "scaledExp",
                        x -> Exponentials.scaledExp(x, x * 0x1p-54, 0.7, 0x1p-55),
                        x -> References.exp(new DoubleDouble(x, x * 0x1p-54)).times(new DoubleDouble(0.7, 0x1p-55)))
                .uniform(-640, 709)
                .uniform(-1, 1)
                .staysBelow(0.9);
    }

    @Test
    void logarithmLessItsArgumentIsAccurateNearZero() {
        Accuracy.of("log1pMinus", Exponentials::log1pMinus, x -> {
                    if (Math.abs(x) < 0x1p-12) {
                        DoubleDouble d = DoubleDouble.of(x);
                        DoubleDouble sum = DoubleDouble.of(0);
                        for (int i = 12; i >= 2; i--) {
                            sum = DoubleDouble.ONE.over(DoubleDouble.of(i)).minus(d.times(sum));
                        }
                        return sum.times(d).times(d).negated();
                    }
                    return References.log1p(DoubleDouble.of(x)).minus(DoubleDouble.of(x));
                })
                .uniform(-0.999, 4)
                .sizes(-100, -2)
                .positiveSizes(1, 100)
                .staysBelow(4.5);
    }

    @Test
    void powersOfTwoAreExact() {
        for (int k = -1074; k <= 1023; k++) {
            double power = Math.scalb(1.0, k);
            assertThat(Exponentials.exp2(k)).isEqualTo(power);
            assertThat(Exponentials.log2(power)).isEqualTo(k);
        }
    }

    @Test
    void powersOfTenHaveTheirExponents() {
        for (int k = -307; k <= 308; k++) {
            assertThat(Exponentials.log10(Double.parseDouble("1e" + k)))
                    .as("log10(1e%d)", k)
                    .isEqualTo(k);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1",
        "-0.0, 1",
        "Infinity, Infinity",
        "-Infinity, 0.0",
        "NaN, NaN",
        "1024, Infinity",
        "1e300, Infinity",
        "-1075, 0.0",
        "-1e300, 0.0",
        "-1074, 4.9E-324",
        "-1074.9, 4.9E-324",
        "4.9E-324, 1"
    })
    void exp2OfSpecial(double x, Double expected) {
        assertThat(Exponentials.exp2(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.0",
        "0.0, -Infinity",
        "-0.0, -Infinity",
        "Infinity, Infinity",
        "-Infinity, NaN",
        "-1, NaN",
        "NaN, NaN",
        "-4.9E-324, NaN"
    })
    void logarithmsOfSpecial(double x, Double expected) {
        assertThat(Exponentials.log2(x)).isEqualTo(expected);
        assertThat(Exponentials.log10(x)).isEqualTo(expected);
    }

    @Test
    void logarithmsOfTheExtremes() {
        assertThat(Exponentials.log2(Double.MAX_VALUE)).isEqualTo(1024);
        assertThat(Exponentials.log10(Double.MAX_VALUE)).isEqualTo(308.25471555991675);
        assertThat(Exponentials.log10(Double.MIN_VALUE)).isEqualTo(-323.3062153431158);
    }

    @Test
    void logaddexpOfSpecial() {
        double[][] cases = {
            {POSITIVE_INFINITY, NEGATIVE_INFINITY, POSITIVE_INFINITY},
            {POSITIVE_INFINITY, POSITIVE_INFINITY, POSITIVE_INFINITY},
            {NEGATIVE_INFINITY, NEGATIVE_INFINITY, NEGATIVE_INFINITY},
            {NEGATIVE_INFINITY, 3, 3},
            {POSITIVE_INFINITY, 3, POSITIVE_INFINITY},
            {NaN, POSITIVE_INFINITY, NaN},
            {NaN, 1, NaN},
            {NaN, NaN, NaN},
            {0, 0, 0x1.62e42fefa39efp-1},
            {0.0, -0.0, 0x1.62e42fefa39efp-1},
            {1e300, 1e300, 1e300},
            {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE},
            {1000, 1000, 1000.6931471805599},
            {0, -800, 0}
        };
        for (double[] c : cases) {
            assertThat(Exponentials.logaddexp(c[0], c[1]))
                    .as("(%s, %s)", c[0], c[1])
                    .isEqualTo((Double) c[2]);
            assertThat(Exponentials.logaddexp(c[1], c[0]))
                    .as("(%s, %s)", c[1], c[0])
                    .isEqualTo((Double) c[2]);
        }
    }
}
