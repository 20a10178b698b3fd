package org.gradus.compile;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.program.Constant;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Structural;
import org.gradus.program.Variable;

/**
 * How a program runs, in words: its stages in order, what was fused into each, the arrays that each reads and writes, and
 * what bounds it.
 */
public final class Explanation {
    private final Map<Operand, String> names = new IdentityHashMap<>();

    private Explanation() {}

    /**
     * Explains a program.
     *
     * @param program a program after all passes
     * @return some lines for a person
     */
    public static String of(Program program) {
        return new Explanation().text(Fusion.planWithSmallParts(program));
    }

    private String text(Plan plan) {
        int input = 0;
        for (Variable variable : plan.program().inputs()) {
            names.put(variable, variable.name().isEmpty() ? "input " + input : variable.name());
            input++;
        }
        StringBuilder out = new StringBuilder();
        long flops = 0;
        long bytes = 0;
        List<Stage> stages = plan.stages();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            int number = i + 1;
            for (Variable variable : stage.outputs()) {
                names.put(
                        variable,
                        stage.outputs().size() == 1
                                ? "#" + number
                                : "#" + number + "." + stage.outputs().indexOf(variable));
            }
            Cost cost = Cost.of(stage);
            flops += cost.flops();
            bytes += cost.read() + cost.written();
            out.append(String.format(Locale.ROOT, "#%-3d %s%n", number, work(stage)));
            if (stage instanceof Region region) {
                out.append("     in ")
                        .append(new TileProgram(region, true).describe())
                        .append(System.lineSeparator());
            }
            out.append("     reads ")
                    .append(reads(stage))
                    .append(System.lineSeparator())
                    .append("     writes ")
                    .append(types(stage))
                    .append(System.lineSeparator())
                    .append(String.format(
                            Locale.ROOT,
                            "     %s, %s; bound by %s%n",
                            amount(cost.flops(), "flop"),
                            amount(cost.read() + cost.written(), "B"),
                            cost.bound()));
        }
        long equations = plan.program().equations().size();
        out.append(String.format(
                Locale.ROOT,
                "%d equations in %d kernels: %s, %s",
                equations,
                stages.size(),
                amount(flops, "flop"),
                amount(bytes, "B")));
        return out.toString();
    }

    private static String work(Stage stage) {
        return switch (stage) {
            case Stage.Single(Equation equation)
            when equation.op() instanceof Structural.Reshape -> "reshape: the same elements, not copied";
            case Stage.Single(Equation equation) -> {
                String attributes = equation.op().attributes();
                yield equation.op().mnemonic() + (attributes.isEmpty() ? "" : "{" + attributes + "}");
            }
            case Stage.Small small -> "numbers: " + counted(small.equations());
            case Region region ->
                "fused over " + region.shape() + ": "
                        + region.equations().stream()
                                .map(e -> e.op().mnemonic())
                                .collect(Collectors.joining(" "));
        };
    }

    /** How often each operation occurs, in the order of first occurrence. */
    private static String counted(List<Equation> equations) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        equations.forEach(e -> counts.merge(e.op().mnemonic(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private String reads(Stage stage) {
        String text = stage.inputs().stream().map(this::name).distinct().collect(Collectors.joining(", "));
        return text.isEmpty() ? "nothing" : text;
    }

    private String name(Operand operand) {
        return switch (operand) {
            case Variable v -> names.get(v) + ":" + v.type();
            case Constant c when c.value().isSplat() -> "a number";
            case Constant c -> "a constant:" + c.type();
        };
    }

    private static String types(Stage stage) {
        return stage.outputs().stream().map(v -> v.type().toString()).collect(Collectors.joining(", "));
    }

    private static String amount(long count, String unit) {
        if (count < 1000) {
            return count + " " + unit;
        }
        String[] prefixes = {"k", "M", "G", "T", "P"};
        double value = count;
        int prefix = -1;
        while (value >= 1000 && prefix < prefixes.length - 1) {
            value /= 1000;
            prefix++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s%s" : "%.0f %s%s", value, prefixes[prefix], unit);
    }
}
