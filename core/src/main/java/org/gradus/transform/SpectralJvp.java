package org.gradus.transform;

import java.util.List;
import org.gradus.program.Spectral;
import org.gradus.tensor.Tensor;

/** Forward derivatives of Fourier transforms, which are linear. */
final class SpectralJvp {
    private SpectralJvp() {}

    static List<Tensor> jvp(Spectral op, List<Tensor> primals, List<Tensor> tangents) {
        Tensor re = TensorOps.orZeros(tangents.get(0), primals.get(0));
        Tensor im = TensorOps.orZeros(tangents.get(1), primals.get(1));
        return TensorOps.applyAll(op, List.of(re, im));
    }
}
