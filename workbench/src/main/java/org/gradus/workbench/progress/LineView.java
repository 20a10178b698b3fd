package org.gradus.workbench.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.GridPoint;
import org.gradus.workbench.tune.OuterIteration;
import org.gradus.workbench.tune.Problem;

/** Shows progress as lines: the first and the last iteration, and one a second between them. */
final class LineView implements ProgressView {
    private static final long BETWEEN = 1_000_000_000L;

    private final PrintStream stream;
    private final LongSupplier clock;
    private long shownAt;
    private OuterIteration waiting;

    LineView(PrintStream stream, LongSupplier clock) {
        this.stream = stream;
        this.clock = clock;
    }

    @Override
    public void prepared(Problem problem) {
        stream.println(ProgressText.prepared(problem));
        stream.println(ProgressText.model(problem));
    }

    @Override
    public void stage(Stage stage, int steps) {
        stream.println(stage + ": " + Text.count(steps, "step") + " at most");
    }

    @Override
    public void gridPoint(GridPoint point) {
        // 25 fits of a second each at most: the line of the stage is enough
    }

    @Override
    public void outerIteration(OuterIteration iteration) {
        long now = clock.getAsLong();
        if (iteration.k() == 0 || now - shownAt >= BETWEEN) {
            show(iteration);
            shownAt = now;
        } else {
            waiting = iteration;
        }
    }

    private void show(OuterIteration iteration) {
        stream.println("outer iteration " + iteration.k() + ": " + ProgressText.iteration(iteration) + ", "
                + Text.time(iteration.seconds()));
        waiting = null;
    }

    @Override
    public void close() {
        if (waiting != null) {
            show(waiting);
        }
    }
}
