@file:JvmName("Transformations")

package org.gradus.kotlin

import org.gradus.Gradus
import org.gradus.tensor.Fn
import org.gradus.tensor.Fn2
import org.gradus.tensor.Tensor
import org.gradus.transform.Axes
import org.gradus.transform.JvpResult
import org.gradus.transform.Linearized
import org.gradus.transform.Pullback
import org.gradus.transform.TaylorSeries
import org.gradus.transform.ValueAndGrad

/*
 * The transformations of org.gradus.Gradus for Kotlin functions and lambdas: they take functions and give functions, so
 * grad(f)(x) needs no apply. Derivatives are with respect to the first argument; parameters may be data classes with
 * @JvmRecord, lists, maps or tensors.
 */

/** The gradient of a scalar function. */
fun <A> grad(f: (A) -> Tensor): (A) -> A {
    val g = Gradus.grad(Fn<A, Tensor> { f(it) })
    return { g.apply(it) }
}

/** The gradient of a scalar function with respect to its first argument. */
fun <A, B> grad(f: (A, B) -> Tensor): (A, B) -> A {
    val g = Gradus.grad(Fn2<A, B, Tensor> { a, b -> f(a, b) })
    return { a, b -> g.apply(a, b) }
}

/** Value and gradient of a scalar function; `val (value, gradient) = valueAndGrad(f)(x)`. */
fun <A> valueAndGrad(f: (A) -> Tensor): (A) -> ValueAndGrad<A> {
    val g = Gradus.valueAndGrad(Fn<A, Tensor> { f(it) })
    return { g.apply(it) }
}

/** Value and gradient of a scalar function with respect to its first argument. */
fun <A, B> valueAndGrad(f: (A, B) -> Tensor): (A, B) -> ValueAndGrad<A> {
    val g = Gradus.valueAndGrad(Fn2<A, B, Tensor> { a, b -> f(a, b) })
    return { a, b -> g.apply(a, b) }
}

/** The value of a destructured result of [valueAndGrad]. */
operator fun <A> ValueAndGrad<A>.component1(): Tensor = value()

/** The gradient of a destructured result of [valueAndGrad]. */
operator fun <A> ValueAndGrad<A>.component2(): A = gradient()

/** Forward mode: value and tangent; `val (value, tangent) = jvp(f, x, dx)`. */
fun <A, B> jvp(f: (A) -> B, x: A, dx: A): JvpResult<B> = Gradus.jvp(Fn<A, B> { f(it) }, x, dx)

/** The value of a destructured result of [jvp]. */
operator fun <B> JvpResult<B>.component1(): B = value()

/** The tangent of a destructured result of [jvp]. */
operator fun <B> JvpResult<B>.component2(): B = tangent()

/** Reverse mode: value and pullback. */
fun <A, B> vjp(f: (A) -> B, x: A): Pullback<A, B> = Gradus.vjp(Fn<A, B> { f(it) }, x)

/** Value and derivative at a point, to be applied many times in either direction. */
fun <A, B> linearize(f: (A) -> B, x: A): Linearized<A, B> = Gradus.linearize(Fn<A, B> { f(it) }, x)

/** Taylor mode: the coefficients of f(x + t·v) up to an order. */
fun <A, B> taylor(f: (A) -> B, x: A, v: A, order: Int): TaylorSeries<B> =
    Gradus.taylor(Fn<A, B> { f(it) }, x, v, order)

/** Hessian-vector product of a scalar function. */
fun <A> hvp(f: (A) -> Tensor): (A, A) -> A {
    val g = Gradus.hvp(Fn<A, Tensor> { f(it) })
    return { x, v -> g.apply(x, v) }
}

/** All first derivatives of a function of a tensor. */
fun jacobian(f: (Tensor) -> Tensor): (Tensor) -> Tensor {
    val g = Gradus.jacobian(Fn<Tensor, Tensor> { f(it) })
    return { g.apply(it) }
}

/** All second derivatives of a scalar function of a tensor. */
fun hessian(f: (Tensor) -> Tensor): (Tensor) -> Tensor {
    val g = Gradus.hessian(Fn<Tensor, Tensor> { f(it) })
    return { g.apply(it) }
}

/** A function of one example made a function of a batch. */
fun <A, B> vmap(axes: Axes = Axes.FIRST, f: (A) -> B): (A) -> B {
    val g = Gradus.vmap(Fn<A, B> { f(it) }, axes)
    return { g.apply(it) }
}

/** A function of one example of two arguments made a function of a batch. */
fun <A, B, C> vmap(axes: Axes = Axes.FIRST, f: (A, B) -> C): (A, B) -> C {
    val g = Gradus.vmap(Fn2<A, B, C> { a, b -> f(a, b) }, axes)
    return { a, b -> g.apply(a, b) }
}

/** A function compiled once for each combination of types of its argument. */
fun <A, B> jit(f: (A) -> B): (A) -> B {
    val g = Gradus.jit(Fn<A, B> { f(it) })
    return { g.apply(it) }
}

/** A function of two arguments compiled once for each combination of their types. */
fun <A, B, C> jit(f: (A, B) -> C): (A, B) -> C {
    val g = Gradus.jit(Fn2<A, B, C> { a, b -> f(a, b) })
    return { a, b -> g.apply(a, b) }
}
