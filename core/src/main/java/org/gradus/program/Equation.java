package org.gradus.program;

import java.util.List;
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
     * The single result.
     *
     * @return the first output
     */
    public Variable output() {
        return outputs.getFirst();
    }
}
