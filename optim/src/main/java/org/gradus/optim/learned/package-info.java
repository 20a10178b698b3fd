/**
 * Optimizers that are small networks, and how their weights are learned: evolution strategies, or gradients through the steps.
 *
 * {@snippet :
 * import org.gradus.optim.learned.*;
 * Fn<Tensor, Tensor> bowl = x -> x.minus(1).square().sum();
 * Fn<SmallFc.Weights, Tensor> meta =
 *         w -> Unroll.losses(new SmallFc<Tensor>(w), bowl, Tensors.zeros(3), 5).mean();
 * SmallFc.Weights slope = Gradus.grad(meta).apply(SmallFc.Weights.init(Key.of(0)));
 * Tree.size(slope);    // → 197
 * }
 */
package org.gradus.optim.learned;
