/**
 * Numbers in Java arrays: elementary functions, loops, reductions, moves, matrix products, factorizations, random bits,
 * and the threads they run on. The package knows no tensors: sizes, strides and whether an operand is a splat come with
 * each call.
 *
 * <p>Terms. An <em>array</em> is a {@code double[]}, {@code float[]}, {@code int[]}, {@code long[]} or {@code
 * boolean[]}; where a parameter is an {@code Object}, the method says which of them it takes. Shapes are row-major. A
 * <em>splat</em> is an operand whose first element stands for n equal ones. [outer, n, inner] is any array seen along
 * one axis of size n: outer is the product of the sizes before it, inner of those after it.
 *
 * <p>Bits. A result depends on the arguments, and for products and factorizations through OpenBLAS on the type of CPU;
 * never on the number of threads, on how warm the JVM is, or on which form of a loop was compiled.
 *
 * {@snippet :
 * double[] x = {1, 2, 3, 4, 5, 6}; // two rows of three
 * double[] w = {0.5, -1, 2};
 * double[] y = new double[2];
 * Blas.gemm(false, false, 1, 2, 1, 3, x, w, y);          // y = x·w = {4.5, 9}
 * Arithmetic.add(y, false, new double[] {1}, true, y, 2); // y = y + 1 = {5.5, 10}
 * double[] norm = new double[1];
 * Reductions.logSumExp(y, norm, 1, 2, 1);                 // ln(e^5.5 + e^10)
 * System.out.println(norm[0]);                            // 10.011047744848593
 * }
 */
package org.gradus.kernel;
