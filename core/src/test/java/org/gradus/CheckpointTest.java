package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.checkpoint;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.scan;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.valueAndGrad;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.TracedValueException;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Constant;
import org.gradus.program.Control;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Variable;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.CheckpointPolicy;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recomputation: the same derivatives of every order, from less memory. */
class CheckpointTest {
    private static final Tensor X = tensor(new double[][] {{0.3, -0.7}, {1.1, 0.4}});

    private static Tensor block(Tensor x) {
        return x.sin().matmul(x.exp()).tanh().matmul(x);
    }

    @ParameterizedTest
    @EnumSource
    void sameDerivatives(CheckpointPolicy policy) {
        Fn<Tensor, Tensor> plain = x -> block(block(x)).times(x).sum();
        Fn<Tensor, Tensor> block = checkpoint(CheckpointTest::block, policy);
        Fn<Tensor, Tensor> lean = x -> block.apply(block.apply(x)).times(x).sum();
        Tensor v = Differences.directions(List.of(X), 1).getFirst();
        Same.bits("value", plain.apply(X), lean.apply(X));
        Same.close("grad", grad(plain).apply(X), grad(lean).apply(X), 1e-15);
        Same.bits("jit grad", grad(lean).apply(X), jit(grad(lean)).apply(X));
        Same.bits("grad jit", grad(lean).apply(X), grad(jit(lean)).apply(X));
        Same.bits("jvp", jvp(plain, X, v).tangent(), jvp(lean, X, v).tangent());
        Same.bits("linearize", jvp(plain, X, v).tangent(), linearize(lean, X).pushforward(v));
        Same.close("hvp", hvp(plain).apply(X, v), hvp(lean).apply(X, v), 1e-13);
        Fn<Fn<Tensor, Tensor>, Tensor> twice =
                f -> grad((Tensor x) -> grad(f).apply(x).times(v).sum()).apply(X);
        Same.close("grad grad", twice.apply(plain), twice.apply(lean), 1e-13);
        Tensor batch = stack(X, v);
        Same.close("vmap grad", vmap(grad(plain)).apply(batch), vmap(grad(lean)).apply(batch), 1e-13);
        Fn<Fn<Tensor, Tensor>, Tensor> over =
                f -> grad((Tensor x) -> vmap(f).apply(x).sum()).apply(batch);
        Same.close("grad vmap", over.apply(plain), over.apply(lean), 1e-13);
    }

    @Test
    void capturedValuesAreDifferentiated() {
        Fn<Tensor, Tensor> plain = w -> X.matmul(w).sin().sum();
        Fn<Tensor, Tensor> lean =
                w -> checkpoint((Tensor x) -> x.matmul(w).sin()).apply(X).sum();
        Same.bits("grad", grad(plain).apply(X), grad(lean).apply(X));
        Same.bits("jit grad", grad(plain).apply(X), jit(grad(lean)).apply(X));
        Same.close("hvp", hvp(plain).apply(X, X), hvp(lean).apply(X, X), 1e-13);
    }

