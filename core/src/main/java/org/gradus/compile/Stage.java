package org.gradus.compile;

import java.util.List;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/** A part of a {@link Plan}: what is run as one. */
public sealed interface Stage permits Stage.Single, Region {

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
}
