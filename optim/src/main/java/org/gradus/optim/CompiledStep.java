package org.gradus.optim;

import java.lang.System.Logger.Level;
import org.gradus.Gradus;
import org.gradus.error.TracedValueException;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Tensor;

/**
 * The step of a solver as the Java loop runs it: compiled, unless the objective looks at values.
 *
 * @param <P> the parameters' type
 * @param <S> the state's type
 * @param <D> the data's type
 */
final class CompiledStep<P, S, D> {
    private static final System.Logger LOG = System.getLogger("org.gradus.optim");

    /** A state with what the loop reads from it. */
    record Stepped<S>(S state, Tensor status, Progress progress) {}

    private final Solver<P, S> solver;
    private final Source<P, D> source;
    private final Fn3<S, D, Tolerance, Stepped<S>> direct;
    private final Fn3<S, D, Tolerance, Stepped<S>> compiled;
    private volatile boolean traceable;

    CompiledStep(Solver<P, S> solver, Source<P, D> source) {
        this.solver = solver;
        this.source = source;
        this.direct = (state, data, tolerance) -> {
            S next = solver.step(source.bind().apply(data), state);
            return new Stepped<>(next, solver.terminate(next, tolerance), solver.progress(next));
        };
        this.compiled = Gradus.jit(direct);
        this.traceable = source.isTraceable(solver);
    }

    Solver<P, S> solver() {
        return solver;
    }

    Objective<P> objective(D data) {
        return source.bind().apply(data);
    }

    Stepped<S> apply(S state, D data, Tolerance tolerance) {
        if (traceable) {
            try {
                return compiled.apply(state, data, tolerance);
            } catch (TracedValueException e) {
                traceable = false;
                LOG.log(
                        Level.INFO,
                        "Minimizer: {0} looks at values, so steps are not compiled",
                        e.line().isKnown() ? e.line() : e.problem());
            }
        }
        return direct.apply(state, data, tolerance);
    }
}
