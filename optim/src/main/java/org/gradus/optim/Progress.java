package org.gradus.optim;

import org.gradus.tensor.Tensor;

/**
 * Where a solver stands, as tensors.
 *
 * @param iteration number of accepted steps, an i64 scalar; −1 until the start has been evaluated
 * @param value f at the accepted iterate, a scalar
 * @param gradientNorm ‖∇f‖∞ there, a scalar
 * @param step length ‖x − x_before‖₂ of the last accepted step, a scalar
 * @param evaluations counts so far
 */
public record Progress(Tensor iteration, Tensor value, Tensor gradientNorm, Tensor step, Evaluations evaluations) {}
