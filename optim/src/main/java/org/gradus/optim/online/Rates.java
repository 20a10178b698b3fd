package org.gradus.optim.online;

import org.gradus.error.ArgumentException;

/** Refuses settings that no learner can work with. */
final class Rates {
    private Rates() {}

    static void check(String owner, double rate, boolean others, String what) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY && others)) {
            throw new ArgumentException(
                    owner + ": rate " + rate + ", or another setting, is out of its range",
                    "give a positive rate and " + what);
        }
    }
}
