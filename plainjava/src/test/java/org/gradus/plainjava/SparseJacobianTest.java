package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.DifferentiableVector;
import org.gradus.SparseJacobian;
import org.gradus.SparseJacobian.Evaluation;
import org.gradus.SparseJacobian.Way;
import org.gradus.SparseMatrix;
import org.junit.jupiter.api.Test;

/** Sparse Jacobians of plain Java. */
class SparseJacobianTest {

    /** Counts the products that are taken of a function. */
    private static final class Counted implements DifferentiableVector {
        private final DifferentiableVector f;
        private int forward;
        private int reverse;

        Counted(DifferentiableVector f) {
            this.f = f;
        }

        @Override
        public double[] value(double[] x) {
            return f.value(x);
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            forward++;
            return f.jvp(x, v);
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            reverse++;
            return f.vjp(x, cotangent);
        }
    }

    /** Broyden's banded function: row i has columns i − 5 to i + 1. */
    private static double[] banded(double[] x) {
        double[] f = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int j = Math.max(0, i - 5); j <= Math.min(x.length - 1, i + 1); j++) {
                if (j != i) {
                    sum += x[j] * (1 + x[j]);
                }
            }
            f[i] = x[i] * (2 + 5 * x[i] * x[i]) + 1 - sum;
        }
        return f;
    }

    /** A dense first row, a dense first column and the diagonal. */
    private static double[] arrow(double[] x) {
        double[] f = new double[x.length];
        for (int i = 1; i < x.length; i++) {
            f[0] += x[0] * x[i] * x[i];
            f[i] = Math.sin(x[i]) * x[0];
        }
        return f;
    }

    /** Few long rows only: more columns than rows. */
    private static double[] wide(double[] x) {
        double[] f = new double[3];
        for (int i = 0; i < x.length; i++) {
            f[i * 3 / x.length] += x[i] * x[i] * x[i];
        }
        return f;
    }

    /** One element of a row depends on where the point is. */
    private static double[] switching(double[] x) {
        double[] f = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            f[i] = x[i] * x[i] + x[0] * x[(i + 1) % x.length];
            if (x[i] > 1) {
                f[i] += Math.exp(x[(i + 7) % x.length]);
            }
        }
        return f;
    }

    private static double[] point(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, 0.1, 0.9).toArray();
    }

    private static void checkDense(SparseMatrix jacobian, double[][] dense) {
        double[][] sparse = jacobian.toDense();
        assertThat(sparse.length).isEqualTo(dense.length);
        for (int i = 0; i < dense.length; i++) {
            for (int j = 0; j < dense[i].length; j++) {
                assertThat(Math.abs(sparse[i][j] - dense[i][j]))
                        .as("element %d, %d", i, j)
                        .isLessThanOrEqualTo(1e-12 * Math.max(1, Math.abs(dense[i][j])));
            }
        }
    }

    @Test
    void bandedTakesAsManyProductsAsTheBandIsWide() {
        int n = 500;
        DifferentiableVector f = PlainJava.differentiateVector(SparseJacobianTest::banded);
        Counted counted = new Counted(f);
        SparseJacobian sparse = SparseJacobian.of(counted);
        double[] x = point(n, 1);
        Evaluation first = sparse.at(x);
        assertThat(first.way()).isEqualTo(Way.NEW_PATTERN);
        assertThat(first.jacobian()).isEqualTo(SparseMatrix.of(f.jacobian(x), n));
        assertThat(first.columnColors() + first.rowColors()).isEqualTo(7);
        assertThat(first.products())
                .isEqualTo(counted.forward + counted.reverse)
                .isLessThan(n / 3);

        counted.forward = 0;
        counted.reverse = 0;
        double[] y = point(n, 2);
        Evaluation second = sparse.at(y);
        assertThat(second.way()).isEqualTo(Way.KEPT_PATTERN);
        assertThat(counted.forward).as("and one to compare").isEqualTo(second.columnColors() + 1);
        assertThat(counted.reverse).isEqualTo(second.rowColors());
        assertThat(second.products()).isEqualTo(8);
        assertThat(second.disagreement()).isLessThan(1e-14);
        checkDense(second.jacobian(), f.jacobian(y));
    }

    @Test
    void arrowTakesThreeProducts() {
        int n = 300;
        DifferentiableVector f = PlainJava.differentiateVector(SparseJacobianTest::arrow);
        double[] x = point(n, 3);
        Evaluation first = f.sparseJacobian(x);
        assertThat(first.jacobian().entries()).isEqualTo(3 * n - 2);
        assertThat(first.columnColors()).isEqualTo(2);
        assertThat(first.rowColors()).isEqualTo(1);
        assertThat(first.products()).isLessThan(n / 3);
        checkDense(first.jacobian(), f.jacobian(x));
        Evaluation second = f.sparseJacobian(point(n, 4));
        assertThat(second.way()).as("the function keeps the pattern").isEqualTo(Way.KEPT_PATTERN);
        assertThat(second.products()).isEqualTo(4);
        checkDense(second.jacobian(), f.jacobian(point(n, 4)));
    }

    @Test
    void rowsShareAProductWhereThatTakesFewer() {
        DifferentiableVector f = PlainJava.differentiateVector(SparseJacobianTest::wide);
        for (int n : new int[] {30, 300}) {
            double[] x = point(n, 5);
            Evaluation evaluation = f.sparseJacobian(x);
            assertThat(evaluation.rowColors()).isEqualTo(1);
            assertThat(evaluation.columnColors()).isZero();
            checkDense(evaluation.jacobian(), f.jacobian(x));
        }
    }

    @Test
    void randomPattern() {
        int n = 2000;
        int each = 5;
        SplittableRandom random = new SplittableRandom(6);
        int[] columns = random.ints((long) n * each, 0, n).toArray();
        DifferentiableVector f = PlainJava.differentiateVector(x -> {
            double[] y = new double[x.length];
            for (int k = 0; k < columns.length; k++) {
                y[k / 5] += Math.exp(x[columns[k]] * (1 + k % 5));
            }
            return y;
        });
        SparseJacobian sparse = SparseJacobian.of(f);
        double[] x = point(n, 7);
        Evaluation first = sparse.at(x);
        for (int i = 0; i < n; i++) {
            int[] expected = Arrays.stream(columns, i * each, (i + 1) * each)
                    .sorted()
                    .distinct()
                    .toArray();
            SparseMatrix j = first.jacobian();
            assertThat(Arrays.copyOfRange(j.column(), j.rowStart()[i], j.rowStart()[i + 1]))
                    .as("row %d", i)
                    .containsExactly(expected);
            for (int column : expected) {
                double element = 0;
                for (int k = 0; k < each; k++) {
                    element += columns[i * each + k] == column ? (1 + k) * Math.exp(x[column] * (1 + k)) : 0;
                }
                assertThat(j.get(i, column)).isCloseTo(element, within(1e-12 * element));
            }
        }
        assertThat(first.products()).as("fewer than the dense Jacobian").isLessThan(n / 2);
        Evaluation second = sparse.at(point(n, 8));
        assertThat(second.way()).isEqualTo(Way.KEPT_PATTERN);
        assertThat(second.products())
                .isEqualTo(second.columnColors() + second.rowColors() + 1)
                .isLessThan(20);
        assertThat(SparseJacobian.of(f).at(x).jacobian())
                .as("the same bits again")
                .isEqualTo(first.jacobian());
    }

    @Test
    void aPatternThatDependsOnThePoint() {
        int n = 120;
        DifferentiableVector f = PlainJava.differentiateVector(SparseJacobianTest::switching);
        SparseJacobian sparse = SparseJacobian.of(f);
        double[] zero = new double[n];
        Evaluation atZero = sparse.at(zero);
        assertThat(atZero.way()).isEqualTo(Way.NEW_PATTERN);
        assertThat(atZero.jacobian().entries()).as("every factor is zero").isZero();

        double[] low = point(n, 9);
        Evaluation other = sparse.at(low);
        assertThat(other.way()).isEqualTo(Way.WIDENED_PATTERN);
        checkDense(other.jacobian(), f.jacobian(low));

        double[] high = point(n, 10);
        high[40] = 1.5;
        Evaluation switched = sparse.at(high);
        assertThat(switched.way()).isEqualTo(Way.WIDENED_PATTERN);
        assertThat(switched.jacobian().get(40, 47)).isEqualTo(Math.exp(high[47]));
        checkDense(switched.jacobian(), f.jacobian(high));

        Evaluation back = sparse.at(low);
        assertThat(back.way()).isEqualTo(Way.KEPT_PATTERN);
        assertThat(back.jacobian().entries()).isEqualTo(other.jacobian().entries() + 1);
        checkDense(back.jacobian(), f.jacobian(low));
    }

    @Test
    void ofAnotherLengthAllBeginsAnew() {
        DifferentiableVector f = PlainJava.differentiateVector(SparseJacobianTest::banded);
        for (int n : new int[] {0, 1, 2, 17, 33, 64, 9}) {
            double[] x = point(n, 11);
            Evaluation evaluation = f.sparseJacobian(x);
            assertThat(evaluation.way()).isEqualTo(Way.NEW_PATTERN);
            assertThat(evaluation.jacobian()).isEqualTo(SparseMatrix.of(f.jacobian(x), n));
        }
    }
}
