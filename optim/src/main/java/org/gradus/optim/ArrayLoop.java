package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;

/**
 * Drives methods on {@code double[]}: listeners, limits, interruption, and the {@link Solution} at the end.
 *
 * @param maxIterations accepted steps allowed
 * @param tolerance the accuracy wanted, as the method reads it
 * @param listeners told of every accepted iterate
 */
public record ArrayLoop(int maxIterations, double tolerance, List<IterationListener> listeners) {
    /** Rejected trials in a row that no method needs: a bound on what would else never end. */
    private static final int REJECTIONS = 2000;

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when no iteration is allowed or the tolerance is no bound
     */
    public ArrayLoop {
        if (maxIterations < 1) {
            throw new ArgumentException(
                    "maxIterations: " + maxIterations + " is not positive", "allow at least one iteration");
        }
        if (!(tolerance >= 0)) {
            throw new ArgumentException(
                    "tolerance: " + tolerance + " is not a bound on a norm", "give a number of zero or more");
        }
        listeners = List.copyOf(listeners);
    }

    /** The usual settings: 500 iterations, a tolerance of 1e-8, no listeners. */
    public ArrayLoop() {
        this(500, 1e-8, List.of());
    }

    /**
     * Other settings with one more listener.
     *
     * @param listener told of every accepted iterate
     * @return the settings
     */
    public ArrayLoop listener(IterationListener listener) {
        List<IterationListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new ArrayLoop(maxIterations, tolerance, all);
    }

    /**
     * A run's end.
     *
     * @param <S> the state's type
     * @param solution how it ended
     * @param state the last state
     */
    public record Run<S>(Solution<double[]> solution, S state) {}

    /**
     * Runs a method.
     *
     * @param <F> what is solved
     * @param <S> the state's type
     * @param solver the method
     * @param problem what is solved
     * @param start where to begin
     * @return how it ended, and the last state
     * @throws ArgumentException when the start is empty
     */
    public <F, S> Run<S> run(ArraySolver<F, S> solver, F problem, double[] start) {
        if (start.length == 0) {
            throw new ArgumentException(
                    "run: the start holds no numbers", "give a start with at least one element to minimize over");
        }
        History history = new History();
        S state = solver.init(problem, start.clone());
        long accepted = -1;
        int rejected = 0;
        while (true) {
            Standing at = solver.standing(state);
            Status status = solver.terminate(state, tolerance);
            Ending end = status == Status.RUNNING ? null : new Ending(status, solver.detail(state, status));
            rejected = at.iteration() > accepted ? 0 : rejected + 1;
            if (at.iteration() > accepted && status != Status.NON_FINITE_START) {
                accepted = at.iteration();
                Ending asked = tell(at.at(status), history);
                end = end == null ? asked : end;
            }
            if (end == null && at.iteration() >= maxIterations) {
                end = Ending.atLimit(maxIterations);
            }
            if (end == null && rejected > REJECTIONS) {
                end = Ending.of(Status.PRECISION);
            }
            if (end == null && Thread.currentThread().isInterrupted()) {
                end = Ending.of(Status.INTERRUPTED);
            }
            if (end != null) {
                return new Run<>(end.solution(at.reached(history), tolerance), state);
            }
            state = solver.step(problem, state);
        }
    }

    private Ending tell(Iteration iteration, History history) {
        history.add(iteration);
        try {
            listeners.forEach(listener -> listener.accepted(iteration));
            return null;
        } catch (StopRequest request) {
            return new Ending(Status.REQUESTED, request.getMessage());
        }
    }
}
