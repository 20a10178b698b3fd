/**
 * Linear operators known by their products, and solvers of linear systems with evidence.
 *
 * <p>Terms. An <em>operator</em> maps a tree to a tree of the same structure; its <em>kind</em> is what is promised of it; the
 * <em>evidence</em> of a solve says how it ended and how good the answer is.
 *
 * {@snippet :
 * Fn<Tensor, Tensor> f = x -> x.square().sum().plus(x.get(0).times(x.get(1)));
 * LinearOperator<Tensor> h = LinearOperator.hessian(f, tensor(1.0, 2.0)).as(Kind.POSITIVE_DEFINITE);
 * LinearSolution<Tensor> s = new ConjugateGradient().solve(h, tensor(3.0, 3.0));
 * s.point();       // [1.0, 1.0]
 * s.evidence();    // CONVERGED after 1 products: residual 0.00e+00 ...
 * }
 */
package org.gradus.linear;
