package org.gradus.plainjava;

import java.lang.classfile.TypeKind;
import java.util.Set;

/**
 * A loop variable that grows by a constant each time: known from the number of the iteration.
 *
 * @param start its value when the loop is entered
 * @param step by how much it grows
 * @param loop the loop
 */
record Induction(Node start, int step, Flow.Loop loop) {
    private static final Set<String> QUICK = Set.of("abs", "max", "min", "signum", "toRadians", "toDegrees");

    /** The variable that a φ is, or null. */
    static Induction of(Node phi, Flow flow) {
        Flow.Loop loop = flow.loopAt(phi.block);
        if (phi.op != Op.PHI || phi.kind != TypeKind.INT || loop == null) {
            return null;
        }
        Node start = null;
        Integer step = null;
        for (int k = 0; k < phi.in.length; k++) {
            Node n = phi.in[k];
            if (!loop.holds(phi.block.before.get(k))) {
                if (start != null && start != n) {
                    return null;
                }
                start = n;
                continue;
            }
            Integer by = step(phi, n);
            if (by == null || (step != null && !step.equals(by))) {
                return null;
            }
            step = by;
        }
        return step == null ? null : new Induction(start, step, loop);
    }

    private static Integer step(Node phi, Node n) {
        if (n.op == Op.ADD && n.in[0] == phi && n.in[1].isConstant()) {
            return (int) n.in[1].data;
        }
        if (n.op == Op.ADD && n.in[1] == phi && n.in[0].isConstant()) {
            return (int) n.in[0].data;
        }
        if (n.op == Op.SUB && n.in[0] == phi && n.in[1].isConstant()) {
            return -(int) n.in[1].data;
        }
        return null;
    }

    /** Whether a function takes no longer than a load. */
    static boolean isQuick(Node math) {
        return QUICK.contains(((Call) math.data).name());
    }
}
