/**
 * Errors for people: what failed, the values received, the line of the caller's own code, and what to do.
 *
 * <p>{@link org.gradus.error.GradusException} is the root; its kinds say what sort of mistake it was.
 * {@link org.gradus.error.SourceLine} finds the caller's line.
 *
 * {@snippet :
 * try {
 *     tensor(new double[][] {{1, 2}}).matmul(tensor(3.0, 4.0, 5.0));
 * } catch (ShapeException e) {
 *     System.err.println(e.problem());   // what failed
 *     System.err.println(e.line());      // where: the line above
 *     System.err.println(e.remedy());    // what to do
 * }
 * }
 */
package org.gradus.error;
