package org.gradus.tensor;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Spectral;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * Discrete Fourier transforms X_k = Σ_j x_j·exp(−2πi·jk/n), of any length n, and their inverses with the factor 1/n:
 * NumPy's {@code numpy.fft} with its default normalization.
 *
 * <p>Complex numbers are pairs ({@link Complex}). Both float types are taken; f32 is computed in f64 and rounded, integers
 * become f64. Lengths whose primes are at most 31 take O(n log n) steps directly, others by Bluestein's convolution; errors
 * are a few units in the last place of the root mean square of the result. All transforms are linear, and derivatives of
 * any order are transforms again.
 */
public final class Fourier {
    private Fourier() {}

    /**
     * The transform along the last axis.
     *
     * @param x complex numbers of one or more axes
     * @return the frequencies, the one of k = 0 first
     * @throws ShapeException when the axis is empty or x has no axes
     */
    public static Complex fft(Complex x) {
        return fft(x, -1);
    }

    /**
     * The transform along the last axis, of real numbers.
     *
     * @param x real numbers of one or more axes
     * @return all frequencies; {@link #rfft(Tensor)} gives the half that determines them
     * @throws ShapeException when the axis is empty or x has no axes
     */
    public static Complex fft(Tensor x) {
        return fft(Complex.of(real(x)), -1);
    }

    /**
     * The transform along an axis.
     *
     * @param x complex numbers
     * @param axis the axis, negative from the end
     * @return the frequencies
     * @throws ShapeException when the axis is empty or does not exist
     */
    public static Complex fft(Complex x, int axis) {
        return transform("fft", x, false, axis);
    }

    /**
     * The transform along several axes.
     *
     * @param x complex numbers
     * @param axes the axes, negative from the end; none means all
     * @return the frequencies
     * @throws ShapeException when an axis is empty or does not exist
     */
    public static Complex fftn(Complex x, int... axes) {
        return transform("fftn", x, false, axes);
    }

    /**
     * The inverse of {@link #fft(Complex)}, with the factor 1/n.
     *
     * @param x frequencies
     * @return x_j = 1/n·Σ_k X_k·exp(2πi·jk/n)
     * @throws ShapeException when the axis is empty or x has no axes
     */
    public static Complex ifft(Complex x) {
        return ifft(x, -1);
    }

    /**
     * The inverse of {@link #fft(Complex, int)}.
     *
     * @param x frequencies
     * @param axis the axis, negative from the end
     * @return the complex numbers whose transform along the axis is x
     * @throws ShapeException when the axis is empty or does not exist
     */
    public static Complex ifft(Complex x, int axis) {
        return scaled(transform("ifft", x, true, axis), x.re().dim(axis));
    }

    /**
     * The inverse of {@link #fftn}.
     *
     * @param x frequencies
     * @param axes the axes, negative from the end; none means all
     * @return the complex numbers whose transform along the axes is x
     * @throws ShapeException when an axis is empty or does not exist
     */
    public static Complex ifftn(Complex x, int... axes) {
        Complex sums = transform("ifftn", x, true, axes);
        long count = 1;
        for (int axis : x.re().shape().axes("ifftn", axes)) {
            count *= x.re().dim(axis);
        }
        return scaled(sums, count);
    }

    /**
     * The transform of the last two axes.
     *
     * @param x complex numbers of two or more axes
     * @return the frequencies
     */
    public static Complex fft2(Complex x) {
        return fftn(x, -2, -1);
    }

    /**
     * The inverse of {@link #fft2}.
     *
     * @param x frequencies of two or more axes
     * @return complex numbers
     */
    public static Complex ifft2(Complex x) {
        return ifftn(x, -2, -1);
    }

    /**
     * The transform of real numbers along the last axis: frequencies 0 to n/2, the others being their conjugates.
     *
     * @param x real numbers {@code [..., n]}
     * @return frequencies {@code [..., n/2 + 1]}
     * @throws ShapeException when the axis is empty or x has no axes
     */
    public static Complex rfft(Tensor x) {
        return rfft(x, -1);
    }

    /**
     * The transform of real numbers along an axis: frequencies 0 to n/2, the others being their conjugates.
     *
     * @param x real numbers
     * @param axis the axis, negative from the end
     * @return frequencies; the axis has length n/2 + 1
     * @throws ShapeException when the axis is empty or does not exist
     */
    public static Complex rfft(Tensor x, int axis) {
        Complex all = fft(Complex.of(real(x)), axis);
        int kept = x.dim(axis) / 2 + 1;
        return new Complex(all.re().slice(axis, 0, kept), all.im().slice(axis, 0, kept));
    }

    /**
     * The inverse of {@link #rfft(Tensor)}.
     *
     * @param x frequencies {@code [..., n/2 + 1]}; imaginary parts of frequency 0, and of n/2 for even n, count as zero
     * @param n length of the result
     * @return real numbers {@code [..., n]}
     * @throws ShapeException when there are not n/2 + 1 frequencies
     */
    public static Tensor irfft(Complex x, int n) {
        return irfft(x, n, -1);
    }

