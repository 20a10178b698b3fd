package org.gradus.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;

/** Computes once what equal operations on equal operands compute. Calls of Java code are never joined. */
final class CommonSubexpressions implements Pass {

    /** Variables are equal only when they are the same object, constants when they have the same bits. */
    private record Expression(Op op, List<Operand> inputs) {}

    @Override
    public Program apply(Program program) {
        Map<Expression, List<Variable>> seen = new HashMap<>();
        Substitution substitution = new Substitution();
        List<Equation> kept = new ArrayList<>();
        for (Equation original : program.equations()) {
            Equation equation = substitution.of(original);
            if (equation.op().callsJava()) {
                kept.add(equation);
                continue;
            }
            List<Variable> first =
                    seen.putIfAbsent(new Expression(equation.op(), equation.inputs()), equation.outputs());
            if (first == null) {
                kept.add(equation);
                continue;
            }
            for (int i = 0; i < first.size(); i++) {
                substitution.replace(equation.outputs().get(i), first.get(i));
            }
        }
        return new Program(program.inputs(), kept, substitution.of(program.outputs()));
    }
}
