package org.gradus.workbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TicksTest {
    record Case(double low, double high, boolean logarithmic, int most, List<String> labels) {}

    static final List<Case> CASES = List.of(
            new Case(0, 1, false, 6, List.of("0", "0.2", "0.4", "0.6", "0.8", "1.0")),
            new Case(0, 30, false, 9, List.of("0", "5", "10", "15", "20", "25", "30")),
            new Case(-3, 4, false, 5, List.of("−2", "0", "2", "4")),
            new Case(0.0601, 0.1, false, 7, List.of("0.07", "0.08", "0.09", "0.10")),
            new Case(0, 3.2e7, false, 5, List.of("0", "10⁷", "2·10⁷", "3·10⁷")),
            new Case(1e-9, 5e-9, false, 5, List.of("10⁻⁹", "2·10⁻⁹", "3·10⁻⁹", "4·10⁻⁹", "5·10⁻⁹")),
            new Case(1e-6, 1e6, true, 9, List.of("10⁻⁶", "10⁻⁴", "10⁻²", "10⁰", "10²", "10⁴", "10⁶")),
            new Case(1e-3, 10, true, 9, List.of("0.001", "0.01", "0.1", "1", "10")),
            new Case(0.06, 0.75, true, 7, List.of("0.1", "0.2", "0.5")),
            new Case(0.31, 0.36, true, 7, List.of("0.31", "0.32", "0.33", "0.34", "0.35", "0.36")),
            new Case(1, 1000, true, 9, List.of("1", "10", "100", "1000")));

    @ParameterizedTest
    @FieldSource("CASES")
    void labelsAreRound(Case c) {
        assertThat(Ticks.of(c.low, c.high, c.logarithmic, c.most))
                .extracting(Ticks.Tick::label)
                .isEqualTo(c.labels);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void ticksAreInsideAndFew(Case c) {
        List<Ticks.Tick> ticks = Ticks.of(c.low, c.high, c.logarithmic, c.most);
        assertThat(ticks).hasSizeBetween(2, c.most);
        double slack = 1e-9 * (c.high - c.low);
        assertThat(ticks).allSatisfy(t -> assertThat(t.value()).isBetween(c.low - slack, c.high + slack));
        assertThat(ticks).extracting(Ticks.Tick::value).isSorted();
    }
}
