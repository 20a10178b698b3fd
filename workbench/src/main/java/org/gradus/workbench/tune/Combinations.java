package org.gradus.workbench.tune;

import java.util.Locale;
import java.util.Optional;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;

/**
 * Which models, hyperparameters and ways to a hypergradient go together. {@link #HELP} says it to the person, {@link #check}
 * to the program.
 */
public final class Combinations {
    /** The table as the help text shows it. */
    public static final String HELP = """
              --hyper                  --model                        --hypergradient
              l2                       logistic softmax ridge mlp     all
              l2-per-feature           logistic softmax ridge mlp     all
              l2-per-layer             mlp                            all
              example-weights          logistic softmax ridge mlp     all
              feature-scales           logistic softmax ridge mlp     all
              augmentation             logistic softmax ridge mlp     all
              learning-rate-schedule   logistic softmax ridge mlp     unrolled truncated forward
              kernel                   gp                             all but nystrom
            """;

    /** Above this many training rows the matrices of a process take gigabytes and its factorizations minutes. */
    static final int MOST_PROCESS_ROWS = 3000;

    /** Square matrices that a process holds at once when it is differentiated. */
    private static final int MATRICES = 12;

    /**
     * Why something is refused.
     *
     * @param reason what does not go together
     * @param remedy what to do
     */
    public record Refusal(String reason, String remedy) {}

    private Combinations() {}

    /**
     * The hyperparameters that are tuned unless others are asked for.
     *
     * @param model the model that was asked for, if any
     * @return {@code kernel} of a process, a penalty a feature of others
     */
    public static Hyper usual(Optional<Model> model) {
        return model.filter(Model::process).isPresent() ? Hyper.KERNEL : Hyper.L2_PER_FEATURE;
    }

    /**
     * The way to a hypergradient unless another is asked for.
     *
     * @param hyper what is tuned
     * @return forward through the steps of a schedule, which has few hyperparameters; else at the minimum, exactly
     */
    public static Estimator usual(Hyper hyper) {
        return hyper == Hyper.LEARNING_RATE_SCHEDULE
                ? new Estimator(Estimator.Kind.FORWARD, Estimator.STEPS)
                : Estimator.IMPLICIT_CG;
    }

    /**
     * Whether a model has hyperparameters of a kind.
     *
     * @param model the model
     * @param hyper the kind
     * @return why not, or nothing
     */
    public static Optional<Refusal> refusal(Model model, Hyper hyper) {
        if (model.process() != (hyper == Hyper.KERNEL)) {
            return Optional.of(
                    model.process()
                            ? new Refusal(
                                    "--hyper " + hyper + ": a gp has none; it has a kernel",
                                    "use --hyper kernel, which tunes a length scale for each feature, or --model "
                                            + (model.classifies() ? "logistic, softmax or mlp" : "ridge or mlp"))
                            : new Refusal(
                                    "--hyper kernel: " + model + " has no kernel",
                                    "use --model gp, or --hyper feature-scales"));
        }
        if (hyper == Hyper.L2_PER_LAYER && !model.network()) {
            return Optional.of(new Refusal(
                    "--hyper l2-per-layer: " + model + " has no layers",
                    "use --hyper l2, which is the same here, or --model mlp"));
        }
        return Optional.empty();
    }

    /**
     * Whether hyperparameters of a kind can be tuned in a way.
     *
     * @param hyper the kind
     * @param way the way to a hypergradient
     * @return why not, or nothing
     */
    public static Optional<Refusal> refusal(Hyper hyper, Estimator.Kind way) {
        if (hyper == Hyper.LEARNING_RATE_SCHEDULE && !way.iterates()) {
            return Optional.of(new Refusal(
                    "--hyper learning-rate-schedule: the derivative at a minimum, which " + way
                            + " takes, does not depend on the rates that led there",
                    "use --hypergradient forward, unrolled or truncated:K, through the steps themselves"));
        }
        if (hyper == Hyper.KERNEL && way == Estimator.Kind.NYSTROM) {
            return Optional.of(new Refusal(
                    "--hypergradient nystrom: a sketch from some columns takes the rest of the Hessian for zero, and that"
                            + " of a gp is the identity there",
                    "use --hypergradient implicit-cg, which takes few products here"));
        }
        return Optional.empty();
    }

    /**
     * Refuses what does not go together.
     *
     * @param model the model
     * @param hyper what is tuned
     * @param estimator the way to a hypergradient
     * @throws ArgumentException with the reason
     */
    public static void check(Model model, Hyper hyper, Estimator estimator) {
        refusal(model, hyper).or(() -> refusal(hyper, estimator.kind())).ifPresent(Combinations::refuse);
    }

    /**
     * Refuses a process for too many rows.
     *
     * @param model the model
     * @param rows the number of training rows
     * @throws ArgumentException with the memory that it would need
     */
    static void checkRows(Model model, int rows) {
        double gigabytes = MATRICES * 8.0 * rows * rows / 1e9;
        double available = Runtime.getRuntime().maxMemory() / 1e9;
        if (model.process() && (rows > MOST_PROCESS_ROWS || gigabytes > available)) {
            String needs = String.format(
                    Locale.ROOT,
                    "--model gp: %d training rows make matrices of %d x %d numbers, about %.1f GB in all, and work that"
                            + " grows with the cube of the rows",
                    rows,
                    rows,
                    rows,
                    gigabytes);
            refuse(new Refusal(
                    needs + (rows > MOST_PROCESS_ROWS ? "; the most is " + MOST_PROCESS_ROWS : ""),
                    rows > MOST_PROCESS_ROWS
                            ? "take fewer rows, as --sql \"select * from t using sample reservoir(4000 rows) repeatable"
                                    + " (1)\", a smaller training share, as --split 10/45/45, or --model mlp"
                            : "give Java more memory, as JAVA_TOOL_OPTIONS=-Xmx" + (int) Math.ceil(1.5 * gigabytes + 1)
                                    + "g, or take fewer rows"));
        }
    }

    private static void refuse(Refusal refusal) {
        throw new ArgumentException("tune: " + refusal.reason(), refusal.remedy(), SourceLine.UNKNOWN, null);
    }
}
