/**
 * Gradus: derivatives of tensor functions, and the transformations that make them.
 *
 * {@snippet :
 * import static org.gradus.Gradus.*;
 * import static org.gradus.tensor.Tensors.*;
 *
 * record Model(Tensor w, Tensor b) {}
 * record Batch(Tensor x, Tensor y) {}
 *
 * Fn2<Model, Batch, Tensor> loss =
 *         (m, d) -> sigmoidCrossEntropy(d.x().matmul(m.w()).plus(m.b()), d.y()).mean();
 * Model g = grad(loss).apply(model, batch);     // with respect to the model, same record type
 * }
 */
package org.gradus;
