package org.gradus.kotlin

import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.within
import org.gradus.array.DType
import org.gradus.tensor.Tensor
import org.gradus.tensor.Tensors.scalar
import org.gradus.tensor.Tensors.tensor
import org.gradus.tensor.Tensors.where
import org.gradus.transform.Axes
import org.junit.jupiter.api.Test

/** Gradus as it reads in Kotlin. */
class KotlinTest {
    @JvmRecord
    data class Line(val slope: Tensor, val intercept: Tensor)

    private fun Tensor.list(): List<Double> = toDoubles().toList()

    @Test
    fun `operators both ways round`() {
        val x = tensor(1.0, 2.0)
        assertThat((2.0 * x).list()).containsExactly(2.0, 4.0)
        assertThat((2 * x).list()).containsExactly(2.0, 4.0)
        assertThat((x * 2.0).list()).containsExactly(2.0, 4.0)
        assertThat((1.0 - x).list()).containsExactly(0.0, -1.0)
        assertThat((1 - x).list()).containsExactly(0.0, -1.0)
        assertThat((1.0 + x).list()).containsExactly(2.0, 3.0)
        assertThat((1 + x).list()).containsExactly(2.0, 3.0)
        assertThat((4.0 / x).list()).containsExactly(4.0, 2.0)
        assertThat((3 / tensor(intArrayOf(2, 4))).list()).containsExactly(1.5, 0.75)
        assertThat((-x).list()).containsExactly(-1.0, -2.0)
        assertThat((x * x + x / x - x).list()).containsExactly(1.0, 3.0)
        assertThat(x[1].item()).isEqualTo(2.0)
        assertThat((2 * tensor(intArrayOf(3))).dtype()).isEqualTo(DType.INT32)
    }

    @Test
    fun `infix functions`() {
        val m = tensor(arrayOf(doubleArrayOf(1.0, 2.0), doubleArrayOf(3.0, 4.0)))
        val x = tensor(1.0, 1.0)
        assertThat((m matmul x).list()).containsExactly(3.0, 7.0)
        assertThat((m matmul x pow 2.0).list()).containsExactly(9.0, 49.0)
        assertThat((x pow x).list()).containsExactly(1.0, 1.0)
        assertThat(where(m gt 2.0, m, 0.0).list()).containsExactly(0.0, 0.0, 3.0, 4.0)
        assertThat(where(m lt 2.0, m, 0.0).list()).containsExactly(1.0, 0.0, 0.0, 0.0)
        assertThat(where(x lt m[0], 1.0, x).list()).containsExactly(1.0, 1.0)
        assertThat(where(m[1] gt x, m[1], 0.0).list()).containsExactly(3.0, 4.0)
    }

    @Test
    fun `gradients of lambdas`() {
        val slope = grad { x: Tensor -> x.square().sum() }
        assertThat(slope(tensor(1.0, 2.0, 3.0)).list()).containsExactly(2.0, 4.0, 6.0)
        val (value, gradient) = valueAndGrad { x: Tensor -> (2.0 * x pow 2.0).sum() }(tensor(1.0, 2.0))
        assertThat(value.item()).isEqualTo(20.0)
        assertThat(gradient.list()).containsExactly(8.0, 16.0)
        val f = { x: Tensor -> x pow 3.0 }
        assertThat(grad(grad(f))(scalar(2.0)).item()).isEqualTo(12.0)
    }

    @Test
    fun `records of parameters and data`() {
        val loss = { line: Line, x: Tensor -> (x * line.slope + line.intercept - 1.0).square().mean() }
        val g = grad(loss)(Line(scalar(2.0), scalar(0.0)), tensor(1.0, 3.0))
        assertThat(g.slope.item()).isEqualTo(16.0)
        assertThat(g.intercept.item()).isEqualTo(6.0)
        val (value, gradient) = valueAndGrad(loss)(Line(scalar(2.0), scalar(0.0)), tensor(1.0, 3.0))
        assertThat(value.item()).isEqualTo(13.0)
        assertThat(gradient).isEqualTo(gradient).isInstanceOf(Line::class.java)
    }

    @Test
    fun `every transformation`() {
        val f = { x: Tensor -> x.sin() }
        val (value, tangent) = jvp(f, scalar(0.0), scalar(2.0))
        assertThat(value.item()).isEqualTo(0.0)
        assertThat(tangent.item()).isEqualTo(2.0)
        assertThat(vjp(f, scalar(0.0)).apply(scalar(3.0)).item()).isEqualTo(3.0)
        assertThat(linearize(f, scalar(0.0)).pushforward(scalar(4.0)).item()).isEqualTo(4.0)
        assertThat(taylor(f, scalar(0.0), scalar(1.0), 3).coefficient(3).item()).isCloseTo(-1.0 / 6, within(1e-15))
        val cubes = { x: Tensor -> (x pow 3.0).sum() }
        assertThat(hvp(cubes)(tensor(1.0, 2.0), tensor(1.0, 0.0)).list()).containsExactly(6.0, 0.0)
        assertThat(hessian(cubes)(tensor(1.0, 2.0)).list()).containsExactly(6.0, 0.0, 0.0, 12.0)
        assertThat(jacobian { x -> x * x }(tensor(1.0, 2.0)).list()).containsExactly(2.0, 0.0, 0.0, 4.0)
        assertThat(jit(grad(cubes))(tensor(1.0, 2.0)).list()).containsExactly(3.0, 12.0)
        val plus = { a: Tensor, b: Tensor -> a + 2.0 * b }
        assertThat(jit(plus)(tensor(1.0), tensor(2.0)).list()).containsExactly(5.0)
        val batch = vmap(Axes.`in`(0, Axes.SHARED), plus)
        assertThat(batch(tensor(1.0, 2.0), scalar(3.0)).list()).containsExactly(7.0, 8.0)
        assertThat(vmap { x: Tensor -> x.sum() }(tensor(arrayOf(doubleArrayOf(1.0, 2.0)))).list()).containsExactly(3.0)
    }
}
