package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.vjp;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.evaluate.Interpreter;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.trace.Concrete;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;

/** Programs as compositions on an environment, and their reverse transformation. */
class UnaryFormTest {
    private static final Tensor X = Random.normal(Key.of(1), 4, 3);
    private static final Fn<Tensor, Tensor> F = x -> x.matmul(x.t())
            .sin()
            .sum(1)
            .times(x.slice(1, 0, 1).reshape(4))
            .exp()
            .logSumExp();

    private static List<Tensor> run(Program program, Tensor... inputs) {
        List<NdArray> arrays = new ArrayList<>();
        for (Tensor t : inputs) {
            arrays.add(t.array());
        }
        return new Interpreter(program)
                .run(arrays).stream().map(a -> Tensor.of(new Concrete(a))).toList();
    }

    @Test
    void theFormIsTheProgram() {
        Program program = trace(F, X);
        assertThat(UnaryForm.of(program).program()).isEqualTo(program);
        assertThat(UnaryForm.of(trace((Tensor x) -> x.sin().times(x), scalar(1)))
                        .toString())
                .isEqualTo("[sin 0]; [multiply 1 0]; project 2");
    }

    @Test
    void gradientsOfArrays() {
        UnaryForm form = UnaryForm.of(trace(F, X));
        List<Tensor> both = run(form.gradient(true), X);
        Same.close("value", F.apply(X), both.get(0), 1e-15);
        Same.close("gradient", grad(F).apply(X), both.get(1), 1e-14);
        Same.close("alone", grad(F).apply(X), run(form.gradient(false), X).getFirst(), 1e-14);
    }

    @Test
    void differentiatedAgain() {
        Program gradient = UnaryForm.of(trace(F, X)).gradient(false);
        Tensor v = Random.normal(Key.of(2), 4, 3);
        Same.close(
                "hvp",
                hvp(F).apply(X, v),
                run(UnaryForm.of(gradient).reverse(), X, v).getFirst(),
                1e-12);
    }

    @Test
    void reverseOfSeveralResults() {
        Fn<List<Tensor>, List<Tensor>> f = x -> List.of(
                x.get(0).times(x.get(1)), x.get(0).sum(), x.get(1).sort(0).cumsum(0));
        List<Tensor> at = List.of(X, X.exp());
        List<Tensor> w = List.of(X.sin(), scalar(2), X);
        Program reverse = UnaryForm.of(trace(f, at)).reverse();
        List<Tensor> back = run(reverse, at.get(0), at.get(1), w.get(0), w.get(1), w.get(2));
        List<Tensor> expected = vjp(f, at).apply(w);
        Same.close("first", expected.get(0), back.get(0), 1e-14);
        Same.close("second", expected.get(1), back.get(1), 1e-14);
    }

    @Test
    void whatNothingDependsOnIsZero() {
        Program program = trace((List<Tensor> x) -> x.get(0).sum(), List.of(X, X));
        Same.bits(
                "zeros",
                X.times(0).abs(),
                run(UnaryForm.of(program).gradient(false), X, X).get(1));
    }

    @Test
    void aGradientNeedsOneRealNumber() {
        UnaryForm form = UnaryForm.of(trace((Tensor x) -> x.sin(), ones(2)));
        assertThatThrownBy(() -> form.gradient(false)).hasMessageContaining("not one real number");
    }
}
