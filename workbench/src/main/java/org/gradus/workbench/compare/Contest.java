package org.gradus.workbench.compare;

import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradus.tensor.Key;

/**
 * A problem that methods are compared on.
 *
 * @param id the name that people type, or made of a file's
 * @param title what it is, in a few words
 * @param budget gradient evaluations that show a difference between methods
 * @param draw a start, and data or their order, from a key: the same for each method
 * @param guard around all that is run on the problem
 */
public record Contest(String id, String title, int budget, Function<Key, Instance<?, ?>> draw, Guard guard) {

    /** Runs the code of a problem, and may give it up. */
    public interface Guard {
        /** Runs it as it is. */
        Guard NONE = new Guard() {
            @Override
            public <T> T run(Supplier<T> work) {
                return work.get();
            }
        };

        /**
         * Runs it.
         *
         * @param <T> the result's type
         * @param work the code
         * @return its result
         */
        <T> T run(Supplier<T> work);
    }

    /**
     * A problem whose code is the library's own.
     *
     * @param id the name that people type
     * @param title what it is, in a few words
     * @param budget gradient evaluations that show a difference between methods
     * @param draw a start, and data or their order, from a key: the same for each method
     */
    public Contest(String id, String title, int budget, Function<Key, Instance<?, ?>> draw) {
        this(id, title, budget, draw, Guard.NONE);
    }

    /**
     * The same problem with a name of its own.
     *
     * @param taken names of other problems, to which its name is added
     * @return this one, or one whose name ends with a number
     */
    public Contest named(Set<String> taken) {
        String free = id;
        for (int n = 2; !taken.add(free); n++) {
            free = id + "-" + n;
        }
        return new Contest(free, title, budget, draw, guard);
    }
}
