package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Trace;
import org.junit.jupiter.api.Test;

/** Java code in programs: called, differentiated by its rules, batched example by example, never written. */
class HostRulesTest {
    private final AtomicInteger calls = new AtomicInteger();

    /** Cosine by the JDK, whose derivative is −sine by tensor operations. */
    private final class Cosine implements HostRules {
        @Override
        public List<NdArray> evaluate(List<NdArray> inputs) {
            calls.incrementAndGet();
            double[] out = inputs.getFirst().toDoubles();
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.cos(out[i]);
            }
            return List.of(NdArray.wrap(inputs.getFirst().shape(), out));
        }

        @Override
        public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
            Tensor slope = primals.getFirst().sin().unaryMinus();
            return Collections.singletonList(TensorOps.scale(tangents.getFirst(), slope));
        }
    }

    /** x ↦ (2x, 3x), linear, so with a transpose. */
    private static final class Multiples implements HostRules {
        @Override
        public List<NdArray> evaluate(List<NdArray> inputs) {
            return List.of(times(inputs.getFirst(), 2), times(inputs.getFirst(), 3));
        }

        private static NdArray times(NdArray x, double factor) {
            double[] out = x.toDoubles();
            for (int i = 0; i < out.length; i++) {
                out[i] *= factor;
            }
            return NdArray.wrap(x.shape(), out);
        }

        @Override
        public List<Tensor> jvp(List<Tensor> primals, List<Tensor> outputs, List<Tensor> tangents) {
            return apply(key, tangents.getFirst(), 2);
        }

        @Override
        public List<Tensor> transpose(List<Tensor> inputs, List<Tensor> cotangents) {
            assertThat(inputs).containsExactly((Tensor) null);
            return List.of(cotangents.get(0).times(2.0).plus(cotangents.get(1).times(3.0)));
        }

        private Host.Key key;
    }

    private static List<Tensor> apply(Host.Key key, Tensor x, int results) {
        Host op = new Host(key, Collections.nCopies(results, x.type()));
        return Trace.apply(op, List.of(x.value())).stream().map(Tensor::of).toList();
    }

    private Fn<Tensor, Tensor> cosine() {
        Host.Key key = new Host.Key("cosine");
        HostFunctions.register(key, new Cosine());
        return x -> apply(key, x, 1).getFirst();
    }

    private static Fn<Tensor, List<Tensor>> multiples() {
        Host.Key key = new Host.Key("multiples");
        Multiples rules = new Multiples();
        rules.key = key;
        HostFunctions.register(key, rules);
        return x -> apply(key, x, 2);
    }

    @Test
    void derivativesOfEveryOrder() {
        Fn<Tensor, Tensor> f = cosine();
        assertThat(f.apply(scalar(1)).item()).isEqualTo(Math.cos(1));
        assertThat(jit(f).apply(scalar(1)).item()).isEqualTo(Math.cos(1));
        for (Fn<Tensor, Tensor> g : List.of(grad(f), jit(grad(f)), grad(jit(f)))) {
            assertThat(g.apply(scalar(1)).item()).isCloseTo(-Math.sin(1), within(1e-15));
            assertThat(grad(g).apply(scalar(1)).item()).isCloseTo(-Math.cos(1), within(1e-15));
            assertThat(jvp(g, scalar(1), scalar(2)).tangent().item()).isCloseTo(-2 * Math.cos(1), within(1e-15));
        }
    }

    @Test
    void batchesCallOnceAnExample() {
        Fn<Tensor, Tensor> f = cosine();
        Tensor x = tensor(new double[][] {{0, 1}, {2, 3}, {4, 5}});
        Tensor batched = vmap(f).apply(x);
        assertThat(calls).hasValue(3);
        assertThat(batched.get(2, 1).item()).isEqualTo(Math.cos(5));
        assertThat(vmap(f).apply(zeros(0, 2)).shape().dims()).containsExactly(0, 2);
        Tensor gradients = vmap(grad((Tensor row) -> f.apply(row).sum())).apply(x);
        assertThat(gradients.get(1, 0).item()).isCloseTo(-Math.sin(2), within(1e-15));
        assertThat(jit(vmap(vmap(f))).apply(stack(x, x)).get(1, 2, 0).item()).isEqualTo(Math.cos(4));
    }

    @Test
    void severalResultsAndTheirTransposes() {
        Fn<Tensor, List<Tensor>> f = multiples();
        assertThat(f.apply(scalar(5)).get(1).item()).isEqualTo(15);
        assertThat(grad((Tensor x) -> f.apply(x).get(0).square())
                        .apply(scalar(3))
                        .item())
                .isEqualTo(24);
        assertThat(grad((Tensor x) -> f.apply(x).get(1)).apply(scalar(3)).item())
                .isEqualTo(3);
        Fn<Tensor, Tensor> product = x -> {
            List<Tensor> both = f.apply(x);
            return both.get(0).times(both.get(1));
        };
        assertThat(grad(product).apply(scalar(3)).item()).isEqualTo(36);
        assertThat(grad(grad(product)).apply(scalar(3)).item()).isEqualTo(12);
        assertThat(vmap(product).apply(tensor(1, 2)).toDoubles()).containsExactly(6, 24);
    }

    @Test
    void codeWithoutRulesThrowsAndNeverGivesZero() {
        Host.Key key = new Host.Key("opaque");
        HostFunctions.register(key, inputs -> List.of(inputs.getFirst()));
        Fn<Tensor, Tensor> f = x -> apply(key, x, 1).getFirst();
        assertThat(f.apply(scalar(2)).item()).isEqualTo(2);
        assertThatThrownBy(() -> grad(f).apply(scalar(2)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("host: the Java code 'opaque' has no derivative")
                .hasMessageContaining("register it with rules, or mark its result with stopGradient");
        assertThat(grad((Tensor x) -> f.apply(stopGradient(x)).times(x))
                        .apply(scalar(2))
                        .item())
                .isEqualTo(2);
    }

    @Test
    void notLinearHasNoTranspose() {
        Cosine rules = new Cosine();
        assertThatThrownBy(() -> rules.transpose(new ArrayList<>(), new ArrayList<>()))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("host: this Java code is not linear and has no transpose");
    }

    @Test
    void tracedProgramsRefuseToBeWritten() {
        var program = trace(cosine(), scalar(1));
        assertThat(program).hasToString("program(x:f64[]) {\n  a:f64[] = host{cosine} x\n  return a\n}");
        assertThatThrownBy(() -> program.write(new ByteArrayOutputStream()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("because it calls the Java code 'cosine'");
    }
}
