/**
 * Curvature: tools that look at a loss, and methods that use what they see.
 *
 * <p>Tools: {@link org.gradus.optim.curvature.HessianSpectrum}, {@link org.gradus.optim.curvature.LossPath},
 * {@link org.gradus.optim.curvature.LossPlane}, {@link org.gradus.optim.curvature.StabilityLimit},
 * {@link org.gradus.optim.curvature.MonitorSharpness}; operators, traces and densities are in {@code org.gradus.linear}.
 *
 * {@snippet :
 * Fn<Tensor, Tensor> valley = x -> x.get(0).square().times(50).plus(x.get(1).square().times(0.5));
 * Tensor x = Tensors.tensor(1, 1);
 * double largest = HessianSpectrum.of(LinearOperator.hessian(valley, x), x).largest();
 * double limit = StabilityLimit.GRADIENT_DESCENT.learningRate(largest, 0);
 * limit;    // → 0.02
 * }
 */
package org.gradus.optim.curvature;
