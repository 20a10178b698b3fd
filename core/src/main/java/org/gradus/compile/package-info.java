/**
 * From programs to something that runs: passes, back-ends, executables.
 *
 * <p>A <em>pass</em> improves a program without changing a bit of its results; a <em>back-end</em> makes an
 * <em>executable</em> of it. The interpreter is the reference; the tiled back-end runs fused <em>regions</em>; the JVM
 * back-end, which {@code jit} uses, generates code for the arithmetic of regions and for operations on a few elements. The
 * bits are the same.
 *
 * {@snippet :
 * Program program = Gradus.trace((Tensor x) -> x.times(2.0).plus(0.0).sum(), tensor(1.0, 2.0));
 * Program lean = Passes.optimize(program);
 * List<NdArray> arguments = List.of(NdArray.wrap(Shape.of(2), new double[] {3, 4}));
 * List<NdArray> out = Backend.jvm().compile(lean).run(arguments);    // → [14.0]
 * }
 */
package org.gradus.compile;
