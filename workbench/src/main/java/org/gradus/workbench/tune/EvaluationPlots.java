package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Plot.Lines;
import org.gradus.workbench.plot.Plot.Panels;
import org.gradus.workbench.plot.Plot.Reference;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Diagnostics.LearningPoint;
import org.gradus.workbench.tune.Evaluation.Bin;
import org.gradus.workbench.tune.Evaluation.Classes;
import org.gradus.workbench.tune.Evaluation.Residuals;

/** The plots of how good predictions are. */
final class EvaluationPlots {
    private static final int BINS = 20;
    /** Losses that differ by more are shown by their ratios. */
    private static final double WIDE = 20;

    /** A larger matrix cannot be read. */
    private static final int MOST_CLASSES = 24;

    private EvaluationPlots() {}

    static Map<String, Plot> of(TuneResult result) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        Evaluation.of(result).ifPresent(evaluation -> {
            evaluation.classes().ifPresent(classes -> {
                List<String> names = ((Task.Classification) result.problem().task()).classes();
                plots.put("calibration", calibration(classes, names));
                if (names.size() <= MOST_CLASSES) {
                    plots.put("confusion", confusion(classes, names));
                }
            });
            evaluation.numbers().ifPresent(residuals -> plots.put("residuals", residuals(result, residuals)));
            if (result.outcome().diagnostics().orElseThrow().learning().size() > 1) {
                plots.put("learning", learning(result));
            }
        });
        return plots;
    }

    private static Plot calibration(Classes classes, List<String> names) {
        String stated =
                names.size() == 2 ? "probability of '" + names.get(1) + "'" : "probability of the predicted class";
        String came = names.size() == 2 ? "share that is '" + names.get(1) + "'" : "share predicted right";
        List<Series> series = new ArrayList<>();
        series.add(new Series("perfect", new double[] {0, 1}, new double[] {0, 1}, Series.Style.GUIDE));
        for (Bin bin : classes.bins()) {
            double[] x = {bin.stated(), bin.stated()};
            series.add(new Series("interval", x, new double[] {bin.low(), bin.high()}, Series.Style.THIN));
        }
        series.add(new Series(
                came,
                classes.bins().stream().mapToDouble(Bin::stated).toArray(),
                classes.bins().stream().mapToDouble(Bin::share).toArray(),
                Series.Style.DOTS));
        Plot reliability = new Lines("", "", Axis.linear(stated), Axis.linear(came), series, List.of(), List.of());
        Plot frequency =
                new Plot.Histogram("", "", Axis.linear(stated), classes.stated(), BINS, List.of(), new double[] {0, 1});
        return new Panels(
                "Calibration on the test rows",
                "Above, the " + came + " by the " + stated + ", with 95 % intervals as upright lines; on the dashed"
                        + " diagonal they agree. The expected calibration error is " + Text.number(classes.error())
                        + ". Below, how often each probability is stated.",
                List.of(reliability, frequency));
    }

    private static Plot confusion(Classes classes, List<String> names) {
        int right = IntStream.range(0, names.size())
                .map(c -> classes.confusion().get(c).get(c))
                .sum();
        int all = classes.stated().length;
        return new Plot.Matrix(
                "Confusion on the test rows",
                right + " of " + Text.count(all, "test row")
                        + " are predicted right. Each row of the matrix is a true class, each"
                        + " column a predicted one.",
                "true class",
                "predicted class",
                names,
                classes.confusion(),
                List.of());
    }

    private static Plot residuals(TuneResult result, Residuals residuals) {
        String target = "'" + result.problem().target() + "'";
        int[] shown = Sample.of(residuals.predicted().length);
        double[] predicted =
                Arrays.stream(shown).mapToDouble(i -> residuals.predicted()[i]).toArray();
        double[] residual =
                Arrays.stream(shown).mapToDouble(i -> residuals.residual()[i]).toArray();
        Plot scatter = new Lines(
                "",
                "",
                Axis.linear("predicted " + target),
                Axis.linear("residual (true − predicted)"),
                List.of(new Series("residual", predicted, residual, Series.Style.DOTS)),
                List.of(new Reference("", 0, false)),
                List.of());
        double[] sorted = residuals.sorted();
        int[] quantiles = Sample.of(sorted.length);
        double[] normal = Arrays.stream(quantiles)
                .mapToDouble(i -> Residuals.normal(i, sorted.length))
                .toArray();
        double[] own = Arrays.stream(quantiles).mapToDouble(i -> sorted[i]).toArray();
        double[] ends = {normal[0], normal[normal.length - 1]};
        double[] line = Arrays.stream(ends)
                .map(q -> residuals.mean() + residuals.deviation() * q)
                .toArray();
        Plot quantile = new Lines(
                "",
                "",
                Axis.linear("quantile of the normal distribution"),
                Axis.linear("quantile of the residuals"),
                List.of(
                        new Series("normal", ends, line, Series.Style.GUIDE),
                        new Series("quantile", normal, own, Series.Style.DOTS)),
                List.of(),
                List.of());
        Plot histogram =
                new Plot.Histogram("", "", Axis.linear("residual of " + target), residuals.residual(), BINS, List.of());
        return new Panels(
                "Residuals on the test rows",
                "First, the residuals by the prediction; second, their quantiles by those of the normal distribution, on the"
                        + " dashed line where they are normal; third, how often each size occurs. Their mean is "
                        + Text.number(residuals.mean()) + " and their standard deviation "
                        + Text.number(residuals.deviation()) + ".",
                List.of(scatter, quantile, histogram));
    }

    private static Plot learning(TuneResult result) {
        List<LearningPoint> points =
                result.outcome().diagnostics().orElseThrow().learning();
        String loss = result.problem().model().loss();
        double[] losses = points.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.trainLoss(), p.validationLoss()))
                .toArray();
        double least = Arrays.stream(losses).min().orElseThrow();
        boolean wide = least > 0 && Arrays.stream(losses).max().orElseThrow() > WIDE * least;
        double[] rows = points.stream().mapToDouble(LearningPoint::rows).toArray();
        return new Lines(
                "Learning curve",
                "The " + loss
                        + " by the number of training rows, at the tuned hyperparameters: on the validation rows from "
                        + Text.number(points.getFirst().validationLoss()) + " with "
                        + points.getFirst().rows() + " rows to "
                        + Text.number(points.getLast().validationLoss()) + " with all "
                        + points.getLast().rows() + "; on the rows fitted to "
                        + Text.number(points.getLast().trainLoss()) + " at last.",
                Axis.linear("training rows"),
                wide ? Axis.log(loss) : Axis.linear(loss),
                List.of(
                        new Series(
                                "validation rows",
                                rows,
                                points.stream()
                                        .mapToDouble(LearningPoint::validationLoss)
                                        .toArray(),
                                Series.Style.LINE),
                        new Series(
                                "rows fitted to",
                                rows,
                                points.stream()
                                        .mapToDouble(LearningPoint::trainLoss)
                                        .toArray(),
                                Series.Style.LINE)),
                List.of(),
                List.of());
    }
}
