package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code examples}, against the solutions of other software. */
class MinimizeExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("gradus.root", ".."), "examples");

    /**
     * An example.
     *
     * @param file its name
     * @param method what is chosen for it
     * @param solution the solution elsewhere
     * @param value its value
     * @param within how well they agree, relative
     * @param deviations the standard deviations elsewhere
     */
    record Example(
            String file, String method, List<Double> solution, double value, double within, List<Double> deviations) {
        @Override
        public String toString() {
            return file;
        }
    }

    static List<Example> examples() {
        return List.of(
                // SciPy's least_squares from twenty starts.
                new Example(
                        "Curve",
                        "levenberg-marquardt",
                        List.of(3.5501703, 0.57033519, -2.48616936, 2.01598214),
                        1.8595354509,
                        1e-7,
                        List.of(0.00683856, 0.02047271, 0.02446958, 0.03349846)),
                // SciPy's SLSQP with its adaptive Runge-Kutta of order 5(4) at 1e-12.
                new Example(
                        "Throw",
                        "sqp",
                        List.of(29.91079392, 0.71441569, -0.06519567, 3.58476956),
                        29.91079392,
                        1e-6,
                        List.of()),
                // J. F. Lawless, Statistical Models and Methods for Lifetime Data: shape 2.102, scale 81.88.
                new Example("Bearings", "trust-region-newton-cg", List.of(2.102, 81.88), 113.691, 1e-4, List.of()));
    }

    private static Map<String, Object> gradus(String... words) throws IOException {
        CommandRun run = CommandRun.of(words);
        assertThat(run.status()).isZero();
        return run.json();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void areSolved(Example example) throws IOException {
        String file = EXAMPLES.resolve(example.file() + ".java").toString();
        Map<String, Object> json = gradus("minimize", file, "--json");
        assertThat(json).containsEntry("status", "converged").containsEntry("method", example.method());
        near((List<?>) json.get("solution"), example.solution(), example.within());
        assertThat((double) json.get("value")).isCloseTo(example.value(), within(example.within() * example.value()));
        assertThat(json.get("max_violation"))
                .asString()
                .satisfies(v -> assertThat(Double.parseDouble(v)).isLessThan(1e-8));
        if (!example.deviations().isEmpty()) {
            near((List<?>) json.get("standard_deviations"), example.deviations(), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void haveRightGradients(Example example) throws IOException {
        String file = EXAMPLES.resolve(example.file() + ".java").toString();
        Map<String, Object> json = gradus("check", file, "--json");
        assertThat((double) json.get("max_relative_difference")).isLessThan(1e-7);
    }

    private static void near(List<?> actual, List<Double> expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) actual.get(i))
                    .isCloseTo(expected.get(i), within(relative * Math.abs(expected.get(i)) + 1e-8));
        }
    }
}
