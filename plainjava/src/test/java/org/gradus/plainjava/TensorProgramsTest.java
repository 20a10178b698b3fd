package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.vjp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Methods of plain Java as operations of tensor programs. */
class TensorProgramsTest {

    private static double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += Math.sin(x[i]) * x[i + 1] * x[i + 1];
        }
        return sum;
    }

    private static Tensor energyOfTensors(Tensor x) {
        return x.get(0)
                .sin()
                .times(x.get(1).square())
                .plus(x.get(1).sin().times(x.get(2).square()));
    }

    private static double[] pairs(double[] x) {
        return new double[] {x[0] * x[0] * x[1], Math.exp(x[1] * x[2])};
    }

    private static Tensor pairsOfTensors(Tensor x) {
        return org.gradus.tensor.Tensors.stack(
                0,
                List.of(
                        x.get(0).square().times(x.get(1)),
                        x.get(1).times(x.get(2)).exp()));
    }

    private static void same(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        assertThat(a.toDoubles()).containsExactly(b.toDoubles(), within(1e-12));
    }

    private static final Tensor X = tensor(new double[] {0.7, -1.2, 0.4});
    private static final Tensor V = tensor(new double[] {0.3, 1, -2});

    @Test
    void numbers() {
        Fn<Tensor, Tensor> op =
                PlainJava.differentiate(TensorProgramsTest::energy).asFunction();
        Fn<Tensor, Tensor> f = x -> op.apply(x.times(x)).exp().times(x.get(1));
        Fn<Tensor, Tensor> plain = x -> energyOfTensors(x.times(x)).exp().times(x.get(1));
        same(f.apply(X), plain.apply(X));
        same(grad(f).apply(X), grad(plain).apply(X));
        same(jvp(f, X, V).tangent(), jvp(plain, X, V).tangent());
        same(hvp(f).apply(X, V), hvp(plain).apply(X, V));
        Fn<Tensor, Tensor> twiceBack = x -> grad(f).apply(x).times(V).sum();
        Fn<Tensor, Tensor> plainTwice = x -> grad(plain).apply(x).times(V).sum();
        same(grad(twiceBack).apply(X), grad(plainTwice).apply(X));
        Fn<Tensor, Tensor> forward = x -> jvp(f, x, V).tangent();
        Fn<Tensor, Tensor> plainForward = x -> jvp(plain, x, V).tangent();
        same(grad(forward).apply(X), grad(plainForward).apply(X));
        same(jvp(forward, X, V).tangent(), jvp(plainForward, X, V).tangent());
        for (Fn<Tensor, Tensor> g : List.of(f, grad(f), grad(twiceBack))) {
            assertThat(jit(g).apply(X).toDoubles()).containsExactly(g.apply(X).toDoubles());
        }
        assertThatThrownBy(() -> jvp(grad(twiceBack), X, V))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("third derivatives of a function of arrays are not known");
    }

    @Test
    void vectors() {
        Fn<Tensor, Tensor> op =
                PlainJava.differentiateVector(TensorProgramsTest::pairs).asFunction(2);
        Fn<Tensor, Tensor> f = x -> op.apply(x.sin()).times(x.get(0));
        Fn<Tensor, Tensor> plain = x -> pairsOfTensors(x.sin()).times(x.get(0));
        Tensor u = tensor(new double[] {2, -3});
        same(f.apply(X), plain.apply(X));
        Tensor pushed = jvp(f, X, V).tangent();
        Tensor pulled = vjp(f, X).apply(u);
        same(pushed, jvp(plain, X, V).tangent());
        same(pulled, vjp(plain, X).apply(u));
        assertThat(pushed.times(u).sum().item()).isCloseTo(pulled.times(V).sum().item(), within(1e-12));
        Fn<Tensor, Tensor> norm = x -> f.apply(x).square().sum();
        Fn<Tensor, Tensor> plainNorm = x -> plain.apply(x).square().sum();
        same(hvp(norm).apply(X, V), hvp(plainNorm).apply(X, V));
        Fn<Tensor, Tensor> forward = x -> jvp(f, x, V).tangent();
        Fn<Tensor, Tensor> plainForward = x -> jvp(plain, x, V).tangent();
        same(jvp(forward, X, X).tangent(), jvp(plainForward, X, X).tangent());
        same(vjp(forward, X).apply(u), vjp(plainForward, X).apply(u));
        assertThatThrownBy(() -> PlainJava.differentiateVector(TensorProgramsTest::pairs)
                        .asFunction(3)
                        .apply(X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the value has 2 elements, not the 3 that were announced");
    }

    @Test
    void batchesAndTypes() {
        Fn<Tensor, Tensor> op =
                PlainJava.differentiate(TensorProgramsTest::energy).asFunction();
        Tensor rows = tensor(new double[][] {{1, 2, 3}, {0.1, -0.2, 0.3}});
        for (Fn<Tensor, Tensor> g : List.of(op, grad(op))) {
            Tensor batched = vmap(g).apply(rows);
            for (int i = 0; i < 2; i++) {
                assertThat(batched.get(i).toDoubles())
                        .containsExactly(g.apply(rows.get(i)).toDoubles());
            }
            assertThat(jit(vmap(g)).apply(rows).toDoubles()).containsExactly(batched.toDoubles());
        }
        Tensor single = op.apply(X.to(DType.FLOAT32));
        assertThat(single.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(single.item()).isCloseTo(energy(X.toDoubles()), within(1e-6));
    }

    private static double many(double a, double[] b) {
        return a * b[0] + a * a * b[1];
    }

    @Test
    void severalArguments() {
        Fn<List<Tensor>, Tensor> f =
                PlainJava.differentiateMany(TensorProgramsTest::many).asFunction();
        List<Tensor> at = List.of(scalar(2), tensor(new double[] {3, 4}));
        assertThat(f.apply(at).item()).isEqualTo(22);
        List<Tensor> g = grad(f).apply(at);
        assertThat(g.get(0).item()).isEqualTo(19);
        assertThat(g.get(1).toDoubles()).containsExactly(2, 4);
        assertThat(jit(grad(f)).apply(at).get(1).toDoubles()).containsExactly(2, 4);
    }

    @Test
    void descentInsideAProgram() {
        Fn<Tensor, Tensor> op = PlainJava.differentiate(x -> (x[0] - 3) * (x[0] - 3) + x[1] * x[1] * x[1] * x[1])
                .asFunction();
        // A rate that is tuned through five steps of descent on a method of plain Java.
        Fn<Tensor, Tensor> tuned = rate -> {
            Tensor x = tensor(new double[] {0, 1});
            for (int k = 0; k < 5; k++) {
                x = x.minus(grad(op).apply(x).times(rate));
            }
            return op.apply(x);
        };
        double h = 1e-5;
        double near = (tuned.apply(scalar(0.05 + h)).item()
                        - tuned.apply(scalar(0.05 - h)).item())
                / (2 * h);
        assertThat(grad(tuned).apply(scalar(0.05)).item()).isCloseTo(near, within(1e-7 * Math.abs(near)));
        assertThat(jit(grad(tuned)).apply(scalar(0.05)).item())
                .isEqualTo(grad(tuned).apply(scalar(0.05)).item());
    }
}
