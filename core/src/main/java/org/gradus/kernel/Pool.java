package org.gradus.kernel;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed number of daemon threads that help callers with numbered tasks.
 *
 * <p>A caller never waits for a thread to become free: it takes tasks itself until none is left, then waits only for
 * tasks that a helper has begun. So many callers at once, or helpers that are busy elsewhere, cost speed and never
 * progress.
 */
final class Pool implements AutoCloseable {
    private final LinkedTransferQueue<Job> queue = new LinkedTransferQueue<>();
    private final Thread[] helpers;
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
    private static final Job END = new Job(0, i -> {});

    Pool(int parallelism) {
        helpers = new Thread[parallelism - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = Thread.ofPlatform()
                    .daemon(true)
                    .name("gradus-worker-" + (i + 1))
                    .start(this::help);
        }
    }

    int parallelism() {
        return helpers.length + 1;
    }

    void run(int tasks, IntConsumer task) {
        if (helpers.length == 0 || INSIDE.get()) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        Job job = new Job(tasks, task);
        int wanted = Math.min(helpers.length, tasks - 1);
        for (int i = 0; i < wanted; i++) {
            queue.put(job);
        }
        INSIDE.set(true);
        try {
            job.work();
        } finally {
            INSIDE.remove();
        }
        job.await();
        job.rethrow();
    }

    private void help() {
        INSIDE.set(true);
        while (true) {
            try {
                Job job = queue.take();
                if (job == END) {
                    return;
                }
                job.work();
            } catch (InterruptedException e) {
                // Nobody outside holds these threads: an interrupt that reaches one came from a task, and is spent.
            }
        }
    }

    /** Ends the threads once they are idle. */
    @Override
    public void close() {
        for (int i = 0; i < helpers.length; i++) {
            queue.put(END);
        }
    }

    private static final class Job {
        private final int tasks;
        private final IntConsumer task;
        private final Thread caller = Thread.currentThread();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work() {
            int i;
            // The first test keeps the counter from running over when many helpers come late.
            while (next.get() < tasks && (i = next.getAndIncrement()) < tasks) {
                try {
                    if (failure.get() == null) {
                        task.accept(i);
                    }
                } catch (Throwable t) {
                    record(t);
                } finally {
                    if (ended.incrementAndGet() == tasks) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        private void record(Throwable t) {
            if (!failure.compareAndSet(null, t) && !t.equals(failure.get())) {
                failure.get().addSuppressed(t);
            }
        }

        void await() {
            boolean interrupted = false;
            while (ended.get() < tasks) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void rethrow() {
            switch (failure.get()) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new AssertionError("a task cannot throw a checked exception", e);
            }
        }
    }
}
