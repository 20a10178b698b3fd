package org.gradus.kernel;

/**
 * The inverse of the standard normal distribution function by three rational functions: near the center in
 * 0.425² - (p - ½)², in the tails in √(-ln p). Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37, 1988.
 */
final class NormalQuantile {
    private static final double CENTER = 0.425;
    private static final double TAIL = 5;

    private NormalQuantile() {}

    static double of(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTER) {
            return q * center(0.180625 - q * q);
        }
        double outside = q < 0 ? p : 1 - p;
        if (!(outside > 0)) {
            return outside == 0 ? Math.copySign(Double.POSITIVE_INFINITY, q) : Double.NaN;
        }
        double r = Math.sqrt(-Elementary.log(outside));
        double value = r <= TAIL ? tail(r - 1.6) : farTail(r - TAIL);
        return q < 0 ? -value : value;
    }

    private static double center(double r) {
        double n = Math.fma(r, 2509.0809287301227, 33430.57558358813);
        n = Math.fma(r, n, 67265.7709270087);
        n = Math.fma(r, n, 45921.95393154987);
        n = Math.fma(r, n, 13731.69376550946);
        n = Math.fma(r, n, 1971.5909503065513);
        n = Math.fma(r, n, 133.14166789178438);
        n = Math.fma(r, n, 3.3871328727963665);
        double d = Math.fma(r, 5226.495278852854, 28729.085735721943);
        d = Math.fma(r, d, 39307.89580009271);
        d = Math.fma(r, d, 21213.794301586597);
        d = Math.fma(r, d, 5394.196021424751);
        d = Math.fma(r, d, 687.1870074920579);
        d = Math.fma(r, d, 42.31333070160091);
        return n / Math.fma(r, d, 1);
    }

    private static double tail(double r) {
        double n = Math.fma(r, 0.0007745450142783414, 0.022723844989269184);
        n = Math.fma(r, n, 0.2417807251774506);
        n = Math.fma(r, n, 1.2704582524523684);
        n = Math.fma(r, n, 3.6478483247632045);
        n = Math.fma(r, n, 5.769497221460691);
        n = Math.fma(r, n, 4.630337846156546);
        n = Math.fma(r, n, 1.4234371107496835);
        double d = Math.fma(r, 1.0507500716444169e-09, 0.0005475938084995345);
        d = Math.fma(r, d, 0.015198666563616457);
        d = Math.fma(r, d, 0.14810397642748008);
        d = Math.fma(r, d, 0.6897673349851);
        d = Math.fma(r, d, 1.6763848301838038);
        d = Math.fma(r, d, 2.053191626637759);
        return n / Math.fma(r, d, 1);
    }

    private static double farTail(double r) {
        double n = Math.fma(r, 2.0103343992922881e-07, 2.7115555687434876e-05);
        n = Math.fma(r, n, 0.0012426609473880784);
        n = Math.fma(r, n, 0.026532189526576124);
        n = Math.fma(r, n, 0.29656057182850487);
        n = Math.fma(r, n, 1.7848265399172913);
        n = Math.fma(r, n, 5.463784911164114);
        n = Math.fma(r, n, 6.657904643501103);
        double d = Math.fma(r, 2.0442631033899397e-15, 1.421511758316446e-07);
        d = Math.fma(r, d, 1.8463183175100548e-05);
        d = Math.fma(r, d, 0.0007868691311456133);
        d = Math.fma(r, d, 0.014875361290850615);
        d = Math.fma(r, d, 0.1369298809227358);
        d = Math.fma(r, d, 0.599832206555888);
        return n / Math.fma(r, d, 1);
    }
}
