package org.gradus.trace;

import org.gradus.array.ArrayType;
import org.gradus.program.Variable;

/**
 * A variable of a program being recorded; it has a type but no number.
 *
 * @param recorder the level that records
 * @param variable the variable
 */
public record Recorded(Recorder recorder, Variable variable) implements Value {
    @Override
    public ArrayType type() {
        return variable.type();
    }
}
