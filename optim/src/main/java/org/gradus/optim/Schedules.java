package org.gradus.optim;

import java.util.Arrays;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Schedules of hyperparameters, after Optax. In the equations t is the number of updates made before, so a schedule's
 * first value is used by the first update.
 */
public final class Schedules {
    private Schedules() {}

    /**
     * A hyperparameter that never changes.
     *
     * @param value the number
     */
    record Constant(double value) implements Schedule {
        @Override
        public Tensor at(Tensor step) {
            return Tensors.scalar(value);
        }
    }

    /**
     * Always the same number.
     *
     * @param value the number
     * @return h(t) = value
     */
    public static Schedule constant(double value) {
        return new Constant(value);
    }

    /**
     * Always the same tensor: a hyperparameter with respect to which derivatives are taken, or that is a leaf of a
     * state.
     *
     * @param value a scalar
     * @return h(t) = value
     */
    public static Schedule constant(Tensor value) {
        return _ -> value;
    }

    /**
     * A straight line, then constant: h(t) = from + (to − from)·min(t / steps, 1).
     *
     * @param from value at t = 0
     * @param to value from t = steps on
     * @param steps length, one or more
     * @return the schedule
     * @throws ArgumentException when steps is not positive
     */
    public static Schedule linear(double from, double to, int steps) {
        checkSteps("linear", steps);
        return t -> fraction(t, steps).times(to - from).plus(from);
    }

    /**
     * Exponential decay h(t) = initial · rate^(t / steps), continuous in t.
     *
     * @param initial value at t = 0
     * @param rate factor over {@code steps} updates, positive
     * @param steps length over which the factor applies, one or more
     * @return the schedule
     * @throws ArgumentException when steps or rate is not positive
     */
    public static Schedule exponentialDecay(double initial, double rate, int steps) {
        checkSteps("exponentialDecay", steps);
        if (!(rate > 0)) {
            throw new ArgumentException(
                    "exponentialDecay: rate " + rate + " is not positive", "give a factor such as 0.9");
        }
        double log = Math.log(rate) / steps;
        return t -> t.to(DType.FLOAT64).times(log).exp().times(initial);
    }

    /**
     * Half a cosine from an initial value down to a final one, then constant (Loshchilov and Hutter 2017, SGDR, without
     * restarts): h(t) = last + (initial − last)·(1 + cos(π·min(t / steps, 1))) / 2.
     *
     * @param initial value at t = 0
     * @param last value from t = steps on
     * @param steps length, one or more
     * @return the schedule
     * @throws ArgumentException when steps is not positive
     */
    public static Schedule cosineDecay(double initial, double last, int steps) {
        checkSteps("cosineDecay", steps);
        return t -> cosine(fraction(t, steps), initial, last);
    }

    /**
     * A straight line from one value to a peak over the warm-up, then half a cosine to the last value at {@code steps}.
     *
     * @param initial value at t = 0
     * @param peak value at t = warmUp
     * @param last value from t = steps on
     * @param warmUp length of the line, one or more
     * @param steps length of line and cosine together, more than warmUp
     * @return the schedule
     * @throws ArgumentException when warmUp is not positive or not below steps
     */
    public static Schedule warmUpCosine(double initial, double peak, double last, int warmUp, int steps) {
        checkSteps("warmUpCosine", warmUp);
        if (steps <= warmUp) {
            throw new ArgumentException(
                    "warmUpCosine: " + steps + " steps do not exceed a warm-up of " + warmUp,
                    "give the length of warm-up and decay together");
        }
        return t -> {
            Tensor up = fraction(t, warmUp).times(peak - initial).plus(initial);
            Tensor down = cosine(fraction(t.minus((long) warmUp), steps - warmUp), peak, last);
            return Tensors.where(t.lt((double) warmUp), up, down);
        };
    }

    /**
     * Piecewise constant: {@code values[i]} from t = {@code boundaries[i − 1]} on.
     *
     * @param boundaries rising step numbers
     * @param values one more than boundaries
     * @return the schedule
     * @throws ArgumentException when the boundaries do not rise or the lengths do not fit
     */
    public static Schedule piecewise(int[] boundaries, double[] values) {
        boolean rising = true;
        for (int i = 1; i < boundaries.length; i++) {
            rising &= boundaries[i] > boundaries[i - 1];
        }
        if (!rising || values.length != boundaries.length + 1) {
            throw new ArgumentException(
                    "piecewise: boundaries " + Arrays.toString(boundaries) + " and values " + Arrays.toString(values)
                            + " make no schedule",
                    "give rising boundaries and one value more");
        }
        int[] bounds = boundaries.clone();
        double[] levels = values.clone();
        return t -> {
            Tensor level = Tensors.scalar(levels[0]);
            for (int i = 0; i < bounds.length; i++) {
                level = Tensors.where(t.ge((double) bounds[i]), levels[i + 1], level);
            }
            return level;
        };
    }

    /**
     * h(t) = initial / √(t + 1), the schedule of online learning and of proofs for convex functions.
     *
     * @param initial value at t = 0
     * @return the schedule
     */
    public static Schedule inverseRoot(double initial) {
        return t -> Tensors.div(initial, t.to(DType.FLOAT64).plus(1).sqrt());
    }

    /** t / steps, held within 0 and 1. */
    private static Tensor fraction(Tensor t, int steps) {
        Tensor part = t.to(DType.FLOAT64).div(steps);
        return Tensors.minimum(Tensors.maximum(part, Tensors.zerosLike(part)), Tensors.onesLike(part));
    }

    private static Tensor cosine(Tensor fraction, double initial, double last) {
        return fraction.times(Math.PI).cos().plus(1).times((initial - last) / 2).plus(last);
    }

    private static void checkSteps(String name, int steps) {
        if (steps < 1) {
            throw new ArgumentException(
                    name + ": a length of " + steps + " steps is not positive", "give at least one");
        }
    }

    /** Whether a schedule is the constant 0, so that what it multiplies need not be computed. */
    static boolean isZero(Schedule schedule) {
        return schedule instanceof Constant(double value) && value == 0;
    }

    /** Refuses a constant that is not positive and finite; what changes cannot be checked before it is used. */
    static void checkPositive(String owner, String name, Schedule schedule) {
        if (schedule instanceof Constant(double value) && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not positive and finite", "give a number such as 1e-3");
        }
    }

    /** Refuses a constant that is negative or not finite. */
    static void checkNotNegative(String owner, String name, Schedule schedule) {
        if (schedule instanceof Constant(double value) && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not a finite number of zero or more", "give 0 for none");
        }
    }

    /** Refuses a constant that is not in [0, 1). */
    static void checkDecay(String owner, String name, Schedule schedule) {
        if (schedule instanceof Constant(double value) && !(value >= 0 && value < 1)) {
            throw new ArgumentException(
                    owner + ": " + name + " " + value + " is not in [0, 1)", "give a weight of the past such as 0.9");
        }
    }
}
