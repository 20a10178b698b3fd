package org.gradus.compile;

import java.util.List;
import org.gradus.program.Program;

/**
 * A program cut into stages, in an order in which each reads what earlier ones defined.
 *
 * @param program the program
 * @param stages its equations, grouped
 */
public record Plan(Program program, List<Stage> stages) {
    /** Copies the list. */
    public Plan {
        stages = List.copyOf(stages);
    }
}
