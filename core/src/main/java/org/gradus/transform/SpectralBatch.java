package org.gradus.transform;

import java.util.List;
import org.gradus.program.Spectral;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Batching.Batched;

/** Fourier transforms done for a batch along a new first axis. */
final class SpectralBatch {
    private SpectralBatch() {}

    static List<Tensor> batch(Spectral op, List<Batched> inputs, int size) {
        return switch (op) {
            case Spectral.Fft(int axis, boolean inverse) ->
                TensorOps.applyAll(new Spectral.Fft(axis + 1, inverse), BatchRules.all(inputs, size));
        };
    }
}
