package org.gradus.bench;

import java.util.SplittableRandom;
import org.gradus.kernel.Blas;
import org.gradus.kernel.ElementaryLoops;
import org.gradus.kernel.Workers;

/** Workloads written by hand with the best kernels: nothing but the arithmetic. */
final class Limits {
    private static final int TILE = 512;

    private Limits() {}

    private static double[] normal(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
        }
        return x;
    }

    /** The two products that read the data matrix, and nothing else. */
    static Runnable logisticRegression(int n, int d) {
        double[] x = normal(n * d);
        double[] w = new double[d];
        double[] z = new double[n];
        double[] g = new double[d];
        return () -> {
            Blas.gemm(false, false, 1, n, 1, d, x, w, z);
            Blas.gemm(true, false, 1, d, 1, n, x, z, g);
        };
    }

    /** The eight products of the perceptron's gradient, f32. */
    static Runnable perceptron(int batch, int... widths) {
        float[][] x = new float[widths.length][];
        float[][] w = new float[widths.length][];
        float[][] g = new float[widths.length][];
        for (int i = 0; i < widths.length; i++) {
            x[i] = single(batch * widths[i]);
            w[i] = i == 0 ? null : single(widths[i - 1] * widths[i]);
            g[i] = i == 0 ? null : new float[w[i].length];
        }
        return () -> {
            for (int i = 1; i < widths.length; i++) {
                Blas.gemm(false, false, 1, batch, widths[i], widths[i - 1], x[i - 1], w[i], x[i]);
            }
            for (int i = widths.length - 1; i > 0; i--) {
                Blas.gemm(true, false, 1, widths[i - 1], widths[i], batch, x[i - 1], x[i], g[i]);
                if (i > 1) {
                    Blas.gemm(false, true, 1, batch, widths[i - 1], widths[i], x[i], w[i], x[i - 1]);
                }
            }
        };
    }

    private static float[] single(int n) {
        double[] x = normal(n);
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) (x[i] * 1e-3);
        }
        return out;
    }

    static Runnable elementwiseChain(int n) {
        double[] x = normal(n);
        double[] w = normal(n + 1);
        double[] out = new double[n];
        int grain = 32 * TILE;
        return () -> Workers.run((n - 1) / grain + 1, task -> {
            double[][] buffers = new double[5][TILE];
            for (int at = task * grain; at < Math.min(n, (task + 1) * grain); at += TILE) {
                chain(x, w, out, at, Math.min(TILE, n - at), buffers);
            }
        });
    }

    /** With z = -(x w + 0.5)², e = exp z: tanh x · e/(1+e) · (-2 (x w + 0.5) w) + log1p(e) (1 - tanh² x). */
    private static void chain(double[] x, double[] w, double[] out, int at, int n, double[][] b) {
        System.arraycopy(x, at, b[0], 0, n);
        System.arraycopy(w, at, b[1], 0, n);
        inner(b[0], b[1], b[2], n);
        ElementaryLoops.exp(b[2], b[2], n);
        ElementaryLoops.log1p(b[2], b[3], n);
        ElementaryLoops.tanh(b[0], b[4], n);
        outer(b[0], b[1], b[2], b[3], b[4], n);
        System.arraycopy(b[0], 0, out, at, n);
    }

    private static void inner(double[] x, double[] w, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[i] * w[i] + 0.5;
            z[i] = -(a * a);
        }
    }

    private static void outer(double[] x, double[] w, double[] e, double[] l, double[] t, int n) {
        for (int i = 0; i < n; i++) {
            double a = x[i] * w[i] + 0.5;
            x[i] = t[i] * (e[i] / (1 + e[i])) * (-2 * a * w[i]) + l[i] * (1 - t[i] * t[i]);
        }
    }
}
