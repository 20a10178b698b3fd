package org.gradus.compile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/** Operands that stand in for variables whose equations a pass removed. */
final class Substitution {
    private final Map<Variable, Operand> replaced = new IdentityHashMap<>();

    void replace(Variable variable, Operand by) {
        replaced.put(variable, by);
    }

    Operand of(Operand operand) {
        return operand instanceof Variable v ? replaced.getOrDefault(v, v) : operand;
    }

    List<Operand> of(List<Operand> operands) {
        return operands.stream().map(this::of).toList();
    }

    Equation of(Equation equation) {
        return new Equation(equation.outputs(), equation.op(), of(equation.inputs()), equation.line());
    }
}
