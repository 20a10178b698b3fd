@file:JvmName("Operators")

package org.gradus.kotlin

import org.gradus.tensor.Tensor
import org.gradus.tensor.Tensors

/*
 * Tensor has plus, minus, times, div, unaryMinus and get as methods, so x + y, x * 2.0, -x and x[1] need nothing.
 * Here is what they lack: the number on the left, and infix names.
 */

/** A number plus every element. */
operator fun Double.plus(x: Tensor): Tensor = x.plus(this)

/** A whole number plus every element; whole tensors stay whole. */
operator fun Int.plus(x: Tensor): Tensor = x.plus(this.toLong())

/** A number minus every element. */
operator fun Double.minus(x: Tensor): Tensor = Tensors.minus(this, x)

/** A whole number minus every element; whole tensors stay whole. */
operator fun Int.minus(x: Tensor): Tensor = Tensors.minus(this.toLong(), x)

/** A number times every element. */
operator fun Double.times(x: Tensor): Tensor = x.times(this)

/** A whole number times every element; whole tensors stay whole. */
operator fun Int.times(x: Tensor): Tensor = x.times(this.toLong())

/** A number divided by every element. */
operator fun Double.div(x: Tensor): Tensor = Tensors.div(this, x)

/** A whole number divided by every element, as real numbers. */
operator fun Int.div(x: Tensor): Tensor = Tensors.div(this.toDouble(), x)

/** The matrix product: `x matmul w`. */
infix fun Tensor.matmul(y: Tensor): Tensor = this.matmul(y)

/** A power: `x pow 2.0`. */
infix fun Tensor.pow(y: Double): Tensor = this.pow(y)

/** A power element by element: `x pow y`. */
infix fun Tensor.pow(y: Tensor): Tensor = this.pow(y)

/** Comparisons as truth values, element by element: `x gt 0.0`. */
infix fun Tensor.gt(y: Double): Tensor = this.gt(y)

/** Comparisons as truth values, element by element: `x gt y`. */
infix fun Tensor.gt(y: Tensor): Tensor = this.gt(y)

/** Comparisons as truth values, element by element: `x lt 0.0`. */
infix fun Tensor.lt(y: Double): Tensor = this.lt(y)

/** Comparisons as truth values, element by element: `x lt y`. */
infix fun Tensor.lt(y: Tensor): Tensor = this.lt(y)
