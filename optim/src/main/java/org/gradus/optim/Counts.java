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
        String more = products == 0 ? "" : ", " + counted(products, "Hessian product");
        return counted(iterations, "iteration") + ", " + counted(values, "value") + ", "
                + counted(gradients, "gradient") + more;
    }

    private static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
