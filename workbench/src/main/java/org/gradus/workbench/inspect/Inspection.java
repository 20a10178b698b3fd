package org.gradus.workbench.inspect;

import java.util.Comparator;
import java.util.List;
import org.gradus.linear.SpectralDensity;
import org.gradus.workbench.tune.FittedRun;

/**
 * What was seen in a run.
 *
 * @param run the run
 * @param residual the norm of the inner problem's gradient at the solution
 * @param damping what was added to the Hessian's diagonal in linear systems
 * @param linearResidual the largest relative residual of these systems
 * @param curvature the Hessian
 * @param influence of training rows on the validation loss
 * @param sensitivities of the test rows' predictions to hyperparameters, the largest first
 * @param hyperparameters how many there are, of which these are the ones that matter most
 */
public record Inspection(
        FittedRun run,
        double residual,
        double damping,
        double linearResidual,
        Curvature curvature,
        Influence influence,
        List<Sensitivity> sensitivities,
        int hyperparameters) {
    /** Copies the list. */
    public Inspection {
        sensitivities = List.copyOf(sensitivities);
    }

    /**
     * The Hessian of the inner problem at the solution.
     *
     * @param unknowns the number of parameters
     * @param top its largest eigenvalues, the largest first
     * @param smallest the smallest eigenvalue that was seen
     * @param smallestError how far, at most, it is from one
     * @param exact whether the whole spectrum was seen, so that smallest is the smallest
     * @param flat the share of eigenvalues that are 0 for all purposes
     * @param condition the largest over the smallest that is not flat
     * @param density the spectrum
     */
    public record Curvature(
            int unknowns,
            List<Double> top,
            double smallest,
            double smallestError,
            boolean exact,
            double flat,
            double condition,
            SpectralDensity.Estimate density) {
        /** Relative to the largest eigenvalue; less is rounding. */
        static final double FLAT = 1e-9;

        /** Copies the list. */
        public Curvature {
            top = List.copyOf(top);
        }

        /**
         * Whether a direction of negative curvature was seen: then the solution is no minimum.
         *
         * @return true when there surely is one
         */
        public boolean negative() {
            return smallest < -FLAT * Math.max(Math.abs(top.getFirst()), Math.abs(smallest));
        }
    }

    /**
     * A training row.
     *
     * @param number its number in the table, from 1
     * @param target its class or number
     * @param loss its own loss
     * @param effect what the validation loss would change by without it
     */
    public record Row(int number, String target, double loss, double effect) {}

    /**
     * The influence of all training rows.
     *
     * @param rows the rows in the order of the table
     * @param validationLoss the loss that they influence
     */
    public record Influence(List<Row> rows, double validationLoss) {
        /** Copies the list. */
        public Influence {
            rows = List.copyOf(rows);
        }

        /**
         * The rows without which the validation loss would rise most.
         *
         * @param count how many at most
         * @return the rows, the strongest first
         */
        public List<Row> mostHelpful(int count) {
            return rows.stream()
                    .filter(row -> row.effect() > 0)
                    .sorted(Comparator.comparingDouble(Row::effect).reversed())
                    .limit(count)
                    .toList();
        }

        /**
         * The rows without which the validation loss would fall most.
         *
         * @param count how many at most
         * @return the rows, the strongest first
         */
        public List<Row> mostHarmful(int count) {
            return rows.stream()
                    .filter(row -> row.effect() < 0)
                    .sorted(Comparator.comparingDouble(Row::effect))
                    .limit(count)
                    .toList();
        }
    }

    /**
     * How predictions and the validation loss move with a hyperparameter, the solution moving along.
     *
     * @param name the hyperparameter
     * @param value its tuned value
     * @param predictions the root of the mean square, over the test rows, of d prediction / d log value
     * @param validationLoss d validation loss / d log value
     */
    public record Sensitivity(String name, double value, double predictions, double validationLoss) {}
}
