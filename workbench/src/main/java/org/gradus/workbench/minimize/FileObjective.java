package org.gradus.workbench.minimize;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Bounds;

/** What a file states, as a function with derivatives: for methods other than those that {@code gradus minimize} chooses among. */
public final class FileObjective {
    private static final int MARK_ITERATIONS = 1000;

    private final UserProblem problem;
    private final double callLimit;
    private final double[] start;
    private final Bounds bounds;
    private final Differentiable f;

    private FileObjective(UserProblem problem, double callLimit, double[] start, Bounds bounds, Differentiable f) {
        this.problem = problem;
        this.callLimit = callLimit;
        this.start = start;
        this.bounds = bounds;
        this.f = f;
    }

    /**
     * Compiles a file and calls its methods once.
     *
     * @param command whose errors begin with its name
     * @param file the Java file
     * @param classPath jars and folders that it uses
     * @param callLimit seconds that one call may take
     * @return the function
     * @throws GradusException when the file does not state a problem, its code throws or does not return, or it has constraints
     *     other than bounds
     */
    public static FileObjective of(String command, Path file, List<Path> classPath, double callLimit) {
        UserProblem problem = UserProblem.of(command, CompiledFile.of(command, file, classPath));
        if (problem.isConstrained()) {
            throw new ArgumentException(
                    command + ": " + file.getFileName() + " has equalities or inequalities, and methods are compared"
                            + " without, or within bounds",
                    "use gradus minimize, or write bounds as lower() and upper()",
                    SourceLine.UNKNOWN,
                    null);
        }
        return MinimizeRun.watched(problem.evaluation(), callLimit, () -> {
            double[] start = problem.start(null);
            Bounds bounds = problem.bounds(start.length);
            double[] inside = bounds.project(start);
            if (problem.isLeastSquares()) {
                problem.array("residuals", inside, OptionalDouble.empty());
            } else {
                problem.number("objective", inside);
            }
            Differentiable f = UserFunctions.objective(
                    problem, new PlainEngine(problem.evaluation().file()));
            f.gradient(inside);
            return new FileObjective(problem, callLimit, inside, bounds, f);
        });
    }

    /**
     * The name of the class.
     *
     * @return for example "Rosenbrock"
     */
    public String name() {
        return problem.type().getSimpleName();
    }

    /**
     * Whether the value is a sum of squared residuals.
     *
     * @return true for {@code residuals}
     */
    public boolean isLeastSquares() {
        return problem.isLeastSquares();
    }

    /**
     * The function.
     *
     * @return with its derivatives
     */
    public Differentiable function() {
        return f;
    }

    /**
     * Where to begin.
     *
     * @return within the bounds
     */
    public double[] start() {
        return start.clone();
    }

    /**
     * The bounds.
     *
     * @return infinite where the file has none
     */
    public Bounds bounds() {
        return bounds;
    }

    /**
     * The value that {@code gradus minimize} comes to, as a mark that other methods are measured against.
     *
     * @return empty when it does not converge
     */
    public OptionalDouble lowest() {
        MinimizeOptions usual = MinimizeOptions.usual();
        MinimizeOptions options =
                new MinimizeOptions(usual.method(), null, 1, MARK_ITERATIONS, usual.tolerance(), 0, callLimit);
        try {
            var solution = new MinimizeRun(
                            problem,
                            options,
                            new PlainEngine(problem.evaluation().file()),
                            _ -> {})
                    .run()
                    .outcome()
                    .solution();
            return solution.isConverged() ? OptionalDouble.of(solution.value()) : OptionalDouble.empty();
        } catch (GradusException e) {
            return OptionalDouble.empty();
        }
    }

    /**
     * Does work that calls the function, on a thread of its own, so that a call that never returns can be given up.
     *
     * @param <T> the result's type
     * @param work what to do
     * @return its result
     * @throws GradusException when a call takes longer than it may
     */
    public <T> T watched(Supplier<T> work) {
        return MinimizeRun.watched(problem.evaluation(), callLimit, work);
    }
}
