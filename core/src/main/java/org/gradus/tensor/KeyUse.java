package org.gradus.tensor;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.trace.Concrete;
import org.gradus.trace.Dual;
import org.gradus.trace.Recorded;
import org.gradus.trace.Value;

/** Remembers which keys were used, as long as they live, when it was asked to. */
final class KeyUse {
    private static final ConcurrentHashMap<Identity, String> USED = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();
    private static volatile boolean on;

    private KeyUse() {}

    /** A thing itself, not what equals it. */
    private static final class Identity extends WeakReference<Object> {
        private final int hash;

        Identity(Object object) {
            super(object, GONE);
            hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            Object own = get();
            return this == other || (own != null && other instanceof Identity i && i.refersTo(own));
        }
    }

    static void debug(boolean wanted) {
        on = wanted;
        if (!wanted) {
            USED.clear();
        }
    }

    /** How many used keys are known that still live, as far as has been noticed. */
    static int size() {
        return USED.size();
    }

    static void note(Key key, String operation) {
        if (!on) {
            return;
        }
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            USED.remove(gone);
        }
        String use = operation + " at " + SourceLine.ofCaller();
        String first = USED.putIfAbsent(new Identity(identity(key.bits().value())), use);
        if (first != null) {
            throw new ArgumentException(
                    operation + ": the key was used before, by " + first + ", and would give the same bits again",
                    "use each key once: make as many as you need with key.split(n) or key.fold(i)");
        }
    }

    private static Object identity(Value value) {
        return switch (value) {
            case Concrete concrete -> concrete.array();
            case Recorded recorded -> recorded.variable();
            case Dual dual -> identity(dual.primal());
        };
    }
}
