package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.differentiable;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jacobian;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.shapeOf;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.valueAndGrad;
import static org.gradus.Gradus.vjp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.error.StructureException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;
import org.gradus.transform.JvpResult;
import org.gradus.transform.Linearized;
import org.gradus.transform.Pullback;
import org.gradus.transform.ValueAndGrad;
import org.junit.jupiter.api.Test;

/** The façade: every transformation with one, two and three arguments. */
class GradusTest {
    private record Model(Tensor w, Tensor b) {}

    private record Batch(Tensor x, Tensor y) {}

    private static final Model MODEL = new Model(tensor(1.0, -1), scalar(0.5));
    private static final Batch BATCH = new Batch(tensor(new double[][] {{1, 2}, {3, 4}}), tensor(1.0, 0));
    private static final Fn2<Model, Batch, Tensor> LOSS =
            (m, d) -> d.x().matmul(m.w()).plus(m.b()).minus(d.y()).square().sum();

    @Test
    void gradientsOfOneTwoAndThreeArguments() {
        // Residuals: 1-2+.5-1 = -1.5 and 3-4+.5-0 = -0.5.
        Model g = grad(LOSS).apply(MODEL, BATCH);
        assertThat(g.w().toDoubles()).containsExactly(2 * (-1.5 - 1.5), 2 * (-3 - 2));
        assertThat(g.b().item()).isEqualTo(-4);
        ValueAndGrad<Model> both = valueAndGrad(LOSS).apply(MODEL, BATCH);
        assertThat(both.value().item()).isEqualTo(2.5);
        assertThat(both.gradient().b().item()).isEqualTo(-4);

        Fn<Tensor, Tensor> cube = x -> x.pow(3);
        assertThat(grad(cube).apply(scalar(2)).item()).isEqualTo(12);
        assertThat(valueAndGrad(cube).apply(scalar(2)).value().item()).isEqualTo(8);

        Fn3<Tensor, Tensor, Integer, Tensor> three = (x, y, n) -> x.times(y).times((long) n);
        assertThat(grad(three).apply(scalar(2), scalar(3), 4).item()).isEqualTo(12);
        assertThat(valueAndGrad(three).apply(scalar(2), scalar(3), 4).value().item())
                .isEqualTo(24);
    }

    @Test
    void valuesAreThoseOfTheFunction() {
        Tensor plain = LOSS.apply(MODEL, BATCH);
        assertThat(valueAndGrad(LOSS).apply(MODEL, BATCH).value().array().sameBits(plain.array()))
                .isTrue();
        assertThat(jit(valueAndGrad(LOSS)).apply(MODEL, BATCH).value().array().sameBits(plain.array()))
                .isTrue();
    }

    @Test
    void hessianProductsOfOneAndTwoArguments() {
        Model v = new Model(tensor(1.0, 0), scalar(0));
        Model hv = hvp(LOSS).apply(MODEL, v, BATCH);
        assertThat(hv.w().toDoubles()).containsExactly(2 * (1 + 9), 2 * (2 + 12));
        assertThat(hv.b().item()).isEqualTo(2 * (1 + 3));
        assertThat(hvp((Tensor x) -> x.pow(3).sum())
                        .apply(tensor(1.0, 2), tensor(1.0, 1))
                        .toDoubles())
                .containsExactly(6, 12);
    }

    @Test
    void forwardAndReverseOfAVectorFunction() {
        Fn<Tensor, Tensor> f =
                x -> x.matmul(tensor(new double[][] {{1, 2, 3}, {4, 5, 6}})).square();
        JvpResult<Tensor> forward = jvp(f, tensor(1.0, 1), tensor(1.0, 0));
        assertThat(forward.value().toDoubles()).containsExactly(25, 49, 81);
        assertThat(forward.tangent().toDoubles()).containsExactly(10, 28, 54);
        Pullback<Tensor, Tensor> pullback = vjp(f, tensor(1.0, 1));
        assertThat(pullback.value().toDoubles()).containsExactly(25, 49, 81);
        assertThat(pullback.apply(tensor(1.0, 0, 0)).toDoubles()).containsExactly(10, 40);
        assertThat(pullback.apply(tensor(0.0, 1, 0)).toDoubles()).containsExactly(28, 70);
        Linearized<Tensor, Tensor> linear = linearize(f, tensor(1.0, 1));
        assertThat(linear.pushforward(tensor(0.0, 1)).toDoubles()).containsExactly(40, 70, 108);
        assertThat(linear.pullback(tensor(0.0, 0, 1)).toDoubles()).containsExactly(54, 108);
    }

