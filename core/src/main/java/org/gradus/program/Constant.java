package org.gradus.program;

import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;

/**
 * Numbers fixed when the program was made.
 *
 * @param value the numbers
 */
public record Constant(NdArray value) implements Operand {
    @Override
    public ArrayType type() {
        return value.type();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constant c && value.sameBits(c.value);
    }

    @Override
    public int hashCode() {
        int hash = value.type().hashCode();
        for (int i = 0; i < Math.min(value.size(), 8); i++) {
            hash = 31 * hash + Double.hashCode(value.getDouble(i));
        }
        return hash;
    }
}
