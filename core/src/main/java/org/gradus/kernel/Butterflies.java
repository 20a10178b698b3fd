package org.gradus.kernel;

/**
 * One stage of a Stockham Fourier transform for each radix: with ω = exp(-2πi/r), for all p below m and q below s,
 * y[q + s(rp + k)] = w_p,k·Σ_j x[q + s(p + mj)]·ω^jk. The twiddle factors w_p,k of k = 1 … r-1 lie at p(r-1).
 */
final class Butterflies {
    private static final double HALF_ROOT_3 = 0x1.bb67ae8584caap-1;
    private static final double COS_1 = 0x1.3c6ef372fe950p-2; // cos and sin of 2π/5 and 4π/5
    private static final double COS_2 = -0x1.9e3779b97f4a8p-1;
    private static final double SIN_1 = 0x1.e6f0e134454ffp-1;
    private static final double SIN_2 = 0x1.2cf2304755a5ep-1;

    private Butterflies() {}

    /** What a stage reads and writes. */
    record Stage(int radix, int m, double[] re, double[] im) {}

    static void run(Stage g, int s, double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int p = 0; p < g.m; p++) {
            int x = s * p;
            int y = s * g.radix * p;
            int w = p * (g.radix - 1);
            switch (g.radix) {
                case 2 -> two(xr, xi, x, s * g.m, yr, yi, y, s, g.re[w], g.im[w]);
                case 3 -> three(xr, xi, x, s * g.m, yr, yi, y, s, g.re, g.im, w);
                case 4 -> four(xr, xi, x, s * g.m, yr, yi, y, s, g.re, g.im, w);
                case 5 -> five(xr, xi, x, s * g.m, yr, yi, y, s, g.re, g.im, w);
                default -> any(g, xr, xi, x, yr, yi, y, s, w);
            }
        }
    }

    private static void two(
            double[] xr, double[] xi, int x, int step, double[] yr, double[] yi, int y, int s, double wr, double wi) {
        for (int q = 0; q < s; q++) {
            double ar = xr[x + q];
            double ai = xi[x + q];
            double br = xr[x + step + q];
            double bi = xi[x + step + q];
            double dr = ar - br;
            double di = ai - bi;
            yr[y + q] = ar + br;
            yi[y + q] = ai + bi;
            yr[y + s + q] = dr * wr - di * wi;
            yi[y + s + q] = dr * wi + di * wr;
        }
    }

    private static void three(
            double[] xr,
            double[] xi,
            int x,
            int step,
            double[] yr,
            double[] yi,
            int y,
            int s,
            double[] re,
            double[] im,
            int w) {
        double w1r = re[w];
        double w1i = im[w];
        double w2r = re[w + 1];
        double w2i = im[w + 1];
        for (int q = 0; q < s; q++) {
            double x0r = xr[x + q];
            double x0i = xi[x + q];
            double x1r = xr[x + step + q];
            double x1i = xi[x + step + q];
            double x2r = xr[x + 2 * step + q];
            double x2i = xi[x + 2 * step + q];
            double tr = x1r + x2r;
            double ti = x1i + x2i;
            double ar = x0r - 0.5 * tr;
            double ai = x0i - 0.5 * ti;
            double br = HALF_ROOT_3 * (x1r - x2r);
            double bi = HALF_ROOT_3 * (x1i - x2i);
            yr[y + q] = x0r + tr;
            yi[y + q] = x0i + ti;
            yr[y + s + q] = (ar + bi) * w1r - (ai - br) * w1i;
            yi[y + s + q] = (ar + bi) * w1i + (ai - br) * w1r;
            yr[y + 2 * s + q] = (ar - bi) * w2r - (ai + br) * w2i;
            yi[y + 2 * s + q] = (ar - bi) * w2i + (ai + br) * w2r;
        }
    }

    private static void four(
            double[] xr,
            double[] xi,
            int x,
            int step,
            double[] yr,
            double[] yi,
            int y,
            int s,
            double[] re,
            double[] im,
            int w) {
        double w1r = re[w];
        double w1i = im[w];
        double w2r = re[w + 1];
        double w2i = im[w + 1];
        double w3r = re[w + 2];
        double w3i = im[w + 2];
        for (int q = 0; q < s; q++) {
            double x0r = xr[x + q];
            double x0i = xi[x + q];
            double x1r = xr[x + step + q];
            double x1i = xi[x + step + q];
            double x2r = xr[x + 2 * step + q];
            double x2i = xi[x + 2 * step + q];
            double x3r = xr[x + 3 * step + q];
            double x3i = xi[x + 3 * step + q];
            double ar = x0r + x2r;
            double ai = x0i + x2i;
            double br = x0r - x2r;
            double bi = x0i - x2i;
            double cr = x1r + x3r;
            double ci = x1i + x3i;
            double dr = x1r - x3r;
            double di = x1i - x3i;
            yr[y + q] = ar + cr;
            yi[y + q] = ai + ci;
            yr[y + s + q] = (br + di) * w1r - (bi - dr) * w1i;
            yi[y + s + q] = (br + di) * w1i + (bi - dr) * w1r;
            yr[y + 2 * s + q] = (ar - cr) * w2r - (ai - ci) * w2i;
            yi[y + 2 * s + q] = (ar - cr) * w2i + (ai - ci) * w2r;
            yr[y + 3 * s + q] = (br - di) * w3r - (bi + dr) * w3i;
            yi[y + 3 * s + q] = (br - di) * w3i + (bi + dr) * w3r;
        }
    }

    private static void five(
            double[] xr,
            double[] xi,
            int x,
            int step,
            double[] yr,
            double[] yi,
            int y,
            int s,
            double[] re,
            double[] im,
            int w) {
        for (int q = 0; q < s; q++) {
            double x0r = xr[x + q];
            double x0i = xi[x + q];
            double t1r = xr[x + step + q] + xr[x + 4 * step + q];
            double t1i = xi[x + step + q] + xi[x + 4 * step + q];
            double d1r = xr[x + step + q] - xr[x + 4 * step + q];
            double d1i = xi[x + step + q] - xi[x + 4 * step + q];
            double t2r = xr[x + 2 * step + q] + xr[x + 3 * step + q];
            double t2i = xi[x + 2 * step + q] + xi[x + 3 * step + q];
            double d2r = xr[x + 2 * step + q] - xr[x + 3 * step + q];
            double d2i = xi[x + 2 * step + q] - xi[x + 3 * step + q];
            double a1r = x0r + (COS_1 * t1r + COS_2 * t2r);
            double a1i = x0i + (COS_1 * t1i + COS_2 * t2i);
            double a2r = x0r + (COS_2 * t1r + COS_1 * t2r);
            double a2i = x0i + (COS_2 * t1i + COS_1 * t2i);
            double b1r = SIN_1 * d1r + SIN_2 * d2r;
            double b1i = SIN_1 * d1i + SIN_2 * d2i;
            double b2r = SIN_2 * d1r - SIN_1 * d2r;
            double b2i = SIN_2 * d1i - SIN_1 * d2i;
            yr[y + q] = x0r + (t1r + t2r);
            yi[y + q] = x0i + (t1i + t2i);
            yr[y + s + q] = (a1r + b1i) * re[w] - (a1i - b1r) * im[w];
            yi[y + s + q] = (a1r + b1i) * im[w] + (a1i - b1r) * re[w];
            yr[y + 2 * s + q] = (a2r + b2i) * re[w + 1] - (a2i - b2r) * im[w + 1];
            yi[y + 2 * s + q] = (a2r + b2i) * im[w + 1] + (a2i - b2r) * re[w + 1];
            yr[y + 3 * s + q] = (a2r - b2i) * re[w + 2] - (a2i + b2r) * im[w + 2];
            yi[y + 3 * s + q] = (a2r - b2i) * im[w + 2] + (a2i + b2r) * re[w + 2];
            yr[y + 4 * s + q] = (a1r - b1i) * re[w + 3] - (a1i + b1r) * im[w + 3];
            yi[y + 4 * s + q] = (a1r - b1i) * im[w + 3] + (a1i + b1r) * re[w + 3];
        }
    }

    /** An odd radix; the powers of ω follow the twiddle factors. Elements j and r-j share their products. */
    private static void any(Stage g, double[] xr, double[] xi, int x, double[] yr, double[] yi, int y, int s, int w) {
        int r = g.radix;
        int powers = g.m * (r - 1);
        for (int q = 0; q < s; q++) {
            double sumRe = xr[x + q];
            double sumIm = xi[x + q];
            for (int j = 1; j < r; j++) {
                sumRe += xr[x + j * s * g.m + q];
                sumIm += xi[x + j * s * g.m + q];
            }
            yr[y + q] = sumRe;
            yi[y + q] = sumIm;
            for (int k = 1; k <= r / 2; k++) {
                double ar = xr[x + q];
                double ai = xi[x + q];
                double br = 0;
                double bi = 0;
                int power = 0;
                for (int j = 1; j <= r / 2; j++) {
                    int one = x + j * s * g.m + q;
                    int other = x + (r - j) * s * g.m + q;
                    power += power + k >= r ? k - r : k;
                    double cos = g.re[powers + power];
                    double sin = -g.im[powers + power];
                    ar += cos * (xr[one] + xr[other]);
                    ai += cos * (xi[one] + xi[other]);
                    br += sin * (xr[one] - xr[other]);
                    bi += sin * (xi[one] - xi[other]);
                }
                put(g, w + k - 1, ar + bi, ai - br, yr, yi, y + k * s + q);
                put(g, w + r - k - 1, ar - bi, ai + br, yr, yi, y + (r - k) * s + q);
            }
        }
    }

    private static void put(Stage g, int w, double re, double im, double[] yr, double[] yi, int at) {
        yr[at] = re * g.re[w] - im * g.im[w];
        yi[at] = re * g.im[w] + im * g.re[w];
    }
}
