package org.gradus.workbench.minimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.gradus.optim.Counts;
import org.gradus.optim.Solution;
import org.gradus.solve.Multipliers;
import org.gradus.workbench.minimize.MinimizeResult.Minimum;
import org.gradus.workbench.minimize.MinimizeResult.Outcome;
import org.gradus.workbench.report.Json;

/** A result as one JSON object. A number that is not finite is null, and the reason says so. */
public final class MinimizeJson {
    private MinimizeJson() {}

    /**
     * The object.
     *
     * @param result the result
     * @return keys and values
     */
    public static Map<String, Object> of(MinimizeResult result) {
        Outcome outcome = result.outcome();
        Solution<double[]> s = outcome.solution();
        Counts counts = s.counts();
        List<String> reasons = new ArrayList<>(List.of(s.detail()));
        Map<String, Object> json = Json.object("command", "minimize");
        json.put("solution", list("solution", s.point(), reasons));
        json.put("value", number("value", s.value(), reasons));
        json.put("gradient_norm", number("gradient_norm", s.gradientNorm(), reasons));
        json.put("max_violation", number("max_violation", outcome.violation(), reasons));
        json.put("status", MinimizeText.word(s));
        json.put("reason", "");
        json.put("method", outcome.method());
        json.put("method_reason", result.why());
        json.put("criterion", s.status().name());
        json.put("iterations", counts.iterations());
        json.put("function_evaluations", counts.values());
        json.put("gradient_evaluations", counts.gradients());
        json.put("hessian_products", counts.products());
        json.put(
                "standard_deviations",
                outcome.deviations() == null ? null : list("standard_deviations", outcome.deviations(), reasons));
        json.put(
                "confidence_95",
                outcome.halfWidths() == null ? null : list("confidence_95", outcome.halfWidths(), new ArrayList<>()));
        json.put("active_bounds", MinimizeText.active(result));
        if (outcome.multipliers().isPresent()) {
            Multipliers m = outcome.multipliers().get();
            json.put(
                    "multipliers",
                    Json.object(
                            "equalities",
                            list("multipliers", m.lambda(), reasons),
                            "inequalities",
                            list("multipliers", m.mu(), reasons)));
        }
        if (result.starts() > 1) {
            json.put("starts", result.starts());
            json.put(
                    "minima",
                    result.minima().stream().map(MinimizeJson::minimum).toList());
        }
        json.put("seconds", result.seconds());
        json.put("reason", String.join("; ", reasons));
        return json;
    }

    private static Object minimum(Minimum minimum) {
        return Json.object(
                "solution",
                DoubleStream.of(minimum.point()).boxed().toList(),
                "value",
                minimum.value(),
                "found",
                minimum.found());
    }

    private static Double number(String name, double number, List<String> reasons) {
        if (!Double.isFinite(number)) {
            reasons.add(name + " is " + number);
            return null;
        }
        return number;
    }

    private static List<Double> list(String name, double[] numbers, List<String> reasons) {
        List<Double> list = new ArrayList<>();
        boolean told = false;
        for (int i = 0; i < numbers.length; i++) {
            boolean finite = Double.isFinite(numbers[i]);
            if (!finite && !told) {
                reasons.add(name + "[" + i + "] is " + numbers[i] + hint(name, numbers[i]));
                told = true;
            }
            list.add(finite ? numbers[i] : null);
        }
        return list;
    }

    private static String hint(String name, double number) {
        if (!name.equals("standard_deviations")) {
            return "";
        }
        return Double.isNaN(number)
                ? ": the parameter is at a bound, or there are not more residuals than parameters"
                : ": the residuals do not determine the parameter";
    }
}
