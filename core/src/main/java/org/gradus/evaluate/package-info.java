/**
 * Running programs op by op, with the kernels. This is the reference that compiled code is tested against, bit for bit.
 *
 * {@snippet :
 * Program p = Gradus.trace((Tensor x) -> x.exp(), tensor(0.0, 1.0));
 * List<NdArray> out = new Interpreter(p).run(List.of(NdArray.wrap(Shape.of(2), new double[] {0, 1})));
 * out.getFirst();    // → [1.0, 2.718281828459045]
 * }
 */
package org.gradus.evaluate;
