package org.gradus.compile;

import org.gradus.program.Program;

/** One improvement of programs: the result computes the same bits. */
@FunctionalInterface
public interface Pass {

    /**
     * Improves a program.
     *
     * @param program any program
     * @return a program with the same inputs that computes the same bits
     */
    Program apply(Program program);
}
