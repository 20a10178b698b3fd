package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.error.ConvergenceException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.linear.LinearEvidence;
import org.gradus.optim.Objective;
import org.gradus.solve.Hypergradient;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * The validation loss at the inner solution as a function of the hyperparameters, with its hypergradient.
 *
 * @param <P> the model's parameters
 */
final class OuterProblem<P> implements Objective<Tensor> {
    /** A decrease of this share of the value can still be told from what the inner solves leave. */
    private static final double VISIBLE = 1e-9;

    private final InnerProblem<P> inner;
    private final Fn2<P, Tensor, Tensor> validationLoss;
    private final List<Trial<P>> trials = new ArrayList<>();
    private long hypergradients;
    private double scale;

    /**
     * A hypergradient that was computed, as the records want it; numbers are scalars.
     *
     * @param point the inner solution
     * @param value the validation loss
     * @param norm of the hypergradient
     * @param residual of the inner problem
     * @param linearIterations of the linear solve
     * @param linearResidual of the linear solve
     */
    record Trial<P>(
            P point, Tensor value, Tensor norm, Tensor residual, Tensor linearIterations, Tensor linearResidual) {
        static <P> Trial<P> of(Hypergradient<P, Tensor> h) {
            Optional<LinearEvidence> solve = h.linearSolves().isEmpty()
                    ? Optional.empty()
                    : Optional.of(h.linearSolves().getLast());
            return new Trial<>(
                    h.inner().point(),
                    scalar(h.value().item()),
                    Tree.norm(h.gradient()),
                    scalar(h.inner().residualNorm()),
                    scalar(solve.map(LinearEvidence::iterations).orElse(0).doubleValue()),
                    scalar(solve.map(LinearEvidence::relativeResidual).orElse(0.0)));
        }
    }

    /**
     * All that the next evaluation depends on, besides the hyperparameters.
     *
     * @param accepted the trial that the search took last
     * @param inner the inner problem's state
     * @param hypergradients how many were computed
     * @param scale by which the search sees the loss
     */
    record State<P>(Trial<P> accepted, InnerProblem.State<P> inner, Tensor hypergradients, Tensor scale) {}

    OuterProblem(HyperSpace<P> space, InnerProblem<P> inner, Examples validation) {
        this.inner = inner;
        this.validationLoss = (parameters, theta) -> space.outer(parameters, theta, validation);
    }

    /** Prepares for a search that begins, or began, here. */
    void begin(Tensor theta) {
        inner.begin(theta);
    }

    State<P> state() {
        return new State<>(trials.getFirst(), inner.state(), scalar((double) hypergradients), scalar(scale));
    }

    /** A state to read one like it. */
    State<P> like() {
        Tensor zero = scalar(0);
        InnerProblem.State<P> solution = inner.state();
        return new State<>(new Trial<>(solution.last(), zero, zero, zero, zero, zero), solution, zero, zero);
    }

    void restore(State<P> state) {
        trials.clear();
        trials.add(state.accepted());
        inner.restore(state.inner());
        hypergradients = (long) state.hypergradients().item();
        scale = state.scale().item();
    }

    /**
     * What the search sees is the loss times this. The first step that it tries is as long as the gradient, one at most: where
     * that is too short for the loss to change, as it is when millions of rows leave hardly anything to each hyperparameter,
     * the scale makes it one.
     */
    private static double scale(Trial<?> first) {
        double norm = first.norm().item();
        boolean visible = norm * norm >= VISIBLE * Math.abs(first.value().item());
        return visible || norm == 0 ? 1 : 1 / norm;
    }

    /**
     * The trial that the search took, of those since the last that it took.
     *
     * @param value what the search saw there
     */
    Trial<P> accepted(double value) {
        Trial<P> taken = trials.stream()
                .filter(trial -> scale * trial.value().item() == value)
                .reduce((_, later) -> later)
                .orElseGet(trials::getLast);
        trials.clear();
        trials.add(taken);
        inner.startFrom(taken.point());
        return taken;
    }

    long hypergradients() {
        return hypergradients;
    }

    long innerIterations() {
        return inner.iterations();
    }

    @Override
    public ValueAndGrad<Tensor> valueAndGradient(Tensor theta) {
        hypergradients++;
        try {
            Hypergradient<P, Tensor> h = inner.hypergradient(validationLoss, theta);
            Trial<P> trial = Trial.of(h);
            trials.add(trial);
            if (scale == 0) {
                scale = scale(trial);
            }
            return new ValueAndGrad<>(
                    scalar(scale * trial.value().item()), h.gradient().times(scale));
        } catch (ConvergenceException e) {
            if (trials.isEmpty()) {
                throw e;
            }
            // Where the inner problem cannot be solved, NaN makes the line search shorten its step.
            return new ValueAndGrad<>(scalar(Double.NaN), full(Double.NaN, theta.size()));
        }
    }

    @Override
    public Tensor value(Tensor theta) {
        return valueAndGradient(theta).value();
    }

    @Override
    public Tensor hvp(Tensor theta, Tensor v) {
        throw new NotDifferentiableException(
                "tune: second derivatives of the validation loss by the hyperparameters are not computed",
                "use a method that needs first derivatives only, such as Lbfgs");
    }
}
