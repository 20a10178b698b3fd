package org.gradus.workbench.command;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.solve.RobustLoss;
import org.gradus.workbench.minimize.MinimizeJson;
import org.gradus.workbench.minimize.MinimizeOptions;
import org.gradus.workbench.minimize.MinimizePlots;
import org.gradus.workbench.minimize.MinimizeResult;
import org.gradus.workbench.minimize.MinimizeText;
import org.gradus.workbench.minimize.Models;
import org.gradus.workbench.minimize.SolverName;
import org.gradus.workbench.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus minimize}: minimizes what a Java file states. */
@Command(
        name = "minimize",
        sortOptions = false,
        description = {
            "Minimize the objective of a Java file, with exact gradients from its bytecode.",
            "",
            "The file is compiled in memory and has public static methods: double objective(double[] x), or double[]"
                    + " residuals(double[] x), whose sum of squares is minimized; double[] start(); and optionally"
                    + " double[] lower(), double[] upper() (may be infinite), double[] equalities(double[] x) (= 0) and"
                    + " double[] inequalities(double[] x) (<= 0).",
            ""
        },
        footer = {
            "",
            "Exit status: 0 converged, 1 failed, 2 wrong usage, 3 stopped by a limit.",
            "",
            "Examples:",
            "  gradus minimize Model.java",
            "  gradus minimize Fit.java --start 1,0.5 --plot plots",
            "  gradus minimize Model.java --global 20 --json"
        })
final class MinimizeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE.java", description = "The file.")
    private Path file;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = Converters.SolverConverter.class,
            description = "auto, levenberg-marquardt, trust-region-newton-cg, lbfgs, lbfgs-b, sqp or"
                    + " augmented-lagrangian. Default: ${DEFAULT-VALUE}, which says what it chose and why.")
    private SolverName method;

    @Option(
            names = "--loss",
            paramLabel = "huber[:K]|cauchy[:K]",
            converter = Converters.LossConverter.class,
            description = "For residuals: how much one beyond the scale K counts, so that outliers do not draw the fit."
                    + " Huber's loss grows like the absolute value, K 1.345 unless given; Cauchy's like the logarithm, K"
                    + " 2.385: 95 percent efficient for residuals of standard deviation 1. Default: squares.")
    private RobustLoss loss;

    @Option(
            names = "--start",
            paramLabel = "A,B,...",
            converter = Converters.NumbersConverter.class,
            description = "Where to begin, instead of start().")
    private Converters.Numbers start;

    @Option(
            names = "--global",
            paramLabel = "N",
            defaultValue = "1",
            description = "Begin at N points: the start and others drawn within the bounds, or around the start. The"
                    + " best end counts; all distinct minima are listed.")
    private int starts;

    @Option(
            names = "--max-iterations",
            paramLabel = "N",
            defaultValue = "" + MinimizeOptions.DEFAULT_ITERATIONS,
            description = "The most accepted steps from one start. Default: ${DEFAULT-VALUE}.")
    private int maxIterations;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "" + MinimizeOptions.DEFAULT_TOLERANCE,
            description = "The accuracy. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "The seed of --global's points. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description = "Jars and folders of classes that the file uses, separated as in CLASSPATH.")
    private String classPath;

    @Option(
            names = "--plot",
            paramLabel = "DIR",
            description = "Write the convergence as convergence.png and convergence.svg to a folder.")
    private Path plot;

    @Option(
            names = "--call-limit",
            paramLabel = "SECONDS",
            defaultValue = "" + MinimizeOptions.DEFAULT_CALL_LIMIT,
            description = "How long one call of a method may take before it counts as a loop without end. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double callLimit;

    @Mixin
    private CommonOptions common;

    MinimizeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        check(starts >= 1, "--global " + starts + " is no number of starts", "give 1 or more");
        check(maxIterations >= 1, "--max-iterations " + maxIterations + " allows no step", "give 1 or more");
        check(tolerance >= 0, "--tolerance " + tolerance + " is no accuracy", "give 0 or more, as 1e-8");
        check(callLimit > 0, "--call-limit " + callLimit + " is no time", "give seconds above 0");
        MinimizeOptions options = new MinimizeOptions(
                method,
                Converters.Numbers.orNull(start),
                starts,
                maxIterations,
                tolerance,
                seed,
                callLimit,
                loss == null ? RobustLoss.SQUARES : loss);
        MinimizeResult result = Quiet.on(terminal.err(), () -> Models.minimize(file, paths(classPath), options));
        List<Path> plots = plot == null ? List.of() : MinimizePlots.write(result, plot);
        if (common.json) {
            terminal.out().println(Json.write(MinimizeJson.of(result)));
        } else {
            List<String> lines = MinimizeText.lines(result);
            terminal.out().println(terminal.bold(lines.getFirst()));
            lines.subList(1, lines.size()).forEach(terminal.out()::println);
            plots.forEach(path -> terminal.out().println("plot: " + path));
        }
        return MinimizeText.exitStatus(result.outcome().solution());
    }

    private static void check(boolean right, String problem, String remedy) {
        if (!right) {
            throw new ArgumentException("minimize: " + problem, remedy, SourceLine.UNKNOWN, null);
        }
    }

    static List<Path> paths(String classPath) {
        return classPath == null
                ? List.of()
                : List.of(classPath.split(File.pathSeparator, -1)).stream()
                        .filter(entry -> !entry.isBlank())
                        .map(Path::of)
                        .toList();
    }
}