    @Test
    void runsOnActualValuesOnce() {
        AtomicInteger runs = new AtomicInteger();
        Fn<Tensor, Tensor> f = checkpoint(x -> {
            runs.incrementAndGet();
            return x.sum().item() > 0 ? x.exp() : x.sin();
        });
        assertThat(f.apply(tensor(1, 2)).toDoubles())
                .isEqualTo(tensor(1, 2).exp().toDoubles());
        assertThat(f.apply(tensor(-1, -2)).toDoubles())
                .isEqualTo(tensor(-1, -2).sin().toDoubles());
        assertThat(runs).hasValue(2);
        assertThat(grad((Tensor x) -> f.apply(x).sum()).apply(tensor(-1, -2)).toDoubles())
                .isEqualTo(tensor(-1, -2).cos().toDoubles());
        assertThat(runs).hasValue(3);
        assertThat(jvp(f, tensor(-1, -2), tensor(1, 1)).tangent().toDoubles())
                .isEqualTo(tensor(-1, -2).cos().toDoubles());
        Fn<Tensor, Tensor> nested = checkpoint(x -> f.apply(x.times(2)).times(x));
        Fn<Tensor, Tensor> plain = x -> x.times(2).sin().times(x);
        Same.bits("nested", plain.apply(tensor(-1, -2)), nested.apply(tensor(-1, -2)));
        Same.close(
                "nested grad",
                grad((Tensor x) -> plain.apply(x).sum()).apply(tensor(-1, -2)),
                grad((Tensor x) -> nested.apply(x).sum()).apply(tensor(-1, -2)),
                1e-15);
        assertThatThrownBy(() -> jit(f).apply(tensor(1, 2)))
                .isInstanceOf(TracedValueException.class)
                .hasMessageContaining("item: tensor f64[] has no numbers here");
        Fn<Tensor, Tensor> mixed = jit((Tensor w) ->
                checkpoint((Tensor x) -> x.times(w).times(x.sum().item())).apply(tensor(1, 2)));
        assertThat(mixed.apply(tensor(3, 4)).toDoubles()).containsExactly(9, 24);
    }

    @Test
    void wholeNumbersAndTreesPassThrough() {
        record Data(Tensor x, Tensor k, String name) {}

        Fn<Data, Data> f = checkpoint(d -> new Data(d.x().times(d.k().to(DType.FLOAT64)), d.k(), d.name()));
        Data out = f.apply(new Data(tensor(1, 2), tensor(new int[] {3, 4}), "n"));
        assertThat(out.x().toDoubles()).containsExactly(3, 8);
        assertThat(out.name()).isEqualTo("n");
        Tensor k = tensor(new int[] {3, 4});
        Tensor g = grad((Tensor x) -> f.apply(new Data(x, k, "n")).x().sum()).apply(tensor(1, 2));
        assertThat(g.toDoubles()).containsExactly(3, 4);
        assertThatThrownBy(() -> checkpoint((Tensor x) -> null).apply(X)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> checkpoint(null)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> checkpoint((Tensor x) -> x, null)).isInstanceOf(ArgumentException.class);
    }

    // ---- memory, counted in elements

    /** The most elements alive at once while a program runs, its sub-programs' included. */
    private static long peak(Program program) {
        return new Peak().of(program);
    }

    private static final class Peak {
        private long of(Program program) {
            Map<Variable, Integer> last = new IdentityHashMap<>();
            List<Equation> equations = program.equations();
            for (int i = 0; i < equations.size(); i++) {
                int at = i;
                equations.get(i).outputs().forEach(v -> last.put(v, at));
                equations.get(i).inputs().forEach(o -> use(o, at, last));
            }
            program.outputs().forEach(o -> use(o, Integer.MAX_VALUE, last));
            long alive = 0;
            long most = 0;
            for (int i = 0; i < equations.size(); i++) {
                Equation equation = equations.get(i);
                long inner = 0;
                if (equation.op() instanceof Control control) {
                    for (Program p : control.programs()) {
                        inner = Math.max(inner, of(p));
                    }
                }
                alive += equation.outputs().stream()
                        .mapToLong(CheckpointTest::size)
                        .sum();
                most = Math.max(most, alive + inner);
                for (Map.Entry<Variable, Integer> entry : last.entrySet()) {
                    if (entry.getValue() == i && !program.inputs().contains(entry.getKey())) {
                        alive -= size(entry.getKey());
                    }
                }
            }
            return most;
        }

        private static void use(Operand operand, int at, Map<Variable, Integer> last) {
            if (operand instanceof Variable v) {
                last.put(v, at);
            }
        }
    }

    private static long size(Operand operand) {
        return operand.type().shape().size();
    }

