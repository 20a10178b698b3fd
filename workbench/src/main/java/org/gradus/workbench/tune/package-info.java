/**
 * Tuning the hyperparameters of a model on a table: what {@code gradus tune} does between reading and reporting.
 *
 * <p>The <em>inner problem</em> fits the weights to the training part under given penalties. The <em>outer problem</em>
 * moves the logarithms of the penalties so that the loss on the validation part falls; its gradient, the
 * <em>hypergradient</em>, comes from differentiating the inner problem's optimality condition. The test part is looked
 * at once, at the end. A {@link org.gradus.workbench.tune.Tuner} solves both; {@link org.gradus.workbench.tune.TuneRun}
 * does everything around it.
 *
 * {@snippet :
 * var options = TuneOptions.of(Path.of("examples/iris.csv"), "species");
 * Problem problem = Preparation.prepare(TableReader.read(options.table()), options);
 * TuneOutcome outcome = tuner.tune(problem, options, TuneListener.NONE);
 * System.out.println(outcome.tuned().validationLoss());
 * }
 */
package org.gradus.workbench.tune;
