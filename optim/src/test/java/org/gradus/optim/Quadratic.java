package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** ½·(x − c)ᵀA(x − c) + 0.3 of a 3 × 2 matrix and a vector of 3, as tensors and as plain arrays. */
final class Quadratic {
    static final int SIZE = 9;
    static final double[] START = {0.5, -0.8, 1.1, 0.3, -0.4, 0.9, -1.2, 0.7, 0.2};
    static final double[] CENTER = {-0.3, 0.4, 0.2, -0.6, 0.5, -0.1, 0.3, -0.2, 0.8};
    static final double LOWEST = 0.3;

    /** The parameters. */
    record Two(Tensor w, Tensor b) {}

    private Quadratic() {}

    private static double entry(int i, int j) {
        return i == j ? 1 + 0.4 * i : 0.1 / (1 + Math.abs(i - j));
    }

    static Two tensors(double[] x) {
        return new Two(
                Tensors.tensor(Shape.of(3, 2), java.util.Arrays.copyOfRange(x, 0, 6)),
                Tensors.tensor(java.util.Arrays.copyOfRange(x, 6, 9)));
    }

    static Tensor value(Two p) {
        double[] matrix = new double[SIZE * SIZE];
        for (int k = 0; k < matrix.length; k++) {
            matrix[k] = entry(k / SIZE, k % SIZE);
        }
        DType type = p.w().dtype();
        Tensor a = Tensors.tensor(Shape.of(SIZE, SIZE), matrix).to(type);
        Tensor x = Tensors.concatenate(0, p.w().reshape(6), p.b());
        Tensor r = x.minus(Tensors.tensor(CENTER).to(type));
        return r.times(a.matmul(r)).sum().times(0.5).plus(LOWEST);
    }

    static double[] gradient(double[] x) {
        double[] g = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                g[i] += entry(i, j) * (x[j] - CENTER[j]);
            }
        }
        return g;
    }

    static double value(double[] x) {
        double[] g = gradient(x);
        double sum = LOWEST;
        for (int i = 0; i < SIZE; i++) {
            sum += 0.5 * g[i] * (x[i] - CENTER[i]);
        }
        return sum;
    }
}
