package org.gradus.kotlin

import kotlin.math.exp
import kotlin.math.pow
import kotlin.math.sin
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.within
import org.gradus.plainjava.PlainJava
import org.junit.jupiter.api.Test

/** Derivatives of ordinary Kotlin functions. */
class PlainKotlinTest {
    private data class Spring(val stiffness: Double, val length: Double) {
        fun energy(x: Double): Double = 0.5 * stiffness * (x - length).pow(2)
    }

    private fun gradient(f: (DoubleArray) -> Double, x: DoubleArray): List<Double> =
        x.indices.map { i ->
            val h = 1e-5
            (f(x.copyOf().also { it[i] += h }) - f(x.copyOf().also { it[i] -= h })) / (2 * h)
        }

    private fun check(actual: DoubleArray, expected: List<Double>) {
        assertThat(actual.toList()).hasSameSizeAs(expected)
        actual.indices.forEach { assertThat(actual[it]).isCloseTo(expected[it], within(1e-7)) }
    }

    private val point = doubleArrayOf(0.4, 1.3, -0.7)

    @Test
    fun `a lambda`() {
        val f = PlainJava.differentiate { x -> x[0] * exp(x[1]) + sin(x[2]) * x[0] }
        check(f.gradient(point), gradient({ x -> x[0] * exp(x[1]) + sin(x[2]) * x[0] }, point))
    }

    @Test
    fun `a reference to a function of the file`() {
        val f = PlainJava.differentiate(::cubes)
        check(f.gradient(point), gradient(::cubes, point))
    }

    @Test
    fun `a captured value and a data class`() {
        val factor = 2.5
        val f = PlainJava.differentiate { x -> factor * Spring(x[0], x[1]).energy(x[2]) }
        check(f.gradient(point), gradient({ x -> factor * Spring(x[0], x[1]).energy(x[2]) }, point))
    }

    @Test
    fun `an object of the interface`() {
        val f = PlainJava.differentiate(object : PlainJava.Function {
            override fun apply(x: DoubleArray): Double = cubes(x) * x[1]
        })
        check(f.gradient(point), gradient({ x -> cubes(x) * x[1] }, point))
    }

    @Test
    fun `loops over ranges, when and a vector`() {
        val f = PlainJava.differentiateVector { x ->
            val r = DoubleArray(x.size)
            for (i in 1 until x.size) {
                r[i] = when {
                    x[i] > 0 -> x[i] * x[i - 1]
                    else -> x[i] - x[i - 1].pow(2)
                }
            }
            r
        }
        assertThat(f.jacobian(point)[1].toList()).containsExactly(1.3, 0.4, 0.0)
        assertThat(f.jacobian(point)[2].toList()).containsExactly(0.0, -2.6, 1.0)
    }
}

private fun cubes(x: DoubleArray): Double {
    var s = 0.0
    for (v in x) {
        s += v * v * v
    }
    return s
}
