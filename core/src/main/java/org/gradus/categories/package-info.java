/**
 * Differentiation and learning as composition: learners that are trained where they are and compose to larger ones, without a
 * derivative of the whole; and a small language of {@link org.gradus.categories.Term terms} with functions, products, variants,
 * lists and folds, which {@link org.gradus.categories.Macro macros} differentiate forward, in reverse and to any order.
 *
 * {@snippet :
 * import org.gradus.categories.*;
 *
 * var line = Learner.of((Tensor p, Tensor a) -> p.times(a), 0.1, Learner.Errors.QUADRATIC);
 * var twice = line.then(line);
 * var p = new Product<>(scalar(2), scalar(3));
 * twice.implement().apply(p, scalar(1));                // → 6.0:f64[]
 * twice.request().apply(p, scalar(1), scalar(5));       // → -5.0:f64[]
 *
 * Term f = Term.lambda(Type.reals(1), x -> Term.of(Smooth.EXP, Term.of(Smooth.SIN, x.at(0))));
 * new Jets(1, 4).coefficients(f, 0);                    // → [1.0, 1.0, 0.5, 0.0, -0.125]
 * }
 */
package org.gradus.categories;
