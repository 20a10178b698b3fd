package org.gradus.optim;

/**
 * One accepted iterate, as listeners see it.
 *
 * @param k its number; 0 is the start
 * @param value f(x)
 * @param gradientNorm ‖∇f(x)‖∞
 * @param step length of the step that led here, ‖x − x_before‖₂; 0 at the start
 * @param counts work done so far
 * @param status how the iteration stands with it
 */
public record Iteration(long k, double value, double gradientNorm, double step, Counts counts, Status status) {

    static Iteration of(Progress progress, Status status) {
        return new Iteration(
                (long) progress.iteration().item(),
                progress.value().item(),
                progress.gradientNorm().item(),
                progress.step().item(),
                Counts.of(progress),
                status);
    }
}
