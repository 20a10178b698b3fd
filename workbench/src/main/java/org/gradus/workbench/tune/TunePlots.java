package org.gradus.workbench.tune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Plot.Form;
import org.gradus.workbench.plot.Plot.Lines;
import org.gradus.workbench.plot.Plot.Panels;
import org.gradus.workbench.plot.Plot.Reference;
import org.gradus.workbench.plot.Plot.Row;
import org.gradus.workbench.plot.Plot.Rows;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.report.Text;

/** The plots of a result, which the report and the PNG files share. */
public final class TunePlots {
    private static final int MOST_ROWS = 80;

    private TunePlots() {}

    /**
     * All plots.
     *
     * @param result the result
     * @return the plots by the names of their files, without {@code .png}
     */
    public static Map<String, Plot> of(TuneResult result) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        plots.put("convergence", convergence(result));
        plots.put("hyperparameters", hyperparameters(result));
        plots.put("grid", grid(result));
        plots.put("gap", gap(result));
        plots.putAll(EvaluationPlots.of(result));
        return plots;
    }

    static Plot convergence(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        String loss = "validation " + result.problem().model().loss();
        Plot losses = new Lines(
                "",
                "",
                Axis.linear("outer iteration"),
                Axis.linear(loss),
                List.of(series(loss, outcome, OuterIteration::validationLoss)),
                List.of(new Reference("best single penalty", outcome.grid().validationLoss(), false)),
                List.of());
        Plot norms = new Lines(
                "",
                "",
                Axis.linear("outer iteration"),
                Axis.log("hypergradient norm"),
                List.of(series("hypergradient norm", outcome, OuterIteration::hypergradientNorm)),
                List.of(),
                List.of());
        Optional<Plot> inner = inner(outcome);
        return new Panels(
                "Convergence",
                "Above, the " + loss + " by outer iteration: from " + first(outcome, OuterIteration::validationLoss)
                        + " to " + last(outcome, OuterIteration::validationLoss) + "; a dashed line marks that of the"
                        + " best single penalty, " + Text.number(outcome.grid().validationLoss())
                        + ". Below, the norm of the hypergradient on a logarithmic axis: from "
                        + Text.number(outcome.firstNorm()) + " to " + Text.number(outcome.lastNorm()) + "."
                        + (inner.isEmpty()
                                ? ""
                                : " Last, how exactly the inner problem and the linear system of its derivative are"
                                        + " solved."),
                Stream.concat(Stream.of(losses, norms), inner.stream()).toList());
    }

    private static Optional<Plot> inner(TuneOutcome outcome) {
        List<Series> series = Stream.of(
                        series("gradient norm of the inner problem", outcome, OuterIteration::optimalityResidual),
                        series("residual of the linear system", outcome, OuterIteration::linearResidual))
                .filter(s -> Arrays.stream(s.y()).anyMatch(v -> v > 0))
                .toList();
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lines(
                        "",
                        "",
                        Axis.linear("outer iteration"),
                        Axis.log("residual"),
                        series,
                        List.of(),
                        List.of()));
    }

    private static Series series(String name, TuneOutcome outcome, ToDoubleFunction<OuterIteration> value) {
        double[] k = outcome.history().stream().mapToDouble(OuterIteration::k).toArray();
        return new Series(name, k, outcome.history().stream().mapToDouble(value).toArray(), Series.Style.LINE);
    }

    private static String first(TuneOutcome outcome, ToDoubleFunction<OuterIteration> value) {
        return outcome.history().isEmpty()
                ? "nothing"
                : Text.number(value.applyAsDouble(outcome.history().getFirst()));
    }

    private static String last(TuneOutcome outcome, ToDoubleFunction<OuterIteration> value) {
        return outcome.history().isEmpty()
                ? "nothing"
                : Text.number(value.applyAsDouble(outcome.history().getLast()));
    }

    static Plot hyperparameters(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        List<Hyperparameter> sorted = sorted(outcome);
        int n = sorted.size();
        List<Hyperparameter> shown = shown(result.options().hyper(), sorted);
        Hyper hyper = result.options().hyper();
        String dashed = hyper.penalizes()
                ? "Dashed: the best single penalty of the grid, where the tuning began."
                : "Dashed: 1, where the tuning began.";
        List<String> notes = shown.size() == n
                ? List.of(dashed)
                : List.of(
                        dashed,
                        "Shown are the " + MOST_ROWS / 2 + " smallest "
                                + (hyper == Hyper.EXAMPLE_WEIGHTS ? "" : "and the " + MOST_ROWS / 2 + " largest ")
                                + "of " + n + " " + hyper.plural() + "; all are in " + OutputFolder.HYPERPARAMETERS
                                + ".");
        String plural =
                Character.toUpperCase(hyper.plural().charAt(0)) + hyper.plural().substring(1);
        return new Rows(
                hyper == Hyper.EXAMPLE_WEIGHTS ? "The most down-weighted training rows" : plural + " by feature",
                n == 0
                        ? "No hyperparameter was tuned."
                        : "The " + hyper.noun() + " of each " + of(hyper)
                                + " on a logarithmic axis, the smallest on top: from '"
                                + sorted.getFirst().name() + "' with "
                                + Text.brief(sorted.getFirst().value())
                                + " to '" + sorted.getLast().name() + "' with "
                                + Text.brief(sorted.getLast().value()) + ".",
                Axis.log(hyper.penalizes() ? "penalty (smaller: the feature may weigh more)" : hyper.noun()),
                List.of(hyper.noun()),
                shown.stream().map(h -> new Row(h.name(), List.of(h.value()))).toList(),
                OptionalDouble.of(hyper.penalizes() ? outcome.gridPenalty() : 1),
                Form.STEMS,
                notes);
    }

    private static List<Hyperparameter> sorted(TuneOutcome outcome) {
        return outcome.hyperparameters().stream()
                .sorted(Comparator.comparingDouble(Hyperparameter::value).thenComparing(Hyperparameter::name))
                .toList();
    }

    /** Of many only the ends; of weights only the small ones, which are what one looks for. */
    private static List<Hyperparameter> shown(Hyper hyper, List<Hyperparameter> sorted) {
        int n = sorted.size();
        if (hyper == Hyper.EXAMPLE_WEIGHTS) {
            return sorted.subList(0, Math.min(n, MOST_ROWS / 2));
        }
        return n <= MOST_ROWS
                ? sorted
                : Stream.concat(
                                sorted.stream().limit(MOST_ROWS / 2),
                                sorted.stream().skip(n - MOST_ROWS / 2))
                        .toList();
    }

    /** The hyperparameters that the plot shows, from the smallest. */
    static List<Hyperparameter> shown(TuneResult result) {
        return shown(result.options().hyper(), sorted(result.outcome()));
    }

    private static String of(Hyper hyper) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, FEATURE_SCALES -> "feature";
            case L2_PER_LAYER -> "layer";
            case EXAMPLE_WEIGHTS -> "training row";
        };
    }

    static Plot grid(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        String loss = "validation " + result.problem().model().loss();
        double[] penalties =
                outcome.gridCurve().stream().mapToDouble(GridPoint::penalty).toArray();
        double[] losses = outcome.gridCurve().stream()
                .mapToDouble(GridPoint::validationLoss)
                .toArray();
        return new Lines(
                "A single penalty for all features",
                "The " + loss + " by a single penalty on a logarithmic axis, with its least value "
                        + Text.number(outcome.grid().validationLoss()) + " at "
                        + Text.brief(outcome.gridPenalty()) + "; the tuned penalties have "
                        + Text.number(outcome.tuned().validationLoss()) + ".",
                Axis.log("penalty"),
                Axis.log(loss),
                List.of(new Series(loss, penalties, losses, Series.Style.LINE)),
                List.of(
                        new Reference("best: " + Text.brief(outcome.gridPenalty()), outcome.gridPenalty(), true),
                        new Reference("tuned", outcome.tuned().validationLoss(), false)),
                List.of());
    }

    static Plot gap(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        String loss = result.problem().model().loss();
        return new Rows(
                "Validation and test",
                "The " + loss + " on the validation and the test rows: without a penalty "
                        + pair(outcome.none()) + ", with the best single one " + pair(outcome.grid()) + ", tuned "
                        + pair(outcome.tuned()) + ".",
                Axis.log(loss),
                List.of("validation", "test"),
                List.of(
                        row("no penalty", outcome.none()),
                        row("best of the grid", outcome.grid()),
                        row("tuned", outcome.tuned())),
                OptionalDouble.empty(),
                Form.STEMS,
                List.of());
    }

    private static Row row(String name, Fit fit) {
        return new Row(name, List.of(fit.validationLoss(), fit.testLoss()));
    }

    private static String pair(Fit fit) {
        return Text.number(fit.validationLoss()) + " and " + Text.number(fit.testLoss());
    }
}
