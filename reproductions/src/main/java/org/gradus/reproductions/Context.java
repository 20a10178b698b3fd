package org.gradus.reproductions;

import org.gradus.tensor.Key;

/**
 * What a reproduction runs with.
 *
 * @param seed from which all chance comes
 */
public record Context(long seed) {

    /** The seed of the published figures. */
    public static final Context DEFAULT = new Context(0);

    /**
     * A key for one of several repetitions.
     *
     * @param repetition its number
     * @return the key
     */
    public Key key(long repetition) {
        return Key.of(seed * 1_000_003 + repetition);
    }

    /**
     * A bundled table of numbers and classes.
     *
     * @param name {@code digits}, {@code iris} or {@code breast_cancer}
     * @return the table
     */
    public Table table(String name) {
        return Table.bundled(name);
    }
}
