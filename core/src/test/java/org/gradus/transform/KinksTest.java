package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Chosen derivatives at kinks, and reports of kinks. */
class KinksTest {
    private static final Tensor X = Tensors.tensor(-2, -1, -0.5, 0, 0.5, 1, 2);

    private static void slopes(Fn<Tensor, Tensor> f, double... expected) {
        Fn<Tensor, Tensor> gradient = Gradus.grad((Tensor x) -> f.apply(x).sum());
        assertThat(gradient.apply(X).toDoubles()).isEqualTo(expected);
        assertThat(Gradus.jit(gradient).apply(X).toDoubles()).isEqualTo(expected);
        assertThat(Gradus.vmap(Gradus.grad(f)).apply(X).toDoubles()).isEqualTo(expected);
        assertThat(Gradus.jvp(f, X, Tensors.onesLike(X)).tangent().toDoubles()).isEqualTo(expected);
        assertThat(Gradus.hvp((Tensor x) -> f.apply(x).sum())
                        .apply(X, Tensors.onesLike(X))
                        .toDoubles())
                .containsOnly(0);
    }

    @Test
    void derivativesAtKinksAreChosen() {
        slopes(Kinks.relu(0), 0, 0, 0, 0, 1, 1, 1);
        slopes(Kinks.relu(0.5), 0, 0, 0, 0.5, 1, 1, 1);
        slopes(Kinks.leakyRelu(0.25, 1), 0.25, 0.25, 0.25, 1, 1, 1, 1);
        slopes(Kinks.abs(-0.5), -1, -1, -1, -0.5, 1, 1, 1);
        slopes(Kinks.hardTanh(0.5), 0, 0.5, 1, 1, 1, 0.5, 0);
    }

    @Test
    void valuesAreThePlainOnes() {
        assertThat(Kinks.relu(0.5).apply(X).toDoubles())
                .isEqualTo(Tensors.relu(X).toDoubles());
        assertThat(Kinks.leakyRelu(0.25, 0.5).apply(X).toDoubles())
                .isEqualTo(Tensors.leakyRelu(X, 0.25).toDoubles());
        assertThat(Kinks.hardTanh(1).apply(X).toDoubles())
                .isEqualTo(Tensors.hardTanh(X).toDoubles());
    }

    @Test
    void otherSlopesAreRefused() {
        assertThatThrownBy(() -> Kinks.relu(1.5))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> Kinks.abs(Double.NaN)).isInstanceOf(ArgumentException.class);
    }

    private static int touched(Fn<Tensor, Tensor> f) {
        return Kinks.report(f, X).touches().stream()
                .mapToInt(Kinks.Touch::elements)
                .sum();
    }

    @Test
    void reportsSayWhatWasTouched() {
        assertThat(touched(Tensors::relu)).isEqualTo(1);
        assertThat(touched(Kinks.relu(0.5))).isEqualTo(1);
        assertThat(touched(x -> Tensors.maximum(x, x.square()))).isEqualTo(2);
        assertThat(touched(x -> x.clamp(-1.0, 2.0))).isEqualTo(2);
        assertThat(touched(x -> Tensors.where(x.gt(0.5), x, 0.5))).isEqualTo(1);
        assertThat(touched(x -> x.plus(0.25).abs().exp())).isZero();
        assertThat(touched(Gradus.checkpoint(Tensors::abs))).isEqualTo(1);
        var report = Kinks.report((Tensor x) -> x.plus(0.25).abs(), X);
        assertThat(report.any()).isFalse();
        assertThat(report.complete()).isTrue();
    }

    @Test
    void loopsAreNotLookedInto() {
        Fn<Tensor, Tensor> loop = x -> Gradus.scan((Tensor c) -> new Scanned<>(Tensors.relu(c), c.sum()), x, 3)
                .carry();
        assertThat(Kinks.report(loop, X).complete()).isFalse();
    }
}
