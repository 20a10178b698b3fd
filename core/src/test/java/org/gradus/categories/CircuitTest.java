package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.categories.ReverseDerivativeAscent.Batching;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;

/** Circuits over bits and reals, their reverse derivatives, and learning by them. */
class CircuitTest {
    private static List<Bits> table(int n) {
        return IntStream.range(0, n).mapToObj(i -> Bits.truthTable(n, i)).toList();
    }

    private static String outputs(Circuit circuit) {
        List<Bits> out = circuit.evaluate(Ring.bits(1 << circuit.inputs()), table(circuit.inputs()));
        return String.join(" ", out.stream().map(Bits::toString).toList());
    }

    @Test
    void gatesAreTheirTruthTables() {
        assertThat(outputs(Circuit.add())).isEqualTo("0110");
        assertThat(outputs(Circuit.multiply())).isEqualTo("0001");
        assertThat(outputs(Circuit.not())).isEqualTo("10");
        assertThat(outputs(Circuit.copy())).isEqualTo("01 01");
        assertThat(outputs(Circuit.discard())).isEmpty();
        assertThat(outputs(Circuit.swap())).isEqualTo("0011 0101");
        assertThat(outputs(Circuit.constant(1))).isEqualTo("1");
        // Inputs are s, x and y, the lowest bit first: y where s is 0, x where it is 1.
        assertThat(outputs(Circuit.multiplexer())).isEqualTo("00011011");
        assertThat(outputs(Circuit.not().beside(Circuit.identity(1)).then(Circuit.multiply())))
                .isEqualTo("0010");
    }

    @Test
    void reverseDerivativesOfGates() {
        Ring<Bits> ring = Ring.bits(8);
        Bits a = Bits.truthTable(3, 0);
        Bits b = Bits.truthTable(3, 1);
        Bits d = Bits.truthTable(3, 2);
        assertThat(Circuit.add().reverse(ring, List.of(a, b), List.of(d))).containsExactly(d, d);
        assertThat(Circuit.multiply().reverse(ring, List.of(a, b), List.of(d))).containsExactly(b.and(d), a.and(d));
        assertThat(Circuit.copy().reverse(ring, List.of(a), List.of(b, d))).containsExactly(b.xor(d));
        assertThat(Circuit.discard().reverse(ring, List.of(a), List.of())).containsExactly(Bits.filled(8, false));
        assertThat(Circuit.not().reverse(ring, List.of(a), List.of(d))).containsExactly(d);
        assertThat(Circuit.constant(1).reverse(ring, List.of(), List.of(d))).isEmpty();
        Circuit square = Circuit.copy().then(Circuit.multiply());
        assertThat(square.reverse(ring, List.of(a), List.of(d))).containsExactly(Bits.filled(8, false));
    }

    @Test
    void overTheRealsItIsTheLibrarysDerivative() {
        Circuit f =
                Circuit.copy().then(Circuit.multiply()).beside(Circuit.not()).then(Circuit.multiply());
        Ring<Tensor> reals = Ring.reals();
        Fn<Tensor, Tensor> value =
                x -> f.evaluate(reals, List.of(x.get(0), x.get(1))).getFirst();
        Tensor x = tensor(1.5, -0.3);
        Tensor g = grad(value).apply(x);
        List<Tensor> back = f.reverse(
                reals, List.of(x.get(0), x.get(1)), List.of(tensor(1.0).get(0)));
        Same.close("x", g.get(0), back.get(0), 1e-15);
        Same.close("y", g.get(1), back.get(1), 1e-15);
        Same.bits("vmap", value.apply(x), vmap(value).apply(x.reshape(1, 2)).get(0));
        // The reverse derivative is a circuit again: x²·(y+1) has ∂²/∂x² = 2(y+1).
        List<Tensor> second = f.reverse()
                .reverse(
                        reals,
                        List.of(x.get(0), x.get(1), ones(1).get(0)),
                        List.of(ones(1).get(0), tensor(0.0).get(0)));
        assertThat(second.get(0).item()).isEqualTo(2 * 0.7);
    }

