package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.gradWithAux;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.jvpWithAux;
import static org.gradus.Gradus.valueAndGradWithAux;
import static org.gradus.Gradus.vjpWithAux;
import static org.gradus.Gradus.vmap;
import static org.gradus.Gradus.withAux;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.error.NotDifferentiableException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;
import org.gradus.transform.GradAux;
import org.gradus.transform.JvpAux;
import org.gradus.transform.PullbackAux;
import org.gradus.transform.ValueGradAux;
import org.gradus.transform.WithAux;
import org.junit.jupiter.api.Test;

/** Values that functions return beside the one that is differentiated. */
class AuxTest {
    private record Stats(Tensor squares, Tensor largest, String name, int count) {}

    private static final Fn<Tensor, WithAux<Tensor, Stats>> LOSS = x -> {
        Tensor squares = x.square();
        return withAux(squares.sum(), new Stats(squares, x.argmax(0), "squares", 2));
    };

    @Test
    void gradientsWithStatistics() {
        Tensor x = tensor(1.0, 3.0);
        ValueGradAux<Tensor, Stats> all = valueAndGradWithAux(LOSS).apply(x);
        assertThat(all.value().item()).isEqualTo(10);
        assertThat(all.gradient().toDoubles()).containsExactly(2, 6);
        // Plain: the transformation has ended, and the numbers are usable.
        assertThat(all.aux().squares().plus(1).toDoubles()).containsExactly(2, 10);
        assertThat(all.aux().largest().toLongs()).containsExactly(1);
        assertThat(all.aux().name()).isEqualTo("squares");
        assertThat(all.aux().count()).isEqualTo(2);
        GradAux<Tensor, Stats> gradient = gradWithAux(LOSS).apply(x);
        assertThat(gradient.gradient().toDoubles()).containsExactly(2, 6);
        assertThat(gradient.aux().squares().toDoubles()).containsExactly(1, 9);
    }

    @Test
    void theFunctionRunsOnce() {
        AtomicInteger runs = new AtomicInteger();
        Fn<Tensor, WithAux<Tensor, Integer>> counted = x -> withAux(x.square(), runs.incrementAndGet());
        assertThat(valueAndGradWithAux(counted).apply(scalar(2)).aux()).isEqualTo(1);
        assertThat(gradWithAux(counted).apply(scalar(2)).aux()).isEqualTo(2);
        assertThat(jvpWithAux(counted, scalar(2), scalar(1)).aux()).isEqualTo(3);
        PullbackAux<Tensor, Tensor, Integer> back = vjpWithAux(counted, scalar(2));
        assertThat(back.aux()).isEqualTo(4);
        assertThat(back.apply(scalar(1)).item()).isEqualTo(4);
        assertThat(runs).hasValue(4);
    }

    @Test
    void severalArguments() {
        Fn2<Tensor, Tensor, WithAux<Tensor, Tensor>> two =
                (w, x) -> withAux(w.times(x).sum(), w.times(x));
        assertThat(gradWithAux(two)
                        .apply(tensor(1.0, 2.0), tensor(3.0, 4.0))
                        .gradient()
                        .toDoubles())
                .containsExactly(3, 4);
        assertThat(valueAndGradWithAux(two)
                        .apply(tensor(1.0, 2.0), tensor(3.0, 4.0))
                        .aux()
                        .toDoubles())
                .containsExactly(3, 8);
        Fn3<Tensor, Tensor, Tensor, WithAux<Tensor, Tensor>> three = (w, x, y) -> withAux(w.times(x), w.plus(y));
        ValueGradAux<Tensor, Tensor> all = valueAndGradWithAux(three).apply(scalar(2), scalar(3), scalar(5));
        assertThat(all.gradient().item()).isEqualTo(3);
        assertThat(all.aux().item()).isEqualTo(7);
        assertThat(gradWithAux(three)
                        .apply(scalar(2), scalar(3), scalar(5))
                        .aux()
                        .item())
                .isEqualTo(7);
    }

    @Test
    void bothModes() {
        Fn<Tensor, WithAux<List<Tensor>, Tensor>> f = x -> withAux(List.of(x.exp(), x.square()), x.times(2));
        JvpAux<List<Tensor>, Tensor> forward = jvpWithAux(f, scalar(3), scalar(0.5));
        assertThat(forward.value().get(1).item()).isEqualTo(9);
        assertThat(forward.tangent().get(1).item()).isEqualTo(3);
        assertThat(forward.aux().item()).isEqualTo(6);
        PullbackAux<Tensor, List<Tensor>, Tensor> back = vjpWithAux(f, scalar(3));
        assertThat(back.value().get(1).item()).isEqualTo(9);
        assertThat(back.apply(List.of(scalar(0), scalar(1))).item()).isEqualTo(6);
        assertThat(back.pullback().value()).hasSize(2);
        assertThat(back.aux().item()).isEqualTo(6);
    }

    @Test
    void auxiliaryValuesBelongToTheLevelAround() {
        // Inside another derivative the aux value is an ordinary function of its variable.
        Fn<Tensor, Tensor> outer =
                x -> gradWithAux((Tensor y) -> withAux(y.pow(3), y.square().times(x)))
                        .apply(x)
                        .aux();
        assertThat(grad(outer).apply(scalar(2)).item()).isEqualTo(12);
        assertThat(jvp(outer, scalar(2), scalar(1)).tangent().item()).isEqualTo(12);
        Fn<Tensor, ValueGradAux<Tensor, Stats>> fast = jit(valueAndGradWithAux(LOSS));
        assertThat(fast.apply(tensor(1.0, 3.0)).aux().squares().toDoubles()).containsExactly(1, 9);
        Tensor rows = tensor(new double[][] {{1, 3}, {2, 1}});
        ValueGradAux<Tensor, Stats> batch = vmap(valueAndGradWithAux(LOSS)).apply(rows);
        assertThat(batch.aux().largest().toLongs()).containsExactly(1, 0);
        assertThat(batch.gradient().toDoubles()).containsExactly(2, 6, 4, 2);
    }

    @Test
    void nothingBesideTheValue() {
        Fn<Tensor, WithAux<Tensor, Void>> f = x -> withAux(x.square(), null);
        assertThat(valueAndGradWithAux(f).apply(scalar(3)).aux()).isNull();
    }

    @Test
    void wrongUses() {
        Fn<Tensor, WithAux<Tensor, Tensor>> none = _ -> null;
        assertThatThrownBy(() -> gradWithAux(none).apply(scalar(1)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("WithAux: the function returned null")
                .hasMessageContaining("return withAux(value, aux)");
        assertThatThrownBy(() -> vjpWithAux(none, scalar(1))).hasMessageContaining("vjpWithAux: the function returned");
        assertThatThrownBy(() -> jvpWithAux(none, scalar(1), scalar(1)))
                .hasMessageContaining("jvpWithAux: the function returned null");
        Fn<Tensor, WithAux<Tensor, Tensor>> vector = x -> withAux(x, x);
        assertThatThrownBy(() -> valueAndGradWithAux(vector).apply(tensor(1.0, 2.0)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("valueAndGradWithAux: the function returned f64[2], not one real number");
    }
}
