/**
 * Derivatives of ordinary Java methods.
 *
 * {@snippet :
 * double rosenbrock(double[] x) {
 *     double sum = 0;
 *     for (int i = 0; i + 1 < x.length; i++) {
 *         sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
 *     }
 *     return sum;
 * }
 *
 * Differentiable f = PlainJava.differentiate(this::rosenbrock);
 * f.gradient(new double[] {-1.2, 1});    // → [-215.6, -88.0]
 * }
 */
package org.gradus.plainjava;
