package org.gradus.workbench.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.gradus.workbench.tune.TuneRun.Progress;

/** Shows progress on a stream until it is closed. */
public interface ProgressView extends Progress, AutoCloseable {

    /**
     * The view that suits the stream.
     *
     * @param stream standard error
     * @param terminal whether a person watches it: a bar then, lines otherwise
     * @param clock the time in nanoseconds
     * @return the view
     */
    static ProgressView on(PrintStream stream, boolean terminal, LongSupplier clock) {
        return terminal ? new BarView(stream, clock) : new LineView(stream, clock);
    }

    @Override
    void close();
}
