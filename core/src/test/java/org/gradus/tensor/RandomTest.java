package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.junit.jupiter.api.Test;

/** Keys: the same numbers everywhere, different numbers for different keys, of the right distributions. */
class RandomTest {
    private static final int MANY = 100_000;

    @Test
    void sameSeedSameBits() {
        assertThat(Random.normal(Key.of(7), 5)
                        .array()
                        .sameBits(Random.normal(Key.of(7), 5).array()))
                .isTrue();
        assertThat(Random.normal(Key.of(7), 5).toDoubles())
                .isNotEqualTo(Random.normal(Key.of(8), 5).toDoubles());
    }

    @Test
    void sameBitsEagerCompiledAndBatched() {
        List<Key> keys = Key.of(3).split(4);
        Fn<Key, Tensor> draw = key -> {
            List<Key> both = key.split(2);
            return Random.normal(both.get(0), 3, 2).plus(Random.uniform(both.get(1), 3, 2));
        };
        Tensor bits = Tensors.stack(0, keys.stream().map(Key::bits).toList());
        Tensor batched = Gradus.vmap(draw).apply(new Key(bits));
        Tensor compiled = Gradus.jit(Gradus.vmap(draw)).apply(new Key(bits));
        assertThat(compiled.array().sameBits(batched.array())).isTrue();
        for (int i = 0; i < keys.size(); i++) {
            Tensor eager = draw.apply(keys.get(i));
            assertThat(eager.array()
                            .sameBits(Gradus.jit(draw).apply(keys.get(i)).array()))
                    .isTrue();
            assertThat(eager.array().sameBits(batched.get(i).array())).isTrue();
        }
    }

    @Test
    void derivativesPassThroughDrawing() {
        Fn2<Tensor, Key, Tensor> f = (x, key) -> x.times(Random.normal(key, 3)).sum();
        Key key = Key.of(5);
        assertThat(Gradus.grad(f).apply(Tensors.ones(3), key).toDoubles())
                .containsExactly(Random.normal(key, 3).toDoubles());
        assertThat(Gradus.jit(Gradus.grad(f)).apply(Tensors.ones(3), key).toDoubles())
                .containsExactly(Random.normal(key, 3).toDoubles());
    }

    @Test
    void splitKeysDifferFromEachOtherAndTheirParent() {
        Set<List<Long>> seen = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            Key parent = Key.of(seed);
            seen.add(words(parent));
            for (Key child : parent.split(10)) {
                seen.add(words(child));
                child.split(3).forEach(grandchild -> seen.add(words(grandchild)));
            }
        }
        assertThat(seen).hasSize(20 * (1 + 10 + 30));
    }

    private static List<Long> words(Key key) {
        long[] words = key.bits().toLongs();
        return List.of(words[0], words[1]);
    }

    @Test
    void splittingIntoMoreKeepsTheFirst() {
        assertThat(words(Key.of(1).split(2).get(1)))
                .isEqualTo(words(Key.of(1).split(5).get(1)));
    }

    @Test
    void keysOfASplitAreIndependent() {
        List<Key> keys = Key.of(11).split(2);
        double[] x = Random.normal(keys.get(0), MANY).toDoubles();
        double[] y = Random.normal(keys.get(1), MANY).toDoubles();
        double correlation = 0;
        for (int i = 0; i < MANY; i++) {
            correlation += x[i] * y[i] / MANY;
        }
        assertThat(correlation).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    }

    @Test
    void momentsOfTheDistributions() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            ArrayType type = new ArrayType(dtype, Shape.of(MANY));
            Tensor uniform = Random.uniform(Key.of(2), type).to(DType.FLOAT64);
            assertThat(uniform.min().item()).isBetween(0.0, 1e-3);
            assertThat(uniform.max().item()).isGreaterThan(1 - 1e-3).isLessThan(1);
            assertThat(uniform.mean().item()).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / MANY)));
            assertThat(uniform.minus(0.5).square().mean().item()).isCloseTo(1.0 / 12, within(1e-3));
            Tensor normal = Random.normal(Key.of(2), type).to(DType.FLOAT64);
            assertThat(normal.allFinite()).isTrue();
            assertThat(normal.mean().item()).isCloseTo(0, within(5 / Math.sqrt(MANY)));
            assertThat(normal.square().mean().item()).isCloseTo(1, within(5 * Math.sqrt(2.0 / MANY)));
            assertThat(normal.pow(3).mean().item()).isCloseTo(0, within(5 * Math.sqrt(15.0 / MANY)));
            assertThat(normal.pow(4).mean().item()).isCloseTo(3, within(5 * Math.sqrt(96.0 / MANY)));
        }
    }
}
