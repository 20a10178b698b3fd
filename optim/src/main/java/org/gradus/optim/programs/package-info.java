/**
 * Rules of update as programs, and the search for better ones.
 *
 * {@snippet :
 * import org.gradus.optim.programs.*;
 * UpdateProgram adamW = UpdateProgram.adamW(0.01);
 * System.out.println(adamW);
 * Minimizer.of((Tensor x) -> x.square().sum()).method(adamW.<Tensor>optimizer(Schedules.constant(0.01)));
 * }
 */
package org.gradus.optim.programs;
