package org.gradus.solve;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Tensors;

/**
 * A fit with its statistics. The covariance is s²·(JᵀJ)⁻¹ with s² the sum of squares by the degrees of freedom, the
 * usual linear approximation; with a robust loss, residuals and rows are the weighted ones. Parameters at a bound that a
 * descent would cross count as known: their rows are NaN. With no degrees of freedom left all are NaN.
 *
 * @param solution how the iteration ended; its value is the sum that was minimized
 * @param residuals at the solution
 * @param covariance of the parameters
 * @param degreesOfFreedom residuals less free parameters
 */
@SuppressWarnings("ArrayRecordComponent")
public record LeastSquaresFit(
        Solution<double[]> solution, double[] residuals, double[][] covariance, int degreesOfFreedom) {

    static LeastSquaresFit of(
            LeastSquaresProblem problem, Solution<double[]> solution, LevenbergMarquardt.State state) {
        int n = solution.point().length;
        double[][] covariance = new double[n][n];
        for (double[] row : covariance) {
            Arrays.fill(row, Double.NaN);
        }
        if (solution.status() == Status.NON_FINITE_START) {
            return new LeastSquaresFit(solution, state.residuals(), covariance, 0);
        }
        double[] projected = problem.bounds().projectedGradient(solution.point(), state.gradient());
        boolean[] fixed = new boolean[n];
        int free = 0;
        for (int j = 0; j < n; j++) {
            fixed[j] = (projected[j] == 0 && state.gradient()[j] != 0)
                    || problem.bounds().lower()[j] == problem.bounds().upper()[j];
            free += fixed[j] ? 0 : 1;
        }
        LinearizedResiduals linear = new LinearizedResiduals(problem.loss(), state.residuals(), state.jacobian());
        int degrees = state.residuals().length - free;
        if (degrees > 0 && free > 0) {
            double variance = Vectors.dot(linear.residuals(), linear.residuals()) / degrees;
            double[] norms = linear.columnNorms(n);
            double[][] inverse = linear.inverseGram(fixed, norms);
            int row = 0;
            for (int i = 0; i < n; i++) {
                int column = 0;
                for (int j = 0; j < n; j++) {
                    if (!fixed[i] && !fixed[j]) {
                        covariance[i][j] = variance * inverse[row][column] / (norms[i] * norms[j]);
                        column++;
                    }
                }
                row += fixed[i] ? 0 : 1;
            }
        }
        return new LeastSquaresFit(solution, state.residuals(), covariance, degrees);
    }

    /**
     * The standard deviations of the parameters.
     *
     * @return square roots of the covariance's diagonal; infinite where the data do not determine a parameter
     */
    public double[] standardDeviations() {
        double[] deviations = new double[covariance.length];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.sqrt(covariance[i][i]);
        }
        return deviations;
    }

    /**
     * Half the width of each parameter's confidence interval: the standard deviation times Student's quantile.
     *
     * @param level the confidence, between 0 and 1, as 0.95
     * @return one number a parameter
     * @throws ArgumentException when the level is not between 0 and 1
     */
    public double[] confidenceHalfWidths(double level) {
        double quantile = quantile(level);
        double[] widths = standardDeviations();
        for (int i = 0; i < widths.length; i++) {
            widths[i] *= quantile;
        }
        return widths;
    }

    /**
     * Half the width of the confidence band of a prediction: √(gᵀ·covariance·g) times Student's quantile.
     *
     * @param gradient g, the prediction's derivatives by the parameters at the solution
     * @param level the confidence, between 0 and 1, as 0.95
     * @return the band is the prediction ± this
     * @throws ArgumentException when the level is not between 0 and 1, or g has another length than the parameters
     */
    public double bandHalfWidth(double[] gradient, double level) {
        if (gradient.length != covariance.length) {
            throw new ArgumentException(
                    "bandHalfWidth: a gradient of " + gradient.length + " entries for " + covariance.length
                            + " parameters",
                    "give the prediction's derivative by each parameter");
        }
        double variance = 0;
        for (int i = 0; i < gradient.length; i++) {
            for (int j = 0; j < gradient.length; j++) {
                if (gradient[i] != 0 && gradient[j] != 0) {
                    variance += gradient[i] * covariance[i][j] * gradient[j];
                }
            }
        }
        return quantile(level) * Math.sqrt(Math.max(0, variance));
    }

    /** Student's t with P(|T| ≤ t) = level, by bisection on the incomplete beta function. */
    private double quantile(double level) {
        if (!(level > 0 && level < 1)) {
            throw new ArgumentException(
                    "confidence: the level " + level + " is not between 0 and 1", "give 0.95 for 95 percent");
        }
        if (degreesOfFreedom <= 0) {
            return Double.NaN;
        }
        double low = 0;
        double high = 1;
        while (outside(high) > 1 - level) {
            high *= 2;
        }
        for (int i = 0; i < 80; i++) {
            double middle = 0.5 * (low + high);
            if (outside(middle) > 1 - level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    private double outside(double t) {
        double nu = degreesOfFreedom;
        return Tensors.betainc(Tensors.scalar(nu / 2), Tensors.scalar(0.5), Tensors.scalar(nu / (nu + t * t)))
                .item();
    }
}
