package org.gradus.optim;

import org.gradus.tensor.Tensor;

/**
 * An iterative method as four pure functions of a state.
 *
 * <p>The idea by known examples: for gradient descent the state is the point and a step count; for L-BFGS it is the
 * point, the last pairs of steps and gradient differences, and where the line search stands, because one step is one
 * evaluation of the objective and a line search takes several. Convergence is tested at accepted iterates only.
 *
 * <p>States are records of trees of tensors, and all four functions are written with {@code where}, never with a Java
 * {@code if} on a tensor's value, so that the same step runs in a Java loop (compiled or not), inside compiled
 * programs, and batched by {@code vmap}, where each instance freezes when {@link #terminate} says so.
 *
 * @param <P> the parameters' type
 * @param <S> the state's type
 */
public interface Solver<P, S> {

    /**
     * The state before the start is evaluated; does not use the objective.
     *
     * @param start where to begin
     * @return the state
     */
    S init(P start);

    /**
     * One step: at most one evaluation of value and gradient by the solver itself.
     *
     * @param f the objective, on this step's data
     * @param state the state
     * @return the next state
     */
    S step(Objective<P> f, S state);

    /**
     * Whether to end.
     *
     * @param state the state
     * @param tolerance the accuracy wanted
     * @return the code of a {@link Status}, an i64 scalar
     */
    Tensor terminate(S state, Tolerance tolerance);

    /**
     * Where the solver stands.
     *
     * @param state the state
     * @return the accepted iterate's numbers
     */
    Progress progress(S state);

    /**
     * The best iterate so far; the last one competes.
     *
     * @param state the state
     * @return point, value and gradient of one iterate
     */
    Iterate<P> result(S state);

    /**
     * The result of a run, which may evaluate the objective once more: a method that answers with an average of its iterates has
     * not seen the objective there.
     *
     * @param state the state
     * @param f the objective, on the last step's data
     * @return point, value and gradient of one iterate; {@link #result(Object)} unless overridden
     */
    default Iterate<P> result(S state, Objective<P> f) {
        return result(state);
    }

    /**
     * Whether convergence that {@link #terminate} reports holds for what {@link #result(Object, Objective)} answers.
     *
     * @param state a state that has converged
     * @param f the objective, on the last step's data
     * @param tolerance the bound on ‖∇f‖∞
     * @return true unless overridden
     */
    default boolean confirms(S state, Objective<P> f, double tolerance) {
        return true;
    }

    /**
     * Whether every step must see the same data; if so, mini-batches are refused.
     *
     * @return true unless overridden
     */
    default boolean needsFullData() {
        return true;
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
