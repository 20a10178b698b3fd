package org.gradus.solve;

import java.util.Optional;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.Bounds;
import org.gradus.optim.IterationListener;
import org.gradus.optim.Status;

/**
 * Minimizes a function under constraints, h(x) = 0, c(x) ≤ 0 and l ≤ x ≤ u; an immutable description of what, how and how
 * far.
 *
 * {@snippet :
 * Differentiable f = Gradus.differentiable(x -> x.square().sum());
 * DifferentiableVector line = Gradus.differentiableVector(x -> x.sum().minus(1).reshape(1));
 * ConstrainedSolution s = ConstrainedMinimizer.of(f).equalities(line).run(new double[] {0, 0});
 * s.solution().point();    // 0.5, 0.5
 * s.multipliers();
 * }
 *
 * <p>The method is {@link Sqp} unless {@link AugmentedLagrangian} is chosen.
 */
public final class ConstrainedMinimizer {
    private final Differentiable f;
    private final Optional<DifferentiableVector> equalities;
    private final Optional<DifferentiableVector> inequalities;
    private final Optional<Bounds> bounds;
    private final Optional<AugmentedLagrangian> augmented;
    private final Sqp sqp;
    private final ArrayLoop loop;

    private ConstrainedMinimizer(
            Differentiable f,
            Optional<DifferentiableVector> equalities,
            Optional<DifferentiableVector> inequalities,
            Optional<Bounds> bounds,
            Optional<AugmentedLagrangian> augmented,
            Sqp sqp,
            ArrayLoop loop) {
        this.f = f;
        this.equalities = equalities;
        this.inequalities = inequalities;
        this.bounds = bounds;
        this.augmented = augmented;
        this.sqp = sqp;
        this.loop = loop;
    }

    /**
     * A minimizer without constraints yet.
     *
     * @param f the objective; its second derivatives are not used
     * @return SQP, 500 iterations, a tolerance of 1e-8
     */
    public static ConstrainedMinimizer of(Differentiable f) {
        return new ConstrainedMinimizer(
                f, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), new Sqp(), new ArrayLoop());
    }

    /**
     * Sets the equality constraints; none unless set.
     *
     * @param h what must be 0
     * @return another minimizer
     */
    public ConstrainedMinimizer equalities(DifferentiableVector h) {
        return new ConstrainedMinimizer(f, Optional.of(h), inequalities, bounds, augmented, sqp, loop);
    }

    /**
     * Sets the inequality constraints; none unless set.
     *
     * @param c what must be 0 or less
     * @return another minimizer
     */
    public ConstrainedMinimizer inequalities(DifferentiableVector c) {
        return new ConstrainedMinimizer(f, equalities, Optional.of(c), bounds, augmented, sqp, loop);
    }

    /**
     * Sets the bounds; none unless set.
     *
     * @param box l ≤ x ≤ u
     * @return another minimizer
     */
    public ConstrainedMinimizer bounds(Bounds box) {
        return new ConstrainedMinimizer(f, equalities, inequalities, Optional.of(box), augmented, sqp, loop);
    }

    /**
     * Chooses sequential quadratic programming.
     *
     * @param settings the method
     * @return another minimizer
     */
    public ConstrainedMinimizer method(Sqp settings) {
        return new ConstrainedMinimizer(f, equalities, inequalities, bounds, Optional.empty(), settings, loop);
    }

    /**
     * Chooses the augmented Lagrangian.
     *
     * @param settings the method
     * @return another minimizer
     */
    public ConstrainedMinimizer method(AugmentedLagrangian settings) {
        return new ConstrainedMinimizer(f, equalities, inequalities, bounds, Optional.of(settings), sqp, loop);
    }

    /**
     * Bounds the iterations; 500 unless set.
     *
     * @param iterations one or more
     * @return another minimizer
     * @throws org.gradus.error.ArgumentException when it is not positive
     */
    public ConstrainedMinimizer maxIterations(int iterations) {
        ArrayLoop other = new ArrayLoop(iterations, loop.tolerance(), loop.listeners());
        return new ConstrainedMinimizer(f, equalities, inequalities, bounds, augmented, sqp, other);
    }

    /**
     * Sets the accuracy of the conditions of Karush, Kuhn and Tucker, relative to their terms. Default 1e-8.
     *
     * @param relative zero or more
     * @return another minimizer
     * @throws org.gradus.error.ArgumentException when it is negative or NaN
     */
    public ConstrainedMinimizer tolerance(double relative) {
        ArrayLoop other = new ArrayLoop(loop.maxIterations(), relative, loop.listeners());
        return new ConstrainedMinimizer(f, equalities, inequalities, bounds, augmented, sqp, other);
    }

    /**
     * Adds a listener; none unless added.
     *
     * @param listener told of every iterate
     * @return another minimizer
     */
    public ConstrainedMinimizer listener(IterationListener listener) {
        return new ConstrainedMinimizer(f, equalities, inequalities, bounds, augmented, sqp, loop.listener(listener));
    }

    /**
     * Minimizes.
     *
     * @param start where to begin; moved into the bounds
     * @return how it ended, with violation and multipliers
     * @throws org.gradus.error.ArgumentException when the start is empty or has another length than the bounds
     */
    public ConstrainedSolution run(double[] start) {
        Bounds box = bounds.orElseGet(() -> Bounds.none(start.length));
        box.checkLength("ConstrainedMinimizer", start);
        ConstrainedProblem problem = new ConstrainedProblem(f, equalities, inequalities, box);
        if (augmented.isPresent()) {
            ArrayLoop.Run<AugmentedLagrangian.State> run = loop.run(augmented.get(), problem, start);
            return ConstrainedSolution.of(run.solution(), run.state().point, run.state().multipliers);
        }
        ArrayLoop.Run<Sqp.State> run = loop.run(sqp, problem, start);
        Multipliers multipliers = run.solution().status() == Status.NON_FINITE_START
                ? new Multipliers(new double[0], new double[0])
                : Sqp.multipliers(run.state());
        return ConstrainedSolution.of(run.solution(), run.state().working.point(), multipliers);
    }
}
