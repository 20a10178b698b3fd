package org.gradus.workbench.minimize;

import org.gradus.error.GradusException;
import org.gradus.error.SourceLine;

/** The person's code threw, did not return, or returned what it may not. */
public final class UserCodeException extends GradusException {
    private static final long serialVersionUID = 1L;

    UserCodeException(String problem, String remedy, SourceLine line, Throwable cause) {
        super(problem, remedy, line, cause);
    }
}
