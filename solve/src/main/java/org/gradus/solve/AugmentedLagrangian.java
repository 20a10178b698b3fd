package org.gradus.solve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.Counts;
import org.gradus.optim.Lbfgsb;
import org.gradus.optim.Solution;
import org.gradus.optim.Standing;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;

/**
 * The augmented Lagrangian of Powell, Hestenes and Rockafellar: for many variables with constraints, with gradients
 * alone.
 *
 * <p>A step minimizes f + ρ/2·Σ(hᵢ + λᵢ/ρ)² + ρ/2·Σmax(0, cᵢ + μᵢ/ρ)² within the bounds by {@link Lbfgsb}, then λ ← λ + ρh
 * and μ ← max(0, μ + ρc); ρ grows tenfold when violation and complementarity have not fallen to a quarter (Birgin and
 * Martínez, Practical Augmented Lagrangian Methods, 2014, Algorithm 4.1). Constraints are divided by the size of their
 * gradients at the start. When ρ has grown by 10¹⁰, feasibility is restored as in {@link Sqp}, or the problem reported as
 * {@link Status#INFEASIBLE}.
 *
 * <p>Converged means what it means for {@link Sqp}. An iteration is one minimization.
 *
 * @param innerIterations steps of L-BFGS-B allowed in one minimization; 2000 by default
 */
