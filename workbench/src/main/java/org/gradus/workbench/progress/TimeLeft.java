package org.gradus.workbench.progress;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How long the rest of some equal steps will take: half by the mean of all steps, half by that of the last few, which follows
 * when steps become faster or slower. Nothing is said before there is something to go by.
 */
final class TimeLeft {
    private static final double SECOND = 1e9;
    private static final double LATEST = 0.3;
    private static final double LEAST_SECONDS = 2;
    private static final int COARSE = 5;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private final LongSupplier clock;
    private long steps;
    private long began;
    private long reported;
    private long done;
    private double recent;

    /**
     * A clock that stands.
     *
     * @param clock the time in nanoseconds
     */
    TimeLeft(LongSupplier clock) {
        this.clock = clock;
    }

    /** Steps begin. */
    void begin(long many) {
        steps = many;
        began = clock.getAsLong();
        reported = began;
        done = 0;
        recent = 0;
    }

    /** So many are done. */
    void done(long many) {
        if (many <= done) {
            return;
        }
        long now = clock.getAsLong();
        double each = (now - reported) / SECOND / (many - done);
        recent = done == 0 ? each : recent + LATEST * (each - recent);
        reported = now;
        done = many;
    }

    /** The seconds since the begin. */
    double elapsed() {
        return (clock.getAsLong() - began) / SECOND;
    }

    /** The seconds that are left, where that can be said. */
    OptionalDouble seconds() {
        if (done == 0 || steps == 0 || elapsed() < LEAST_SECONDS) {
            return OptionalDouble.empty();
        }
        double mean = (reported - began) / SECOND / done;
        double rest = (steps - done) * (mean + recent) / 2;
        double since = (clock.getAsLong() - reported) / SECOND;
        return OptionalDouble.of(Math.max(0, rest - since));
    }

    /** The time left in round numbers, as {@code about 40 s left}; empty when it is not known. */
    String text() {
        OptionalDouble left = seconds();
        if (left.isEmpty()) {
            return "";
        }
        long seconds = (long) Math.ceil(left.getAsDouble() / COARSE) * COARSE;
        if (seconds < 2 * MINUTE) {
            return "about " + Math.max(COARSE, seconds) + " s left";
        }
        long minutes = Math.round(left.getAsDouble() / MINUTE);
        return minutes < 2 * MINUTE
                ? "about " + minutes + " min left"
                : "about " + Math.round(left.getAsDouble() / HOUR) + " h left";
    }
}
