package org.gradus.optim;

import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Problems with known minima that several tests use. */
final class Problems {
    private Problems() {}

    /**
     * A problem.
     *
     * @param scipy evaluations that SciPy 1.17 L-BFGS-B takes from the start (maxcor 10, gtol 1e-8, ftol 0)
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Problem(
            String name, Fn<Tensor, Tensor> f, double[] start, double startValue, double[] minimizer, int scipy) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Rosenbrock (1960) in n dimensions: Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
    static Tensor rosenbrock(Tensor x) {
        Tensor a = x.slice(0, 0, x.dim(0) - 1);
        Tensor b = x.slice(0, 1, x.dim(0));
        return b.minus(a.square()).square().times(100).plus(a.minus(1).square()).sum();
    }

    /** Beale (1958), Moré, Garbow and Hillstrom problem 5: minimum 0 at (3, 0.5). */
    static Tensor beale(Tensor x) {
        Tensor a = x.get(0);
        Tensor b = x.get(1);
        Tensor sum = Tensors.scalar(0);
        double[] y = {1.5, 2.25, 2.625};
        for (int i = 0; i < 3; i++) {
            sum = sum.plus(Tensors.minus(1, b.pow(i + 1.0)).times(a).minus(y[i]).square());
        }
        return sum;
    }

    /** ½ Σ dᵢ xᵢ² with dᵢ from 1 to the condition number, evenly on a log scale. */
    static Fn<Tensor, Tensor> quadratic(int n, double condition) {
        double[] d = new double[n];
        Arrays.setAll(d, i -> Math.pow(condition, n == 1 ? 0 : i / (n - 1.0)));
        return x -> x.square().times(tensor(d)).sum().times(0.5);
    }

    static double[] alternating(int n) {
        double[] start = new double[n];
        Arrays.setAll(start, i -> i % 2 == 0 ? -1.2 : 1);
        return start;
    }

    static double[] filled(int n, double value) {
        double[] start = new double[n];
        Arrays.fill(start, value);
        return start;
    }

    static List<Problem> all() {
        return List.of(
                new Problem("Rosenbrock 2", Problems::rosenbrock, alternating(2), 24.2, filled(2, 1), 46),
                new Problem("Rosenbrock 10", Problems::rosenbrock, alternating(10), 2057.0, filled(10, 1), 96),
                new Problem("Beale", Problems::beale, filled(2, 1), 14.203125, new double[] {3, 0.5}, 17),
                new Problem(
                        "quadratic 1e4", quadratic(50, 1e4), filled(50, 1), 29176.39227654977, filled(50, 0), 1057));
    }

    record Table(Tensor x, Tensor y) {}

    record Linear(Tensor w, Tensor b) {}

    /** A logistic regression on random numbers. */
    static Table table(long seed, int rows, int columns) {
        List<Key> keys = Key.of(seed).split(3);
        Tensor x = Random.normal(keys.get(0), rows, columns);
        Tensor w = Random.normal(keys.get(1), columns);
        Tensor y = x.matmul(w).gt(Random.normal(keys.get(2), rows)).to(DType.FLOAT64);
        return new Table(x, y);
    }

    static final Fn2<Linear, Table, Tensor> LOGISTIC =
            (m, d) -> sigmoidCrossEntropy(d.x().matmul(m.w()).plus(m.b()), d.y())
                    .mean()
                    .plus(m.w().square().sum().times(0.005));

    static Linear zeros(int columns) {
        return new Linear(Tensors.zeros(columns), Tensors.scalar(0));
    }
}
