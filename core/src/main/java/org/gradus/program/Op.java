package org.gradus.program;

/**
 * An operation of a {@link Program}: a record of numbers, shapes, enums and sub-programs, never of Java functions, so it
 * has equality, prints, and is written and read.
 *
 * <p>The hierarchy is sealed in families; every interpretation (type, evaluation, forward derivative, transposition,
 * batching) is an exhaustive switch over the families, so the Java compiler proves that no operation lacks a rule.
 */
public sealed interface Op
        permits Elementwise,
                Reduction,
                Cumulative,
                Sorting,
                Contraction,
                Structural,
                Indexing,
                Spectral,
                LinearAlgebra,
                Sampling,
                Control,
                Host {

    /**
     * The name by which programs print the operation.
     *
     * @return a short lower-case name
     */
    String mnemonic();

    /**
     * The attributes that follow the name in a printed program.
     *
     * @return for example {@code axes=[0]}, or nothing
     */
    default String attributes() {
        return "";
    }

    /**
     * Tells whether the operation, or a sub-program of it, calls Java code that may have effects.
     *
     * @return true if a {@link Host} operation that is not pure is done
     */
    default boolean callsJava() {
        return false;
    }
}