    @Test
    void resultsOfMixedTypes() {
        record Out(Tensor loss, Tensor best, Tensor constant) {}
        Fn<Tensor, Out> f = x -> new Out(x.square().sum(), x.argmax(0), scalar(7));
        JvpResult<Out> forward = jvp(f, tensor(1.0, 3), tensor(1.0, 1));
        assertThat(forward.value().best().item()).isEqualTo(1);
        assertThat(forward.tangent().loss().item()).isEqualTo(8);
        assertThat(forward.tangent().best().type())
                .isEqualTo(forward.value().best().type());
        assertThat(forward.tangent().best().item()).isZero();
        assertThat(forward.tangent().constant().item()).isZero();
        Out cotangent = new Out(scalar(1), forward.value().best(), scalar(5));
        assertThat(vjp(f, tensor(1.0, 3)).apply(cotangent).toDoubles()).containsExactly(2, 6);
    }

    @Test
    void leavesThatTheResultDoesNotDependOn() {
        Map<String, Tensor> at = Map.of("used", scalar(2), "unused", zeros(3));
        Map<String, Tensor> g =
                grad((Map<String, Tensor> m) -> m.get("used").square()).apply(at);
        assertThat(g.get("unused").toDoubles()).containsExactly(0, 0, 0);
        assertThat(grad((Tensor x) -> scalar(3)).apply(tensor(1.0, 2)).toDoubles())
                .containsExactly(0, 0);
        assertThat(grad((Tensor x) -> x).apply(scalar(2)).item()).isEqualTo(1);
    }

