package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.gradus.array.DType;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a compiled function compiles, keeps and says. */
class JitTest {
    private record Scaled(Tensor x, int power, String note) {}

    private static final class Counted {
        final AtomicInteger runs = new AtomicInteger();

        Tensor square(Tensor x) {
            runs.incrementAndGet();
            return x.square();
        }
    }

    @Test
    void onceForEachType() {
        Counted counted = new Counted();
        Fn<Tensor, Tensor> f = jit(counted::square);
        assertThat(counted.runs).hasValue(0);
        assertThat(f.apply(tensor(1, 2)).toDoubles()).containsExactly(1, 4);
        assertThat(f.apply(tensor(3, 4)).toDoubles()).containsExactly(9, 16);
        assertThat(counted.runs).hasValue(1);
        f.apply(zeros(3));
        f.apply(zeros(2, 1));
        f.apply(zeros(2).to(DType.FLOAT32));
        assertThat(counted.runs).hasValue(4);
        f.apply(zeros(3));
        f.apply(zeros(2));
        assertThat(counted.runs).hasValue(4);
    }

    @Test
    void onceForEachStaticValueAndStructure() {
        AtomicInteger runs = new AtomicInteger();
        Fn<Scaled, Scaled> f = jit((Scaled s) -> {
            runs.incrementAndGet();
            Tensor y = s.x();
            for (int i = 1; i < s.power(); i++) {
                y = y.times(s.x());
            }
            return new Scaled(y, s.power() + 1, s.note() + "!");
        });
        Scaled out = f.apply(new Scaled(scalar(2), 3, "a"));
        assertThat(out.x().item()).isEqualTo(8);
        assertThat(out.power()).isEqualTo(4);
        assertThat(out.note()).isEqualTo("a!");
        assertThat(f.apply(new Scaled(scalar(3), 2, "a")).x().item()).isEqualTo(9);
        assertThat(f.apply(new Scaled(scalar(5), 3, new String("a"))).x().item())
                .isEqualTo(125);
        assertThat(runs).hasValue(2);
        f.apply(new Scaled(scalar(5), 3, "b"));
        assertThat(runs).hasValue(3);
    }

    @Test
    void mapsOfTheSameKeysAreOneStructure() {
        AtomicInteger runs = new AtomicInteger();
        Fn<Map<String, Tensor>, Tensor> f = jit((Map<String, Tensor> m) -> {
            runs.incrementAndGet();
            return m.get("a").minus(m.get("b"));
        });
        assertThat(f.apply(Map.of("a", scalar(3), "b", scalar(1))).item()).isEqualTo(2);
        assertThat(f.apply(Map.of("b", scalar(5), "a", scalar(1))).item()).isEqualTo(-4);
        assertThat(runs).hasValue(1);
    }

    @Test
    void compiledFunctionIsReusedByDerivativesAndBatches() {
        Counted counted = new Counted();
        Fn<Tensor, Tensor> f = jit(counted::square);
        f.apply(scalar(2));
        grad(f).apply(scalar(2));
        grad(grad(f)).apply(scalar(2));
        vmap(f).apply(zeros(3));
        jit(grad(f)).apply(scalar(2));
        assertThat(counted.runs).hasValue(1);
    }

    @Test
    void failedCompilationIsTriedAgain() {
        AtomicInteger runs = new AtomicInteger();
        Fn<Tensor, Tensor> f = jit((Tensor x) -> runs.incrementAndGet() == 1 ? x.matmul(zeros(7, 7)) : x);
        assertThatThrownBy(() -> f.apply(zeros(2))).isInstanceOf(ShapeException.class);
        assertThat(f.apply(zeros(2)).toDoubles()).containsExactly(0, 0);
    }

    @Test
    void twoAndThreeArguments() {
        Fn2<Tensor, Tensor, Tensor> two = jit((Tensor x, Tensor y) -> x.minus(y));
        assertThat(two.apply(scalar(3), scalar(1)).item()).isEqualTo(2);
        Fn3<Tensor, Tensor, Integer, Tensor> three =
                jit((Tensor x, Tensor y, Integer n) -> x.minus(y).times((long) n));
        assertThat(three.apply(scalar(3), scalar(1), 5).item()).isEqualTo(10);
        assertThat(three.apply(scalar(3), scalar(1), 7).item()).isEqualTo(14);
    }

    @Test
    void argumentsThatAreTheResult() {
        Fn<Tensor, List<Tensor>> f = jit((Tensor x) -> List.of(x, x, scalar(4)));
        List<Tensor> out = f.apply(tensor(1, 2));
        assertThat(out.get(1).toDoubles()).containsExactly(1, 2);
        assertThat(out.get(2).item()).isEqualTo(4);
    }

    @Test
    void capturedTensorsAreConstants() {
        Tensor[] held = {scalar(2)};
        Fn<Tensor, Tensor> f = jit((Tensor x) -> x.times(held[0]));
        assertThat(f.apply(scalar(3)).item()).isEqualTo(6);
        held[0] = scalar(5);
        assertThat(f.apply(scalar(3)).item()).isEqualTo(6);
    }

    @Test
    void manyThreadsShareOneFunction() throws Exception {
        Counted counted = new Counted();
        Fn<Tensor, Tensor> f = jit(counted::square);
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int n = 1 + i % 5;
            tasks.add(() -> f.apply(zeros(n).plus(3.0)).sum().item() / n);
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Double> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(9);
            }
        }
        assertThat(counted.runs.get()).isBetween(5, 20);
    }

    private static List<String> logged(Runnable work) {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.gradus");
        boolean parents = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(parents);
        }
        return lines;
    }

    @Test
    void newConstantsEachTimeAreReportedOnce() {
        List<String> lines = logged(() -> {
            for (int i = 0; i < 30; i++) {
                Tensor data = tensor(i, i + 1);
                jit(grad((Tensor x) -> x.times(data).sum())).apply(zeros(2));
            }
        });
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .matches(
                        "jit: the function at JitTest\\.java:\\d+ \\(JitTest\\.newConstantsEachTimeAreReportedOnce\\) was"
                                + " compiled more than 8 times, each time with captured tensors as constants; pass them as an"
                                + " argument instead, as in jit\\(Fn2\\)");
    }

    @Test
    void passedDataAndNumbersAreNotReported() {
        assertThat(logged(() -> {
                    for (int i = 0; i < 30; i++) {
                        double factor = i;
                        Tensor data = tensor(i, i + 1);
                        jit((Tensor x, Tensor d) -> x.times(d).times(factor).sum())
                                .apply(zeros(2), data);
                    }
                }))
                .isEmpty();
    }

    @Test
    void loopsOfGradusItselfAreNotReported() {
        assertThat(logged(() -> {
                    for (int i = 0; i < 30; i++) {
                        OwnLoop.run(i);
                    }
                }))
                .isEmpty();
    }
}
