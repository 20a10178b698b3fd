package org.gradus.program;

import java.util.List;
import org.gradus.error.GradusException;
import org.gradus.error.SourceLine;

/**
 * One step of a program: {@code outputs = op inputs}.
 *
 * @param outputs fresh variables, most often one
 * @param op the operation
 * @param inputs variables defined before, or constants
 * @param line the caller's line that made it
 */
public record Equation(List<Variable> outputs, Op op, List<Operand> inputs, SourceLine line) {
    /** Copies the lists. */
    public Equation {
        outputs = List.copyOf(outputs);
        inputs = List.copyOf(inputs);
    }

    /**
     * Moves an error to the line where the equation was written.
     *
     * @param error what its evaluation threw
     * @return the same error; unchanged when the line is not known, or when it came from Java code or a sub-program, which
     *     have lines of their own
     */
    public GradusException located(GradusException error) {
        return op instanceof Host || op instanceof Control ? error : error.at(line);
    }

    /**
     * The single result.
     *
     * @return the first output
     */
    public Variable output() {
        return outputs.getFirst();
    }
}
