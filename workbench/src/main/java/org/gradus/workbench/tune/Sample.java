package org.gradus.workbench.tune;

import java.util.stream.IntStream;

/** Which of many values a plot shows one by one: all, or at most a thousand at equal distances. */
final class Sample {
    static final int MOST = 1000;

    private Sample() {}

    static int[] of(int count) {
        int shown = Math.min(count, MOST);
        return IntStream.range(0, shown)
                .map(i -> (int) ((long) i * count / shown))
                .toArray();
    }
}
