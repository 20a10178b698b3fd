package org.gradus.program;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Equality of programs up to the identity of their variables. */
final class ProgramEquality {
    private final Map<Variable, Variable> counterparts = new IdentityHashMap<>();

    private ProgramEquality() {}

    static boolean equal(Program p, Program q) {
        return new ProgramEquality().same(p, q);
    }

    static int hash(Program program) {
        int hash = program.inputTypes().hashCode();
        for (Equation equation : program.equations()) {
            hash = 31 * hash + equation.op().hashCode();
        }
        return 31 * hash + program.outputTypes().hashCode();
    }

    private boolean same(Program p, Program q) {
        if (p.equations().size() != q.equations().size() || !define(p.inputs(), q.inputs())) {
            return false;
        }
        for (int i = 0; i < p.equations().size(); i++) {
            Equation left = p.equations().get(i);
            Equation right = q.equations().get(i);
            boolean alike = left.op().equals(right.op())
                    && refer(left.inputs(), right.inputs())
                    && define(left.outputs(), right.outputs());
            if (!alike) {
                return false;
            }
        }
        return refer(p.outputs(), q.outputs());
    }

    private boolean define(List<Variable> left, List<Variable> right) {
        boolean same = left.size() == right.size();
        for (int i = 0; same && i < left.size(); i++) {
            same = left.get(i).type().equals(right.get(i).type());
            counterparts.put(left.get(i), right.get(i));
        }
        return same;
    }

    private boolean refer(List<Operand> left, List<Operand> right) {
        boolean same = left.size() == right.size();
        for (int i = 0; same && i < left.size(); i++) {
            Operand operand = left.get(i);
            same = operand instanceof Variable v ? counterparts.get(v) == right.get(i) : operand.equals(right.get(i));
        }
        return same;
    }
}
