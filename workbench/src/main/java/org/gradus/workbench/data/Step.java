package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.List;

/** What is done to one column of a table, with everything that was learned from the training rows. It is data alone. */
public sealed interface Step {

    /**
     * The column.
     *
     * @return its name
     */
    String column();

    /**
     * The features that the column may become.
     *
     * @return form and level of each, in order
     */
    List<Part> parts();

    /**
     * One feature of a column.
     *
     * @param form what it holds
     * @param level the level for {@link Form#LEVEL}, otherwise empty
     */
    record Part(Form form, String level) {
        Part(Form form) {
            this(form, "");
        }
    }

    /**
     * A column of numbers.
     *
     * @param column the name
     * @param fill what stands for a missing number: the median of the training rows
     * @param flagged whether a feature of its own says that the number is missing; it was, in some training row
     * @param notNumbers texts that stand for a missing number
     */
    record Numbers(String column, double fill, boolean flagged, List<String> notNumbers) implements Step {
        /** Copies the list. */
        public Numbers {
            notNumbers = List.copyOf(notNumbers);
        }

        @Override
        public List<Part> parts() {
            return flagged ? List.of(new Part(Form.VALUE), new Part(Form.MISSING)) : List.of(new Part(Form.VALUE));
        }
    }

    /**
     * A column of text as a feature of 0 and 1 for each level; of two levels the second has one, which says it all.
     *
     * @param column the name
     * @param levels the levels that are frequent enough in the training rows, in alphabetical order
     * @param pooled whether the others share a level of their own
     * @param missing whether no text at all is a level too; it occurs in the training rows
     */
    record Levels(String column, List<String> levels, boolean pooled, boolean missing) implements Step {
        /** Copies the list. */
        public Levels {
            levels = List.copyOf(levels);
        }

        @Override
        public List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            levels.forEach(level -> parts.add(new Part(Form.LEVEL, level)));
            if (pooled) {
                parts.add(new Part(Form.OTHER));
            }
            if (missing) {
                parts.add(new Part(Form.MISSING));
            }
            return parts.size() == 2 ? List.of(parts.getLast()) : parts;
        }
    }

    /**
     * A column of dates or times.
     *
     * @param column the name
     * @param season whether the training rows span enough of a year for its seasons
     * @param hours whether they have different times of day
     * @param flagged whether a feature of its own says that the date is missing; it was, in some training row
     * @param notDates texts that stand for a missing date
     */
    record Dates(String column, boolean season, boolean hours, boolean flagged, List<String> notDates) implements Step {
        /** Copies the list. */
        public Dates {
            notDates = List.copyOf(notDates);
        }

        @Override
        public List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            parts.add(new Part(Form.DAYS));
            if (season) {
                parts.add(new Part(Form.SEASON_SIN));
                parts.add(new Part(Form.SEASON_COS));
            }
            parts.add(new Part(Form.WEEKDAY_SIN));
            parts.add(new Part(Form.WEEKDAY_COS));
            parts.add(new Part(Form.WEEKEND));
            if (hours) {
                parts.add(new Part(Form.HOUR_SIN));
                parts.add(new Part(Form.HOUR_COS));
            }
            if (flagged) {
                parts.add(new Part(Form.MISSING));
            }
            return parts;
        }
    }

    /**
     * A column that is not used.
     *
     * @param column the name
     * @param reason why, for example {@code constant in the training rows}
     */
    record Dropped(String column, String reason) implements Step {
        /** The reason that needs no more words. */
        public static final String CONSTANT = "constant in the training rows";

        @Override
        public List<Part> parts() {
            return List.of();
        }
    }

    /** What a feature holds, before it is standardized. A value that is not known is standardized to 0, the mean. */
    enum Form {
        /** The number, or what stands for a missing one. */
        VALUE("value", ""),
        /** 1 where the value is missing, else 0. */
        MISSING("missing", ": missing"),
        /** 1 where the text is the level, else 0. */
        LEVEL("level", "="),
        /** 1 where the text is none of the levels, else 0. */
        OTHER("other", ": other"),
        /** Days since 1970-01-01, with their fraction. */
        DAYS("days", ": days"),
        /** Sine of the day of the year, 365.25 days a turn. */
        SEASON_SIN("season_sin", ": season (sin)"),
        /** Cosine of the day of the year. */
        SEASON_COS("season_cos", ": season (cos)"),
        /** Sine of the day of the week, Monday 0, seven days a turn. */
        WEEKDAY_SIN("weekday_sin", ": weekday (sin)"),
        /** Cosine of the day of the week. */
        WEEKDAY_COS("weekday_cos", ": weekday (cos)"),
        /** 1 on Saturday and Sunday, else 0. */
        WEEKEND("weekend", ": weekend"),
        /** Sine of the time of day, 24 hours a turn. */
        HOUR_SIN("hour_sin", ": hour (sin)"),
        /** Cosine of the time of day. */
        HOUR_COS("hour_cos", ": hour (cos)");

        private final String text;
        private final String suffix;

        Form(String text, String suffix) {
            this.text = text;
            this.suffix = suffix;
        }

        /**
         * The name in files.
         *
         * @return for example {@code season_sin}
         */
        public String text() {
            return text;
        }

        String name(String column, String level) {
            return column + suffix + level;
        }
    }
}
