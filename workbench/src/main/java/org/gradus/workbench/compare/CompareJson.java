package org.gradus.workbench.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;

/** A comparison as a JSON object. */
public final class CompareJson {
    private CompareJson() {}

    /**
     * The object that {@code gradus compare --json} prints.
     *
     * @param results a result for each problem
     * @param plan how much was run
     * @param recommendation in words
     * @param seconds all in all
     * @return keys in a fixed order
     */
    public static Map<String, Object> of(
            List<Comparison.Result> results, Comparison.Plan plan, List<String> recommendation, double seconds) {
        return Json.object(
                "command", "compare",
                "problems", results.stream().map(CompareJson::problem).toList(),
                "profiles", profiles(results),
                "recommendation", String.join(" ", recommendation),
                "tune", plan.tune(),
                "seeds", plan.seeds(),
                "seed", plan.seed(),
                "seconds", seconds);
    }

    private static Map<String, Object> problem(Comparison.Result result) {
        return Json.object(
                "problem", result.contest().id(),
                "title", result.contest().title(),
                "budget", result.budget(),
                "winner", result.verdict().winner().orElse(null),
                "verdict", result.verdict().words(),
                "close", result.verdict().close(),
                "methods",
                        result.standings().stream().map(CompareJson::standing).toList(),
                "left_out", result.left());
    }

    private static Map<String, Object> standing(Standing standing) {
        Curve middle = Comparison.middle(standing);
        return Json.object(
                "method", standing.method(),
                "learning_rate", Double.isNaN(standing.rate()) ? null : standing.rate(),
                "median_loss", standing.median(),
                "losses", standing.curves().stream().map(Curve::last).toList(),
                "score", standing.score(),
                "score_interval", standing.interval(),
                "broken_runs", standing.broken(),
                "tried",
                        standing.tried().stream()
                                .map(t -> Json.object("learning_rate", t[0], "loss", t[1]))
                                .toList(),
                "curve", Json.object("work", list(middle.work()), "loss", list(middle.values())),
                "seconds", standing.seconds());
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static Map<String, Object> profiles(List<Comparison.Result> results) {
        Map<String, Object> shares = new java.util.LinkedHashMap<>();
        Profiles.of(results).forEach((method, ratios) -> shares.put(method, list(ratios)));
        return shares;
    }
}
