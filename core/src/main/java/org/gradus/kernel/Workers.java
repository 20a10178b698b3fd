package org.gradus.kernel;

import java.util.function.IntConsumer;

/**
 * The threads on which kernels run: one fixed pool of daemon threads for the whole process.
 *
 * <p>The number of threads is {@link Runtime#availableProcessors()}, or the system property {@code gradus.threads}
 * (at least 1, at most 1024; anything else is ignored). No result of this package depends on it: work is cut into
 * pieces that depend on sizes alone, and partial results are combined in a fixed order.
 */
public final class Workers {
    private static final int LARGEST = 1024;
    private static final ThreadLocal<Pool> OVERRIDE = new ThreadLocal<>();

    private Workers() {}

    private static final class Shared {
        static final Pool POOL = new Pool(configuredThreads(System.getProperty("gradus.threads")));
    }

    static int configuredThreads(String property) {
        int processors = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, LARGEST);
        if (property == null) {
            return processors;
        }
        try {
            int threads = Integer.parseInt(property.strip());
            return threads >= 1 && threads <= LARGEST ? threads : processors;
        } catch (NumberFormatException e) {
            return processors;
        }
    }

    private static Pool pool() {
        Pool override = OVERRIDE.get();
        return override == null ? Shared.POOL : override;
    }

    /**
     * Runs {@code task} for each number in 0 … tasks - 1, in any order and on any of the threads, the caller's
     * included, and returns when all have ended.
     *
     * <p>Called from inside a task, it runs the inner tasks one after the other on the same thread. An interrupt of
     * the caller does not end the work; the caller's interrupt flag is kept. The first exception of a task ends the
     * work early (tasks already begun end first) and is thrown here; later ones are attached as suppressed.
     *
     * @param tasks the number of tasks; nothing runs when it is not positive
     * @param task what to do for a number
     */
    public static void run(int tasks, IntConsumer task) {
        if (tasks == 1) {
            task.accept(0);
        } else if (tasks > 1) {
            pool().run(tasks, task);
        }
    }

    /**
     * The number of threads that {@link #run} uses, the caller's included.
     *
     * @return at least 1
     */
    public static int parallelism() {
        return pool().parallelism();
    }

    /** A piece of a range of numbers. */
    interface Range {
        void accept(int from, int to);
    }

    /** Cuts 0 … n - 1 into pieces of {@code grain} numbers and runs them; the cuts do not depend on the threads. */
    static void ranges(int n, int grain, Range range) {
        if (n <= grain) {
            if (n > 0) {
                range.accept(0, n);
            }
            return;
        }
        int tasks = (int) (((long) n + grain - 1) / grain);
        run(tasks, t -> {
            int from = t * grain;
            range.accept(from, (int) Math.min(n, (long) from + grain));
        });
    }

    /** Runs {@code body} on the calling thread with a pool of its own: for tests of independence of the threads. */
    static void using(int threads, Runnable body) {
        Pool before = OVERRIDE.get();
        try (Pool pool = new Pool(threads)) {
            OVERRIDE.set(pool);
            body.run();
        } finally {
            if (before == null) {
                OVERRIDE.remove();
            } else {
                OVERRIDE.set(before);
            }
        }
    }
}
