package org.gradus.program;

import java.util.Locale;
import org.gradus.array.ArrayType;

/**
 * Pseudo-random numbers that depend on nothing but a key and parameters. The first operand holds keys of shape
 * {@code [..., 2]}; the axes before the last are a batch, and so are as many first axes of the other operands. Each key has
 * its own numbers, whatever stands beside it.
 */
public sealed interface Sampling extends Op {

    /** What is drawn without parameters. */
    enum Distribution {
        /** 64 random bits an element, of type {@code i64}. */
        BITS,
        /** Uniform on [0, 1). */
        UNIFORM,
        /** Standard normal, by inversion. */
        NORMAL,
        /** Exponential with mean 1, by inversion. */
        EXPONENTIAL,
        /** Density e^−|x|/2, by inversion. */
        LAPLACE,
        /** Distribution function 1/(1+e⁻ˣ), by inversion. */
        LOGISTIC,
        /** Density 1/(π(1+x²)), by inversion. */
        CAUCHY,
        /** Distribution function exp(−e⁻ˣ), by inversion. */
        GUMBEL,
        /** Permutations of the indices of the last axis, of type {@code i64}. */
        PERMUTATION
    }

    /** What is drawn element by element, with parameters of one shape. */
    enum Law {
        /** Gamma with a given shape, of the shape's type. */
        GAMMA(1),
        /** The logarithm of what {@link #GAMMA} gives for the same key. */
        LOG_GAMMA(1),
        /** Standard normal between a lower and an upper bound, of their type. */
        TRUNCATED_NORMAL(2),
        /** True with a given probability. */
        BERNOULLI(1),
        /** i64 counts with a given mean. */
        POISSON(1),
        /** i64 counts of successes among a number (i64) of trials with a given probability. */
        BINOMIAL(2),
        /** i64 numbers of trials up to the first success of a given probability. */
        GEOMETRIC(1),
        /** i64 numbers from a lower bound (i64) to below an upper bound (i64). */
        INTEGER(2);

        private final int parameters;

        Law(int parameters) {
            this.parameters = parameters;
        }

        /**
         * How many parameters there are.
         *
         * @return the number of operands after the keys
         */
        public int parameters() {
            return parameters;
        }

        /**
         * Tells whether numbers have a density, so that derivatives pass through them.
         *
         * @return false for truth values and whole numbers
         */
        public boolean isContinuous() {
            return this == GAMMA || this == LOG_GAMMA || this == TRUNCATED_NORMAL;
        }
    }

    /** What is drawn from the weights of categories, which stand along the last axis. */
    enum Choice {
        /** The index of one category, by logarithms of weights. */
        CATEGORY(1),
        /** The indices of all categories in the order of drawing without replacement, by logarithms of weights. */
        ORDER(1),
        /** How often each category is drawn in a number (i64) of trials, by weights. */
        COUNTS(2);

        private final int parameters;

        Choice(int parameters) {
            this.parameters = parameters;
        }

        /**
         * How many parameters there are.
         *
         * @return the number of operands after the keys
         */
        public int parameters() {
            return parameters;
        }
    }

    /**
     * {@code sample(key)}: numbers by Threefry-2x64.
     *
     * @param distribution what is drawn
     * @param type element type and shape drawn from each key
     */
    record Sample(Distribution distribution, ArrayType type) implements Sampling {
        @Override
        public String mnemonic() {
            return "sample";
        }

        @Override
        public String attributes() {
            return lower(distribution) + " " + type;
        }
    }

    /**
     * {@code sample_of(key, parameters…)}: one number for each element of the parameters.
     *
     * @param law what is drawn
     */
    record SampleOf(Law law) implements Sampling {
        @Override
        public String mnemonic() {
            return "sample_of";
        }

        @Override
        public String attributes() {
            return lower(law);
        }
    }

    /**
     * {@code choose(key, logits)}, or {@code choose(key, trials, weights)} for counts, of whose shape the numbers of trials
     * have all axes but the last.
     *
     * @param choice what is drawn
     */
    record Choose(Choice choice) implements Sampling {
        @Override
        public String mnemonic() {
            return "choose";
        }

        @Override
        public String attributes() {
            return lower(choice);
        }
    }

    /** {@code fold(key, number)}: another key for each i64 number. */
    record Fold() implements Sampling {
        @Override
        public String mnemonic() {
            return "fold";
        }
    }

    /** Which number {@link GammaSlope} gives. */
    enum SlopePart {
        /** dy/da. */
        VALUE,
        /** Its partial derivative in a. */
        SHAPE_DERIVATIVE,
        /** Its partial derivative in y. */
        LOG_DERIVATIVE
    }

    /**
     * {@code gamma_slope(a, y)}: how the logarithm y of a gamma number moves with the shape a while the distribution
     * function stays, element by element; what derivatives of {@link Law#GAMMA} are made of.
     *
     * @param part the slope itself or one of its derivatives
     */
    record GammaSlope(SlopePart part) implements Sampling {
        @Override
        public String mnemonic() {
            return "gamma_slope";
        }

        @Override
        public String attributes() {
            return lower(part);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
