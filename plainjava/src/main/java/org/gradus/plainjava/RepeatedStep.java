package org.gradus.plainjava;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.gradus.DifferentiableVector;
import org.gradus.error.ShapeException;

/**
 * A step that is repeated, as a function of one array: the number of repetitions, the length of the state, the state, the
 * parameters. The reverse sweep keeps few states and computes those between again, at binomial distances, which need the
 * fewest repetitions (Griewank and Walther, Algorithm 799: Revolve, 2000).
 */
final class RepeatedStep implements DifferentiableVector {
    private static final int HEAD = 2;

    private final BiFunction<Integer, Integer, DifferentiableVector> make;
    private final int checkpoints;
    private final Map<String, DifferentiableVector> steps = new ConcurrentHashMap<>();

    /** How many states the last reverse sweep kept at once, and how many steps forward it took. */
    volatile int kept;

    volatile long forward;

    /**
     * A repeated step.
     *
     * @param make from the lengths of state and parameters to the step as a function of both, one after the other
     * @param checkpoints how many states are kept
     */
    RepeatedStep(BiFunction<Integer, Integer, DifferentiableVector> make, int checkpoints) {
        this.make = make;
        this.checkpoints = checkpoints;
    }

    private DifferentiableVector step(int state, int parameters) {
        return steps.computeIfAbsent(state + " " + parameters, _ -> make.apply(state, parameters));
    }

    private DifferentiableVector step(double[] z) {
        int state = (int) z[1];
        return step(state, z.length - HEAD - state);
    }

    private static double[] advanced(DifferentiableVector step, double[] both, int state) {
        double[] next = step.value(both);
        if (next.length != state) {
            throw new ShapeException(
                    "repeat: a state of " + state + " numbers becomes one of " + next.length,
                    "let the step give a state of the same length");
        }
        double[] all = both.clone();
        System.arraycopy(next, 0, all, 0, state);
        return all;
    }

    @Override
    public double[] value(double[] z) {
        double[] both = Arrays.copyOfRange(z, HEAD, z.length);
        for (int k = 0; k < (int) z[0]; k++) {
            both = advanced(step(z), both, (int) z[1]);
        }
        return Arrays.copyOf(both, (int) z[1]);
    }

    @Override
    public double[] jvp(double[] z, double[] v) {
        int state = (int) z[1];
        double[] both = Arrays.copyOfRange(z, HEAD, z.length);
        double[] moved = Arrays.copyOfRange(v, HEAD, v.length);
        for (int k = 0; k < (int) z[0]; k++) {
            System.arraycopy(step(z).jvp(both, moved), 0, moved, 0, state);
            both = advanced(step(z), both, state);
        }
        return Arrays.copyOf(moved, state);
    }

    @Override
    public double[] vjp(double[] z, double[] cotangent) {
        Sweep sweep = new Sweep(z, cotangent);
        sweep.back(new double[][] {Arrays.copyOfRange(z, HEAD, z.length), null}, (int) z[0], checkpoints);
        return sweep.result(sweep.adjoint);
    }

    @Override
    public double[] hvp(double[] z, double[] weights, double[] v) {
        Sweep sweep = new Sweep(z, weights);
        sweep.change = new double[z.length - HEAD];
        double[][] start = {Arrays.copyOfRange(z, HEAD, z.length), Arrays.copyOfRange(v, HEAD, v.length)};
        sweep.back(start, (int) z[0], checkpoints);
        return sweep.result(sweep.change);
    }

    /** C(n + k, k), at most the largest int. */
    private static int binomial(int n, int k) {
        double c = 1;
        for (int i = 1; i <= Math.min(n, k); i++) {
            c = c * (n + k - Math.min(n, k) + i) / i;
            if (c > Integer.MAX_VALUE) {
                return Integer.MAX_VALUE;
            }
        }
        return (int) Math.round(c);
    }

    /** One reverse sweep. A point is a state with the parameters, and a direction in them or null. */
    private final class Sweep {
        private final DifferentiableVector step;
        private final int state;

        /** Adjoints of the state, and sums of those of the parameters. */
        final double[] adjoint;

        /** The derivative of the adjoint along the direction, or null. */
        double[] change;

        private int live;
        private int most;
        private long steps;

        Sweep(double[] z, double[] cotangent) {
            step = step(z);
            state = (int) z[1];
            adjoint = Arrays.copyOf(cotangent, z.length - HEAD);
        }

        /** Goes back over some steps from a point, with room for some more points. */
        void back(double[][] from, int count, int room) {
            int left = count;
            while (left > 0) {
                if (left == 1 || room == 0) {
                    double[][] at = from;
                    for (int k = 1; k < left; k++) {
                        at = forward(at);
                    }
                    reverse(at);
                    left--;
                    continue;
                }
                int repetitions = 1;
                while (binomial(repetitions, room) < left) {
                    repetitions++;
                }
                int near = Math.clamp(binomial(repetitions - 1, room), 1, left - 1);
                double[][] middle = from;
                for (int k = 0; k < near; k++) {
                    middle = forward(middle);
                }
                live++;
                most = Math.max(most, live);
                back(middle, left - near, room - 1);
                live--;
                left = near;
            }
        }

        private double[][] forward(double[][] at) {
            steps++;
            double[] moved = null;
            if (at[1] != null) {
                moved = at[1].clone();
                System.arraycopy(step.jvp(at[0], at[1]), 0, moved, 0, state);
            }
            return new double[][] {advanced(step, at[0], state), moved};
        }

        private void reverse(double[][] at) {
            double[] u = Arrays.copyOf(adjoint, state);
            if (at[1] != null) {
                double[] turned = step.vjp(at[0], Arrays.copyOf(change, state));
                double[] bent = step.hvp(at[0], u, at[1]);
                for (int i = 0; i < turned.length; i++) {
                    turned[i] += bent[i];
                }
                add(change, turned);
            }
            add(adjoint, step.vjp(at[0], u));
        }

        private void add(double[] to, double[] by) {
            for (int i = 0; i < to.length; i++) {
                to[i] = i < state ? by[i] : to[i] + by[i];
            }
        }

        double[] result(double[] of) {
            kept = most;
            forward = steps;
            double[] all = new double[HEAD + of.length];
            System.arraycopy(of, 0, all, HEAD, of.length);
            return all;
        }
    }
}
