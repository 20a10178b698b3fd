package org.gradus.optim;

import org.gradus.error.ArgumentException;

/** Refuses numbers that no method can work with; those of schedules are checked by {@link Schedules}. */
final class Settings {
    private Settings() {}

    static void positive(String owner, String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not positive and finite", "give a positive number");
        }
    }

    static void notNegative(String owner, String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not a finite number of zero or more", "give 0 for none");
        }
    }

    static void decay(String owner, String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not in [0, 1)", "give a weight of the past such as 0.9");
        }
    }

    static void share(String owner, String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new ArgumentException(owner + ": " + name + " " + value + " is not in [0, 1]", "give a share");
        }
    }

    static void atLeast(String owner, String name, long least, long value) {
        if (value < least) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is below " + least, "give " + least + " or more");
        }
    }
}
