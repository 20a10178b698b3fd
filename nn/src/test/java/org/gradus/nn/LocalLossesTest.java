package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.nn.LocalLosses.Guess;
import org.gradus.nn.LocalLosses.Network;
import org.gradus.nn.LocalLosses.Target;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimates of gradients from local losses. */
class LocalLossesTest {
    private static final Tensor X = Random.normal(Key.of(1), 6, 4);
    private static final Tensor Y = Tensors.tensor(new long[] {0, 1, 2, 1, 0, 2});

    private static Network<Dense, Dense> network(long seed) {
        List<Key> keys = Key.of(seed).split(7);
        List<Dense> blocks = new ArrayList<>();
        List<Dense> heads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            blocks.add(Dense.init(keys.get(2 * i), i == 0 ? 4 : 5, 5));
            heads.add(Dense.init(keys.get(2 * i + 1), 5, 3));
        }
        return new Network<>(blocks, heads, Dense.init(keys.get(6), 5, 3));
    }

    private static LocalLosses<Dense, Dense> losses(Guess guess, Target target) {
        return new LocalLosses<>(
                (b, x) -> b.apply(x).tanh(), Dense::apply, Tensors::softmaxCrossEntropy, guess, target);
    }

    private static double difference(Object a, Object b) {
        return Tree.norm(Tree.minus(a, b)).item();
    }

    @Test
    void estimatesAreProjectionsOnTheLocalGradients() {
        var losses = losses(Guess.WEIGHTS, Target.OUTPUT);
        var at = network(2);
        var truth =
                Gradus.grad((Network<Dense, Dense> n) -> losses.value(n, X, Y)).apply(at);
        var local = losses.localGradients(at, X, Y);
        var found = losses.gradients(at, X, Y);
        for (int j = 0; j < 3; j++) {
            Dense v = local.blocks().get(j);
            double slope =
                    Tree.dot(truth.blocks().get(j), v).item() / Tree.dot(v, v).item();
            assertThat(difference(found.blocks().get(j), Tree.scale(slope, v))).isLessThan(1e-12);
        }
        assertThat(difference(found.output(), truth.output())).isLessThan(1e-14);
        assertThat(difference(found.heads(), local.heads())).isZero();
    }

    @Test
    void oneSlopeForAllBlocks() {
        var losses = losses(Guess.WEIGHTS_TOGETHER, Target.OUTPUT);
        var at = network(2);
        var truth =
                Gradus.grad((Network<Dense, Dense> n) -> losses.value(n, X, Y)).apply(at);
        var v = losses.localGradients(at, X, Y).blocks();
        double slope = Tree.dot(truth.blocks(), v).item() / Tree.dot(v, v).item();
        assertThat(difference(losses.gradients(at, X, Y).blocks(), Tree.scale(slope, v)))
                .isLessThan(1e-12);
    }

    @Test
    void activationsAreProjectedExampleByExample() {
        var losses = losses(Guess.ACTIVATIONS, Target.OUTPUT);
        var at = network(2);
        Dense found = losses.gradients(at, X, Y).blocks().getLast();
        // After the last block, by hand.
        Tensor input =
                at.blocks().get(1).apply(at.blocks().get(0).apply(X).tanh()).tanh();
        Dense last = at.blocks().get(2);
        Tensor h = last.apply(input).tanh();
        Tensor truth = byActivations(at.output(), h);
        Tensor local = byActivations(at.heads().get(2), h);
        Tensor slopes = truth.times(local).sum(1).div(local.square().sum(1)).expandDims(1);
        Dense expected = Gradus.vjp((Dense d) -> d.apply(input).tanh(), last).apply(local.times(slopes));
        assertThat(difference(found, expected)).isLessThan(1e-12);
    }

    private static Tensor byActivations(Dense head, Tensor h) {
        return Gradus.grad((Tensor a) ->
                        Tensors.softmaxCrossEntropy(head.apply(a), Y).mean())
                .apply(h);
    }

    @Test
    void theNextHeadIsTheTrueLossAfterTheLastBlock() {
        for (Guess guess : new Guess[] {Guess.WEIGHTS, Guess.ACTIVATIONS}) {
            var next = losses(guess, Target.NEXT_HEAD).gradients(network(2), X, Y);
            var output = losses(guess, Target.OUTPUT).gradients(network(2), X, Y);
            assertThat(difference(next.blocks().getLast(), output.blocks().getLast()))
                    .isLessThan(1e-14);
            assertThat(difference(next.blocks().get(0), output.blocks().get(0))).isGreaterThan(1e-3);
        }
    }

    @Test
    void guessesDependOnNothingAfterThem() {
        var losses = losses(Guess.WEIGHTS, Target.OUTPUT);
        var at = network(2);
        var other = network(3);
        var mixed = new Network<>(
                List.of(
                        at.blocks().get(0),
                        other.blocks().get(1),
                        other.blocks().get(2)),
                List.of(at.heads().get(0), other.heads().get(1), other.heads().get(2)),
                other.output());
        assertThat(difference(
                        losses.localGradients(mixed, X, Y).blocks().get(0),
                        losses.localGradients(at, X, Y).blocks().get(0)))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Guess.class)
    void compiled(Guess guess) {
        var losses = losses(guess, Target.OUTPUT);
        var at = network(4);
        var eager = losses.gradients(at, X, Y);
        var staged = Gradus.jit((Network<Dense, Dense> n) -> losses.gradients(n, X, Y))
                .apply(at);
        assertThat(difference(staged, eager)).isLessThan(1e-14);
    }

    @Test
    void training() {
        var losses = losses(Guess.WEIGHTS, Target.OUTPUT);
        var at = network(5);
        double before = losses.value(at, X, Y).item();
        for (int i = 0; i < 300; i++) {
            at = Tree.axpy(-0.5, losses.gradients(at, X, Y), at);
        }
        assertThat(losses.value(at, X, Y).item()).isCloseTo(0, within(before / 10));
    }

    @Test
    void misuseIsRefused() {
        Dense d = Dense.init(Key.of(0), 2, 2);
        assertThatThrownBy(() -> new Network<>(List.of(d), List.of(), d)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(
                        () -> losses(Guess.WEIGHTS_TOGETHER, Target.NEXT_HEAD).gradients(network(2), X, Y))
                .isInstanceOf(ArgumentException.class);
    }
}
