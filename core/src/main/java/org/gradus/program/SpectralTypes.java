package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.error.ShapeException;

/** Result types of Fourier transforms. */
final class SpectralTypes {
    private SpectralTypes() {}

    static List<ArrayType> infer(Spectral op, List<ArrayType> inputs) {
        return switch (op) {
            case Spectral.Fft(int axis, boolean _) -> fft(op, inputs.get(0), inputs.get(1), axis);
        };
    }

    private static List<ArrayType> fft(Spectral op, ArrayType re, ArrayType im, int axis) {
        Types.demand(re.dtype().isFloat(), op, "floating-point numbers", re);
        Types.sameDType(op, re, im);
        if (!re.equals(im)) {
            throw new ShapeException(
                    op.mnemonic() + ": real part " + re + " and imaginary part " + im + " differ in shape",
                    "give parts of one shape");
        }
        Types.demandAxis(op, re, axis, 0);
        if (re.shape().dim(axis) == 0) {
            throw new ShapeException(
                    op.mnemonic() + ": axis " + axis + " of " + re + " is empty, and nothing has no frequencies",
                    "give at least one element along the axis");
        }
        return List.of(re, im);
    }
}
