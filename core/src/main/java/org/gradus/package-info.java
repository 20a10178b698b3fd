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
 *
 * Model model = new Model(zeros(2), scalar(0));
 * Batch batch = new Batch(tensor(new double[][] {{0, 1}, {1, 1}, {2, 0}, {3, 1}}), tensor(0.0, 0.0, 1.0, 1.0));
 * Model g = grad(loss).apply(model, batch);    // with respect to the model, same record type
 * g.w();                                       // → [-0.5, 0.125]:f64[2]
 * }
 */
package org.gradus;
