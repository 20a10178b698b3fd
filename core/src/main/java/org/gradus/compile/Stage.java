package org.gradus.compile;

import java.util.List;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/** A part of a {@link Plan}: what is run as one. */
public sealed interface Stage permits Stage.Single, Stage.Small, Region {

    /**
     * What the stage reads.
     *
     * @return operands defined before it
     */
    List<Operand> inputs();

    /**
     * What the stage defines for later stages, or for the program's results.
     *
     * @return fresh variables
     */
    List<Variable> outputs();

    /**
     * The equations that it computes.
     *
     * @return at least one, each after those it reads
     */
    List<Equation> equations();

    /**
     * One equation, run by its kernel.
     *
     * @param equation the equation
     */
    record Single(Equation equation) implements Stage {
        @Override
        public List<Operand> inputs() {
            return equation.inputs();
        }

        @Override
        public List<Variable> outputs() {
            return equation.outputs();
        }

        @Override
        public List<Equation> equations() {
            return List.of(equation);
        }
    }

    /**
     * Equations on arrays of a few elements, run as straight-line code on numbers.
     *
     * @param equations in order
     * @param inputs what they read from outside
     * @param outputs what is read outside
     */
    record Small(List<Equation> equations, List<Operand> inputs, List<Variable> outputs) implements Stage {
        /** Copies the lists. */
        public Small {
            equations = List.copyOf(equations);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }
}
