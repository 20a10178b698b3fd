package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * The line search for the strong Wolfe conditions as a state machine: each evaluation of φ(t) = f(x + t·d) is judged
 * once.
 *
 * <p>φ(t) ≤ φ(0) + c₁·t·φ'(0) and |φ'(t)| ≤ −c₂·φ'(0). Trials expand until they bracket a minimum, then the bracket
 * shrinks: Nocedal and Wright, Numerical Optimization, 2nd ed., Algorithms 3.5 and 3.6, with the cubic (3.59) through
 * both ends, held between 0.1 and 0.9 of a bracket, and between 1.1 and 4 times the last expansion (Moré and Thuente
 * 1994).
 *
 * <p>Two additions. Where the decrease −φ'(0) predicted for t = 1 is not far above the rounding of values, derivatives
 * decide, as in the approximate Wolfe conditions of Hager and Zhang (2005): φ(t) ≤ φ(0) + rounding and
 * φ'(t) ≤ (2c₁ − 1)·φ'(0) count as sufficient decrease.
 * A trial whose value or slope is not finite is an end of the bracket, which is then halved.
 *
 * @param sufficientDecrease c₁
 * @param curvature c₂
 * @param maxTrials evaluations after which the best trial with sufficient decrease is taken as it is
 */
public record StrongWolfe(double sufficientDecrease, double curvature, int maxTrials) {

    /** A predicted decrease of so many roundings may fail to show in values that are sums. */
    private static final double UNRESOLVED = 100;

    /**
     * A step length with what φ is there; f64 scalars.
     *
     * @param step t
     * @param value φ(t)
     * @param slope φ'(t)
     */
    public record Point(Tensor step, Tensor value, Tensor slope) {}

    /**
     * Where a search stands; all but {@code zooming} (a truth value) and {@code trials} (i64) are f64 scalars.
     *
     * @param origin φ(0) and φ'(0)
     * @param low the step of sufficient decrease with the lowest value so far, the origin at first
     * @param high the other end of the bracket; while expanding, the step before
     * @param trial the step length to be evaluated next
     * @param zooming whether a bracket has been found
     * @param trials evaluations so far
     */
    public record Search(Point origin, Point low, Point high, Tensor trial, Tensor zooming, Tensor trials) {}

    /**
     * What one evaluation led to; truth values.
     *
     * @param next the search after it
     * @param accepted whether the trial satisfies both conditions
     * @param exhausted whether the search ends without such a trial
     * @param lowered whether the trial is the new low end
     */
    public record Judgement(Search next, Tensor accepted, Tensor exhausted, Tensor lowered) {}

    /**
     * A search whose first trial is t = 1.
     *
     * @param value φ(0), f64
     * @param slope φ'(0), f64, negative
     * @return the search before its first evaluation
     */
    public Search begin(Tensor value, Tensor slope) {
        Point origin = new Point(Tensors.scalar(0), value, slope);
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new Search(origin, origin, origin, Tensors.scalar(1), none.ne(none), none);
    }

    /**
     * Judges an evaluation.
     *
     * @param search where the search stands
     * @param value φ at its trial, f64
     * @param slope φ' at its trial, f64
     * @param finite whether both are finite
     * @param rounding below which differences of values mean nothing, f64
     * @return the next state and what was decided
     */
    public Judgement judge(Search search, Tensor value, Tensor slope, Tensor finite, Tensor rounding) {
        Point origin = search.origin();
        Point low = search.low();
        Point high = search.high();
        Tensor zooming = search.zooming();
        Tensor step = search.trial();

        // A bound that rounds to φ(0) must not make a step that changes nothing sufficient.
        Tensor decreased = value.le(
                        origin.value().plus(step.times(origin.slope()).times(sufficientDecrease)))
                .and(value.lt(origin.value()));
        Tensor unresolved = origin.slope().unaryMinus().le(rounding.times(UNRESOLVED));
        Tensor level = unresolved
                .and(value.le(origin.value().plus(rounding)))
                .and(slope.le(origin.slope().times(2 * sufficientDecrease - 1)));
        Tensor sufficient = finite.and(decreased.or(level));
        Tensor flat = slope.abs().le(origin.slope().times(-curvature));
        Tensor difference = value.minus(low.value());
        Tensor towards = Tensors.where(zooming, high.step().minus(low.step()), 1);
        Tensor rising = slope.times(towards).ge(0.0);
        Tensor above = difference.gt(rounding);
        Tensor accepted = sufficient.and(flat).and(above.not());

        Tensor outer = sufficient.not().or(above).or(difference.ge(0.0).and(rising));
        Tensor turned = zooming.not().or(rising);
        Point trial = new Point(step, Tensors.where(finite, value, Double.NaN), slope);
        Point newHigh = where(outer, trial, where(turned, low, high));
        Point newLow = where(outer, low, trial);
        Tensor bracketed = zooming.or(outer).or(rising);
        Tensor trials = search.trials().plus(1L);
        Tensor next = nextTrial(newLow, newHigh, bracketed);
        Tensor exhausted = accepted.not().and(trials.ge((double) maxTrials));
        return new Judgement(
                new Search(origin, newLow, newHigh, next, bracketed, trials), accepted, exhausted, outer.not());
    }

    private static Point where(Tensor condition, Point x, Point y) {
        return Trees.where(condition, x, y);
    }

    private static Tensor nextTrial(Point low, Point high, Tensor bracketed) {
        Tensor width = high.step().minus(low.step());
        Tensor one = low.step().plus(width.times(Tensors.where(bracketed, 0.1, Tensors.scalar(-1.1))));
        Tensor other = low.step().plus(width.times(Tensors.where(bracketed, 0.9, Tensors.scalar(-4))));
        Tensor fallback = low.step().plus(width.times(Tensors.where(bracketed, 0.5, Tensors.scalar(-4))));
        Tensor minimum = cubicMinimum(low, high);
        Tensor within =
                Tensors.minimum(Tensors.maximum(minimum, Tensors.minimum(one, other)), Tensors.maximum(one, other));
        return Tensors.where(minimum.eq(minimum), within, fallback);
    }

    /** Minimizer of the cubic with both points' values and slopes, (3.59); NaN when it has none. */
    private static Tensor cubicMinimum(Point a, Point b) {
        Tensor width = b.step().minus(a.step());
        Tensor d1 = a.slope()
                .plus(b.slope())
                .minus(b.value().minus(a.value()).div(width).times(3));
        Tensor root = d1.square().minus(a.slope().times(b.slope())).sqrt();
        Tensor d2 = root.times(width.sign());
        Tensor quotient =
                b.slope().plus(d2).minus(d1).div(b.slope().minus(a.slope()).plus(d2.times(2)));
        return b.step().minus(width.times(quotient));
    }
}
