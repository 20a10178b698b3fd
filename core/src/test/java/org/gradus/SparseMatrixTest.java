package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.gradus.SparseJacobian.Evaluation;
import org.gradus.SparseJacobian.Way;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;

/** Sparse matrices, and Jacobians that are found by products. */
class SparseMatrixTest {

    private static final double[][] DENSE = {{0, 2, 0, -1}, {0, 0, 0, 0}, {3, 0, 0.5, 0}};

    /** A linear function, whose products may be spoiled. */
    private static class Linear implements DifferentiableVector {
        private final double[][] a;

        Linear(double[][] a) {
            this.a = a;
        }

        @Override
        public double[] value(double[] x) {
            return jvp(x, x);
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            double[] product = new double[a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < v.length; j++) {
                    product[i] += v[j] == 0 || a[i][j] == 0 ? 0 : a[i][j] * v[j];
                }
            }
            return product;
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            double[] product = new double[x.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    product[j] += cotangent[i] == 0 || a[i][j] == 0 ? 0 : a[i][j] * cotangent[i];
                }
            }
            return product;
        }
    }

    @Test
    void elementsAndProducts() {
        SparseMatrix a = SparseMatrix.of(DENSE, 4);
        assertThat(a.entries()).isEqualTo(4);
        assertThat(a.rowStart()).containsExactly(0, 2, 2, 4);
        assertThat(a.column()).containsExactly(1, 3, 0, 2);
        assertThat(a.toDense()).isDeepEqualTo(DENSE);
        assertThat(a.get(0, 3)).isEqualTo(-1);
        assertThat(a.get(2, 1)).isZero();
        assertThat(a.times(new double[] {1, 10, 100, 1000})).containsExactly(-980, 0, 53);
        assertThat(a.times(new double[] {Double.POSITIVE_INFINITY, 1, 2, 3}))
                .containsExactly(-1, 0, Double.POSITIVE_INFINITY);
        assertThat(a.transposeTimes(new double[] {1, 10, 100})).containsExactly(300, 2, 50, -1);
        assertThat(a).isEqualTo(SparseMatrix.of(DENSE, 4)).hasSameHashCodeAs(SparseMatrix.of(DENSE, 4));
        assertThat(a).isNotEqualTo(SparseMatrix.of(new double[][] {{0, 2, 0, -1}}, 4));
        assertThat(a.toString()).isEqualTo("SparseMatrix[3×4, 4 entries]");
        assertThat(SparseMatrix.of(new double[0][], 3).transposeTimes(new double[0]))
                .containsExactly(0, 0, 0);
    }

    @Test
    void whatIsNoMatrixIsRefused() {
        double[] one = {1};
        assertThatThrownBy(() -> new SparseMatrix(1, 2, new int[] {0, 1}, new int[] {2}, one))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("column 2");
        assertThatThrownBy(() -> new SparseMatrix(1, 2, new int[] {0, 2}, new int[] {1, 1}, new double[2]))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("column 1 after 1");
        assertThatThrownBy(() -> new SparseMatrix(1, 2, new int[] {0}, new int[] {0}, one))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new SparseMatrix(1, 2, new int[] {0, 2}, new int[] {0}, one))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new SparseMatrix(2, 2, new int[] {0, 3, 1}, new int[] {0}, one))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("row 0");
        assertThatThrownBy(() -> new SparseMatrix(1, 2, null, new int[] {0}, one))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> SparseMatrix.of(DENSE, 3)).isInstanceOf(ShapeException.class);
        SparseMatrix a = SparseMatrix.of(DENSE, 4);
        assertThatThrownBy(() -> a.times(new double[3])).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> a.transposeTimes(new double[4])).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> a.get(3, 0)).isInstanceOf(ShapeException.class);
    }

    /** Random blocks, bands, dense rows and columns, empty ones; a coloring must read each entry apart. */
    @Test
    void jacobiansOfRandomPatterns() {
        SplittableRandom random = new SplittableRandom(12);
        for (int trial = 0; trial < 60; trial++) {
            int rows = random.nextInt(1, 90);
            int columns = random.nextInt(1, 90);
            double[][] a = new double[rows][columns];
            double density = random.nextDouble(0, 0.1);
            boolean[] longRow = chosen(random, rows, trial % 3);
            boolean[] longColumn = chosen(random, columns, trial % 4);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    boolean entry =
                            Math.abs(i - j) < trial % 5 || random.nextDouble() < density || longRow[i] || longColumn[j];
                    a[i][j] = entry ? random.nextInt(1, 100) : 0;
                }
            }
            Evaluation evaluation = new Linear(a).sparseJacobian(new double[columns]);
            assertThat(evaluation.way()).isEqualTo(Way.NEW_PATTERN);
            assertThat(evaluation.jacobian()).as("trial %d", trial).isEqualTo(SparseMatrix.of(a, columns));
            int fewer = Math.min(rows, columns);
            assertThat(evaluation.columnColors() + evaluation.rowColors()).isLessThanOrEqualTo(fewer);
            assertThat(evaluation.products()).isLessThanOrEqualTo(3 * fewer + 2);
        }
    }

    private static boolean[] chosen(SplittableRandom random, int of, int number) {
        boolean[] chosen = new boolean[of];
        for (int k = 0; k < number; k++) {
            chosen[random.nextInt(of)] = true;
        }
        return chosen;
    }

    /** A product may be the array that it was given. */
    @Test
    void jacobiansOfTheIdentity() {
        DifferentiableVector identity = new DifferentiableVector() {
            @Override
            public double[] value(double[] x) {
                return x;
            }

            @Override
            public double[] jvp(double[] x, double[] v) {
                return v;
            }

            @Override
            public double[] vjp(double[] x, double[] cotangent) {
                return cotangent;
            }
        };
        double[] x = {3, 4, 5};
        double[][] one = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        assertThat(identity.jacobian(x)).isDeepEqualTo(one);
        assertThat(identity.sparseJacobian(x).jacobian().toDense()).isDeepEqualTo(one);
        // One array for all products.
        double[] own = new double[3];
        DifferentiableVector head = new DifferentiableVector() {
            @Override
            public double[] value(double[] x) {
                return new double[] {x[0], x[1]};
            }

            @Override
            public double[] jvp(double[] x, double[] v) {
                return value(v);
            }

            @Override
            public double[] vjp(double[] x, double[] cotangent) {
                own[0] = cotangent[0];
                own[1] = cotangent[1];
                return own;
            }
        };
        assertThat(head.jacobian(x)).isDeepEqualTo(new double[][] {{1, 0, 0}, {0, 1, 0}});
    }

    @Test
    void productsThatAreNotLinearGiveTheDenseJacobian() {
        double[][] a = new double[40][40];
        for (int i = 0; i < 40; i++) {
            a[i][i] = 1 + i;
        }
        Linear spoiled = new Linear(a) {
            @Override
            public double[] jvp(double[] x, double[] v) {
                double[] product = super.jvp(x, v);
                product[7] *= Math.abs(v[7]);
                return product;
            }
        };
        Evaluation evaluation = spoiled.sparseJacobian(new double[40]);
        assertThat(evaluation.way()).isEqualTo(Way.DENSE);
        assertThat(evaluation.way().meaning()).contains("not linear");
        assertThat(evaluation.disagreement()).isGreaterThan(0.01);
        assertThat(evaluation.jacobian()).isEqualTo(SparseMatrix.of(a, 40));
    }

    @Test
    void elementsThatAreNotFiniteAreEntries() {
        double[][] a = new double[50][50];
        for (int i = 0; i < 50; i++) {
            a[i][i] = 2;
        }
        a[3][9] = Double.NaN;
        a[20][4] = Double.NEGATIVE_INFINITY;
        Evaluation evaluation = new Linear(a).sparseJacobian(new double[50]);
        assertThat(evaluation.way()).isEqualTo(Way.NEW_PATTERN);
        assertThat(evaluation.disagreement()).isZero();
        assertThat(evaluation.jacobian()).isEqualTo(SparseMatrix.of(a, 50));
        assertThat(evaluation.jacobian().get(3, 9)).isNaN();
        assertThat(evaluation.jacobian().get(20, 4)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
