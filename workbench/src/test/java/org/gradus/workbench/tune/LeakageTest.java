package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Table;
import org.junit.jupiter.api.Test;

/** Columns that tell the target are found, and strong honest ones are not. */
class LeakageTest {
    private static final int ROWS = 300;
    private static final int[] ALL = IntStream.range(0, ROWS).toArray();

    private static Column texts(String name, IntFunction<String> value) {
        return new Column.Texts(name, IntStream.range(0, ROWS).mapToObj(value).toArray(String[]::new));
    }

    private static Column numbers(String name, IntFunction<Double> value) {
        return new Column.Numbers(
                name,
                IntStream.range(0, ROWS).mapToObj(value).mapToDouble(v -> v).toArray());
    }

    private static List<String> suspects(boolean classifies, Column target, Column... others) {
        List<Column> columns = new java.util.ArrayList<>(List.of(others));
        columns.add(target);
        return Leakage.of(new Table("t.csv", columns), target, ALL, classifies).stream()
                .map(Leakage.Suspect::column)
                .toList();
    }

    @Test
    void copiesAndCodesOfClassesAreFound() {
        SplittableRandom random = new SplittableRandom(1);
        double[] noise = random.doubles(ROWS).toArray();
        Column target = texts("y", i -> i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c");
        assertThat(suspects(
                        true,
                        target,
                        // Whichever way the classes lie, one threshold parts each two of them.
                        numbers("code", i -> (double) new int[] {7, -2, 30}[i % 3] + noise[i]),
                        numbers("weak", i -> i % 3 + 4 * noise[i]),
                        numbers("nothing", i -> noise[i]),
                        texts("other name", i -> "klmn".substring(i % 3, i % 3 + 1)),
                        texts("id", i -> "id" + i),
                        texts("half", i -> i % 2 == 0 ? "x" : "z")))
                .containsExactly("code", "other name");
    }

    @Test
    void thatAValueIsMissingMayTellToo() {
        Column target = texts("y", i -> i % 2 == 0 ? "dead" : "alive");
        assertThat(suspects(true, target, numbers("released", i -> i % 2 == 0 ? Double.NaN : (i * 7) % 31)))
                .containsExactly("released");
    }

    @Test
    void theCommonestClassIsNoProof() {
        Column target = texts("y", i -> i % 100 == 0 ? "rare" : "usual");
        assertThat(suspects(true, target, numbers("nothing", i -> (double) (i * 7 % 31))))
                .isEmpty();
    }

    @Test
    void monotoneCopiesOfNumbersAreFound() {
        SplittableRandom random = new SplittableRandom(2);
        double[] y = random.doubles(ROWS).toArray();
        double[] noise = random.doubles(ROWS).toArray();
        assertThat(suspects(
                        false,
                        numbers("y", i -> y[i]),
                        numbers("cubed", i -> -Math.pow(y[i], 3)),
                        numbers("strong", i -> y[i] + 0.2 * noise[i]),
                        numbers("constant", _ -> 1.0)))
                .containsExactly("cubed");
    }

    @Test
    void aFewRowsAreNoProof() {
        Column target = texts("y", i -> i % 2 == 0 ? "a" : "b");
        Column code = numbers("code", i -> (double) (i % 2));
        Table table = new Table("t.csv", List.of(code, target));
        assertThat(Leakage.of(table, target, IntStream.range(0, 39).toArray(), true))
                .isEmpty();
        assertThat(Leakage.of(table, target, IntStream.range(0, 40).toArray(), true))
                .extracting(Leakage.Suspect::note)
                .containsExactly(
                        "'code' alone tells the target right in 100.0 % of the training rows: if it is a copy or a"
                                + " consequence of the target, not known when predictions are made, remove it");
    }
}
