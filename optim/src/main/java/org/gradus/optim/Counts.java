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

    /** No work yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    /**
     * Counts more.
     *
     * @param moreIterations accepted steps
     * @param moreValues of the objective
     * @param moreGradients of the objective
     * @param moreProducts Hessian-vector products
     * @return the sums
     */
    public Counts plus(long moreIterations, long moreValues, long moreGradients, long moreProducts) {
        return new Counts(
                iterations + moreIterations, values + moreValues, gradients + moreGradients, products + moreProducts);
    }

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
