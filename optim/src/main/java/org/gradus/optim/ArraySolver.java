package org.gradus.optim;

/**
 * An iterative method on {@code double[]} as four functions of a state: the contract of {@link Solver} for methods that
 * branch on numbers.
 *
 * <p>Active sets, pivoting, sorted breakpoints and quadratic programs take another path for every problem, so these
 * methods cannot be recorded as one program with {@code where}: they run in Java, on functions that bring their own
 * derivatives. What stays is the shape: a state that no step changes, one trial or one iteration a step, convergence
 * tested at accepted iterates, one driver ({@link ArrayLoop}) for listeners, limits and the {@link Solution}.
 *
 * @param <F> what is to be solved
 * @param <S> the state's type
 */
public interface ArraySolver<F, S> {

    /**
     * The state at the start, which is evaluated.
     *
     * @param problem what is to be solved
     * @param start where to begin
     * @return the state
     */
    S init(F problem, double[] start);

    /**
     * One step, a trial or a whole iteration; must not change the state given.
     *
     * @param problem what is to be solved
     * @param state the state
     * @return the next state
     */
    S step(F problem, S state);

    /**
     * Whether to end.
     *
     * @param state the state
     * @param tolerance the accuracy wanted
     * @return {@link Status#RUNNING} to go on
     */
    Status terminate(S state, double tolerance);

    /**
     * Where the method stands, which is also its result: the best iterate so far.
     *
     * @param state the state
     * @return point and numbers of one iterate
     */
    Standing standing(S state);

    /**
     * What a failure or limit says beyond {@link Status#words}.
     *
     * @param state the state that ended
     * @param status why it ended
     * @return one clause
     */
    default String detail(S state, Status status) {
        return status.words();
    }

    /**
     * The name that errors and reports print.
     *
     * @return the simple class name unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }
}
