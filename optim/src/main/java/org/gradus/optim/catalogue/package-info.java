/**
 * The catalogue of methods: {@link org.gradus.optim.catalogue.Methods} lists every method of {@code org.gradus.optim} and its
 * parts by the name that people type, with its paper and what it accepts.
 *
 * {@snippet :
 * import org.gradus.optim.catalogue.Methods;
 * Fn<Tensor, Tensor> bowl = x -> x.minus(3).square().sum();
 * var run = Methods.named("momentum").in(Minimizer.of(bowl), Schedules.constant(0.05));
 * run.run(Tensors.zeros(2)).value() < 1e-6;    // → true
 * }
 */
package org.gradus.optim.catalogue;
