package org.gradus.optim;

import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** What solvers do with trees beyond {@link Tree}. */
final class Trees {
    private Trees() {}

    /** max |xᵢ| over all leaves in f64; NaN if any is NaN, 0 of none. */
    static Tensor maxNorm(Object tree) {
        Tensor norm = Tensors.scalar(0);
        boolean first = true;
        for (Tensor leaf : Tree.flatten(tree).leaves()) {
            if (leaf.size() > 0) {
                Tensor largest = leaf.abs().max().to(DType.FLOAT64);
                norm = first ? largest : Tensors.maximum(norm, largest);
                first = false;
            }
        }
        return norm;
    }

    /** x where a scalar condition holds, else y. */
    static <T> T where(Tensor condition, T x, T y) {
        return Tree.map((Tensor a, Tensor b) -> Tensors.where(condition, a, b), x, y);
    }

    /** x + u, each leaf in x's element type. */
    static <T> T moved(T x, T update) {
        return Tree.map((Tensor a, Tensor b) -> a.plus(b.to(a.dtype())), x, update);
    }

    /** The inner product of two vectors in f64. */
    static Tensor dot(Tensor x, Tensor y) {
        return x.times(y).sum().to(DType.FLOAT64);
    }

    /** Whether a scalar is neither NaN nor infinite, as a tensor. */
    static Tensor isFinite(Tensor scalar) {
        return scalar.abs().lt(Double.POSITIVE_INFINITY);
    }
}
