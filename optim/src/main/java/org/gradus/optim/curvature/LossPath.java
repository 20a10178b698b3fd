package org.gradus.optim.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * A loss along the straight line between two points of parameters, J(a) = f((1 − a)·from + a·to): what obstacles training did,
 * or did not, have to pass (Goodfellow, Vinyals and Saxe, Qualitatively characterizing neural network optimization problems,
 * 2015). Between two solutions it tells whether they lie in one basin.
 *
 * @param at the fractions a, ascending
 * @param values J at each
 */
@SuppressWarnings("ArrayRecordComponent")
public record LossPath(double[] at, double[] values) {

    /** Of J(0): what may go up by rounding or by chance and still count as going down. */
    private static final double TOLERANCE = 1e-3;

    /**
     * Evaluates a loss at even fractions from 0 to 1.
     *
     * @param <P> the parameters' type
     * @param f the loss on all data, without chance
     * @param from the parameters at a = 0
     * @param to the parameters at a = 1, a tree like from
     * @param intervals one or more; 20 to 50 show a curve
     * @return the path
     * @throws ArgumentException when there is no interval
     * @throws org.gradus.error.StructureException when the trees differ
     */
    public static <P> LossPath between(Fn<P, Tensor> f, P from, P to, int intervals) {
        if (intervals < 1) {
            throw new ArgumentException("loss path: " + intervals + " intervals", "take one or more");
        }
        double[] at = new double[intervals + 1];
        Arrays.setAll(at, i -> (double) i / intervals);
        return at(f, from, to, at);
    }

    /**
     * Evaluates a loss at given fractions, which may lie outside of [0, 1].
     *
     * @param <P> the parameters' type
     * @param f the loss
     * @param from the parameters at a = 0
     * @param to the parameters at a = 1
     * @param fractions ascending
     * @return the path
     */
    public static <P> LossPath at(Fn<P, Tensor> f, P from, P to, double... fractions) {
        double[] values = new double[fractions.length];
        for (int i = 0; i < fractions.length; i++) {
            values[i] = f.apply(between(from, to, fractions[i])).item();
        }
        return new LossPath(fractions.clone(), values);
    }

    private static <P> P between(P from, P to, double a) {
        return Tree.map((Tensor p, Tensor q) -> p.times(1 - a).plus(q.times(a)), from, to);
    }

    /**
     * Whether the loss never rises by more than 1e-9 + 1e-3·J(first).
     *
     * @return true for a path without obstacle
     */
    public boolean descends() {
        double tolerance = 1e-9 + TOLERANCE * Math.abs(values[0]);
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] <= values[i - 1] + tolerance)) {
                return false;
            }
        }
        return true;
    }

    /**
     * How far the loss rises above the straight line between its ends: max (J(a) − (1 − a)·J(0) − a·J(1)), at least 0.
     *
     * @return the barrier
     * @throws NonFiniteException when a value is NaN
     */
    public double barrier() {
        int last = values.length - 1;
        double barrier = 0;
        for (int i = 0; i <= last; i++) {
            double a = (at[i] - at[0]) / (at[last] - at[0]);
            barrier = Math.max(barrier, finite(i) - ((1 - a) * finite(0) + a * finite(last)));
        }
        return barrier;
    }

    /**
     * The highest rise on the way: max over i &lt; j of J(aⱼ) − J(aᵢ), at least 0.
     *
     * @return the height
     * @throws NonFiniteException when a value is NaN
     */
    public double obstacle() {
        double lowest = Double.POSITIVE_INFINITY;
        double height = 0;
        for (int i = 0; i < values.length; i++) {
            lowest = Math.min(lowest, finite(i));
            height = Math.max(height, finite(i) - lowest);
        }
        return height;
    }

    private double finite(int i) {
        if (Double.isNaN(values[i])) {
            throw new NonFiniteException(
                    "loss path: the loss is NaN at " + at[i] + " of the way", "look at the loss there by itself");
        }
        return values[i];
    }

    /**
     * Where a checkpoint lies beside the line.
     *
     * @param progress α = ⟨θ − from, d⟩/‖d‖² with d = to − from: the fraction of the way
     * @param deviation β = ‖θ − from − α·d‖₂
     */
    public record Coordinates(double progress, double deviation) {}

    /**
     * Where the checkpoints of a training run lie beside the line from its start to its end.
     *
     * @param <P> the parameters' type
     * @param from the start
     * @param to the end, other than the start
     * @param checkpoints in between
     * @return the coordinates of each
     * @throws ArgumentException when start and end are the same point
     */
    public static <P> List<Coordinates> coordinates(P from, P to, List<P> checkpoints) {
        P d = Tree.minus(to, from);
        double length = Tree.dot(d, d).item();
        if (!(length > 0)) {
            throw new ArgumentException("loss path: start and end are " + length + " apart", "give two points");
        }
        List<Coordinates> coordinates = new ArrayList<>();
        for (P checkpoint : checkpoints) {
            P moved = Tree.minus(checkpoint, from);
            double progress = Tree.dot(moved, d).item() / length;
            coordinates.add(new Coordinates(
                    progress, Tree.norm(Tree.axpy(-progress, d, moved)).item()));
        }
        return coordinates;
    }
}
