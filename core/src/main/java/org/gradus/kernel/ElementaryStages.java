package org.gradus.kernel;

import static org.gradus.kernel.Elementary.LN2_HIGH;
import static org.gradus.kernel.Elementary.LN2_LOW;
import static org.gradus.kernel.Elementary.LOG2_E;
import static org.gradus.kernel.Elementary.MAGIC;
import static org.gradus.kernel.Elementary.powerOfTwo;

/**
 * The elementary functions over a tile, in stages.
 *
 * <p>The JVM makes vector code of loops of additions, multiplications and fused multiply-adds, but not of those that
 * look at the bits of a double. So each function is cut where {@link Elementary} turns to bits: the stages before and
 * after are vector loops, the bits are done one by one between them, or on the vector unit if so asked.
 * Operation by operation they are the steps of
 * {@link Elementary}, so the bits are equal; a test holds the two together.
 */
final class ElementaryStages {
    static final double LARGEST_LOG1P = 0x1p1023;
    final double[] input;
    final double[] output;
    private final boolean vectors;
    private final double[] shifted;
    private final double[] first;
    private final double[] second;
    private final double[] third;

    ElementaryStages(int size, boolean vectors) {
        this.vectors = vectors;
        input = new double[size];
        output = new double[size];
        shifted = new double[size];
        first = new double[size];
        second = new double[size];
        third = new double[size];
    }

    void read(Object x, int at, int n) {
        if (x instanceof double[] a) {
            System.arraycopy(a, at, input, 0, n);
        } else {
            float[] a = (float[]) x;
            for (int i = 0; i < n; i++) {
                input[i] = a[at + i];
            }
        }
    }

    void write(Object out, int at, int n) {
        if (out instanceof double[] a) {
            System.arraycopy(output, 0, a, at, n);
        } else {
            float[] a = (float[]) out;
            for (int i = 0; i < n; i++) {
                a[at + i] = (float) output[i];
            }
        }
    }

    void exp(double[] x, double[] y, int n) {
        if (vectors) {
            VectorElementary.exp(x, y, n);
            return;
        }
        expOfRemainder(x, shifted, first, n);
        scale(shifted, first, y, n);
    }

