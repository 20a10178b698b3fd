package org.gradus.workbench.minimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.gradus.optim.Bounds;
import org.gradus.optim.Solution;
import org.gradus.solve.Multipliers;
import org.gradus.workbench.minimize.MinimizeResult.Minimum;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;

/** A result as people read it. */
public final class MinimizeText {
    private static final int SHOWN = 20;

    private MinimizeText() {}

    /**
     * How it ended in one word.
     *
     * @param solution the solution
     * @return converged, stopped or failed
     */
    public static String word(Solution<?> solution) {
        return switch (solution) {
            case Solution.Converged<?> _ -> "converged";
            case Solution.Stopped<?> _ -> "stopped";
            case Solution.Failed<?> _ -> "failed";
        };
    }

    /**
     * The exit status.
     *
     * @param solution the solution
     * @return 0 converged, 1 failed, 3 stopped by a limit
     */
    public static int exitStatus(Solution<?> solution) {
        return switch (solution) {
            case Solution.Converged<?> _ -> 0;
            case Solution.Stopped<?> _ -> 3;
            case Solution.Failed<?> _ -> 1;
        };
    }

    /** The bounds that hold with equality. */
    static List<Map<String, Object>> active(MinimizeResult result) {
        List<Map<String, Object>> active = new ArrayList<>();
        double[] x = result.outcome().solution().point();
        for (int i = 0; i < x.length; i++) {
            String side = side(result.bounds(), i, x[i]);
            if (!side.isEmpty()) {
                active.add(Json.object("index", i, "bound", side));
            }
        }
        return active;
    }

    private static String side(Bounds bounds, int i, double number) {
        double slack = 1e-12 * Math.max(1, Math.abs(number));
        if (number - bounds.lower()[i] <= slack) {
            return bounds.upper()[i] - number <= slack ? "fixed" : "lower";
        }
        return bounds.upper()[i] - number <= slack ? "upper" : "";
    }

    /**
     * Lines.
     *
     * @param result the result
     * @return what to print
     */
    public static List<String> lines(MinimizeResult result) {
        Solution<double[]> s = result.outcome().solution();
        List<String> lines = new ArrayList<>();
        lines.add(result.name() + ": " + word(s) + ": " + s.detail());
        lines.add("method: " + result.outcome().method() + " (" + result.why() + ")");
        lines.add("");
        double[] x = s.point();
        double[] deviations = result.outcome().deviations();
        for (int i = 0; i < Math.min(SHOWN, x.length); i++) {
            String deviation =
                    deviations == null || !Double.isFinite(deviations[i]) ? "" : "  ± " + Text.number(deviations[i]);
            String side = side(result.bounds(), i, x[i]);
            lines.add(String.format(
                            Locale.ROOT,
                            "  x[%d] = %s%s%s",
                            i,
                            x[i],
                            deviation,
                            side.isEmpty() ? "" : "  at its " + side + " bound")
                    .replace("fixed bound", "bounds"));
        }
        if (x.length > SHOWN) {
            lines.add("  and " + (x.length - SHOWN) + " more; --json has them all");
        }
        lines.add("");
        lines.add("value " + s.value() + ", gradient norm " + Text.number(s.gradientNorm())
                + (result.outcome().multipliers().isPresent()
                        ? ", largest violation " + Text.number(result.outcome().violation())
                        : ""));
        result.outcome().multipliers().ifPresent(m -> multipliers(m, lines));
        if (deviations != null) {
            lines.add("± are standard deviations, from the residuals at the solution");
        }
        if (result.starts() > 1) {
            lines.add(Text.count(result.starts(), "start") + ", "
                    + Text.count(result.minima().size(), "distinct minimum", "distinct minima") + ":");
            for (Minimum m :
                    result.minima().subList(0, Math.min(SHOWN, result.minima().size()))) {
                lines.add("  value " + m.value() + " found " + Text.count(m.found(), "time"));
            }
        }
        lines.add(s.counts() + ", " + Text.time(result.seconds()));
        return lines;
    }

    private static void multipliers(Multipliers m, List<String> lines) {
        if (m.lambda().length > 0) {
            lines.add("multipliers of equalities: " + shown(m.lambda()));
        }
        if (m.mu().length > 0) {
            lines.add("multipliers of inequalities: " + shown(m.mu()));
        }
    }

    private static String shown(double[] numbers) {
        String some =
                DoubleStream.of(numbers).limit(SHOWN).mapToObj(Text::number).collect(Collectors.joining(", "));
        return some + (numbers.length > SHOWN ? ", ..." : "");
    }
}
