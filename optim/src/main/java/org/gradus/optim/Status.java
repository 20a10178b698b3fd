package org.gradus.optim;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** How an iteration stands or why it ended: the criterion, the limit or the cause of a {@link Solution}. */
public enum Status {
    /** Not ended. */
    RUNNING(0, Kind.RUNNING, "not ended"),

    /** ‖∇f(x)‖∞ ≤ tolerance. */
    GRADIENT(1, Kind.CONVERGED, "the gradient's largest entry is within the tolerance"),

    /** The iterations asked for were made. */
    ITERATIONS(2, Kind.STOPPED, "the iterations allowed were used"),

    /** The thread was interrupted. */
    INTERRUPTED(3, Kind.STOPPED, "the thread was interrupted"),

    /** A listener threw {@link StopRequest}. */
    REQUESTED(4, Kind.STOPPED, "a listener asked to stop"),

    /** The decrease that a step could bring is below the rounding of the value. */
    PRECISION(
            5,
            Kind.STOPPED,
            "no step can lower the value by more than its rounding; for a smaller gradient scale the objective, use"
                    + " f64, or raise the tolerance"),

    /** No step length along the steepest descent gives a sufficient decrease. */
    LINE_SEARCH(
            6,
            Kind.FAILED,
            "no step along the steepest descent lowers the value enough; likely (a) the gradient is not the value's, as"
                    + " with a wrong custom rule, (b) the objective has a jump or a kink here, (c) it is noisy"),

    /** Value or gradient at the start is NaN or infinite. */
    NON_FINITE_START(7, Kind.FAILED, "value or gradient at the start is not finite"),

    /** Value or gradient became NaN or infinite, and shorter steps did not help. */
    NON_FINITE(
            8,
            Kind.FAILED,
            "value or gradient became NaN or infinite; likely (a) the learning rate is too large, (b) a logarithm, root"
                    + " or quotient left its domain, (c) overflow"),

    /** The value fell to minus infinity. */
    UNBOUNDED(9, Kind.FAILED, "the value fell to minus infinity: the objective has no minimum, or its sign is wrong"),

    /** The best step that the model knows is within the rounding of the point or of the value. */
    ROUNDING(10, Kind.CONVERGED, "the best step of the model is within the rounding of point or value; tolerance"),

    /** Every entry of the whole Gauss–Newton step is small beside the entry that it changes. */
    SMALL_STEP(11, Kind.CONVERGED, "the Gauss-Newton step is within a hundredth of the tolerance of every parameter"),

    /** The conditions of Karush, Kuhn and Tucker hold, and no constraint is violated. */
    KKT(12, Kind.CONVERGED, "the Karush-Kuhn-Tucker conditions hold and no constraint is violated, within tolerance"),

    /** The violation of the constraints is at a minimum that is not zero. */
    INFEASIBLE(
            13,
            Kind.FAILED,
            "no point near satisfies the constraints: their violation is at a minimum above zero; likely (a) the"
                    + " constraints contradict each other, (b) another start is needed"),

    /** The value keeps falling, far below where it began. */
    DIVERGING(
            14,
            Kind.FAILED,
            "the value keeps falling without bound: the objective has no minimum, or its sign is wrong");

    /** The four kinds of status; all but the first end an iteration. */
    public enum Kind {
        /** Not ended. */
        RUNNING,
        /** A criterion of convergence holds. */
        CONVERGED,
        /** A limit was reached. */
        STOPPED,
        /** Something went wrong. */
        FAILED
    }

    private final int number;
    private final Kind kind;
    private final String words;

    Status(int number, Kind kind, String words) {
        this.number = number;
        this.kind = kind;
        this.words = words;
    }

    /**
     * The kind of solution that this status makes.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The status in words, with likely causes.
     *
     * @return a clause
     */
    public String words() {
        return words;
    }

    /**
     * The status as a tensor, for states and programs.
     *
     * @return an i64 scalar
     */
    public Tensor code() {
        return Tensors.full(number, new ArrayType(DType.INT64, Shape.SCALAR));
    }

    /**
     * The status of a code; codes are fixed, so that saved states keep their meaning.
     *
     * @param code a scalar that {@link #code} made
     * @return the status
     * @throws ArgumentException when the number is no code
     */
    public static Status of(Tensor code) {
        int number = (int) code.item();
        for (Status status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        throw new ArgumentException("status: " + number + " is no code", "pass what Solver.terminate returned");
    }
}
