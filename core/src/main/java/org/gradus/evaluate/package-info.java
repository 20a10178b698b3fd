/**
 * Running programs op by op, with the kernels. This is the reference that compiled code is tested against, bit for bit.
 *
 * {@snippet :
 * Program p = Gradus.trace((Tensor x) -> x.square(), tensor(0.0, 0.0));
 * List<NdArray> out = new Interpreter(p).run(List.of(NdArray.wrap(Shape.of(2), new double[] {3, 4})));
 * out.getFirst();    // → [9.0, 16.0]
 * }
 */
package org.gradus.evaluate;
