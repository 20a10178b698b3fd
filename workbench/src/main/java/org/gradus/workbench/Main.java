package org.gradus.workbench;

import java.util.List;
import java.util.ServiceLoader;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.command.Gradus;
import org.gradus.workbench.command.Services;
import org.gradus.workbench.command.Terminal;
import org.gradus.workbench.doctor.Checks;
import org.gradus.workbench.tune.ModelFile;
import org.gradus.workbench.tune.Tuner;

/** The program {@code gradus}. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit status.
     *
     * @param arguments the words after {@code gradus}
     */
    public static void main(String[] arguments) {
        System.exit(new Gradus(Terminal.system(), services()).run(arguments));
    }

    private static Services services() {
        return new Services(
                (problem, options, listener) -> load(Tuner.class).tune(problem, options, listener),
                new ModelFile(),
                List.copyOf(Checks.all()));
    }

    private static <T> T load(Class<T> type) {
        return ServiceLoader.load(type, Main.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(
                        "tune: no " + type.getSimpleName() + " in this program",
                        "start gradus with all of its jars on the path",
                        SourceLine.UNKNOWN,
                        null));
    }
}