public record AugmentedLagrangian(int innerIterations)
        implements ArraySolver<ConstrainedProblem, AugmentedLagrangian.State> {

    /** Where the iteration stands. */
    public static final class State {
        final Standing at;
        final ConstrainedProblem.Point point;
        final Multipliers multipliers;
        final double[] weights;
        final double rho;
        final double firstRho;
        final double omega;
        final double infeasibility;
        final double firstValue;
        final double firstGradient;
        final int idle;
        final Status status;

        State(
                Standing at,
                ConstrainedProblem.Point point,
                Multipliers multipliers,
                double[] weights,
                double rho,
                double firstRho,
                double omega,
                double infeasibility,
                double firstValue,
                double firstGradient,
                int idle,
                Status status) {
            this.at = at;
            this.point = point;
            this.multipliers = multipliers;
            this.weights = weights;
            this.rho = rho;
            this.firstRho = firstRho;
            this.omega = omega;
            this.infeasibility = infeasibility;
            this.firstValue = firstValue;
            this.firstGradient = firstGradient;
            this.idle = idle;
            this.status = status;
        }

        State ended(Standing standing, Status why) {
            return new State(
                    standing,
                    point,
                    multipliers,
                    weights,
                    rho,
                    firstRho,
                    omega,
                    infeasibility,
                    firstValue,
                    firstGradient,
                    idle,
                    why);
        }
    }

    /**
     * Checks the setting.
     *
     * @throws ArgumentException when no step is allowed
     */
    public AugmentedLagrangian {
        if (innerIterations < 1) {
            throw new ArgumentException(
                    "AugmentedLagrangian: innerIterations " + innerIterations + " is not positive",
                    "use the default 2000");
        }
    }

    /** The usual settings. */
    public AugmentedLagrangian() {
        this(2000);
    }

    @Override
    public State init(ConstrainedProblem problem, double[] start) {
        double[] x = problem.bounds().project(start);
        ConstrainedProblem.Values v = problem.at(x);
        ConstrainedProblem.Point p = problem.differentiated(v);
        double[] weights = new double[v.h().length + v.c().length];
        for (int i = 0; i < weights.length; i++) {
            double size = Vectors.maxAbs(row(p, i));
            weights[i] = 1 / (size > 0 ? size : 1);
        }
        Multipliers none = new Multipliers(new double[v.h().length], new double[v.c().length]);
        Standing at = new Standing(
                0, x, v.f(), Vectors.maxAbs(none.residual(p, problem.bounds())), 0, Counts.NONE.plus(0, 1, 1, 0));
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            double one = weights[i] * (i < v.h().length ? v.h()[i] : Math.max(0, v.c()[i - v.h().length]));
            squares += one * one;
        }
        double rho = Math.clamp(10 * Math.max(1e-3, Math.abs(v.f())) / Math.max(1e-3, 0.5 * squares), 1e-2, 1e3);
        Status status = p.isFinite() ? Status.RUNNING : Status.NON_FINITE_START;
        return new State(
                at,
                p,
                none,
                weights,
                rho,
                rho,
                1e-2,
                Double.POSITIVE_INFINITY,
                v.f(),
                Vectors.maxAbs(p.gradient()),
                0,
                status);
    }

    private static double[] row(ConstrainedProblem.Point p, int i) {
        return i < p.equalities().length ? p.equalities()[i] : p.inequalities()[i - p.equalities().length];
    }

    @Override
    public State step(ConstrainedProblem problem, State state) {
        Augmented augmented = new Augmented(problem, state.multipliers, state.weights, state.rho);
        Solution<double[]> inner = new ArrayLoop(innerIterations, state.omega, List.of())
                .run(new Lbfgsb(20), new BoxProblem(augmented, problem.bounds()), state.at.point())
                .solution();
        Counts counts = state.at
                .counts()
                .plus(1, inner.counts().values() + 1, inner.counts().gradients() + 1, 0);
        if (inner.status() == Status.DIVERGING || inner.status() == Status.UNBOUNDED) {
            // The penalty may have been too weak to hold it.
            double rho = 100 * state.rho;
            Standing same = state.at.with(counts.plus(-1, 0, 0, 0));
            return rho > 1e10 * state.firstRho
                    ? state.ended(same, Status.DIVERGING)
                    : new State(
                            same,
                            state.point,
                            state.multipliers,
                            state.weights,
                            rho,
                            state.firstRho,
                            state.omega,
                            state.infeasibility,
                            state.firstValue,
                            state.firstGradient,
                            state.idle,
                            Status.RUNNING);
        }
        if (inner.status() == Status.NON_FINITE) {
            return state.ended(state.at.with(counts.plus(-1, 0, 0, 0)), Status.NON_FINITE);
        }
        return outer(problem, state, inner.point(), counts);
    }

    private static State outer(ConstrainedProblem problem, State state, double[] x, Counts counts) {
        ConstrainedProblem.Point p = problem.differentiated(problem.at(x));
        if (!p.isFinite()) {
            return state.ended(state.at.with(counts.plus(-1, 0, 0, 0)), Status.NON_FINITE);
        }
        double[] lambda = state.multipliers.lambda().clone();
        double[] mu = state.multipliers.mu().clone();
        double[] h = p.values().h();
        double[] c = p.values().c();
        double infeasibility = 0;
        for (int i = 0; i < lambda.length; i++) {
            double w = state.weights[i];
            infeasibility = Math.max(infeasibility, Math.abs(w * h[i]));
            lambda[i] += state.rho * w * w * h[i];
        }
        for (int i = 0; i < mu.length; i++) {
            double w = state.weights[lambda.length + i];
            infeasibility = Math.max(infeasibility, Math.abs(Math.max(w * c[i], -mu[i] / (state.rho * w))));
            mu[i] = Math.max(0, mu[i] + state.rho * w * w * c[i]);
        }
        Multipliers multipliers = new Multipliers(lambda, mu);
        double norm = Vectors.maxAbs(multipliers.residual(p, problem.bounds()));
        double moved = Vectors.norm(Vectors.minus(x, state.at.point()));
        Standing at = new Standing(state.at.iteration() + 1, x, p.values().f(), norm, moved, counts);
        boolean falls = infeasibility <= 0.25 * state.infeasibility;
        double rho = falls || infeasibility <= 1e-12 ? state.rho : 10 * state.rho;
        int idle = moved <= 1e-14 * Vectors.norm(x) ? state.idle + 1 : 0;
        State next = new State(
                at,
                p,
                multipliers,
                state.weights,
                rho,
                state.firstRho,
                Math.max(1e-10, 0.1 * state.omega),
                infeasibility,
                state.firstValue,
                state.firstGradient,
                idle,
                idle >= 10 ? Status.PRECISION : Status.RUNNING);
        boolean lost = idle >= 10 && !KktTest.isFeasible(p, sizes(state.weights), 1e-6);
        return lost || rho > 1e10 * state.firstRho ? restored(problem, next) : next;
    }

    private static State restored(ConstrainedProblem problem, State state) {
        Restoration.Result result = Restoration.run(problem, state.point.values());
        Counts counts = state.at.counts().plus(1, result.evaluations() + 1, result.derivatives() + 1, 0);
        ConstrainedProblem.Point p = problem.differentiated(problem.at(result.x()));
        Multipliers none = new Multipliers(
                new double[p.values().h().length], new double[p.values().c().length]);
        Standing at = new Standing(
                state.at.iteration() + 1,
                result.x(),
                p.values().f(),
                Vectors.maxAbs(none.residual(p, problem.bounds())),
                Vectors.norm(Vectors.minus(result.x(), state.at.point())),
                counts);
        State next = new State(
                at,
                p,
                none,
                state.weights,
                1e3 * state.firstRho,
                state.firstRho,
                1e-4,
                Double.POSITIVE_INFINITY,
                state.firstValue,
                state.firstGradient,
                0,
                Status.RUNNING);
        boolean stuck = result.isMinimum() && !KktTest.isFeasible(p, sizes(state.weights), 1e-6);
        return stuck ? next.ended(at, Status.INFEASIBLE) : next;
    }

    private static double[] sizes(double[] weights) {
        double[] sizes = new double[weights.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = 1 / weights[i];
        }
        return sizes;
    }

    @Override
    public Status terminate(State state, double tolerance) {
        if (state.status.kind() == Status.Kind.FAILED || state.at.iteration() == 0) {
            return state.status;
        }
        double[] sizes = sizes(state.weights);
        boolean solved = KktTest.isFeasible(state.point, sizes, tolerance)
                && KktTest.isStationary(
                        state.point, state.multipliers, state.at.gradientNorm(), state.firstGradient, sizes, tolerance);
        if (solved) {
            return Status.KKT;
        }
        boolean falls = state.at.value() < -1e15 * Math.max(1, Math.abs(state.firstValue));
        return falls ? Status.DIVERGING : state.status;
    }

    @Override
    public Standing standing(State state) {
        return state.at;
    }

    @Override
    public String detail(State state, Status status) {
        return switch (status) {
            case NON_FINITE_START -> ConstrainedProblem.nonFinite(state.point);
            case INFEASIBLE ->
                String.format(
                        Locale.ROOT,
                        "%s; the least violation found is %.6g",
                        status.words(),
                        state.point.values().violation());
            default -> status.words();
        };
    }

    /** The function that one step minimizes. */
    private record Augmented(ConstrainedProblem problem, Multipliers multipliers, double[] weights, double rho)
            implements Differentiable {

        /** ρw²·(h + λ/(ρw²)) and ρw²·max(0, c + μ/(ρw²)): the multipliers that the value's gradient has. */
        private double[] pulls(ConstrainedProblem.Values v) {
            double[] pulls = new double[weights.length];
            int equalities = v.h().length;
            for (int i = 0; i < pulls.length; i++) {
                double stiffness = rho * weights[i] * weights[i];
                pulls[i] = i < equalities
                        ? multipliers.lambda()[i] + stiffness * v.h()[i]
                        : positive(multipliers.mu()[i - equalities] + stiffness * v.c()[i - equalities]);
            }
            return pulls;
        }

        private static double positive(double number) {
            return Double.isNaN(number) ? number : Math.max(0, number);
        }

        private double value(ConstrainedProblem.Values v) {
            double sum = v.f();
            double[] pulls = pulls(v);
            for (int i = 0; i < pulls.length; i++) {
                sum += 0.5 * pulls[i] * pulls[i] / (rho * weights[i] * weights[i]);
            }
            return sum;
        }

        @Override
        public double value(double[] x) {
            return value(problem.at(x));
        }

        @Override
        public double[] gradient(double[] x) {
            double[] g = new double[x.length];
            valueAndGradient(x, g);
            return g;
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            double[] h = problem.equalities().map(f -> f.value(x)).orElse(new double[0]);
            double[] c = problem.inequalities().map(f -> f.value(x)).orElse(new double[0]);
            double f = problem.f().valueAndGradient(x, gradient);
            ConstrainedProblem.Values v = new ConstrainedProblem.Values(x, f, h, c);
            double[] pulls = pulls(v);
            double[] lambda = Arrays.copyOf(pulls, h.length);
            double[] mu = Arrays.copyOfRange(pulls, h.length, pulls.length);
            problem.equalities().ifPresent(e -> add(e.vjp(x, lambda), gradient));
            problem.inequalities().ifPresent(e -> add(e.vjp(x, mu), gradient));
            return value(v);
        }

        private static void add(double[] more, double[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += more[i];
            }
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            throw new NotDifferentiableException(
                    "augmented Lagrangian: it has no second derivatives", "minimize it with gradients alone");
        }
    }
}
