package org.gradus.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A better schedule of the learning rate from the gradient norms of an earlier run (Defazio, Cutkosky, Mehta and
 * Mishchenko 2023, "When, Why and How Much? Adaptive Learning Rate Scheduling by Refinement"). Constant norms give linear
 * decay, large early norms a warm-up.
 *
 * {@snippet :
 * double[] norms = {2, 2, 1, 1, 1, 1};
 * Schedule refined = Schedules.scaled(0.1, Schedules.table(ScheduleRefinement.refine(norms)));
 * }
 */
public final class ScheduleRefinement {
    private static final double FLOOR = 1e-12;
    private static final double SMOOTHING = 0.1;

    private ScheduleRefinement() {}

    /** For which methods the norms were recorded. */
    public enum Kind {
        /** Euclidean norms of SGD; weights ‖g‖⁻². */
        SGD(2),

        /** ℓ₁ norms of Adam and its kin; weights ‖g‖⁻¹. */
        ADAM(1);

        private final int power;

        Kind(int power) {
            this.power = power;
        }

        /**
         * The norm to record.
         *
         * @param gradient a tree
         * @return an f64 scalar
         */
        public Tensor norm(Object gradient) {
            if (this == SGD) {
                return Leaves.norm(gradient);
            }
            Tensor sum = Tensors.scalar(0);
            for (Tensor leaf : Tree.flatten(gradient).leaves()) {
                sum = sum.plus(leaf.abs().sum().to(DType.FLOAT64));
            }
            return sum;
        }
    }

    /**
     * The refined schedule for SGD with the usual smoothing of 0.1.
     *
     * @param norms one a step, of the earlier run
     * @return as many factors, the largest 1, the last 0
     */
    public static double[] refine(double... norms) {
        return refine(norms, SMOOTHING, Kind.SGD);
    }

    /**
     * The refined schedule: w = Ĝ^(−2) (SGD) or Ĝ^(−1) (Adam) of the smoothed norms, ηₜ = wₜ·Σ w over later steps, divided
     * by its maximum. Smoothing is a median over 2·⌊τT/2⌋ + 1 steps, with the first value before the start and a
     * reflection after the end. Norms that are not finite are dropped (their steps get the schedule of a shorter run,
     * stretched), those below 1e-12 raised.
     *
     * @param norms one a step, of the earlier run
     * @param smoothing τ in [0, 1)
     * @param kind for which methods
     * @return as many factors, the largest 1, the last 0
     * @throws ArgumentException when fewer than two norms are finite
     */
    public static double[] refine(double[] norms, double smoothing, Kind kind) {
        Settings.decay("ScheduleRefinement", "smoothing", smoothing);
        double[] finite = Arrays.stream(norms).filter(Double::isFinite).toArray();
        if (finite.length < 2) {
            throw new ArgumentException(
                    "ScheduleRefinement: " + finite.length + " finite norms of " + norms.length + " make no schedule",
                    "record the norm of every step of a run");
        }
        double[] smooth = median(finite, 2 * (int) Math.floor(smoothing * finite.length / 2) + 1);
        double[] weights = Arrays.stream(smooth)
                .map(g -> Math.pow(Math.max(g, FLOOR), -kind.power))
                .toArray();
        double[] factors = new double[weights.length];
        double later = 0;
        double largest = 0;
        for (int t = weights.length - 1; t >= 0; t--) {
            factors[t] = weights[t] * later;
            largest = Math.max(largest, factors[t]);
            later += weights[t];
        }
        double top = largest;
        double[] scaled = Arrays.stream(factors).map(f -> f / top).toArray();
        return finite.length == norms.length ? scaled : stretched(scaled, norms.length);
    }

    private static double[] stretched(double[] values, int length) {
        double[] out = new double[length];
        for (int t = 0; t < length; t++) {
            double at = t * (values.length - 1.0) / (length - 1.0);
            int below = Math.min((int) at, values.length - 2);
            out[t] = values[below] + (at - below) * (values[below + 1] - values[below]);
        }
        return out;
    }

    private static double[] median(double[] x, int window) {
        int half = window / 2;
        double[] out = new double[x.length];
        double[] seen = new double[window];
        for (int t = 0; t < x.length; t++) {
            for (int k = -half; k <= half; k++) {
                int i = t + k;
                // A reflection about the last value's right edge.
                int j = i < 0 ? 0 : i < x.length ? i : Math.max(0, 2 * x.length - 1 - i);
                seen[k + half] = x[j];
            }
            Arrays.sort(seen);
            out[t] = seen[half];
        }
        return out;
    }

    /**
     * The step sizes that minimize the bound on the last iterate for given norms, found numerically:
     * D²/(2S) + Σ G²λ²/(2S) + ½ Σ_{k ≥ 2} λ₍ₖ₎·Cₖ/(Sₖ·(Sₖ − λ₍ₖ₎)), brackets for reversed order, Sₖ and Cₖ running sums of λ
     * and G²λ².
     *
     * @param norms G, one a step, positive
     * @param distance D, a bound on the distance to a minimizer, positive
     * @return λ, one a step
     */
    public static double[] minimizedBound(double[] norms, double distance) {
        Settings.positive("ScheduleRefinement", "distance", distance);
        List<Double> floors = new ArrayList<>();
        for (double norm : norms) {
            Settings.notNegative("ScheduleRefinement", "norm", norm);
            floors.add(Math.max(norm, FLOOR));
        }
        int n = norms.length;
        double[] squares = floors.stream().mapToDouble(g -> g * g).toArray();
        Tensor weights = Tensors.tensor(squares);
        double start = Math.log(distance / Math.sqrt(Arrays.stream(squares).sum()));
        Solution<Tensor> s = Minimizer.of((Tensor logs) -> bound(logs.exp(), weights, distance))
                .maxIterations(500)
                .tolerance(1e-9)
                .run(Tensors.full(start, n));
        return s.point().exp().toDoubles();
    }

    /**
     * The bound that {@link #minimizedBound} minimizes.
     *
     * @param steps λ, a vector
     * @param squares G², a vector
     * @param distance D
     * @return a scalar
     */
    public static Tensor bound(Tensor steps, Tensor squares, double distance) {
        Tensor weighted = squares.times(steps.square());
        Tensor all = steps.sum();
        Tensor first = weighted.sum().plus(distance * distance).div(all.times(2));
        int n = steps.dim(0);
        if (n < 2) {
            return first;
        }
        Tensor reversed = steps.flip(0);
        Tensor sums = Scans.cumsum(reversed, 0);
        Tensor costs = Scans.cumsum(weighted.flip(0), 0);
        Tensor own = reversed.slice(0, 1, n);
        Tensor before = sums.slice(0, 0, n - 1);
        Tensor terms = own.times(costs.slice(0, 1, n)).div(sums.slice(0, 1, n).times(before));
        return first.plus(terms.sum().times(0.5));
    }
}
