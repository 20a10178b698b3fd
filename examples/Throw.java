/**
 * A ball with drag in a crosswind, aimed: the least speed at which it hits a target, and the direction and time for it.
 *
 * <pre>
 * v' = −g·e_z − c·|v − w|·(v − w),   c = 0.5·ρ·C_d·A/m of a baseball, w the wind
 * </pre>
 *
 * <p>x holds speed (m/s), elevation and azimuth (radians) and flight time (s). The flight is 100 Runge-Kutta steps.
 */
public class Throw {
    static final double GRAVITY = 9.81;
    static final double DRAG = 0.5 * 1.2 * 0.35 * 0.00426 / 0.145;
    static final double[] WIND = {-3, 5, 0};
    static final double[] TARGET = {60, 0, 2};
    static final int STEPS = 100;

    /** Position and velocity. */
    record State(double x, double y, double z, double u, double v, double w) {
        State plus(double h, State d) {
            return new State(
                    x + h * d.x, y + h * d.y, z + h * d.z, u + h * d.u, v + h * d.v, w + h * d.w);
        }

        /** The derivative by time. */
        State rate() {
            double a = u - WIND[0];
            double b = v - WIND[1];
            double c = w - WIND[2];
            double drag = DRAG * Math.sqrt(a * a + b * b + c * c);
            return new State(u, v, w, -drag * a, -drag * b, -GRAVITY - drag * c);
        }
    }

    static State fly(double[] x) {
        double level = x[0] * Math.cos(x[1]);
        State s = new State(0, 0, 1.8, level * Math.cos(x[2]), level * Math.sin(x[2]), x[0] * Math.sin(x[1]));
        double h = x[3] / STEPS;
        for (int i = 0; i < STEPS; i++) {
            State k1 = s.rate();
            State k2 = s.plus(h / 2, k1).rate();
            State k3 = s.plus(h / 2, k2).rate();
            State k4 = s.plus(h, k3).rate();
            s = s.plus(h / 6, k1).plus(h / 3, k2).plus(h / 3, k3).plus(h / 6, k4);
        }
        return s;
    }

    public static double objective(double[] x) {
        return x[0];
    }

    /** Where it is at the end, less where it shall be. */
    public static double[] equalities(double[] x) {
        State end = fly(x);
        return new double[] {end.x() - TARGET[0], end.y() - TARGET[1], end.z() - TARGET[2]};
    }

    public static double[] start() {
        return new double[] {30, 0.6, 0, 3};
    }

    public static double[] lower() {
        return new double[] {1, 0, -1, 0.1};
    }

    public static double[] upper() {
        return new double[] {100, 1.5, 1, 20};
    }
}
