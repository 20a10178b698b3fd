package org.gradus.workbench.minimize;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.Bounds;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.IterationListener;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Lbfgsb;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.optim.TrustRegionNewtonCg;
import org.gradus.solve.AugmentedLagrangian;
import org.gradus.solve.ConstrainedMinimizer;
import org.gradus.solve.ConstrainedSolution;
import org.gradus.solve.LeastSquares;
import org.gradus.solve.LeastSquaresFit;
import org.gradus.solve.RobustLoss;
import org.gradus.solve.Sqp;
import org.gradus.workbench.minimize.MinimizeResult.Minimum;
import org.gradus.workbench.minimize.MinimizeResult.Outcome;
import org.gradus.workbench.minimize.UserFunctions.Engine;

/** Minimizes the problem of a file. */
public final class MinimizeRun {
    private static final double CONFIDENCE = 0.95;
    /** Recursive methods, and their adjoints, may go deep. */
    private static final long STACK_BYTES = 256L << 20;

    private final UserProblem problem;
    private final MinimizeOptions options;
    private final Engine engine;
    private final IterationListener listener;

    MinimizeRun(UserProblem problem, MinimizeOptions options, Engine engine, IterationListener listener) {
        this.problem = problem;
        this.options = options;
        this.engine = engine;
        this.listener = listener;
    }

    /**
     * Runs, on a thread of its own, so that a call that never returns can be given up.
     *
     * @return what it came to
     * @throws GradusException when the file's code throws or does not return, or the options do not fit it
     */
    public MinimizeResult run() {
        return watched(problem.evaluation(), options.callLimit(), this::minimize);
    }

