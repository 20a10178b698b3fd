package org.gradus.optim.online;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.stochastic.Draws;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * AdaGrad as a learner (Duchi, Hazan and Singer 2011): S ← S + ∇∇ᵀ (its diagonal unless full), G = S^½ + 1e-8·I, x ← project_G(x − η·G⁻¹·∇).
 *
 * @param set K
 * @param rate η, positive; D/√2 of the set in the ∞-norm is usual
 * @param full whether whole matrices are used
 */
public record OnlineAdagrad(ConvexSet set, double rate, boolean full) implements Learner<OnlineAdagrad.State> {
    private static final double FLOOR = 1e-8;

    /**
     * The state.
     *
     * @param x where it stands
     * @param sums S
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record State(double[] x, double[][] sums) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the rate is not positive
     */
    public OnlineAdagrad {
        Rates.check("OnlineAdagrad", rate, true, "a set");
    }

    @Override
    public State init() {
        return new State(set.center(), new double[set.dimension()][set.dimension()]);
    }

    @Override
    public double[] play(State state, Draws draws) {
        return state.x();
    }

    @Override
    public State observe(State state, Observation seen) {
        double[] g = seen.gradient();
        int n = g.length;
        double[][] sums = new double[n][];
        for (int i = 0; i < n; i++) {
            sums[i] = state.sums()[i].clone();
            for (int j = 0; j < n; j++) {
                sums[i][j] += full || i == j ? g[i] * g[j] : 0;
            }
        }
        double[][] root = root(sums);
        double[] step = full
                ? Linalg.solveDefinite(Tensors.tensor(root), Tensors.tensor(g)).toDoubles()
                : new double[n];
        for (int i = 0; i < n && !full; i++) {
            step[i] = g[i] / root[i][i];
        }
        double[] x = Vectors.plus(state.x(), -rate, step);
        return new State(set.project(x, root), sums);
    }

    private double[][] root(double[][] sums) {
        int n = sums.length;
        double[][] root = new double[n][n];
        if (full) {
            Linalg.Eigh e = Linalg.eigh(Tensors.tensor(sums));
            Tensor values = Tensors.maximum(e.values(), 0.0).sqrt();
            double[] all = e.vectors().times(values).matmul(e.vectors().t()).toDoubles();
            Arrays.setAll(root, i -> Arrays.copyOfRange(all, i * n, (i + 1) * n));
        }
        for (int i = 0; i < n; i++) {
            root[i][i] = (full ? root[i][i] : Math.sqrt(sums[i][i])) + FLOOR;
        }
        return root;
    }
}
