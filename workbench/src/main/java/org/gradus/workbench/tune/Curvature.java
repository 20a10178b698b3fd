package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.minus;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;

import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.LinearModel.Weights;

/**
 * The Hessian of a linear model's inner problem, class by class: Xᵀ·diag(sₖ)·X/n + diag(λ) with the curvature sₖ of the
 * loss, factored. It is exact for two classes and for numbers. Of a softmax it leaves out what couples the classes, but
 * for one thing: adding the same to the weights of all classes changes no prediction, so along that the curvature is
 * the penalty's alone. As a preconditioner it makes the number of conjugate-gradient steps nearly independent of the
 * penalties and of collinear features.
 */
final class Curvature {
    /** Keeps the factorization of a flat direction possible; relative to a curvature of about one. */
    private static final double FLOOR = 1e-12;

    private final int features;
    private final int classes;
    private final Tensor factors;
    private final Tensor penalties;

    private Curvature(int features, int classes, Tensor factors, Tensor penalties) {
        this.features = features;
        this.classes = classes;
        this.factors = factors;
        this.penalties = penalties;
    }

    /**
     * Factors the Hessian.
     *
     * @param model the model
     * @param weights where
     * @param x the training rows
     * @param logPenalties θ, one number or one a feature
     */
    static Curvature of(LinearModel model, Weights weights, Tensor x, Tensor logPenalties) {
        int n = x.dim(0);
        int d = model.features();
        int k = model.model() == Model.SOFTMAX ? model.classes() : 1;
        Tensor z = model.predictions(weights, x);
        Tensor s = switch (model.model()) {
            case LOGISTIC -> sigmoid(z).times(sigmoid(z.unaryMinus())).reshape(1, n);
            case SOFTMAX -> {
                Tensor p = softmax(z, 1);
                yield p.times(minus(1, p)).t();
            }
            case RIDGE -> full(2, 1, n);
        };
        Tensor rows = concatenate(1, x, ones(n, 1));
        Tensor weighted = rows.times(s.reshape(k, n, 1)).div(n);
        Tensor penalties = LinearModel.penalties(logPenalties).broadcastTo(d);
        Tensor diagonal = concatenate(0, penalties, full(0, 1)).plus(FLOOR);
        Tensor hessians =
                weighted.transpose(0, 2, 1).matmul(rows).plus(eye(d + 1).times(diagonal));
        // The common intercept has no curvature at all; any positive number does there.
        return new Curvature(d, k, Linalg.cholesky(hessians), concatenate(0, penalties, full(1, 1)));
    }

    /** The product with the inverse, on the vector of all weights, then all intercepts. */
    Tensor inverse(Tensor r) {
        int all = features * classes;
        Tensor w = r.slice(0, 0, all).reshape(features, classes).t();
        Tensor b = r.slice(0, all, all + classes).reshape(classes, 1);
        Tensor right = concatenate(1, w, b);
        Tensor solved = classes == 1 ? blocks(right) : coupled(right);
        Tensor solvedWeights = solved.slice(1, 0, features).t().reshape(all);
        return concatenate(
                0, solvedWeights, solved.slice(1, features, features + 1).reshape(classes));
    }

    private Tensor blocks(Tensor right) {
        Tensor half = Linalg.triangularSolve(factors, right.expandDims(-1), true);
        return Linalg.triangularSolve(factors, half, true, true).reshape(classes, features + 1);
    }

    private Tensor coupled(Tensor right) {
        Tensor common = right.mean(0);
        Tensor apart = blocks(right.minus(common));
        return apart.minus(apart.mean(0)).plus(common.div(penalties));
    }
}
