package org.gradus.workbench.minimize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.optim.Iteration;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Figure;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Plot.Lines;
import org.gradus.workbench.plot.Plot.Panels;
import org.gradus.workbench.plot.Png;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.plot.Svg;
import org.gradus.workbench.report.AtomicFile;

/** The convergence of a run as a plot. */
public final class MinimizePlots {
    private MinimizePlots() {}

    /**
     * Writes {@code convergence.png} and {@code convergence.svg}.
     *
     * @param result the result
     * @param folder made when it is not there
     * @return the files
     */
    public static List<Path> write(MinimizeResult result, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Figure figure = Layouts.figure(convergence(result));
        Path png = folder.resolve("convergence.png");
        Path svg = folder.resolve("convergence.svg");
        AtomicFile.write(png, Png.render(figure));
        AtomicFile.write(svg, Svg.document(figure));
        return List.of(png, svg);
    }

    /** Height of the value above the last one, and the gradient norm, by iteration. */
    static Plot convergence(MinimizeResult result) {
        List<Iteration> history = result.outcome().solution().history();
        double last = result.outcome().solution().value();
        boolean falls = history.stream().anyMatch(i -> i.value() > last);
        String title = result.name() + ", " + result.outcome().method();
        Lines value = Lines.of(
                "",
                Axis.linear("iteration"),
                falls ? Axis.log("value above the last") : Axis.linear("value"),
                List.of(series("value", history, falls ? i -> i.value() - last : Iteration::value)));
        Lines gradient = Lines.of(
                "",
                Axis.linear("iteration"),
                Axis.log("gradient norm"),
                List.of(series("gradient norm", history, Iteration::gradientNorm)));
        String words = "The value and the gradient norm over " + (history.size() - 1) + " iterations";
        return new Panels(title, words, List.of(value, gradient));
    }

    private static Series series(String name, List<Iteration> history, ToDoubleFunction<Iteration> number) {
        double[] x = history.stream().mapToDouble(Iteration::k).toArray();
        double[] y = history.stream().mapToDouble(number).toArray();
        return new Series(name, x, y, Series.Style.LINE);
    }
}
