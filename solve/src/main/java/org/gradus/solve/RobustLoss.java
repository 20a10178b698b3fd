package org.gradus.solve;

import org.gradus.error.ArgumentException;

/**
 * How much a residual counts: the sum over residuals of c²·ρ(r²/c²) is minimized instead of the sum of r². Beyond the
 * scale c a residual counts less than its square, so that outliers do not draw the fit.
 *
 * @param kind ρ
 * @param scale c, the size of residual from which it counts as an outlier
 */
public record RobustLoss(Kind kind, double scale) {
    /** Squares: no outliers. */
    public static final RobustLoss SQUARES = new RobustLoss(Kind.SQUARES, 1);

    /** The functions ρ of z = r²/c². */
    public enum Kind {
        /** z. */
        SQUARES,
        /** z up to 1, 2√z − 1 beyond: the absolute value for outliers. */
        HUBER,
        /** ln(1 + z): outliers hardly count. */
        CAUCHY,
        /** 2(√(1 + z) − 1): a smooth Huber. */
        SOFT_L1
    }

    /**
     * Checks the scale.
     *
     * @throws ArgumentException when it is not positive and finite
     */
    public RobustLoss {
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "loss: the scale " + scale + " is not a positive number",
                    "give the size of residual from which one is an outlier, as 1.345 standard deviations for Huber");
        }
    }

    /**
     * Huber's loss.
     *
     * @param scale c
     * @return the loss
     */
    public static RobustLoss huber(double scale) {
        return new RobustLoss(Kind.HUBER, scale);
    }

    /**
     * Cauchy's loss.
     *
     * @param scale c
     * @return the loss
     */
    public static RobustLoss cauchy(double scale) {
        return new RobustLoss(Kind.CAUCHY, scale);
    }

    /**
     * The smooth form of Huber's loss.
     *
     * @param scale c
     * @return the loss
     */
    public static RobustLoss softL1(double scale) {
        return new RobustLoss(Kind.SOFT_L1, scale);
    }

    /** Σ c²·ρ(r²/c²). */
    double sum(double[] r) {
        double sum = 0;
        for (double one : r) {
            sum += kind == Kind.SQUARES ? one * one : scale * scale * rho(one * one / (scale * scale));
        }
        return sum;
    }

    /** The decrease from residuals a to b, for squares without the cancellation of the two sums. */
    double decrease(double[] a, double[] b, double valueOfA, double valueOfB) {
        if (kind != Kind.SQUARES) {
            return valueOfA - valueOfB;
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] + b[i]);
        }
        return sum;
    }

    private double rho(double z) {
        return switch (kind) {
            case SQUARES -> z;
            case HUBER -> z <= 1 ? z : 2 * Math.sqrt(z) - 1;
            case CAUCHY -> Math.log1p(z);
            case SOFT_L1 -> 2 * z / (Math.sqrt(1 + z) + 1);
        };
    }

    /** ρ′(z), the weight of a residual. */
    double weight(double r) {
        double z = r * r / (scale * scale);
        return switch (kind) {
            case SQUARES -> 1;
            case HUBER -> z <= 1 ? 1 : 1 / Math.sqrt(z);
            case CAUCHY -> 1 / (1 + z);
            case SOFT_L1 -> 1 / Math.sqrt(1 + z);
        };
    }

    /**
     * ρ′ + 2zρ″, the curvature along the residual, not below a thousandth of ρ′: where ρ is concave the Gauss–Newton
     * matrix must stay positive (Triggs et al., Bundle Adjustment, 2000, section 4.3).
     */
    double curvature(double r) {
        double z = r * r / (scale * scale);
        double weight = weight(r);
        double exact = switch (kind) {
            case SQUARES -> 1;
            case HUBER -> z <= 1 ? 1 : 0;
            case CAUCHY -> (1 - z) / ((1 + z) * (1 + z));
            case SOFT_L1 -> weight / (1 + z);
        };
        return Math.max(exact, 1e-3 * weight);
    }
}
