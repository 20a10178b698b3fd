package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Convolutions;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Window;
import org.junit.jupiter.api.Test;

class TractTest {
    private static final Tensor IMAGES = Random.normal(Key.of(1), 2, 3, 5, 4);
    private static final Tensor KERNEL = Random.normal(Key.of(2), 4, 3, 3, 2);

    @Test
    void bothFormulasAgree() {
        for (int rows : new int[] {4, 9}) {
            Tensor x = Random.normal(Key.of(rows), rows, 6);
            Tensor g = Random.normal(Key.of(10 + rows), rows, 3);
            double[] one = Tract.byInputs(x, g, 0.1).toDoubles();
            assertThat(Tract.byExamples(x, g, 0.1).toDoubles()).containsExactly(one, within(1e-12));
            assertThat(Tract.weightGradient(x, g, 0.1).toDoubles()).containsExactly(one, within(1e-12));
        }
    }

    /** A convolution's kernel moves as the dense layer on its patches would; values and inputs are the plain ones. */
    @Test
    void aConvolutionIsADenseLayerOfPatches() {
        Window window = Window.of(3, 2).stride(2, 1);
        Tensor value = Tract.convolve(IMAGES, KERNEL, window, 0.2);
        assertThat(value.toDoubles())
                .containsExactly(Convolutions.convolve(IMAGES, KERNEL, window).toDoubles());
        Tensor g = Random.normal(Key.of(3), value.shape().dim(0), value.dim(1), value.dim(2), value.dim(3));
        Fn<Tensor, Tensor> ofKernel =
                k -> Tract.convolve(IMAGES, k, window, 0.2).times(g).sum();
        Tensor patches = Convolutions.unfold(IMAGES, window).transpose(0, 2, 1);
        Tensor rows = patches.reshape(patches.dim(0) * patches.dim(1), patches.dim(2));
        Tensor slopes = g.reshape(2, 4, g.size() / 8).transpose(0, 2, 1).reshape(rows.dim(0), 4);
        Tensor expected = Tract.weightGradient(rows, slopes, 0.2).t().reshape(KERNEL.shape());
        assertThat(Gradus.grad(ofKernel).apply(KERNEL).toDoubles())
                .containsExactly(expected.toDoubles(), within(1e-12));
        Fn<Tensor, Tensor> plain =
                x -> Convolutions.convolve(x, KERNEL, window).times(g).sum();
        Fn<Tensor, Tensor> tract =
                x -> Tract.convolve(x, KERNEL, window, 0.2).times(g).sum();
        assertThat(Gradus.jit(Gradus.grad(tract)).apply(IMAGES).toDoubles())
                .containsExactly(Gradus.grad(plain).apply(IMAGES).toDoubles(), within(1e-12));
    }

    @Test
    void refusesWhatItCannotUse() {
        Tensor x = Random.normal(Key.of(1), 2, 3);
        Tensor w = Random.normal(Key.of(2), 3, 4);
        Tensor b = Random.normal(Key.of(3), 4);
        assertThatThrownBy(() -> Tract.dense(x, w, b, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("lambda 0.0 is not positive");
        assertThatThrownBy(() -> Tract.dense(x.reshape(1, 2, 3), w, b, 1)).isInstanceOf(ShapeException.class);
    }
}
