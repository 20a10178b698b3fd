package org.gradus.workbench;

import org.gradus.workbench.command.Gradus;
import org.gradus.workbench.command.Services;
import org.gradus.workbench.command.Terminal;
import org.gradus.workbench.doctor.Checks;
import org.gradus.workbench.tune.HypergradientTuner;
import org.gradus.workbench.tune.ModelFile;

/** The program {@code gradus}. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param arguments the words after {@code gradus}
     */
    public static void main(String[] arguments) {
        Services services = new Services(new HypergradientTuner(), ModelFile::write, Checks.all());
        System.exit(new Gradus(Terminal.system(), services).run(arguments));
    }
}
