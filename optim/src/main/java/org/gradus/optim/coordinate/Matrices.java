package org.gradus.optim.coordinate;

import java.util.Arrays;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensors;

/** Linear algebra on blocks of a Hessian, which are symmetric and positive definite. */
final class Matrices {
    private Matrices() {}

    static double largest(double[][] matrix) {
        double[] values = Linalg.eigvalsh(Tensors.tensor(matrix)).toDoubles();
        return values[values.length - 1];
    }

    static double[] solve(double[][] matrix, double[] right) {
        return right.length == 0
                ? right
                : Linalg.solveDefinite(Tensors.tensor(matrix), Tensors.tensor(right))
                        .toDoubles();
    }

    static double[][] inverse(double[][] matrix) {
        double[] all = Linalg.inverse(Tensors.tensor(matrix)).toDoubles();
        int n = matrix.length;
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * n, (i + 1) * n));
        return rows;
    }
}
