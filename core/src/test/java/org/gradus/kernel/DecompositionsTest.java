package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.error.EnvironmentException;
import org.gradus.error.GradusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decompositions in Java and through LAPACK, on any number of threads. */
class DecompositionsTest {

    /** What is left without the native library. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            int n = 40;
            double[] a = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    a[i * n + j] = 1.0 / (1 + Math.abs(i - j));
                }
            }
            double[] w = new double[n];
            double[] v = new double[n * n];
            Decompositions.eigh(a, w, v, 1, n);
            double trace = Arrays.stream(w).sum();
            double[] s = new double[n];
            Decompositions.svd(false, a, new double[n * n], s, v, 1, n, n);
            System.out.println("trace " + Math.round(trace * 1e9) + " " + Math.round((s[0] - w[n - 1]) * 1e9));
            try {
                Decompositions.eig(a, w, w.clone(), v, v.clone(), new long[n], 1, n);
            } catch (GradusException e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.problem() + " / " + e.remedy());
            }
        }
    }

    @Test
    void withoutLapackOnlyGeneralEigenvaluesAreMissing() throws Exception {
        String output = ChildJvm.run(Main.class, List.of(), "-Dgradus.blas=off");
        assertThat(output)
                .contains(
                        "trace 40000000000 0\n",
                        EnvironmentException.class.getSimpleName()
                                + " eig: eigenvalues of general matrices need LAPACK. OpenBLAS is off (system property"
                                + " gradus.blas)",
                        " / use eigh if the matrix is symmetric, or put the OpenBLAS jar on the class path");
    }

    private static double[] graded(int m, int n) {
        double[] a = Samples.doubles(m * n, new SplittableRandom(Samples.SEED));
        for (int i = 0; i < Math.min(m, n); i++) {
            a[i * n + i] += 3 * (i + 1);
        }
        return a;
    }

    private static void close(String what, double[] expected, double[] actual) {
        double size = Matrices.largest(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(expected[i] - actual[i]))
                    .as("%s: element %d, %s and %s", what, i, expected[i], actual[i])
                    .isLessThanOrEqualTo(1e-12 * size);
        }
    }

    /** LAPACK's results with signs as they come, against those in Java. */
    @ParameterizedTest
    @CsvSource({"2,2", "20,20", "33,33", "70,70", "45,34", "34,45", "5,1"})
    void javaAgreesWithLapack(int m, int n) {
        assumeTrue(Natives.available(), "needs OpenBLAS");
        int k = Math.min(m, n);
        double[] a = graded(m, n);
        double[] u = new double[m * m];
        double[] s = new double[k];
        double[] vt = new double[n * n];
        assertThat(NativeDecompositions.svd(true, a, u, s, vt, m, n)).isTrue();
        double[] b = m >= n ? Matrices.transposed(a, m, n) : a.clone();
        double[] plain = new double[k];
        PlainDecompositions.svd(b, plain, new double[k * k], k, Math.max(m, n));
        close("singular values", s, plain);

        double[] q = new double[k * m];
        double[] r = new double[m * n];
        NativeDecompositions.qr(a, q, r, m, n, k);
        double[] columns = Matrices.transposed(a, m, n);
        double[] plainQ = new double[k * m];
        PlainDecompositions.qr(columns, plainQ, m, n, k);
        for (int i = 0; i < k; i++) {
            double sign = Math.signum(r[i * n + i] * columns[i * m + i]);
            double[] expected = Arrays.copyOfRange(q, i * m, (i + 1) * m);
            double[] actual = Arrays.copyOfRange(plainQ, i * m, (i + 1) * m);
            for (int j = 0; j < m; j++) {
                actual[j] *= sign;
            }
            close("row of Q", expected, actual);
        }

        double[] lu = a.clone();
        double[] plainLu = a.clone();
        int[] order = new int[m];
        int[] plainOrder = new int[m];
        NativeDecompositions.lu(lu, order, m, n);
        PlainDecompositions.lu(plainLu, plainOrder, m, n);
        assertThat(plainOrder).isEqualTo(order);
        close("LU", lu, plainLu);

        if (m == n) {
            double[] symmetric = Matrices.mirrored(a, n);
            double[] w = new double[n];
            double[] v = new double[n * n];
            assertThat(NativeDecompositions.eigh(symmetric.clone(), w, v, n)).isTrue();
            double[] values = new double[n];
            PlainDecompositions.eigh(symmetric, values, new double[n * n], n);
            Arrays.sort(values);
            close("eigenvalues", w, values);
        }
    }

    @ParameterizedTest
    @CsvSource({"40,3", "5,33", "3,60"})
    void theSameBitsOnAnyThreads(int batch, int n) {
        double[] a = Samples.doubles(batch * n * n, new SplittableRandom(Samples.SEED));
        Samples.onAnyThreads(() -> {
            double[] w = new double[batch * n];
            double[] v = new double[batch * n * n];
            Decompositions.eigh(a, w, v, batch, n);
            return v;
        });
        Samples.onAnyThreads(() -> {
            double[] u = new double[batch * n * n];
            Decompositions.svd(false, a, u, new double[batch * n], new double[batch * n * n], batch, n, n);
            return u;
        });
        Samples.onAnyThreads(() -> {
            double[] q = new double[batch * n * n];
            Decompositions.qr(false, a, q, new double[batch * n * n], batch, n, n);
            return q;
        });
        Samples.onAnyThreads(() -> {
            double[] e = new double[batch * n * n];
            MatrixFunctions.expm(a, e, batch, n);
            return e;
        });
        Samples.onAnyThreads(() -> {
            double[] d = new double[batch];
            MatrixFunctions.det(a, d, batch, n);
            return d;
        });
    }

    /** Small singular values keep their digits in Java: rotations are relative to the columns. */
    @Test
    void tinyAndHugeNumbers() {
        for (double scale : new double[] {1e-300, 1e-160, 1, 1e160, 1e300}) {
            double[] a = {3 * scale, 0, 4 * scale, 5 * scale};
            double[] s = new double[2];
            Decompositions.svd(false, a, new double[4], s, new double[4], 1, 2, 2);
            assertThat(s[0] / scale).isCloseTo(Math.sqrt(45), org.assertj.core.data.Offset.offset(1e-14));
            assertThat(s[1] / scale).isCloseTo(Math.sqrt(5), org.assertj.core.data.Offset.offset(1e-14));
            double[] symmetric = {2 * scale, scale, scale, 2 * scale};
            double[] w = new double[2];
            Decompositions.eigh(symmetric, w, new double[4], 1, 2);
            assertThat(w[0] / scale).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-15));
            assertThat(w[1] / scale).isCloseTo(3, org.assertj.core.data.Offset.offset(1e-15));
        }
    }
}
