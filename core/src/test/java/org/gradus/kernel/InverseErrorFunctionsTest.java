package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InverseErrorFunctionsTest {
    private static DoubleDouble of(double x) {
        return DoubleDouble.of(x);
    }

    /** The true inverse, by steps of Newton from the result under test, which it therefore corrects. */
    private static DoubleDouble erfinv(double x) {
        DoubleDouble y = of(InverseErrorFunctions.erfinv(x));
        DoubleDouble rest = Math.abs(x) < 0.5
                ? of(x).minus(References.erf(y))
                : References.erfc(y).minus(DoubleDouble.ONE.minus(of(x)));
        return corrected(y, rest);
    }

    private static DoubleDouble erfcinv(double q) {
        DoubleDouble y = of(InverseErrorFunctions.erfcinv(q));
        DoubleDouble rest = q > 0.5 && q < 1.5
                ? DoubleDouble.ONE.minus(of(q)).minus(References.erf(y))
                : References.erfc(y).minus(of(q));
        return corrected(y, rest);
    }

    private static DoubleDouble corrected(DoubleDouble y, DoubleDouble rest) {
        double slope = 2 / Math.sqrt(Math.PI) * Math.exp(-y.high() * y.high());
        return y.plus(of(rest.high() / slope));
    }

    @Test
    void erfinv() {
        Accuracy.of("erfinv", InverseErrorFunctions::erfinv, InverseErrorFunctionsTest::erfinv)
                .uniform(-1, 1)
                .uniform(-0.55, 0.55)
                .sizes(-60, -1)
                .on(r -> new double[] {1 - Accuracy.size(r, -53, -2)})
                .staysBelow(3.6);
    }

    @Test
    void erfcinv() {
        Accuracy.of("erfcinv", InverseErrorFunctions::erfcinv, InverseErrorFunctionsTest::erfcinv)
                .uniform(0, 2)
                .positiveSizes(-900, -1)
                .near(1, -50, -1)
                .on(r -> new double[] {2 - Accuracy.size(r, -52, -1)})
                .staysBelow(3.6);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, Infinity",
        "-1, -Infinity",
        "1.0000000000000002, NaN",
        "-2, NaN",
        "Infinity, NaN",
        "NaN, NaN",
        "4.9E-324, 4.9E-324",
        "-1e-310, -8.8622692545276E-311"
    })
    void erfinvOfSpecial(double x, Double expected) {
        assertThat(InverseErrorFunctions.erfinv(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, Infinity",
        "-0.0, Infinity",
        "1, 0.0",
        "2, -Infinity",
        "-4.9E-324, NaN",
        "2.0000000000000004, NaN",
        "Infinity, NaN",
        "-Infinity, NaN",
        "NaN, NaN"
    })
    void erfcinvOfSpecial(double x, Double expected) {
        assertThat(InverseErrorFunctions.erfcinv(x)).isEqualTo(expected);
    }

    @Test
    void theSmallestArgumentsHaveInverses() {
        // erfc(27.2130…) = 2^-1074, from 200 bits
        assertThat(InverseErrorFunctions.erfcinv(Double.MIN_VALUE)).isCloseTo(27.213293210812948, withinUlps(3));
        assertThat(InverseErrorFunctions.erfcinv(Double.MIN_NORMAL)).isCloseTo(26.543258454250988, withinUlps(3));
    }

    private static org.assertj.core.data.Offset<Double> withinUlps(int n) {
        return org.assertj.core.api.Assertions.within(n * Math.ulp(27.0));
    }
}
