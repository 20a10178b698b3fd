package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Fourier;
import org.gradus.program.Spectral;

/** Fourier transforms. */
final class SpectralEvaluation {
    private SpectralEvaluation() {}

    static List<NdArray> evaluate(Spectral op, List<ArrayType> types, List<NdArray> inputs) {
        return switch (op) {
            case Spectral.Fft(int axis, boolean inverse) -> fft(axis, inverse, types, inputs);
        };
    }

    private static List<NdArray> fft(int axis, boolean inverse, List<ArrayType> types, List<NdArray> inputs) {
        Shape shape = types.getFirst().shape();
        Object re = types.getFirst().dtype().allocate(shape.size());
        Object im = types.getFirst().dtype().allocate(shape.size());
        int outer = shape.size(0, axis);
        int n = shape.dim(axis);
        int inner = shape.size(axis + 1, shape.rank());
        Object fromRe = inputs.get(0).dense();
        Object fromIm = inputs.get(1).dense();
        // Conjugating before and after turns the sign of the exponent; so does exchanging the parts.
        if (inverse) {
            Fourier.transform(fromIm, fromRe, im, re, outer, n, inner);
        } else {
            Fourier.transform(fromRe, fromIm, re, im, outer, n, inner);
        }
        return List.of(NdArray.of(types.get(0), re), NdArray.of(types.get(1), im));
    }
}
