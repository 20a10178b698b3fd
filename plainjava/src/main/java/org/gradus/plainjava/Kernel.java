package org.gradus.plainjava;

import java.util.concurrent.atomic.AtomicReference;

/** Stacks for generated methods, one set for each call that is running, kept between calls. */
final class Kernel {
    private final AtomicReference<Object[]> spare = new AtomicReference<>();

    Object[] take() {
        Object[] tape = spare.getAndSet(null);
        return tape != null ? tape : new Object[] {new double[256], new int[256], new Object[64]};
    }

    void give(Object[] tape) {
        spare.set(tape);
    }
}
