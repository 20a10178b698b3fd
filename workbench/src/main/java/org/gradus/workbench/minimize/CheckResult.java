package org.gradus.workbench.minimize;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.gradus.workbench.report.Json;

/**
 * The derivatives of a file's problem at a point, three ways.
 *
 * @param name of the class
 * @param at the point
 * @param value there
 * @param reverse the gradient in reverse mode
 * @param forward the gradient in forward mode
 * @param differences the gradient by extrapolated central differences
 * @param errors of the differences, estimated
 * @param relative each component's largest difference between modes, and between modes and differences, beside its size
 * @param agrees whether no component disagrees beyond the error of the differences
 * @param condition of the Hessian (of JᵀJ for residuals), NaN when it could not be had
 * @param warnings kinks, casts, components that disagree
 * @param notes further remarks on what was compared
 */
@SuppressWarnings("ArrayRecordComponent")
public record CheckResult(
        String name,
        double[] at,
        double value,
        double[] reverse,
        double[] forward,
        double[] differences,
        double[] errors,
        double[] relative,
        boolean agrees,
        double condition,
        List<String> warnings,
        List<String> notes) {

    /** Copies the lists. */
    public CheckResult {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    double worst() {
        return DoubleStream.of(relative)
                .map(r -> Double.isNaN(r) ? Double.POSITIVE_INFINITY : r)
                .max()
                .orElse(0);
    }

    /**
     * The result as one JSON object.
     *
     * @return keys and values
     */
    public Map<String, Object> json() {
        return Json.object(
                "command",
                "check",
                "at",
                list(at),
                "value",
                value,
                "gradient_reverse",
                list(reverse),
                "gradient_forward",
                list(forward),
                "finite_difference",
                list(differences),
                "finite_difference_error",
                list(errors),
                "max_relative_difference",
                worst(),
                "hessian_condition",
                condition,
                "agrees",
                agrees,
                "warnings",
                warnings,
                "notes",
                notes);
    }

    private static List<Double> list(double[] numbers) {
        return DoubleStream.of(numbers).boxed().toList();
    }
}
