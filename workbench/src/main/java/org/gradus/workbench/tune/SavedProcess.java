package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.eye;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Kernels;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.SavedModel.Outputs;

/**
 * The predictions of a {@link GaussianProcess} from what is saved of it. The factor of the kernel matrix, which variances
 * need, is made again from the rows.
 *
 * @param rows standardized training rows {@code [n, d]}
 * @param dual α
 * @param lengthScales ℓ
 * @param signal s²
 * @param diagonal σ²
 * @param mean m
 * @param variances whether variances are wanted
 */
record SavedProcess(
        Tensor rows, Tensor dual, Tensor lengthScales, Tensor signal, Tensor diagonal, Tensor mean, boolean variances)
        implements Fn<Tensor, Outputs> {
    /** Rows that are predicted at once, so that memory does not grow with the table. */
    private static final int BLOCK = 1024;

    @Override
    public Outputs apply(Tensor x) {
        Optional<Tensor> factor = variances ? Optional.of(factor()) : Optional.empty();
        List<Tensor> z = new ArrayList<>();
        List<Tensor> v = new ArrayList<>();
        for (int from = 0; from == 0 || from < x.dim(0); from += BLOCK) {
            Tensor block = x.slice(0, from, Math.min(x.dim(0), from + BLOCK));
            Tensor across =
                    Kernels.squaredExponential(block, rows, lengthScales).times(signal);
            z.add(across.matmul(dual).plus(mean));
            factor.ifPresent(f -> v.add(GaussianProcess.variance(signal, diagonal, f, across)));
        }
        return new Outputs(joined(z), variances ? Optional.of(joined(v)) : Optional.empty());
    }

    private static Tensor joined(List<Tensor> blocks) {
        return concatenate(0, blocks.toArray(Tensor[]::new));
    }

    private Tensor factor() {
        Tensor matrix = Kernels.squaredExponential(rows, rows, lengthScales).times(signal);
        return Linalg.cholesky(matrix.plus(eye(rows.dim(0)).times(diagonal)));
    }
}
