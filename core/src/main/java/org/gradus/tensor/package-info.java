/**
 * Tensors and the functions of tensors that users write.
 *
 * <p>Terms. A <em>weak scalar</em> is a Java number beside a tensor: it takes the tensor's element type. Shapes
 * <em>broadcast</em> when, matched from the last axis, lengths are equal or one of them is 1.
 *
 * {@snippet :
 * import static org.gradus.tensor.Tensors.*;
 *
 * Tensor x = tensor(new double[][] {{1, 2}, {3, 4}});
 * Tensor y = x.matmul(tensor(1.0, -1.0)).plus(2.0);   // → [1.0, 1.0]:f64[2]
 * Tensor p = softmax(y, 0);                           // → [0.5, 0.5]:f64[2]
 * }
 */
package org.gradus.tensor;
