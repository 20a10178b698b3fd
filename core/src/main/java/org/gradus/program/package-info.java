/**
 * Programs as data: operations, equations, the rule of types, printing, writing and reading.
 *
 * <p>Terms. An <em>operation</em> ({@link org.gradus.program.Op}) is what is done; an <em>equation</em> applies it to
 * operands and names the results; a <em>program</em> is a list of equations with inputs and outputs. A
 * <em>mnemonic</em> is an operation's printed name.
 *
 * {@snippet :
 * Program p = Gradus.trace((Tensor x) -> x.times(2.0).exp().sum(), tensor(1.0, 2.0));
 * System.out.println(p);
 * // program(x:f64[2]) {
 * //   a:f64[2] = multiply x 2.0
 * //   b:f64[2] = exp a
 * //   c:f64[] = sum{axes=[0]} b
 * //   return c
 * // }
 * }
 */
package org.gradus.program;
