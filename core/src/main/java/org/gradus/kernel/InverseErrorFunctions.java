package org.gradus.kernel;

/**
 * The inverses of the error function and of its complement.
 *
 * <p>Method: for |x| ≤ ½ an odd polynomial of degree 27; beyond, with q = 1 - |x| = e^(-s²), the ratio of the result to s,
 * a near-minimax polynomial in t = (s - k)/(s + k) with one k for each of three ranges of s. The error bounds hold over
 * more than 10^5 seeded points each.
 */
public final class InverseErrorFunctions {
    private static final double HALF_ROOT_PI = 0x1.c5bf891b4ef6bp-1;
    private static final double HALF_ROOT_PI_LOW = -0x1.618f13eb7ca89p-55;

    private InverseErrorFunctions() {}

    /**
     * Inverse error function. Error at most 3.6 ulp.
     *
     * @param x a number of [-1, 1]
     * @return y with erf y = x; -0 for -0, ±∞ for ±1, NaN outside [-1, 1]
     */
    public static double erfinv(double x) {
        double a = Math.abs(x);
        if (a < 0x1p-28) {
            return Math.copySign(Math.fma(x, HALF_ROOT_PI - 1, x), x); // the sign of -0
        }
        return a <= 0.5 ? center(x) : Math.copySign(tail(1 - a), x);
    }

    /**
     * Inverse complementary error function, with full relative accuracy for arguments near 0 and results near 0. Error at
     * most 3.6 ulp.
     *
     * @param x a number of [0, 2]
     * @return y with erfc y = x; ∞ for 0, -∞ for 2, NaN outside [0, 2]
     */
    public static double erfcinv(double x) {
        if (x < 0.5) {
            return tail(x);
        }
        return x <= 1.5 ? erfinv(1 - x) : -tail(2 - x); // the differences are exact
    }

    private static double center(double x) {
        double z = x * x;
        double p = x * HALF_ROOT_PI;
        double pLow = Math.fma(x, HALF_ROOT_PI, -p);
        return p + Math.fma(x, Math.fma(z, erfinvTail(z), HALF_ROOT_PI_LOW), pLow);
    }

    /** y with erfc y = q, q ≤ ½. */
    private static double tail(double q) {
        if (!(q > 0)) {
            return q == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double s = Math.sqrt(-Elementary.log(q));
        if (s <= 2.25) {
            return s * erfcinvCenter((s - 1.375) / (s + 1.375));
        }
        return s * (s <= 5.5 ? erfcinvTail((s - 3.5) / (s + 3.5)) : erfcinvFarTail((s - 12.25) / (s + 12.25)));
    }

    /** (erfinv(√z)/√z - √π/2) / z for z ≤ ¼, to 2^-57 of the whole. */
    private static double erfinvTail(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.d0f875647a9f6p-4, 0x1.2e61ca6456081p-4);
        even = Math.fma(w, even, 0x1.03127d1d99434p-5);
        even = Math.fma(w, even, 0x1.2b33048cd9dc9p-5);
        even = Math.fma(w, even, 0x1.a7c8c8e1e7939p-5);
        even = Math.fma(w, even, 0x1.62847c4fc8ac8p-4);
        even = Math.fma(w, even, 0x1.db29fb2fee65fp-3);
        double odd = Math.fma(w, -0x1.39edec8984ea5p-4, 0x1.10370971c0a1fp-7);
        odd = Math.fma(w, odd, 0x1.fe35bdfe60389p-6);
        odd = Math.fma(w, odd, 0x1.5ee268b2a2ef4p-5);
        odd = Math.fma(w, odd, 0x1.0a1316ec85304p-4);
        odd = Math.fma(w, odd, 0x1.053c2c0aafc3ap-3);
        return Math.fma(z, odd, even);
    }

