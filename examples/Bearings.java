/**
 * Maximum likelihood: the life of deep-groove ball bearings, in millions of revolutions, as a Weibull distribution.
 * Data: J. Lieblein and M. Zelen, Statistical investigation of the fatigue life of deep-groove ball bearings, 1956.
 *
 * <p>To be found: shape k and scale λ of f(t) = k/λ·(t/λ)^(k−1)·exp(−(t/λ)^k).
 */
public class Bearings {
    static final double[] LIVES = {
        17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.48, 51.84, 51.96, 54.12, 55.56, 67.80, 68.64, 68.64, 68.88, 84.12,
        93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40
    };

    public static double[] start() {
        return new double[] {1, 50};
    }

    public static double[] lower() {
        return new double[] {1e-3, 1e-3};
    }

    static double logDensity(double t, double shape, double scale) {
        double z = t / scale;
        return Math.log(shape / scale) + (shape - 1) * Math.log(z) - Math.pow(z, shape);
    }

    /** The negative log-likelihood. */
    public static double objective(double[] x) {
        double sum = 0;
        for (double life : LIVES) {
            sum -= logDensity(life, x[0], x[1]);
        }
        return sum;
    }
}
