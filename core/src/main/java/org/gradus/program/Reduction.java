package org.gradus.program;

import java.util.List;
import java.util.Locale;

/** Operations that remove or normalize along axes. */
public sealed interface Reduction extends Op {

    /** What a reduction makes of the elements it joins. */
    enum ReduceFunction {
        /** Their sum, in one fixed order; 0 of none. */
        SUM,
        /** Their product, in one fixed order; 1 of none. */
        PROD,
        /** The largest, NaN if any is NaN; the derivative goes to the first. */
        MAX,
        /** The smallest, NaN if any is NaN; the derivative goes to the first. */
        MIN,
        /** log Σ exp, without overflow; −∞ of none. */
        LOGSUMEXP,
        /** Whether all hold. */
        ALL,
        /** Whether any holds. */
        ANY
    }

    /**
     * A reduction over axes, which disappear.
     *
     * @param function which
     * @param axes sorted axes
     */
    record Reduce(ReduceFunction function, List<Integer> axes) implements Reduction {
        /** Copies the list. */
        public Reduce {
            axes = List.copyOf(axes);
        }

        @Override
        public String mnemonic() {
            return function.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String attributes() {
            return "axes=" + axes;
        }
    }

    /**
     * Index of the first largest element along an axis, which disappears; the first NaN if there is one.
     *
     * @param axis the axis
     */
    record ArgMax(int axis) implements Reduction {
        @Override
        public String mnemonic() {
            return "argmax";
        }

        @Override
        public String attributes() {
            return "axis=" + axis;
        }
    }

    /**
     * Index of the first smallest element along an axis, which disappears; the first NaN if there is one.
     *
     * @param axis the axis
     */
    record ArgMin(int axis) implements Reduction {
        @Override
        public String mnemonic() {
            return "argmin";
        }

        @Override
        public String attributes() {
            return "axis=" + axis;
        }
    }

    /**
     * x − log Σ exp x along an axis.
     *
     * @param axis the axis
     */
    record LogSoftmax(int axis) implements Reduction {
        @Override
        public String mnemonic() {
            return "log_softmax";
        }

        @Override
        public String attributes() {
            return "axis=" + axis;
        }
    }

    /**
     * Index of the first largest element of each window over the last axes, counted in row-major order through those
     * axes; the first NaN of the window if there is one. Elements of the padding are never chosen.
     *
     * @param size the window's length, an axis
     * @param windows how the window moves; inputs are not dilated
     */
    record WindowArgMax(List<Integer> size, Windows windows) implements Reduction {
        /** Copies the list. */
        public WindowArgMax {
            size = List.copyOf(size);
        }

        @Override
        public String mnemonic() {
            return "window_argmax";
        }

        @Override
        public String attributes() {
            return "size=" + size + windows.attributes();
        }
    }
}
