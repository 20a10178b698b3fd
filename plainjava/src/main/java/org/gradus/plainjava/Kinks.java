package org.gradus.plainjava;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what makes a function not smooth. */
final class Kinks {
    private Kinks() {}

    static List<Kink> of(Graph graph) {
        Activity activity = new Activity(graph, new Memory(graph), List.copyOf(graph.params));
        Set<Kink> all = new LinkedHashSet<>();
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                boolean depends = false;
                for (Node operand : n.in) {
                    depends |= activity.isVaried(operand);
                }
                String what = depends ? describe(n) : null;
                if (what != null) {
                    all.add(new Kink(n.line, what));
                }
            }
        }
        return List.copyOf(all);
    }

    private static String describe(Node n) {
        return switch (n.op) {
            case CONVERT ->
                n.isReal()
                        ? null
                        : "a number that depends on the argument is cast to "
                                + n.kind.upperBound().displayName() + ": its derivative is zero there by definition";
            case COMPARE_LESS, COMPARE_GREATER ->
                "a number that depends on the argument is compared: the derivative is the one of the way taken";
            case REM -> "% of a number that depends on the argument jumps: the derivative is the one between jumps";
            case MATH, CALL -> ofFunction(((Call) n.data).name());
            default -> null;
        };
    }

    private static String ofFunction(String name) {
        if (MathRules.STEPS.contains(name) || name.equals("round")) {
            return name + " of a number that depends on the argument: its derivative is zero there by definition";
        }
        return switch (name) {
            case "abs" -> "abs has a kink at 0, where its derivative counts as 0";
            case "max", "min" -> name + " has a kink where its arguments are equal: each counts half there";
            case "IEEEremainder" -> "IEEEremainder jumps: the derivative is the one between jumps";
            default -> null;
        };
    }
}
