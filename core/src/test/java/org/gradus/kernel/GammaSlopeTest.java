package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.kernel.GammaSlope.Part;
import org.junit.jupiter.api.Test;

/** Slopes of the gamma quantile against differences of the distribution function with 100 digits, and identities. */
class GammaSlopeTest {
    private static List<double[]> table() throws IOException {
        try (InputStream in = GammaSlopeTest.class.getResourceAsStream("gamma-slopes.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    private static void assertRelative(double actual, double expected, double tolerance, double a, double y) {
        assertThat(actual).as("a = %s, y = %s", a, y).isCloseTo(expected, within(tolerance * Math.abs(expected)));
    }

    @Test
    void slopesAreThoseOfTheQuantile() throws IOException {
        List<double[]> table = table();
        assertThat(table).hasSizeGreaterThan(180);
        for (double[] row : table) {
            double a = row[0];
            double y = row[1];
            double derivative = a < 1000 ? 4e-13 : 5e-11;
            assertRelative(GammaSlope.of(Part.VALUE, a, y), row[2], a < 1000 ? 6e-15 : 5e-13, a, y);
            assertRelative(GammaSlope.of(Part.SHAPE_DERIVATIVE, a, y), row[3], derivative, a, y);
            assertRelative(GammaSlope.of(Part.LOG_DERIVATIVE, a, y), row[4], derivative, a, y);
        }
    }

    /** Where the methods meet, and in between, both derivatives are those of the value. */
    @Test
    void derivativesAreThoseOfTheValue() {
        SplittableRandom random = new SplittableRandom(Accuracy.SEED);
        for (int i = 0; i < 2000; i++) {
            double a = Math.exp(random.nextDouble(-6, 6));
            double y = GammaFunctions.digamma(a) + random.nextDouble(-6, 3) * Math.sqrt(GammaFunctions.trigamma(a));
            double h = 1e-4;
            double byA = (GammaSlope.of(Part.VALUE, a * (1 + h), y) - GammaSlope.of(Part.VALUE, a * (1 - h), y))
                    / (2 * a * h);
            double byY = (GammaSlope.of(Part.VALUE, a, y + h) - GammaSlope.of(Part.VALUE, a, y - h)) / (2 * h);
            assertRelative(GammaSlope.of(Part.SHAPE_DERIVATIVE, a, y), byA, 1e-5, a, y);
            double slope = GammaSlope.of(Part.LOG_DERIVATIVE, a, y);
            assertThat(slope).as("a = %s, y = %s", a, y).isCloseTo(byY, within(1e-5 * Math.abs(byY) + 1e-11 / a));
        }
    }

    /** The first terms of the expansions for large and small shapes. */
    @Test
    void hugeAndTinyShapes() {
        for (double a : new double[] {1e8, 1e12, 1e100, 1e300}) {
            for (double deviations : new double[] {-7, -1, 0, 1, 7}) {
                double r = deviations / Math.sqrt(a);
                double s = GammaSlope.of(Part.VALUE, a, Elementary.log(a) + r);
                // z = a + u √a + (u² - 1)/3 + …, so d ln z/da = (1 - u/(2 √a) + …)/a
                assertThat(s * a).isCloseTo(1 - deviations / (2 * Math.sqrt(a)), within(50 / a + 1e-13));
            }
        }
        for (double a : new double[] {1e-300, 1e-100, 1e-20, 1e-9}) {
            double y = -1 / a;
            assertRelative(GammaSlope.of(Part.VALUE, a, y), 1 / a / a, 1e-8, a, y);
            // E₁(1) e / a
            assertRelative(GammaSlope.of(Part.VALUE, a, 0), 0.5963473623231941 / a, 1e-7, a, 0);
        }
    }

    @Test
    void special() {
        double infinity = Double.POSITIVE_INFINITY;
        for (Part part : Part.values()) {
            assertThat(GammaSlope.of(part, 0, 1)).isNaN();
            assertThat(GammaSlope.of(part, -1, 1)).isNaN();
            assertThat(GammaSlope.of(part, infinity, 1)).isNaN();
            assertThat(GammaSlope.of(part, 1, Double.NaN)).isNaN();
            assertThat(GammaSlope.of(part, 1, infinity)).isZero();
        }
        assertThat(GammaSlope.of(Part.VALUE, 2, -infinity)).isEqualTo(infinity);
        assertThat(GammaSlope.of(Part.SHAPE_DERIVATIVE, 2, -infinity)).isEqualTo(-infinity);
        assertThat(GammaSlope.of(Part.LOG_DERIVATIVE, 2, -infinity)).isEqualTo(-0.5);
    }
}
