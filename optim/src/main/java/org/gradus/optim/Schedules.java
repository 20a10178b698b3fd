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
     * A power of what is left, then constant: h(t) = last + (initial − last)·(1 − min(t / steps, 1))^power. With power 1
     * and last 0 it is linear decay, the best for the last iterate in the worst case (Defazio et al. 2023).
     *
     * @param initial value at t = 0
     * @param last value from t = steps on
     * @param power positive
     * @param steps length, one or more
     * @return the schedule
     * @throws ArgumentException when steps or power is not positive
     */
    public static Schedule polynomialDecay(double initial, double last, double power, int steps) {
        checkSteps("polynomialDecay", steps);
        Settings.positive("polynomialDecay", "power", power);
        return t -> powered(Tensors.minus(1, fraction(t, steps)), power)
                .times(initial - last)
                .plus(last);
    }

    private static Tensor powered(Tensor x, double power) {
        Tensor zero = x.eq(0);
        return power == 1 ? x : Tensors.where(zero, 0, Tensors.where(zero, 1, x).pow(power));
    }

    /**
     * A straight line from 0 in front of another schedule, which begins where the line ends: h(t) =
     * after(0)·(t + 1)/warmUp for t &lt; warmUp, then after(t − warmUp). The first update already moves.
     *
     * @param warmUp length of the line, one or more
     * @param after what follows
     * @return the schedule
     * @throws ArgumentException when warmUp is not positive
     */
    public static Schedule warmUp(int warmUp, Schedule after) {
        checkSteps("warmUp", warmUp);
        return t -> {
            Tensor early = t.lt((double) warmUp);
            Tensor later = Tensors.where(early, 0L, t.minus((long) warmUp));
            Tensor part = t.to(DType.FLOAT64).plus(1).div(warmUp);
            Tensor value = after.at(later).to(DType.FLOAT64);
            return Tensors.where(early, value.times(part), value);
        };
    }

    /**
     * A straight line up from 0 as in {@link #warmUp}, a constant, and a straight line to 0 at the end (warm-up, stable,
     * decay).
     *
     * @param peak the constant
     * @param warmUp length of the line up, one or more
     * @param decay length of the line down, one or more
     * @param steps length of all three, at least warmUp + decay
     * @return the schedule
     * @throws ArgumentException when lengths are not positive or do not fit
     */
    public static Schedule warmUpStableDecay(double peak, int warmUp, int decay, int steps) {
        checkSteps("warmUpStableDecay", warmUp);
        checkSteps("warmUpStableDecay", decay);
        if (steps < warmUp + decay) {
            throw new ArgumentException(
                    "warmUpStableDecay: " + steps + " steps do not hold a warm-up of " + warmUp + " and a decay of "
                            + decay,
                    "give the length of all three together");
        }
        return t -> {
            Tensor up = Tensors.minimum(t.to(DType.FLOAT64).plus(1).div(warmUp), 1.0);
            Tensor down = Tensors.minus(1, fraction(t.minus((long) steps - decay), decay));
            return Tensors.minimum(up, down).times(peak);
        };
    }

    /**
     * Up and down on half cosines (Smith and Topin 2019, one cycle; PyTorch's defaults are a rise of 0.3, 25 and 1e4):
     * from peak/start to peak over the share {@code rise} of the steps, then down to peak/start/end.
     *
     * @param peak the largest value
     * @param steps length, two or more
     * @param rise share of the steps that go up, in (0, 1)
     * @param start by what the peak is divided at t = 0
     * @param end by what that is divided at the last step
     * @return the schedule
     * @throws ArgumentException when a number is out of its range
     */
    public static Schedule oneCycle(double peak, int steps, double rise, double start, double end) {
        Settings.atLeast("oneCycle", "steps", 2, steps);
        Settings.positive("oneCycle", "rise", rise);
        Settings.decay("oneCycle", "rise", rise);
        Settings.positive("oneCycle", "start", start);
        Settings.positive("oneCycle", "end", end);
        double top = rise * steps - 1;
        double first = peak / start;
        return t -> {
            Tensor x = t.to(DType.FLOAT64);
            Tensor up = cosine(within01(top > 0 ? x.div(top) : Tensors.onesLike(x)), first, peak);
            Tensor down = cosine(within01(x.minus(top).div(steps - 1 - top)), peak, first / end);
            return Tensors.where(x.le(top), up, down);
        };
    }

    /**
     * Half cosines that begin again (Loshchilov and Hutter 2017, SGDR): periods of first, first·growth, first·growth² …
     * steps, each from initial to last.
     *
     * @param initial value at the start of each period
     * @param last value towards its end
     * @param first length of the first period, one or more
     * @param growth 1 for equal periods, 2 for doubling ones; one or more
     * @return the schedule
     * @throws ArgumentException when first or growth is below 1
     */
    public static Schedule restarts(double initial, double last, int first, int growth) {
        checkSteps("restarts", first);
        Settings.atLeast("restarts", "growth", 1, growth);
        return t -> {
            Tensor x = t.to(DType.FLOAT64);
            if (growth == 1) {
                return cosine(x.mod(first).div(first), initial, last);
            }
            // Period n begins at first·(growth^n − 1)/(growth − 1); the half guards the quotient of logarithms.
            Tensor n = x.plus(0.5)
                    .times((growth - 1.0) / first)
                    .plus(1)
                    .log()
                    .div(Math.log(growth))
                    .floor();
            Tensor length = Tensors.scalar(growth).pow(n).times(first);
            Tensor begin = length.minus(first).div(growth - 1);
            return cosine(x.minus(begin).div(length), initial, last);
        };
    }

    /**
     * A table: h(t) = values[t], the last value from then on; for schedules that were computed, as by
     * {@link ScheduleRefinement}.
     *
     * @param values one or more
     * @return the schedule
     * @throws ArgumentException when there are none
     */
    public static Schedule table(double... values) {
        Settings.atLeast("table", "length", 1, values.length);
        Tensor all = Tensors.tensor(values.clone());
        return t -> org.gradus.tensor.Indexing.take(all, Tensors.minimum(t, values.length - 1L), 0);
    }

    /**
     * A schedule times a number.
     *
     * @param factor the number
     * @param schedule the schedule
     * @return h(t) = factor·schedule(t)
     */
    public static Schedule scaled(double factor, Schedule schedule) {
        return t -> schedule.at(t).times(factor);
    }

    private static Tensor within01(Tensor x) {
        return x.clamp(0.0, 1.0);
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
