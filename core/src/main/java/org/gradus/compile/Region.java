package org.gradus.compile;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Variable;

/**
 * Equations over one shape that are run together, a tile of some hundred elements at a time, so that what passes from one
 * to the next stays in the nearest cache and never becomes an array of its own.
 *
 * <p>The shape is seen as {@code rows} of {@code n} elements. A value of the region is <em>full</em>, with an element for
 * each of the shape, or a <em>row value</em>, with one for each row: the result of a reduction of the trailing axes and
 * what is computed of such.
 *
 * @param shape the full shape
 * @param rowAxes how many leading axes a row value has; the rank when there are no row values
 * @param equations in order
 * @param inputs what they read from outside
 * @param outputs what is read outside
 */
record Region(Shape shape, int rowAxes, List<Equation> equations, List<Operand> inputs, List<Variable> outputs)
        implements Stage {
    /** Longer rows are reduced by parts, and their row values are not used in the region itself. */
    static final int LONGEST_ROW = 4096;

    /** Copies the lists. */
    Region {
        equations = List.copyOf(equations);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    boolean hasRows() {
        return rowAxes < shape.rank();
    }

    int rows() {
        return shape.size(0, rowAxes);
    }

    /** Elements of a row; of a region without row values, all elements. */
    int n() {
        return hasRows() ? shape.size(rowAxes, shape.rank()) : shape.size();
    }

    boolean isFull(ArrayType type) {
        return type.shape().equals(shape);
    }
}
