package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperbolicTest {
    @Test
    void sinh() {
        Accuracy.of("sinh", Hyperbolic::sinh, References::sinh)
                .uniform(-710.4, 710.4)
                .uniform(-20, 20)
                .uniform(-2, 2)
                .sizes(-60, 1)
                .staysBelow(0.8);
    }

    @Test
    void cosh() {
        Accuracy.of("cosh", Hyperbolic::cosh, References::cosh)
                .uniform(-710.4, 710.4)
                .uniform(-20, 20)
                .uniform(-2, 2)
                .sizes(-60, 1)
                .staysBelow(0.8);
    }

    @Test
    void asinh() {
        Accuracy.of("asinh", Hyperbolic::asinh, References::asinh)
                .uniform(-3, 3)
                .sizes(-60, 40)
                .sizes(-3, 3)
                .sizes(20, 1000)
                .staysBelow(1.0);
    }

    @Test
    void acosh() {
        Accuracy.of("acosh", Hyperbolic::acosh, References::acosh)
                .uniform(1, 3)
                .on(r -> new double[] {1 + Accuracy.size(r, -52, 0)})
                .positiveSizes(0, 40)
                .positiveSizes(20, 1000)
                .staysBelow(1.0);
    }

    @Test
    void atanh() {
        Accuracy.of("atanh", Hyperbolic::atanh, References::atanh)
                .uniform(-0.999, 0.999)
                .sizes(-60, -2)
                .on(r -> new double[] {1 - Accuracy.size(r, -53, -2)})
                .staysBelow(0.8);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "NaN, NaN",
        "4.9E-324, 4.9E-324",
        "-1e-310, -1e-310",
        "711, Infinity",
        "-711, -Infinity",
        "1e300, Infinity",
        "710.4758600739439, 1.7976931348621744E308"
    })
    void sinhOfSpecial(double x, Double expected) {
        assertThat(Hyperbolic.sinh(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1",
        "-0.0, 1",
        "Infinity, Infinity",
        "-Infinity, Infinity",
        "NaN, NaN",
        "4.9E-324, 1",
        "711, Infinity",
        "710.4758600739439, 1.7976931348621744E308"
    })
    void coshOfSpecial(double x, Double expected) {
        assertThat(Hyperbolic.cosh(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "NaN, NaN",
        "4.9E-324, 4.9E-324",
        "1.7976931348623157E308, 710.4758600739439",
        "-1.7976931348623157E308, -710.4758600739439"
    })
    void asinhOfSpecial(double x, Double expected) {
        assertThat(Hyperbolic.asinh(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.0",
        "0.9999999999999999, NaN",
        "0.0, NaN",
        "-1, NaN",
        "Infinity, Infinity",
        "-Infinity, NaN",
        "NaN, NaN",
        "1.7976931348623157E308, 710.4758600739439",
        "1.0000000000000002, 2.1073424255447014E-8"
    })
    void acoshOfSpecial(double x, Double expected) {
        assertThat(Hyperbolic.acosh(x)).isEqualTo(expected);
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
        "-1e-310, -1e-310"
    })
    void atanhOfSpecial(double x, Double expected) {
        assertThat(Hyperbolic.atanh(x)).isEqualTo(expected);
    }
}
