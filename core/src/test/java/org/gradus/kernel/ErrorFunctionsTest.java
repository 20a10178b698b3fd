package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionsTest {
    private static DoubleDouble of(double x) {
        return DoubleDouble.of(x);
    }

    private static DoubleDouble erf(double x) {
        return Math.abs(x) < 2 ? References.erf(of(x)) : DoubleDouble.ONE.minus(References.erfc(of(x)));
    }

    private static DoubleDouble normalCdf(double x) {
        DoubleDouble rootHalf = References.sqrt(of(0.5));
        return References.erfc(of(-x).times(rootHalf)).scaled(-1);
    }

    @Test
    void erf() {
        Accuracy.of("erf", ErrorFunctions::erf, ErrorFunctionsTest::erf)
                .uniform(-6.2, 6.2)
                .uniform(-1.2, 1.2)
                .sizes(-60, 0)
                .staysBelow(1.5);
    }

    @Test
    void erfc() {
        Accuracy.of("erfc", ErrorFunctions::erfc, x -> References.erfc(of(x)))
                .uniform(-6.2, 6.2)
                .uniform(-1.1, 1.1)
                .uniform(0.5, 25)
                .sizes(-60, 0)
                .staysBelow(1.1);
    }

    @Test
    void erfcx() {
        Accuracy.of(
                        "erfcx",
                        ErrorFunctions::erfcx,
                        x -> x >= 2
                                ? References.erfcx(of(x))
                                : References.erfc(of(x)).times(References.exp(of(x).times(of(x)))))
                .uniform(-26, 6)
                .uniform(-1.1, 1.1)
                .positiveSizes(-3, 900)
                .sizes(-60, 0)
                .staysBelow(1.5);
    }

    @Test
    void normalCdf() {
        Accuracy.of("normalCdf", ErrorFunctions::normalCdf, ErrorFunctionsTest::normalCdf)
                .uniform(-9, 9)
                .uniform(-1.1, 1.1)
                .uniform(-35, 0)
                .sizes(-60, 0)
                .staysBelow(1.1);
    }

    @Test
    void logNormalCdf() {
        Accuracy.of("logNormalCdf", ErrorFunctions::logNormalCdf, x -> {
                    if (x < -3) {
                        DoubleDouble a = of(-x).times(References.sqrt(of(0.5)));
                        return References.log(References.erfcx(a).scaled(-1))
                                .minus(of(x).times(of(x)).scaled(-1));
                    }
                    return x > 0 ? References.log1p(normalCdf(-x).negated()) : References.log(normalCdf(x));
                })
                .uniform(-9, 9)
                .uniform(-35, 35)
                .on(r -> new double[] {-Accuracy.size(r, 1, 500)})
                .sizes(-60, 0)
                .staysBelow(1.7);
    }

    @Test
    void subnormalTailsAreWithinOneUnit() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 5000; i++) {
            double x = 26.6 + 0.62 * random.nextDouble();
            DoubleDouble scaled = References.erfcx(of(x)).times(References.exp(of(600).minus(of(x).times(of(x)))));
            // e^-600 and 2^1074 together: the expected number of units
            DoubleDouble units =
                    scaled.times(References.exp(DoubleDouble.LN2.times(of(1074)).minus(of(600))));
            double actual = ErrorFunctions.erfc(x) / Double.MIN_VALUE;
            assertThat(Math.abs(actual - units.high())).as("erfc(%s)", x).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "Infinity, 1",
        "-Infinity, -1",
        "NaN, NaN",
        "6, 1",
        "-6, -1",
        "1e300, 1",
        "4.9E-324, 4.9E-324",
        "-1e-310, -1.12837916709551E-310",
        "1, 0.8427007929497149"
    })
    void erfOfSpecial(double x, Double expected) {
        assertThat(ErrorFunctions.erf(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1",
        "-0.0, 1",
        "Infinity, 0.0",
        "-Infinity, 2",
        "NaN, NaN",
        "27.3, 0.0",
        "1e300, 0.0",
        "-6, 2",
        "-1e300, 2",
        "4.9E-324, 1",
        "27.226, 4.9E-324",
        "1, 0.15729920705028513"
    })
    void erfcOfSpecial(double x, Double expected) {
        assertThat(ErrorFunctions.erfc(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1",
        "-0.0, 1",
        "Infinity, 0.0",
        "-Infinity, Infinity",
        "NaN, NaN",
        "-26.7, Infinity",
        "-1e300, Infinity",
        "1e300, 5.641895835477562E-301",
        "1.7976931348623157E308, 3.138408733985445E-309"
    })
    void erfcxOfSpecial(double x, Double expected) {
        assertThat(ErrorFunctions.erfcx(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.5",
        "-0.0, 0.5",
        "Infinity, 1",
        "-Infinity, 0.0",
        "NaN, NaN",
        "-38.6, 0.0",
        "-1e300, 0.0",
        "9, 1",
        "1e300, 1",
        "4.9E-324, 0.5"
    })
    void normalCdfOfSpecial(double x, Double expected) {
        assertThat(ErrorFunctions.normalCdf(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, -0.6931471805599453",
        "Infinity, -0.0",
        "-Infinity, -Infinity",
        "NaN, NaN",
        "40, -0.0",
        "-1e200, -Infinity",
        "-0x1p400, -0x1p799"
    })
    void logNormalCdfOfSpecial(double x, Double expected) {
        assertThat(ErrorFunctions.logNormalCdf(x)).isEqualTo(expected);
    }

    @Test
    void theFunctionsAreMonotonicAcrossTheirSeams() {
        for (double seam : new double[] {-6, -1, -0.7, 0.5, 0.7, 1, 2, 6}) {
            double x = seam - 40 * Math.ulp(seam);
            for (int i = 0; i < 80; i++, x = Math.nextUp(x)) {
                double next = Math.nextUp(x);
                double unit = 2 * Math.ulp(ErrorFunctions.erfc(x));
                assertThat(ErrorFunctions.erfc(next)).isLessThanOrEqualTo(ErrorFunctions.erfc(x) + unit);
                assertThat(ErrorFunctions.erf(next) + 2 * Math.ulp(1.0)).isGreaterThanOrEqualTo(ErrorFunctions.erf(x));
            }
        }
    }
}
