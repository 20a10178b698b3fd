package org.gradus.optim;

import java.util.List;
import java.util.Locale;
import org.gradus.error.ConvergenceException;

/**
 * How a minimization ended. Point, value and gradient norm always belong to one iterate, the best so far; a solution
 * that holds NaN, or that a line search gave up on, is never {@link Converged}.
 *
 * {@snippet :
 * String said = switch (solution) {
 *     case Solution.Converged<Model> c -> "done by " + c.criterion();
 *     case Solution.Stopped<Model> s -> "stopped: " + s.detail();
 *     case Solution.Failed<Model> f -> "failed: " + f.detail();
 * };
 * }
 *
 * @param <P> the parameters' type
 */
public sealed interface Solution<P> {

    /**
     * What was reached, however it ended.
     *
     * @param <P> the parameters' type
     * @param point the best point so far
     * @param value f there
     * @param gradientNorm ‖∇f‖∞ there
     * @param counts work done
     * @param history the iterations, thinned out evenly beyond 10 000
     */
    record Reached<P>(P point, double value, double gradientNorm, Counts counts, List<Iteration> history) {}

    /**
     * A criterion of convergence holds at the point.
     *
     * @param <P> the parameters' type
     * @param reached what was reached
     * @param criterion which criterion
     * @param tolerance its bound
     */
    record Converged<P>(Reached<P> reached, Status criterion, double tolerance) implements Solution<P> {
        @Override
        public Status status() {
            return criterion;
        }

        @Override
        public String detail() {
            return criterion == Status.GRADIENT
                    ? String.format(Locale.ROOT, "the gradient's largest entry is within %.1e", tolerance)
                    : String.format(Locale.ROOT, "%s (%.1e)", criterion.words(), tolerance);
        }

        @Override
        public String toString() {
            return line("Converged", this);
        }
    }

    /**
     * A limit was reached before convergence.
     *
     * @param <P> the parameters' type
     * @param reached what was reached
     * @param limit which limit
     * @param detail the limit in words
     */
    record Stopped<P>(Reached<P> reached, Status limit, String detail) implements Solution<P> {
        @Override
        public Status status() {
            return limit;
        }

        @Override
        public String toString() {
            return line("Stopped", this);
        }
    }

    /**
     * Something went wrong; the best point before it is kept.
     *
     * @param <P> the parameters' type
     * @param reached what was reached
     * @param cause what went wrong
     * @param detail the cause in words, with the place of a NaN
     */
    record Failed<P>(Reached<P> reached, Status cause, String detail) implements Solution<P> {
        @Override
        public Status status() {
            return cause;
        }

        @Override
        public String toString() {
            return line("Failed", this);
        }
    }

    /**
     * What was reached, however it ended.
     *
     * @return point, numbers, counts and history
     */
    Reached<P> reached();

    /**
     * The criterion, limit or cause.
     *
     * @return the status
     */
    Status status();

    /**
     * The criterion, limit or cause in words, with numbers.
     *
     * @return one clause
     */
    String detail();

    /**
     * The best point so far.
     *
     * @return a tree like the start
     */
    default P point() {
        return reached().point();
    }

    /**
     * The objective at the point.
     *
     * @return f(point)
     */
    default double value() {
        return reached().value();
    }

    /**
     * The gradient's largest entry at the point.
     *
     * @return ‖∇f(point)‖∞
     */
    default double gradientNorm() {
        return reached().gradientNorm();
    }

    /**
     * Work done.
     *
     * @return the counts
     */
    default Counts counts() {
        return reached().counts();
    }

    /**
     * The iterations, thinned out evenly beyond 10 000.
     *
     * @return the records in order
     */
    default List<Iteration> history() {
        return reached().history();
    }

    /**
     * Tells whether a criterion of convergence holds.
     *
     * @return true for {@link Converged}
     */
    default boolean isConverged() {
        return this instanceof Converged;
    }

    /**
     * The point of a converged solution.
     *
     * @return the point
     * @throws ConvergenceException when the solution is {@link Stopped} or {@link Failed}
     */
    default P orThrow() {
        if (this instanceof Converged) {
            return point();
        }
        throw new ConvergenceException(
                "minimize: " + this, "take point() for the best point so far, or look at status() and history()");
    }

    private static String line(String kind, Solution<?> s) {
        return String.format(
                Locale.ROOT,
                "%s by %s: %s; value %.6g, gradient norm %.3g after %s",
                kind,
                s.status(),
                s.detail(),
                s.value(),
                s.gradientNorm(),
                s.counts());
    }
}
