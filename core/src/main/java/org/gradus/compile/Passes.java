package org.gradus.compile;

import java.util.ArrayList;
import java.util.List;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Op;
import org.gradus.program.Program;

/** The passes in their order. */
public final class Passes {
    private static final List<Pass> ALL = List.of(new Simplification(), new CommonSubexpressions(), new DeadCode());

    private Passes() {}

    /**
     * Runs all passes until nothing changes.
     *
     * @param program any program
     * @return a program that computes the same bits, without dead or repeated equations
     */
    public static Program optimize(Program program) {
        Program current = withinControl(program);
        int before;
        do {
            before = current.equations().size();
            for (Pass pass : ALL) {
                current = pass.apply(current);
            }
        } while (current.equations().size() < before);
        return current;
    }

    /** The program with all sub-programs optimized. */
    private static Program withinControl(Program program) {
        if (program.equations().stream().noneMatch(e -> e.op() instanceof Control)) {
            return program;
        }
        List<Equation> equations = new ArrayList<>();
        for (Equation e : program.equations()) {
            Op op = e.op() instanceof Control control
                    ? control.with(
                            control.programs().stream().map(Passes::optimize).toList())
                    : e.op();
            equations.add(new Equation(e.outputs(), op, e.inputs(), e.line()));
        }
        return new Program(program.inputs(), equations, program.outputs());
    }
}
