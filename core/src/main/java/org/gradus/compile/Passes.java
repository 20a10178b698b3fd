package org.gradus.compile;

import java.util.List;
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
        Program current = program;
        int before;
        do {
            before = current.equations().size();
            for (Pass pass : ALL) {
                current = pass.apply(current);
            }
        } while (current.equations().size() < before);
        return current;
    }
}
