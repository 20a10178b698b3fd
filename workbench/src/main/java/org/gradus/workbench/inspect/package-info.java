/**
 * Looking into a finished run: how curved its inner problem is at the solution, which training rows the validation loss
 * depends on, and how predictions move with the hyperparameters; all by derivatives at the solution, without a refit.
 *
 * <p>Terms. The <em>influence</em> of a training row is what the validation loss would change by if the row had no weight in
 * the fit, to first order (Koh and Liang, Understanding Black-box Predictions via Influence Functions, 2017). The
 * <em>sensitivity</em> of predictions to a hyperparameter is their derivative with respect to its logarithm, the solution
 * moving along.
 *
 * {@snippet :
 * Inspection seen = Inspector.inspect(run, 10);
 * seen.curvature().condition();                  // how unequal the curvatures are
 * seen.influence().mostHarmful(10);              // rows without which the validation loss would be lower
 * InspectionText.lines(seen, 10).forEach(System.out::println);
 * }
 */
package org.gradus.workbench.inspect;
