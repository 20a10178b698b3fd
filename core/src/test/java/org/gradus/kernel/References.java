package org.gradus.kernel;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Elementary and special functions as double-doubles, about 100 bits: references that share no method with the functions
 * under test. Inverse functions start from {@link StrictMath} and are corrected by an addition theorem.
 */
final class References {
    static final DoubleDouble HALF_PI_PAIR = new DoubleDouble(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54);
    private static final BigDecimal HALF_PI = new BigDecimal("1.57079632679489661923132169163975144209858469968755291"
            + "04874722961539082031431044993140174126710585339910740432566411533");
    private static final DoubleDouble LN10 = log(DoubleDouble.of(10));
    private static final DoubleDouble ROOT_PI = sqrt(HALF_PI_PAIR.scaled(1));

    private References() {}

    private static DoubleDouble of(double x) {
        return DoubleDouble.of(x);
    }

    static DoubleDouble sqrt(DoubleDouble x) {
        if (x.high() == 0) {
            return of(0);
        }
        DoubleDouble s = of(Math.sqrt(x.high()));
        for (int i = 0; i < 2; i++) {
            s = s.plus(x.minus(s.times(s)).over(s.scaled(1)));
        }
        return s;
    }

    static DoubleDouble exp(DoubleDouble x) {
        int k = (int) Math.rint(x.high() / Math.log(2));
        DoubleDouble r = x.minus(DoubleDouble.LN2.times(of(k)));
        return DoubleDouble.ONE.plus(DoubleDouble.expm1Near0(r)).scaled(k);
    }

    static DoubleDouble log1p(DoubleDouble x) {
        if (Math.abs(x.high()) >= 0x1p-10) {
            return log(DoubleDouble.ONE.plus(x));
        }
        DoubleDouble sum = of(0);
        for (int i = 12; i >= 1; i--) {
            sum = DoubleDouble.ONE.over(of(i)).minus(x.times(sum));
        }
        return sum.times(x);
    }

    /** Natural logarithm of a positive number, also relatively accurate near 1. */
    static DoubleDouble log(DoubleDouble x) {
        int k = Math.getExponent(x.high());
        DoubleDouble m = x.scaled(-k);
        if (m.high() > 1.5) {
            m = m.scaled(-1);
            k++;
        }
        DoubleDouble d = m.minus(DoubleDouble.ONE);
        if (Math.abs(d.high()) < 0x1p-10) {
            return DoubleDouble.LN2.times(of(k)).plus(log1p(d));
        }
        DoubleDouble y = of(StrictMath.log(m.high()));
        for (int i = 0; i < 2; i++) {
            DoubleDouble rest = m.times(exp(y.negated())).minus(DoubleDouble.ONE);
            y = y.plus(rest.minus(rest.times(rest).scaled(-1)));
        }
        return DoubleDouble.LN2.times(of(k)).plus(y);
    }

    static DoubleDouble exp2(double x) {
        double k = Math.rint(x);
        return DoubleDouble.ONE
                .plus(DoubleDouble.expm1Near0(DoubleDouble.LN2.times(of(x - k))))
                .scaled((int) k);
    }

    static DoubleDouble log2(double x) {
        return log(of(x)).over(DoubleDouble.LN2);
    }

    static DoubleDouble log10(double x) {
        return log(of(x)).over(LN10);
    }

    static DoubleDouble logaddexp(double x, double y) {
        DoubleDouble difference = of(Math.min(x, y)).minus(of(Math.max(x, y)));
        return difference.high() < -700
                ? of(Math.max(x, y))
                : of(Math.max(x, y)).plus(log1p(exp(difference)));
    }

    /** sin(x + turn·π/2), reduced in decimal arithmetic. */
    static DoubleDouble sin(double x, int turn) {
        BigDecimal exact = new BigDecimal(x);
        long quadrants = Math.round(x / (Math.PI / 2));
        BigDecimal r = exact.subtract(HALF_PI.multiply(BigDecimal.valueOf(quadrants)), new MathContext(60));
        double high = r.doubleValue();
        DoubleDouble angle =
                new DoubleDouble(high, r.subtract(new BigDecimal(high)).doubleValue());
        return quadrant(angle, quadrants + turn);
    }

    /** sin(x + turn·π/2) for |x| ≤ π with an absolute error of 2^-105. */
    private static DoubleDouble sinOfSmall(double x, int turn) {
        long quadrants = Math.round(x / (Math.PI / 2));
        return quadrant(of(x).minus(HALF_PI_PAIR.times(of((double) quadrants))), quadrants + turn);
    }

    private static DoubleDouble quadrant(DoubleDouble angle, long quarter) {
        long q = quarter & 3;
        DoubleDouble value = (q & 1) == 0 ? DoubleDouble.sinNear0(angle) : DoubleDouble.cosNear0(angle);
        return q < 2 ? value : value.negated();
    }

    static DoubleDouble tan(double x) {
        return sin(x, 0).over(sin(x, 1));
    }

    static DoubleDouble asin(double x) {
        double y = StrictMath.asin(x);
        DoubleDouble root = rootOfComplement(x);
        return of(y).plus(of(x).times(sinOfSmall(y, 1)).minus(root.times(sinOfSmall(y, 0))));
    }

    static DoubleDouble acos(double x) {
        double y = StrictMath.acos(x);
        DoubleDouble root = rootOfComplement(x);
        return of(y).plus(root.times(sinOfSmall(y, 1)).minus(of(x).times(sinOfSmall(y, 0))));
    }