    static <T> T watched(Evaluation evaluation, double limit, Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = new Thread(
                null,
                () -> {
                    try {
                        result.set(work.get());
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                },
                "gradus-" + evaluation.command(),
                STACK_BYTES);
        worker.setDaemon(true);
        worker.start();
        try {
            while (!worker.join(Duration.ofMillis(100))) {
                UserCodeException overdue = evaluation.overdue(worker, limit);
                if (overdue != null) {
                    worker.interrupt();
                    throw overdue;
                }
            }
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            throw new UserCodeException(
                    evaluation.command() + ": interrupted",
                    "run it again",
                    evaluation.file().lineIn(new StackTraceElement[0]),
                    e);
        }
        if (thrown.get() instanceof RuntimeException e) {
            throw e;
        }
        if (thrown.get() instanceof Error e) {
            throw e;
        }
        return result.get();
    }

    private MinimizeResult minimize() {
        long began = System.nanoTime();
        double[] start = problem.start(options.start());
        Bounds bounds = problem.bounds(start.length);
        // The methods themselves first: what they throw has their own lines.
        for (String name : List.of("objective", "residuals", "equalities", "inequalities")) {
            if (problem.has(name)) {
                double[] inside = bounds.project(start);
                if (name.equals("objective")) {
                    problem.number(name, inside);
                } else {
                    problem.array(name, inside, OptionalDouble.empty());
                }
            }
        }
        Differentiable f = UserFunctions.objective(problem, engine);
        MethodChoice choice = MethodChoice.of(options.method(), problem, f, bounds, start);
        if (options.loss().kind() != RobustLoss.Kind.SQUARES && choice.method() != SolverName.LEVENBERG_MARQUARDT) {
            throw new ArgumentException(
                    "minimize: --loss " + options.loss().kind().name().toLowerCase(java.util.Locale.ROOT)
                            + " is for least squares by levenberg-marquardt, not for "
                            + (problem.has("residuals") ? choice.method() : "an objective"),
                    "write double[] residuals(double[] x) without constraints, or leave --loss out",
                    SourceLine.UNKNOWN,
                    null);
        }
        List<double[]> starts = new Starts(start, bounds, options.seed()).take(options.starts());
        List<Outcome> outcomes = new ArrayList<>();
        int best = 0;
        for (double[] one : starts) {
            outcomes.add(outcome(choice, f, bounds, one));
            if (isBetter(outcomes.getLast(), outcomes.get(best))) {
                best = outcomes.size() - 1;
            }
        }
        Outcome outcome = outcomes.get(best);
        List<Minimum> minima = starts.size() == 1 ? List.of() : Starts.distinct(outcomes);
        double seconds = (System.nanoTime() - began) / 1e9;
        String name = problem.type().getSimpleName();
        return new MinimizeResult(
                name,
                outcome.method(),
                choice.why(),
                bounds.project(starts.get(best)),
                bounds,
                outcome,
                minima,
                starts.size(),
                seconds);
    }

    /** Feasible before infeasible, finite before not, then by value; of equal values what converged. */
    private boolean isBetter(Outcome a, Outcome b) {
        double slack = 1e-6;
        boolean feasible = a.violation() <= slack;
        if (feasible != (b.violation() <= slack)) {
            return feasible;
        }
        if (!feasible) {
            return a.violation() < b.violation();
        }
        double va = a.solution().value();
        double vb = b.solution().value();
        if (Double.isNaN(va) || Double.isNaN(vb)) {
            return !Double.isNaN(va);
        }
        boolean equal = Math.abs(va - vb) <= 1e-9 * Math.max(Math.abs(va), Math.abs(vb));
        if (equal && a.solution().isConverged() != b.solution().isConverged()) {
            return a.solution().isConverged();
        }
        return va < vb;
    }

    private Outcome outcome(MethodChoice choice, Differentiable f, Bounds bounds, double[] start) {
        return switch (choice.method()) {
            case LEVENBERG_MARQUARDT -> leastSquares(bounds, start);
            case TRUST_REGION -> box(new TrustRegionNewtonCg(MethodChoice.SMALL), choice, f, bounds, start);
            case LBFGSB -> many(choice, f, bounds, start);
            case LBFGS -> {
                Solution<double[]> s = Minimizer.of(f)
                        .method(new Lbfgs())
                        .maxIterations(options.maxIterations())
                        .tolerance(options.tolerance())
                        .listener(listener)
                        .run(start);
                yield plain(s, choice.method().toString());
            }
            case SQP, AUGMENTED_LAGRANGIAN -> constrained(choice, f, bounds, start);
            case AUTO -> throw new AssertionError(choice);
        };
    }

    private ArrayLoop loop() {
        return new ArrayLoop(options.maxIterations(), options.tolerance(), List.of(listener));
    }

    private static Outcome plain(Solution<double[]> s, String method) {
        return new Outcome(s, method, 0, Optional.empty(), null, null);
    }

    private Outcome box(
            ArraySolver<BoxProblem, ?> solver, MethodChoice choice, Differentiable f, Bounds bounds, double[] start) {
        return plain(
                loop().run(solver, new BoxProblem(f, bounds), start).solution(),
                choice.method().toString());
    }

    /** Quasi-Newton steps; where they come to their precision, Newton's go on if the method may choose. */
    private Outcome many(MethodChoice choice, Differentiable f, Bounds bounds, double[] start) {
        Outcome first = box(new Lbfgsb(), choice, f, bounds, start);
        Status status = first.solution().status();
        boolean precise = status == Status.PRECISION || status == Status.LINE_SEARCH;
        if (options.method() != SolverName.AUTO || !precise) {
            return first;
        }
        try {
            Solution<double[]> polished = loop().run(
                            new TrustRegionNewtonCg(MethodChoice.SMALL),
                            new BoxProblem(f, bounds),
                            first.solution().point())
                    .solution();
            return polished.isConverged()
                            && polished.value() <= first.solution().value()
                    ? plain(polished, SolverName.LBFGSB + ", then " + SolverName.TRUST_REGION)
                    : first;
        } catch (NotDifferentiableException e) {
            return first;
        }
    }

    private Outcome leastSquares(Bounds bounds, double[] start) {
        LeastSquaresFit fit = LeastSquares.of(UserFunctions.vector(problem, engine, "residuals"))
                .bounds(bounds)
                .loss(options.loss())
                .maxIterations(options.maxIterations())
                .tolerance(options.tolerance())
                .listener(listener)
                .run(start);
        return new Outcome(
                fit.solution(),
                SolverName.LEVENBERG_MARQUARDT.toString(),
                0,
                Optional.empty(),
                fit.standardDeviations(),
                fit.confidenceHalfWidths(CONFIDENCE));
    }

    private Outcome constrained(MethodChoice choice, Differentiable f, Bounds bounds, double[] start) {
        ConstrainedMinimizer minimizer = ConstrainedMinimizer.of(f)
                .bounds(bounds)
                .maxIterations(options.maxIterations())
                .tolerance(options.tolerance())
                .listener(listener);
        if (problem.has("equalities")) {
            DifferentiableVector h = UserFunctions.vector(problem, engine, "equalities");
            minimizer = minimizer.equalities(h);
        }
        if (problem.has("inequalities")) {
            DifferentiableVector c = UserFunctions.vector(problem, engine, "inequalities");
            minimizer = minimizer.inequalities(c);
        }
        boolean sqp = choice.method() == SolverName.SQP;
        Outcome first = of(
                sqp
                        ? minimizer.method(new Sqp()).run(start)
                        : minimizer.method(new AugmentedLagrangian()).run(start),
                choice.method().toString());
        boolean lastWord = switch (first.solution().status()) {
            case KKT, NON_FINITE_START, INTERRUPTED, REQUESTED -> true;
            default -> options.method() != SolverName.AUTO;
        };
        if (lastWord) {
            return first;
        }
        // The other method, which fails at other problems.
        Outcome second = of(
                sqp
                        ? minimizer.method(new AugmentedLagrangian()).run(start)
                        : minimizer.method(new Sqp()).run(start),
                (sqp ? SolverName.AUGMENTED_LAGRANGIAN : SolverName.SQP).toString());
        return second.solution().isConverged() ? second : first;
    }

    private static Outcome of(ConstrainedSolution s, String method) {
        return new Outcome(s.solution(), method, s.violation(), Optional.of(s.multipliers()), null, null);
    }
}
