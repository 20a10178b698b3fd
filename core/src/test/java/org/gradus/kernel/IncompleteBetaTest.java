package org.gradus.kernel;

import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed forms and identities; values are in {@link ReferenceTableTest}. */
class IncompleteBetaTest {
    private static void assertRelative(double actual, double expected, double tolerance, String what) {
        assertThat(actual)
                .as(what)
                .isCloseTo(expected, within(tolerance * Math.max(Math.abs(expected), Double.MIN_NORMAL)));
    }

    @Test
    void aShapeOfOneIsAPower() {
        for (double a = 1e-3; a < 1e5; a *= 1.7) {
            for (double x = 0x1p-10; x < 1; x += 0x1p-5) {
                String what = "a = " + a + ", x = " + x;
                double power = StrictMath.pow(x, a);
                assertRelative(IncompleteBeta.betainc(a, 1, x), power, 4e-13, what);
                assertRelative(IncompleteBeta.betaincc(a, 1, x), -Math.expm1(a * Math.log(x)), 4e-13, what);
                assertRelative(IncompleteBeta.betaincc(1, a, 1 - x), power, 4e-13, what);
                if (power > 1e-300) {
                    assertRelative(IncompleteBeta.betaincDerivative(a, 1, x), a * power / x, 4e-13, what);
                }
            }
        }
    }

    @Test
    void halvesAreTheArcSine() {
        for (double x = 0x1p-40; x < 1; x = Math.min(2 * x, x + 0x1p-6)) {
            double expected = 2 / Math.PI * Trigonometry.asin(Math.sqrt(x));
            assertRelative(IncompleteBeta.betainc(0.5, 0.5, x), expected, 1e-14, "x = " + x);
        }
    }

    @Test
    void equalShapesAreSymmetric() {
        for (double a = 1e-3; a < 1e9; a *= 1.9) {
            assertThat(IncompleteBeta.betainc(a, a, 0.5)).as("a = %s", a).isCloseTo(0.5, within(2e-14));
        }
    }

