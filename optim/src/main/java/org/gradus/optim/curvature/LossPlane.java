package org.gradus.optim.curvature;

import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * A loss on a plane of parameters, J(a, b) = f(origin + a·d + b·u) (Goodfellow, Vinyals and Saxe, 2015, section 5; Li et al.,
 * Visualizing the Loss Landscape of Neural Nets, 2018).
 *
 * @param a the coordinates along d
 * @param b the coordinates along u
 * @param values J {@code [a.length][b.length]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record LossPlane(double[] a, double[] b, double[][] values) {

    /**
     * Evaluates a loss on a grid.
     *
     * @param <P> the parameters' type
     * @param f the loss on all data, without chance
     * @param origin the parameters at (0, 0)
     * @param d the first direction, a tree like origin
     * @param u the second direction
     * @param a coordinates along d
     * @param b coordinates along u
     * @return the plane
     */
    public static <P> LossPlane of(Fn<P, Tensor> f, P origin, P d, P u, double[] a, double[] b) {
        double[][] values = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            P row = Tree.axpy(a[i], d, origin);
            for (int j = 0; j < b.length; j++) {
                values[i][j] = f.apply(Tree.axpy(b[j], u, row)).item();
            }
        }
        return new LossPlane(a.clone(), b.clone(), values);
    }

    /**
     * The direction of length 1 that is square to d and points to a third point: with it the plane holds three points, as start,
     * end and the checkpoint farthest from the line between them.
     *
     * @param <P> the parameters' type
     * @param origin the first point
     * @param d the direction to the second, not zero
     * @param third another point, not on the line
     * @return u
     * @throws ArgumentException when the third point lies on the line
     */
    public static <P> P towards(P origin, P d, P third) {
        P moved = Tree.minus(third, origin);
        P aside = Tree.axpy(-Tree.dot(moved, d).item() / Tree.dot(d, d).item(), d, moved);
        double norm = Tree.norm(aside).item();
        if (!(norm > 1e-12 * Tree.norm(moved).item())) {
            throw new ArgumentException(
                    "loss plane: the third point lies on the line through the others", "give one beside it");
        }
        return Tree.scale(1 / norm, aside);
    }
}