    @Test
    void oneLookupPassLearnsAnyFunction() {
        SplittableRandom random = new SplittableRandom(3);
        var ascent = new ReverseDerivativeAscent(Circuit.lookup(3, 2), 16);
        List<Bits> x = table(3);
        for (int trial = 0; trial < 5; trial++) {
            List<Bits> y = List.of(random(random, 8), random(random, 8));
            Bits learned = ascent.pass(random(random, 16), x, y);
            assertThat(ascent.predict(learned, x)).isEqualTo(y);
            assertThat(learned.toString())
                    .isEqualTo(y.get(0).toString() + y.get(1).toString());
            assertThat(ascent.step(random(random, 16), x, y, Batching.VOTE)).isEqualTo(learned);
            assertThat(ascent.step(random(random, 16), x, y, Batching.XOR)).isEqualTo(learned);
        }
    }

    @Test
    void aVoteCountsOnlyThoseThatCanInfluence() {
        var ascent = new ReverseDerivativeAscent(Circuit.lookup(1, 1), 2);
        List<Bits> x = List.of(Bits.of(true, true, true, false, false));
        List<Bits> y = List.of(Bits.of(true, true, false, true, false));
        // Cell 1 is asked for by two of three examples, cell 0 by one of two: no more than half.
        assertThat(ascent.step(Bits.of(false, false), x, y, Batching.VOTE)).isEqualTo(Bits.of(false, true));
        assertThat(ascent.step(Bits.of(false, false), x, y, Batching.XOR)).isEqualTo(Bits.of(true, false));
        assertThat(ascent.error(Bits.of(false, true), x, y)).isEqualTo(0.4);
    }

    @Test
    void aPseudoLinearNeuronLearnsAParity() {
        var ascent = new ReverseDerivativeAscent(Circuit.pseudoLinear(3, 1), 4);
        List<Bits> x = table(3);
        List<Bits> y = List.of(x.get(0).xor(x.get(2)).xor(Bits.filled(8, true)));
        assertThat(ascent.error(Bits.of(true, false, true, true), x, y)).isZero();
        assertThat(ascent.step(Bits.of(true, false, true, true), x, y, Batching.XOR))
                .isEqualTo(Bits.of(true, false, true, true));
    }

    private static Bits random(SplittableRandom random, int size) {
        boolean[] bits = new boolean[size];
        for (int i = 0; i < size; i++) {
            bits[i] = random.nextBoolean();
        }
        return Bits.of(bits);
    }

    @Test
    void bitsOfManyWords() {
        SplittableRandom random = new SplittableRandom(1);
        for (int size : new int[] {0, 1, 63, 64, 65, 200}) {
            Bits a = random(random, size);
            Bits b = random(random, size);
            List<Boolean> xor = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                xor.add(a.get(i) ^ b.get(i));
                assertThat(a.or(b).get(i)).isEqualTo(a.get(i) || b.get(i));
                assertThat(a.and(b).get(i)).isEqualTo(a.get(i) && b.get(i));
            }
            assertThat(Bits.of(a.xor(b).toBooleans())).isEqualTo(a.xor(b)).hasSameHashCodeAs(a.xor(b));
            assertThat(IntStream.range(0, size).mapToObj(a.xor(b)::get)).containsExactlyElementsOf(xor);
            assertThat(Bits.filled(size, true).count()).isEqualTo(size);
            assertThat(Bits.filled(size, true).xor(a).xor(a)).isEqualTo(Bits.filled(size, true));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Circuit.add().then(Circuit.add()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("1 outputs into 2 inputs");
        assertThatThrownBy(() -> Circuit.wires(1, 1)).hasMessageContaining("a wire 1 is read where 1 are made");
        assertThatThrownBy(() -> Circuit.add().evaluate(Ring.bits(1), List.of()))
                .hasMessageContaining("0 elements");
        assertThatThrownBy(() -> Ring.bits(1).constant(2)).hasMessageContaining("2.0 is no bit");
        assertThatThrownBy(() -> Bits.of(true).and(Bits.of())).hasMessageContaining("1 bits with 0");
    }
}
