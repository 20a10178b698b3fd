package org.gradus.optim.curvature;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Step;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Preconditions by the inverse of a damped empirical Fisher matrix of the last m gradients, which is never made (Frantar,
 * Kurtic and Alistarh, M-FAC: Efficient Matrix-Free Approximations of Second-Order Information, 2021, section 3.2):
 *
 * <pre>
 * F = λI + 1/m · Σ gᵢgᵢᵀ,   G of rows gᵢ
 * F⁻¹g = 1/λ · ( g − Gᵀ·(mλI + GGᵀ)⁻¹·Gg )
 * </pre>
 *
 * <p>The newest gradient takes the place of the oldest and counts itself. GGᵀ is kept and gets one new row and column a step: n·m
 * multiplications and n·m numbers for n parameters, and m³/3 for the Cholesky factorization. Before m gradients were seen the other
 * rows are zero, and m stays the divisor. Variant: a factorization a step in place of the paper's recursion, which has the same
 * numbers.
 *
 * <p>Chain momentum and a learning rate behind it: {@code new MFac<P>(1024, 1e-5).then(new Momentum<>(0.9)).then(new
 * ScaleByLearningRate<>(1e-3))} is the paper's optimizer.
 *
 * @param <P> the parameters' type
 * @param window m, one or more; 1024 in the paper
 * @param damping λ, above 0; 1e-5 in the paper
 */
public record MFac<P>(int window, double damping) implements GradientTransformation<P, MFac.State> {

    /**
     * The state.
     *
     * @param count gradients seen, an i64 scalar
     * @param gradients G {@code [m, n]}, f64
     * @param products GGᵀ {@code [m, m]}, f64
     */
    public record State(Tensor count, Tensor gradients, Tensor products) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public MFac {
        if (window < 1 || !(damping > 0 && damping < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "M-FAC: a window of " + window + " gradients and a damping of " + damping,
                    "give a window of one or more and a damping above 0, as 1e-5");
        }
    }

    @Override
    public State init(P params) {
        Tensor none = Tensors.full(0, new ArrayType(DType.INT64, Shape.SCALAR));
        return new State(none, Tensors.zeros(window, Tree.size(params)), Tensors.zeros(window, window));
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tree.Raveled<P> raveled = Tree.ravel(gradient);
        Tensor g = raveled.vector().to(DType.FLOAT64);
        Tensor slot = Tensors.mod(state.count(), (long) window);
        Tensor zero = Tensors.full(0, slot.type());
        Tensor gradients = Indexing.dynamicUpdate(state.gradients(), g.expandDims(0), Tensors.stack(slot, zero));
        Tensor seen = gradients.matmul(g);
        Tensor rows = Indexing.dynamicUpdate(state.products(), seen.expandDims(0), Tensors.stack(slot, zero));
        Tensor products = Indexing.dynamicUpdate(rows, seen.expandDims(1), Tensors.stack(zero, slot));

        Tensor system = products.plus(Tensors.eye(window).times(window * damping));
        Tensor weights = Linalg.solveDefinite(system, seen);
        Tensor preconditioned = g.minus(weights.matmul(gradients)).div(damping);
        return new Step<>(
                raveled.unravel().apply(preconditioned.to(raveled.vector().dtype())),
                new State(state.count().plus(1L), gradients, products));
    }

    @Override
    public String name() {
        return "M-FAC";
    }
}
