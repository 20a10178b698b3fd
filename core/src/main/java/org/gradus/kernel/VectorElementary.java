package org.gradus.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.kernel.Elementary.LN2_HIGH;
import static org.gradus.kernel.Elementary.LN2_LOW;
import static org.gradus.kernel.Elementary.LOG2_E;
import static org.gradus.kernel.Elementary.MAGIC;
import static org.gradus.kernel.Elementary.SQRT_HALF_BITS;
import static org.gradus.kernel.Elementary.TINY;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementary functions on the vector unit: step by step {@link Elementary}, so the bits are equal; a test holds the two
 * together. A vector that holds a number which {@link Elementary} treats by a branch is done by it.
 *
 * <p>To be touched only where {@link Simd#isOn()}, and one short loop a method: in a method of more
 * than some sixty vector operations the JVM no longer inlines them, and each makes an object. The JVM has no vector instruction for some steps
 * before AVX-512, so they are done otherwise: an exponent comes out of the bits of a sum with 2^52, and 2^k is made of the
 * bits of k + {@code MAGIC}, whose upper ones fall out.
 */
final class VectorElementary {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final long ONE_BITS = 1023L << 52;
    private static final long EXPONENT_BIAS = 1024L << 52;
    private static final long TWO_52_BITS = 0x4330000000000000L;
    private static final double TWO_52_AND_BIAS = 0x1p52 + 1024;
    private static final double LEAST_LOG1P = -0x1.fffffffffffffp-1;

    private VectorElementary() {}

    /** 2^k of the number k + MAGIC. */
    private static DoubleVector power(LongVector shifted) {
        return shifted.lanewise(LSHL, 52).add(ONE_BITS).reinterpretAsDoubles();
    }

    /** 2^-k of the number k + MAGIC. */
    private static DoubleVector inversePower(LongVector shifted) {
        return shifted.lanewise(LSHL, 52).neg().add(ONE_BITS).reinterpretAsDoubles();
    }

    /** y·2^k of the number t = k + MAGIC, in two exact steps and one rounding. */
    private static DoubleVector scaled(DoubleVector y, DoubleVector t, DoubleVector k) {
        LongVector half = k.fma(DoubleVector.broadcast(SPECIES, 0.5), DoubleVector.broadcast(SPECIES, MAGIC))
                .reinterpretAsLongs();
        LongVector rest = t.reinterpretAsLongs().sub(half);
        return y.mul(power(half)).mul(power(rest));
    }

    private static DoubleVector expTail(DoubleVector r) {
        DoubleVector z = r.mul(r);
        DoubleVector even = z.fma(
                DoubleVector.broadcast(SPECIES, 0x1.1f730349868cep-29),
                DoubleVector.broadcast(SPECIES, 0x1.27e4db646b17ep-22));
        even = even.fma(z, DoubleVector.broadcast(SPECIES, 0x1.a01a01a6d889cp-16));
        even = even.fma(z, DoubleVector.broadcast(SPECIES, 0x1.6c16c16c162d4p-10));
        even = even.fma(z, DoubleVector.broadcast(SPECIES, 0x1.5555555555556p-5));
        even = even.fma(z, DoubleVector.broadcast(SPECIES, 0.5));
        DoubleVector odd = z.fma(
                DoubleVector.broadcast(SPECIES, 0x1.af4de97ca4194p-26),
                DoubleVector.broadcast(SPECIES, 0x1.71de0231960ebp-19));
        odd = odd.fma(z, DoubleVector.broadcast(SPECIES, 0x1.a01a01abe7fe1p-13));
        odd = odd.fma(z, DoubleVector.broadcast(SPECIES, 0x1.11111111100dcp-7));
        odd = odd.fma(z, DoubleVector.broadcast(SPECIES, 0x1.5555555555557p-3));
        return r.fma(odd, even);
    }

    private static DoubleVector logTail(DoubleVector s) {
        DoubleVector z = s.mul(s);
        DoubleVector w = z.mul(z);
        DoubleVector even = w.fma(
                DoubleVector.broadcast(SPECIES, 0x1.2b59b713616c9p-3),
                DoubleVector.broadcast(SPECIES, 0x1.7462b58e46ebep-3));
        even = even.fma(w, DoubleVector.broadcast(SPECIES, 0x1.2492492df3ba9p-2));
        even = even.fma(w, DoubleVector.broadcast(SPECIES, 0x1.5555555555558p-1));
        DoubleVector odd = w.fma(
                DoubleVector.broadcast(SPECIES, 0x1.39fe42e9740a7p-3),
                DoubleVector.broadcast(SPECIES, 0x1.c71c62e26208bp-3));
        odd = odd.fma(w, DoubleVector.broadcast(SPECIES, 0x1.99999999952ccp-2));
        return z.mul(z.fma(odd, even));
    }

    private static DoubleVector exp(DoubleVector x) {
        DoubleVector a = x.max(-746).min(710);
        DoubleVector t = a.fma(DoubleVector.broadcast(SPECIES, LOG2_E), DoubleVector.broadcast(SPECIES, MAGIC));
        DoubleVector k = t.sub(MAGIC);
        DoubleVector minus = k.neg();
        DoubleVector high = minus.fma(DoubleVector.broadcast(SPECIES, LN2_HIGH), a);
        DoubleVector r = minus.fma(DoubleVector.broadcast(SPECIES, LN2_LOW), high);
        DoubleVector c = minus.fma(DoubleVector.broadcast(SPECIES, LN2_LOW), high.sub(r));
        DoubleVector y = r.add(r.mul(r).fma(expTail(r), c)).add(1);
        return scaled(y, t, k);
    }

    static void exp(double[] x, double[] y, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            exp(DoubleVector.fromArray(SPECIES, x, i)).intoArray(y, i);
        }
        for (; i < n; i++) {
            y[i] = Elementary.exp(x[i]);
        }
    }

    static void sigmoid(double[] x, double[] z, double[] y, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector e = DoubleVector.fromArray(SPECIES, z, i);
            DoubleVector d = e.add(1);
            DoubleVector dLow = e.sub(d.sub(1));
            DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
            DoubleVector numerator =
                    one.blend(e, DoubleVector.fromArray(SPECIES, x, i).compare(LT, 0));
            DoubleVector inverse = one.div(d);
            DoubleVector q = numerator.mul(inverse);
            DoubleVector minus = q.neg();
            DoubleVector remainder = minus.fma(dLow, minus.fma(d, numerator));
            remainder.fma(inverse, q).intoArray(y, i);
        }
        ElementaryStages.sigmoidOf(x, z, y, i, n);
    }

    /** y·2^k of the numbers k + MAGIC. */
    static void scale(double[] shifted, double[] x, double[] y, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector t = DoubleVector.fromArray(SPECIES, shifted, i);
            scaled(DoubleVector.fromArray(SPECIES, x, i), t, t.sub(MAGIC)).intoArray(y, i);
        }
        ElementaryStages.scaleFrom(shifted, x, y, i, n);
    }

    /** 2^-min(k, 60) of the numbers k + MAGIC. */
    static void inverseScale(double[] shifted, double[] inverse, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector t = DoubleVector.fromArray(SPECIES, shifted, i);
            inversePower(t.min(MAGIC + 60).reinterpretAsLongs()).intoArray(inverse, i);
        }
        ElementaryStages.inverseScaleFrom(shifted, inverse, i, n);
    }

    /** 2^-k and 2^k of the numbers k + MAGIC; both may be one of these. */
    static void bothScales(double[] shifted, double[] inverse, double[] scale, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            LongVector bits = DoubleVector.fromArray(SPECIES, shifted, i).reinterpretAsLongs();
            inversePower(bits).intoArray(inverse, i);
            power(bits).intoArray(scale, i);
        }
        ElementaryStages.bothScalesFrom(shifted, inverse, scale, i, n);
    }

    /** x where it is tiny, else y. */
    static void keepTiny(double[] x, double[] y, double[] out, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector.fromArray(SPECIES, y, i)
                    .blend(v, v.abs().compare(LT, TINY))
                    .intoArray(out, i);
        }
        ElementaryStages.keepTinyFrom(x, y, out, i, n);
    }

    /** As the stage of that name, with the sign of x. */
    static void tanhOfScaled(
            double[] x, double[] inverse, double[] scale, double[] r, double[] tail, double[] y, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
            DoubleVector rest = DoubleVector.fromArray(SPECIES, r, i);
            DoubleVector b = one.sub(DoubleVector.fromArray(SPECIES, inverse, i));
            DoubleVector s = b.add(rest);
            rest = rest.sub(s.sub(b)).add(DoubleVector.fromArray(SPECIES, tail, i));
            DoubleVector sum = s.add(rest);
            DoubleVector factor = DoubleVector.fromArray(SPECIES, scale, i);
            DoubleVector nHigh = sum.mul(factor);
            DoubleVector nLow = s.sub(sum).add(rest).mul(factor);
            DoubleVector d = nHigh.add(2);
            DoubleVector dBack = d.sub(nHigh);
            DoubleVector dLow = nHigh.sub(d.sub(dBack)).add(dBack.neg().add(2)).add(nLow);
            DoubleVector inverted = one.div(d);
            DoubleVector q = nHigh.mul(inverted);
            DoubleVector minus = q.neg();
            DoubleVector remainder = minus.fma(d, nHigh).add(minus.fma(dLow, nLow));
            LongVector sign =
                    DoubleVector.fromArray(SPECIES, x, i).reinterpretAsLongs().and(Long.MIN_VALUE);
            remainder
                    .fma(inverted, q)
                    .reinterpretAsLongs()
                    .or(sign)
                    .reinterpretAsDoubles()
                    .intoArray(y, i);
        }
        ElementaryStages.tanhOfScaledFrom(inverse, scale, r, tail, y, i, n);
        ElementaryStages.copySignFrom(x, y, i, n);
    }

    static void log(double[] x, double[] y, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            if (within(v, Double.MIN_NORMAL, Double.POSITIVE_INFINITY)) {
                logOfNormal(v).intoArray(y, i);
            } else {
                logOneByOne(x, y, i, i + LANES);
            }
        }
        logOneByOne(x, y, i, n);
    }

    private static void logOneByOne(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Elementary.log(x[i]);
        }
    }

    /** Whether from ≤ v < to holds everywhere. */
    private static boolean within(DoubleVector v, double from, double to) {
        return v.compare(GE, from).and(v.compare(LT, to)).allTrue();
    }

    /** k + 1024 in the upper bits, where x = 2^k m with m in [√½, √2). */
    private static LongVector exponent(LongVector bits) {
        return bits.add(EXPONENT_BIAS - SQRT_HALF_BITS).lanewise(LSHR, 52);
    }

    private static DoubleVector asDouble(LongVector exponent) {
        return exponent.or(TWO_52_BITS).reinterpretAsDoubles().sub(TWO_52_AND_BIAS);
    }

    private static DoubleVector mantissaLessOne(LongVector bits, LongVector exponent) {
        return bits.sub(exponent.lanewise(LSHL, 52).sub(EXPONENT_BIAS))
                .reinterpretAsDoubles()
                .sub(1);
    }

    private static DoubleVector logOfNormal(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        LongVector exponent = exponent(bits);
        DoubleVector f = mantissaLessOne(bits, exponent);
        DoubleVector k = asDouble(exponent);
        DoubleVector half = f.mul(0.5).mul(f);
        DoubleVector s = f.div(f.add(2));
        DoubleVector rest = s.fma(half.add(logTail(s)), k.mul(LN2_LOW));
        return k.fma(DoubleVector.broadcast(SPECIES, LN2_HIGH), f.sub(half.sub(rest)));
    }

    /** As the stage of that name; whether no number but tiny ones is special. */
    static boolean log1pParts(double[] x, double[] exponents, double[] f, double[] low, int n) {
        boolean usual = true;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            usual &= within(v, LEAST_LOG1P, ElementaryStages.LARGEST_LOG1P);
            DoubleVector u = v.add(1);
            DoubleVector back = u.sub(1);
            DoubleVector lost =
                    DoubleVector.broadcast(SPECIES, 1).sub(u.sub(back)).add(v.sub(back));
            LongVector bits = u.reinterpretAsLongs();
            LongVector exponent = exponent(bits);
            DoubleVector m = mantissaLessOne(bits, exponent);
            // 2^-k
            DoubleVector inverse =
                    exponent.lanewise(LSHL, 52).neg().add(2047L << 52).reinterpretAsDoubles();
            DoubleVector c = lost.mul(inverse);
            DoubleVector sum = m.add(c);
            sum.intoArray(f, i);
            c.sub(sum.sub(m)).intoArray(low, i);
            asDouble(exponent).intoArray(exponents, i);
        }
        return ElementaryStages.log1pPartsFrom(x, exponents, f, low, i, n) & usual;
    }
}
