package org.gradus.solve;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * The extreme eigenvalues of a symmetric operator as seen by a few steps of Lanczos' method from a random vector, with full
 * reorthogonalization. What is found lies within the spectrum: a smallest value below zero proves negative curvature, a
 * positive one does not prove that there is none, but makes it unlikely (Golub and Van Loan, Matrix Computations, 4th ed.,
 * section 10.1).
 */
public final class CurvatureProbe {
    private final int steps;

    /**
     * A probe.
     *
     * @param steps products with the operator, one or more
     * @throws ArgumentException when there are none
     */
    public CurvatureProbe(int steps) {
        if (steps < 1) {
            throw new ArgumentException("curvature: " + steps + " steps see nothing", "take one or more");
        }
        this.steps = steps;
    }

    /**
     * What was seen.
     *
     * @param smallest the least Ritz value, an upper bound of the smallest eigenvalue
     * @param largest the greatest Ritz value, a lower bound of the largest eigenvalue
     * @param smallestError how far, at most, the least Ritz value is from an eigenvalue
     * @param products with the operator
     */
    public record Seen(double smallest, double largest, double smallestError, int products) {

        /**
         * Whether a direction of negative curvature was seen, beyond rounding.
         *
         * @return true when there surely is one
         */
        public boolean negative() {
            return smallest < -1e-10 * Math.max(Math.abs(largest), Math.abs(smallest));
        }

        /**
         * The largest curvature in size.
         *
         * @return a lower bound of the operator's norm
         */
        public double magnitude() {
            return Math.max(Math.abs(smallest), Math.abs(largest));
        }
    }

    /**
     * Probes.
     *
     * @param operator a symmetric operator on vectors
     * @param like a vector of the operator's size and type
     * @return what was seen
     * @throws NonFiniteException when a product is not finite
     */
    public Seen of(LinearOperator<Tensor> operator, Tensor like) {
        int n = like.size();
        Tensor v = unit(Random.normal(Key.of(0), n));
        List<Tensor> basis = new ArrayList<>(List.of(v));
        List<Double> diagonal = new ArrayList<>();
        List<Double> off = new ArrayList<>();
        double size = 0;
        for (int k = 0; k < Math.min(steps, n); k++) {
            Tensor w = operator.apply(basis.get(k).to(like.dtype())).to(DType.FLOAT64);
            if (!w.allFinite()) {
                throw new NonFiniteException(
                        "curvature: a Hessian-vector product is not finite", "look for overflow near this point");
            }
            diagonal.add(Tree.dot(w, basis.get(k)).item());
            Tensor all = Tensors.stack(0, basis);
            for (int pass = 0; pass < 2; pass++) {
                w = w.minus(all.t().matmul(all.matmul(w)));
            }
            double norm = Tree.norm(w).item();
            off.add(norm);
            size = Math.max(size, Math.abs(diagonal.get(k)) + norm);
            if (norm <= 1e-12 * size) {
                break;
            }
            basis.add(unit(w));
        }
        int m = diagonal.size();
        double[][] t = new double[m][m];
        for (int k = 0; k < m; k++) {
            t[k][k] = diagonal.get(k);
            if (k > 0) {
                t[k][k - 1] = off.get(k - 1);
                t[k - 1][k] = off.get(k - 1);
            }
        }
        Linalg.Eigh ritz = Linalg.eigh(Tensors.tensor(t));
        double last = ritz.vectors().get(m - 1).get(0).item();
        return new Seen(
                ritz.values().get(0).item(), ritz.values().get(m - 1).item(), Math.abs(off.get(m - 1) * last), m);
    }

    private static Tensor unit(Tensor v) {
        return v.div(Tree.norm(v));
    }
}
