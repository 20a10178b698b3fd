package org.gradus.workbench.minimize;

import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Bounds;
import org.gradus.optim.Vectors;

/**
 * Which method, and why.
 *
 * @param method never {@link SolverName#AUTO}
 * @param why one clause
 */
record MethodChoice(SolverName method, String why) {
    /** The most variables for which a Hessian matrix is made. */
    static final int SMALL = 100;

    /** The most variables for which SQP makes its matrices. */
    static final int MEDIUM = 300;

    /** Takes the method asked for, if it can solve the problem, or the one that suits. */
    static MethodChoice of(SolverName asked, UserProblem problem, Differentiable f, Bounds bounds, double[] start) {
        if (asked != SolverName.AUTO) {
            refuse(asked, problem, bounds);
            return new MethodChoice(asked, "asked for");
        }
        int n = start.length;
        String variables = n + (n == 1 ? " variable" : " variables");
        if (problem.isConstrained()) {
            return n <= MEDIUM
                    ? new MethodChoice(SolverName.SQP, "constraints, " + variables)
                    : new MethodChoice(SolverName.AUGMENTED_LAGRANGIAN, "constraints, many variables (" + n + ")");
        }
        if (problem.isLeastSquares()) {
            return new MethodChoice(SolverName.LEVENBERG_MARQUARDT, "a sum of squared residuals, " + variables);
        }
        String where = bounds.areNone() ? "" : " within bounds";
        if (n > SMALL) {
            return new MethodChoice(SolverName.LBFGSB, "many variables (" + n + ")" + where + ", gradients alone");
        }
        try {
            if (Vectors.isFinite(f.hvp(bounds.project(start), new double[n]))) {
                return new MethodChoice(SolverName.TRUST_REGION, variables + where + ", second derivatives");
            }
        } catch (NotDifferentiableException e) {
            return new MethodChoice(
                    SolverName.LBFGSB, variables + where + ", no second derivatives: " + firstLine(e.problem()));
        }
        return new MethodChoice(SolverName.LBFGSB, variables + where + ", second derivatives not finite at the start");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static void refuse(SolverName asked, UserProblem problem, Bounds bounds) {
        boolean takesConstraints = asked == SolverName.SQP || asked == SolverName.AUGMENTED_LAGRANGIAN;
        if (problem.isConstrained() && !takesConstraints) {
            throw wrong(problem, asked, "takes no equalities or inequalities", "use sqp or augmented-lagrangian");
        }
        if (!bounds.areNone() && asked == SolverName.LBFGS) {
            throw wrong(
                    problem,
                    asked,
                    "takes no bounds",
                    problem.isLeastSquares()
                            ? "use levenberg-marquardt or lbfgs-b"
                            : "use trust-region-newton-cg or lbfgs-b");
        }
        if (asked == SolverName.LEVENBERG_MARQUARDT && !problem.isLeastSquares()) {
            throw wrong(
                    problem,
                    asked,
                    "needs residuals, and the file has an objective",
                    "write double[] residuals(double[] x), or use trust-region-newton-cg or lbfgs-b");
        }
        if (asked == SolverName.TRUST_REGION && problem.isLeastSquares()) {
            throw wrong(
                    problem,
                    asked,
                    "needs second derivatives, and those of residuals are not computed",
                    "use levenberg-marquardt, or write double objective(double[] x)");
        }
    }

    private static ArgumentException wrong(UserProblem problem, SolverName asked, String what, String remedy) {
        return new ArgumentException(
                problem.evaluation().command() + ": " + asked + " " + what, remedy, SourceLine.UNKNOWN, null);
    }
}
