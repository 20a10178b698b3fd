package org.gradus.workbench.minimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.optim.Solution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NIST's 27 sets from both starts, as files that gradus minimize is given. */
class NistTest {
    @TempDir
    Path folder;

    static Stream<Arguments> runs() {
        return NistSet.MODELS.keySet().stream()
                .flatMap(name -> Stream.of(Arguments.of(name, 0), Arguments.of(name, 1)));
    }

    @Test
    void thereAreAll() {
        assertThat(NistSet.MODELS).hasSize(27);
        for (String name : NistSet.MODELS.keySet()) {
            NistSet set = NistSet.of(name);
            assertThat(set.certified()).hasSameSizeAs(set.starts().getFirst());
            assertThat(set.rows()).hasSizeGreaterThan(5);
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void hasTheCertifiedDigits(String name, int start) throws IOException {
        NistSet set = NistSet.of(name);
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, set.java(start));
        MinimizeResult result = Models.minimize(file, List.of(), MinimizeOptions.usual());
        Solution<double[]> s = result.outcome().solution();
        assertThat(s).as(s.toString()).isInstanceOf(Solution.Converged.class);
        assertThat(result.method()).isEqualTo("levenberg-marquardt");
        assertThat(NistSet.digits(s.point(), set.certified())).as(s.toString()).isGreaterThanOrEqualTo(8);
        // Lanczos1's residuals are rounding-sized.
        double digits = name.equals("Lanczos1") ? 2 : 6;
        assertThat(NistSet.digits(result.outcome().deviations(), set.deviations()))
                .as(s.toString())
                .isGreaterThanOrEqualTo(digits);
        double[] sum = {set.residualSum()};
        assertThat(NistSet.digits(new double[] {s.value()}, sum))
                .as(s.toString())
                .isGreaterThanOrEqualTo(digits);
    }
}
