package org.gradus.compile;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.program.Elementwise;

/** One number of a {@link ScalarGraph}. Nodes are numbered in an order in which each comes after those that it reads. */
sealed interface ScalarNode {
    /** What kind of number it is. */
    DType dtype();

    /** The numbers that it is made of. */
    List<Integer> operands();

    /**
     * An element of an input.
     *
     * @param dtype its type
     * @param input which input
     * @param index which element
     */
    record Input(DType dtype, int input, int index) implements ScalarNode {
        @Override
        public List<Integer> operands() {
            return List.of();
        }
    }

    /**
     * A number known beforehand.
     *
     * @param dtype its type
     * @param bits of a floating-point number its bits as a double, else the number
     */
    record Number(DType dtype, long bits) implements ScalarNode {
        @Override
        public List<Integer> operands() {
            return List.of();
        }

        double real() {
            return Double.longBitsToDouble(bits);
        }
    }

    /**
     * An elementwise operation.
     *
     * @param dtype the result's type
     * @param op which
     * @param operands the numbers of its operands
     */
    record Apply(DType dtype, Elementwise op, List<Integer> operands) implements ScalarNode {}

    /**
     * x·y + z, rounded once.
     *
     * @param dtype the type of all
     * @param operands x, y and z
     */
    record Fma(DType dtype, List<Integer> operands) implements ScalarNode {}
}
