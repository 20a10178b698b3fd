package org.gradus.evaluate;

import java.util.List;
import java.util.function.DoublePredicate;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.program.Sampling.Choice;
import org.gradus.program.Sampling.Law;

/**
 * Refuses parameters for which a discrete distribution does not exist: no whole number could stand for "not a number".
 * Continuous distributions give NaN instead.
 */
final class SamplingParameters {
    private static final double LARGEST = 0x1p53;

    private SamplingParameters() {}

    static void check(Law law, List<NdArray> inputs) {
        NdArray first = inputs.get(1);
        NdArray last = inputs.getLast();
        switch (law) {
            case GAMMA, LOG_GAMMA, TRUNCATED_NORMAL -> {}
            case BERNOULLI -> check("bernoulli", "probability", last, p -> p >= 0 && p <= 1, "from 0 to 1");
            case POISSON ->
                check(
                        "poisson",
                        "rate",
                        last,
                        r -> r >= 0 && r <= LARGEST,
                        "from 0 to 2^53, counts beyond have no f64");
            case GEOMETRIC -> check("geometric", "probability", last, p -> p > 0 && p <= 1, "positive and at most 1");
            case BINOMIAL -> {
                trials("binomial", first);
                check("binomial", "probability", last, p -> p >= 0 && p <= 1, "from 0 to 1");
            }
            case INTEGER -> {
                for (int i = 0; i < first.size(); i++) {
                    if (first.getLong(i) >= last.getLong(i)) {
                        throw new ArgumentException(
                                "integers: element " + i + " lies from " + first.getLong(i) + " to below "
                                        + last.getLong(i) + ", where there is no number",
                                "give a lower bound that is below the upper one");
                    }
                }
            }
        }
    }

    static void check(Choice choice, List<NdArray> inputs) {
        NdArray weights = inputs.getLast();
        int columns = weights.shape().dim(weights.shape().rank() - 1);
        switch (choice) {
            case CATEGORY -> {
                logits("categorical", weights);
                some("categorical", weights, columns, w -> w > Double.NEGATIVE_INFINITY, "logits are all -∞");
            }
            case ORDER -> logits("permutation", weights);
            case COUNTS -> {
                trials("multinomial", inputs.get(1));
                check(
                        "multinomial",
                        "weight",
                        weights,
                        w -> w >= 0 && w < Double.POSITIVE_INFINITY,
                        "finite, 0 or more");
                some("multinomial", weights, columns, w -> w > 0, "weights are all 0");
            }
        }
    }

    private static void trials(String operation, NdArray trials) {
        check(operation, "number of trials", trials, n -> n >= 0 && n <= LARGEST, "from 0 to 2^53");
    }

    private static void logits(String operation, NdArray logits) {
        check(operation, "logit", logits, w -> w < Double.POSITIVE_INFINITY, "a number below ∞, -∞ for never");
    }

    private static void check(String operation, String what, NdArray values, DoublePredicate fits, String wanted) {
        int n = values.isSplat() ? Math.min(1, values.size()) : values.size();
        for (int i = 0; i < n; i++) {
            if (!fits.test(values.getDouble(i))) {
                throw new ArgumentException(
                        operation + ": " + what + " " + i + " is " + values.getDouble(i),
                        "give a " + what + " that is " + wanted);
            }
        }
    }

    private static void some(String operation, NdArray weights, int columns, DoublePredicate counts, String problem) {
        for (int row = 0; row * columns < weights.size(); row++) {
            boolean any = false;
            for (int i = 0; i < columns && !any; i++) {
                any = counts.test(weights.getDouble(row * columns + i));
            }
            if (!any) {
                throw new ArgumentException(
                        operation + ": the " + problem + " in row " + row, "give one category a chance");
            }
        }
    }
}
