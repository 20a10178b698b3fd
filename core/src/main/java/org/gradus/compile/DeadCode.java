package org.gradus.compile;

import org.gradus.program.Op;
import org.gradus.program.Program;

/** Removes equations whose results nothing reads. Calls of Java code stay: they may have effects. */
final class DeadCode implements Pass {

    @Override
    public Program apply(Program program) {
        return program.pruned(Op::callsJava);
    }
}