    /** y/s with erfc y = e^(-s²), z = (s - 1.375) / (s + 1.375), 0.832 ≤ s ≤ 2.25. */
    private static double erfcinvCenter(double z) {
        double w = z * z;
        double even = Math.fma(w, 0x1.1c23fe75a165bp-5, -0x1.f11caef5b263cp-7);
        even = Math.fma(w, even, -0x1.373b8e3ce773p-5);
        even = Math.fma(w, even, 0x1.3ac72591e7d39p-4);
        even = Math.fma(w, even, -0x1.c38733f092f04p-5);
        even = Math.fma(w, even, -0x1.876e8455f173bp-5);
        even = Math.fma(w, even, 0x1.9c7b33202bff8p-3);
        even = Math.fma(w, even, -0x1.84dfc4192e5c4p-2);
        even = Math.fma(w, even, 0x1.7a1f829fc24e3p-1);
        double odd = Math.fma(w, -0x1.1fd738cef639ap-5, 0x1.ceb3bc27133cbp-5);
        odd = Math.fma(w, odd, -0x1.e96f4ccff03ddp-6);
        odd = Math.fma(w, odd, -0x1.5afac01217042p-5);
        odd = Math.fma(w, odd, 0x1.d1ca9565e640dp-4);
        odd = Math.fma(w, odd, -0x1.da4ee159f4a68p-4);
        odd = Math.fma(w, odd, -0x1.4fa5476ea1e73p-5);
        odd = Math.fma(w, odd, 0x1.2c621809d0f1bp-1);
        return Math.fma(z, odd, even);
    }

    /** y/s with erfc y = e^(-s²), z = (s - 3.5) / (s + 3.5), 2.25 ≤ s ≤ 5.5. */
    private static double erfcinvTail(double z) {
        double w = z * z;
        double even = Math.fma(w, -0x1.b2c5a656df192p-5, -0x1.4b24651d1715cp-6);
        even = Math.fma(w, even, 0x1.2df912d77524cp-5);
        even = Math.fma(w, even, 0x1.510cda9f91887p-4);
        even = Math.fma(w, even, 0x1.0423870bf9dd9p-4);
        even = Math.fma(w, even, -0x1.6c343b9612553p-5);
        even = Math.fma(w, even, -0x1.a21f1128a4a89p-3);
        even = Math.fma(w, even, -0x1.2dbafa365e90fp-2);
        even = Math.fma(w, even, 0x1.d921dd7942fa6p-1);
        double odd = Math.fma(w, 0x1.9088b5259fc1ep-5, -0x1.d9f573747938p-8);
        odd = Math.fma(w, odd, -0x1.083df23f84445p-4);
        odd = Math.fma(w, odd, -0x1.5691e82001d1ap-4);
        odd = Math.fma(w, odd, -0x1.4bd0dd78ca403p-6);
        odd = Math.fma(w, odd, 0x1.f7e2e491eb814p-4);
        odd = Math.fma(w, odd, 0x1.125cd93e8ab75p-2);
        odd = Math.fma(w, odd, 0x1.cc69e14b2227ep-3);
        return Math.fma(z, odd, even);
    }

    /** y/s with erfc y = e^(-s²), z = (s - 12.25) / (s + 12.25), 5.5 ≤ s ≤ 27.3. */
    private static double erfcinvFarTail(double z) {
        double w = z * z;
        double even = Math.fma(w, -0x1.fc1625f6e9f42p-7, -0x1.fcab5cd13c53ap-6);
        even = Math.fma(w, even, -0x1.63ee60ccab58dp-5);
        even = Math.fma(w, even, -0x1.d687f8d4ed417p-5);
        even = Math.fma(w, even, -0x1.1da7646952551p-4);
        even = Math.fma(w, even, -0x1.460857819cf0cp-4);
        even = Math.fma(w, even, -0x1.5e39b121ba696p-4);
        even = Math.fma(w, even, -0x1.5ede77048b511p-4);
        even = Math.fma(w, even, -0x1.3d686b2f73cefp-4);
        even = Math.fma(w, even, -0x1.caaff8136a411p-5);
        even = Math.fma(w, even, 0x1.fabbeb1a3427bp-1);
        double odd = Math.fma(w, 0x1.daf042735ca2dp-6, 0x1.20caa8cbd632ep-5);
        odd = Math.fma(w, odd, 0x1.a10b99a2c36aap-5);
        odd = Math.fma(w, odd, 0x1.0537c0dad0081p-4);
        odd = Math.fma(w, odd, 0x1.3378d24e8a98ap-4);
        odd = Math.fma(w, odd, 0x1.548c38ebdfcfcp-4);
        odd = Math.fma(w, odd, 0x1.62006f4895399p-4);
        odd = Math.fma(w, odd, 0x1.5330fdc0834ecp-4);
        odd = Math.fma(w, odd, 0x1.19f4900ba075ep-4);
        odd = Math.fma(w, odd, 0x1.1b06c1ce26af4p-5);
        return Math.fma(z, odd, even);
    }
}
