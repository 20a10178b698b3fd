package org.gradus.plainjava;

import java.util.Arrays;

/** Methods that keep work space in fields and arrays outside, as numeric code does to save allocations. */
final class ScratchKernels {
    private static final double[] BUFFER = new double[8];
    private static final double[][] GRID = new double[4][4];
    private static final float[] SINGLE = new float[3];
    private static final int[] COUNTS = new int[4];
    private static double total;
    private static double[] lazy;

    private final double[] state = new double[3];
    private final double[] data;
    private double[] now = new double[3];
    private double[] next = new double[3];
    private double energy;
    int calls;

    ScratchKernels(double... data) {
        this.data = data;
    }

    static double buffer(double[] x) {
        for (int i = 0; i < x.length; i++) {
            BUFFER[i] = x[i] * x[i];
        }
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += BUFFER[i] * BUFFER[i + 1];
            BUFFER[i + 1] += 0.5 * sum;
        }
        return sum + BUFFER[x.length - 1];
    }

    static double grid(double[] x) {
        for (double[] row : GRID) {
            Arrays.fill(row, x[0]);
        }
        for (int t = 0; t < 3; t++) {
            for (int i = 1; i < 3; i++) {
                for (int j = 1; j < 3; j++) {
                    GRID[i][j] = 0.25
                            * (GRID[i - 1][j] + GRID[i + 1][j] + GRID[i][j - 1] * x[1] + GRID[i][j + 1])
                            * GRID[i][j];
                }
            }
            double[] first = GRID[0];
            GRID[0] = GRID[3];
            GRID[3] = first;
            GRID[0][t] += x[2];
        }
        return GRID[1][1] + GRID[2][2] * GRID[1][2] + GRID[0][1] * GRID[3][2];
    }

    static double staticField(double[] x) {
        total = 0;
        for (double v : x) {
            accumulate(v);
        }
        return total * total;
    }

    private static void accumulate(double v) {
        total += Math.exp(-v) * v;
    }

    static double lazyBuffer(double[] x) {
        if (lazy == null || lazy.length < x.length) {
            lazy = new double[x.length];
        }
        for (int i = 0; i < x.length; i++) {
            lazy[i] = x[i] * x[(i + 1) % x.length];
        }
        double sum = 0;
        for (double v : lazy) {
            sum += v * v;
        }
        return sum;
    }

    static double counts(double[] x) {
        Arrays.fill(COUNTS, 0);
        for (double v : x) {
            COUNTS[v > 0 ? 1 : 2]++;
            BUFFER[COUNTS[1]] = v;
        }
        return COUNTS[1] * x[0] * x[1] + COUNTS[2] * BUFFER[COUNTS[1]];
    }

    /** An oscillator with two buffers that change places. */
    double simulate(double[] x) {
        calls++;
        energy = 0;
        now[0] = x[0];
        now[1] = x[1];
        now[2] = 1;
        for (int t = 0; t < 20; t++) {
            step(x[2]);
            double[] swap = now;
            now = next;
            next = swap;
            energy += 0.1 * (now[0] * now[0] + now[1] * now[1]);
        }
        return energy + now[2] + data[0] * now[0];
    }

    private void step(double stiffness) {
        next[0] = now[0] + 0.1 * now[1];
        next[1] = now[1] - 0.1 * stiffness * now[0] * data[1];
        next[2] = now[2] * 0.9 + now[0] * now[1];
    }

    double finalState(double[] x) {
        System.arraycopy(x, 0, state, 0, 3);
        for (int t = 0; t < 5; t++) {
            state[0] += 0.1 * state[1] * state[2];
            state[1] -= 0.1 * state[0] * data[0];
            state[2] *= 1 + 0.01 * state[1];
        }
        return state[0] * state[1] + state[2];
    }

    /** Work space that recursion uses. */
    static double recursive(double[] x) {
        System.arraycopy(x, 0, BUFFER, 0, x.length);
        descend(0, x.length);
        return BUFFER[0] * BUFFER[1] + BUFFER[2];
    }

    private static void descend(int from, int to) {
        if (to - from < 2) {
            BUFFER[from] *= 1.1 + BUFFER[from];
            return;
        }
        int mid = (from + to) / 2;
        descend(from, mid);
        descend(mid, to);
        BUFFER[from] += 0.3 * BUFFER[mid];
        total = BUFFER[from];
        BUFFER[mid] *= total;
    }

    /** A buffer that the lambda captures. */
    static PlainJava.Function captured() {
        double[] work = new double[3];
        double[][] rows = {work, new double[3]};
        return x -> {
            for (int i = 0; i < 3; i++) {
                work[i] = Math.sin(x[i]) * x[(i + 1) % 3];
                rows[1][i] = work[i] * rows[0][0];
            }
            return rows[0][1] * rows[1][2] + work[2] * rows[1][1];
        };
    }

    static double singles(double[] x) {
        for (int i = 0; i < 3; i++) {
            SINGLE[i] = i * 0.5f;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += SINGLE[i] * x[i] * x[i];
        }
        return sum;
    }

    private static final double[] MEMORY = {2, 3};

    /** Reads what earlier calls have left: a constant in each call. */
    static double remembers(double[] x) {
        double before = MEMORY[0];
        MEMORY[1] = x[0] * before;
        return MEMORY[1] * x[1] + MEMORY[0] * x[0];
    }
}
