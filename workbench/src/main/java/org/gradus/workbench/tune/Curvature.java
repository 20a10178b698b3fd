package org.gradus.workbench.tune;

import static org.gradus.tensor.Contractions.tensordot;
import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.minus;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.LinearModel.Weights;
import org.gradus.workbench.tune.TunedModel.Rows;

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

    private static final long LEAST_ROWS = 20;
    /** The Hessian may take about ten times as long as a product with it, which it saves as many of. */
    private static final long PASSES = 32;

    private final int features;
    private final int classes;
    private final Tensor ofLoss;
    private final Tensor factors;
    private final Tensor penalties;

    private Curvature(int features, int classes, Tensor ofLoss, Tensor factors, Tensor penalties) {
        this.features = features;
        this.classes = classes;
        this.ofLoss = ofLoss;
        this.factors = factors;
        this.penalties = penalties;
    }

    /**
     * Factors the Hessian. Where rows are many and features too, it looks at some of the batches only: the factors
     * precondition, and for that the Hessian of a part of the rows is near enough.
     *
     * @param model the model
     * @param weights where
     * @param rows the training rows
     * @param penalties one number or one a feature
     */
    static Curvature of(LinearModel model, Weights weights, Rows rows, Tensor penalties) {
        long d = model.features() + 1L;
        Rows some = rows.sample(Math.max(LEAST_ROWS * d, PASSES * rows.count() / d));
        return factored(model, some, penalties, x -> {
            Tensor z = model.predictions(weights, x);
            return switch (model.output()) {
                case TWO_CLASSES -> sigmoid(z).times(sigmoid(z.unaryMinus())).reshape(1, x.dim(0));
                case CLASSES -> {
                    Tensor p = softmax(z, 1);
                    yield p.times(minus(1, p)).t();
                }
                case NUMBER -> full(2, 1, x.dim(0));
            };
        });
    }

    /**
     * Factors an upper bound of the Hessian that holds everywhere: the curvature of a log loss is at most ¼ for two classes
     * and ½ for more, where the classes differ (Böhning and Lindsay, Monotonicity of quadratic-approximation algorithms,
     * 1988).
     *
     * @param model the model
     * @param rows the training rows
     * @param penalties one number or one a feature
     */
    static Curvature bound(LinearModel model, Rows rows, Tensor penalties) {
        double most = switch (model.output()) {
            case TWO_CLASSES -> 0.25;
            case CLASSES -> 0.5;
            case NUMBER -> 2;
        };
        int k = model.output() == Output.CLASSES ? model.classes() : 1;
        return factored(model, rows, penalties, x -> full(most, k, x.dim(0)));
    }

    /** With the curvature of the loss of each row by each class's output, {@code [k, n]}. */
    private static Curvature factored(LinearModel model, Rows rows, Tensor given, Function<Tensor, Tensor> curvatures) {
        int d = model.features();
        int k = model.output() == Output.CLASSES ? model.classes() : 1;
        Tensor products = rows.sum((x, weights) -> {
            Tensor s = curvatures.apply(x);
            Tensor heights = weights.map(s::times).orElse(s);
            List<Tensor> ofClasses = new ArrayList<>();
            for (int c = 0; c < k; c++) {
                Tensor height = heights.get(c);
                Tensor weighted = x.times(height.expandDims(1));
                Tensor square = tensordot(weighted, x, new int[] {0}, new int[] {0});
                Tensor sides = tensordot(height, x, new int[] {0}, new int[] {0});
                Tensor corner = height.sum().reshape(1);
                ofClasses.add(concatenate(
                        0,
                        concatenate(1, square, sides.expandDims(1)),
                        concatenate(0, sides, corner).expandDims(0)));
            }
            return stack(0, ofClasses);
        });
        return of(d, k, products.div(rows.count()), given);
    }

    /** The same curvature of the loss, with other penalties. */
    Curvature with(Tensor otherPenalties) {
        return of(features, classes, ofLoss, otherPenalties);
    }

    private static Curvature of(int d, int k, Tensor ofLoss, Tensor given) {
        Tensor penalties = given.broadcastTo(d);
        Tensor diagonal = concatenate(0, penalties, full(0, 1)).plus(FLOOR);
        Tensor hessians = ofLoss.plus(eye(d + 1).times(diagonal));
        // The common intercept has no curvature at all; any positive number does there.
        return new Curvature(d, k, ofLoss, Linalg.cholesky(hessians), concatenate(0, penalties, full(1, 1)));
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
