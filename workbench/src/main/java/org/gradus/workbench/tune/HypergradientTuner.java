package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.TuneListener.Stage;

/**
 * Tunes hyperparameters by hypergradients. A grid of single penalties comes first, each with the inner problem, mean
 * training loss plus penalty, solved to optimality. The outer problem, the validation loss at the inner solution as a
 * function of the {@link HyperSpace hyperparameters}, is then minimized by L-BFGS on hypergradients, from the best of the
 * grid.
 */
public final class HypergradientTuner implements Tuner {
    private static final int GRID_POINTS = 25;
    /** A network's fit takes hundreds of times as long as a linear model's. */
    private static final int NETWORK_GRID_POINTS = 9;

    private static final double GRID_LOW = 1e-6;
    private static final double GRID_HIGH = 1e2;
    /** Without a penalty a separable problem has no minimum, so its search is ended. */
    private static final int UNPENALIZED_ITERATIONS = 300;

    /** A tuner without settings. */
    public HypergradientTuner() {}

    @Override
    public TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener) {
        return tune(TunedModel.of(problem, options.seed()), problem, options, listener);
    }

    private static <P> TuneOutcome tune(
            TunedModel<P> model, Problem problem, TuneOptions options, TuneListener listener) {
        HyperSpace.check(options.hyper(), problem.model(), model);
        options.hypergradient()
                .check(HyperSpace.count(options.hyper(), model, problem.train().rows()));
        return new Run<>(model, problem, options, listener).tune();
    }

    /** One problem being tuned. */
    private static final class Run<P> {
        private final TunedModel<P> model;
        private final Problem problem;
        private final TuneOptions options;
        private final TuneListener listener;
        private final Examples train;
        private final Examples validation;
        private final Examples test;
        private long iterations;

        Run(TunedModel<P> model, Problem problem, TuneOptions options, TuneListener listener) {
            this.model = model;
            this.problem = problem;
            this.options = options;
            this.listener = listener;
            this.train = model.examples(problem.train());
            this.validation = model.examples(problem.validation());
            this.test = model.examples(problem.test());
        }

        TuneOutcome tune() {
            Solution<P> none = withoutPenalty();
            List<GridPoint> curve = new ArrayList<>();
            List<P> fitted = grid(curve);
            int bestIndex = IntStream.range(0, curve.size())
                    .boxed()
                    .min(Comparator.comparingDouble(i -> curve.get(i).validationLoss()))
                    .orElseThrow();
            P best = fitted.get(bestIndex);
            double gridPenalty = curve.get(bestIndex).penalty();
            listener.stage(Stage.HYPERGRADIENTS, options.outerIterations());
            HyperSpace<P> space = space(options.hyper(), gridPenalty);
            InnerProblem<P> inner = new InnerProblem<>(model, space, options.hypergradient(), train);
            inner.startFrom(best);
            OuterProblem<P> outer = new OuterProblem<>(space, inner, validation);
            OuterSearch.Result<P> tuned =
                    new OuterSearch<>(outer, options.outerIterations(), listener).run(space.start());
            Optional<InnerEvidence> evidence = model.convex()
                    ? Optional.empty()
                    : Optional.of(inner.evidence(tuned.parameters(), tensor(tuned.theta()), tuned.residual()));
            P finished = space.finished(tuned.parameters(), tensor(tuned.theta()));
            TuneOutcome outcome = new TuneOutcome(
                    fit(none.point()),
                    none.isConverged(),
                    fit(best),
                    gridPenalty,
                    fit(finished),
                    curve,
                    RowNames.of(options.hyper(), space.named(tuned.theta()), problem.train()),
                    tuned.history(),
                    outer.hypergradients(),
                    iterations + inner.iterations(),
                    tuned.ending(),
                    model.arrays(finished),
                    evidence,
                    Optional.empty());
            return outcome.with(new Diagnostics(
                    model.predictions(finished, test.x()).toDoubles(),
                    model.predictions(best, test.x()).toDoubles(),
                    new LearningCurve<>(model, problem, options, gridPenalty)
                            .points(tuned.theta(), tuned.parameters(), outcome.tuned())));
        }

        private HyperSpace<P> space(Hyper hyper, double penalty) {
            return new HyperSpace<>(
                    hyper, model, problem.features(), problem.train().rows(), penalty);
        }

        private Solution<P> withoutPenalty() {
            listener.stage(Stage.NO_PENALTY, 1);
            Fn2<P, Examples, Tensor> loss = model::loss;
            Solution<P> solution = Minimizer.of(loss)
                    .data(train)
                    .method(new Lbfgs())
                    .maxIterations(UNPENALIZED_ITERATIONS)
                    .run(model.start());
            iterations += solution.counts().iterations();
            return solution;
        }

        /** From the largest penalty down, so that each solution starts the next search. */
        private List<P> grid(List<GridPoint> curve) {
            int points = model.convex() ? GRID_POINTS : NETWORK_GRID_POINTS;
            listener.stage(Stage.GRID, points);
            InnerProblem<P> inner = new InnerProblem<>(model, space(Hyper.L2, GRID_HIGH), Estimator.IMPLICIT_CG, train);
            List<P> fitted = new ArrayList<>();
            for (int i = points - 1; i >= 0; i--) {
                double penalty = GRID_LOW * Math.pow(GRID_HIGH / GRID_LOW, i / (points - 1.0));
                if (!model.convex()) {
                    // From a network that a large penalty has made zero there is no way back.
                    inner.startFrom(model.start());
                }
                P parameters = inner.solve(full(Penalties.log(penalty)));
                GridPoint point = new GridPoint(
                        penalty, model.loss(parameters, validation).item());
                curve.addFirst(point);
                fitted.addFirst(parameters);
                listener.gridPoint(point);
            }
            iterations += inner.iterations();
            return fitted;
        }

        private Fit fit(P parameters) {
            return new Fit(
                    model.loss(parameters, train).item(),
                    model.loss(parameters, validation).item(),
                    model.loss(parameters, test).item(),
                    model.score(parameters, validation),
                    model.score(parameters, test));
        }
    }
}
