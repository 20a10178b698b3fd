package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import org.gradus.workbench.report.Text;

/**
 * What is known of an inner solution that need not be the only one, or no minimum at all.
 *
 * @param residual the norm of the inner problem's gradient there
 * @param steps of descent that led there and were differentiated; 0 where its optimality was
 * @param damping what was added to the Hessian's diagonal in the linear systems of hypergradients
 * @param smallest the least curvature that was seen
 * @param largest the greatest curvature that was seen
 * @param products the Hessian-vector products by which it was looked for
 * @param negative whether there is a direction of negative curvature, so that the solution is a saddle
 */
public record InnerEvidence(
        double residual, int steps, double damping, double smallest, double largest, int products, boolean negative) {
    private static final double SMALL_RESIDUAL = 1e-4;

    /** In words, with the bad news. */
    List<String> notes() {
        String seen = "its curvature lies between " + Text.brief(smallest) + " and " + Text.brief(largest)
                + ", as far as " + Text.count(products, "product") + " saw";
        if (steps > 0) {
            return List.of("the network is what " + Text.count(steps, "step")
                    + " of descent reach, not a minimum of the inner problem: the norm of its gradient there is "
                    + Text.brief(residual) + "; " + seen
                    + (negative ? ", so there is a direction of negative curvature" : "")
                    + "; hypergradients are those of the steps");
        }
        List<String> notes = new ArrayList<>();
        notes.add("the network's inner solution has the gradient norm " + Text.brief(residual) + "; " + seen
                + "; hypergradients took the Hessian plus " + Text.brief(damping));
        if (negative) {
            notes.add("the inner solution is not a minimum: there is a direction of negative curvature, "
                    + Text.brief(smallest)
                    + "; do not rely on the hypergradients, and use another --seed or larger penalties");
        }
        if (residual > SMALL_RESIDUAL) {
            notes.add("the inner problem was not solved to the end: the norm of its gradient is " + Text.brief(residual)
                    + "; hypergradients are off by about this over the smallest curvature");
        }
        return notes;
    }
}
