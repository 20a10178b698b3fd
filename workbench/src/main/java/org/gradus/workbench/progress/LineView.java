package org.gradus.workbench.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.GridPoint;
import org.gradus.workbench.tune.OuterIteration;
import org.gradus.workbench.tune.Problem;

/**
 * Shows progress as lines: the first and the last outer iteration, and one a second between them; of what takes longer than
 * a few seconds before that, one every ten seconds.
 */
final class LineView implements ProgressView {
    private static final long BETWEEN = 1_000_000_000L;
    private static final long SELDOM = 10 * BETWEEN;

    private final PrintStream stream;
    private final LongSupplier clock;
    private final TimeLeft left;
    private long shownAt;
    private String name = "";
    private String unit = "";
    private long steps;
    private long points;
    private OuterIteration waiting;

    LineView(PrintStream stream, LongSupplier clock) {
        this.stream = stream;
        this.clock = clock;
        this.left = new TimeLeft(clock);
    }

    @Override
    public void began(Phase phase, long many) {
        begin(phase.toString(), phase.unit(), many);
    }

    private void begin(String what, String ofWhat, long many) {
        name = what;
        unit = ofWhat;
        steps = many;
        points = 0;
        left.begin(many);
        shownAt = clock.getAsLong() - SELDOM / 2;
    }

    @Override
    public void rows(long done) {
        left.done(done);
        if (done < steps && clock.getAsLong() - shownAt >= SELDOM) {
            shownAt = clock.getAsLong();
            String rest = left.text();
            stream.println(
                    name + ": " + done + " of " + Text.count(steps, unit, unit) + (rest.isEmpty() ? "" : ", " + rest));
        }
    }

    @Override
    public void prepared(Problem problem) {
        stream.println(ProgressText.prepared(problem));
        stream.println(ProgressText.model(problem));
    }

    @Override
    public void stage(Stage stage, int many) {
        begin(stage.toString(), "steps", many);
        stream.println(stage + ": " + Text.count(many, "step") + " at most");
    }

    @Override
    public void gridPoint(GridPoint point) {
        rows(++points);
    }

    @Override
    public void outerIteration(OuterIteration iteration) {
        left.done(iteration.k());
        long now = clock.getAsLong();
        if (iteration.k() == 0 || now - shownAt >= BETWEEN) {
            show(iteration);
            shownAt = now;
        } else {
            waiting = iteration;
        }
    }

    private void show(OuterIteration iteration) {
        String rest = iteration.k() < steps && left.elapsed() >= SELDOM / 1e9 ? left.text() : "";
        stream.println("outer iteration " + iteration.k() + ": " + ProgressText.iteration(iteration) + ", "
                + Text.time(iteration.seconds()) + (rest.isEmpty() ? "" : ", " + rest + " at most"));
        waiting = null;
    }

    @Override
    public void close() {
        if (waiting != null) {
            show(waiting);
        }
    }
}
