package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A learner of linear losses as a method for non-smooth non-convex functions (Cutkosky, Mehta and Orabona 2023, O2NC).
 *
 * <p>In epochs of T steps, D = 0 at the start of each: x ← x + D, w = x_before + s·D with s uniform on [0, 1], g = a
 * stochastic gradient at w, D ← the learner's next point of the ball ‖D‖ ≤ r. PROJECTED: proj(D − η·g);
 * SCALE_FREE: proj(D − r·g/√Σ‖g‖²) with the sum over the epoch. The candidates are the means of each epoch's w: with
 * r = δ/T every w is within δ of its mean.
 *
 * @param radius r, positive
 * @param length T, one or more
 * @param rate η, positive; not used by the scale-free learner
 * @param learner which learner
 */
public record OnlineToNonconvex(double radius, int length, double rate, Learner learner) {

    /** The learners. */
    public enum Learner {
        /** Projected gradient descent. */
        PROJECTED,

        /** Projected gradient descent with Adagrad's step. */
        SCALE_FREE
    }

    /**
     * An epoch.
     *
     * @param points w, in order
     * @param mean their mean
     */
    public record Epoch(List<Tensor> points, Tensor mean) {
        /** Copies the list. */
        public Epoch {
            points = List.copyOf(points);
        }
    }

    /**
     * A run.
     *
     * @param last x
     * @param epochs one each
     */
    public record Result(Tensor last, List<Epoch> epochs) {
        /** Copies the list. */
        public Result {
            epochs = List.copyOf(epochs);
        }
    }

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public OnlineToNonconvex {
        Settings.positive("OnlineToNonconvex", "radius", radius);
        Settings.atLeast("OnlineToNonconvex", "length", 1, length);
        Settings.positive("OnlineToNonconvex", "rate", rate);
    }

    /**
     * Projected descent with the paper's rate: r = δ/T, η = r/(√(G² + σ²)·√T).
     *
     * @param delta δ, positive
     * @param length T, one or more
     * @param bound √(G² + σ²), positive
     * @return the method
     */
    public static OnlineToNonconvex of(double delta, int length, double bound) {
        double radius = delta / length;
        return new OnlineToNonconvex(radius, length, radius / (bound * Math.sqrt(length)), Learner.PROJECTED);
    }

    /**
     * A run.
     *
     * @param gradient a stochastic gradient at a point
     * @param start x
     * @param epochs zero or more
     * @param key of all chance
     * @return the last x and the epochs
     */
    public Result run(Fn2<Tensor, Key, Tensor> gradient, Tensor start, int epochs, Key key) {
        var keys = key.split(2);
        double[] shares =
                Random.uniform(keys.get(0), Math.max(1, epochs * length)).toDoubles();
        return run(gradient, start, epochs, keys.get(1), shares);
    }

    /**
     * A run with prescribed places s on the segments.
     *
     * @param gradient a stochastic gradient at a point
     * @param start x
     * @param epochs zero or more
     * @param key of the gradients
     * @param shares s, one a step
     * @return the last x and the epochs
     */
    public Result run(Fn2<Tensor, Key, Tensor> gradient, Tensor start, int epochs, Key key, double... shares) {
        Tensor x = start;
        Key left = key;
        List<Epoch> done = new ArrayList<>();
        for (int k = 0; k < epochs; k++) {
            Tensor d = Tensors.zerosLike(start);
            double squares = 0;
            List<Tensor> points = new ArrayList<>();
            Tensor sum = Tensors.zerosLike(start);
            for (int n = 0; n < length; n++) {
                Tensor w = x.plus(d.times(shares[k * length + n]));
                x = x.plus(d);
                var keys = left.split(2);
                left = keys.get(1);
                Tensor g = gradient.apply(w, keys.get(0));
                points.add(w);
                sum = sum.plus(w);
                squares += g.square().sum().to(DType.FLOAT64).item();
                d = next(d, g, squares);
            }
            done.add(new Epoch(points, sum.div(length)));
        }
        return new Result(x, done);
    }

    private Tensor next(Tensor d, Tensor g, double squares) {
        if (learner == Learner.SCALE_FREE && squares == 0) {
            return d;
        }
        double step = learner == Learner.PROJECTED ? rate : radius / Math.sqrt(squares);
        Tensor moved = d.minus(g.times(step));
        double norm = Math.sqrt(moved.square().sum().item());
        return norm <= radius ? moved : moved.times(radius / norm);
    }
}