    @Test
    void jacobiansWideAndTall() {
        Tensor wide = tensor(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor jacobian = jacobian(x -> wide.matmul(x)).apply(ones(3));
        assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(jacobian.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        Tensor tall = jacobian(x -> wide.t().matmul(x)).apply(ones(2));
        assertThat(tall.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(tall.toDoubles()).containsExactly(1, 4, 2, 5, 3, 6);
        Tensor scalars = jacobian(x -> x.exp()).apply(scalar(0));
        assertThat(scalars.shape()).isEqualTo(Shape.SCALAR);
        assertThat(scalars.item()).isEqualTo(1);
        Tensor matrices = jacobian(x -> x.t()).apply(wide);
        assertThat(matrices.shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(matrices.get(i, j, j, i).item()).isEqualTo(1);
                assertThat(matrices.get(i, j).sum().item()).isEqualTo(1);
            }
        }
        assertThat(jacobian(x -> x.times(2.0)).apply(zeros(0)).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(jacobian(x -> x.slice(0, 0, 0)).apply(zeros(3)).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(jacobian(x -> zeros(4)).apply(zeros(3)).toDoubles())
                .containsOnly(0)
                .hasSize(12);
    }

    @Test
    void hessiansAreSymmetric() {
        Fn<Tensor, Tensor> f =
                x -> x.get(0).times(x.get(1).exp()).plus(x.get(2).square().times(x.get(0)));
        Tensor h = hessian(f).apply(tensor(0.3, -0.2, 0.9));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(h.get(i, j).item()).isCloseTo(h.get(j, i).item(), within(1e-15));
            }
        }
        assertThat(h.get(0, 1).item()).isCloseTo(Math.exp(-0.2), within(1e-15));
        assertThat(h.get(2, 2).item()).isEqualTo(0.6);
        assertThat(hessian(f).apply(tensor(0.3, -0.2, 0.9).to(DType.FLOAT32)).dtype())
                .isEqualTo(DType.FLOAT32);
    }

    @Test
    void batchesOfTwoArguments() {
        Fn2<Tensor, Tensor, Tensor> dot = (x, y) -> x.matmul(y);
        Tensor x = tensor(new double[][] {{1, 2}, {3, 4}});
        assertThat(vmap(dot).apply(x, x).toDoubles()).containsExactly(5, 25);
        assertThatThrownBy(() -> vmap(dot).apply(x, zeros(3, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining(
                        "vmap: leaf 'second' is f64[3,2], a batch of 3, but leaf 'first' is a batch of 2");
        assertThat(vmap((Tensor _) -> scalar(3)).apply(zeros(4)).toDoubles()).containsExactly(3, 3, 3, 3);
    }

    @Test
    void typesWithoutComputing() {
        assertThat(shapeOf((Tensor x) -> List.of(x.matmul(x.t()), x.argmax(0)), zeros(2, 3)))
                .hasToString("[f64[2,2], i64[3]]");
    }

    @Test
    void namesInTracedPrograms() {
        assertThat(trace(LOSS, MODEL, BATCH).toString())
                .startsWith("program(w:f64[2], b:f64[], x:f64[2,2], y:f64[2]) {");
        Fn3<Tensor, Tensor, Tensor, Tensor> three = (x, y, z) -> x.plus(y).plus(z);
        assertThat(trace(three, scalar(1), scalar(2), scalar(3)).toString())
                .startsWith("program(x:f64[], y:f64[], z:f64[]) {");
        assertThat(trace((List<Tensor> l) -> l.get(0), List.of(scalar(1), scalar(2)))
                        .toString())
                .startsWith("program(x[0]:f64[], x[1]:f64[]) {");
        assertThat(trace((Tensor x) -> x, scalar(1)).inputs().getFirst().name()).isEqualTo("x");
    }

    @Test
    void differentiableFunctionsOfArrays() {
        Differentiable rosenbrock = differentiable(x -> {
            Tensor a = x.get(0);
            Tensor b = x.get(1);
            return b.minus(a.square())
                    .square()
                    .times(100.0)
                    .plus(a.times(-1.0).plus(1.0).square());
        });
        double[] at = {-1.2, 1};
        assertThat(rosenbrock.value(at)).isCloseTo(24.2, within(1e-12));
        assertThat(rosenbrock.gradient(at)[0]).isCloseTo(-215.6, within(1e-11));
        assertThat(rosenbrock.gradient(at)[1]).isCloseTo(-88, within(1e-11));
        assertThat(rosenbrock.jvp(at, new double[] {1, 1})).isCloseTo(-303.6, within(1e-11));
        assertThat(rosenbrock.vjp(at, 2)[1]).isCloseTo(-176, within(1e-11));
        assertThat(rosenbrock.hvp(at, new double[] {1, 0})[0]).isCloseTo(1330, within(1e-10));
        assertThat(rosenbrock.hvp(at, new double[] {1, 0})[1]).isCloseTo(480, within(1e-10));
        assertThat(at).containsExactly(-1.2, 1);
    }

    @Test
    void wrongUsesOfDerivatives() {
        assertThatThrownBy(() -> grad((Tensor x) -> x).apply(zeros(1)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("grad: the function returned f64[1], not one real number");
        assertThatThrownBy(() -> grad((Tensor x) -> x.argmax(0)).apply(zeros(2)))
                .hasMessageContaining("grad: the function returned i64[]")
                .hasMessageContaining("return a floating-point loss");
        assertThatThrownBy(() -> grad((Tensor x) -> null).apply(scalar(1)))
                .hasMessageContaining("grad: the function returned null, not a Tensor");
        assertThatThrownBy(() -> grad((Tensor x) -> x).apply(null))
                .hasMessageContaining("grad: the first argument is null");
        assertThatThrownBy(() -> hvp((Tensor x) -> x.sum()).apply(zeros(2), zeros(3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("tangent is f64[3], where the argument has f64[2]");
        assertThatThrownBy(() -> vjp((Tensor x) -> x, zeros(2)).apply(zeros(2).to(DType.FLOAT32)))
                .hasMessageContaining("cotangent is f32[2], where the result has f64[2]");
        assertThatThrownBy(() -> jvp((List<Tensor> x) -> x.get(0), List.of(scalar(1)), List.of()))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("tangent: expected a list of 1, got a list of 0");
    }
}
