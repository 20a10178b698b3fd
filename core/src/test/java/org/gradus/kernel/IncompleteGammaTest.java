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
class IncompleteGammaTest {
    private static void assertRelative(double actual, double expected, double tolerance, String what) {
        assertThat(actual)
                .as(what)
                .isCloseTo(expected, within(tolerance * Math.max(Math.abs(expected), Double.MIN_NORMAL)));
    }

    @Test
    void shapeOneIsTheExponentialDistribution() {
        for (double x = 1e-12; x < 700; x *= 1.37) {
            assertRelative(IncompleteGamma.gammainc(1, x), -Math.expm1(-x), 4e-15, "x = " + x);
            assertRelative(IncompleteGamma.gammaincc(1, x), Math.exp(-x), 1e-13, "x = " + x);
            assertRelative(IncompleteGamma.gammaincDerivative(1, x), Math.exp(-x), 1e-13, "x = " + x);
        }
    }

    @Test
    void shapeOneHalfIsTheErrorFunction() {
        for (double x = 1e-12; x < 26; x *= 1.23) {
            assertRelative(IncompleteGamma.gammainc(0.5, x * x), ErrorFunctions.erf(x), 1e-14, "x = " + x);
            assertRelative(IncompleteGamma.gammaincc(0.5, x * x), ErrorFunctions.erfc(x), 4e-13, "x = " + x);
        }
    }

    @Test
    void theRecurrenceInTheShapeHolds() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = Math.exp(-7 + 21 * random.nextDouble());
            double x = a * Math.exp((2 * random.nextDouble() - 1) / Math.sqrt(1 + 0.05 * a));
            // Q(a+1, x) = Q(a, x) + x^a e^-x / Γ(a+1)
            double step = IncompleteGamma.gammaincDerivative(a + 1, x);
            double difference = IncompleteGamma.gammaincc(a + 1, x) - IncompleteGamma.gammaincc(a, x);
            assertThat(difference).as("a = %s, x = %s", a, x).isCloseTo(step, within(4e-13 * step + 2e-15));
        }
    }

    @Test
    void theTwoTailsAddUpToOne() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = Math.exp(-30 + 60 * random.nextDouble());
            double x = a * Math.exp(random.nextDouble() - 0.5);
            double p = IncompleteGamma.gammainc(a, x);
            assertThat(p).isBetween(0.0, 1.0);
            assertThat(p + IncompleteGamma.gammaincc(a, x))
                    .as("a = %s, x = %s", a, x)
                    .isCloseTo(1, within(2.3e-16));
        }
    }

    @Test
    void valuesJoinAtTheSeamsOfTheMethods() {
        double[][] seams = {
            {0.3, 1.1},
            {0.9, 1.1},
            {0.05, 0.5},
            {0.4, 0.3},
            {0.999999, 1.9},
            {1, 1.1},
            {5, 6},
            {99.999, 101},
            {100, 95},
            {100, 100},
            {100, 120},
            {1e6, 1e6}
        };
        for (double[] s : seams) {
            for (double shape : new double[] {Math.nextDown(s[0]), s[0], Math.nextUp(s[0])}) {
                double below = IncompleteGamma.gammaincc(shape, Math.nextDown(s[1]));
                double above = IncompleteGamma.gammaincc(shape, Math.nextUp(s[1]));
                double step = 2 * Math.ulp(s[1]) * IncompleteGamma.gammaincDerivative(shape, s[1]);
                assertThat(below - above).as("a = %s, x = %s", shape, s[1]).isCloseTo(step, within(1e-13 * below));
            }
        }
    }

    @Test
    void hugeShapesAreNormal() {
        for (double a : new double[] {1e8, 1e12, 1e15}) {
            for (double z : new double[] {-5, -1, 0, 1, 5}) {
                double x = a + z * Math.sqrt(a);
                double skew = (2.0 / 3) / Math.sqrt(a);
                double expected = ErrorFunctions.normalCdf(z);
                assertThat(IncompleteGamma.gammainc(a, x)).isCloseTo(expected, within(skew + 1e-9));
            }
        }
        assertThat(IncompleteGamma.gammainc(1e300, 0.999e300)).isEqualTo(0.0);
        assertThat(IncompleteGamma.gammaincc(1e300, 1.001e300)).isEqualTo(0.0);
        assertThat(IncompleteGamma.gammainc(1e300, 1e300)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void tinyShapesKeepTheirUpperTail() {
        // Q(a, x) → a E₁(x), E₁(1) = 0.219383934395520…, E₁(10) = 4.15696892968532…e-6
        assertRelative(IncompleteGamma.gammaincc(1e-20, 1), 0.21938393439552029e-20, 1e-14, "x = 1");
        assertRelative(IncompleteGamma.gammaincc(1e-300, 10), 4.156968929685324e-306, 1e-14, "x = 10");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 1, 1", "0.0, Infinity, 1", "1, 0.0, 0.0", "1, -0.0, 0.0", "1, Infinity, 1", "Infinity, 1, 0.0",
        "Infinity, 0.0, 0.0", "0.0, 0.0, NaN", "Infinity, Infinity, NaN", "-1, 1, NaN", "1, -1, NaN", "NaN, 1, NaN",
        "1, NaN, NaN", "-0.0, 1, 1", "4.9E-324, 1, 1", "1, 4.9E-324, 4.9E-324", "1.7976931348623157E308, 1, 0.0"
    })
    void special(double a, double x, Double expected) {
        assertThat(IncompleteGamma.gammainc(a, x)).isEqualTo(expected);
        assertThat(IncompleteGamma.gammaincc(a, x)).isEqualTo((Double) (1 - expected));
    }

    @Test
    void derivativeOfSpecial() {
        double[][] cases = {
            {0.5, 0, POSITIVE_INFINITY},
            {1, 0, 1},
            {2, 0, 0},
            {2, POSITIVE_INFINITY, 0},
            {0, 1, NaN},
            {-1, 1, NaN},
            {1, -1, NaN},
            {NaN, 1, NaN},
            {1, NaN, NaN},
            {POSITIVE_INFINITY, 1, NaN},
            {1, 800, 0}
        };
        for (double[] c : cases) {
            assertThat(IncompleteGamma.gammaincDerivative(c[0], c[1]))
                    .as("(%s, %s)", c[0], c[1])
                    .isEqualTo((Double) c[2]);
        }
    }

    @Test
    void theDensityDoesNotUnderflowOnTheWay() {
        assertRelative(IncompleteGamma.gammaincDerivative(2, 1e-200), 1e-200, 2e-13, "x e^-x");
        assertRelative(IncompleteGamma.gammaincDerivative(3, 1e-150), 0.5e-300, 4e-13, "x² e^-x / 2");
        assertRelative(IncompleteGamma.gammaincDerivative(1, 1e-310), 1, 1e-12, "e^-x");
    }
}
