package org.gradus.workbench.data;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as text: {@code 2024-05-31}, {@code 2024/05/31}, {@code 31.05.2024}, each also with a time of day. A time zone
 * is read and left aside: hours and days are those on the wall. Dates like 05/06/2024 are none, since it is not known
 * which number is the month.
 */
final class Dates {
    private static final int DAY = 86_400;
    private static final Pattern FORM = Pattern.compile("(?:(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})"
            + "|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}))"
            + "(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
            + "\\s*(?:Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2}){0,2})?)?");

    private Dates() {}

    /** Seconds since 1970-01-01, NaN for text that is no date. */
    static double seconds(String text) {
        if (text == null || text.length() < 8 || text.length() > 50) {
            return Double.NaN;
        }
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            return Double.NaN;
        }
        boolean yearFirst = m.group(1) != null;
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(m.group(yearFirst ? 1 : 6)),
                    number(m.group(yearFirst ? 2 : 5)),
                    number(m.group(yearFirst ? 3 : 4)),
                    number(m.group(7)),
                    number(m.group(8)),
                    number(m.group(9)));
            double fraction = m.group(10) == null ? 0 : Double.parseDouble("0." + m.group(10));
            return time.toEpochSecond(ZoneOffset.UTC) + fraction;
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    static boolean hasTime(double seconds) {
        return Math.floor(seconds / DAY) * DAY != seconds;
    }

    static double days(double seconds) {
        return seconds / DAY;
    }

    /** A feature of a date; NaN stays NaN. */
    static double form(Step.Form form, double seconds) {
        if (Double.isNaN(seconds)) {
            return form == Step.Form.MISSING ? 1 : Double.NaN;
        }
        double day = Math.floor(seconds / DAY);
        double hour = 2 * Math.PI * (seconds - day * DAY) / DAY;
        // 1970-01-01 was a Thursday; Monday is 0.
        double weekday = Math.floorMod((long) day + 3, 7L);
        double week = 2 * Math.PI * weekday / 7;
        return switch (form) {
            case DAYS -> days(seconds);
            case SEASON_SIN -> StrictMath.sin(season(day));
            case SEASON_COS -> StrictMath.cos(season(day));
            case WEEKDAY_SIN -> StrictMath.sin(week);
            case WEEKDAY_COS -> StrictMath.cos(week);
            case WEEKEND -> weekday >= 5 ? 1 : 0;
            case HOUR_SIN -> StrictMath.sin(hour);
            case HOUR_COS -> StrictMath.cos(hour);
            case MISSING -> 0;
            case VALUE, LEVEL, OTHER -> throw new IllegalArgumentException("a date has no " + form);
        };
    }

    private static double season(double day) {
        int ofYear = java.time.LocalDate.ofEpochDay((long) day).getDayOfYear();
        return 2 * Math.PI * (ofYear - 1) / 365.25;
    }
}
