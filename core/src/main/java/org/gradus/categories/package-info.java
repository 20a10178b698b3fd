/**
 * Differentiation and learning as composition: lenses, learners made of them, reverse derivatives over any ring, laws to test
 * an implementation by, linear maps in several representations, and programs that act on an environment.
 *
 * <p>Terms. A <em>lens</em> goes forward from A to B and brings a change of B back to A. A <em>reverse derivative</em> R[f]
 * takes a point and a change of the result to a change of the argument; over the reals it is ∂f(x)ᵀ·w. A
 * <em>parametric</em> lens has its parameters beside its input.
 *
 * <p>Beside them a small language of {@link org.gradus.categories.Term terms} with functions, products, variants, lists and
 * folds, which {@link org.gradus.categories.Macro macros} differentiate forward, in reverse and to any order.
 *
 * {@snippet :
 * import org.gradus.categories.*;
 *
 * Lens<Tensor, Tensor> square = Lens.of(Tensor::square);
 * Lens<Tensor, Tensor> sine = Lens.of(Tensor::sin);
 * square.then(sine).get(scalar(0));               // → 0.0:f64[]
 * square.then(sine).put(scalar(0), scalar(1));    // → 0.0:f64[]
 * }
 */
package org.gradus.categories;
