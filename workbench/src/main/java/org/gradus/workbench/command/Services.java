package org.gradus.workbench.command;

import java.util.List;
import org.gradus.workbench.doctor.Check;
import org.gradus.workbench.tune.ModelWriter;
import org.gradus.workbench.tune.Tuner;

/**
 * What the commands are made of.
 *
 * @param tuner solves the problem of the command tune
 * @param writer writes its model
 * @param checks what the command doctor looks at
 */
public record Services(Tuner tuner, ModelWriter writer, List<Check> checks) {
    /** Copies the list. */
    public Services {
        checks = List.copyOf(checks);
    }
}
