package org.gradus.workbench.minimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.GradusException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.minimize.UserFunctions.Engine;

/** Compares the derivatives of a file's problem with each other and with differences. */
public final class CheckRun {
    /** A component disagrees when it differs by more, beside its size, and by more than the differences' error explains. */
    private static final double TOLERANCE = 1e-6;

    private static final int MATRIX = 200;

    private final UserProblem problem;
    private final Engine engine;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    CheckRun(UserProblem problem, Engine engine) {
        this.problem = problem;
        this.engine = engine;
    }

    /**
     * Runs.
     *
     * @param at the point, or null for the file's start
     * @param callLimit seconds that one call may take
     * @return what was found
     * @throws GradusException when the file's code throws or does not return
     */
    public CheckResult run(double[] at, double callLimit) {
        return MinimizeRun.watched(problem.evaluation(), callLimit, () -> checked(at));
    }

    private CheckResult checked(double[] at) {
        double[] x = problem.start(at);
        boolean squares = problem.isLeastSquares();
        String name = squares ? "residuals" : "objective";
        double value;
        double[] r = {};
        if (squares) {
            r = problem.array(name, x, OptionalDouble.empty());
            value = Vectors.dot(r, r);
        } else {
            value = problem.number(name, x);
        }
        Differentiable f = UserFunctions.objective(problem, engine);
        double[] reverse = f.gradient(x);
        double[] forward = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] unit = new double[x.length];
            unit[i] = 1;
            forward[i] = f.jvp(x, unit);
        }
        double[] weights = squares ? r : new double[] {0.5};
        UnaryOperator<double[]> code = squares
                ? p -> problem.array(name, p, OptionalDouble.empty())
                : p -> new double[] {problem.number(name, p)};
        double[] here = code.apply(x.clone());
        double[] slopes = new double[x.length];
        double[] errors = new double[x.length];
        boolean[] kinks = new boolean[x.length];
        for (int i = 0; i < x.length; i++) {
            Differences d = differences(code, x, here, i);
            for (int k = 0; k < weights.length; k++) {
                slopes[i] += 2 * weights[k] * d.slope()[k];
                errors[i] += Math.abs(2 * weights[k]) * d.error()[k];
            }
            kinks[i] = kink(d, here);
        }
        boolean agrees = true;
        double[] relative = new double[x.length];
        double scale = 1e-6 * Vectors.maxAbs(reverse);
        for (int i = 0; i < x.length; i++) {
            double size = Math.max(Math.max(Math.abs(reverse[i]), Math.abs(slopes[i])), scale);
            double modes = Math.abs(reverse[i] - forward[i]);
            double apart = Math.max(Math.abs(reverse[i] - slopes[i]), Math.abs(forward[i] - slopes[i]));
            relative[i] = size == 0 ? Math.max(modes, apart) : Math.max(modes, apart) / size;
            boolean wrong = !(modes <= 1e-8 * size) || !(apart <= Math.max(TOLERANCE * size, 10 * errors[i]));
            if (wrong || kinks[i]) {
                warnings.add(component(i, reverse[i], forward[i], slopes[i], kinks[i]));
            }
            agrees &= !wrong || (kinks[i] && modes <= 1e-8 * size);
        }
        warnings.addAll(Casts.of(problem.evaluation().file(), problem.type(), name));
        for (String constraint : List.of("equalities", "inequalities")) {
            agrees &= !problem.has(constraint) || constraintAgrees(constraint, x);
        }
        double condition = condition(f, x);
        return new CheckResult(
                problem.type().getSimpleName(),
                x,
                value,
                reverse,
                forward,
                slopes,
                errors,
                relative,
                agrees,
                condition,
                warnings,
                notes);
    }

    private static Differences differences(UnaryOperator<double[]> code, double[] x, double[] here, int i) {
        double size = Math.max(1e-3, 0.05 * Math.abs(x[i]));
        return Differences.of(
                h -> {
                    double[] p = x.clone();
                    p[i] += h;
                    double[] there = code.apply(p);
                    return there.length == here.length ? there : new double[here.length];
                },
                here,
                size);
    }

    /** Slopes to both sides that do not come nearer to each other with the step. */
    private static boolean kink(Differences d, double[] here) {
        for (int k = 0; k < here.length; k++) {
            double size = Math.max(Math.abs(d.slope()[k]), Math.abs(here[k]));
            boolean large = d.jump()[k] > 1e-6 * size && d.jump()[k] > 1e-12;
            if (large && d.jump()[k] > 0.6 * d.jumpBefore()[k]) {
                return true;
            }
        }
        return false;
    }

    private static String component(int i, double reverse, double forward, double slope, boolean kink) {
        String numbers =
                String.format(Locale.ROOT, "reverse %.10g, forward %.10g, differences %.10g", reverse, forward, slope);
        if (kink) {
            return "x[" + i + "]: a kink or a jump here or very near; " + numbers;
        }
        return "x[" + i + "] disagrees: " + numbers;
    }

    private boolean constraintAgrees(String name, double[] x) {
        DifferentiableVector c = UserFunctions.vector(problem, engine, name);
        double[][] jacobian = c.jacobian(x);
        double[] here = problem.array(name, x, OptionalDouble.empty());
        boolean agrees = true;
        for (int i = 0; i < x.length; i++) {
            Differences d = differences(p -> problem.array(name, p, OptionalDouble.empty()), x, here, i);
            for (int row = 0; row < jacobian.length; row++) {
                double size = Math.max(Math.abs(jacobian[row][i]), Math.abs(d.slope()[row]));
                double apart = Math.abs(jacobian[row][i] - d.slope()[row]);
                if (!(apart <= Math.max(TOLERANCE * size, 10 * d.error()[row]))) {
                    agrees = false;
                    warnings.add(String.format(
                            Locale.ROOT,
                            "%s[%d] by x[%d] disagrees: exact %.10g, differences %.10g",
                            name,
                            row,
                            i,
                            jacobian[row][i],
                            d.slope()[row]));
                }
            }
        }
        notes.add(name + ": " + jacobian.length + " compared with differences");
        return agrees;
    }

    private double condition(Differentiable f, double[] x) {
        if (x.length > MATRIX) {
            notes.add("no condition of the Hessian: more than " + MATRIX + " variables");
            return Double.NaN;
        }
        double[][] hessian;
        try {
            hessian = problem.isLeastSquares() ? gram(x) : hessian(f, x);
        } catch (NotDifferentiableException e) {
            notes.add("no condition of the Hessian: " + e.problem());
            return Double.NaN;
        }
        for (double[] row : hessian) {
            if (!Vectors.isFinite(row)) {
                notes.add("no condition of the Hessian: it is not finite");
                return Double.NaN;
            }
        }
        double[] values = Linalg.eigh(Tensors.tensor(hessian)).values().toDoubles();
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        boolean negative = false;
        for (double value : values) {
            smallest = Math.min(smallest, Math.abs(value));
            largest = Math.max(largest, Math.abs(value));
            negative |= value < -1e-12 * Math.abs(values[values.length - 1]);
        }
        notes.add((problem.isLeastSquares() ? "JᵀJ" : "the Hessian") + " has eigenvalues from "
                + String.format(Locale.ROOT, "%.3g to %.3g", values[0], values[values.length - 1])
                + (negative ? ": not a minimum" : ""));
        return largest / smallest;
    }

    private double[][] gram(double[] x) {
        double[][] j = UserFunctions.vector(problem, engine, "residuals").jacobian(x);
        double[][] gram = new double[x.length][x.length];
        for (double[] row : j) {
            for (int a = 0; a < x.length; a++) {
                for (int b = 0; b < x.length; b++) {
                    gram[a][b] += row[a] * row[b];
                }
            }
        }
        return gram;
    }

    private static double[][] hessian(Differentiable f, double[] x) {
        double[][] h = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] unit = new double[x.length];
            unit[i] = 1;
            h[i] = f.hvp(x, unit);
        }
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                double mean = 0.5 * (h[i][k] + h[k][i]);
                h[i][k] = mean;
                h[k][i] = mean;
            }
        }
        return h;
    }
}
