package org.gradus.plainjava;

import java.util.Arrays;
import org.gradus.DifferentiableVector;
import org.gradus.error.SourceLine;

/** A function from arrays to a new array that passes derivatives on by itself. */
abstract class ArrayRule {

    /** How many arrays it takes. */
    abstract int count();

    /** The value, a new array. */
    abstract double[] value(double[][] arrays);

    /** Adds to the cotangents of the arrays, null for those that nobody asks for. */
    abstract void pull(double[][] arrays, double[][] into, double[] cotangent);

    /** The function of the arrays and of their tangents, null for zero, that gives the value's tangent. */
    abstract ArrayRule tangent(String name, SourceLine line);

    /** As {@link #pull} of the arrays, what is added to, and the cotangent, one after another. */
    final void pullAll(double[][] all) {
        int n = count();
        pull(Arrays.copyOf(all, n), Arrays.copyOfRange(all, n, 2 * n), all[2 * n]);
    }

    /** A function that comes with its derivatives. */
    static ArrayRule of(DifferentiableVector f) {
        return new OfVector(f);
    }

    private static void add(double[] to, double[] by) {
        for (int i = 0; i < to.length; i++) {
            to[i] += by[i];
        }
    }

    private static final class OfVector extends ArrayRule {
        private final DifferentiableVector f;

        OfVector(DifferentiableVector f) {
            this.f = f;
        }

        @Override
        int count() {
            return 1;
        }

        @Override
        double[] value(double[][] arrays) {
            return f.value(arrays[0]);
        }

        @Override
        void pull(double[][] arrays, double[][] into, double[] cotangent) {
            if (into[0] != null) {
                add(into[0], f.vjp(arrays[0], cotangent));
            }
        }

        @Override
        ArrayRule tangent(String name, SourceLine line) {
            return new OfTangent(f);
        }
    }

    /** J(x)·v as a function of x and v. */
    private static final class OfTangent extends ArrayRule {
        private final DifferentiableVector f;

        OfTangent(DifferentiableVector f) {
            this.f = f;
        }

        @Override
        int count() {
            return 2;
        }

        @Override
        double[] value(double[][] arrays) {
            return f.jvp(arrays[0], arrays[1]);
        }

        @Override
        void pull(double[][] arrays, double[][] into, double[] cotangent) {
            if (into[0] != null) {
                add(into[0], f.hvp(arrays[0], cotangent, arrays[1]));
            }
            if (into[1] != null) {
                add(into[1], f.vjp(arrays[0], cotangent));
            }
        }

        @Override
        ArrayRule tangent(String name, SourceLine line) {
            throw Text.refusal(
                    line, name + " has a rule for first and second derivatives only", "ask for no third derivative");
        }
    }
}
