package org.gradus.workbench.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.workbench.inspect.Inspection.Curvature;
import org.gradus.workbench.inspect.Inspection.Sensitivity;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.report.Text;

/** The plots of an inspection, which its page and the PNG files share. */
public final class InspectionPlots {
    private static final int MOST_ROWS = 30;
    private static final int GRID = 300;

    private InspectionPlots() {}

    /**
     * All plots.
     *
     * @param seen the inspection
     * @param top how many rows and hyperparameters are shown
     * @return the plots by the names of their files, without {@code .png}
     */
    public static Map<String, Plot> of(Inspection seen, int top) {
        int most = Math.min(top, MOST_ROWS);
        Map<String, Plot> plots = new LinkedHashMap<>();
        plots.put("spectrum", spectrum(seen.curvature()));
        if (seen.influence().rows().stream().anyMatch(row -> row.effect() != 0)) {
            plots.put("influence", influence(seen, most));
        }
        if (seen.sensitivities().stream().anyMatch(s -> s.predictions() > 0)) {
            plots.put("sensitivity", sensitivity(seen, most));
        }
        plots.putAll(LossPlots.of(seen.run()));
        return plots;
    }

    /** Over the logarithm of the eigenvalue where all are positive; else over the eigenvalue. */
    private static Plot spectrum(Curvature c) {
        double largest = c.top().getFirst();
        double floor = Curvature.FLAT * Math.abs(largest);
        String description = "The share of the " + c.unknowns()
                + " eigenvalues of the Hessian around each size. The largest is " + Text.number(largest) + ".";
        List<String> notes = new ArrayList<>();
        if (c.negative() || !(largest > 0)) {
            double low = Math.min(c.smallest(), c.density().values()[0]);
            double width = Math.max((largest - low) / 60, 1e-300);
            double[] x = IntStream.rangeClosed(0, GRID)
                    .mapToDouble(i -> low - 3 * width + (largest - low + 6 * width) * i / GRID)
                    .toArray();
            double[] y = java.util.Arrays.stream(x)
                    .map(v -> c.density().density(v, width) * width)
                    .toArray();
            return new Plot.Lines(
                    "Spectrum of the Hessian",
                    description,
                    Axis.linear("eigenvalue"),
                    Axis.linear("share"),
                    List.of(new Series("share", x, y, Series.Style.LINE)),
                    List.of(new Plot.Reference("0", 0, true)),
                    notes);
        }
        double[] values = c.density().values();
        double[] weights = c.density().weights();
        double least =
                java.util.Arrays.stream(values).filter(v -> v > floor).min().orElse(largest / 10);
        double from = Math.log(least) - 0.5;
        double to = Math.log(largest) + 0.5;
        double width = (to - from) / 50;
        double[] x = IntStream.rangeClosed(0, GRID)
                .mapToDouble(i -> from + (to - from) * i / GRID)
                .toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < values.length; k++) {
                if (values[k] > floor) {
                    double d = (x[i] - Math.log(values[k])) / width;
                    y[i] += weights[k] * Math.exp(-0.5 * d * d) / (width * Math.sqrt(2 * Math.PI)) * Math.log(10);
                }
            }
        }
        if (c.flat() > 0.5 / c.unknowns()) {
            notes.add("Not shown: about " + Text.percent(c.flat())
                    + " of the eigenvalues, which are 0 but for rounding.");
        }
        return new Plot.Lines(
                "Spectrum of the Hessian",
                description,
                Axis.log("eigenvalue"),
                Axis.linear("share a decade"),
                List.of(new Series(
                        "share a decade",
                        java.util.Arrays.stream(x).map(Math::exp).toArray(),
                        y,
                        Series.Style.LINE)),
                List.of(),
                notes);
    }

    private static Plot influence(Inspection seen, int most) {
        List<Plot.Row> rows = Stream.concat(
                        seen.influence().mostHarmful(most).stream(),
                        seen.influence().mostHelpful(most).reversed().stream())
                .map(row -> new Plot.Row("row " + row.number() + " (" + row.target() + ")", List.of(row.effect())))
                .toList();
        return new Plot.Rows(
                "The training rows that the validation loss depends on most",
                "What the validation loss would change by without each row: on top those without which it would fall, below"
                        + " those without which it would rise.",
                Axis.linear("change of the validation loss without the row"),
                List.of("effect"),
                rows,
                OptionalDouble.of(0),
                Plot.Form.BARS,
                List.of());
    }

    private static Plot sensitivity(Inspection seen, int most) {
        String unit = seen.run().problem().model().classifies()
                ? "probability"
                : "'" + seen.run().problem().target() + "'";
        List<Sensitivity> shown = seen.sensitivities().stream().limit(most).toList();
        return new Plot.Rows(
                "Sensitivity of predictions",
                "How far the test rows' predictions move for an e-fold value of each hyperparameter: most for '"
                        + shown.getFirst().name() + "', "
                        + Text.number(shown.getFirst().predictions()) + ".",
                Axis.linear("root mean square change of " + unit),
                List.of("predictions"),
                shown.stream()
                        .map(s -> new Plot.Row(s.name(), List.of(s.predictions())))
                        .toList(),
                OptionalDouble.of(0),
                Plot.Form.BARS,
                List.of());
    }
}
