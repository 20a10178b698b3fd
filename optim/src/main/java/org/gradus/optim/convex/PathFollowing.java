package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensors;

/**
 * Short-step path following with the logarithmic barrier for linear programs, min cᵀx with A·x ≤ b (Nesterov and Nemirovski 1994; Bubeck
 * 2015, section 5.3): F_t(x) = t·cᵀx − Σ log(bᵢ − aᵢᵀx), ν = the number of inequalities; t ← (1 + 1/(13·√ν))·t and one Newton step. When the
 * Newton decrement is at most ¼ at the start it stays so, and the gap is at most 2·ν/t.
 *
 * @param rows A
 * @param bounds b
 * @param costs c
 */
@SuppressWarnings("ArrayRecordComponent")
public record PathFollowing(double[][] rows, double[] bounds, double[] costs) {
    private static final double NEAR = 0.25;

    /**
     * A point near the path.
     *
     * @param x strictly inside
     * @param t the parameter
     * @param decrement of Newton at x
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double t, double decrement) {}

    /**
     * Checks the lengths.
     *
     * @throws ArgumentException when they do not fit
     */
    public PathFollowing {
        if (rows.length == 0 || rows.length != bounds.length || rows[0].length != costs.length) {
            throw new ArgumentException(
                    "PathFollowing: " + rows.length + " rows, " + bounds.length + " bounds, " + costs.length + " costs",
                    "give one bound a row and one cost a column");
        }
    }

    /**
     * The parameter of the barrier.
     *
     * @return ν
     */
    public int nu() {
        return rows.length;
    }

    private record Newton(double[] step, double decrement) {}

    private double[] slacks(double[] x) {
        return Vectors.minus(bounds, Vectors.times(rows, x));
    }

    private Newton newton(double[] x, double t) {
        int n = x.length;
        double[] slack = slacks(x);
        double[] g = Vectors.plus(new double[n], t, costs);
        double[][] h = new double[n][n];
        for (int i = 0; i < slack.length; i++) {
            double s = 1 / slack[i];
            for (int j = 0; j < n; j++) {
                g[j] += s * rows[i][j];
                for (int k = 0; k < n; k++) {
                    h[j][k] += s * s * rows[i][j] * rows[i][k];
                }
            }
        }
        double[] step =
                Linalg.solveDefinite(Tensors.tensor(h), Tensors.tensor(g)).toDoubles();
        return new Newton(step, Math.sqrt(Math.max(0, Vectors.dot(step, g))));
    }

    /**
     * A point near the path: the analytic center by damped Newton steps, and a t so small that it is near.
     *
     * @param inside any point strictly inside
     * @return the state
     * @throws ArgumentException when the point is not inside, or the set is not bounded
     */
    public State init(double[] inside) {
        if (java.util.Arrays.stream(slacks(inside)).anyMatch(s -> !(s > 0))) {
            throw new ArgumentException("PathFollowing: the start violates an inequality", "give a point inside");
        }
        double[] x = inside.clone();
        Newton at = newton(x, 0);
        for (int k = 0; at.decrement() > 1e-9; k++) {
            if (k > 10_000 || !Double.isFinite(at.decrement())) {
                throw new ArgumentException(
                        "PathFollowing: the barrier has no minimum", "add bounds, so that the set is bounded");
            }
            x = Vectors.plus(x, at.decrement() > NEAR ? -1 / (1 + at.decrement()) : -1, at.step());
            at = newton(x, 0);
        }
        double t = 1;
        while (newton(x, t).decrement() > NEAR) {
            t /= 2;
        }
        return new State(x, t, newton(x, t).decrement());
    }

    /**
     * A larger t and one Newton step.
     *
     * @param state a point near the path
     * @return the next
     */
    public State step(State state) {
        double t = (1 + 1 / (13 * Math.sqrt(nu()))) * state.t();
        double[] x = Vectors.minus(state.x(), newton(state.x(), t).step());
        return new State(x, t, newton(x, t).decrement());
    }

    /**
     * Runs until the gap is proven.
     *
     * @param inside any point strictly inside
     * @param gap 2·ν/t to reach, positive
     * @return the last state
     */
    public State run(double[] inside, double gap) {
        State state = init(inside);
        while (2 * nu() / state.t() > gap) {
            state = step(state);
        }
        return state;
    }
}
