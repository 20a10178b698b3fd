package org.gradus.workbench.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.workbench.minimize.MinimizeOptions;
import org.gradus.workbench.minimize.Models;
import org.gradus.workbench.minimize.SolverName;

/** Java files that do not state a problem, or whose code fails. */
final class MinimizeErrors {
    private static final String START = "public static double[] start() { return new double[] {1, 2}; }";

    static final ErrorTable TABLE = new ErrorTable(
            "The commands minimize and check",
            List.of(
                    of("A file that does not compile", "public static double objective(double[] x) { return y; }", """
                    minimize: Model.java does not compile
                      Model.java:2: cannot find symbol
                          symbol:   variable y
                          location: class Model
                        public static double objective(double[] x) { return y; }
                                                                            ^
                      to do: mend the file; give libraries that it uses with --class-path
                    """),
                    of("A file without an objective", "public static double cost(double[] x) { return x[0]; }", """
                    minimize: Model.java has neither objective nor residuals
                      to do: write public static double objective(double[] x) or double[] residuals(double[] x), double[] start()
                    """),
                    of("A method that is not static", "public double objective(double[] x) { return x[0]; }", """
                    minimize: Model.objective(double[]) is not static
                      to do: write public static double objective(double[] x)
                    """),
                    of("A method of the wrong type", "public static float objective(double[] x) { return 0; }", """
                    minimize: Model.objective(double[]) returns float, not double
                      to do: write public static double objective(double[] x)
                    """),
                    of("No start", "public static double objective(double[] x) { return x[0]; }", """
                    minimize: Model has no start, and none was given
                      to do: write public static double[] start(), or give --start 1,2,...
                    """),
                    of(
                            "Bounds of another length",
                            "public static double objective(double[] x) { return x[0]; }\n" + START
                                    + "\npublic static double[] lower() { return new double[] {0}; }",
                            """
                    minimize: lower has 1 numbers and the start 2
                      to do: give one number for each parameter in both
                    """),
                    of(
                            "A method that takes no bounds",
                            SolverName.LBFGS,
                            "public static double objective(double[] x) { return x[0] * x[0]; }\n" + START
                                    + "\npublic static double[] lower() { return new double[] {0, 0}; }",
                            """
                    minimize: lbfgs takes no bounds
                      to do: use trust-region-newton-cg or lbfgs-b
                    """),
                    of(
                            "Code that throws",
                            "public static double objective(double[] x) { return x[2]; }\n" + START,
                            """
                    minimize: objective threw java.lang.ArrayIndexOutOfBoundsException: Index 2 out of bounds for length 2
                      where: Model.java:2 (Model.objective)
                      to do: mend the method, or keep its arguments inside its domain with lower() and upper()
                    """)));

    private MinimizeErrors() {}

    private static ErrorCase of(String name, String methods, String message) {
        return of(name, SolverName.AUTO, methods, message);
    }

    private static ErrorCase of(String name, SolverName method, String methods, String message) {
        String source = "public class Model {\n" + methods + "\n}\n";
        String option = method == SolverName.AUTO ? "" : " --method " + method;
        String shown = source.strip().replaceAll("(?m)^", "# ") + "\ngradus minimize Model.java" + option;
        return ErrorCase.of(name, "sh", shown, folder -> run(folder, source, method), message);
    }

    private static void run(Path folder, String source, SolverName method) throws Exception {
        Path file = folder.resolve("Model.java");
        Files.writeString(file, source);
        MinimizeOptions usual = MinimizeOptions.usual();
        MinimizeOptions options = new MinimizeOptions(
                method, null, 1, usual.maxIterations(), usual.tolerance(), usual.seed(), usual.callLimit());
        Models.minimize(file, List.of(), options);
    }
}
