package org.gradus.solve;

import java.util.Optional;
import org.gradus.DifferentiableVector;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.Bounds;
import org.gradus.optim.IterationListener;

/**
 * Least squares: minimizes the sum of squared residuals, or of a robust loss of them; an immutable description of what,
 * how and how far.
 *
 * {@snippet :
 * Tensor t = Tensors.tensor(0, 1, 2, 3);
 * Tensor y = Tensors.tensor(1, 1.6, 2.7, 4.5);
 * DifferentiableVector residuals = Gradus.differentiableVector(p -> p.get(0).times(t.times(p.get(1)).exp()).minus(y));
 * LeastSquaresFit fit = LeastSquares.of(residuals).run(new double[] {1, 0});
 * fit.solution().point();
 * fit.standardDeviations();
 * }
 *
 * <p>The method is {@link LevenbergMarquardt}.
 */
public final class LeastSquares {
    private final DifferentiableVector residuals;
    private final Optional<Bounds> bounds;
    private final RobustLoss loss;
    private final LevenbergMarquardt method;
    private final ArrayLoop loop;

    private LeastSquares(
            DifferentiableVector residuals,
            Optional<Bounds> bounds,
            RobustLoss loss,
            LevenbergMarquardt method,
            ArrayLoop loop) {
        this.residuals = residuals;
        this.bounds = bounds;
        this.loss = loss;
        this.method = method;
        this.loop = loop;
    }

    /**
     * The sum of squares of residuals.
     *
     * @param residuals r
     * @return no bounds, squares, 500 iterations, a tolerance of 1e-8
     */
    public static LeastSquares of(DifferentiableVector residuals) {
        return new LeastSquares(
                residuals, Optional.empty(), RobustLoss.SQUARES, new LevenbergMarquardt(), new ArrayLoop());
    }

    /**
     * Bounds the parameters; none unless set.
     *
     * @param box l ≤ x ≤ u
     * @return another description
     */
    public LeastSquares bounds(Bounds box) {
        return new LeastSquares(residuals, Optional.of(box), loss, method, loop);
    }

    /**
     * Sets the loss; squares unless set.
     *
     * @param robust how much a residual counts
     * @return another description
     */
    public LeastSquares loss(RobustLoss robust) {
        return new LeastSquares(residuals, bounds, robust, method, loop);
    }

    /**
     * Sets the method's settings.
     *
     * @param settings Levenberg–Marquardt with another first radius
     * @return another description
     */
    public LeastSquares method(LevenbergMarquardt settings) {
        return new LeastSquares(residuals, bounds, loss, settings, loop);
    }

    /**
     * Bounds the accepted steps; 500 unless set.
     *
     * @param iterations one or more
     * @return another description
     * @throws org.gradus.error.ArgumentException when it is not positive
     */
    public LeastSquares maxIterations(int iterations) {
        ArrayLoop other = new ArrayLoop(iterations, loop.tolerance(), loop.listeners());
        return new LeastSquares(residuals, bounds, loss, method, other);
    }

    /**
     * Sets the accuracy: a run converges when the whole Gauss–Newton step is a hundredth of it beside every parameter,
     * or within rounding. Default 1e-8.
     *
     * @param relative zero or more; zero goes on until rounding
     * @return another description
     * @throws org.gradus.error.ArgumentException when it is negative or NaN
     */
    public LeastSquares tolerance(double relative) {
        ArrayLoop other = new ArrayLoop(loop.maxIterations(), relative, loop.listeners());
        return new LeastSquares(residuals, bounds, loss, method, other);
    }

    /**
     * Adds a listener; none unless added.
     *
     * @param listener told of every accepted iterate
     * @return another description
     */
    public LeastSquares listener(IterationListener listener) {
        return new LeastSquares(residuals, bounds, loss, method, loop.listener(listener));
    }

    /**
     * Fits.
     *
     * @param start where to begin; moved into the bounds
     * @return how it ended, with the statistics of the fit
     * @throws org.gradus.error.ArgumentException when the start is empty or has another length than the bounds
     */
    public LeastSquaresFit run(double[] start) {
        Bounds box = bounds.orElseGet(() -> Bounds.none(start.length));
        box.checkLength("LeastSquares", start);
        LeastSquaresProblem problem = new LeastSquaresProblem(residuals, box, loss);
        ArrayLoop.Run<LevenbergMarquardt.State> run = loop.run(method, problem, start);
        return LeastSquaresFit.of(problem, run.solution(), run.state());
    }
}
