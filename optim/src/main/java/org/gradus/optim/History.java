package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;

/** Iterations so far: all up to a limit, then every second, fourth … so that memory is bounded; always the last. */
final class History {
    private static final int LIMIT = 10_000;

    private final List<Iteration> kept = new ArrayList<>();
    private long stride = 1;
    private Iteration last;

    void add(Iteration iteration) {
        last = iteration;
        if (iteration.k() % stride != 0) {
            return;
        }
        kept.add(iteration);
        if (kept.size() > LIMIT) {
            stride *= 2;
            kept.removeIf(i -> i.k() % stride != 0);
        }
    }

    List<Iteration> iterations() {
        List<Iteration> all = new ArrayList<>(kept);
        if (last != null && !all.getLast().equals(last)) {
            all.add(last);
        }
        return List.copyOf(all);
    }
}