    private static Program gradient(int steps, int width, ScanOptions options) {
        Fn<Tensor, Tensor> f = x -> scan(
                        (Tensor c) ->
                                new Scanned<>(c.sin().times(c).exp().tanh().plus(c), List.<Tensor>of()),
                        x,
                        steps,
                        options)
                .carry()
                .sum();
        return trace(grad(f), zeros(width));
    }

    @Test
    void segmentsNeedTheRootOfTheMemory() {
        int width = 100;
        for (int root : new int[] {10, 20, 40}) {
            int steps = root * root;
            long whole = peak(gradient(steps, width, ScanOptions.DEFAULT));
            long cut = peak(gradient(steps, width, ScanOptions.DEFAULT.withSegments(root)));
            assertThat(whole).isBetween((long) steps * width, (long) (steps + 40) * width);
            assertThat(cut).isBetween(2L * root * width, (2L * root + 60) * width);
        }
    }

    @Test
    void theInsideOfAStepIsNotKept() {
        Program gradient = gradient(1000, 1, ScanOptions.DEFAULT);
        long stacked = gradient.equations().stream()
                .flatMap(e -> e.outputs().stream())
                .filter(v -> v.type().shape().size() >= 1000)
                .count();
        assertThat(stacked)
                .as("one carry for each step, and nothing else: %s", gradient)
                .isEqualTo(1);
    }

    /** What a linearization holds: everything that the pullback reads. */
    private static long residuals(CheckpointPolicy policy) {
        Fn<Tensor, Tensor> f =
                checkpoint(x -> x.sin().exp().tanh().matmul(zeros(50, 2)).sum(), policy);
        Program program = trace(grad(f), zeros(50, 50));
        List<Equation> inner = new ArrayList<>();
        for (Equation e : program.equations()) {
            if (e.op() instanceof Control.Checkpoint
                    && e.outputs().getFirst().type().shape().size() == 2500) {
                inner.add(e);
            }
        }
        if (inner.isEmpty()) {
            return program.equations().size();
        }
        return inner.getLast().inputs().stream()
                .filter(o -> !(o instanceof Constant))
                .mapToLong(CheckpointTest::size)
                .sum();
    }

    @Test
    void policiesKeepWhatTheySay() {
        assertThat(residuals(CheckpointPolicy.NOTHING)).isEqualTo(2500);
        assertThat(residuals(CheckpointPolicy.PRODUCTS)).isEqualTo(2500 + 100);
        assertThat(trace(grad(checkpoint((Tensor x) -> x.sin().sum(), CheckpointPolicy.EVERYTHING)), zeros(3))
                        .mnemonics())
                .doesNotContain("checkpoint");
    }

    @Test
    void productsAreNotComputedAgain() {
        Fn<Tensor, Tensor> f = checkpoint(x -> x.exp().matmul(x.sin()).tanh().sum(), CheckpointPolicy.PRODUCTS);
        Fn<Tensor, Tensor> g = checkpoint(x -> x.exp().matmul(x.sin()).tanh().sum());
        assertThat(products(trace(valueAndGrad(f), X))).isEqualTo(3);
        assertThat(products(trace(valueAndGrad(g), X))).isEqualTo(4);
    }

    private static int products(Program program) {
        int count = 0;
        for (Equation e : program.equations()) {
            count += e.op().mnemonic().equals("matmul") ? 1 : 0;
            if (e.op() instanceof Control c) {
                count +=
                        c.programs().stream().mapToInt(CheckpointTest::products).sum();
            }
        }
        return count;
    }

    @Test
    void evaluationOfTheOperationIsItsBody() {
        Program program = trace(checkpoint((Tensor x) -> x.sin()), zeros(2));
        Control op = (Control) program.equations().getFirst().op();
        NdArray x = tensor(1, 2).array();
        Same.bits(
                "body",
                tensor(1, 2).sin().array(),
                Evaluation.evaluate(op, List.of(x)).getFirst());
    }
}
