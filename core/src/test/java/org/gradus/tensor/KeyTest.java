package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.tensor.Tensors.tensor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.Gradus;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Keys made of keys, and the report of keys used twice. */
@Isolated("the report of keys works for all threads")
class KeyTest {
    @AfterEach
    void off() {
        Random.debugKeys(false);
    }

    private static List<Long> words(Key key) {
        long[] words = key.bits().toLongs();
        return List.of(words[0], words[1]);
    }

    @Test
    void foldedKeysDiffer() {
        Set<List<Long>> seen = new HashSet<>();
        Key key = Key.of(3);
        seen.add(words(key));
        key.split(50).forEach(k -> seen.add(words(k)));
        for (long i = -50; i < 50; i++) {
            seen.add(words(key.fold(i)));
            seen.add(words(key.fold(i).fold(i)));
        }
        seen.add(words(key.fold(Long.MAX_VALUE)));
        assertThat(seen).hasSize(1 + 50 + 200 + 1);
        assertThat(words(key.fold(7))).isEqualTo(words(key.fold(7)));
    }

    @Test
    void numbersToFoldMayBeTraced() {
        Fn<Tensor, Tensor> f = i -> Random.normal(Key.of(3).fold(i), 4);
        Tensor steps = Tensors.arange(5);
        Tensor batched = Gradus.jit(Gradus.vmap(f)).apply(steps);
        for (int i = 0; i < 5; i++) {
            assertThat(batched.get(i).toDoubles())
                    .isEqualTo(Random.normal(Key.of(3).fold(i), 4).toDoubles());
        }
        assertThat(words(Key.of(3).fold(tensor(new int[] {2}).reshape(Shape.SCALAR))))
                .isEqualTo(words(Key.of(3).fold(2)));
        assertThatThrownBy(() -> Key.of(3).fold(Tensors.scalar(2))).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> Key.of(3).fold((Tensor) null)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void aBatchOfKeysIsThatOfASplit() {
        List<Key> one = Key.of(4).split(3);
        Key batch = Key.of(4).splitBatch(3);
        Tensor drawn = Gradus.vmap((Key k) -> Random.gamma(k, tensor(0.5, 2))).apply(batch);
        Tensor direct = Random.gamma(batch, tensor(0.5, 2));
        for (int i = 0; i < 3; i++) {
            assertThat(words(new Key(batch.bits().get(i)))).isEqualTo(words(one.get(i)));
            double[] expected = Random.gamma(one.get(i), tensor(0.5, 2)).toDoubles();
            assertThat(drawn.get(i).toDoubles()).isEqualTo(expected);
            assertThat(direct.get(i).toDoubles()).isEqualTo(expected);
        }
        assertThatThrownBy(() -> Key.of(1).splitBatch(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("split: 0 keys asked for");
    }

    private static void reused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String operation, String by) {
        assertThatThrownBy(call)
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining(operation + ": the key was used before, by " + by + " at KeyTest.java:");
    }

    @Test
    void asDefaultKeysMayBeUsedTwice() {
        Key key = Key.of(1);
        Random.normal(key, 2);
        assertThatCode(() -> Random.normal(key, 2)).doesNotThrowAnyException();
    }

    @Test
    void usedKeysAreReported() {
        Random.debugKeys(true);
        Key key = Key.of(1);
        Random.normal(key, 2);
        reused(() -> Random.gamma(key, tensor(2.0)), "gamma", "normal");
        reused(() -> key.split(2), "split", "normal");
        Key parent = Key.of(2);
        List<Key> children = parent.split(2);
        reused(() -> Random.normal(parent), "normal", "split");
        children.forEach(k -> Random.uniform(k, 3));
        reused(() -> Random.categorical(children.get(0), tensor(0.0, 1)), "categorical", "uniform");
        Key steps = Key.of(3);
        for (int i = 0; i < 5; i++) {
            Random.ball(steps.fold(i), 3, 2);
            Random.shuffle(steps.fold(-1 - i), tensor(1.0, 2), 0);
        }
        // Two keys of one seed are two.
        assertThatCode(() -> Random.normal(Key.of(1), 2)).doesNotThrowAnyException();
    }

    @Test
    void usedKeysAreReportedInsideTransformations() {
        Random.debugKeys(true);
        Fn<Key, Tensor> twice = k -> Random.normal(k, 2).plus(Random.laplace(k, 2));
        reused(() -> Gradus.jit(twice).apply(Key.of(1)), "laplace", "normal");
        reused(() -> Gradus.vmap(twice).apply(Key.of(1).splitBatch(3)), "laplace", "normal");
        Fn2<Tensor, Key, Tensor> both =
                (x, k) -> Random.gamma(k, x).plus(Random.gamma(k, x)).sum();
        reused(() -> Gradus.grad(both).apply(tensor(2.0), Key.of(1)), "gamma", "gamma");
        Fn<Key, Tensor> once = Gradus.jit(k -> Random.normal(k, 2));
        once.apply(Key.of(1));
        assertThatCode(() -> once.apply(Key.of(2))).doesNotThrowAnyException();
    }

    @Test
    void ofManyThreadsOneGetsTheKey() throws InterruptedException {
        Random.debugKeys(true);
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 50; round++) {
            Key key = Key.of(round);
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofPlatform().start(() -> {
                    try {
                        Random.uniform(key, 2);
                    } catch (ArgumentException _) {
                        refused.incrementAndGet();
                    }
                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(refused).hasValue(150);
    }

    @Test
    void usedKeysAreNotKeptAlive() throws InterruptedException {
        Random.debugKeys(true);
        for (int i = 0; i < 1000; i++) {
            Random.uniform(Key.of(i), 1);
        }
        int held = KeyUse.size();
        for (int i = 0; i < 50 && held > 100; i++) {
            System.gc();
            Thread.sleep(20);
            Random.uniform(Key.of(i), 1);
            held = KeyUse.size();
        }
        assertThat(held).isLessThanOrEqualTo(100);
    }
}
