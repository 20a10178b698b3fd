package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Fourier transforms must be, whatever the length. */
class FourierTest {
    private static final double TOLERANCE = 1e-14;

    private static Complex pair(int... dims) {
        return FourierNumPyTest.pair(Shape.of(dims));
    }

    private static void close(String what, Complex expected, Complex actual) {
        Same.close(what, expected.re(), actual.re(), TOLERANCE);
        Same.close(what, expected.im(), actual.im(), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 30, 31, 37, 64, 74, 101, 1000, 1009, 4096})
    void inverseGoesBack(int n) {
        Complex x = pair(2, n);
        close("ifft of fft", x, Fourier.ifft(Fourier.fft(x)));
        close("fft of ifft", x, Fourier.fft(Fourier.ifft(x)));
        close("along the first axis", x, Fourier.ifft(Fourier.fft(x, 0), 0));
        close("both axes", x, Fourier.ifft2(Fourier.fft2(x)));
        Same.close("irfft of rfft", x.re(), Fourier.irfft(Fourier.rfft(x.re()), n), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 37, 90, 1009})
    void energyIsKept(int n) {
        Complex x = pair(n);
        double before = x.squaredModulus().sum().item();
        double after = Fourier.fft(x).squaredModulus().sum().item() / n;
        assertThat(after).isCloseTo(before, within(TOLERANCE * before));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 37, 128})
    void sumsTransformToSums(int n) {
        Complex x = pair(n);
        Complex y = new Complex(x.im(), x.re().times(-2.0));
        close(
                "linear",
                Fourier.fft(x).times(3.0).plus(Fourier.fft(y)),
                Fourier.fft(x.times(3.0).plus(y)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 37, 60})
    void productsTransformToConvolutions(int n) {
        Complex x = pair(n);
        Tensor a = x.re();
        Tensor b = x.im();
        Tensor byTransform = Fourier.irfft(Fourier.rfft(a).times(Fourier.rfft(b)), n);
        Tensor sum = Tensors.zerosLike(a);
        for (int shift = 0; shift < n; shift++) {
            sum = sum.plus(Shapes.roll(a, shift, 0).times(b.get(shift)));
        }
        Same.close("circular convolution", sum, byTransform, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8, 37})
    void derivativeOfTheEnergyIsTheSignal(int n) {
        Tensor x = pair(n).re();
        Tensor gradient =
                Gradus.grad((Tensor t) -> Fourier.fft(t).squaredModulus().sum()).apply(x);
        Same.close("gradient", x.times(2.0 * n), gradient, TOLERANCE);
        Tensor hessian = Gradus.hessian(
                        (Tensor t) -> Fourier.fft(t).squaredModulus().sum())
                .apply(x);
        Same.close("hessian", Tensors.eye(n).times(2.0 * n), hessian, TOLERANCE);
        Tensor half = Gradus.grad((Tensor t) -> Fourier.irfft(Fourier.rfft(t).times(t.slice(0, 0, n / 2 + 1)), n)
                        .square()
                        .sum())
                .apply(x);
        assertThat(half.allFinite()).isTrue();
    }

    @Test
    void narrowNumbersAreTheWideResultRounded() {
        for (int n : new int[] {1, 12, 37}) {
            Complex wide = pair(3, n);
            Complex narrow = new Complex(wide.re().to(DType.FLOAT32), wide.im().to(DType.FLOAT32));
            Complex exact = Fourier.fft(
                    new Complex(narrow.re().to(DType.FLOAT64), narrow.im().to(DType.FLOAT64)));
            Same.bits("re", exact.re().to(DType.FLOAT32), Fourier.fft(narrow).re());
            Same.bits("im", exact.im().to(DType.FLOAT32), Fourier.fft(narrow).im());
        }
    }

    @Test
    void wholeNumbersBecomeWide() {
        Complex x = Fourier.fft(Tensors.tensor(new long[] {1, 2, 3, 4}));
        assertThat(x.re().toDoubles()).containsExactly(10, -2, -2, -2);
        assertThat(x.im().toDoubles()).containsExactly(0, 2, 0, -2);
        assertThat(x.re().dtype()).isEqualTo(DType.FLOAT64);
    }

    /** A line has the same bits alone, among others, and along any axis. */
    @Test
    void linesDoNotDependOnEachOther() {
        for (int n : new int[] {6, 37, 256, 2000}) {
            Complex x = pair(21, n);
            Complex rows = Fourier.fft(x);
            Complex columns = Fourier.fft(new Complex(x.re().t(), x.im().t()), 0);
            Same.bits("columns", rows.re(), columns.re().t());
            for (int i = 0; i < 21; i += 7) {
                Complex alone = Fourier.fft(new Complex(x.re().get(i), x.im().get(i)));
                Same.bits("re of row " + i, alone.re(), rows.re().get(i));
                Same.bits("im of row " + i, alone.im(), rows.im().get(i));
            }
        }
    }

    @Test
    void complexArithmetic() {
        Complex x = new Complex(Tensors.tensor(1, -2), Tensors.tensor(2, 0.5));
        Complex y = new Complex(Tensors.tensor(3, 1), Tensors.tensor(-1, 4));
        assertThat(x.times(y).re().toDoubles()).containsExactly(5, -4);
        assertThat(x.times(y).im().toDoubles()).containsExactly(5, -7.5);
        assertThat(x.minus(y).im().toDoubles()).containsExactly(3, -3.5);
        assertThat(x.times(x.conj()).re().toDoubles())
                .containsExactly(x.squaredModulus().toDoubles());
        assertThat(x.times(x.conj()).im().toDoubles()).containsExactly(0, 0);
        Complex turned = Complex.polar(Tensors.tensor(2), Tensors.tensor(Math.PI / 6));
        assertThat(turned.im().item()).isCloseTo(1, within(1e-15));
        assertThat(turned.times(Tensors.tensor(2)).re().item()).isCloseTo(2 * Math.sqrt(3), within(1e-15));
    }
}
