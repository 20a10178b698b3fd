package org.gradus.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.gradus.program.Equation;
import org.gradus.program.Host;
import org.gradus.program.Operand;
import org.gradus.program.Program;

/** Removes equations whose results nothing reads. Calls of Java code stay: they may have effects. */
final class DeadCode implements Pass {

    @Override
    public Program apply(Program program) {
        Set<Operand> alive = Collections.newSetFromMap(new IdentityHashMap<>());
        alive.addAll(program.outputs());
        List<Equation> kept = new ArrayList<>();
        for (Equation equation : program.equations().reversed()) {
            if (equation.op() instanceof Host || equation.outputs().stream().anyMatch(alive::contains)) {
                alive.addAll(equation.inputs());
                kept.add(equation);
            }
        }
        return new Program(program.inputs(), kept.reversed(), program.outputs());
    }
}
