/**
 * From programs to something that runs: passes, back-ends, executables.
 *
 * <p>A <em>pass</em> improves a program without changing a bit of its results; a <em>back-end</em> makes an
 * <em>executable</em> of it. Today's back-end is the interpreter.
 *
 * {@snippet :
 * Program lean = Passes.optimize(program);
 * List<NdArray> out = Backend.interpreter().compile(lean).run(arguments);
 * }
 */
package org.gradus.compile;
