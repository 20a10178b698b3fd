package org.gradus.kernel;

/**
 * Products of matrices.
 */
public final class Blas {
    private Blas() {}

    /**
     * out[b] = op(a[b]) · op(b[b]) for each element of the batch: [m,k] · [k,n] = [m,n], row-major and contiguous. An
     * empty k gives zeros.
     *
     * @param transA whether a holds [k,m], to be transposed
     * @param transB whether b holds [n,k], to be transposed
     * @param batch the number of products
     * @param m rows of the result
     * @param n columns of the result
     * @param k the summed size
     * @param a the left factors, double[] or float[]
     * @param b the right factors, of a's type
     * @param out receives batch·m·n elements, of a's type; neither a nor b
     */
    public static void gemm(
            boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        for (int e = 0; e < batch; e++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        int at = e * m * k + (transA ? p * m + i : i * k + p);
                        int bt = e * k * n + (transB ? j * k + p : p * n + j);
                        sum += a instanceof double[] x ? x[at] * ((double[]) b)[bt] : (double) ((float[]) a)[at] * ((float[]) b)[bt];
                    }
                    int to = (e * m + i) * n + j;
                    if (out instanceof double[] o) {
                        o[to] = sum;
                    } else {
                        ((float[]) out)[to] = (float) sum;
                    }
                }
            }
        }
    }
}
