package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.error.StructureException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Macros of terms against closed forms, each other and the library's derivatives. */
class MacroTest {
    private static final double U = 0.7;
    private static final double V = -1.3;

    private static Term number(double value) {
        return new Term.Constant(value);
    }

    private static List<Tensor> scalars(double... x) {
        List<Tensor> all = new ArrayList<>();
        for (double number : x) {
            all.add(Tensors.scalar(number));
        }
        return all;
    }

    private static Fn<List<Tensor>, Tensor> function(Term f) {
        return x -> Meaning.of(f, Reals.tensors()).call(Value.numbers(x)).number();
    }

    private static Term ofTwo(Smooth function) {
        return Term.lambda(
                Type.reals(2),
                p -> function.arity() == 2
                        ? Term.of(function, p.at(0), p.at(1))
                        : Term.of(function, p.at(0).times(p.at(0)).plus(p.at(1).times(p.at(1)))));
    }

    @ParameterizedTest
    @EnumSource
    void everySmoothFunctionAgreesWithTheLibrary(Smooth function) {
        Term f = ofTwo(function);
        double[] gradient = Reverse.gradient(f, U, V);
        List<Tensor> library = Gradus.grad(function(f)).apply(scalars(U, V));
        for (int i = 0; i < 2; i++) {
            double[] unit = {1 - i, i};
            var dual = Forward.jvp(f, new double[] {U, V}, unit);
            assertThat(dual.value()).isCloseTo(function(f).apply(scalars(U, V)).item(), within(1e-14));
            assertThat(dual.tangent()).isCloseTo(library.get(i).item(), within(1e-14));
            assertThat(gradient[i]).isCloseTo(library.get(i).item(), within(1e-14));
        }
    }

    @ParameterizedTest
    @EnumSource
    void jetsOfEverySmoothFunctionAreNestedDerivatives(Smooth function) {
        Term f = ofTwo(function);
        for (var entry : new Jets(2, 3).partials(f, U, V).entrySet()) {
            Fn<List<Tensor>, Tensor> nested = function(f);
            for (int direction = 0; direction < 2; direction++) {
                for (int i = 0; i < entry.getKey().get(direction); i++) {
                    Fn<List<Tensor>, Tensor> before = nested;
                    int at = direction;
                    nested = x -> Gradus.grad(before).apply(x).get(at);
                }
            }
            double expected = nested.apply(scalars(U, V)).item();
            assertThat(entry.getValue()).isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
        }
    }

    @Test
    void indicesOfJetsAreAllOfThem() {
        assertThat(new Jets(3, 4).indices()).hasSize(35).doesNotHaveDuplicates();
        assertThat(new Jets(2, 2).indices())
                .containsExactly(
                        List.of(0, 0), List.of(1, 0), List.of(0, 1), List.of(2, 0), List.of(1, 1), List.of(0, 2));
        assertThat(new Jets(2, 0).coefficients(ofTwo(Smooth.MULTIPLY), U, V)).containsExactly(U * V);
    }

    /** d/dx [x · d/dy (x + y)] = 1, where confused perturbations give 2; the captured x moves outside only. */
    @Test
    void perturbationsAreNotConfused() {
        Term f = Term.lambda(
                Type.reals(1),
                x -> x.at(0)
                        .times(new Term.Derivative(
                                Term.lambda(Type.real(), y -> x.at(0).plus(y)), number(1))));
        assertThat(Forward.jvp(f, new double[] {U}, new double[] {1}).tangent()).isEqualTo(1);
        assertThat(Reverse.gradient(f, U)).containsExactly(1);
        assertThat(new Jets(1, 2).coefficients(f, U)).containsExactly(U, 1, 0);
        assertThat(Gradus.grad(function(f)).apply(scalars(U)).getFirst().item()).isEqualTo(1);
    }

