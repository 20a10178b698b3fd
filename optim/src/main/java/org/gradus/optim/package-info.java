/**
 * Minimization: {@link org.gradus.optim.Minimizer} for use, {@link org.gradus.optim.Solver} and
 * {@link org.gradus.optim.GradientTransformation} for methods.
 *
 * <p>Terms. An <em>iterate</em> is a point that was accepted; a <em>trial</em> is one that a line search evaluates. A
 * <em>gradient transformation</em> turns gradients into updates, which are added to the parameters. A <em>state</em> is
 * a tree of tensors that holds all that changes.
 *
 * {@snippet :
 * Fn<Tensor, Tensor> rosenbrock = x -> {
 *     Tensor a = x.get(0);
 *     Tensor b = x.get(1);
 *     return b.minus(a.square()).square().times(100).plus(a.minus(1).square());
 * };
 * Solution<Tensor> s = Minimizer.of(rosenbrock).run(Tensors.tensor(-1.2, 1));
 * }
 */
package org.gradus.optim;
