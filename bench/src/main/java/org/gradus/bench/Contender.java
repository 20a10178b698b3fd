package org.gradus.bench;

import java.io.IOException;

/** One of those that run a workload in turn. */
interface Contender {
    /** Who it is. */
    String name();

    /** Runs for about a second. */
    void round() throws IOException;

    /** Seconds a call, at best. */
    double best();

    /** Seconds a call, the median. */
    double median();
}
