package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformationsTest {
    private static final Tensor PARAMS = tensor(2.0, -1.0);
    private static final Tensor GRADIENT = tensor(3.0, -4.0);

    record First(GradientTransformation<Tensor, ?> method, double a, double b) {
        @Override
        public String toString() {
            return method.name() + " " + a + " " + b;
        }
    }

    /** First updates for the gradient (3, −4) at (2, −1), by hand. */
    static Stream<First> firstUpdates() {
        return Stream.of(
                new First(new Scale<>(-0.5), -1.5, 2),
                new First(new ScaleByLearningRate<>(0.1), -0.3, 0.4),
                new First(new ScaleBySchedule<>(Schedules.linear(2, 0, 4)), 6, -8),
                new First(new Sgd<>(0.1), -0.3, 0.4),
                new First(new Sgd<>(0.1, 0.9), -0.3, 0.4),
                new First(new Sgd<>(Schedules.constant(0.1), Schedules.constant(0.9), true), -0.57, 0.76),
                new First(new Momentum<>(0.9), 3, -4),
                new First(new ScaleByAdam<>(0.9, 0.999, 0), 1, -1),
                new First(new ScaleByAdam<>(0.9, 0.999, 1), 0.75, -0.8),
                new First(
                        new ScaleByAdam<>(Schedules.constant(0.9), Schedules.constant(0.999), 0, 7),
                        0.75,
                        -4 / Math.sqrt(23)),
                new First(new Adam<>(0.1, 0.9, 0.999, 0), -0.1, 0.1),
                new First(new AdamW<>(0.1, 0.5), -0.2, 0.15),
                new First(new AddDecayedWeights<>(0.5), 4, -4.5),
                new First(new ClipByValue<>(3.5), 3, -3.5),
                new First(new ClipByGlobalNorm<>(2.5), 1.5, -2),
                new First(new ClipByGlobalNorm<>(5), 3, -4),
                new First(new ClipByValue<Tensor>(3.5).then(new Scale<>(2)), 6, -7));
    }

    private static <S> Tensor update(GradientTransformation<Tensor, S> method, Tensor gradient, Tensor params) {
        return method.update(gradient, method.init(params), Info.of(params, Tensors.scalar(0), 0))
                .update();
    }

    @ParameterizedTest
    @MethodSource("firstUpdates")
    void firstUpdateIsThatOfTheEquation(First row) {
        assertThat(update(row.method(), GRADIENT, PARAMS).toDoubles())
                .containsExactly(new double[] {row.a(), row.b()}, within(1e-8));
    }

    /** Every transformation keeps structure and element types, and gives the same bits compiled. */
    @ParameterizedTest
    @MethodSource("firstUpdates")
    void keepsTypesAndBits(First row) {
        checkTypesAndBits(row.method());
    }

    private static <S> void checkTypesAndBits(GradientTransformation<Tensor, S> method) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = Random.normal(Key.of(1), 3, 2).to(dtype);
            Tensor g = Random.normal(Key.of(2), 3, 2).to(dtype);
            S state = method.init(x);
            Fn2<Tensor, S, Step<Tensor, S>> direct = (a, s) -> method.update(a, s, Info.of(x, Tensors.scalar(0), 3));
            Fn2<Tensor, S, Step<Tensor, S>> compiled = Gradus.jit(direct);
            S other = state;
            for (int i = 0; i < 3; i++) {
                Step<Tensor, S> one = direct.apply(g, state);
                Step<Tensor, S> two = compiled.apply(g, other);
                assertThat(one.update().type()).isEqualTo(x.type());
                assertThat(States.numbers(two)).isEqualTo(States.numbers(one));
                Tree.checkSame(
                        "state",
                        Tree.flatten(state).structure(),
                        Tree.flatten(one.state()).structure());
                state = one.state();
                other = two.state();
            }
        }
    }

    @Test
    void aZeroGradientIsClippedToZeroWithFiniteDerivatives() {
        Tensor zero = tensor(0.0, 0.0);
        assertThat(update(new ClipByGlobalNorm<>(1), zero, PARAMS).toDoubles()).containsExactly(0, 0);
        Tensor derivative = Gradus.grad((Tensor g) -> update(new ClipByGlobalNorm<>(1), g, PARAMS)
                        .times(tensor(2.0, 3.0))
                        .sum())
                .apply(zero);
        assertThat(derivative.toDoubles()).containsExactly(2, 3);
    }

    @Test
    void clippingByNormLooksAtAllLeaves() {
        record Two(Tensor a, Tensor b) {}
        Two g = new Two(tensor(3.0), tensor(0.0, 4.0));
        var clip = new ClipByGlobalNorm<Two>(1);
        Two u = clip.update(g, new Stateless(), Info.of(g, Tensors.scalar(0), 0))
                .update();
        assertThat(u.a().item()).isCloseTo(0.6, within(1e-15));
        assertThat(u.b().toDoubles()).containsExactly(new double[] {0, 0.8}, within(1e-15));
    }

    @Test
    void nanIsNotHiddenByClipping() {
        Tensor g = tensor(Double.NaN, 1.0);
        assertThat(update(new ClipByValue<>(1), g, PARAMS).toDoubles()[0]).isNaN();
        assertThat(update(new ClipByGlobalNorm<>(1), g, PARAMS).toDoubles()).containsOnly(Double.NaN);
    }

    @Test
    void injectedHyperparametersCanBeChangedBetweenSteps() {
        record Rates(Tensor learningRate) {}
        var method = new InjectHyperparameters<Tensor, Rates, Sgd.State<Tensor>>(
                new Rates(Tensors.scalar(0.1)), h -> new Sgd<>(Schedules.constant(h.learningRate())));
        var state = method.init(PARAMS);
        Info<Tensor> info = Info.of(PARAMS, Tensors.scalar(0), 0);
        assertThat(method.update(GRADIENT, state, info).update().toDoubles())
                .containsExactly(new double[] {-0.3, 0.4}, within(1e-15));
        state = new InjectHyperparameters.State<>(new Rates(Tensors.scalar(1)), state.inner());
        assertThat(method.update(GRADIENT, state, info).update().toDoubles()).containsExactly(-3, 4);
        assertThat(method.descends()).isTrue();
        assertThat(method.name()).isEqualTo("Sgd");
    }

    @Test
    void aChainAsksForWhatItsPartsNeed() {
        Noise curious = new Noise();
        assertThat(curious.then(new Sgd<>(0.1)).needs()).containsExactly(Need.KEY);
        assertThat(curious.then(new Sgd<>(0.1)).name()).isEqualTo("Noise → Sgd");
    }

    /** Adds noise: a transformation that needs a key. */
    static final class Noise implements GradientTransformation<Tensor, Stateless> {
        @Override
        public Stateless init(Tensor params) {
            return new Stateless();
        }

        @Override
        public Step<Tensor, Stateless> update(Tensor gradient, Stateless state, Info<Tensor> info) {
            return new Step<>(gradient.plus(Random.normal(info.key(), gradient.type())), state);
        }

        @Override
        public Set<Need> needs() {
            return Set.of(Need.KEY);
        }
    }

    record Wrong(Supplier<Object> made, String message) {}

    static Stream<Wrong> wrongSettings() {
        return Stream.of(
                new Wrong(() -> new Scale<>(Double.NaN), "Scale: factor NaN is not finite"),
                new Wrong(() -> new Sgd<>(0), "Sgd: learning rate 0.0 is not positive and finite"),
                new Wrong(() -> new Sgd<>(0.1, 1), "Sgd: momentum 1.0 is not in [0, 1)"),
                new Wrong(() -> new Momentum<>(-0.1), "Momentum: decay -0.1 is not in [0, 1)"),
                new Wrong(() -> new Adam<>(Double.NaN), "Adam: learning rate NaN is not positive and finite"),
                new Wrong(() -> new Adam<>(0.1, 1, 0.999, 1e-8), "Adam: b1 1.0 is not in [0, 1)"),
                new Wrong(
                        () -> new Adam<>(0.1, 0.9, 0.999, -1),
                        "Adam: epsilon -1.0 and epsilonRoot 0.0 are not both zero or more"),
                new Wrong(
                        () -> new AdamW<>(0.1, -1), "AdamW: weight decay -1.0 is not a finite number of zero or more"),
                new Wrong(
                        () -> new AddDecayedWeights<>(-1),
                        "AddDecayedWeights: decay -1.0 is not a finite number of zero or more"),
                new Wrong(() -> new ClipByValue<>(0), "ClipByValue: bound 0.0 is not positive"),
                new Wrong(() -> new ClipByGlobalNorm<>(Double.NaN), "ClipByGlobalNorm: maximum NaN is not positive"),
                new Wrong(
                        () -> new ScaleByLearningRate<>(-1),
                        "ScaleByLearningRate: learning rate -1.0 is not positive and finite"),
                new Wrong(() -> new Lbfgs(0), "Lbfgs: memory 0 and maxTrials 30 are not both positive"),
                new Wrong(
                        () -> new Lbfgs(10, 0.9, 0.1, 30),
                        "Lbfgs: c1 = 0.9 and c2 = 0.1 do not satisfy 0 < c1 < c2 < 1"),
                new Wrong(() -> Schedules.linear(1, 0, 0), "linear: a length of 0 steps is not positive"),
                new Wrong(() -> Schedules.exponentialDecay(1, 0, 5), "exponentialDecay: rate 0.0 is not positive"),
                new Wrong(
                        () -> Schedules.warmUpCosine(0, 1, 0, 5, 5),
                        "warmUpCosine: 5 steps do not exceed a warm-up of 5"),
                new Wrong(
                        () -> Schedules.piecewise(new int[] {3, 3}, new double[] {1, 2, 3}),
                        "piecewise: boundaries [3, 3] and values [1.0, 2.0, 3.0] make no schedule"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void refusesWrongSettings(Wrong row) {
        assertThatThrownBy(row.made()::get)
                .isInstanceOf(ArgumentException.class)
                .satisfies(e -> assertThat(((GradusException) e).problem()).isEqualTo(row.message()))
                .satisfies(e -> assertThat(((GradusException) e).remedy()).isNotEmpty());
    }

    @Test
    void infoSaysWhatWasNotDeclared() {
        Info<Tensor> info = Info.of(PARAMS, Tensors.scalar(0), 0);
        assertThatThrownBy(info::key).hasMessageContaining("info: key was not given to this step");
        assertThatThrownBy(info::data).hasMessageContaining("Need.DATA");
        assertThatThrownBy(info::objective).hasMessageContaining("Need.VALUE_FUNCTION");
    }
}
