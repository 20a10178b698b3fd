package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.nn.StepFunction.Fit;
import org.gradus.program.Liveness;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations whose derivatives take few values. */
class FewBitTest {
    private static double q(StepFunction q, double x) {
        double at = q.even() ? Math.abs(x) : x;
        int level = 0;
        while (level < q.boundaries().size() && q.boundaries().get(level) <= at) {
            level++;
        }
        return q.levels().get(level);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 200})
    void codesComeBack(int n) {
        Tensor x = Random.normal(Key.of(1), n).times(3);
        for (FewBit act : List.of(FewBit.gelu(1), FewBit.gelu(3), FewBit.tanh(4), FewBit.relu())) {
            StepFunction q = act.derivative();
            Tensor packed = q.encode(x);
            assertThat(packed.type()).hasToString("i64[" + q.bits() + "," + (n + 63) / 64 + "]");
            double[] found = q.decode(packed, x).toDoubles();
            double[] at = x.toDoubles();
            for (int i = 0; i < n; i++) {
                assertThat(found[i]).isEqualTo(q(q, at[i]));
            }
        }
    }

    @Test
    void valuesAreExactAndDerivativesFollowTheSteps() {
        Tensor x = Random.normal(Key.of(2), 5, 40).times(2);
        FewBit act = FewBit.silu(3);
        assertThat(act.apply(x).toDoubles()).isEqualTo(Tensors.silu(x).toDoubles());
        Tensor g = Random.normal(Key.of(3), 5, 40);
        Fn<Tensor, Tensor> f = a -> act.apply(a).times(g).sum();
        double[] expected = g.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= q(act.derivative(), x.toDoubles()[i]);
        }
        assertThat(Gradus.grad(f).apply(x).toDoubles()).isEqualTo(expected);
        assertThat(Gradus.jit(Gradus.grad(f)).apply(x).toDoubles()).isEqualTo(expected);
        assertThat(Gradus.jvp(act::apply, x, g).tangent().reshape(200).toDoubles())
                .isEqualTo(expected);
        assertThat(Gradus.vmap((Tensor a) ->
                                Gradus.grad((Tensor b) -> act.apply(b).sum()).apply(a))
                        .apply(x)
                        .times(g)
                        .reshape(200)
                        .toDoubles())
                .containsExactly(expected, within(1e-15));
        assertThat(Gradus.hvp(f).apply(x, g).toDoubles()).containsOnly(0);
    }

    @Test
    void narrowNumbersStayNarrow() {
        Tensor x = Random.normal(Key.of(2), 70).to(DType.FLOAT32);
        Tensor g = Gradus.grad((Tensor a) -> FewBit.softplus(2).apply(a).sum()).apply(x);
        assertThat(g.dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void oneBitIsExactForPiecewiseLinearActivations() {
        assertThat(FewBit.relu().derivative()).isEqualTo(new StepFunction(List.of(0.0), List.of(0.0, 1.0), false, 0));
        StepFunction leaky = FewBit.leakyRelu(0.25).derivative();
        assertThat(leaky.boundaries()).containsExactly(0.0);
        assertThat(leaky.levels().get(0)).isCloseTo(0.25, within(1e-12));
        assertThat(leaky.levels().get(1)).isCloseTo(1, within(1e-12));
        assertThat(leaky.error()).isLessThan(1e-10);
    }

    @Test
    void theFitIsTheBestOfAll() {
        // Few cells: every pair of boundaries can be tried.
        Fit fit = new Fit(3, -2, 3, 20, x -> Math.exp(-x * x / 2), false);
        StepFunction best = StepFunction.ofDerivative(Tensors::silu, fit);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < 20; i++) {
            for (int j = i + 1; j < 20; j++) {
                least = Math.min(least, error(0, i) + error(i, j) + error(j, 20));
            }
        }
        assertThat(best.error()).isCloseTo(least, within(1e-13));
    }

    private static double error(int from, int to) {
        double weight = 0;
        double mean = 0;
        for (int pass = 0; pass < 2; pass++) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double x = -2 + (i + 0.5) * 0.25;
                double s = 1 / (1 + Math.exp(-x));
                double slope = s + x * s * (1 - s);
                double w = 0.25 * Math.exp(-x * x / 2);
                if (pass == 0) {
                    weight += w;
                    mean += w * slope;
                } else {
                    sum += w * (slope - mean / weight) * (slope - mean / weight);
                }
            }
            if (pass == 1) {
                return sum;
            }
        }
        return Double.NaN;
    }

    @Test
    void tailsWithoutWeightDoNoHarm() {
        Fit fit = new Fit(8, -100, 100, 400, x -> Math.exp(-x * x / 2), false);
        StepFunction q = StepFunction.ofDerivative(Tensors::gelu, fit);
        assertThat(q.error()).isBetween(0.0, 0.1);
        assertThat(q.levels()).doesNotContain(Double.NaN);
    }

    @Test
    void theArgumentIsNotKept() {
        FewBit act = FewBit.gelu(3);
        Tensor x = Tensors.ones(64 * 100);
        // A chain in which nothing but activations needs to be remembered.
        Fn<Tensor, Tensor> exact = a -> chain(Tensors::gelu, a);
        Fn<Tensor, Tensor> fewBit = a -> chain(act::apply, a);
        long kept = bytes(exact, x) - bytes(fewBit, x);
        assertThat(kept).isGreaterThan(20L * x.size() * 6);
        assertThat(act.bytes(8000)).isEqualTo(3000);
        assertThat(FewBit.gelu(4).bytes(8000)).isEqualTo(4000);
    }

    private static Tensor chain(Fn<Tensor, Tensor> act, Tensor x) {
        Tensor h = x;
        for (int i = 0; i < 30; i++) {
            h = act.apply(h).minus(0.5);
        }
        return h.sum();
    }

    private static long bytes(Fn<Tensor, Tensor> f, Tensor x) {
        return Liveness.of(Gradus.trace(Gradus.grad(f), x)).bytes();
    }

    @Test
    void misuseIsRefused() {
        assertThatThrownBy(() -> FewBit.gelu(9)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> FewBit.gelu(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new StepFunction(List.of(1.0, 0.0), List.of(1.0, 2.0, 3.0), false, 0))
                .hasMessageContaining("not in order");
        assertThatThrownBy(() -> new StepFunction(List.of(), List.of(1.0, 2.0), false, 0))
                .hasMessageContaining("one boundary less");
    }
}
