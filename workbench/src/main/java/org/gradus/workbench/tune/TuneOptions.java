package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.SplitShares;

/**
 * What a run of {@code gradus tune} is asked to do.
 *
 * @param table the file with the table
 * @param target the name of the column to predict
 * @param model the model, or nothing to choose it by the target
 * @param hyper which hyperparameters are tuned
 * @param split the shares of training, validation and test
 * @param outerIterations the most steps of the outer problem
 * @param seed the seed of the split and of everything random
 * @param out the folder to write to, or nothing for a new one under {@code gradus-out}
 * @param hypergradient how hypergradients are computed
 */
public record TuneOptions(
        Path table,
        String target,
        Optional<Model> model,
        Hyper hyper,
        SplitShares split,
        int outerIterations,
        long seed,
        Optional<Path> out,
        Estimator hypergradient) {

    /** Enough for a hundred penalties to settle, on the example tables. */
    public static final int DEFAULT_OUTER_ITERATIONS = 100;

    /** A fixed seed, so that a run without one can be repeated. */
    public static final long DEFAULT_SEED = 0;

    private static final int MOST_ITERATIONS = 1_000_000;

    /**
     * Checks the options.
     *
     * @throws ArgumentException when the target's name is blank or the number of iterations is out of range
     */
    public TuneOptions {
        if (target.isBlank()) {
            throw new ArgumentException(
                    "tune: the target has an empty name",
                    "name the column to predict, for example --target diagnosis",
                    SourceLine.UNKNOWN,
                    null);
        }
        if (outerIterations < 1 || outerIterations > MOST_ITERATIONS) {
            throw new ArgumentException(
                    "tune: " + outerIterations + " outer iterations are out of range",
                    "give a number from 1 to " + MOST_ITERATIONS + ", for example --outer-iterations "
                            + DEFAULT_OUTER_ITERATIONS,
                    SourceLine.UNKNOWN,
                    null);
        }
    }

    /**
     * Options with exact hypergradients.
     *
     * @param table the file with the table
     * @param target the name of the column to predict
     * @param model the model, or nothing to choose it by the target
     * @param hyper which hyperparameters are tuned
     * @param split the shares of training, validation and test
     * @param outerIterations the most steps of the outer problem
     * @param seed the seed of the split and of everything random
     * @param out the folder to write to, or nothing for a new one
     */
    public TuneOptions(
            Path table,
            String target,
            Optional<Model> model,
            Hyper hyper,
            SplitShares split,
            int outerIterations,
            long seed,
            Optional<Path> out) {
        this(table, target, model, hyper, split, outerIterations, seed, out, Estimator.IMPLICIT_CG);
    }

    /**
     * The options with every default: a penalty for each feature, split 60/20/20.
     *
     * @param table the file with the table
     * @param target the name of the column to predict
     * @return the options
     */
    public static TuneOptions of(Path table, String target) {
        return new TuneOptions(
                table,
                target,
                Optional.empty(),
                Hyper.L2_PER_FEATURE,
                SplitShares.DEFAULT,
                DEFAULT_OUTER_ITERATIONS,
                DEFAULT_SEED,
                Optional.empty());
    }
}
