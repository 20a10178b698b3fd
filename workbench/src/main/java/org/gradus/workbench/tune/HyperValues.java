package org.gradus.workbench.tune;

/** Between the values of hyperparameters and the θ that moves them, one number at a time. */
final class HyperValues {
    private static final double WIDEST = 6;
    private static final double LEAST_PENALTY = 1e-7;
    private static final double LARGEST_PENALTY = 1e6;
    /** Beyond it nothing changes in double precision. */
    private static final double FARTHEST = 40;

    private HyperValues() {}

    static double value(Hyper hyper, double theta) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER -> Penalties.of(theta);
            case EXAMPLE_WEIGHTS -> 2 / (1 + Math.exp(-theta));
            case FEATURE_SCALES -> Math.exp(WIDEST * Math.tanh(theta / WIDEST));
            case AUGMENTATION -> Augmentation.value(theta);
            case KERNEL, LEARNING_RATE_SCHEDULE -> throw unknown(hyper);
        };
    }

    /** The θ of a value; at an end of the range, infinite. */
    static double theta(Hyper hyper, double value) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER -> Penalties.log(value);
            case EXAMPLE_WEIGHTS -> Math.log(value) - Math.log(2 - value);
            case FEATURE_SCALES -> {
                double share = Math.log(value) / WIDEST;
                yield WIDEST * 0.5 * (Math.log1p(share) - Math.log1p(-share));
            }
            case AUGMENTATION -> theta(Hyper.FEATURE_SCALES, value / Augmentation.value(0));
            case KERNEL, LEARNING_RATE_SCHEDULE -> throw unknown(hyper);
        };
    }

    /** A θ that is no farther out than makes a difference, whatever rounding at an end of the range made of it. */
    static double within(double value, double theta) {
        double far = value < 1 ? -FARTHEST : FARTHEST;
        return Double.isNaN(theta) ? far : Math.clamp(theta, -FARTHEST, FARTHEST);
    }

    /** d log value / dθ. */
    static double logRate(Hyper hyper, double theta) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER -> {
                double inverse = Math.exp(-theta) + 1 / LARGEST_PENALTY;
                double penalty = 1 / inverse;
                yield Math.exp(-theta) * penalty * penalty / (penalty + LEAST_PENALTY);
            }
            case EXAMPLE_WEIGHTS -> 1 / (1 + Math.exp(theta));
            case FEATURE_SCALES, AUGMENTATION -> {
                double t = Math.tanh(theta / WIDEST);
                yield 1 - t * t;
            }
            case KERNEL, LEARNING_RATE_SCHEDULE -> throw unknown(hyper);
        };
    }

    private static IllegalStateException unknown(Hyper hyper) {
        return new IllegalStateException("the values of " + hyper + " are not of one form");
    }
}
