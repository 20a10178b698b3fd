package org.gradus.plainjava;

import java.lang.invoke.MethodHandles;
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

    /** A lookup in the class, by the person's or by our own. */
    static MethodHandles.Lookup lookupIn(Class<?> host, MethodHandles.Lookup given) {
        try {
            if (given != null) {
                return MethodHandles.privateLookupIn(host, given);
            }
            Kernel.class.getModule().addReads(host.getModule());
            return MethodHandles.privateLookupIn(host, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            String module = host.getModule().isNamed() ? " of module " + host.getModule().getName() : "";
            throw Text.refusal(
                    org.gradus.error.SourceLine.UNKNOWN,
                    "the derivatives of methods of " + host.getName() + " must be in its nest, and its package is not open"
                            + module,
                    "call PlainJava.with(MethodHandles.lookup()).differentiate…, or write opens "
                            + host.getPackageName() + " to org.gradus.plainjava; in module-info.java");
        }
    }
}
