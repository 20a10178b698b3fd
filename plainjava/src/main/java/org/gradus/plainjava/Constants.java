package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.Map;

/** Ints that are known when the code is read. */
final class Constants {
    private static final int DEEPEST = 16;

    private Constants() {}

    /** The value of an int, given those of some nodes; null when it depends on the run. */
    static Integer value(Node n, Map<Node, Integer> known) {
        return value(n, known, 0);
    }

    private static Integer value(Node n, Map<Node, Integer> known, int depth) {
        if (n.kind != TypeKind.INT || depth > DEEPEST) {
            return null;
        }
        if (known.containsKey(n)) {
            return known.get(n);
        }
        return switch (n.op) {
            case CONST -> n.data instanceof Integer i ? i : null;
            case LENGTH -> n.in[0].op == Op.NEW_ARRAY ? length(n.in[0]) : null;
            case ADD, SUB, MUL -> {
                Integer a = value(n.in[0], known, depth + 1);
                Integer b = a == null ? null : value(n.in[1], known, depth + 1);
                if (b == null) {
                    yield null;
                }
                yield switch (n.op) {
                    case ADD -> a + b;
                    case SUB -> a - b;
                    default -> a * b;
                };
            }
            default -> null;
        };
    }

    /** The length with which an array is made, or null when it is not known, or an error. */
    static Integer length(Node array) {
        Integer length = array.in[0].isConstant() && array.in[0].data instanceof Integer i ? i : null;
        return length == null || length < 0 ? null : length;
    }

    /** Whether a branch is taken, given the values of some nodes; null when that depends on the run. */
    static Boolean decide(Exit exit, Map<Node, Integer> known) {
        int[] values = new int[2];
        for (int k = 0; k < exit.in.length; k++) {
            Integer value = value(exit.in[k], known);
            if (value == null) {
                return null;
            }
            values[k] = value;
        }
        return Branches.decide(exit.branch, values[0], values[1]);
    }

    /** Makes ints constants and leaves out ways that are never taken; whether there was anything to do. */
    static boolean fold(Graph graph) {
        boolean any = false;
        for (Block b : graph.blocks) {
            for (Node n : b.nodes) {
                Integer value = n.isConstant() ? null : value(n, Map.of());
                if (value != null) {
                    n.op = Op.CONST;
                    n.data = value;
                    n.in = Node.NONE;
                    any = true;
                }
            }
            if (b.exit.kind == Exit.Kind.IF && b.exit.targets[0] != b.exit.targets[1]) {
                Boolean taken = decide(b.exit, Map.of());
                if (taken != null) {
                    Block never = b.exit.targets[taken ? 1 : 0];
                    b.exit = Exit.to(b.exit.targets[taken ? 0 : 1]);
                    Graph.removePredecessor(never, never.before.indexOf(b));
                    any = true;
                }
            }
        }
        return any;
    }
}