    /** Lists, variants and pairs that are captured by a derivative are constant to it and move with all others. */
    @Test
    void capturedDataMoves() {
        Type.Sum either = new Type.Sum(List.of(Type.real(), Type.reals(2)));
        Type listType = new Type.Many(either);
        Term f = Term.lambda(
                Type.reals(1),
                x -> Term.let(
                        listType,
                        new Term.Cons(
                                new Term.Inject(either, 0, x.at(0)),
                                new Term.Items(
                                        either, List.of(new Term.Inject(either, 1, Term.tuple(x.at(0), number(3)))))),
                        list -> new Term.Derivative(
                                Term.lambda(
                                        Type.real(),
                                        y -> new Term.Fold(
                                                list,
                                                y,
                                                Term.step(
                                                        either,
                                                        Type.real(),
                                                        (e, done) -> new Term.Match(
                                                                e,
                                                                List.of(
                                                                        Term.lambda(Type.real(), r -> r.times(done)),
                                                                        Term.lambda(
                                                                                Type.reals(2),
                                                                                p -> p.at(0)
                                                                                        .times(p.at(1))
                                                                                        .times(done))))))),
                                number(5))));
        assertThat(f.type()).isEqualTo(new Type.Function(Type.reals(1), Type.real()));
        var dual = Forward.jvp(f, new double[] {U}, new double[] {1});
        assertThat(dual.value()).isCloseTo(3 * U * U, within(1e-15));
        assertThat(dual.tangent()).isCloseTo(6 * U, within(1e-14));
        assertThat(Reverse.gradient(f, U)[0]).isCloseTo(6 * U, within(1e-14));
        assertThat(new Jets(1, 3).coefficients(f, U)[2]).isCloseTo(3, within(1e-14));
        assertThat(Gradus.grad(function(f)).apply(scalars(U)).getFirst().item()).isCloseTo(6 * U, within(1e-14));
    }

    @Test
    void randomTermsAreTypedAndAllMacrosAgree() {
        TermGenerator terms = new TermGenerator(Key.of(5));
        int moving = 0;
        int compared = 0;
        for (int n = 0; n < 60; n++) {
            Term f = terms.next(2, 4);
            Type type = f.type();
            assertThat(f.free()).isEmpty();
            Jets jets = new Jets(2, 1);
            Reverse reverse = new Reverse(2);
            for (Macro macro : List.of(Forward.MODE, reverse, jets)) {
                assertThat(macro.of(f).type()).isEqualTo(macro.of(type));
            }
            double[] x = Random.normal(Key.of(n), 2).toDoubles();
            double forward = Forward.jvp(f, x, new double[] {1, 0}).tangent();
            if (Math.abs(forward) < 1e3) {
                compared++;
                moving += forward == 0 ? 0 : 1;
                double tolerance = 1e-11 * (1 + Math.abs(forward));
                assertThat(Reverse.gradient(f, x)[0]).isCloseTo(forward, within(tolerance));
                assertThat(jets.coefficients(f, x)[1]).isCloseTo(forward, within(tolerance));
                double library =
                        Gradus.grad(function(f)).apply(scalars(x)).getFirst().item();
                assertThat(library).isCloseTo(forward, within(tolerance));
            }
        }
        assertThat(compared).isGreaterThan(50);
        assertThat(moving).isGreaterThan(20);
    }

    @Test
    void sameKeySameTerms() {
        double[] x = {U, V};
        double first =
                Forward.jvp(new TermGenerator(Key.of(9)).next(2, 6), x, x).value();
        assertThat(Forward.jvp(new TermGenerator(Key.of(9)).next(2, 6), x, x).value())
                .isEqualTo(first);
    }

    @Test
    void countsArithmeticOnly() {
        Reals.Counting count = new Reals.Counting();
        Meaning.of(Term.of(Smooth.SIN, number(1).plus(number(2).times(number(3)))), count);
        assertThat(count.arithmetic()).isEqualTo(2);
        assertThat(count.others()).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Term.of(Smooth.ADD, number(1))).isInstanceOf(StructureException.class);
        assertThatThrownBy(() -> new Term.Call(number(1), number(2)).type())
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("give it a function");
        assertThatThrownBy(() -> Term.tuple(number(1)).at(1).type()).isInstanceOf(StructureException.class);
        assertThatThrownBy(() -> Meaning.of(new Term.Variable(Type.real()), Reals.doubles()))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Meaning.of(number(1), Reals.doubles()).call(new Value.Real<>(1.0)))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("Real is not a function");
        assertThatThrownBy(() -> new Reverse(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Jets(0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Jets(2, 1).coefficients(ofTwo(Smooth.ADD), 1))
                .isInstanceOf(ArgumentException.class);
        Type arrow = new Type.Function(Type.real(), Type.real());
        Term capturing = Term.lambda(
                arrow, f -> new Term.Derivative(Term.lambda(Type.real(), y -> new Term.Call(f, y)), number(1)));
        assertThatThrownBy(capturing::type).isInstanceOf(StructureException.class);
        assertThatThrownBy(() -> Forward.MODE.of(capturing))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("is captured");
    }
}
