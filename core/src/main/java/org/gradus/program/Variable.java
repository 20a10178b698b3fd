package org.gradus.program;

import java.util.Objects;
import org.gradus.array.ArrayType;

/**
 * An input of a program or a result of one of its equations. Two variables are the same only if they are the same
 * object.
 */
public final class Variable implements Operand {
    private final ArrayType type;
    private final String name;

    /**
     * A new variable.
     *
     * @param type element type and shape
     * @param name a name to print, or empty for one chosen by the printer
     */
    public Variable(ArrayType type, String name) {
        this.type = Objects.requireNonNull(type);
        this.name = Objects.requireNonNull(name);
    }

    /**
     * A new variable that the printer names.
     *
     * @param type element type and shape
     */
    public Variable(ArrayType type) {
        this(type, "");
    }

    @Override
    public ArrayType type() {
        return type;
    }

    /**
     * The name to print.
     *
     * @return a path such as {@code model.w}, or empty
     */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "variable" : name) + ":" + type;
    }
}
