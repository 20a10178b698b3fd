package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Derivatives by central differences with Richardson extrapolation, the outside truth of the tests. */
public final class Differences {
    private static final int LEVELS = 6;
    private static final double FIRST_STEP = 0.08;

    private Differences() {}

    /**
     * The derivative at zero of a function of one number. In the tableau of extrapolations each element takes the entry
     * whose neighbors differ least from it.
     */
    public static double[] derivative(DoubleFunction<double[]> f) {
        double[][] before = new double[0][];
        double[] best = null;
        double[] error = null;
        double h = FIRST_STEP;
        for (int level = 0; level < LEVELS; level++, h /= 2) {
            double[][] now = new double[level + 1][];
            now[0] = central(f, h);
            if (level == 0) {
                best = now[0].clone();
                error = new double[best.length];
                Arrays.fill(error, Double.POSITIVE_INFINITY);
            }
            double power = 1;
            for (int j = 1; j <= level; j++) {
                power *= 4;
                now[j] = new double[best.length];
                for (int i = 0; i < best.length; i++) {
                    now[j][i] = now[j - 1][i] + (now[j - 1][i] - before[j - 1][i]) / (power - 1);
                    double e = Math.max(Math.abs(now[j][i] - now[j - 1][i]), Math.abs(now[j][i] - before[j - 1][i]));
                    if (e <= error[i]) {
                        error[i] = e;
                        best[i] = now[j][i];
                    }
                }
            }
            before = now;
        }
        return best;
    }

    private static double[] central(DoubleFunction<double[]> f, double h) {
        double[] plus = f.apply(h);
        double[] minus = f.apply(-h);
        double[] slope = new double[plus.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (plus[i] - minus[i]) / (2 * h);
        }
        return slope;
    }

    /** The derivative of a function of tensors along a direction. */
    public static double[] along(Fn<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> direction) {
        return derivative(t -> f.apply(moved(x, direction, t)).toDoubles());
    }

    static List<Tensor> moved(List<Tensor> x, List<Tensor> direction, double t) {
        List<Tensor> moved = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            moved.add(x.get(i).plus(direction.get(i).times(t)));
        }
        return moved;
    }

    /** Numbers between −1 and 1 for each tensor, different ones for each seed. */
    public static List<Tensor> directions(List<Tensor> like, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tensor> directions = new ArrayList<>();
        for (Tensor x : like) {
            double[] elements = new double[x.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) random.nextDouble(-1, 1);
            }
            directions.add(Tensors.tensor(x.shape(), elements).to(x.dtype()));
        }
        return directions;
    }
}
