package org.gradus.compile;

import org.gradus.evaluate.Interpreter;
import org.gradus.program.Program;

/** What turns programs into something that runs. */
public interface Backend {

    /**
     * Prepares a program.
     *
     * @param program what to run, after all passes
     * @return something that runs it, safe for use by many threads
     */
    Executable compile(Program program);

    /**
     * The reference: op by op.
     *
     * @return the interpreter
     */
    static Backend interpreter() {
        return program -> new Interpreter(program)::run;
    }

    /**
     * Fused regions by tiles, everything else by its kernel; the same bits as the interpreter.
     *
     * @return a back-end that generates no code
     */
    static Backend tiled() {
        return program -> new PlannedProgram(Fusion.plan(program), false);
    }

    /**
     * JVM code, generated: straight-line code on numbers for operations on a few elements, loops for the arithmetic of
     * regions; everything else as {@link #tiled}. The same bits as the interpreter.
     *
     * @return the back-end of {@code jit}
     */
    static Backend jvm() {
        return program -> new PlannedProgram(Fusion.planWithSmallParts(program), true);
    }
}
