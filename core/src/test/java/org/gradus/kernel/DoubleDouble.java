package org.gradus.kernel;

/**
 * A number as the unevaluated sum of two doubles, about 106 bits: the reference for the elementary functions. Series
 * and reductions here share nothing with the functions under test.
 */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ONE = of(1);
    static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    private static final int HALVINGS = 8;

    static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    private static DoubleDouble twoSum(double a, double b) {
        double s = a + b;
        double back = s - a;
        return new DoubleDouble(s, (a - (s - back)) + (b - back));
    }

    private static DoubleDouble quick(double a, double b) {
        double s = a + b;
        return new DoubleDouble(s, b - (s - a));
    }

    DoubleDouble plus(DoubleDouble y) {
        DoubleDouble s = twoSum(high, y.high);
        DoubleDouble t = twoSum(low, y.low);
        DoubleDouble u = quick(s.high, s.low + t.high);
        return quick(u.high, u.low + t.low);
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble minus(DoubleDouble y) {
        return plus(y.negated());
    }

    DoubleDouble times(DoubleDouble y) {
        double p = high * y.high;
        double e = Math.fma(high, y.high, -p);
        return quick(p, e + (high * y.low + low * y.high));
    }

    DoubleDouble over(DoubleDouble y) {
        double q1 = high / y.high;
        DoubleDouble r = minus(y.times(of(q1)));
        double q2 = r.high / y.high;
        r = r.minus(y.times(of(q2)));
        return quick(q1, q2).plus(of(r.high / y.high));
    }

    DoubleDouble scaled(int k) {
        return new DoubleDouble(Math.scalb(high, k), Math.scalb(low, k));
    }

    /** e^x - 1 for |x| ≤ 0.36: Taylor series of x / 2^8, then (1 + y)² - 1 = y (2 + y) eight times. */
    static DoubleDouble expm1Near0(DoubleDouble x) {
        DoubleDouble r = x.scaled(-HALVINGS);
        DoubleDouble sum = of(0);
        for (int i = 14; i >= 1; i--) {
            sum = ONE.plus(sum).times(r).over(of(i));
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.times(of(2).plus(sum));
        }
        return sum;
    }

    /** The exponent k of e^x = 2^k m that {@link #expMantissa} uses. */
    static int exponent(double x) {
        return (int) Math.rint(x / Math.log(2));
    }

    /** m of e^x = 2^k m, m near 1. */
    static DoubleDouble expMantissa(double x) {
        DoubleDouble r = of(x).minus(LN2.times(of(exponent(x))));
        return ONE.plus(expm1Near0(r));
    }

    static DoubleDouble exp(double x) {
        return expMantissa(x).scaled(exponent(x));
    }

    static DoubleDouble expm1(double x) {
        return Math.abs(x) <= 0.34 ? expm1Near0(of(x)) : exp(x).minus(ONE);
    }

    /** Natural logarithm of a normal number: one step of Newton on e^y from a double, quadratic in its error. */
    static DoubleDouble log(double x) {
        int k = Math.getExponent(x);
        double m = Math.scalb(x, -k);
        if (m > 1.5) {
            m /= 2;
            k++;
        }
        DoubleDouble y = logNear1(of(m));
        return LN2.times(of(k)).plus(y);
    }

    /** ln m, m of [0.7, 1.5], by y ← y + (m - e^y) / e^y · … twice. */
    private static DoubleDouble logNear1(DoubleDouble m) {
        DoubleDouble y = of(StrictMath.log1p(m.high - 1));
        for (int i = 0; i < 2; i++) {
            // m e^-y = 1 + d with tiny d, so ln m = y + d - d²/2
            DoubleDouble e = ONE.plus(expm1Near0(y.negated().scaled(-1)));
            DoubleDouble d = m.times(e).times(e).minus(ONE);
            y = y.plus(d.minus(d.times(d).scaled(-1)));
        }
        return y;
    }

    static DoubleDouble log1p(double x) {
        if (Math.abs(x) < 0x1p-10) {
            DoubleDouble r = of(x);
            DoubleDouble sum = of(0);
            for (int i = 12; i >= 1; i--) {
                sum = ONE.over(of(i)).minus(r.times(sum));
            }
            return sum.times(r);
        }
        DoubleDouble u = ONE.plus(of(x));
        int k = Math.getExponent(u.high);
        DoubleDouble m = u.scaled(-k);
        if (m.high > 1.5) {
            m = m.scaled(-1);
            k++;
        }
        return LN2.times(of(k)).plus(logNear1(m));
    }

    static DoubleDouble tanh(double x) {
        double size = Math.abs(x);
        DoubleDouble e = expm1(2 * size);
        DoubleDouble t = size > 40 ? ONE : e.over(e.plus(of(2)));
        return x < 0 ? t.negated() : t;
    }

    static DoubleDouble sigmoid(double x) {
        return x < -600 ? exp(x) : ONE.over(ONE.plus(x > 600 ? of(0) : exp(-x)));
    }

    static DoubleDouble softplus(double x) {
        if (x < -36) {
            DoubleDouble z = exp(x);
            return z.minus(z.times(z).scaled(-1));
        }
        if (x > 80) {
            return of(x);
        }
        DoubleDouble z = exp(-Math.abs(x));
        DoubleDouble s = log1pOf(z);
        return x > 0 ? s.plus(of(x)) : s;
    }

    /** ln(1 + z), 0 ≤ z ≤ 1, for a double-double. */
    private static DoubleDouble log1pOf(DoubleDouble z) {
        if (z.high < 0x1p-10) {
            DoubleDouble sum = of(0);
            for (int i = 12; i >= 1; i--) {
                sum = ONE.over(of(i)).minus(z.times(sum));
            }
            return sum.times(z);
        }
        DoubleDouble u = ONE.plus(z);
        return u.high > 1.4 ? LN2.plus(logNear1(u.scaled(-1))) : logNear1(u);
    }

    /** sin of r, |r| ≤ 0.8, by its Taylor series. */
    static DoubleDouble sinNear0(DoubleDouble r) {
        DoubleDouble z = r.times(r);
        DoubleDouble sum = of(0);
        for (int i = 27; i >= 3; i -= 2) {
            sum = ONE.minus(sum).times(z).over(of((double) i * (i - 1)));
        }
        return r.times(ONE.minus(sum));
    }

    /** cos of r, |r| ≤ 0.8, by its Taylor series. */
    static DoubleDouble cosNear0(DoubleDouble r) {
        DoubleDouble z = r.times(r);
        DoubleDouble sum = of(0);
        for (int i = 28; i >= 2; i -= 2) {
            sum = ONE.minus(sum).times(z).over(of((double) i * (i - 1)));
        }
        return ONE.minus(sum);
    }

    /** |this - x| in units in the last place of this. */
    double ulps(double x) {
        return Math.abs((x - high) - low) / Math.ulp(high);
    }
}
