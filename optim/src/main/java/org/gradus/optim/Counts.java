package org.gradus.optim;

/**
 * How much work was done.
 *
 * @param iterations accepted steps
 * @param values of the objective
 * @param gradients of the objective
 * @param products Hessian-vector products
 */
public record Counts(long iterations, long values, long gradients, long products) {

    static Counts of(Progress progress) {
        Evaluations e = progress.evaluations();
        return new Counts(
                Math.max(0, (long) progress.iteration().item()),
                (long) e.values().item(),
                (long) e.gradients().item(),
                (long) e.products().item());
    }

    @Override
    public String toString() {
        String more = products == 0 ? "" : ", " + products + " Hessian products";
        return iterations + " iterations, " + values + " values, " + gradients + " gradients" + more;
    }
}