    private static void expOfRemainder(double[] x, double[] shifted, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double a = Math.min(Math.max(x[i], -746), 710);
            double t = Math.fma(a, LOG2_E, MAGIC);
            double kd = t - MAGIC;
            double high = Math.fma(-kd, LN2_HIGH, a);
            double r = Math.fma(-kd, LN2_LOW, high);
            double c = Math.fma(-kd, LN2_LOW, high - r);
            shifted[i] = t;
            y[i] = 1 + (r + Math.fma(r * r, Elementary.expTail(r), c));
        }
    }

    private void scale(double[] shifted, double[] x, double[] y, int n) {
        if (vectors) {
            VectorElementary.scale(shifted, x, y, n);
        } else {
            scaleFrom(shifted, x, y, 0, n);
        }
    }

    static void scaleFrom(double[] shifted, double[] x, double[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            int k = (int) Double.doubleToRawLongBits(shifted[i]);
            int half = k >> 1;
            y[i] = x[i] * powerOfTwo(half) * powerOfTwo(k - half);
        }
    }

    void expm1(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            first[i] = Math.min(Math.max(x[i], -60), 710);
        }
        expm1OfRemainder(first, shifted, second, third, n);
        inverseScale(shifted, first, n);
        expm1Sum(first, second, third, second, n);
        scale(shifted, second, second, n);
        keepTiny(x, second, y, n);
    }

    private void keepTiny(double[] x, double[] y, double[] out, int n) {
        if (vectors) {
            VectorElementary.keepTiny(x, y, out, n);
        } else {
            keepTinyFrom(x, y, out, 0, n);
        }
    }

    static void keepTinyFrom(double[] x, double[] y, double[] out, int from, int n) {
        for (int i = from; i < n; i++) {
            out[i] = Math.abs(x[i]) < Elementary.TINY ? x[i] : y[i];
        }
    }

    /** Of a = k ln 2 + r: the number that holds k in its bits, r, and e^r - 1 - r. */
    private static void expm1OfRemainder(double[] a, double[] shifted, double[] r, double[] tail, int n) {
        for (int i = 0; i < n; i++) {
            double t = Math.fma(a[i], LOG2_E, MAGIC);
            double kd = t - MAGIC;
            double high = Math.fma(-kd, LN2_HIGH, a[i]);
            double remainder = Math.fma(-kd, LN2_LOW, high);
            double c = Math.fma(-kd, LN2_LOW, high - remainder);
            shifted[i] = t;
            r[i] = remainder;
            tail[i] = Elementary.expm1Tail(remainder) + c;
        }
    }

    private void inverseScale(double[] shifted, double[] inverse, int n) {
        if (vectors) {
            VectorElementary.inverseScale(shifted, inverse, n);
        } else {
            inverseScaleFrom(shifted, inverse, 0, n);
        }
    }

    static void inverseScaleFrom(double[] shifted, double[] inverse, int from, int n) {
        for (int i = from; i < n; i++) {
            int k = (int) Double.doubleToRawLongBits(shifted[i]);
            inverse[i] = powerOfTwo(-Math.min(k, 60));
        }
    }

    private static void expm1Sum(double[] inverse, double[] r, double[] tail, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double b = 1 - inverse[i];
            double s = b + r[i];
            double e = r[i] - (s - b);
            y[i] = s + (e + tail[i]);
        }
    }

    void tanh(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            first[i] = Math.min(2 * Math.abs(x[i]), 44);
        }
        expm1OfRemainder(first, shifted, second, third, n);
        bothScales(shifted, first, shifted, n);
        tanhOfScaled(x, first, shifted, second, third, second, n);
        keepTiny(x, second, y, n);
    }

    private void bothScales(double[] shifted, double[] inverse, double[] scale, int n) {
        if (vectors) {
            VectorElementary.bothScales(shifted, inverse, scale, n);
        } else {
            bothScalesFrom(shifted, inverse, scale, 0, n);
        }
    }

    static void bothScalesFrom(double[] shifted, double[] inverse, double[] scale, int from, int n) {
        for (int i = from; i < n; i++) {
            int k = (int) Double.doubleToRawLongBits(shifted[i]);
            inverse[i] = powerOfTwo(-k);
            scale[i] = powerOfTwo(k);
        }
    }

    private void tanhOfScaled(
            double[] x, double[] inverse, double[] scale, double[] r, double[] tail, double[] y, int n) {
        if (vectors) {
            VectorElementary.tanhOfScaled(x, inverse, scale, r, tail, y, n);
        } else {
            tanhOfScaledFrom(inverse, scale, r, tail, y, 0, n);
            copySignFrom(x, y, 0, n);
        }
    }

    static void copySignFrom(double[] x, double[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            y[i] = Math.copySign(y[i], x[i]);
        }
    }

    static void tanhOfScaledFrom(
            double[] inverse, double[] scale, double[] r, double[] tail, double[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            double b = 1 - inverse[i];
            double s = b + r[i];
            double rest = (r[i] - (s - b)) + tail[i];
            double sum = s + rest;
            double nHigh = sum * scale[i];
            double nLow = ((s - sum) + rest) * scale[i];
            double d = nHigh + 2;
            double dBack = d - nHigh;
            double dLow = (nHigh - (d - dBack)) + (2 - dBack) + nLow;
            double inverted = 1 / d;
            double q = nHigh * inverted;
            double remainder = Math.fma(-q, d, nHigh) + Math.fma(-q, dLow, nLow);
            y[i] = Math.fma(remainder, inverted, q);
        }
    }

    void sigmoid(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            third[i] = -Math.abs(x[i]);
        }
        exp(third, second, n);
        if (vectors) {
            VectorElementary.sigmoid(x, second, y, n);
        } else {
            sigmoidOf(x, second, y, 0, n);
        }
    }

    /** Of z = exp(-|x|): 1/(1+z), or z/(1+z) for negative x. */
    static void sigmoidOf(double[] x, double[] z, double[] y, int from, int n) {
        for (int i = from; i < n; i++) {
            double numerator = x[i] < 0 ? z[i] : 1;
            double d = 1 + z[i];
            double dLow = z[i] - (d - 1);
            double inverse = 1 / d;
            double q = numerator * inverse;
            double remainder = Math.fma(-q, dLow, Math.fma(-q, d, numerator));
            y[i] = Math.fma(remainder, inverse, q);
        }
    }

    void softplus(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            third[i] = -Math.abs(x[i]);
        }
        exp(third, y, n);
        log1p(y, y, n);
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(x[i], 0) + y[i];
        }
    }

    void log(double[] x, double[] y, int n) {
        if (vectors) {
            VectorElementary.log(x, y, n);
            return;
        }
        boolean normal = logParts(x, shifted, first, n);
        logOfParts(shifted, first, second, n);
        if (!normal) {
            for (int i = 0; i < n; i++) {
                boolean special = !(x[i] >= Double.MIN_NORMAL && x[i] < Double.POSITIVE_INFINITY);
                second[i] = special ? Elementary.log(x[i]) : second[i];
            }
        }
        System.arraycopy(second, 0, y, 0, n);
    }

    /** Exponents and mantissas minus 1; whether all numbers are positive, normal and finite. */
    private static boolean logParts(double[] x, double[] exponent, double[] f, int n) {
        boolean normal = true;
        for (int i = 0; i < n; i++) {
            normal &= x[i] >= Double.MIN_NORMAL && x[i] < Double.POSITIVE_INFINITY;
            long bits = Double.doubleToRawLongBits(x[i]);
            long k = (bits - Elementary.SQRT_HALF_BITS) >> 52;
            f[i] = Double.longBitsToDouble(bits - (k << 52)) - 1;
            exponent[i] = (int) k;
        }
        return normal;
    }

    private static void logOfParts(double[] exponent, double[] f, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double half = 0.5 * f[i] * f[i];
            double s = f[i] / (2 + f[i]);
            double rest = Math.fma(s, half + Elementary.logTail(s), exponent[i] * LN2_LOW);
            y[i] = Math.fma(exponent[i], LN2_HIGH, f[i] - (half - rest));
        }
    }

    void log1p(double[] x, double[] y, int n) {
        boolean usual = log1pParts(x, shifted, first, second, n);
        log1pOfParts(shifted, first, second, third, n);
        if (!usual) {
            for (int i = 0; i < n; i++) {
                third[i] = isUsualForLog1p(x[i]) ? third[i] : Elementary.log1p(x[i]);
            }
        }
        if (vectors) {
            VectorElementary.keepTiny(x, third, y, n);
        } else {
            System.arraycopy(third, 0, y, 0, n);
        }
    }

    private static boolean isUsualForLog1p(double x) {
        return x > -1 && x < LARGEST_LOG1P && !(Math.abs(x) < Elementary.TINY);
    }

    /** Exponents, and what 1 + x exceeds their powers of two by, in two parts; whether no number is special. */
    private boolean log1pParts(double[] x, double[] exponent, double[] f, double[] low, int n) {
        return vectors
                ? VectorElementary.log1pParts(x, exponent, f, low, n)
                : log1pPartsFrom(x, exponent, f, low, 0, n);
    }

    static boolean log1pPartsFrom(double[] x, double[] exponent, double[] f, double[] low, int from, int n) {
        boolean usual = true;
        for (int i = from; i < n; i++) {
            usual &= isUsualForLog1p(x[i]);
            double u = 1 + x[i];
            double back = u - 1;
            double lost = (1 - (u - back)) + (x[i] - back);
            long bits = Double.doubleToRawLongBits(u);
            long k = (bits - Elementary.SQRT_HALF_BITS) >> 52;
            double m = Double.longBitsToDouble(bits - (k << 52)) - 1;
            double c = lost * powerOfTwo(-Math.min((int) k, 1023));
            f[i] = m + c;
            low[i] = c - (f[i] - m);
            exponent[i] = (int) k;
        }
        return usual;
    }

    private static void log1pOfParts(double[] exponent, double[] f, double[] low, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double half = 0.5 * f[i] * f[i];
            double s = f[i] / (2 + f[i]);
            double carried = Math.fma(exponent[i], LN2_LOW, low[i] * (1 - f[i]));
            double rest = Math.fma(s, half + Elementary.logTail(s), carried);
            y[i] = Math.fma(exponent[i], LN2_HIGH, f[i] - (half - rest));
        }
    }
}
