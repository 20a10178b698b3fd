package org.gradus.kernel;

import java.util.Arrays;

/**
 * Scans along the middle axis of an array seen as [outer, n, inner]: out[o, j, i] is made of x[o, 0, i] … x[o, j, i], or,
 * reversed, of x[o, j, i] … x[o, n − 1, i].
 *
 * <p>Each line is done by one thread from its first element to its last (reversed: from its last to its first), so the
 * bits depend neither on threads nor on the layout. f32 is accumulated in double and rounded at each element.
 */
public final class Cumulations {
    private static final int GRAIN = 1 << 14;
    private static final int WIDTH = 256;

    private Cumulations() {}

    /** Scans a row of n doubles from {@code at} on into the first n elements of another array. */
    private interface Scan {
        void apply(double[] x, int at, double[] out, int n, boolean reverse);
    }

    /** Joins the state with the next whole number. */
    private interface Step {
        long apply(long state, long x);
    }

    /**
     * Sums; int and long wrap. Floating-point rounding errors are carried along (Neumaier, Rundungsfehleranalyse einiger
     * Verfahren zur Summation endlicher Summen, 1974), so that each sum is right to about one unit in its last place
     * unless terms cancel by more than 2⁵⁰.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives as many elements, of x's type; not x
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param reverse whether it begins with the last element
     */
    public static void sum(Object x, Object out, int outer, int n, int inner, boolean reverse) {
        if (Kinds.floating(x, out)) {
            scan(x, out, outer, n, inner, reverse, Cumulations::sum);
        } else {
            whole("cumsum", x, out, outer, n, inner, reverse, 0, Long::sum);
        }
    }

    /**
     * Products; int and long wrap.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives as many elements, of x's type; not x
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param reverse whether it begins with the last element
     */
    public static void prod(Object x, Object out, int outer, int n, int inner, boolean reverse) {
        if (Kinds.floating(x, out)) {
            scan(x, out, outer, n, inner, reverse, Cumulations::prod);
        } else {
            whole("cumprod", x, out, outer, n, inner, reverse, 1, (state, v) -> state * v);
        }
    }

    /**
     * ln Σ e^x. The sum is kept relative to the largest element so far, so it neither overflows nor vanishes.
     *
     * @param x outer·n·inner elements: double[] or float[]
     * @param out receives as many elements, of x's type; not x
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param reverse whether it begins with the last element
     */
    public static void logSumExp(Object x, Object out, int outer, int n, int inner, boolean reverse) {
        if (!Kinds.floating(x, out)) {
            throw Kinds.unsupported("cumlogsumexp", x, out);
        }
        scan(x, out, outer, n, inner, reverse, Cumulations::logSumExp);
    }

    private static void scan(Object x, Object out, int outer, int n, int inner, boolean reverse, Scan scan) {
        if (n == 0) {
            return;
        }
        Rows.each(x, outer, n, inner, (rows, at, line, count) -> {
            double[] result = new double[n];
            for (int i = 0; i < count; i++) {
                scan.apply(rows, at + i * n, result, n, reverse);
                Rows.write(result, 0, out, line + i, n, inner);
            }
        });
    }

    private static void sum(double[] x, int at, double[] out, int n, boolean reverse) {
        int j = reverse ? n - 1 : 0;
        int step = reverse ? -1 : 1;
        double sum = x[at + j];
        double errors = 0;
        out[j] = sum;
        for (int k = 1; k < n; k++) {
            j += step;
            double term = x[at + j];
            double next = sum + term;
            double part = next - sum;
            errors += (sum - (next - part)) + (term - part);
            sum = next;
            // Without errors the sign of a zero stays; beside infinities the errors are NaN.
            out[j] = errors != 0 && Math.abs(sum) < Double.POSITIVE_INFINITY ? sum + errors : sum;
        }
    }

    private static void prod(double[] x, int at, double[] out, int n, boolean reverse) {
        int j = reverse ? n - 1 : 0;
        int step = reverse ? -1 : 1;
        double product = 1;
        for (int k = 0; k < n; k++, j += step) {
            product *= x[at + j];
            out[j] = product;
        }
    }

    private static void logSumExp(double[] x, int at, double[] out, int n, boolean reverse) {
        int j = reverse ? n - 1 : 0;
        int step = reverse ? -1 : 1;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double errors = 0;
        for (int k = 0; k < n; k++, j += step) {
            double v = x[at + j];
            double term;
            if (v > max) {
                double shrink = Elementary.exp(max - v);
                sum *= shrink;
                errors *= shrink;
                max = v;
                term = 1;
            } else if (Double.isNaN(v) || Double.isNaN(max)) {
                max = Double.NaN;
                term = 0;
            } else {
                term = Double.isInfinite(v) ? 0 : Elementary.exp(v - max);
            }
            double next = sum + term;
            double part = next - sum;
            errors += (sum - (next - part)) + (term - part);
            sum = next;
            out[j] = Double.isInfinite(max) ? max : max + Elementary.log(sum + errors);
        }
    }

    private static void whole(
            String operation, Object x, Object out, int outer, int n, int inner, boolean reverse, long start, Step f) {
        int step = reverse ? -inner : inner;
        int first = reverse ? Math.max(0, n - 1) * inner : 0;
        if (x instanceof long[] a && out instanceof long[] o) {
            lines(outer, n, inner, at -> {
                long state = start;
                for (int k = 0, i = at + first; k < n; k++, i += step) {
                    state = f.apply(state, a[i]);
                    o[i] = state;
                }
            });
        } else if (x instanceof int[] a && out instanceof int[] o) {
            lines(outer, n, inner, at -> {
                int state = (int) start;
                for (int k = 0, i = at + first; k < n; k++, i += step) {
                    state = (int) f.apply(state, a[i]);
                    o[i] = state;
                }
            });
        } else {
            throw Kinds.unsupported(operation, x, out);
        }
    }