    @Test
    void theRecurrenceInTheFirstShapeHolds() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = Math.exp(-7 + 21 * random.nextDouble());
            double b = Math.exp(-7 + 21 * random.nextDouble());
            double mean = a / (a + b);
            double x = mean + (2 * random.nextDouble() - 1) * 3 * Math.sqrt(mean * (1 - mean) / (1 + a + b));
            if (!(x > 1e-9 && x < 1 - 1e-9)) {
                continue;
            }
            // I(a, b) - I(a+1, b) = x^a (1-x)^b / (a B(a, b)) = x (1-x) density / a
            double step = IncompleteBeta.betaincDerivative(a, b, x) * x * (1 - x) / a;
            double difference = IncompleteBeta.betainc(a, b, x) - IncompleteBeta.betainc(a + 1, b, x);
            assertThat(difference).as("a = %s, b = %s, x = %s", a, b, x).isCloseTo(step, within(2e-12 * step + 4e-15));
        }
    }

    @Test
    void theTwoTailsAddUpToOne() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = Math.exp(-20 + 50 * random.nextDouble());
            double b = Math.exp(-20 + 50 * random.nextDouble());
            double x = random.nextInt(3) == 0 ? a / (a + b) : random.nextDouble();
            double p = IncompleteBeta.betainc(a, b, x);
            String what = "a = " + a + ", b = " + b + ", x = " + x;
            assertThat(p).as(what).isBetween(0.0, 1.0 + 1e-13);
            assertThat(p + IncompleteBeta.betaincc(a, b, x)).as(what).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void exchangingTheShapesReflects() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = Math.exp(-7 + 14 * random.nextDouble());
            double b = Math.exp(-7 + 14 * random.nextDouble());
            double x = random.nextInt(1, 1 << 20) * 0x1p-20; // 1 - x is exact
            double expected = IncompleteBeta.betainc(a, b, x);
            assertRelative(
                    IncompleteBeta.betaincc(b, a, 1 - x), expected, 4e-13, "a = " + a + ", b = " + b + ", x = " + x);
        }
    }

    @Test
    void aLargeSecondShapeIsTheGammaDistribution() {
        for (double a : new double[] {1e-3, 0.4, 1, 7, 60, 150}) {
            for (double u : new double[] {0.3 * a, a, 1.8 * a + 1}) {
                double b = 1e13;
                double expected = IncompleteGamma.gammaincc(a, u);
                assertRelative(IncompleteBeta.betaincc(a, b, u / (b + 0.5 * (a - 1))), expected, 1e-8, a + ", " + u);
            }
        }
    }

    @Test
    void hugeShapesAreSteps() {
        assertThat(IncompleteBeta.betainc(1e300, 1e300, 0.49)).isEqualTo(0.0);
        assertThat(IncompleteBeta.betainc(1e300, 1e300, 0.51)).isEqualTo(1.0);
        assertThat(IncompleteBeta.betainc(1.7e308, 1.7e308, 0.5)).isCloseTo(0.5, within(1e-12));
        assertThat(IncompleteBeta.betainc(1.7e308, 0.6e308, 0.7)).isEqualTo(0.0);
        assertThat(IncompleteBeta.betaincc(1.7e308, 0.6e308, 0.8)).isEqualTo(0.0);
    }

    @Test
    void tinyShapesKeepTheirSmallTail() {
        // 1 - I_x(a, 1) = 1 - x^a → -a ln x; 1 - I_x(a, 2) → -a (ln x + 1 - x)
        assertRelative(IncompleteBeta.betaincc(1e-20, 1, 0.25), 1e-20 * Math.log(4), 1e-14, "b = 1");
        assertRelative(IncompleteBeta.betaincc(1e-20, 2, 0.25), 1e-20 * (Math.log(4) - 0.75), 1e-14, "b = 2");
        assertRelative(IncompleteBeta.betainc(2, 1e-20, 0.75), 1e-20 * (Math.log(4) - 0.75), 1e-14, "a = 2");
        assertRelative(IncompleteBeta.betainc(1e-300, 1e-300, 0.25), 0.5, 1e-12, "both");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.0, 0.0", "1, 1, 1, 1", "0.0, 1, 0.5, 1", "1, 0.0, 0.5, 0.0", "0.0, 1, 0.0, 0.0",
        "1, 0.0, 1, 1", "Infinity, 1, 0.5, 0.0", "1, Infinity, 0.5, 1", "Infinity, 1, 1, 1", "0.0, 0.0, 0.5, NaN",
        "Infinity, Infinity, 0.5, NaN", "-1, 1, 0.5, NaN", "1, -1, 0.5, NaN", "1, 1, -0.1, NaN", "1, 1, 1.1, NaN",
        "NaN, 1, 0.5, NaN", "1, NaN, 0.5, NaN", "1, 1, NaN, NaN", "1, 1, 4.9E-324, 4.9E-324"
    })
    void special(double a, double b, double x, Double expected) {
        assertThat(IncompleteBeta.betainc(a, b, x)).isEqualTo(expected);
        assertThat(IncompleteBeta.betaincc(a, b, x)).isEqualTo((Double) (1 - expected));
    }

    @Test
    void derivativeOfSpecial() {
        double[][] cases = {
            {0.5, 2, 0, POSITIVE_INFINITY},
            {1, 3, 0, 3},
            {2, 3, 0, 0},
            {2, 0.5, 1, POSITIVE_INFINITY},
            {3, 1, 1, 3},
            {3, 2, 1, 0},
            {0, 1, 0.5, NaN},
            {1, 0, 0.5, NaN},
            {1, 1, -0.5, NaN},
            {1, 1, 2, NaN},
            {NaN, 1, 0.5, NaN},
            {1, 1, NaN, NaN},
            {POSITIVE_INFINITY, 1, 0.5, NaN}
        };
        for (double[] c : cases) {
            assertThat(IncompleteBeta.betaincDerivative(c[0], c[1], c[2]))
                    .as("(%s, %s, %s)", c[0], c[1], c[2])
                    .isEqualTo((Double) c[3]);
        }
        assertRelative(IncompleteBeta.betaincDerivative(2, 1, 1e-200), 2e-200, 4e-13, "2x");
    }
}
