package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LapackTest {

    /** Symmetric positive definite: a random matrix times its transpose, plus n on the diagonal. */
    private static double[] definite(int batch, int n, SplittableRandom random) {
        double[] x = Samples.doubles(batch * n * n, random);
        double[] a = new double[batch * n * n];
        if (n > 0) {
            Blas.plain(false, true, batch, n, n, n, x, x, a);
        }
        for (int e = 0; e < batch; e++) {
            for (int i = 0; i < n; i++) {
                a[e * n * n + i * n + i] += n;
            }
        }
        return a;
    }

    private static Object as(Class<?> type, double[] x) {
        Object out = Samples.create(type, x.length);
        Loops.convert(x, out, x.length);
        return out;
    }

    private static void assertClose(Object actual, double[] expected, double relative) {
        double size = 0;
        for (double v : expected) {
            size = Math.max(size, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(Samples.number(actual, i) - expected[i]);
            if (!(error <= relative * size)) {
                fail("element %d is wrong by %s", i, error);
            }
        }
    }

    private static double tolerance(Class<?> type, int n) {
        return (type == double.class ? 0x1p-52 : 0x1p-23) * 20 * (n + 1);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "4,2", "3,7", "2,8", "1,31", "1,32", "5,33", "2,64", "1,129", "1,200"})
    void choleskyGivesTheMatrixBackAndReadsItsLowerTriangleAlone(int batch, int n) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        double[] a = definite(batch, n, random);
        for (Class<?> type : new Class<?>[] {double.class, float.class}) {
            Object lowerOnly = as(type, a);
            for (int i = 0; i < batch * n * n; i++) {
                if (i % n > i / n % Math.max(1, n)) {
                    java.lang.reflect.Array.set(
                            lowerOnly, i, type == double.class ? (Object) Double.NaN : (Object) Float.NaN);
                }
            }
            Object l = Samples.onAnyThreads(() -> {
                Object out = Samples.create(type, batch * n * n);
                Lapack.cholesky(lowerOnly, out, batch, n);
                return out;
            });
            double[] factor = new double[batch * n * n];
            Loops.convert(l, factor, factor.length);
            for (int i = 0; i < factor.length; i++) {
                if (i % n > i / n % n) {
                    assertThat(factor[i]).as("above the diagonal").isEqualTo(0.0);
                }
            }
            double[] back = new double[batch * n * n];
            if (n > 0) {
                Blas.plain(false, true, batch, n, n, n, factor, factor, back);
            }
            assertClose(back, a, tolerance(type, n));
            Object inPlace = as(type, a);
            Lapack.cholesky(inPlace, inPlace, batch, n);
            assertThat(inPlace).isEqualTo(l);
            for (int e = 0; e < batch; e++) {
                Object plain = Samples.create(type, batch * n * n);
                PlainFactorizations.cholesky(as(type, a), plain, e, batch, n);
                double[] expected = java.util.Arrays.copyOfRange(factor, e * n * n, (e + 1) * n * n);
                Object part = Samples.create(type, n * n);
                System.arraycopy(plain, e * n * n, part, 0, n * n);
                assertClose(part, expected, tolerance(type, n));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 50})
    void choleskyNamesThePivot(int n) {
        double[] a = new double[2 * n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 4;
            a[n * n + i * n + i] = 4;
        }
        a[3 * n + 3] = -0.12;
        assertThatThrownBy(() -> Lapack.cholesky(a, new double[n * n], 1, n))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("cholesky: matrix is not positive definite: pivot 3 of " + n + " is -0.12\n"
                        + "  where: LapackTest.java")
                .hasMessageEndingWith("to do: add a small multiple of the identity to the matrix, or check that it is "
                        + "symmetric and positive definite");
        a[3 * n + 3] = 4;
        a[n * n + 4 * n + 2] = Double.NaN;
        assertThatThrownBy(() -> Lapack.cholesky(a, new double[2 * n * n], 2, n))
                .hasMessageStartingWith(
                        "cholesky: matrix 1 of the batch of 2 is not positive definite: pivot 4 of " + n + " is NaN")
                .hasMessageEndingWith("find where the NaN or infinity in the matrix comes from");
        float[] zero = new float[n * n];
        assertThatThrownBy(() -> Lapack.cholesky(zero, new float[n * n], 1, n))
                .hasMessageStartingWith("cholesky: matrix is not positive definite: pivot 0 of " + n + " is 0.0");
    }

    @ParameterizedTest
    @CsvSource({"1,0,1", "1,1,1", "3,2,3", "2,7,1", "2,9,8", "1,32,4", "2,33,1", "2,33,5", "1,100,33", "1,64,0"})
    void triangularSolvesInvertTheirTriangle(int batch, int n, int columns) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        double[] full = Samples.doubles(batch * n * n, random);
        for (int i = 0; i < full.length; i++) {
            full[i] = i % n == i / n % n ? 3 + Math.abs(full[i]) : full[i] / n;
        }
        double[] b = Samples.doubles(batch * n * columns, random);
        for (int mode = 0; mode < 8; mode++) {
            boolean lower = (mode & 1) != 0;
            boolean transposed = (mode & 2) != 0;
            boolean unit = (mode & 4) != 0;
            double[] triangle = new double[full.length];
            for (int i = 0; i < full.length; i++) {
                int row = i / n % n;
                int column = i % n;
                triangle[i] = row == column ? (unit ? 1 : full[i]) : (lower == column < row) ? full[i] : 0;
            }
            for (Class<?> type : new Class<?>[] {double.class, float.class}) {
                Object x = Samples.onAnyThreads(() -> {
                    Object out = Samples.create(type, b.length);
                    Lapack.triangularSolve(
                            lower, transposed, unit, as(type, full), as(type, b), out, batch, n, columns);
                    return out;
                });
                double[] wide = new double[b.length];
                Loops.convert(x, wide, b.length);
                double[] back = new double[b.length];
                if (b.length > 0) {
                    Blas.plain(transposed, false, batch, n, columns, n, triangle, wide, back);
                }
                assertClose(back, b, tolerance(type, n));
                Object inPlace = as(type, b);
                Lapack.triangularSolve(lower, transposed, unit, as(type, full), inPlace, inPlace, batch, n, columns);
                assertThat(inPlace).isEqualTo(x);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void aZeroOnTheDiagonalGivesInfinity(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = i == n - 1 ? 0 : 1;
        }
        double[] b = new double[2 * n];
        java.util.Arrays.fill(b, 1);
        double[] x = new double[2 * n];
        Lapack.triangularSolve(true, false, false, a, b, x, 1, n, 2);
        assertThat(x[0]).isEqualTo(1);
        assertThat(x[2 * n - 1]).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"1,0,1", "1,1,1", "3,2,3", "2,7,1", "2,9,8", "1,32,4", "2,33,1", "2,40,5", "1,150,3"})
    void solveSolvesGeneralSystems(int batch, int n, int columns) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        double[] a = Samples.doubles(batch * n * n, random);
        for (int e = 0; e < batch; e++) {
            for (int i = 0; i < n; i++) {
                // A permuted dominant diagonal: well conditioned, and every step needs its row exchange.
                a[e * n * n + i * n + (i + 1) % n] += 4 * n;
            }
        }
        double[] b = Samples.doubles(batch * n * columns, random);
        for (Class<?> type : new Class<?>[] {double.class, float.class}) {
            Object x = Samples.onAnyThreads(() -> {
                Object out = Samples.create(type, b.length);
                Lapack.solve(as(type, a), as(type, b), out, batch, n, columns);
                return out;
            });
            double[] wide = new double[b.length];
            Loops.convert(x, wide, b.length);
            double[] back = new double[b.length];
            if (n > 0) {
                Blas.plain(false, false, batch, n, columns, n, a, wide, back);
            }
            assertClose(back, b, 4 * tolerance(type, n));
            Object inPlace = as(type, b);
            Lapack.solve(as(type, a), inPlace, inPlace, batch, n, columns);
            assertThat(inPlace).isEqualTo(x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 60})
    void solveNamesTheZeroPivot(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = i == 2 ? 0 : 1;
        }
        assertThatThrownBy(() -> Lapack.solve(a, new double[n], new double[n], 1, n, 1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("solve: matrix is singular: pivot 2 of " + n + " is 0.0")
                .hasMessageEndingWith(
                        "remove rows or columns that depend on others, or solve a least-squares problem " + "instead");
        a[2 * n + 2] = Double.NaN;
        assertThatThrownBy(() -> Lapack.solve(a, new double[n], new double[n], 1, n, 1))
                .hasMessageStartingWith("solve: matrix is singular: pivot 2 of " + n + " is NaN")
                .hasMessageEndingWith("find where the NaN or infinity in the matrix comes from");
    }

    @Test
    void arraysThatDoNotFitAreRefusedBeforeAnyNativeCall() {
        assertThatThrownBy(() -> Lapack.cholesky(new double[99 * 99], new double[100 * 100], 1, 100))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("cholesky: 1 matrices [100,100]");
        assertThatThrownBy(() -> Lapack.solve(new double[1600], new double[40], new double[80], 1, 40, 2))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() ->
                        Lapack.triangularSolve(true, false, false, new double[4], new float[2], new double[2], 1, 2, 1))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("triangularSolve: no kernel for double[], float[], double[]");
    }
}
