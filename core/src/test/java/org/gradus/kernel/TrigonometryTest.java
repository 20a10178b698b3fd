package org.gradus.kernel;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrigonometryTest {
    @Test
    void tan() {
        Accuracy.of("tan", Trigonometry::tan, References::tan)
                .uniform(-7, 7)
                .sizes(-60, 19)
                .uniform(0, 0x1p20)
                .on(r -> new double[] {r.nextInt(1, 600_000) * (Math.PI / 2)})
                .on(r -> new double[] {r.nextInt(1, 600_000) * (Math.PI / 4)})
                .staysBelow(0.9);
    }

    @Test
    void asin() {
        Accuracy.of("asin", Trigonometry::asin, References::asin)
                .uniform(-1, 1)
                .sizes(-60, -1)
                .uniform(0.49, 0.51)
                .on(r -> new double[] {1 - Accuracy.size(r, -53, -2)})
                .staysBelow(0.65);
    }

    @Test
    void acos() {
        Accuracy.of("acos", Trigonometry::acos, References::acos)
                .uniform(-1, 1)
                .sizes(-60, -1)
                .uniform(0.49, 0.51)
                .on(r -> new double[] {1 - Accuracy.size(r, -53, -2)})
                .on(r -> new double[] {Accuracy.size(r, -53, -2) - 1})
                .staysBelow(0.65);
    }

    @Test
    void atan() {
        Accuracy.of("atan", Trigonometry::atan, References::atan)
                .uniform(-4, 4)
                .sizes(-60, 60)
                .sizes(-3, 3)
                .near(2.414, -20, -3)
                .near(0.5, -20, -3)
                .staysBelow(0.8);
    }

    @Test
    void atan2() {
        Accuracy.of("atan2", Trigonometry::atan2, References::atan2)
                .on(r -> new double[] {2 * r.nextDouble() - 1, 2 * r.nextDouble() - 1})
                .on(r -> new double[] {2e300 * r.nextDouble() - 1e300, 2e300 * r.nextDouble() - 1e300})
                .on(r -> new double[] {Accuracy.size(r, -600, -400), -Accuracy.size(r, -600, -400)})
                .on(r -> new double[] {-Accuracy.size(r, -20, 20), Accuracy.size(r, -20, 20)})
                .on(r -> new double[] {Accuracy.size(r, -3, 3), -Accuracy.size(r, -3, 3)})
                .staysBelow(0.8);
    }

    @Test
    void largeAnglesAreWithinOneUlpOfTheTangent() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 1000; i++) {
            double x = Accuracy.size(random, 20, 1000);
            assertThat(Trigonometry.tan(x)).as("tan(%s)", x).isEqualTo(StrictMath.tan(x));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "NaN, NaN",
        "Infinity, NaN",
        "-Infinity, NaN",
        "4.9E-324, 4.9E-324",
        "-1e-310, -1e-310",
        "1e-300, 1e-300"
    })
    void tanOfSpecial(double x, Double expected) {
        assertThat(Trigonometry.tan(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 1.5707963267948966",
        "-1, -1.5707963267948966",
        "0.5, 0.5235987755982989",
        "1.0000000000000002, NaN",
        "-2, NaN",
        "Infinity, NaN",
        "-Infinity, NaN",
        "NaN, NaN",
        "4.9E-324, 4.9E-324"
    })
    void asinOfSpecial(double x, Double expected) {
        assertThat(Trigonometry.asin(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.0",
        "-1, 3.141592653589793",
        "0.0, 1.5707963267948966",
        "-0.0, 1.5707963267948966",
        "0.5, 1.0471975511965979",
        "-0.5, 2.0943951023931957",
        "4.9E-324, 1.5707963267948966",
        "1.0000000000000002, NaN",
        "-2, NaN",
        "Infinity, NaN",
        "-Infinity, NaN",
        "NaN, NaN"
    })
    void acosOfSpecial(double x, Double expected) {
        assertThat(Trigonometry.acos(x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 0.7853981633974483",
        "-1, -0.7853981633974483",
        "Infinity, 1.5707963267948966",
        "-Infinity, -1.5707963267948966",
        "1.7976931348623157E308, 1.5707963267948966",
        "NaN, NaN",
        "4.9E-324, 4.9E-324",
        "-1e-310, -1e-310"
    })
    void atanOfSpecial(double x, Double expected) {
        assertThat(Trigonometry.atan(x)).isEqualTo(expected);
    }

    @Test
    void everyPairOfSpecialNumbersHasTheAngleOfTheStandard() {
        double[] specials = {
            0.0,
            -0.0,
            1,
            -1,
            POSITIVE_INFINITY,
            NEGATIVE_INFINITY,
            NaN,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_NORMAL,
            -Double.MIN_NORMAL,
            3,
            -3,
            1e-200,
            -1e200
        };
        for (double y : specials) {
            for (double x : specials) {
                double expected = StrictMath.atan2(y, x);
                double actual = Trigonometry.atan2(y, x);
                assertThat(Math.copySign(1, actual)).isEqualTo(Math.copySign(1, expected));
                assertThat(Math.abs(actual - expected) <= Math.ulp(expected) || Double.compare(actual, expected) == 0)
                        .as("atan2(%s, %s) = %s, standard %s", y, x, actual, expected)
                        .isTrue();
            }
        }
    }

    @Test
    void anglesOfInfinitiesAndZerosAreExact() {
        double quarter = Math.PI / 4;
        double threeQuarters = 0x1.2d97c7f3321d2p+1;
        assertThat(Trigonometry.atan2(POSITIVE_INFINITY, POSITIVE_INFINITY)).isEqualTo(quarter);
        assertThat(Trigonometry.atan2(NEGATIVE_INFINITY, POSITIVE_INFINITY)).isEqualTo(-quarter);
        assertThat(Trigonometry.atan2(POSITIVE_INFINITY, NEGATIVE_INFINITY)).isEqualTo(threeQuarters);
        assertThat(Trigonometry.atan2(NEGATIVE_INFINITY, NEGATIVE_INFINITY)).isEqualTo(-threeQuarters);
        assertThat(Trigonometry.atan2(1, POSITIVE_INFINITY)).isEqualTo(0.0);
        assertThat(Trigonometry.atan2(-1, POSITIVE_INFINITY)).isEqualTo(-0.0);
        assertThat(Trigonometry.atan2(1, NEGATIVE_INFINITY)).isEqualTo(Math.PI);
        assertThat(Trigonometry.atan2(-0.0, -0.0)).isEqualTo(-Math.PI);
        assertThat(Trigonometry.atan2(0.0, -0.0)).isEqualTo(Math.PI);
        assertThat(Trigonometry.atan2(-0.0, 0.0)).isEqualTo(-0.0);
        assertThat(Trigonometry.atan2(2, -0.0)).isEqualTo(Math.PI / 2);
        assertThat(Trigonometry.atan2(-2, 0.0)).isEqualTo(-Math.PI / 2);
    }

    @Test
    void tinyAnglesAreTheQuotientRounded() {
        assertThat(Trigonometry.atan2(3 * Double.MIN_VALUE, 2)).isEqualTo(2 * Double.MIN_VALUE);
        assertThat(Trigonometry.atan2(1e-200, 3e150)).isEqualTo(0.0);
        assertThat(Trigonometry.atan2(-1e-200, 1e100)).isEqualTo(-1e-300);
    }

    @Test
    void theFunctionsAreOdd() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 10_000; i++) {
            double x = random.nextDouble();
            assertThat(Trigonometry.tan(-3 * x)).isEqualTo(-Trigonometry.tan(3 * x));
            assertThat(Trigonometry.asin(-x)).isEqualTo(-Trigonometry.asin(x));
            assertThat(Trigonometry.atan(-5 * x)).isEqualTo(-Trigonometry.atan(5 * x));
        }
    }
}
