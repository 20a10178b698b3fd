package org.gradus.transform;

import java.util.SplittableRandom;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Loops;

/**
 * How one operand is drawn: its element type, its shape, and numbers that keep the operation smooth.
 *
 * @param dtype the element type, or null for the floating-point type under test
 * @param shape the axis lengths
 * @param filling makes the numbers
 * @param varied whether derivatives with respect to the operand are looked at, if it is of the type under test
 */
public record Draw(DType dtype, Shape shape, Filling filling, boolean varied) {

    Draw(DType dtype, Shape shape, Filling filling) {
        this(dtype, shape, filling, true);
    }

    /** Makes the numbers of an operand. */
    @FunctionalInterface
    public interface Filling {
        /** Fills the elements of an array of the given shape. */
        void fill(SplittableRandom random, Shape shape, double[] elements);
    }

    /** The operand, the same for the same seed; floating-point operands of both types hold numbers of the narrow one. */
    public NdArray draw(DType real, SplittableRandom random) {
        double[] elements = new double[shape.size()];
        filling.fill(random, shape, elements);
        if (dtype == null) {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) elements[i];
            }
        }
        DType kind = dtype == null ? real : dtype;
        Object converted = kind.allocate(elements.length);
        Loops.convert(elements, converted, elements.length);
        return NdArray.wrap(shape, converted);
    }

    /** Whether derivatives flow through the operand. */
    public boolean isReal() {
        return dtype == null && varied;
    }

    /** The same numbers, of the type under test, without a derivative. */
    Draw fixed() {
        return new Draw(dtype, shape, filling, false);
    }

    static Draw uniform(Shape shape, double low, double high) {
        return new Draw(null, shape, each(r -> r.nextDouble(low, high)));
    }

    /** Numbers of either sign at least {@code low} from zero. */
    static Draw signed(Shape shape, double low, double high) {
        return new Draw(null, shape, each(r -> (r.nextBoolean() ? 1 : -1) * r.nextDouble(low, high)));
    }

    /** Numbers near {@code k + offset} for whole k, so that draws of different offsets never tie. */
    static Draw near(Shape shape, double offset) {
        return new Draw(null, shape, each(r -> r.nextInt(-2, 3) + offset + r.nextDouble(-0.1, 0.1)));
    }

    /** Numbers no two of which are closer than 0.2. */
    static Draw separated(Shape shape) {
        return new Draw(null, shape, (random, _, elements) -> {
            for (int i = 0; i < elements.length; i++) {
                int j = random.nextInt(i + 1);
                elements[i] = elements[j];
                elements[j] = 0.4 * (i - elements.length / 2) + random.nextDouble(-0.1, 0.1);
            }
        });
    }

    static Draw whole(DType dtype, Shape shape, int low, int high) {
        return new Draw(dtype, shape, each(r -> r.nextInt(low, high)));
    }

    static Draw index(Shape shape, int count) {
        return whole(DType.INT64, shape, 0, count);
    }

    static Draw truth(Shape shape) {
        return whole(DType.BOOL, shape, 0, 2);
    }

    static Draw key(int... batch) {
        return whole(DType.INT64, Shape.of(batch).concat(Shape.of(2)), -1_000_000, 1_000_000);
    }

    /** Matrices with a dominant diagonal: any triangle and any transposition solves well. */
    static Draw dominant(Shape shape) {
        return new Draw(null, shape, (random, s, elements) -> {
            int n = s.dim(s.rank() - 1);
            for (int i = 0; i < elements.length; i++) {
                boolean diagonal = i / n % n == i % n;
                elements[i] = random.nextDouble(-1, 1) + (diagonal ? n + 1 : 0);
            }
        });
    }

    /** Symmetric matrices with a dominant diagonal, so positive definite. */
    static Draw definite(Shape shape) {
        return new Draw(null, shape, (random, s, elements) -> {
            dominant(s).filling().fill(random, s, elements);
            int n = s.dim(s.rank() - 1);
            for (int i = 0; i < elements.length; i++) {
                int row = i / n % n;
                int column = i % n;
                if (column > row) {
                    elements[i - row * n - column + column * n + row] = elements[i];
                }
            }
        });
    }

    /** Positive numbers about 0.7 apart along the last axis. */
    static Draw apart(Shape shape) {
        return new Draw(null, shape, (random, s, elements) -> {
            int n = s.dim(s.rank() - 1);
            for (int i = 0; i < elements.length; i++) {
                elements[i] = 0.7 * (n - i % n) + random.nextDouble(-0.1, 0.1);
            }
        });
    }

    /**
     * Near-diagonal matrices of well separated eigenvalues and singular values, 2, 3.5, 5 …, whose vectors each have one
     * component that is much larger than the others.
     */
    static Draw spectrum(Shape shape) {
        return new Draw(null, shape, (random, s, elements) -> {
            int m = s.dim(s.rank() - 2);
            int n = s.dim(s.rank() - 1);
            for (int i = 0; i < elements.length; i++) {
                int row = i / n % m;
                int column = i % n;
                elements[i] = random.nextDouble(-0.2, 0.2) + (row == column ? 2 + 1.5 * row : 0);
            }
        });
    }

    /** Near-block-diagonal matrices: a pair of conjugate eigenvalues if there is room, then real ones, all separated. */
    static Draw complexSpectrum(Shape shape) {
        return new Draw(null, shape, (random, s, elements) -> {
            int n = s.dim(s.rank() - 1);
            for (int i = 0; i < elements.length; i++) {
                int row = i / n % n;
                int column = i % n;
                double center = row == column ? 2 * row : 0;
                if (n > 1 && row + column == 1) {
                    center = row == 0 ? 2.5 : -1.2;
                }
                if (n > 1 && row == 1 && column == 1) {
                    center = 0;
                }
                elements[i] = center + random.nextDouble(-0.1, 0.1);
            }
        });
    }

    private interface One {
        double next(SplittableRandom random);
    }

    private static Filling each(One one) {
        return (random, _, elements) -> {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = one.next(random);
            }
        };
    }
}
