package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardizationTest {
    @Test
    void usesTrainingRowsAloneAndDividesByN() {
        Column.Numbers x = new Column.Numbers("x", new double[] {1, 3, 1000, 5});
        Standardization standardization = Standardization.fit(List.of(x), new int[] {0, 1, 3}, "t.csv");
        double deviation = Math.sqrt(8.0 / 3);
        assertThat(standardization.apply(new int[] {0, 2}))
                .containsExactly(new double[] {-2 / deviation, 997 / deviation}, within(1e-12));
    }

    @Test
    void rowsFollowEachOther() {
        Column.Numbers x = new Column.Numbers("x", new double[] {-1, 1, 7});
        Column.Numbers y = new Column.Numbers("y", new double[] {10, 30, 20});
        Standardization standardization = Standardization.fit(List.of(x, y), new int[] {0, 1}, "t.csv");
        assertThat(standardization.apply(new int[] {2, 0})).containsExactly(new double[] {7, 0, -1, -1}, within(1e-12));
        assertThat(standardization.names()).containsExactly("x", "y");
    }

    @Test
    void constantColumnsAreDroppedEvenWhenRoundingBlursThem() {
        Column.Numbers constant = new Column.Numbers("c", new double[] {0.1, 0.1, 0.1, 5});
        Column.Numbers blurred = new Column.Numbers("b", new double[] {0.1 + 0.2, 0.3, 0.3, 0.3});
        Column.Numbers x = new Column.Numbers("x", new double[] {1, 2, 3, 4});
        Standardization standardization =
                Standardization.fit(List.of(constant, x, blurred), new int[] {0, 1, 2}, "t.csv");
        assertThat(standardization.names()).containsExactly("x");
        assertThat(standardization.dropped()).containsExactly("c", "b");
    }

    @Test
    void nothingThatVariesIsAnError() {
        Column.Numbers c = new Column.Numbers("c", new double[] {2, 2, 2});
        assertThatThrownBy(() -> Standardization.fit(List.of(c), new int[] {0, 1}, "t.csv"))
                .hasMessage("tune: every feature is constant in the training rows: 'c'\n  where: t.csv"
                        + "\n  to do: add a feature that varies, or try another --seed");
    }

    @Test
    void largeOffsetsDoNotCancel() {
        double[] values =
                IntStream.range(0, 1000).mapToDouble(i -> 1e9 + (i % 2)).toArray();
        Standardization.Scale scale = Standardization.Scale.of(
                new Column.Numbers("x", values), IntStream.range(0, 1000).toArray(), "t.csv");
        assertThat(scale.mean()).isEqualTo(1e9 + 0.5, within(1e-6));
        assertThat(scale.deviation()).isEqualTo(0.5, within(1e-7));
    }

    @Test
    void valuesThatCannotBeSquaredAreRefused() {
        Column.Numbers x = new Column.Numbers("x", new double[] {-1e300, 1e300});
        assertThatThrownBy(() -> Standardization.fit(List.of(x), new int[] {0, 1}, "t.csv"))
                .hasMessage("tune: column 'x' spans -1.0E300 to 1.0E300, too far apart or too close together for its"
                        + " deviation to be computed\n  where: t.csv, column 'x'"
                        + "\n  to do: give it in another unit, or as a logarithm");
    }

    @Test
    void labelsAreSortedTextOrNumbers() {
        Labels text = Labels.of(new Column.Texts("y", new String[] {"b", "a", "b"}), "t.csv");
        assertThat(text.classes()).containsExactly("a", "b");
        assertThat(text.codes()).containsExactly(1, 0, 1);
        Labels numbers = Labels.of(new Column.Numbers("y", new double[] {10, 2, -0.0, 0.0, 2.5}), "t.csv");
        assertThat(numbers.classes()).containsExactly("0", "2", "2.5", "10");
        assertThat(numbers.codes()).containsExactly(3, 1, 0, 0, 2);
        assertThat(numbers.counts()).containsExactly(2, 1, 1, 1);
    }

    @Test
    void aTargetWithHolesIsRefused() {
        assertThatThrownBy(() -> Labels.of(new Column.Texts("y", new String[] {"b", null, "a", null}), "t.csv"))
                .hasMessage("tune: the target 'y' has no value in 2 of 4 rows\n  where: t.csv, column 'y', row 2"
                        + "\n  to do: remove the rows without a target, or fill it in");
    }
}
