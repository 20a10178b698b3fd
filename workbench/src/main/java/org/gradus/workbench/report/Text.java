package org.gradus.workbench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
public final class Text {
    private Text() {}

    /**
     * Four significant digits.
     *
     * @param value any number
     * @return for example {@code 0.07342}, {@code 1.2e-05}, {@code 12340}
     */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "-infinite";
        }
        double size = Math.abs(value);
        if (value != 0 && (size < 1e-4 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.setScale(Math.max(0, 3 - exponent)).toPlainString();
    }

    /**
     * At most three significant digits, for numbers that were chosen and not measured.
     *
     * @param value any number
     * @return for example {@code 0.01}, {@code 3.16e-6}
     */
    public static String brief(double value) {
        if (!Double.isFinite(value)) {
            return number(value);
        }
        double size = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        if (value != 0 && (size < 1e-4 || size >= 1e6)) {
            int exponent = rounded.precision() - rounded.scale() - 1;
            return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
        }
        return rounded.toPlainString();
    }

    /**
     * A number with its sign.
     *
     * @param value any number
     * @return for example {@code +0.0123}
     */
    public static String signed(double value) {
        return (value >= 0 ? "+" : "") + number(value);
    }

    /**
     * A share in percent with one decimal.
     *
     * @param share the share, 1 for all
     * @return for example {@code 97.4 %}
     */
    public static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : number(share);
    }

    /**
     * A time.
     *
     * @param seconds how long
     * @return for example {@code 0.42 s}, {@code 12.3 s}, {@code 3 min 5 s}
     */
    public static String time(double seconds) {
        if (seconds >= 120) {
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }

    /**
     * A number of things.
     *
     * @param count how many
     * @param one the word for one of them
     * @return for example {@code 1 row}, {@code 5 rows}
     */
    public static String count(long count, String one) {
        return count(count, one, one + "s");
    }

    /**
     * A number of things whose word has an irregular plural.
     *
     * @param count how many
     * @param one the word for one of them
     * @param many the word for several
     * @return for example {@code 1 penalty}, {@code 5 penalties}
     */
    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
