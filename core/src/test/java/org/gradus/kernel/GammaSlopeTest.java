package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.kernel.GammaSlope.Part;
import org.junit.jupiter.api.Test;

/** Slopes of the gamma quantile against differences of the distribution function with 100 digits, and identities. */
class GammaSlopeTest {
    private static List<double[]> table() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                GammaSlopeTest.class.getResourceAsStream("gamma-slopes.tsv"), StandardCharsets.UTF_8))) {
            return in.lines()
                    .map(line -> {
                        String[] columns = line.split("\t", -1);
                        double[] row = new double[columns.length];
                        for (int i = 0; i < row.length; i++) {
                            row[i] = Double.parseDouble(columns[i]);
                        }
                        return row;
                    })
                    .toList();
        }
    }

    @Test
    void slopesAreThoseOfTheQuantile() throws IOException {
        double worst = 0;
        double worstDerivative = 0;
        for (double[] row : table()) {
            double a = row[0];
            double y = row[1];
            double s = GammaSlope.of(Part.VALUE, a, y);
            double error = Math.abs(s / row[2] - 1);
            if (error > worst) { System.out.println("V " + a + " " + y + " " + error + " p=" + IncompleteGamma.gammainc(a, Math.exp(y))); worst = error; }
            double e2 = Math.abs(GammaSlope.of(Part.SHAPE_DERIVATIVE, a, y) / row[3] - 1);
            double e3 = Math.abs(GammaSlope.of(Part.LOG_DERIVATIVE, a, y) / row[4] - 1);
            if (Math.max(e2, e3) > worstDerivative) { worstDerivative = Math.max(e2, e3); System.out.println("D " + a + " " + y + " " + e2 + " " + e3); }
        }
    }
}
