package org.gradus.transform;

import java.util.List;
import org.gradus.program.Spectral;
import org.gradus.tensor.Tensor;

/**
 * Transposes of Fourier transforms. With C and S the symmetric matrices of cosines and sines, the transform is
 * {@code (C·re + S·im, C·im − S·re)}; its transpose {@code (C·re − S·im, C·im + S·re)} is the transform of the other sign.
 */
final class SpectralTranspose {
    private SpectralTranspose() {}

    static List<Tensor> transpose(Spectral op, List<Tensor> cotangents) {
        return switch (op) {
            case Spectral.Fft(int axis, boolean inverse) ->
                TensorOps.applyAll(new Spectral.Fft(axis, !inverse), cotangents);
        };
    }
}
