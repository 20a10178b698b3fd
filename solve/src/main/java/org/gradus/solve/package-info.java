/**
 * Solutions that are differentiated by what defines them, not through the iterations that found them.
 *
 * <p>Terms. The <em>optimality condition</em> F(x, θ) = 0 defines x*(θ); its <em>residual</em> says how nearly it holds; a
 * <em>hypergradient</em> is the total derivative of an outer loss by the hyperparameters θ.
 *
 * {@snippet :
 * Fn2<Tensor, Tensor, Tensor> ridge = (w, logPenalty) ->
 *         x.matmul(w).minus(y).square().mean().plus(w.square().sum().times(logPenalty.exp()));
 * Fn2<Tensor, Tensor, Tensor> validation = (w, unused) -> xv.matmul(w).minus(yv).square().mean();
 *
 * var h = ImplicitMinimizer.of(ridge, zeros(10)).hypergradient(validation, scalar(-3));
 * h.gradient();               // d validation / d log penalty
 * h.inner().residualNorm();   // how well the inner minimum was found
 * h.linearSolves();           // how well the derivative's linear system was solved
 * }
 *
 * <p>Estimators beside the exact one: {@link org.gradus.linear.NeumannSeries} and {@link org.gradus.linear.NystromSketch} as
 * linear solvers of an {@link org.gradus.solve.ImplicitMinimizer}, and {@link org.gradus.solve.Unrolled} steps of descent,
 * differentiated back through all or the last of them, or forward. All give a {@link org.gradus.solve.Hypergradient}.
 */
package org.gradus.solve;
