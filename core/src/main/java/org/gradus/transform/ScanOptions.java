package org.gradus.transform;

import org.gradus.error.ArgumentException;

/**
 * How a scan goes.
 *
 * @param reverse whether the last entry comes first
 * @param segments into how many segments the scan is cut for its reverse derivative, which keeps the carry at the start of
 *     each segment and, of one segment at a time, the carry before each step: {@code segments + steps / segments} carries
 *     instead of one for each step, for one more evaluation. About √steps is least
 */
public record ScanOptions(boolean reverse, int segments) {
    /** First entry first, one segment. */
    public static final ScanOptions DEFAULT = new ScanOptions(false, 1);

    /**
     * Checks the options.
     *
     * @throws ArgumentException when there is not at least one segment
     */
    public ScanOptions {
        if (segments < 1) {
            throw new ArgumentException("scan: " + segments + " segments asked for", "ask for one or more");
        }
    }

    /**
     * The other direction.
     *
     * @return options by which the last entry comes first
     */
    public ScanOptions reversed() {
        return new ScanOptions(true, segments);
    }

    /**
     * Another number of segments.
     *
     * @param count one or more
     * @return options with so many segments
     * @throws ArgumentException when it is not positive
     */
    public ScanOptions withSegments(int count) {
        return new ScanOptions(reverse, count);
    }
}
