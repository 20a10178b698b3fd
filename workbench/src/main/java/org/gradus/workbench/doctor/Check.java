package org.gradus.workbench.doctor;

/** Looks at one thing that Gradus uses. */
@FunctionalInterface
public interface Check {

    /**
     * Looks.
     *
     * @return what was found; a missing thing is a finding, never an exception
     */
    Finding run();
}
