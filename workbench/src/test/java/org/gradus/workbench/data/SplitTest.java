package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gradus.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    private static final SplitShares SHARES = new SplitShares(60, 20, 20);

    @Property(tries = 300)
    void stratifiedPartsAreDisjointWholeAndInProportion(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 3, max = 90) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 98) int train,
            @ForAll @IntRange(min = 1, max = 98) int validation,
            @ForAll long seed) {
        int second = Math.max(1, Math.min(validation, 99 - train));
        SplitShares shares = new SplitShares(train, second, 100 - train - second);
        Labels labels = labels(sizes);
        Split split = Split.stratified(labels, shares, seed, "t.csv");
        requireDisjointAndWhole(split, labels.codes().length);
        double[] fraction = shares.fractions();
        int[][] parts = {split.train(), split.validation(), split.test()};
        for (int c = 0; c < sizes.size(); c++) {
            int left = 0;
            for (int part = 0; part < 3; part++) {
                int code = c;
                long count = Arrays.stream(parts[part])
                        .filter(row -> labels.codes()[row] == code)
                        .count();
                double exact = sizes.get(c) * fraction[part];
                assertThat(count).as("class %d of %s, part %d", c, sizes, part).isPositive();
                boolean rounded = count >= Math.floor(exact - 1e-9) && count <= Math.ceil(exact + 1e-9);
                boolean gaveOrGotOne = Arrays.stream(fraction).anyMatch(f -> sizes.get(code) * f < 1 + 1e-9);
                assertThat(rounded || gaveOrGotOne)
                        .as("class %d of %d rows has %d of %.2f rows in part %d", c, sizes.get(c), count, exact, part)
                        .isTrue();
                left += (int) count;
            }
            assertThat(left).isEqualTo(sizes.get(c));
        }
    }

    @Property(tries = 100)
    void theSameSeedGivesTheSameSplit(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 3, max = 40) Integer> sizes, @ForAll long seed) {
        Labels labels = labels(sizes);
        assertThat(Split.stratified(labels, SHARES, seed, "t.csv"))
                .isEqualTo(Split.stratified(labels, SHARES, seed, "t.csv"));
    }

    @Property(tries = 200)
    void randomPartsAreDisjointAndWhole(@ForAll @IntRange(min = 10, max = 500) int rows, @ForAll long seed) {
        Split split = Split.random(rows, SHARES, seed, "t.csv");
        requireDisjointAndWhole(split, rows);
        assertThat((double) split.train().length).isBetween(rows * 0.6 - 1, rows * 0.6 + 1);
        assertThat((double) split.test().length).isBetween(rows * 0.2 - 1, rows * 0.2 + 1);
        assertThat(split).isEqualTo(Split.random(rows, SHARES, seed, "t.csv"));
    }

    @Test
    void manyTinyClassesStillAddUp() {
        Labels labels = labels(IntStream.range(0, 40).mapToObj(_ -> 7).toList());
        Split split = Split.stratified(labels, SHARES, 3, "t.csv");
        assertThat(List.of(split.train().length, split.validation().length, split.test().length))
                .isEqualTo(List.of(168, 56, 56));
    }

    @Test
    void seedsDiffer() {
        assertThat(Split.random(100, SHARES, 1, "t.csv")).isNotEqualTo(Split.random(100, SHARES, 2, "t.csv"));
        Labels labels = labels(List.of(50, 50));
        assertThat(Split.stratified(labels, SHARES, 1, "t.csv"))
                .isNotEqualTo(Split.stratified(labels, SHARES, 2, "t.csv"));
    }

    /** The split of a seed is part of what a published result means: it may never change. */
    @Test
    void theBitsOfASeedAreFixed() {
        Split split = Split.random(10, SHARES, 42, "t.csv");
        assertThat(split.test()).containsExactly(0, 1);
        assertThat(split.validation()).containsExactly(2, 7);
    }

    /** Each row comes to each part as often as its share says: chi-squared below its 0.1 % bound, for one seed. */
    @Test
    void everyRowMayBeAnywhere() {
        int rows = 20;
        int runs = 4000;
        int[] tested = new int[rows];
        for (int seed = 0; seed < runs; seed++) {
            for (int row : Split.random(rows, SHARES, seed, "t.csv").test()) {
                tested[row]++;
            }
        }
        double expected = runs * 0.2;
        double chi = Arrays.stream(tested)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chi).isLessThan(43.8);
    }

    @Test
    void aClassWithoutThreeRowsIsNamed() {
        assertThatThrownBy(() -> Split.stratified(labels(List.of(9, 2, 5)), SHARES, 0, "t.csv"))
                .hasMessage("""
                        tune: class 'c1' has 2 rows, but training, validation and test need one each
                          where: t.csv, column 'y'
                          to do: add rows of these classes, join them with others, or remove them""");
        assertThatThrownBy(() -> Split.stratified(labels(List.of(9, 1, 1, 1)), SHARES, 0, "t.csv"))
                .hasMessage("""
                        tune: 3 of 4 classes have fewer than 3 rows, but training, validation and test need one each: \
                        'c1', 'c2', 'c3'
                          where: t.csv, column 'y'
                          to do: choose a target with fewer classes; this column looks like a name or a number of each \
                        row""");
    }

    @ParameterizedTest
    @CsvSource({"1,'1 row does'", "2,'2 rows do'", "8,'8 rows do'"})
    void tooFewRowsForNumbers(int rows, String words) {
        assertThatThrownBy(() -> Split.random(rows, new SplitShares(80, 10, 10), 0, "t.csv"))
                .hasMessage("tune: " + words + " not split into 80/10/10 with at least 2 rows in each part"
                        + "\n  where: t.csv\n  to do: give more rows, or a more even --split");
    }

    @ParameterizedTest
    @CsvSource({
        "60/20,is not three whole numbers",
        "a/b/c,is not three whole numbers",
        "60/20/10,sums to 90",
        "100/0/0,has an empty part",
        "60/-20/60,is not three whole numbers",
        "0.6/0.2/0.2,is not three whole numbers"
    })
    void refusesWrongShares(String text, String reason) {
        assertThatThrownBy(() -> SplitShares.parse(text))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("tune: the split '" + text + "' " + reason
                        + "\n  to do: give training/validation/test in percent, each above 0 and together 100, for"
                        + " example --split 60/20/20");
    }

    private static Labels labels(List<Integer> sizes) {
        int[] codes = IntStream.range(0, sizes.size())
                .flatMap(c -> IntStream.range(0, sizes.get(c)).map(_ -> c))
                .toArray();
        return new Labels(
                "y", IntStream.range(0, sizes.size()).mapToObj(c -> "c" + c).toList(), codes);
    }

    private static void requireDisjointAndWhole(Split split, int rows) {
        int[] all = IntStream.concat(
                        Arrays.stream(split.train()),
                        IntStream.concat(Arrays.stream(split.validation()), Arrays.stream(split.test())))
                .sorted()
                .toArray();
        assertThat(all).containsExactly(IntStream.range(0, rows).toArray());
        assertThat(split.train()).isSorted();
        assertThat(split.validation()).isSorted();
        assertThat(split.test()).isSorted();
    }
}
