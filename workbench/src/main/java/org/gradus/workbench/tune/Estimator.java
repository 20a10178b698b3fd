package org.gradus.workbench.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.Names;

/**
 * How hypergradients are computed.
 *
 * @param kind the way
 * @param number terms, columns or steps; 0 for a way that has no number
 */
public record Estimator(Kind kind, int number) {
    /** Exact to the accuracy of the inner solve. */
    public static final Estimator IMPLICIT_CG = new Estimator(Kind.IMPLICIT_CG, 0);

    /** The steps of which {@code truncated:K} differentiates the last K, unless K is more. */
    public static final int STEPS = 100;

    private static final int MOST = 1_000_000;
    private static final int MOST_FORWARD = 1000;

    /** The ways. */
    public enum Kind {
        /** At the inner minimum; the linear system by conjugate gradients, to ten digits. */
        IMPLICIT_CG("implicit-cg", "", 0),
        /** At the inner minimum; the linear system by the first terms of a series. */
        NEUMANN("neumann", "the number of terms", 100),
        /** At the inner minimum; the linear system by a sketch of the Hessian from some of its columns. */
        NYSTROM("nystrom", "the number of columns", 20),
        /** Back through all steps of an inner descent from its start. */
        UNROLLED("unrolled", "the number of steps", STEPS),
        /** Back through the last steps. */
        TRUNCATED("truncated", "the number of steps", 0),
        /** Forward through all steps, one tangent a hyperparameter. */
        FORWARD("forward", "the number of steps", STEPS);

        private final String text;
        private final String number;
        private final int usual;

        Kind(String text, String number, int usual) {
            this.text = text;
            this.number = number;
            this.usual = usual;
        }

        /**
         * Whether what is differentiated is a number of steps, not a minimum.
         *
         * @return true for {@link #UNROLLED}, {@link #TRUNCATED} and {@link #FORWARD}
         */
        public boolean iterates() {
            return this == UNROLLED || this == TRUNCATED || this == FORWARD;
        }

        private String shape() {
            return number.isEmpty() ? text : usual == 0 ? text + ":K" : text + "[:K]";
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Reads what stands on the command line.
     *
     * @param text for example {@code neumann:50}
     * @return the estimator
     * @throws ArgumentException when it is none
     */
    public static Estimator parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Optional<Kind> kind =
                Arrays.stream(Kind.values()).filter(k -> k.text.equals(name)).findFirst();
        if (kind.isEmpty()) {
            List<String> names =
                    Arrays.stream(Kind.values()).map(Kind::toString).toList();
            String all = Arrays.stream(Kind.values()).map(Kind::shape).collect(Collectors.joining(", "));
            String hint = Names.meant(name, names)
                    .map(meant -> "did you mean '" + meant + "'? ")
                    .orElse("");
            throw wrong("'" + text + "' is no way to a hypergradient", hint + "There are " + all);
        }
        Kind known = kind.get();
        if (colon < 0) {
            if (known.usual == 0 && !known.number.isEmpty()) {
                throw wrong("'" + text + "' lacks " + known.number, "write for example " + text + ":10");
            }
            return new Estimator(known, known.usual);
        }
        if (known.number.isEmpty()) {
            throw wrong("'" + known + "' takes no number, and '" + text + "' has one", "write " + known);
        }
        String digits = text.substring(colon + 1);
        int number = digits.matches("[0-9]{1,7}") ? Integer.parseInt(digits) : 0;
        if (number < 1 || number > MOST) {
            throw wrong(
                    "'" + digits + "' is not " + known.number + " of " + known,
                    "give a whole number from 1 to " + MOST + ", for example " + known + ":"
                            + (known.usual == 0 ? 10 : known.usual));
        }
        return new Estimator(known, number);
    }

    private static ArgumentException wrong(String problem, String remedy) {
        return new ArgumentException("tune: " + problem, remedy, SourceLine.UNKNOWN, null);
    }

    /**
     * Refuses what would take forever.
     *
     * @param hyperparameters how many there are
     * @throws ArgumentException when there are too many
     */
    public void check(int hyperparameters) {
        if (kind == Kind.FORWARD && hyperparameters > MOST_FORWARD) {
            throw wrong(
                    "--hypergradient forward carries one tangent for each hyperparameter, and there are "
                            + hyperparameters,
                    "use implicit-cg or unrolled, whose work does not grow with the number of hyperparameters, or tune"
                            + " at most " + MOST_FORWARD);
        }
    }

    /** The steps of the inner descent. */
    int steps() {
        return kind == Kind.TRUNCATED ? Math.max(STEPS, number) : number;
    }

    @Override
    public String toString() {
        return number == 0 ? kind.text : kind.text + ":" + number;
    }
}
