package org.gradus.program;

import java.util.Locale;

/** Operations that carry a state along an axis; the result keeps the axis. */
public sealed interface Cumulative extends Op {

    /** What is made of the elements up to each position. */
    enum CumulativeFunction {
        /** Their sum, with compensated rounding errors (Neumaier). */
        SUM,
        /** Their product. */
        PROD,
        /** log Σ exp, without overflow. */
        LOGSUMEXP
    }

    /** Which element is sought. */
    enum Extreme {
        /** The first largest; the first NaN if there is one. */
        LARGEST,
        /** The first smallest; the first NaN if there is one. */
        SMALLEST
    }

    /**
     * y[k] = f(x[0], …, x[k]) along an axis; reversed, y[k] = f(x[k], …, x[n−1]).
     *
     * @param function which
     * @param axis the axis
     * @param reverse whether the elements from k to the last are joined, not those from the first to k
     */
    record Cumulate(CumulativeFunction function, int axis, boolean reverse) implements Cumulative {
        @Override
        public String mnemonic() {
            return "cum" + function.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String attributes() {
            return along(axis, reverse);
        }
    }

    /**
     * The index of the first extreme element among x[0], …, x[k] along an axis; reversed, among x[k], …, x[n−1].
     *
     * @param extreme which
     * @param axis the axis
     * @param reverse whether the elements from k to the last are looked at, not those from the first to k
     */
    record ArgCumulate(Extreme extreme, int axis, boolean reverse) implements Cumulative {
        @Override
        public String mnemonic() {
            return extreme == Extreme.LARGEST ? "argcummax" : "argcummin";
        }

        @Override
        public String attributes() {
            return along(axis, reverse);
        }
    }

    /**
     * {@code recurrence(a, b)}: y[k] = a[k]·y[k−1] + b[k] along an axis, y before the first being 0; reversed,
     * y[k] = a[k]·y[k+1] + b[k]. Its derivatives are such recurrences again.
     *
     * @param axis the axis
     * @param reverse whether it runs from the last element to the first
     * @param annihilating whether a zero factor makes a·y zero even beside ∞ or NaN, as derivative programs want it
     */
    record Recurrence(int axis, boolean reverse, boolean annihilating) implements Cumulative {
        @Override
        public String mnemonic() {
            return "recurrence";
        }

        @Override
        public String attributes() {
            return along(axis, reverse) + (annihilating ? " annihilating" : "");
        }
    }

    private static String along(int axis, boolean reverse) {
        return "axis=" + axis + (reverse ? " reverse" : "");
    }
}
