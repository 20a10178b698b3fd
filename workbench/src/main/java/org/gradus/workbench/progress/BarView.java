package org.gradus.workbench.progress;

import java.io.PrintStream;
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

    private final PrintStream stream;
    private final Thread atInterrupt;
    private volatile ProgressBar bar;

    BarView(PrintStream stream) {
        this.stream = stream;
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
        stream.println(ProgressText.prepared(problem));
        stream.println(ProgressText.model(problem));
    }

    @Override
    public void stage(Stage stage, int steps) {
        end();
        bar = new ProgressBarBuilder()
                .setTaskName(stage.toString())
                .setInitialMax(steps)
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
        bar.step();
    }

    @Override
    public void outerIteration(OuterIteration iteration) {
        bar.setExtraMessage(" " + ProgressText.iteration(iteration));
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
