package org.gradus.workbench.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;

/**
 * The shares of a split in percent, written {@code 60/20/20}.
 *
 * @param train the share to fit on
 * @param validation the share to choose hyperparameters by
 * @param test the share that is looked at once, at the end
 */
public record SplitShares(int train, int validation, int test) {

    /** 60 % to fit on, as much to choose by as to judge by. */
    public static final SplitShares DEFAULT = new SplitShares(60, 20, 20);

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,3})/(\\d{1,3})/(\\d{1,3})\\s*");

    /**
     * Checks the shares.
     *
     * @throws ArgumentException when one is not positive or they do not make 100
     */
    public SplitShares {
        int sum = train + validation + test;
        if (train <= 0 || validation <= 0 || test <= 0 || sum != 100) {
            throw refused(train + "/" + validation + "/" + test, sum == 100 ? "has an empty part" : "sums to " + sum);
        }
    }

    /**
     * Reads shares.
     *
     * @param text three whole percentages, for example {@code 60/20/20}
     * @return the shares
     * @throws ArgumentException when the text has another form, or the shares do not make 100
     */
    public static SplitShares parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text, "is not three whole numbers");
        }
        return new SplitShares(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    private static ArgumentException refused(String text, String reason) {
        return new ArgumentException(
                "tune: the split '" + text + "' " + reason,
                "give training/validation/test in percent, each above 0 and together 100, for example --split 60/20/20",
                SourceLine.UNKNOWN,
                null);
    }

    double[] fractions() {
        return new double[] {train / 100.0, validation / 100.0, test / 100.0};
    }

    @Override
    public String toString() {
        return train + "/" + validation + "/" + test;
    }
}
