package org.gradus.program;

import org.gradus.array.ArrayType;

/** What an equation reads: a variable or a constant. */
public sealed interface Operand permits Variable, Constant {

    /**
     * Element type and shape.
     *
     * @return the type
     */
    ArrayType type();
}
