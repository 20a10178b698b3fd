package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.workbench.report.Json;

/** A result as the object that {@code --json} prints. */
public final class TuneJson {
    private TuneJson() {}

    /**
     * Makes the object.
     *
     * @param result the result
     * @return the object; numbers that are not finite are written as null with a reason
     */
    public static Map<String, Object> of(TuneResult result) {
        TuneOutcome outcome = result.outcome();
        List<String> notes = new ArrayList<>(result.problem().findings().notes());
        notes.addAll(result.notes());
        Map<String, Object> table = result.problem().findings().json(result.problem());
        Map<String, Object> object = new LinkedHashMap<>(Json.object(
                "command", "tune",
                "rows", result.problem().rows(),
                "features", result.problem().features().size(),
                "hyperparameters", outcome.hyperparameters().size(),
                "validation_loss", three(outcome, Fit::validationLoss),
                "test_loss", three(outcome, Fit::testLoss),
                "test_score", three(outcome, Fit::testScore),
                "score", result.problem().model().score(),
                "hypergradient_norm", Json.object("first", outcome.firstNorm(), "last", outcome.lastNorm()),
                "outer_iterations", outcome.outerIterations(),
                "hypergradients", outcome.hypergradients(),
                "inner_iterations", outcome.innerIterations(),
                "dropped", table.get("dropped"),
                "imputed", table.get("imputed"),
                "duplicate_rows", table.get("duplicate_rows"),
                "class_rows", table.get("class_rows"),
                "notes", notes,
                "seconds", result.seconds(),
                "hyper", result.options().hyper().text(),
                "hypergradient", result.options().hypergradient().toString()));
        object.put("suspected_leakage", result.problem().findings().suspects());
        object.put("data", result.data().stream().map(DataFile::json).toList());
        plots(result, object);
        object.put("out", result.out().toString());
        outcome.evidence().ifPresent(evidence -> object.put("inner", inner(evidence)));
        return object;
    }

    /** The numbers behind the report's plots. */
    private static void plots(TuneResult result, Map<String, Object> object) {
        TuneOutcome outcome = result.outcome();
        object.put("grid_penalty", outcome.gridPenalty());
        object.put(
                "grid_curve",
                outcome.gridCurve().stream()
                        .map(p -> Json.object("penalty", p.penalty(), "validation_loss", p.validationLoss()))
                        .toList());
        object.put("history", outcome.history().stream().map(RunLog::object).toList());
        object.put(
                "hyperparameter_values",
                TunePlots.shown(result).stream()
                        .map(h -> Json.object("name", h.name(), "value", h.value()))
                        .toList());
        Evaluation.of(result)
                .ifPresent(evaluation -> object.putAll(evaluation.json(
                        result.problem(), outcome.diagnostics().orElseThrow())));
    }

    private static Map<String, Object> inner(InnerEvidence evidence) {
        return Json.object(
                "residual", evidence.residual(),
                "steps", evidence.steps(),
                "damping", evidence.damping(),
                "smallest_curvature", evidence.smallest(),
                "largest_curvature", evidence.largest(),
                "negative_curvature", evidence.negative());
    }

    private static Map<String, Object> three(TuneOutcome outcome, ToDoubleFunction<Fit> value) {
        return Json.object(
                "none", value.applyAsDouble(outcome.none()),
                "grid", value.applyAsDouble(outcome.grid()),
                "tuned", value.applyAsDouble(outcome.tuned()));
    }
}
