package org.gradus.workbench.data;

/**
 * How much of a table is held in memory. What is more goes to temporary files. No number depends on it.
 *
 * <p>It is an eighth of the largest heap: a table is held as columns and as features for a while. The system property
 * {@code gradus.held} (bytes) sets it.
 */
final class Memory {
    private static final int SHARE = 8;

    private Memory() {}

    /** Whether so many numbers are held. */
    static boolean holds(long rows, long columns) {
        return rows * columns * Double.BYTES
                <= Long.getLong("gradus.held", Runtime.getRuntime().maxMemory() / SHARE);
    }
}
