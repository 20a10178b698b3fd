package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses what to do with a column by its training rows alone. The one thing taken from the other rows is which texts
 * in a column of numbers or dates stand for a missing value, so that the whole table can be read; no number depends on
 * it.
 */
final class StepFit {
    /** A column is of numbers, or of dates, when this share of its texts are; the rest is taken for missing. */
    private static final double MOSTLY = 0.8;
    /** Fewer different numbers among texts are names of levels. */
    private static final int FEW_NUMBERS = 10;

    private static final Pattern SLASHED = Pattern.compile("\\d{1,2}[/-]\\d{1,2}[/-](\\d{2}|\\d{4})(\\s.*)?");

    private static final int MOST_LEVELS = 50;
    private static final double RARE_SHARE = 0.01;
    private static final int RARE_LEAST = 2;
    private static final int RARE_MOST = 20;
    private static final int FREE_TEXT_LEVELS = 20;
    private static final double SEASON_DAYS = 90;
    private static final int DAY = 86_400;

    private final Column column;
    private final int[] train;
    private final List<String> notes;

    private StepFit(Column column, int[] train, List<String> notes) {
        this.column = column;
        this.train = train;
        this.notes = notes;
    }

    /**
     * Chooses.
     *
     * @param column the column
     * @param train the rows to look at
     * @param notes gets what the person should know
     * @return the step
     */
    static Step of(Column column, int[] train, List<String> notes) {
        return new StepFit(column, train, notes).step();
    }

    private Step step() {
        if (Arrays.stream(train).allMatch(column::isMissing)) {
            return new Step.Dropped(column.name(), "no value in the training rows");
        }
        return switch (column) {
            case Column.Numbers numbers -> numbers(numbers.values(), List.of());
            case Column.Texts texts -> texts(texts);
        };
    }

    private Step texts(Column.Texts texts) {
        List<String> present = Arrays.stream(train)
                .mapToObj(row -> texts.values()[row])
                .filter(text -> !Numerals.isMissing(text))
                .toList();
        int n = present.size();
        if (n > 0) {
            List<String> numbers = present.stream().filter(Numerals::isNumber).toList();
            boolean all = numbers.size() == n;
            boolean mostly = numbers.size() >= MOSTLY * n && new HashSet<>(numbers).size() > FEW_NUMBERS;
            if (all || mostly) {
                double[] values = Arrays.stream(texts.values())
                        .mapToDouble(Numerals::number)
                        .toArray();
                List<String> not = others(texts, values);
                noteOthers("numbers", "number", not, values, texts);
                return numbers(values, not);
            }
            double[] seconds =
                    Arrays.stream(texts.values()).mapToDouble(Dates::seconds).toArray();
            long dates = Arrays.stream(train)
                    .filter(row -> !Double.isNaN(seconds[row]))
                    .count();
            if (dates == n || dates >= MOSTLY * n) {
                List<String> not = others(texts, seconds);
                noteOthers("dates", "date", not, seconds, texts);
                return dates(seconds, not);
            }
        }
        if (present.stream().filter(text -> SLASHED.matcher(text).matches()).count() >= Math.max(1, MOSTLY * n)) {
            return new Step.Dropped(
                    column.name(),
                    "dates like '" + present.getFirst()
                            + "' may have day or month first; write them as 2024-05-31 to use them");
        }
        return levels(texts);
    }

    private static List<String> others(Column.Texts texts, double[] values) {
        Set<String> others = new TreeSet<>();
        for (int row = 0; row < values.length; row++) {
            if (Double.isNaN(values[row]) && !Numerals.isMissing(texts.values()[row])) {
                others.add(texts.values()[row]);
            }
        }
        return List.copyOf(others);
    }

    private void noteOthers(String kind, String one, List<String> others, double[] values, Column.Texts texts) {
        if (others.isEmpty()) {
            return;
        }
        Set<String> known = Set.copyOf(others);
        int count = 0;
        for (int row = 0; row < values.length; row++) {
            count += texts.values()[row] != null && known.contains(texts.values()[row]) ? 1 : 0;
        }
        notes.add("'" + column.name() + "' holds " + kind + ", and in " + count + (count == 1 ? " row" : " rows")
                + " text that is no " + one + ", taken for missing: " + Names.list(others));
    }

    private Step numbers(double[] values, List<String> notNumbers) {
        double[] present = Arrays.stream(train)
                .mapToDouble(row -> values[row])
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        if (present.length == 0) {
            return new Step.Dropped(column.name(), "no value in the training rows");
        }
        int half = present.length / 2;
        double median = present.length % 2 == 1 || present[half - 1] == present[half]
                ? present[half]
                : present[half - 1] / 2 + present[half] / 2;
        return new Step.Numbers(column.name(), median, present.length < train.length, notNumbers);
    }

    private Step dates(double[] seconds, List<String> notDates) {
        double[] present = Arrays.stream(train)
                .mapToDouble(row -> seconds[row])
                .filter(v -> !Double.isNaN(v))
                .toArray();
        double span = (Arrays.stream(present).max().orElseThrow()
                        - Arrays.stream(present).min().orElseThrow())
                / DAY;
        boolean hours = Arrays.stream(present).anyMatch(Dates::hasTime);
        return new Step.Dates(column.name(), span >= SEASON_DAYS, hours, present.length < train.length, notDates);
    }

    private Step levels(Column.Texts texts) {
        Map<String, Integer> counts = new TreeMap<>();
        int missing = 0;
        for (int row : train) {
            String text = texts.values()[row];
            if (text == null) {
                missing++;
            } else {
                counts.merge(text, 1, Integer::sum);
            }
        }
        int present = train.length - missing;
        String name = column.name();
        int least = (int) Math.clamp(Math.ceil(RARE_SHARE * train.length), RARE_LEAST, RARE_MOST);
        if (counts.size() > FREE_TEXT_LEVELS && counts.size() * 2 > present) {
            if (missing >= least) {
                notes.add("'" + name + "' is text that looks like a name or free text: " + counts.size()
                        + " different values in " + present
                        + " training rows; the only feature made of it is whether it is missing");
                return new Step.Levels(name, List.of(), true, true);
            }
            return new Step.Dropped(
                    name,
                    "text that looks like a name or free text: " + counts.size() + " different values in " + present
                            + " training rows");
        }
        List<Map.Entry<String, Integer>> frequent = counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= least)
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue()))
                .limit(MOST_LEVELS)
                .toList();
        boolean constant = frequent.size() == 1 && counts.size() == 1 && missing == 0;
        if (frequent.isEmpty() || constant) {
            return new Step.Dropped(
                    name,
                    frequent.isEmpty()
                            ? "text without a value in at least " + least + " training rows"
                            : Step.Dropped.CONSTANT);
        }
        List<String> kept =
                frequent.stream().map(Map.Entry::getKey).sorted().collect(Collectors.toCollection(ArrayList::new));
        int pooled = counts.size() - kept.size();
        if (pooled > 0) {
            int rows = present - frequent.stream().mapToInt(Map.Entry::getValue).sum();
            notes.add("'" + name + "': " + pooled + (pooled == 1 ? " rare value shares" : " rarer values share")
                    + " the level 'other' (" + rows + (rows == 1 ? " training row); " : " training rows); ")
                    + kept.size() + (kept.size() == 1 ? " value has a level" : " values have levels") + " of "
                    + (kept.size() == 1 ? "its" : "their") + " own");
        }
        return new Step.Levels(name, kept, pooled > 0, missing > 0);
    }
}
