/**
 * Curve calibration: the four numbers of a Nelson-Siegel curve of continuously compounded zero rates in percent,
 *
 * <pre>
 * z(t) = b0 + b1·g(t/c) + b2·(g(t/c) − e^(−t/c)),   g(u) = (1 − e^(−u))/u
 * </pre>
 *
 * from the par rates of swaps with yearly payments. Residuals are errors of the par rates in basis points. The rates
 * are made up.
 */
public class Curve {
    record Swap(int years, double percent) {}

    static final Swap[] MARKET = {
        new Swap(1, 3.62), new Swap(2, 3.31), new Swap(3, 3.17), new Swap(4, 3.12), new Swap(5, 3.11),
        new Swap(7, 3.14), new Swap(10, 3.22), new Swap(12, 3.27), new Swap(15, 3.33), new Swap(20, 3.38),
        new Swap(25, 3.41), new Swap(30, 3.43)
    };

    static double g(double u) {
        return (1 - Math.exp(-u)) / u;
    }

    static double discount(double t, double[] x) {
        double u = t / x[3];
        double zero = x[0] + x[1] * g(u) + x[2] * (g(u) - Math.exp(-u));
        return Math.exp(-zero / 100 * t);
    }

    /** The rate at which payments are worth what they are exchanged for, in percent. */
    static double par(int years, double[] x) {
        double annuity = 0;
        for (int t = 1; t <= years; t++) {
            annuity += discount(t, x);
        }
        return 100 * (1 - discount(years, x)) / annuity;
    }

    public static double[] residuals(double[] x) {
        double[] r = new double[MARKET.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = 100 * (par(MARKET[i].years(), x) - MARKET[i].percent());
        }
        return r;
    }

    public static double[] start() {
        return new double[] {3, 0.5, 0, 2};
    }

    public static double[] lower() {
        return new double[] {0, -15, -30, 0.1};
    }

    public static double[] upper() {
        return new double[] {15, 30, 30, 30};
    }
}
