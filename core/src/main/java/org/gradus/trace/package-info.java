/**
 * The recorder: values with or without numbers, levels, and the program being recorded. It knows no tensors.
 *
 * <p>Terms. A <em>level</em> is one transformation at work; a <em>dual</em> carries a tangent; a value is
 * <em>recorded</em> when it is a variable of a program being made; a program <em>captures</em> values of lower levels.
 *
 * {@snippet :
 * ArrayType type = new ArrayType(DType.FLOAT64, Shape.of(2));
 * try (Recorder recorder = Recorder.ofFunction()) {
 *     Value x = recorder.input(type, "x");
 *     List<Value> y = Trace.apply(new Elementwise.Unary(Elementwise.UnaryFunction.EXP), List.of(x));
 *     Program program = recorder.finish(y).program();    // a = exp x
 * }
 * }
 */
package org.gradus.trace;
