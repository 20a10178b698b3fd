package org.gradus.linear;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * The inverse of a damped empirical Fisher matrix of m gradients gᵢ of n numbers, without a matrix of n × n:
 *
 * <pre>
 * F = λI + 1/m · Σᵢ gᵢgᵢᵀ
 * F⁻¹x = x/λ − Σᵢ vᵢ·(vᵢᵀx)/qᵢ,   vᵢ = gᵢ/λ − Σ_{j&lt;i} vⱼ·(vⱼᵀgᵢ)/qⱼ,   qᵢ = m + gᵢᵀvᵢ
 * </pre>
 *
 * <p>(Frantar, Kurtic and Alistarh, M-FAC: Efficient Matrix-Free Approximations of Second-Order Information, 2021, section
 * 3.1: m applications of the formula of Sherman and Morrison.) Making it takes n·m² multiplications and n·m numbers, a
 * product 2·n·m, an entry m. It is an operator on vectors; ravel trees.
 */
public final class InverseFisher implements LinearOperator<Tensor> {
    private final double damping;
    private final Tensor v;
    private final Tensor q;

    private InverseFisher(double damping, Tensor v, Tensor q) {
        this.damping = damping;
        this.v = v;
        this.q = q;
    }

    /**
     * From gradients.
     *
     * @param gradients gᵢ {@code [m, n]}, one or more
     * @param damping λ, above 0
     * @return F⁻¹
     * @throws ArgumentException when there is no gradient or no damping
     */
    public static InverseFisher of(Tensor gradients, double damping) {
        if (gradients.rank() != 2 || gradients.size() == 0) {
            throw new ArgumentException(
                    "fisher: gradients of the shape " + gradients.shape(), "give a matrix [m, n], a gradient a row");
        }
        if (!(damping > 0 && damping < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException("fisher: a damping of " + damping, "give a number above 0, as 1e-5");
        }
        int m = gradients.dim(0);
        Tensor g = gradients.to(DType.FLOAT64);
        List<Tensor> rows = new ArrayList<>();
        List<Tensor> weights = new ArrayList<>();
        for (int i = 0; i < m; i++) {
            Tensor row = g.get(i);
            Tensor chained = row.div(damping);
            if (i > 0) {
                Tensor before = Tensors.stack(0, rows);
                Tensor coefficients = before.matmul(row).div(Tensors.stack(0, weights));
                chained = chained.minus(coefficients.matmul(before));
            }
            rows.add(chained);
            weights.add(Tree.dot(row, chained).plus(m));
        }
        return new InverseFisher(damping, Tensors.stack(0, rows), Tensors.stack(0, weights));
    }

    /**
     * The product F⁻¹x.
     *
     * @param x {@code [n]}
     * @return F⁻¹x {@code [n]}, of x's type
     */
    @Override
    public Tensor apply(Tensor x) {
        Tensor wide = x.to(DType.FLOAT64);
        return wide.div(damping).minus(v.matmul(wide).div(q).matmul(v)).to(x.dtype());
    }

    @Override
    public Kind kind() {
        return Kind.POSITIVE_DEFINITE;
    }

    /**
     * One entry of F⁻¹, in m multiplications.
     *
     * @param row from 0
     * @param column from 0
     * @return the entry
     */
    public Tensor entry(int row, int column) {
        Tensor products = v.t().get(row).times(v.t().get(column)).div(q);
        return Tensors.minus(row == column ? 1 / damping : 0, products.sum());
    }

    /**
     * The diagonal of F⁻¹.
     *
     * @return {@code [n]}, f64
     */
    public Tensor diagonal() {
        return Tensors.minus(1 / damping, v.square().div(q.expandDims(1)).sum(0));
    }

    /**
     * What the optimal brain surgeon says that removing each weight costs: wₖ² / (2·[F⁻¹]ₖₖ), by a quadratic model of the loss
     * at a minimum (Hassibi and Stork, 1993).
     *
     * @param weights w {@code [n]}
     * @return {@code [n]}, f64
     */
    public Tensor removalCosts(Tensor weights) {
        return weights.to(DType.FLOAT64).square().div(diagonal().times(2));
    }

    /**
     * What to add to the other weights, and to weight k itself, when weight k is removed: −wₖ/[F⁻¹]ₖₖ · F⁻¹eₖ.
     *
     * @param weights w {@code [n]}
     * @param k from 0
     * @return {@code [n]}, f64
     */
    public Tensor compensation(Tensor weights, int k) {
        double[] unit = new double[v.dim(1)];
        unit[k] = 1;
        Tensor column = apply(Tensors.tensor(unit));
        return column.times(weights.get(k).to(DType.FLOAT64).div(column.get(k)).unaryMinus());
    }
}
