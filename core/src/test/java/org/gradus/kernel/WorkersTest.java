package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @ParameterizedTest
    @CsvSource({"1,0", "1,1", "1,9", "2,1", "2,2", "2,1000", "5,3", "5,1000"})
    void everyTaskRunsOnce(int threads, int tasks) {
        Workers.using(threads, () -> {
            assertThat(Workers.parallelism()).isEqualTo(threads);
            AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
            Workers.run(tasks, runs::incrementAndGet);
            for (int i = 0; i < tasks; i++) {
                assertThat(runs.get(i)).isEqualTo(1);
            }
        });
    }

    @Test
    void severalThreadsWorkAtOnce() {
        Workers.using(3, () -> {
            CountDownLatch all = new CountDownLatch(3);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Workers.run(3, i -> {
                threads.add(Thread.currentThread());
                all.countDown();
                awaitUninterruptibly(all);
            });
            assertThat(threads).hasSize(3).contains(Thread.currentThread());
            assertThat(threads).allMatch(t -> t == Thread.currentThread() || t.isDaemon());
        });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void innerRunsStayOnTheirThread() {
        Workers.using(4, () -> {
            AtomicInteger strangers = new AtomicInteger();
            AtomicInteger count = new AtomicInteger();
            Workers.run(8, i -> {
                Thread outer = Thread.currentThread();
                Workers.run(8, j -> {
                    count.incrementAndGet();
                    if (Thread.currentThread() != outer) {
                        strangers.incrementAndGet();
                    }
                });
            });
            assertThat(count).hasValue(64);
            assertThat(strangers).hasValue(0);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anExceptionIsThrownToTheCallerAndThePoolGoesOn(int threads) {
        Workers.using(threads, () -> {
            assertThatThrownBy(() -> Workers.run(100, i -> {
                        if (i == 3) {
                            throw new IllegalStateException("task 3");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 3");
            assertThatThrownBy(() -> Workers.run(100, i -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
            AtomicInteger count = new AtomicInteger();
            Workers.run(100, i -> count.incrementAndGet());
            assertThat(count).hasValue(100);
        });
    }

    @Test
    void anInterruptIsKeptAndDoesNotEndTheWork() {
        Workers.using(3, () -> {
            Thread.currentThread().interrupt();
            AtomicInteger count = new AtomicInteger();
            Workers.run(50, i -> {
                count.incrementAndGet();
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(count).hasValue(50);
        });
    }

    @Test
    void aTaskThatInterruptsItsThreadDoesNotEndTheHelpers() {
        Workers.using(3, () -> {
            for (int round = 0; round < 20; round++) {
                AtomicInteger count = new AtomicInteger();
                Workers.run(6, i -> {
                    Thread.currentThread().interrupt();
                    count.incrementAndGet();
                });
                assertThat(count).hasValue(6);
                Thread.interrupted();
            }
        });
    }

    @Test
    void manyCallersShareThePool() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int c = 0; c < 8; c++) {
            callers.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 200; round++) {
                    Workers.run(5, i -> count.incrementAndGet());
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(count).hasValue(8 * 200 * 5);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null,true", "'',true", "x,true", "0,true", "-3,true", "2000,true", "1,false", "' 7 ',false"})
    void theNumberOfThreadsIsThePropertyOrTheProcessors(String property, boolean ignored) {
        int expected = ignored ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(property.strip());
        assertThat(Workers.configuredThreads(property)).isEqualTo(expected);
    }

    @Test
    void rangesCoverEveryNumberOnceAndDependOnSizesAlone() {
        for (int n : Samples.SIZES) {
            for (int grain : new int[] {1, 2, 7, 256, 5000}) {
                List<String> cuts = Samples.onAnyThreads(() -> {
                    Set<String> seen = ConcurrentHashMap.newKeySet();
                    AtomicIntegerArray covered = new AtomicIntegerArray(n);
                    Workers.ranges(n, grain, (from, to) -> {
                        seen.add(from + "-" + to);
                        for (int i = from; i < to; i++) {
                            covered.incrementAndGet(i);
                        }
                    });
                    for (int i = 0; i < n; i++) {
                        assertThat(covered.get(i)).isEqualTo(1);
                    }
                    return seen.stream().sorted().toList();
                });
                assertThat(cuts).hasSize((n + grain - 1) / grain);
            }
        }
    }
}