    /** Does something with a line whose first element stands at a position. */
    interface Line {
        void accept(int at);
    }

    /** All lines, on all threads. */
    static void lines(int outer, int n, int inner, Line line) {
        Workers.ranges(outer * inner, Math.max(1, GRAIN / Math.max(1, n)), (from, to) -> {
            for (int l = from; l < to; l++) {
                line.accept(Rows.start(l, n, inner));
            }
        });
    }

    /**
     * Indices of the first largest or smallest element so far; of the first NaN if there is one. ±0 are equal.
     *
     * @param x outer·n·inner elements: double[], float[], long[] or int[]
     * @param out receives as many indices
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param largest whether the largest is sought, not the smallest
     * @param reverse whether the elements from the position to the last are looked at
     */
    public static void argExtreme(Object x, long[] out, int outer, int n, int inner, boolean largest, boolean reverse) {
        if (n == 0) {
            return;
        }
        Workers.ranges(outer * inner, Math.max(1, GRAIN / n), (from, to) -> {
            long[] keys = new long[n];
            for (int l = from; l < to; l++) {
                int at = Rows.start(l, n, inner);
                Keys.read(x, at, inner, keys, n, !largest);
                if (reverse) {
                    argReversed(keys, out, at, n, inner);
                } else {
                    argForward(keys, out, at, n, inner);
                }
            }
        });
    }

    private static void argForward(long[] keys, long[] out, int at, int n, int inner) {
        int best = 0;
        for (int j = 0; j < n; j++) {
            best = keys[j] > keys[best] ? j : best;
            out[at + j * inner] = best;
        }
    }

    private static void argReversed(long[] keys, long[] out, int at, int n, int inner) {
        int best = n - 1;
        for (int j = n - 1; j >= 0; j--) {
            best = keys[j] >= keys[best] ? j : best;
            out[at + j * inner] = best;
        }
    }

    /**
     * out[o, j, i] = a[o, j, i]·out[o, j − 1, i] + b[o, j, i], or, reversed, a[o, j, i]·out[o, j + 1, i] + b[o, j, i]; what
     * stands before the first is 0. int and long wrap.
     *
     * @param a outer·n·inner factors: double[], float[], long[] or int[]
     * @param b as many summands, of a's type
     * @param out receives as many elements, of a's type; neither a nor b
     * @param outer the product of the sizes before the axis
     * @param n the size of the axis
     * @param inner the product of the sizes after the axis
     * @param reverse whether it begins with the last element
     * @param annihilating whether a product with a zero is zero, even 0·∞ and 0·NaN
     */
    public static void recurrence(
            Object a, Object b, Object out, int outer, int n, int inner, boolean reverse, boolean annihilating) {
        if (!Kinds.floating(a, out) || !Kinds.floating(b, out)) {
            wholeRecurrence(a, b, out, outer, n, inner, reverse);
            return;
        }
        int tiles = inner == 0 ? 0 : (inner - 1) / WIDTH + 1;
        int grain = Math.clamp(GRAIN / Math.max(1L, (long) n * Math.min(inner, WIDTH)), 1, GRAIN);
        Workers.ranges(outer * tiles, grain, (from, to) -> {
            double[] state = new double[Math.min(inner, WIDTH)];
            for (int t = from; t < to; t++) {
                int column = t % tiles * WIDTH;
                int width = Math.min(WIDTH, inner - column);
                Arrays.fill(state, 0);
                for (int k = 0; k < n; k++) {
                    int at = (t / tiles * n + (reverse ? n - 1 - k : k)) * inner + column;
                    if (out instanceof double[] o) {
                        step((double[]) a, (double[]) b, o, at, state, width, annihilating);
                    } else {
                        step((float[]) a, (float[]) b, (float[]) out, at, state, width, annihilating);
                    }
                }
            }
        });
    }

    private static void wholeRecurrence(Object a, Object b, Object out, int outer, int n, int inner, boolean reverse) {
        int step = reverse ? -inner : inner;
        int first = reverse ? Math.max(0, n - 1) * inner : 0;
        if (a instanceof long[] x && b instanceof long[] y && out instanceof long[] o) {
            lines(outer, n, inner, at -> {
                long state = 0;
                for (int k = 0, i = at + first; k < n; k++, i += step) {
                    state = x[i] * state + y[i];
                    o[i] = state;
                }
            });
        } else if (a instanceof int[] x && b instanceof int[] y && out instanceof int[] o) {
            lines(outer, n, inner, at -> {
                int state = 0;
                for (int k = 0, i = at + first; k < n; k++, i += step) {
                    state = x[i] * state + y[i];
                    o[i] = state;
                }
            });
        } else {
            throw Kinds.unsupported("recurrence", a, b, out);
        }
    }

    private static void step(
            double[] a, double[] b, double[] out, int at, double[] state, int width, boolean annihilating) {
        for (int i = 0; i < width; i++) {
            state[i] = product(a[at + i], state[i], annihilating) + b[at + i];
            out[at + i] = state[i];
        }
    }

    private static void step(
            float[] a, float[] b, float[] out, int at, double[] state, int width, boolean annihilating) {
        for (int i = 0; i < width; i++) {
            state[i] = product(a[at + i], state[i], annihilating) + b[at + i];
            out[at + i] = (float) state[i];
        }
    }

    private static double product(double a, double y, boolean annihilating) {
        double product = a * y;
        return annihilating && Double.isNaN(product) && (a == 0 || y == 0) ? 0 : product;
    }
}