    /**
     * The inverse of {@link #rfft(Tensor, int)}.
     *
     * @param x frequencies; imaginary parts of frequency 0, and of n/2 for even n, count as zero
     * @param n length of the result's axis, one or more
     * @param axis the axis, negative from the end
     * @return real numbers
     * @throws ShapeException when there are not n/2 + 1 frequencies
     */
    public static Tensor irfft(Complex x, int n, int axis) {
        Require.notNull(x, "irfft", "an operand");
        int at = x.re().shape().axis("irfft", axis);
        if (n < 1 || x.re().dim(at) != n / 2 + 1) {
            throw new ShapeException(
                    "irfft: " + x.re().dim(at) + " frequencies along axis " + axis + " of " + x.re().type()
                            + " do not determine " + n + " numbers",
                    "give n/2 + 1 of them: cut the axis with slice or add zeros with pad");
        }
        Tensor re = x.re().to(floating(x.re()));
        Tensor im = x.im().to(floating(x.im()));
        // The real part of a sum over conjugate pairs is twice that over one of each: zeros stand for the others.
        int pairs = (n - 1) / 2;
        Tensor weights = weights(re, at, n);
        int[][] widths = new int[re.rank()][2];
        widths[at][1] = n - re.dim(at);
        Tensor inner = im.slice(at, 1, 1 + pairs);
        int[][] around = new int[re.rank()][2];
        around[at][0] = 1;
        around[at][1] = n - 1 - pairs;
        Complex half = new Complex(Shapes.pad(re.times(weights), widths), Shapes.pad(inner.times(2.0), around));
        return scaled(transform("irfft", half, true, at), n).re();
    }

    /** One for a frequency that is its own conjugate, two for the others, along an axis. */
    private static Tensor weights(Tensor like, int axis, int n) {
        int count = n / 2 + 1;
        double[] weights = new double[count];
        for (int k = 0; k < count; k++) {
            weights[k] = k == 0 || 2 * k == n ? 1 : 2;
        }
        int[] dims = new int[like.rank()];
        Arrays.fill(dims, 1);
        dims[axis] = count;
        return Tensors.tensor(weights).to(like.dtype()).reshape(dims);
    }

    /**
     * The frequency of each element of a transform, in cycles per unit.
     *
     * @param n length of the transform, one or more
     * @param spacing distance between samples
     * @return f64 {@code [0, 1, ..., (n−1)/2, −n/2, ..., −1] / (n·spacing)}
     * @throws ShapeException when n is not positive
     */
    public static Tensor fftfreq(int n, double spacing) {
        return frequencies("fftfreq", n, spacing, n, (n - 1) / 2);
    }

    /**
     * The frequency of each element of {@link #rfft(Tensor)}, in cycles per unit.
     *
     * @param n length of the transform, one or more
     * @param spacing distance between samples
     * @return f64 {@code [0, 1, ..., n/2] / (n·spacing)}
     * @throws ShapeException when n is not positive
     */
    public static Tensor rfftfreq(int n, double spacing) {
        return frequencies("rfftfreq", n, spacing, n / 2 + 1, n / 2);
    }

    private static Tensor frequencies(String operation, int n, double spacing, int count, int largest) {
        if (n < 1) {
            throw new ShapeException(operation + ": a length of " + n + " asked for", "ask for one or more");
        }
        double unit = 1.0 / (n * spacing);
        double[] frequencies = new double[count];
        Arrays.setAll(frequencies, k -> (k > largest ? k - n : k) * unit);
        return Operations.constant(NdArray.wrap(Shape.of(count), frequencies));
    }

    /**
     * Frequency 0 in the middle of axes.
     *
     * @param x what {@link #fft} gives, real or imaginary parts
     * @param axes the axes, negative from the end; none means all
     * @return x rolled by half its length
     */
    public static Tensor fftshift(Tensor x, int... axes) {
        Tensor shifted = x;
        for (int axis : Operations.operand(x, "fftshift").shape().axes("fftshift", axes)) {
            shifted = Shapes.roll(shifted, x.dim(axis) / 2, axis);
        }
        return shifted;
    }

    /**
     * The inverse of {@link #fftshift}.
     *
     * @param x frequencies with 0 in the middle
     * @param axes the axes, negative from the end; none means all
     * @return x rolled back
     */
    public static Tensor ifftshift(Tensor x, int... axes) {
        Tensor shifted = x;
        for (int axis : Operations.operand(x, "ifftshift").shape().axes("ifftshift", axes)) {
            shifted = Shapes.roll(shifted, -(x.dim(axis) / 2), axis);
        }
        return shifted;
    }

    private static Complex transform(String operation, Complex x, boolean inverse, int... axes) {
        Require.notNull(x, operation, "an operand");
        Tensor re = x.re().to(floating(x.re()));
        Tensor im = x.im().to(floating(x.im()));
        List<Value> parts = List.of(re.value(), im.value());
        for (int axis : re.shape().axes(operation, axes).reversed()) {
            parts = Trace.apply(new Spectral.Fft(axis, inverse), parts);
        }
        return new Complex(Tensor.of(parts.get(0)), Tensor.of(parts.get(1)));
    }

    private static Complex scaled(Complex x, long count) {
        return count == 1 ? x : new Complex(x.re().div((double) count), x.im().div((double) count));
    }

    private static Tensor real(Tensor x) {
        return Operations.operand(x, "fft").to(floating(x));
    }

    private static DType floating(Tensor x) {
        return x.dtype().isFloat() ? x.dtype() : DType.FLOAT64;
    }
}
