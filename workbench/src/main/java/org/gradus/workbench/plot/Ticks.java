package org.gradus.workbench.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Where an axis is labeled: at 1, 2 and 5 times powers of ten. */
final class Ticks {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double[] DECADES = {1};
    private static final double[] STEPS = {1, 2, 5, 10};

    private Ticks() {}

    /**
     * A labeled value.
     *
     * @param value the value
     * @param label its text
     */
    record Tick(double value, String label) {}

    static List<Tick> of(double low, double high, boolean logarithmic, int most) {
        return logarithmic ? logarithmic(low, high, most) : linear(low, high, most);
    }

    private static List<Tick> linear(double low, double high, int most) {
        double rough = (high - low) / Math.max(1, most - 1);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (double candidate : STEPS) {
            if (candidate * power >= rough * (1 - 1e-9)) {
                step = candidate * power;
                break;
            }
        }
        List<Tick> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        int digits = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        for (long k = first; k <= last; k++) {
            ticks.add(new Tick(k * step, linearLabel(k * step, step, digits)));
        }
        return ticks;
    }

    private static String linearLabel(double value, double step, int digits) {
        if (value == 0) {
            return "0";
        }
        double size = Math.max(Math.abs(value), step);
        if (size >= 1e6 || digits > 5) {
            return scientific(value);
        }
        return minus(
                new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString());
    }

    private static String scientific(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return (mantissa.equals("1") ? "" : minus(mantissa) + "·") + "10" + superscript(exponent);
    }

    private static List<Tick> logarithmic(double low, double high, int most) {
        boolean plain = low >= 0.9e-3 && high <= 1.1e4;
        List<Tick> decades = logarithmic(low, high, DECADES, 1, plain);
        if (decades.size() > most) {
            int every = Math.ceilDiv(decades.size(), most);
            return logarithmic(low, high, DECADES, every, plain);
        }
        if (decades.size() >= 4 || (decades.size() == 3 && !plain)) {
            return decades;
        }
        for (double[] within : List.of(new double[] {1, 2, 5}, new double[] {1, 3})) {
            List<Tick> ticks = logarithmic(low, high, within, 1, plain);
            if (ticks.size() >= 2 && ticks.size() <= most) {
                return ticks;
            }
        }
        return decades.size() >= 2 ? decades : linear(low, high, most);
    }

    private static List<Tick> logarithmic(double low, double high, double[] within, int every, boolean plain) {
        int from = (int) Math.floor(Math.log10(low) + 1e-9);
        int to = (int) Math.ceil(Math.log10(high) - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (int e = from; e <= to; e++) {
            for (double m : within) {
                double value = m * Math.pow(10, e);
                boolean inside = value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
                if (inside && Math.floorMod(e, every) == 0) {
                    ticks.add(new Tick(value, logLabel(m, e, plain)));
                }
            }
        }
        return ticks;
    }

    private static String logLabel(double m, int exponent, boolean plain) {
        if (plain) {
            return BigDecimal.valueOf((long) m).scaleByPowerOfTen(exponent).toPlainString();
        }
        return (m == 1 ? "" : (long) m + "·") + "10" + superscript(exponent);
    }

    private static String superscript(int exponent) {
        StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }
}
