package org.gradus.plainjava;

import org.gradus.error.SourceLine;

/**
 * A place where a function that depends on its argument is not smooth: there the derivative is one-sided, or zero by
 * definition.
 *
 * @param line where in the person's code
 * @param what what happens there
 */
public record Kink(SourceLine line, String what) {
    @Override
    public String toString() {
        return "at " + line + " " + what;
    }
}
