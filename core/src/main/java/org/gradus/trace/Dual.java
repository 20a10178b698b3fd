package org.gradus.trace;

import org.gradus.array.ArrayType;

/**
 * A value with the tangent that a derivative level carries along. It has a number if its primal has one.
 *
 * @param level the level that the tangent belongs to
 * @param primal the value itself, at a lower level
 * @param tangent its tangent, of the same type
 */
public record Dual(Level level, Value primal, Value tangent) implements Value {
    @Override
    public ArrayType type() {
        return primal.type();
    }
}
