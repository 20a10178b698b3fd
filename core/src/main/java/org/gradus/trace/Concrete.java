package org.gradus.trace;

import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;

/**
 * Numbers.
 *
 * @param array the numbers
 */
public record Concrete(NdArray array) implements Value {
    @Override
    public ArrayType type() {
        return array.type();
    }
}
