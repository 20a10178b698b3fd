package org.gradus.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Java code, warmed for some seconds before it is timed. */
final class InProcess implements Contender {
    private static final long WARM_NANOS = 5_000_000_000L;
    private static final long ROUND_NANOS = 500_000_000L;
    private static final long SAMPLE_NANOS = 2_000_000L;

    private final String name;
    private final Runnable work;
    private final List<Double> samples = new ArrayList<>();
    private int calls;

    InProcess(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void round() {
        if (calls == 0) {
            calls = warm();
        }
        long start = System.nanoTime();
        do {
            long before = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                work.run();
            }
            samples.add((System.nanoTime() - before) / 1e9 / calls);
        } while (System.nanoTime() - start < ROUND_NANOS);
    }

    /** How many calls make a sample of some milliseconds. */
    private int warm() {
        long start = System.nanoTime();
        long once = Long.MAX_VALUE;
        while (System.nanoTime() - start < WARM_NANOS) {
            long before = System.nanoTime();
            work.run();
            once = Math.min(once, System.nanoTime() - before);
        }
        return Math.toIntExact(Math.clamp(SAMPLE_NANOS / Math.max(1, once), 1, 100_000));
    }

    @Override
    public double best() {
        return Collections.min(samples);
    }

    @Override
    public double median() {
        return samples.stream().sorted().toList().get(samples.size() / 2);
    }
}
