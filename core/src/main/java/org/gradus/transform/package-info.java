/**
 * Transformations: forward and reverse derivatives, linearization, batching. The rules are written with tensor operations,
 * so derivatives are programs again and every order works.
 *
 * <p>Terms. A <em>tangent</em> is pushed forward by the derivative, a <em>cotangent</em> pulled back by its transpose.
 * Reverse mode is linearization, then transposition. A zero tangent or cotangent <em>annihilates</em>: 0·∞ = 0 in
 * derivative programs.
 *
 * {@snippet :
 * Fn<Tensor, Tensor> f = x -> x.square().sum();
 * Linearized<Tensor, Tensor> at = Derivatives.linearize(f, tensor(1.0, 2.0));
 * at.value();                             // → 5.0:f64[]
 * at.pushforward(tensor(1.0, 0.0));       // → 2.0:f64[]
 * at.pullback(scalar(1));                 // → [2.0, 4.0]:f64[2]
 * }
 */
package org.gradus.transform;
