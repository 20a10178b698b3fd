package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradus.workbench.data.Preprocessing.Fitted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Columns as people have them, and what becomes of them. The first 60 of 80 rows are the training rows. */
class PreprocessingTest {
    private static final int ROWS = 80;
    private static final int[] TRAIN = IntStream.range(0, 60).toArray();

    /** A column: its cells, the step, the names of the features, and what is noted. */
    record Case(String name, Column column, Step step, List<String> features, List<String> notes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Column text(IntFunction<String> cell) {
        return new Column.Texts("c", IntStream.range(0, ROWS).mapToObj(cell).toArray(String[]::new));
    }

    private static Column numbers(java.util.function.IntToDoubleFunction cell) {
        return new Column.Numbers(
                "c", IntStream.range(0, ROWS).mapToDouble(cell).toArray());
    }

    static final List<Case> CASES = List.of(
            new Case(
                    "whole numbers",
                    numbers(i -> i),
                    new Step.Numbers("c", 29.5, false, List.of()),
                    List.of("c"),
                    List.of()),
            new Case(
                    "missing numbers",
                    numbers(i -> i % 3 == 0 ? Double.NaN : i),
                    new Step.Numbers("c", 30, true, List.of()),
                    List.of("c", "c: missing"),
                    List.of()),
            new Case(
                    "numbers missing in the other rows only",
                    numbers(i -> i < 60 ? i * i : Double.NaN),
                    new Step.Numbers("c", (29 * 29 + 30 * 30) / 2.0, false, List.of()),
                    List.of("c"),
                    List.of()),
            new Case(
                    "numbers but for a few words",
                    text(i -> i % 10 == 0 ? "unknown" : i % 10 == 1 ? "NA" : Integer.toString(i)),
                    new Step.Numbers("c", 30.5, true, List.of("unknown")),
                    List.of("c", "c: missing"),
                    List.of("'c' holds numbers, and in 8 rows text that is no number, taken for missing: 'unknown'")),
            new Case(
                    "a word in the other rows only",
                    text(i -> i == 70 ? "oops" : Integer.toString(i % 5)),
                    new Step.Numbers("c", 2, false, List.of("oops")),
                    List.of("c"),
                    List.of("'c' holds numbers, and in 1 row text that is no number, taken for missing: 'oops'")),
            new Case(
                    "numbers as names of levels",
                    text(i -> List.of("1", "2", "3", "x").get(i % 4)),
                    new Step.Levels("c", List.of("1", "2", "3", "x"), false, false),
                    List.of("c=1", "c=2", "c=3", "c=x"),
                    List.of()),
            new Case(
                    "yes and no",
                    text(i -> i % 3 == 0 ? "yes" : "no"),
                    new Step.Levels("c", List.of("no", "yes"), false, false),
                    List.of("c=yes"),
                    List.of()),
            new Case(
                    "missing text",
                    text(i -> List.of("a", "b", "").get(i % 3).isEmpty()
                            ? null
                            : List.of("a", "b").get(i % 3)),
                    new Step.Levels("c", List.of("a", "b"), false, true),
                    List.of("c=a", "c=b", "c: missing"),
                    List.of()),
            new Case(
                    "text or nothing",
                    text(i -> i % 3 == 0 ? "a" : null),
                    new Step.Levels("c", List.of("a"), false, true),
                    List.of("c: missing"),
                    List.of()),
            new Case(
                    "rare levels",
                    text(i -> i % 20 == 0 ? "rare" + i : i % 2 == 0 ? "a" : "b"),
                    new Step.Levels("c", List.of("a", "b"), true, false),
                    List.of("c=a", "c=b", "c: other"),
                    List.of(
                            "'c': 3 rarer values share the level 'other' (3 training rows); 2 values have levels of their"
                                    + " own")),
            new Case(
                    "a level in the other rows only",
                    text(i -> i == 65 || i == 66 ? "z" : i % 2 == 0 ? "a" : "b"),
                    new Step.Levels("c", List.of("a", "b"), false, false),
                    List.of("c=b"),
                    List.of(
                            "'c' has values in 2 rows of validation and test that no training row has, which count as the"
                                    + " average: 'z'")),
            new Case(
                    "names with gaps",
                    text(i -> i % 3 == 0 ? null : "cabin " + i),
                    new Step.Levels("c", List.of(), true, true),
                    List.of("c: missing"),
                    List.of(
                            "'c' is text that looks like a name or free text: 40 different values in 40 training rows; the"
                                    + " only feature made of it is whether it is missing")),
            new Case(
                    "names",
                    text(i -> "person " + i),
                    new Step.Dropped(
                            "c", "text that looks like a name or free text: 60 different values in 60 training rows"),
                    List.of(),
                    List.of()),
            new Case(
                    "a constant number",
                    numbers(i -> 4),
                    new Step.Dropped("c", "constant in the training rows"),
                    List.of(),
                    List.of()),
            new Case(
                    "a constant text",
                    text(i -> i < 60 ? "same" : "other"),
                    new Step.Dropped("c", "constant in the training rows"),
                    List.of(),
                    List.of()),
            new Case(
                    "nothing in the training rows",
                    text(i -> i < 60 ? null : "a"),
                    new Step.Dropped("c", "no value in the training rows"),
                    List.of(),
                    List.of()),
            new Case(
                    "a copy in another unit",
                    numbers(i -> 32 - 1.8 * base(i)),
                    new Step.Dropped("c", "the same as 'x', up to unit and sign, in the training rows"),
                    List.of(),
                    List.of()),
            new Case(
                    "dates with slashes",
                    text(i -> (1 + i % 12) + "/" + (1 + i % 28) + "/2024"),
                    new Step.Dropped(
                            "c",
                            "dates like '1/1/2024' may have day or month first; write them as 2024-05-31 to use them"),
                    List.of(),
                    List.of()),
            new Case(
                    "days of a year",
                    text(i -> java.time.LocalDate.of(2024, 1, 1)
                            .plusDays(i * i % 331)
                            .toString()),
                    new Step.Dates("c", true, false, false, List.of()),
                    List.of(
                            "c: days",
                            "c: season (sin)",
                            "c: season (cos)",
                            "c: weekday (sin)",
                            "c: weekday (cos)",
                            "c: weekend"),
                    List.of()),
            new Case(
                    "times of two weeks, with gaps and a word",
                    text(i -> i % 20 == 3
                            ? null
                            : i == 8 ? "soon" : String.format("2024-01-%02dT%02d:30", 1 + i % 14, i * 5 % 24)),
                    new Step.Dates("c", false, true, true, List.of("soon")),
                    List.of(
                            "c: days",
                            "c: weekday (sin)",
                            "c: weekday (cos)",
                            "c: weekend",
                            "c: hour (sin)",
                            "c: hour (cos)",
                            "c: missing"),
                    List.of("'c' holds dates, and in 1 row text that is no date, taken for missing: 'soon'")));

    private static double base(int i) {
        return Math.sin(i * i);
    }

    private static Fitted fit(Column column) {
        Column x = new Column.Numbers(
                "x",
                IntStream.range(0, ROWS).mapToDouble(PreprocessingTest::base).toArray());
        return Preprocessing.fit("t.csv", List.of(x, column), TRAIN);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void aColumnBecomes(Case c) {
        Fitted fitted = fit(c.column);
        assertThat(fitted.preprocessing().steps().get(1)).isEqualTo(c.step);
        List<String> names = fitted.rows().names();
        assertThat(names.subList(1, names.size())).isEqualTo(c.features);
        assertThat(fitted.notes()).isEqualTo(c.notes);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void theSameTableGivesTheSameFeaturesAgain(Case c) {
        Fitted fitted = fit(c.column);
        Column x = new Column.Numbers(
                "x",
                IntStream.range(0, ROWS).mapToDouble(PreprocessingTest::base).toArray());
        double[] again = fitted.preprocessing()
                .apply(new Table("t.csv", List.of(c.column, x)), "predict")
                .features();
        assertThat(again)
                .containsExactly(fitted.rows().apply(IntStream.range(0, ROWS).toArray()));
    }

    /** Only the texts that stand for a missing number or date may come from the other rows. */
    @ParameterizedTest
    @FieldSource("CASES")
    void nothingIsLearnedFromOtherRows(Case c) {
        Column changed = switch (c.column) {
            case Column.Numbers(String name, double[] values) -> {
                double[] other = values.clone();
                Arrays.fill(other, 60, ROWS, -1e6);
                yield new Column.Numbers(name, other);
            }
            case Column.Texts(String name, String[] values) -> {
                String[] other = values.clone();
                Arrays.fill(other, 60, ROWS, null);
                yield new Column.Texts(name, other);
            }
        };
        Fitted one = fit(c.column);
        Fitted two = fit(changed);
        assertThat(two.preprocessing().features()).isEqualTo(one.preprocessing().features());
        assertThat(two.rows().apply(TRAIN)).containsExactly(one.rows().apply(TRAIN));
        if (!c.name.equals("a word in the other rows only")) {
            assertThat(two.preprocessing().steps())
                    .isEqualTo(one.preprocessing().steps());
        }
    }

    @Test
    void featuresHaveMeanZeroAndDeviationOneAndUnknownsAreZero() {
        Fitted fitted = fit(
                text(i -> i >= 60 && i % 2 == 0 ? "new" : List.of("a", "b", "c").get(i % 3)));
        int columns = fitted.rows().names().size();
        double[] train = fitted.rows().apply(TRAIN);
        for (int j = 0; j < columns; j++) {
            int column = j;
            double[] values = IntStream.range(0, 60)
                    .mapToDouble(i -> train[i * columns + column])
                    .toArray();
            assertThat(Arrays.stream(values).sum()).isEqualTo(0, within(1e-12));
            assertThat(Arrays.stream(values).map(v -> v * v).sum()).isEqualTo(60, within(1e-11));
        }
        double[] unseen = fitted.rows().apply(new int[] {60});
        assertThat(Arrays.copyOfRange(unseen, 1, 4)).containsExactly(0, 0, 0);
    }

    @Test
    void namesOfFeaturesAreDifferent() {
        Column text = text(i -> List.of("a", "b", "d").get(i % 3));
        Column number = new Column.Numbers(
                "c=a", IntStream.range(0, ROWS).mapToDouble(i -> i * 7 % 11).toArray());
        Fitted fitted = Preprocessing.fit("t.csv", List.of(text, number), TRAIN);
        assertThat(fitted.rows().names()).containsExactly("c=a (2)", "c=b", "c=d", "c=a");
    }

    /** A table that does not fit: the column to predict from, and what is said. */
    record Misfit(Column fitted, Column given, String message) {}

    static final List<Misfit> MISFITS = List.of(
            new Misfit(numbers(i -> i), new Column.Texts("c", new String[] {"1", "two"}), """
                    predict: the column 'c' holds the text 'two', but numbers in the training rows
                      where: new.csv, column 'c', row 2
                      to do: write a number, or leave the cell empty if it is not known"""),
            new Misfit(numbers(i -> i), new Column.Numbers("c", new double[] {1, Double.NEGATIVE_INFINITY}), """
                    predict: the feature 'c' is infinite
                      where: new.csv, column 'c', row 2
                      to do: correct the value, or remove the row"""),
            new Misfit(numbers(i -> i), new Column.Numbers("C", new double[] {1, 2}), """
                    predict: the table has no column 'c', which the model needs
                      where: new.csv, column 'c'
                      to do: if 'C' is it, rename that; the columns are: 'x', 'C'"""),
            new Misfit(
                    text(i -> java.time.LocalDate.of(2024, 1, 1).plusDays(i).toString()),
                    new Column.Numbers("c", new double[] {1, 2}),
                    """
                    predict: the column 'c' holds '1', but dates in the training rows
                      where: new.csv, column 'c', row 1
                      to do: write dates as 2024-05-31, or leave the cell empty if it is not known"""));

    @ParameterizedTest
    @FieldSource("MISFITS")
    void aTableThatDoesNotFitIsRefused(Misfit misfit) {
        Preprocessing preprocessing = fit(misfit.fitted).preprocessing();
        Table table = new Table("new.csv", List.of(new Column.Numbers("x", new double[] {0, 1}), misfit.given));
        assertThatThrownBy(() -> preprocessing.apply(table, "predict"))
                .isInstanceOf(TableException.class)
                .hasMessage(misfit.message);
    }

    @Test
    void whatIsMissingOrUnseenIsCounted() {
        Preprocessing levels = fit(text(i -> i % 2 == 0 ? "a" : "b")).preprocessing();
        Column.Numbers x = new Column.Numbers("x", new double[] {0, Double.NaN, 2});
        Preprocessing.Applied applied = levels.apply(
                new Table("new.csv", List.of(x, new Column.Texts("c", new String[] {"b", "q", null}))), "predict");
        assertThat(applied.imputed()).extracting(i -> i.step().column()).containsExactly("x", "c");
        assertThat(applied.unseen()).containsExactly(new Preprocessing.Unseen("c", 1, List.of("q")));
        assertThat(applied.features()[3]).isZero();
        assertThat(applied.features()[5]).isZero();
    }

    @Test
    void numbersCanBeLevels() {
        Preprocessing levels = fit(text(i -> List.of("1", "2", "x").get(i % 3))).preprocessing();
        Column.Numbers x = new Column.Numbers("x", new double[] {0});
        double[] as = levels.apply(new Table("t", List.of(x, new Column.Numbers("c", new double[] {2}))), "predict")
                .features();
        double[] text = levels.apply(new Table("t", List.of(x, new Column.Texts("c", new String[] {"2"}))), "predict")
                .features();
        assertThat(as).containsExactly(text);
    }

    @Test
    void rowsThatRepeatOthersAreCountedByPart() {
        Column a = new Column.Numbers("a", new double[] {1, 2, 1, 1, 3, 2, -0.0, 0});
        Column b = new Column.Texts("b", new String[] {"x", null, "x", "y", "z", null, "q", "q"});
        Split split = new Split(new int[] {0, 1}, new int[] {2, 3, 6}, new int[] {4, 5, 7});
        assertThat(DuplicateRows.of(List.of(a, b), split)).isEqualTo(new DuplicateRows(3, 1, 2));
        assertThat(DuplicateRows.of(List.of(a), new Split(new int[] {0}, new int[] {1}, new int[] {4}))
                        .rows())
                .isEqualTo(4);
    }

    @Test
    void sumsOfOtherColumnsAreNoted() {
        Column a = numbers(i -> Math.sin(i * i));
        Column.Numbers b = new Column.Numbers(
                "b", IntStream.range(0, ROWS).mapToDouble(i -> i * 7 % 11).toArray());
        Column.Numbers total = new Column.Numbers(
                "total",
                IntStream.range(0, ROWS)
                        .mapToDouble(i -> 2 * Math.sin(i * i) - b.values()[i] + 5)
                        .toArray());
        Column.Numbers nearly = new Column.Numbers(
                "nearly",
                IntStream.range(0, ROWS)
                        .mapToDouble(i -> b.values()[i] + 1e-5 * (i % 2))
                        .toArray());
        assertThat(Preprocessing.fit("t.csv", List.of(a, b, total, nearly), TRAIN)
                        .notes())
                .containsExactly("'total' is a linear combination of other columns: the penalty alone decides how they"
                        + " share their weight");
    }

    @Test
    void everyCopyIsFound() {
        Column[] columns = new Column[40];
        for (int j = 0; j < columns.length; j++) {
            int column = j / 2;
            columns[j] = new Column.Numbers(
                    "x" + j,
                    IntStream.range(0, 20_000)
                            .mapToDouble(i -> Math.sin(i * (column + 1.37)))
                            .toArray());
        }
        Fitted fitted = Preprocessing.fit(
                "t.csv", List.of(columns), IntStream.range(0, 12_000).toArray());
        assertThat(fitted.rows().names())
                .isEqualTo(IntStream.range(0, 20).mapToObj(j -> "x" + 2 * j).toList());
    }
}
