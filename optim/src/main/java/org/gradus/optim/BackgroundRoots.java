package org.gradus.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gradus.Gradus;
import org.gradus.array.NdArray;
import org.gradus.linear.InverseRoot;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Inverse roots by threads of their own, between the step that gives the statistics and the one that uses the roots.
 *
 * <p>A root is a function of its statistics. Work begun early is only found done, by the numbers it is about; whoever asks for a
 * root that nobody began, as after a restart, computes it on the spot. So results do not depend on threads or on what ran before.
 */
record BackgroundRoots(InverseRoot root, int p) {
    /** Work begun and not taken is dropped after as much other work. */
    private static final int PENDING = 4096;

    private static final Map<Work, CompletableFuture<double[]>> BEGUN = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Work, CompletableFuture<double[]>> eldest) {
            return size() > PENDING;
        }
    };
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().daemon().name("inverse-roots-", 0).factory());

    /** What a root is made of. */
    private static final class Work {
        private final BackgroundRoots how;
        private final double[] numbers;
        private final int hash;

        private Work(BackgroundRoots how, NdArray statistics) {
            this.how = how;
            this.numbers = statistics.toDoubles();
            this.hash = 31 * how.hashCode() + Arrays.hashCode(numbers);
        }

        private double[] run() {
            int n = (int) Math.round(Math.sqrt(numbers.length));
            return how.root.of(Tensors.tensor(numbers).reshape(n, n), how.p).toDoubles();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Work work && how.equals(work.how) && Arrays.equals(numbers, work.numbers);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** f64 statistics, whose root is being made from now on. */
    Tensor begin(Tensor statistics) {
        return Gradus.hostCall("begin inverse root", this::begin, List.of(statistics.type()), statistics)
                .getFirst();
    }

    private List<NdArray> begin(List<NdArray> inputs) {
        Work work = new Work(this, inputs.getFirst());
        synchronized (BEGUN) {
            BEGUN.computeIfAbsent(work, w -> CompletableFuture.supplyAsync(w::run, THREADS));
        }
        return List.of(inputs.getFirst());
    }

    /** The root of f64 statistics; waits for it. */
    Tensor take(Tensor statistics) {
        return Gradus.hostCall("inverse root", this::take, List.of(statistics.type()), statistics)
                .getFirst();
    }

    private List<NdArray> take(List<NdArray> inputs) {
        Work work = new Work(this, inputs.getFirst());
        CompletableFuture<double[]> begun;
        synchronized (BEGUN) {
            begun = BEGUN.remove(work);
        }
        double[] root = begun == null ? work.run() : begun.join();
        return List.of(NdArray.wrap(inputs.getFirst().shape(), root));
    }
}
