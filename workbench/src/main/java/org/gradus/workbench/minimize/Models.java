package org.gradus.workbench.minimize;

import java.nio.file.Path;
import java.util.List;
import org.gradus.error.GradusException;

/** What the commands do with a file. */
public final class Models {
    private Models() {}

    /**
     * Minimizes what a file states.
     *
     * @param file the Java file
     * @param classPath jars and folders that it uses
     * @param options how
     * @return what it came to
     * @throws GradusException when the file does not state a problem, or its code throws
     */
    public static MinimizeResult minimize(Path file, List<Path> classPath, MinimizeOptions options) {
        UserProblem problem = UserProblem.of("minimize", CompiledFile.of("minimize", file, classPath));
        return new MinimizeRun(
                        problem, options, new PlainEngine(problem.evaluation().file()), _ -> {})
                .run();
    }

    /**
     * Checks the derivatives of a file.
     *
     * @param file the Java file
     * @param classPath jars and folders that it uses
     * @param at the point, or null for the file's start
     * @param callLimit seconds that one call may take
     * @return what was found
     * @throws GradusException when the file does not state a problem, or its code throws
     */
    public static CheckResult check(Path file, List<Path> classPath, double[] at, double callLimit) {
        UserProblem problem = UserProblem.of("check", CompiledFile.of("check", file, classPath));
        return new CheckRun(problem, new PlainEngine(problem.evaluation().file())).run(at, callLimit);
    }
}
