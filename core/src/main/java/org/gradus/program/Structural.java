package org.gradus.program;

import java.util.List;
import org.gradus.array.Shape;

/** Operations that move elements without looking at them. All are linear. */
public sealed interface Structural extends Op {

    /**
     * The same elements in row-major order under another shape.
     *
     * @param shape the new shape, of the same size
     */
    record Reshape(Shape shape) implements Structural {
        @Override
        public String mnemonic() {
            return "reshape";
        }
    }

    /**
     * Axes in another order: axis i of the result is axis {@code permutation[i]} of the operand.
     *
     * @param permutation a permutation of the axes
     */
    record Transpose(List<Integer> permutation) implements Structural {
        /** Copies the list. */
        public Transpose {
            permutation = List.copyOf(permutation);
        }

        @Override
        public String mnemonic() {
            return "transpose";
        }

        @Override
        public String attributes() {
            return permutation.toString();
        }
    }

    /**
     * Repetition along new axes: axis i of the operand becomes axis {@code axes[i]} of the result.
     *
     * @param shape the result's shape
     * @param axes increasing, one an operand's axis; the lengths must agree
     */
    record Broadcast(Shape shape, List<Integer> axes) implements Structural {
        /** Copies the list. */
        public Broadcast {
            axes = List.copyOf(axes);
        }

        @Override
        public String mnemonic() {
            return "broadcast";
        }

        @Override
        public String attributes() {
            return axes.isEmpty() ? "" : "axes=" + axes;
        }
    }

    /**
     * Operands one after another along an axis.
     *
     * @param axis the axis
     */
    record Concatenate(int axis) implements Structural {
        @Override
        public String mnemonic() {
            return "concatenate";
        }

        @Override
        public String attributes() {
            return "axis=" + axis;
        }
    }

    /**
     * Every {@code strides[i]}-th element from {@code starts[i]} (inclusive) to {@code limits[i]} (exclusive).
     *
     * @param starts first index an axis
     * @param limits index after the last an axis
     * @param strides step an axis, one or more
     */
    record Slice(List<Integer> starts, List<Integer> limits, List<Integer> strides) implements Structural {
        /** Copies the lists. */
        public Slice {
            starts = List.copyOf(starts);
            limits = List.copyOf(limits);
            strides = List.copyOf(strides);
        }

        @Override
        public String mnemonic() {
            return "slice";
        }

        @Override
        public String attributes() {
            boolean plain = strides.stream().allMatch(s -> s == 1);
            return "from=" + starts + " to=" + limits + (plain ? "" : " step=" + strides);
        }
    }

    /**
     * Zeros before, after and between the elements of each axis.
     *
     * @param low zeros before, an axis
     * @param high zeros after, an axis
     * @param interior zeros between neighbors, an axis
     */
    record Pad(List<Integer> low, List<Integer> high, List<Integer> interior) implements Structural {
        /** Copies the lists. */
        public Pad {
            low = List.copyOf(low);
            high = List.copyOf(high);
            interior = List.copyOf(interior);
        }

        @Override
        public String mnemonic() {
            return "pad";
        }

        @Override
        public String attributes() {
            boolean plain = interior.stream().allMatch(s -> s == 0);
            return "low=" + low + " high=" + high + (plain ? "" : " interior=" + interior);
        }
    }

    /**
     * Elements in the opposite order along some axes.
     *
     * @param axes the axes
     */
    record Reverse(List<Integer> axes) implements Structural {
        /** Copies the list. */
        public Reverse {
            axes = List.copyOf(axes);
        }

        @Override
        public String mnemonic() {
            return "reverse";
        }

        @Override
        public String attributes() {
            return "axes=" + axes;
        }
    }

    /**
     * Elements of one triangle of the last two axes, zeros elsewhere.
     *
     * @param lower which triangle
     * @param diagonal the outermost diagonal kept: 0 is the main one, positive ones lie above it
     */
    record Triangle(boolean lower, int diagonal) implements Structural {
        @Override
        public String mnemonic() {
            return lower ? "tril" : "triu";
        }

        @Override
        public String attributes() {
            return diagonal == 0 ? "" : "diagonal=" + diagonal;
        }
    }
}
