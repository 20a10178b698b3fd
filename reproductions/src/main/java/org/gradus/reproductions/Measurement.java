package org.gradus.reproductions;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One statement of a check, measured.
 *
 * @param name what was measured
 * @param expected what the check says
 * @param measured what came out; 1 and 0 for true and false
 */
public record Measurement(String name, Expected expected, double measured) {

    /** What a check says of a number. */
    public sealed interface Expected {

        /**
         * Whether a number is as expected.
         *
         * @param measured the number; NaN never is
         * @return whether it is
         */
        boolean holds(double measured);

        /**
         * What is expected in words.
         *
         * @return for example {@code at most 0.1}
         */
        String words();

        /**
         * The number expected, where there is one.
         *
         * @return empty for bounds
         */
        default OptionalDouble value() {
            return OptionalDouble.empty();
        }

        /**
         * How far a number may be from it.
         *
         * @return empty for bounds
         */
        default OptionalDouble tolerance() {
            return OptionalDouble.empty();
        }
    }

    /**
     * A number.
     *
     * @param number what is expected
     * @param within the largest difference
     */
    public record Close(double number, double within) implements Expected {
        @Override
        public boolean holds(double measured) {
            return Math.abs(measured - number) <= within;
        }

        @Override
        public String words() {
            return text(number) + " ± " + text(within);
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.of(number);
        }

        @Override
        public OptionalDouble tolerance() {
            return OptionalDouble.of(within);
        }
    }

    /**
     * An upper bound.
     *
     * @param bound the bound
     */
    public record AtMost(double bound) implements Expected {
        @Override
        public boolean holds(double measured) {
            return measured <= bound;
        }

        @Override
        public String words() {
            return "at most " + text(bound);
        }
    }

    /**
     * A lower bound.
     *
     * @param bound the bound
     */
    public record AtLeast(double bound) implements Expected {
        @Override
        public boolean holds(double measured) {
            return measured >= bound;
        }

        @Override
        public String words() {
            return "at least " + text(bound);
        }
    }

    /**
     * An interval.
     *
     * @param low the lower bound
     * @param high the upper bound
     */
    public record Between(double low, double high) implements Expected {
        @Override
        public boolean holds(double measured) {
            return low <= measured && measured <= high;
        }

        @Override
        public String words() {
            return "from " + text(low) + " to " + text(high);
        }
    }

    /** A statement that is true or false. */
    public record True() implements Expected {
        @Override
        public boolean holds(double measured) {
            return measured == 1;
        }

        @Override
        public String words() {
            return "true";
        }
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e6
                ? String.format(Locale.ROOT, "%.0f", number)
                : Double.toString(number);
    }

    /**
     * Whether it came out as expected.
     *
     * @return false for NaN
     */
    public boolean passed() {
        return expected.holds(measured);
    }
}