    /** √(1 - x²). */
    private static DoubleDouble rootOfComplement(double x) {
        return sqrt(DoubleDouble.ONE.minus(of(x)).times(DoubleDouble.ONE.plus(of(x))));
    }

    static DoubleDouble atan(double x) {
        return Math.abs(x) > 1
                ? atan2Scaled(Math.signum(x), 1 / Math.abs(x), of(1).over(of(Math.abs(x))))
                : atan2(x, 1);
    }

    /** atan2 of moderate arguments. */
    static DoubleDouble atan2(double y, double x) {
        int k = -Math.getExponent(Math.max(Math.abs(x), Math.abs(y)));
        double scaledX = Math.scalb(x, k);
        return atan2Scaled(Math.scalb(y, k), scaledX, of(scaledX));
    }

    private static DoubleDouble atan2Scaled(double y, double x, DoubleDouble exactX) {
        double start = StrictMath.atan2(y, x);
        DoubleDouble sin = sinOfSmall(start, 0);
        DoubleDouble cos = sinOfSmall(start, 1);
        DoubleDouble t =
                of(y).times(cos).minus(exactX.times(sin)).over(exactX.times(cos).plus(of(y).times(sin)));
        return of(start).plus(t.minus(t.times(t).times(t).over(of(3))));
    }

    static DoubleDouble sinh(double x) {
        return exponentials(x, -1);
    }

    static DoubleDouble cosh(double x) {
        return exponentials(x, 1);
    }

    private static DoubleDouble exponentials(double x, int sign) {
        double a = Math.abs(x);
        if (a > 40) {
            DoubleDouble e = DoubleDouble.expMantissa(a).scaled(DoubleDouble.exponent(a) - 1);
            return sign < 0 && x < 0 ? e.negated() : e;
        }
        if (sign < 0 && a < 0.3) {
            DoubleDouble e = DoubleDouble.expm1Near0(of(x));
            return e.plus(e.over(DoubleDouble.ONE.plus(e))).scaled(-1);
        }
        DoubleDouble e = exp(of(x));
        DoubleDouble inverse = DoubleDouble.ONE.over(e);
        return e.plus(sign < 0 ? inverse.negated() : inverse).scaled(-1);
    }

    static DoubleDouble asinh(double x) {
        double a = Math.abs(x);
        DoubleDouble value;
        if (a > 1e100) {
            value = log(of(a)).plus(DoubleDouble.LN2);
        } else {
            DoubleDouble square = of(a).times(of(a));
            DoubleDouble root = sqrt(DoubleDouble.ONE.plus(square));
            value = log1p(of(a).plus(square.over(DoubleDouble.ONE.plus(root))));
        }
        return x < 0 ? value.negated() : value;
    }

    static DoubleDouble acosh(double x) {
        if (x > 1e100) {
            return log(of(x)).plus(DoubleDouble.LN2);
        }
        DoubleDouble t = of(x).minus(DoubleDouble.ONE);
        return log1p(t.plus(sqrt(t.times(t.plus(of(2))))));
    }

    static DoubleDouble atanh(double x) {
        DoubleDouble ratio = of(x).scaled(1).over(DoubleDouble.ONE.minus(of(x)));
        return log1p(ratio).scaled(-1);
    }

    static DoubleDouble cbrt(double x) {
        int k = Math.floorDiv(Math.getExponent(x), 3);
        double m = Math.scalb(x, -3 * k);
        DoubleDouble y = of(StrictMath.cbrt(m));
        DoubleDouble square = y.times(y);
        DoubleDouble step = square.times(y).minus(of(m)).over(square.times(of(3)));
        return y.minus(step).scaled(k);
    }

    static DoubleDouble rsqrt(double x) {
        int k = Math.floorDiv(Math.getExponent(x), 2);
        return DoubleDouble.ONE.over(sqrt(of(Math.scalb(x, -2 * k)))).scaled(-k);
    }

    static DoubleDouble hypot(double x, double y) {
        int k = Math.getExponent(Math.max(Math.abs(x), Math.abs(y)));
        DoubleDouble a = of(Math.scalb(x, -k));
        DoubleDouble b = of(Math.scalb(y, -k));
        return sqrt(a.times(a).plus(b.times(b))).scaled(k);
    }

    /** erf of |x| ≤ 3 by the series with positive terms, 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (1·3···(2n+1)). */
    static DoubleDouble erf(DoubleDouble x) {
        DoubleDouble twice = x.times(x).scaled(1);
        DoubleDouble term = x;
        DoubleDouble sum = x;
        for (int n = 1; Math.abs(term.high()) > Math.abs(sum.high()) * 0x1p-110; n++) {
            term = term.times(twice).over(of(2 * n + 1));
            sum = sum.plus(term);
        }
        return sum.scaled(1).times(exp(x.times(x).negated())).over(ROOT_PI);
    }

    /** e^(x²) erfc x for x ≥ 2 by the continued fraction 1/(x + ½/(x + 1/(x + 3/2/(x + …)))) / √π. */
    static DoubleDouble erfcx(DoubleDouble x) {
        DoubleDouble f = x;
        for (int n = 160; n >= 1; n--) {
            f = x.plus(of(0.5 * n).over(f));
        }
        return DoubleDouble.ONE.over(f.times(ROOT_PI));
    }

    static DoubleDouble erfc(DoubleDouble x) {
        if (x.high() >= 2) {
            return erfcx(x).times(exp(x.times(x).negated()));
        }
        return x.high() <= -2 ? of(2).minus(erfc(x.negated())) : DoubleDouble.ONE.minus(erf(x));
    }
}
