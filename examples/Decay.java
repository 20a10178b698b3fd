/** A decay measured five times: amplitude and rate of a·exp(−b·t). For gradus minimize and gradus check. */
public class Decay {
    record Point(double t, double y) {}

    static final Point[] DATA = {
        new Point(0, 5.1), new Point(1, 3.0), new Point(2, 1.9), new Point(3, 1.1), new Point(4, 0.7)
    };

    public static double[] start() {
        return new double[] {1, 1};
    }

    public static double[] residuals(double[] x) {
        double[] r = new double[DATA.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = x[0] * Math.exp(-x[1] * DATA[i].t()) - DATA[i].y();
        }
        return r;
    }
}
