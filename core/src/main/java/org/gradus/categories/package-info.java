/**
 * Differentiation and learning as composition: learners that are trained where they are and compose to larger ones, without a
 * derivative of the whole.
 *
 * {@snippet :
 * import org.gradus.categories.*;
 *
 * var line = Learner.of((Tensor p, Tensor a) -> p.times(a), 0.1, Learner.Errors.QUADRATIC);
 * var twice = line.then(line);
 * var p = new Product<>(scalar(2), scalar(3));
 * twice.implement().apply(p, scalar(1));                // → 6.0:f64[]
 * twice.request().apply(p, scalar(1), scalar(5));       // → -5.0:f64[]
 * }
 */
package org.gradus.categories;
