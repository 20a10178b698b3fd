package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import org.gradus.categories.Differentiation.Arrow;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;

/** One program over each representation of linear maps. */
class DifferentiationTest {
    private static final Space<Tensor> REAL = Space.real();
    private static final List<Tensor> AT = List.of(scalar(0.3), scalar(-1.2), scalar(0.7));

    /** x₀·sin(x₁) + x₁·tanh(x₂) + 2·x₂·e^(x₀). */
    private static <K extends LinearCategory<K>> Arrow<K, List<Tensor>, Tensor> program(Differentiation<K> d) {
        var pairs = d.compose(d.pairs(3, REAL), d.gather(3, REAL, 0, 1, 1, 2, 2, 0));
        var first = d.compose(d.multiply(), d.cross(d.id(REAL), d.sin()));
        var second = d.compose(d.multiply(), d.cross(d.id(REAL), d.lift(Tensor::tanh)));
        var third = d.compose(d.multiply(), d.cross(d.scale(scalar(2)), d.exp()));
        Space<Product<Tensor, Tensor>> two = Space.pair(REAL, REAL);
        var zero = d.compose(d.get(3, two, 0), pairs);
        var one = d.compose(d.get(3, two, 1), pairs);
        var last = d.compose(d.get(3, two, 2), pairs);
        var sum = d.compose(d.add(REAL), d.fork(d.compose(first, zero), d.compose(second, one)));
        return d.compose(d.add(REAL), d.fork(sum, d.compose(third, last)));
    }

    private static Tensor plain(Tensor x) {
        return x.get(0)
                .times(x.get(1).sin())
                .plus(x.get(1).times(x.get(2).tanh()))
                .plus(x.get(2).times(2).times(x.get(0).exp()));
    }

    private static List<Tensor> reverse(List<Tensor> at) {
        Counter counter = new Counter();
        var d = new Differentiation<>(new Duals<>(new LinearFunctions(counter)), counter);
        return LinearFunctions.apply(Duals.back(program(d).at().apply(at).derivative()), scalar(1));
    }

    @Test
    void theSameDerivativeInAllRepresentations() {
        double[] expected =
                grad(DifferentiationTest::plain).apply(tensor(0.3, -1.2, 0.7)).toDoubles();
        Counter counter = new Counter();
        LinearFunctions functions = new LinearFunctions(counter);
        var matrices = program(new Differentiation<>(new LinearMatrices(counter), counter))
                .at()
                .apply(AT);
        var forward = program(new Differentiation<>(functions, counter)).at().apply(AT);
        var cont = program(new Differentiation<>(new Continuations<>(functions, REAL), counter))
                .at()
                .apply(AT);
        // Over duals a continuation starts with the identity and ends with a gradient.
        Duals<LinearFunctions> duals = new Duals<>(functions);
        var both = program(new Differentiation<>(new Continuations<>(duals, REAL), counter))
                .at()
                .apply(AT);
        List<Tensor> last =
                LinearFunctions.apply(Duals.back(Continuations.before(both.derivative(), duals.id(REAL))), scalar(1));
        List<Tensor> reverse = reverse(AT);
        Space<List<Tensor>> space = Space.list(3, REAL);
        var before = Continuations.before(cont.derivative(), functions.id(REAL));
        for (int i = 0; i < 3; i++) {
            Tensor wanted = scalar(expected[i]);
            Same.close(
                    "matrix",
                    wanted,
                    LinearMatrices.rows(matrices.derivative()).getFirst().get(i),
                    1e-14);
            Same.close("forward", wanted, LinearFunctions.apply(forward.derivative(), space.basis(i)), 1e-14);
            Same.close("continuation", wanted, LinearFunctions.apply(before, space.basis(i)), 1e-14);
            Same.close("dual", wanted, reverse.get(i), 1e-14);
            Same.close("continuation over duals", wanted, last.get(i), 1e-14);
        }
        assertThat(forward.value().item())
                .isEqualTo(plain(tensor(0.3, -1.2, 0.7)).item());
    }

    @Test
    void manyPointsAtOnceStagedAndDifferentiatedAgain() {
        Fn<Tensor, Tensor> first =
                x -> reverse(List.of(x.get(0), x.get(1), x.get(2))).get(0);
        Tensor x = tensor(0.3, -1.2, 0.7);
        Same.bits("jit", first.apply(x), jit(first).apply(x));
        Same.bits("vmap", first.apply(x), vmap(first).apply(x.reshape(1, 3)).get(0));
        Same.close(
                "second order",
                grad((Tensor a) -> grad(DifferentiationTest::plain).apply(a).get(0))
                        .apply(x),
                grad(first).apply(x),
                1e-14);
        Tensor many = tensor(0.3, 0.4);
        Same.bits(
                "elementwise",
                first.apply(x),
                reverse(List.of(many, tensor(-1.2, 2), tensor(0.7, 1))).get(0).get(0));
    }

    @Test
    void multiplicationsAreCounted() {
        Counter counter = new Counter();
        var d = new Differentiation<>(new Duals<>(new LinearFunctions(counter)), counter);
        var square = d.compose(d.multiply(), d.dup(REAL));
        var back = Duals.back(d.each(4, square)
                .at()
                .apply(List.of(scalar(1), scalar(2), scalar(3), scalar(4)))
                .derivative());
        assertThat(counter.multiplications()).isEqualTo(4);
        assertThat(LinearFunctions.apply(back, List.of(scalar(1), scalar(1), scalar(1), scalar(0))))
                .extracting(Tensor::item)
                .containsExactly(2.0, 4.0, 6.0, 0.0);
        assertThat(counter.multiplications()).isEqualTo(12);
    }

    @Test
    void injectionsAndProjections() {
        Counter counter = new Counter();
        LinearMatrices k = new LinearMatrices(counter);
        Duals<LinearMatrices> dual = new Duals<>(k);
        assertThat(numbers(k.compose(k.exl(REAL, REAL), k.inl(REAL, REAL)))).isEqualTo("[[1.0]]");
        assertThat(numbers(k.compose(k.exr(REAL, REAL), k.inl(REAL, REAL)))).isEqualTo("[[0.0]]");
        assertThat(numbers(Duals.back(dual.exl(REAL, REAL)))).isEqualTo("[[1.0], [0.0]]");
        assertThat(numbers(Duals.back(dual.inr(REAL, REAL)))).isEqualTo("[[0.0, 1.0]]");
        assertThat(numbers(k.compose(k.jam(REAL), k.dup(REAL)))).isEqualTo("[[2.0]]");
    }

    private static String numbers(LinearMap<LinearMatrices, ?, ?> map) {
        return LinearMatrices.rows(map).stream()
                .map(row -> row.stream().map(Tensor::item).toList())
                .toList()
                .toString();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Counter counter = new Counter();
        var d = new Differentiation<>(new LinearFunctions(counter), counter);
        assertThatThrownBy(() -> d.gather(2, REAL, 2)).hasMessageContaining("element 2 of 2");
        assertThatThrownBy(() -> d.each(0, d.sin())).hasMessageContaining("a list of 0");
        assertThatThrownBy(() -> Space.list(-1, REAL)).hasMessageContaining("a list of -1");
    }
}
