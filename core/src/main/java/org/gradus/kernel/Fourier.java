package org.gradus.kernel;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Discrete Fourier transforms of any length, computed in f64. Errors are below 4·10⁻¹⁵ of the root mean square of the
 * results for lengths to 16384, and grow as the logarithm of the length.
 */
public final class Fourier {
    private static final int GRAIN = 1 << 15;
    private static final int LINES_AT_ONCE = 16;
    private static final int ELEMENTS_AT_ONCE = 1 << 14;
    private static final long KEPT_DOUBLES = 1L << 22;
    private static final Map<Integer, FourierPlan> PLANS = new LinkedHashMap<>(16, 0.75f, true);
    private static long kept;

    private Fourier() {}

    /**
     * X[o, k, i] = Σ_j x[o, j, i]·exp(-2πi·jk/n) for complex x in two arrays. The transform with the other sign is this
     * one with real and imaginary parts exchanged, in operands and results.
     *
     * @param re real parts [outer, n, inner], double[] or float[]
     * @param im imaginary parts, of the same type
     * @param outRe receives the real parts of X; none of the others
     * @param outIm receives the imaginary parts; none of the others
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis, at least 1
     * @param inner the product of the sizes after the axis
     */
    public static void transform(Object re, Object im, Object outRe, Object outIm, int outer, int n, int inner) {
        if (Kinds.differ(re, im, outRe, outIm) || !Kinds.floating(re, outRe)) {
            throw Kinds.unsupported("fft", re, im, outRe, outIm);
        }
        int lines = outer * inner;
        if (lines == 0) {
            return;
        }
        FourierPlan plan = plan(n);
        int together = Math.min(lines, Math.clamp(ELEMENTS_AT_ONCE / n, 1, LINES_AT_ONCE));
        int groups = (lines + together - 1) / together;
        Workers.ranges(groups, Math.max(1, GRAIN / (n * together)), (first, end) -> {
            for (int group = first; group < end; group++) {
                int from = group * together;
                lines(plan, re, im, outRe, outIm, inner, from, Math.min(together, lines - from));
            }
        });
    }

    private static void lines(
            FourierPlan plan, Object re, Object im, Object outRe, Object outIm, int inner, int from, int count) {
        int n = plan.n;
        int[] begin = new int[count];
        for (int l = 0; l < count; l++) {
            int line = from + l;
            begin[l] = line / inner * n * inner + line % inner;
        }
        double[] x = new double[n * count];
        double[] y = new double[n * count];
        load(re, begin, inner, x);
        load(im, begin, inner, y);
        plan.run(x, y, count);
        store(x, outRe, begin, inner);
        store(y, outIm, begin, inner);
    }

    private static void load(Object src, int[] begin, int step, double[] out) {
        if (src instanceof double[] a) {
            for (int j = 0, at = 0; at < out.length; j += step) {
                for (int l = 0; l < begin.length; l++) {
                    out[at++] = a[begin[l] + j];
                }
            }
        } else {
            float[] a = (float[]) src;
            for (int j = 0, at = 0; at < out.length; j += step) {
                for (int l = 0; l < begin.length; l++) {
                    out[at++] = a[begin[l] + j];
                }
            }
        }
    }

    private static void store(double[] x, Object out, int[] begin, int step) {
        if (out instanceof double[] a) {
            for (int j = 0, at = 0; at < x.length; j += step) {
                for (int l = 0; l < begin.length; l++) {
                    a[begin[l] + j] = x[at++];
                }
            }
        } else {
            float[] a = (float[]) out;
            for (int j = 0, at = 0; at < x.length; j += step) {
                for (int l = 0; l < begin.length; l++) {
                    a[begin[l] + j] = (float) x[at++];
                }
            }
        }
    }

    /** The plan of a length; those used last are kept, up to 32 MiB in all. */
    private static FourierPlan plan(int n) {
        synchronized (PLANS) {
            FourierPlan known = PLANS.get(n);
            if (known != null) {
                return known;
            }
        }
        FourierPlan made = FourierPlan.make(n);
        if (made.held() > KEPT_DOUBLES) {
            return made;
        }
        synchronized (PLANS) {
            if (PLANS.putIfAbsent(n, made) == null) {
                kept += made.held();
            }
            Iterator<FourierPlan> eldest = PLANS.values().iterator();
            while (kept > KEPT_DOUBLES) {
                kept -= eldest.next().held();
                eldest.remove();
            }
        }
        return made;
    }
}
