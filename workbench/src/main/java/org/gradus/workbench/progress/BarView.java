package org.gradus.workbench.progress;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gradus.workbench.tune.GridPoint;
import org.gradus.workbench.tune.OuterIteration;
import org.gradus.workbench.tune.Problem;

/**
 * Shows progress as a bar for each stage, redrawn in place. When the run is interrupted, the line is ended, so that
 * what the terminal shows next begins on a line of its own.
 */
final class BarView implements ProgressView {
    private static final int WIDTH = 110;
    private static final int NARROWEST = 40;
    private static final int REDRAW_MILLIS = 100;

    /** What is done sooner needs no bar. */
    private static final double SHORT_SECONDS = 1;

    private final PrintStream stream;
    private final TimeLeft left;
    private final Thread atInterrupt;
    private volatile ProgressBar bar;
    private String name = "";
    private long steps;
    private long points;

    BarView(PrintStream stream, LongSupplier clock) {
        this.stream = stream;
        this.left = new TimeLeft(clock);
        this.atInterrupt = new Thread(() -> {
            if (bar != null) {
                stream.println();
            }
        });
        Runtime.getRuntime().addShutdownHook(atInterrupt);
    }

    private static int width() {
        try {
            return Math.max(NARROWEST, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "")) - 1);
        } catch (NumberFormatException e) {
            return WIDTH;
        }
    }

    @Override
    public void prepared(Problem problem) {
        end();
        stream.println(ProgressText.prepared(problem));
        stream.println(ProgressText.model(problem));
    }

    @Override
    public void began(Phase phase, long many) {
        begin(phase.toString(), many);
    }

    @Override
    public void rows(long done) {
        left.done(done);
        if (bar == null && steps > 0 && left.elapsed() >= SHORT_SECONDS) {
            open();
        }
        if (bar != null) {
            bar.setExtraMessage(" " + left.text());
            bar.stepTo(done);
        }
    }

    @Override
    public void stage(Stage stage, int many) {
        begin(stage.toString(), many);
        open();
    }

    private void begin(String what, long many) {
        end();
        name = what;
        steps = many;
        points = 0;
        left.begin(many);
    }

    private void open() {
        bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(steps)
                .hideEta()
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, width()))
                .build();
    }

    private void draw(String line) {
        stream.print("\r" + line);
        stream.flush();
    }

    @Override
    public void gridPoint(GridPoint point) {
        rows(++points);
    }

    @Override
    public void outerIteration(OuterIteration iteration) {
        left.done(iteration.k());
        String rest = iteration.k() < steps ? left.text() : "";
        bar.setExtraMessage(" " + ProgressText.iteration(iteration) + (rest.isEmpty() ? "" : ", " + rest + " at most"));
        bar.stepTo(iteration.k());
    }

    private void end() {
        ProgressBar open = bar;
        if (open != null) {
            open.close();
            bar = null;
            stream.println();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atInterrupt);
        } catch (IllegalStateException e) {
            // the virtual machine is already shutting down, and the hook has run
        }
    }
}
