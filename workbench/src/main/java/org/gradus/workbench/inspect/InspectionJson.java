package org.gradus.workbench.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.inspect.Inspection.Curvature;
import org.gradus.workbench.inspect.Inspection.Row;
import org.gradus.workbench.report.Json;

/** An inspection as the object that {@code --json} prints. */
public final class InspectionJson {
    /** How finely the spectrum is written. */
    private static final int POINTS = 2000;

    private InspectionJson() {}

    /**
     * Makes the object.
     *
     * @param seen the inspection
     * @param top how many rows and hyperparameters are listed
     * @param page the page that was written, empty when there is none
     * @return the object
     */
    public static Map<String, Object> of(Inspection seen, int top, String page) {
        Curvature c = seen.curvature();
        double[] values = c.density().values();
        double[] weights = c.density().weights();
        int points = Math.min(values.length, POINTS);
        return Json.object(
                "command", "inspect",
                "parameters", c.unknowns(),
                "residual", seen.residual(),
                "damping", seen.damping(),
                "linear_residual", seen.linearResidual(),
                "curvature",
                        Json.object(
                                "top", c.top(),
                                "smallest", c.smallest(),
                                "smallest_error", c.smallestError(),
                                "exact", c.exact(),
                                "negative", c.negative(),
                                "flat_share", c.flat(),
                                "condition", c.condition(),
                                "spectrum",
                                        Json.object(
                                                "values",
                                                Arrays.stream(values, 0, points)
                                                        .boxed()
                                                        .toList(),
                                                "shares",
                                                Arrays.stream(weights, 0, points)
                                                        .boxed()
                                                        .toList())),
                "influence",
                        Json.object(
                                "validation_loss", seen.influence().validationLoss(),
                                "helpful", rows(seen.influence().mostHelpful(top)),
                                "harmful", rows(seen.influence().mostHarmful(top))),
                "hyperparameters", seen.hyperparameters(),
                "sensitivity",
                        seen.sensitivities().stream()
                                .limit(top)
                                .map(s -> Json.object(
                                        "name", s.name(),
                                        "value", s.value(),
                                        "predictions", s.predictions(),
                                        "validation_loss", s.validationLoss()))
                                .toList(),
                "notes", InspectionText.notes(seen),
                "page", page.isEmpty() ? null : page);
    }

    private static List<Map<String, Object>> rows(List<Row> rows) {
        return rows.stream()
                .map(row -> Json.object(
                        "row", row.number(), "target", row.target(), "loss", row.loss(), "effect", row.effect()))
                .toList();
    }
}
