package org.gradus.optim.curvature;

import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * All eigenvalues of a symmetric operator of up to a few thousand unknowns, and how they part into a bulk near zero and a few
 * outliers, as those of trained networks do (Sagun, Evci, Güney, Dauphin and Bottou, Empirical Analysis of the Hessian of
 * Over-Parametrized Neural Networks, 2017). Of larger ones {@link org.gradus.linear.Lanczos} finds the ends and
 * {@link org.gradus.linear.SpectralDensity} the distribution.
 *
 * @param eigenvalues ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record HessianSpectrum(double[] eigenvalues) {

    /** n³ work and n² numbers: about 72 MB and a minute. */
    private static final int MOST = 3000;

    /**
     * The spectrum of an operator, from n products and a symmetric eigenvalue problem. Twice for a loss, of its Hessian and of its
     * Gauss–Newton matrix ({@link LinearOperator#hessian}, {@link LinearOperator#gaussNewton}), it tells what the curvature of
     * the model itself adds.
     *
     * @param <P> the parameters' type
     * @param a a symmetric operator
     * @param like a tree of the structure that it acts on; its numbers do not matter
     * @return its spectrum
     * @throws ArgumentException when there are more than 3000 unknowns
     * @throws NonFiniteException when a product is not finite
     */
    public static <P> HessianSpectrum of(LinearOperator<P> a, P like) {
        Tree.Raveled<P> raveled = Tree.ravel(like);
        int n = raveled.vector().size();
        if (n > MOST) {
            throw new ArgumentException(
                    "spectrum: " + n + " unknowns, and all eigenvalues are found of " + MOST + " at most",
                    "use Lanczos for the largest and smallest, SpectralDensity for the distribution");
        }
        double[] matrix = new double[n * n];
        double[] unit = new double[n];
        for (int j = 0; j < n; j++) {
            unit[j] = 1;
            Tensor e = Tensors.tensor(unit).to(raveled.vector().dtype());
            double[] column =
                    Tree.ravel(a.apply(raveled.unravel().apply(e))).vector().toDoubles();
            System.arraycopy(column, 0, matrix, j * n, n);
            unit[j] = 0;
        }
        Tensor columns = Tensors.tensor(NdArray.wrap(Shape.of(n, n), matrix));
        if (!columns.allFinite()) {
            throw new NonFiniteException(
                    "spectrum: a product with the operator is not finite", "look for overflow near this point");
        }
        return new HessianSpectrum(
                Linalg.eigvalsh(columns.plus(columns.t()).times(0.5)).toDoubles());
    }

    /**
     * The largest eigenvalue.
     *
     * @return λ₁
     */
    public double largest() {
        return eigenvalues[eigenvalues.length - 1];
    }

    /**
     * The smallest eigenvalue.
     *
     * @return the most negative one, if any is
     */
    public double smallest() {
        return eigenvalues[0];
    }

    /**
     * The number of eigenvalues above a share of the largest.
     *
     * @param share for example 0.1
     * @return how many are greater than share·λ₁
     */
    public int outliers(double share) {
        return count(share, true);
    }

    /**
     * The share of eigenvalues that are small in size.
     *
     * @param share for example 0.01
     * @return the part with |λ| &lt; share·λ₁, from 0 to 1
     */
    public double bulk(double share) {
        return (double) count(share, false) / eigenvalues.length;
    }

    private int count(double share, boolean above) {
        int count = 0;
        for (double value : eigenvalues) {
            if (above ? value > share * largest() : Math.abs(value) < share * largest()) {
                count++;
            }
        }
        return count;
    }
}
