package org.gradus.trace;

import org.gradus.array.ArrayType;

/**
 * What a tensor is underneath: numbers, numbers with a tangent, or a variable of a program being recorded.
 */
public sealed interface Value permits Concrete, Dual, Recorded {

    /**
     * Element type and shape.
     *
     * @return the type
     */
    ArrayType type();
}
