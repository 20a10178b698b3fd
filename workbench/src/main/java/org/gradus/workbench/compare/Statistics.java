package org.gradus.workbench.compare;

import java.util.Arrays;

/** The little statistics that a fair verdict needs. */
final class Statistics {
    /** Student's t at 0.975 for 1 to 30 degrees of freedom. */
    private static final double[] TWO_SIDED = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private Statistics() {}

    static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        if (sorted.length % 2 == 1) {
            return sorted[half];
        }
        // Two infinities of one sign have no mean.
        return sorted[half - 1] == sorted[half] ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double t(int freedom) {
        return freedom > TWO_SIDED.length ? 1.96 : TWO_SIDED[freedom - 1];
    }

    /** Half the width of a 95 % confidence interval for the mean; NaN of one value, infinite where a value is. */
    static double meanInterval(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double deviation = deviation(values);
        return Double.isNaN(deviation)
                ? Double.POSITIVE_INFINITY
                : t(values.length - 1) * deviation / Math.sqrt(values.length);
    }

    /**
     * Whether a further value of the same kind would be above zero, with 97.5 % probability if the values are normal: the lower
     * end of a prediction interval.
     */
    static boolean nextIsPositive(double[] values) {
        if (values.length < 2) {
            return false;
        }
        if (Arrays.stream(values).allMatch(v -> v == Double.POSITIVE_INFINITY)) {
            return true;
        }
        double mean = mean(values);
        double width = t(values.length - 1) * deviation(values) * Math.sqrt(1 + 1.0 / values.length);
        return mean - width > 0;
    }
}
