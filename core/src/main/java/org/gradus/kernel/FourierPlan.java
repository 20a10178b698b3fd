package org.gradus.kernel;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ShapeException;

/**
 * How to transform lines of one length, with all factors that depend on the length alone. Lengths whose primes are at
 * most 31 are done in stages of radix 4, 2, 3, 5 and other primes (Stockham's order, which needs no permutation);
 * other lengths as a convolution of a length that is easy (Bluestein, IEEE Trans. Audio Electroacoust. 18, 1970).
 *
 * <p>Several lines are done at once, element j of line l at j·lines + l, so that inner loops are long.
 */
abstract sealed class FourierPlan {
    private static final int LARGEST_RADIX = 31;
    private static final int LONGEST_CONVOLVED = 1 << 29;

    final int n;

    private FourierPlan(int n) {
        this.n = n;
    }

    /** A new plan. */
    static FourierPlan make(int n) {
        List<Integer> radices = radices(n);
        return radices.isEmpty() || radices.getLast() <= LARGEST_RADIX ? new Stages(n, radices) : new Convolution(n);
    }

    /** Transforms lines in place. */
    abstract void run(double[] re, double[] im, int lines);

    /** The number of doubles that the plan holds. */
    abstract long held();

    private static List<Integer> radices(int n) {
        List<Integer> radices = new ArrayList<>();
        int rest = n;
        while (rest % 4 == 0) {
            radices.add(4);
            rest /= 4;
        }
        for (int p = 2; rest > 1; p += p == 2 ? 1 : 2) {
            if ((long) p * p > rest) {
                p = rest;
            }
            while (rest % p == 0) {
                radices.add(p);
                rest /= p;
            }
        }
        return radices;
    }

    private static final class Stages extends FourierPlan {
        private final List<Butterflies.Stage> stages = new ArrayList<>();
        private final long held;

        Stages(int n, List<Integer> radices) {
            super(n);
            int length = n;
            long sum = 0;
            for (int radix : radices) {
                stages.add(stage(length, radix));
                sum += 2L * stages.getLast().re().length;
                length /= radix;
            }
            held = sum;
        }

        private static Butterflies.Stage stage(int length, int radix) {
            int m = length / radix;
            int factors = m * (radix - 1);
            double[] re = new double[factors + (radix > 5 ? radix : 0)];
            double[] im = new double[re.length];
            for (int p = 0; p < m; p++) {
                for (int k = 1; k < radix; k++) {
                    RootsOfUnity.root((long) p * k, length, re, im, p * (radix - 1) + k - 1);
                }
            }
            for (int k = factors; k < re.length; k++) {
                RootsOfUnity.root(k - factors, radix, re, im, k);
            }
            return new Butterflies.Stage(radix, m, re, im);
        }

        @Override
        void run(double[] re, double[] im, int lines) {
            int size = n * lines;
            double[] xr = re;
            double[] xi = im;
            double[] yr = new double[size];
            double[] yi = new double[size];
            int s = lines;
            for (Butterflies.Stage stage : stages) {
                Butterflies.run(stage, s, xr, xi, yr, yi);
                s *= stage.radix();
                double[] r = xr;
                double[] i = xi;
                xr = yr;
                xi = yi;
                yr = r;
                yi = i;
            }
            if (stages.size() % 2 == 1) {
                System.arraycopy(xr, 0, re, 0, size);
                System.arraycopy(xi, 0, im, 0, size);
            }
        }

        @Override
        long held() {
            return held;
        }
    }

    private static final class Convolution extends FourierPlan {
        private final FourierPlan inner;
        private final double[] chirpRe;
        private final double[] chirpIm;
        private final double[] filterRe;
        private final double[] filterIm;

        Convolution(int n) {
            super(n);
            if (n > LONGEST_CONVOLVED) {
                throw new ShapeException(
                        "fft: length " + n + " has a prime factor above " + LARGEST_RADIX + " and is too long",
                        "pad the axis to a power of two, or to any length of small primes");
            }
            int m = easyLength(2 * n - 1);
            inner = FourierPlan.make(m);
            chirpRe = new double[n];
            chirpIm = new double[n];
            filterRe = new double[m];
            filterIm = new double[m];
            for (int j = 0; j < n; j++) {
                RootsOfUnity.root((long) j * j % (2L * n), 2L * n, chirpRe, chirpIm, j);
                filterRe[j] = chirpRe[j] / m;
                filterIm[j] = -chirpIm[j] / m;
                if (j > 0) {
                    filterRe[m - j] = filterRe[j];
                    filterIm[m - j] = filterIm[j];
                }
            }
            inner.run(filterRe, filterIm, 1);
        }

        /** The cheapest length not below the given one without primes above 5. */
        private static int easyLength(int least) {
            long best = 0;
            double lowest = Double.POSITIVE_INFINITY;
            for (long five = 1; five < 2L * least; five *= 5) {
                for (long three = five; three < 2L * least; three *= 3) {
                    long length = three;
                    while (length < least) {
                        length *= 2;
                    }
                    double cost = cost(length);
                    if (cost < lowest) {
                        lowest = cost;
                        best = length;
                    }
                }
            }
            return (int) best;
        }

        /** The work of a length without primes above 5, in passes of radix 4 over one element. */
        private static double cost(long length) {
            double passes = 0;
            for (int radix : radices((int) length)) {
                passes += switch (radix) {
                    case 2 -> 0.8;
                    case 3 -> 1.1;
                    case 4 -> 1;
                    default -> 1.6;
                };
            }
            return passes * length;
        }

        @Override
        void run(double[] re, double[] im, int lines) {
            double[] yr = new double[inner.n * lines];
            double[] yi = new double[inner.n * lines];
            multiply(re, im, chirpRe, chirpIm, n, lines, yr, yi);
            inner.run(yr, yi, lines);
            multiply(yr, yi, filterRe, filterIm, inner.n, lines, yr, yi);
            inner.run(yi, yr, lines);
            multiply(yr, yi, chirpRe, chirpIm, n, lines, re, im);
        }

        private static void multiply(
                double[] xr, double[] xi, double[] wr, double[] wi, int n, int lines, double[] yr, double[] yi) {
            for (int j = 0; j < n; j++) {
                for (int at = j * lines; at < (j + 1) * lines; at++) {
                    double r = xr[at];
                    double i = xi[at];
                    yr[at] = r * wr[j] - i * wi[j];
                    yi[at] = r * wi[j] + i * wr[j];
                }
            }
        }

        @Override
        long held() {
            return 2L * (n + inner.n) + inner.held();
        }
    }
}
