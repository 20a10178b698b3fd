package org.gradus.workbench.data;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.gradus.workbench.data.Standardization.Scale;

/**
 * From the columns of a table to the features of a model, as data: what is done to each column, and the features in the
 * order in which the model has them. Everything in it was learned from training rows.
 *
 * @param steps one for each column of the table but the target
 * @param features the features in order
 */
public record Preprocessing(List<Step> steps, List<Feature> features) {

    /** Copies the lists. */
    public Preprocessing {
        steps = List.copyOf(steps);
        features = List.copyOf(features);
    }

    /**
     * Looks at the training rows.
     *
     * @param table the file, for errors
     * @param columns the columns but the target
     * @param train the rows to look at
     * @return what was learned, and the features of all rows
     * @throws TableException when no feature varies, or a number is infinite
     */
    public static Fitted fit(String table, List<Column> columns, int[] train) {
        return fit(table, columns, train, RowListener.NONE);
    }

    /**
     * Looks at the training rows, one column at a time.
     *
     * @param table the file, for errors
     * @param columns the columns but the target
     * @param train the rows to look at
     * @param listener is told of each column
     * @return what was learned, and the features of all rows
     * @throws TableException when no feature varies, or a number is infinite
     */
    public static Fitted fit(String table, List<Column> columns, int[] train, RowListener listener) {
        listener.began(RowListener.Phase.COLUMNS, columns.size());
        List<String> notes = new ArrayList<>();
        Map<String, Step> steps = new LinkedHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        List<Imputed> imputed = new ArrayList<>();
        Set<String> names = new HashSet<>(columnNames(columns));
        boolean none = true;
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            Step step = StepFit.of(column, train, notes);
            steps.put(column.name(), step);
            if (step instanceof Step.Dropped) {
                listener.rows(c + 1L);
                continue;
            }
            Reading reading = Reading.of(step, column, table, "tune");
            imputed(step, reading, train, imputed);
            unseen(step, reading, column, notes);
            for (Step.Part part : step.parts()) {
                none = false;
                String name = unique(part.form().name(column.name(), part.level()), part.form(), names);
                double[] values = reading.feature(part.form(), part.level());
                Scale scale = Scale.of(new Column.Numbers(name, values), train, table);
                double projection = scale.deviation() > 0 ? DuplicateFeatures.projection(values, scale, train) : 0;
                candidates.add(new Candidate(name, c, new Origin(step, part), scale, projection));
            }
            listener.rows(c + 1L);
        }
        if (none) {
            throw nothingLeft(table, steps);
        }
        requireVaried(candidates, table);
        Map<String, Origin> origins = new HashMap<>();
        candidates.forEach(candidate -> origins.put(candidate.name, candidate.origin));
        candidates.removeIf(candidate -> candidate.scale.deviation() == 0);
        List<Column.Numbers> varied = lazily(table, columns, candidates);
        List<Scale> scales = candidates.stream().map(Candidate::scale).toList();
        double[] projections =
                candidates.stream().mapToDouble(Candidate::projection).toArray();
        Map<String, String> repeats = DuplicateFeatures.find(
                candidates.stream().map(Candidate::name).toList(), varied, scales, projections, train);
        candidates.removeIf(candidate -> repeats.containsKey(candidate.name));
        List<Feature> features = candidates.stream().map(Candidate::feature).toList();
        dropUnused(steps, features, repeats, origins, notes);
        List<Column.Numbers> kept = lazily(table, columns, candidates);
        collinear(features, kept, train, notes);
        return new Fitted(
                new Preprocessing(List.copyOf(steps.values()), features),
                Standardization.of(
                        features.stream().map(Feature::name).toList(),
                        kept,
                        features.stream().map(Feature::scale).toList()),
                imputed,
                notes);
    }

    private static List<String> columnNames(List<Column> columns) {
        return columns instanceof ColumnStore store
                ? store.names()
                : columns.stream().map(Column::name).toList();
    }

    private static void requireVaried(List<Candidate> candidates, String table) {
        if (candidates.stream().allMatch(candidate -> candidate.scale.deviation() == 0)) {
            throw Standardization.noneVaries(
                    candidates.stream().map(Candidate::name).toList(), table);
        }
    }

    /** The features, each made of its column when it is asked for. */
    private static List<Column.Numbers> lazily(String table, List<Column> columns, List<Candidate> candidates) {
        List<Candidate> all = List.copyOf(candidates);
        return new AbstractList<>() {
            @Override
            public int size() {
                return all.size();
            }

            @Override
            public Column.Numbers get(int index) {
                Candidate one = all.get(index);
                Step.Part part = one.origin.part;
                Reading reading = Reading.of(one.origin.step, columns.get(one.column), table, "tune");
                return new Column.Numbers(one.name, reading.feature(part.form(), part.level()));
            }
        };
    }

    /** A feature that may be used. */
    private record Candidate(String name, int column, Origin origin, Scale scale, double projection) {
        Feature feature() {
            return new Feature(name, origin.step.column(), origin.part.form(), origin.part.level(), scale);
        }
    }

    private static TableException nothingLeft(String table, Map<String, Step> steps) {
        Step.Dropped first = (Step.Dropped) steps.values().iterator().next();
        return new TableException(
                "tune: no column can be used as a feature; '" + first.column() + "': " + first.reason(),
                Place.of(table, first.column()),
                "add a column of numbers, of dates, or of texts that occur often");
    }

    private static String unique(String name, Step.Form form, Set<String> names) {
        if (form == Step.Form.VALUE) {
            return name;
        }
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + " (" + i + ")";
        }
        return candidate;
    }

    private static void imputed(Step step, Reading reading, int[] train, List<Imputed> imputed) {
        int missing = reading.missing();
        if (missing == 0) {
            return;
        }
        int inTraining = 0;
        for (int row : train) {
            inTraining += reading.isMissing(row) ? 1 : 0;
        }
        imputed.add(new Imputed(step, missing, inTraining));
    }

    private static void unseen(Step step, Reading reading, Column column, List<String> notes) {
        int rows = reading.unseen();
        if (rows > 0) {
            notes.add("'" + step.column() + "' has values in " + rows + (rows == 1 ? " row" : " rows")
                    + " of validation and test that no training row has, which count as the average: "
                    + Names.list(List.copyOf(reading.unseen(column, 1000))));
        }
    }

    /** A column whose features are all constant, or repeat others, is not used at all. */
    private static void dropUnused(
            Map<String, Step> steps,
            List<Feature> features,
            Map<String, String> repeats,
            Map<String, Origin> origins,
            List<String> notes) {
        Set<String> used = new HashSet<>();
        features.forEach(feature -> used.add(feature.column()));
        Map<String, String> repeated = new HashMap<>();
        repeats.forEach((name, of) -> {
            String column = origins.get(name).step.column();
            repeated.putIfAbsent(column, of);
            if (used.contains(column)) {
                notes.add("'" + name + "' is not used: " + repeats(of));
            }
        });
        steps.replaceAll((name, step) -> used.contains(name) || step instanceof Step.Dropped
                ? step
                : new Step.Dropped(
                        name, repeated.containsKey(name) ? repeats(repeated.get(name)) : Step.Dropped.CONSTANT));
    }

    /** Levels are left out: those of one column always sum to one. */
    private static void collinear(List<Feature> features, List<Column.Numbers> kept, int[] train, List<String> notes) {
        List<Integer> numbers = new ArrayList<>();
        for (int j = 0; j < features.size(); j++) {
            if (features.get(j).form() == Step.Form.VALUE) {
                numbers.add(j);
            }
        }
        List<String> found = CollinearFeatures.find(
                numbers.stream().map(j -> features.get(j).name()).toList(),
                j -> kept.get(numbers.get(j)).values(),
                numbers.stream().map(j -> features.get(j).scale()).toList(),
                train);
        if (!found.isEmpty()) {
            notes.add(Names.list(found) + (found.size() == 1 ? " is" : " are")
                    + " a linear combination of other columns: the penalty alone decides how they share their weight");
        }
    }

    private static String repeats(String of) {
        return "the same as '" + of + "', up to unit and sign, in the training rows";
    }

    private record Origin(Step step, Step.Part part) {}

    /**
     * The columns that are not used.
     *
     * @return their steps, with the reasons
     */
    public List<Step.Dropped> dropped() {
        return steps.stream()
                .filter(Step.Dropped.class::isInstance)
                .map(Step.Dropped.class::cast)
                .toList();
    }

    /**
     * The columns that are read as text even when every cell looks like a number.
     *
     * @return their names
     */
    public Set<String> texts() {
        Set<String> texts = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Levels || step instanceof Step.Dates) {
                texts.add(step.column());
            }
        }
        return texts;
    }

    /**
     * Makes the features of another table.
     *
     * @param table the table, which has at least the columns that are used
     * @param command the command, for errors
     * @return the features
     * @throws TableException when a column is absent, or holds what it cannot
     */
    public Applied apply(Table table, String command) {
        Map<String, Reading> readings = new HashMap<>();
        List<Imputed> imputed = new ArrayList<>();
        List<Unseen> unseen = new ArrayList<>();
        requireAll(table, command);
        for (Step step : steps) {
            if (step instanceof Step.Dropped) {
                continue;
            }
            Column column = table.column(step.column());
            Reading reading = Reading.of(step, column, table.file(), command);
            readings.put(step.column(), reading);
            if (reading.missing() > 0) {
                imputed.add(new Imputed(step, reading.missing(), 0));
            }
            if (reading.unseen() > 0) {
                unseen.add(new Unseen(step.column(), reading.unseen(), List.copyOf(reading.unseen(column, 1000))));
            }
        }
        List<Column.Numbers> columns = features.stream()
                .map(f -> new Column.Numbers(f.name(), readings.get(f.column()).feature(f.form(), f.level())))
                .toList();
        int[] rows = java.util.stream.IntStream.range(0, table.rows()).toArray();
        double[] values = Standardization.of(
                        features.stream().map(Feature::name).toList(),
                        columns,
                        features.stream().map(Feature::scale).toList())
                .apply(rows);
        return new Applied(table.rows(), values, imputed, unseen);
    }

    private void requireAll(Table table, String command) {
        List<String> absent = steps.stream()
                .filter(step -> !(step instanceof Step.Dropped))
                .map(Step::column)
                .filter(name -> !table.names().contains(name))
                .toList();
        if (absent.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>();
        steps.forEach(step -> known.add(step.column()));
        List<String> others =
                table.names().stream().filter(name -> !known.contains(name)).toList();
        String hint = absent.size() > 1
                ? "add them"
                : Names.meant(absent.getFirst(), others)
                        .map(meant -> "if '" + meant + "' is it, rename that")
                        .orElse("add it");
        throw new TableException(
                command + ": the table has "
                        + (absent.size() == 1
                                ? "no column " + Names.list(absent) + ", which the model needs"
                                : "not all the columns that the model needs; absent: " + Names.list(absent)),
                Place.of(table.file(), absent.size() == 1 ? absent.getFirst() : ""),
                hint + "; the columns are: " + Names.list(table.names()));
    }

    /**
     * Makes the features of another table, some thousand rows at a time.
     *
     * @param table the table, which has at least the columns that are used
     * @param command the command, for errors
     * @param listener is told of the rows
     * @param use is given the first row of a piece, and its features, in the order of the rows
     * @return what was missing or unseen in all rows, without features
     * @throws TableException when a column is absent, or holds what it cannot
     */
    public Applied applyInPieces(Table table, String command, RowListener listener, BiConsumer<Integer, Applied> use) {
        listener.began(RowListener.Phase.FEATURES, table.rows());
        Map<String, Imputed> imputed = new LinkedHashMap<>();
        Map<String, Unseen> unseen = new LinkedHashMap<>();
        for (int from = 0; from < table.rows(); from += ColumnStore.CHUNK) {
            int count = Math.min(ColumnStore.CHUNK, table.rows() - from);
            Applied piece;
            try {
                piece = apply(table.slice(from, count), command);
            } catch (TableException e) {
                throw e.movedBy(from);
            }
            piece.imputed.forEach(i -> imputed.merge(
                    i.step.column(), i, (a, b) -> new Imputed(a.step, a.rows + b.rows, a.training + b.training)));
            piece.unseen.forEach(u -> unseen.merge(u.column, u, Unseen::and));
            use.accept(from, piece);
            listener.rows(from + count);
        }
        return new Applied(table.rows(), new double[0], inOrder(imputed), inOrder(unseen));
    }

    /** By column, in the order of the steps. */
    private <T> List<T> inOrder(Map<String, T> byColumn) {
        return steps.stream()
                .map(step -> byColumn.get(step.column()))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What was learned from a table, with the features of its rows.
     *
     * @param preprocessing what was learned
     * @param rows the features of all rows
     * @param imputed what was missing
     * @param notes what the person should know
     */
    public record Fitted(Preprocessing preprocessing, Standardization rows, List<Imputed> imputed, List<String> notes) {
        /** Copies the lists. */
        public Fitted {
            imputed = List.copyOf(imputed);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Values that were missing.
     *
     * @param step what is done about it
     * @param rows the rows without a value
     * @param training how many of these are training rows
     */
    public record Imputed(Step step, int rows, int training) {}

    /**
     * Texts that the training rows did not have.
     *
     * @param column the column
     * @param rows the rows with such a text
     * @param texts the texts
     */
    public record Unseen(String column, int rows, List<String> texts) {
        private static final int MOST_TEXTS = 1000;

        /** Copies the list. */
        public Unseen {
            texts = List.copyOf(texts);
        }

        private Unseen and(Unseen later) {
            TreeSet<String> all = new TreeSet<>(texts);
            all.addAll(later.texts);
            return new Unseen(
                    column, rows + later.rows, all.stream().limit(MOST_TEXTS).toList());
        }
    }

    /**
     * Features of a table.
     *
     * @param rows the number of rows
     * @param features row after row
     * @param imputed what was missing
     * @param unseen what the training rows did not have
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Applied(int rows, double[] features, List<Imputed> imputed, List<Unseen> unseen) {
        /** Copies the lists. */
        public Applied {
            imputed = List.copyOf(imputed);
            unseen = List.copyOf(unseen);
        }
    }
}
