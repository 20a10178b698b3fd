package org.gradus.plainjava;

import java.util.HashSet;
import java.util.Set;

/** Thrown when something was found out that would have changed what was read before: the function is read again. */
final class Restart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Restart() {
        super(null, null, false, false);
    }

    /** What was found out. Facts are only ever added, so reading ends. */
    static final class Facts {
        private final Set<Object> known = new HashSet<>();

        /** What calls itself, directly or not. */
        record Recursive(Procedure procedure) {}

        /** An argument, or a part of one, that is not the same in all calls. */
        record Varying(Procedure procedure, int part) {}

        /** A variable that a loop does not leave alone. */
        record Assigned(Procedure procedure, int loop, int part) {}

        /** A loop that has calls of recursive methods in it. */
        record Cut(Procedure procedure, int loop) {}

        /** A method whose results come from outside. */
        record Outer(Procedure procedure) {}

        boolean has(Object fact) {
            return known.contains(fact);
        }

        void learn(Object fact) {
            if (!known.add(fact)) {
                throw new IllegalStateException("already known: " + fact);
            }
            throw new Restart();
        }

        void learnAll(java.util.Collection<?> facts) {
            if (!known.addAll(facts)) {
                throw new IllegalStateException("already known: " + facts);
            }
            throw new Restart();
        }
    }
}
