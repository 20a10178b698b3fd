package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.TuneListener.Stage;

/**
 * Tunes hyperparameters by hypergradients. A grid of single penalties (of a process, single length scales) comes
 * first, each with the inner problem, mean training loss plus penalty, solved to optimality. The outer problem, the validation loss at the inner solution as a
 * function of the {@link HyperSpace hyperparameters}, is then minimized by L-BFGS on hypergradients, from the best of the
 * grid.
 */
public final class HypergradientTuner implements Tuner {
    private static final int GRID_POINTS = 25;
    /** A network's fit, or a process's, takes hundreds of times as long as a linear model's. */
    private static final int FEW_GRID_POINTS = 9;

    /** Without a penalty a separable problem has no minimum, so its search is ended. */
    private static final int UNPENALIZED_ITERATIONS = 300;

    private static final String NONE = "none";
    private static final String GRID = "grid";
    private static final String CURVE = "curve";

    /** A tuner without settings. */
    public HypergradientTuner() {}

    @Override
    public TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener) {
        return tune(problem, options, listener, Checkpoints.NONE);
    }

    @Override
    public TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener, Checkpoints checkpoints) {
        Combinations.checkRows(problem.model(), problem.train().rows());
        return tune(TunedModel.of(problem, options.seed()), problem, options, listener, checkpoints);
    }

    private static <P> TuneOutcome tune(
            TunedModel<P> model, Problem problem, TuneOptions options, TuneListener listener, Checkpoints checkpoints) {
        Combinations.check(problem.model(), options.hyper(), options.hypergradient());
        options.hypergradient()
                .check(HyperSpace.count(
                        options.hyper(),
                        options.hypergradient(),
                        model,
                        problem.train().rows()));
        return new Run<>(model, problem, options, listener, checkpoints).tune();
    }

    /**
     * The fit without a penalty, or with the usual kernel; numbers are scalars.
     *
     * @param point the model
     * @param converged 1 when it came to a minimum, else 0
     * @param iterations that it took
     */
    record Untuned<P>(P point, Tensor converged, Tensor iterations) {}

    /**
     * Where the grid stands.
     *
     * @param best the best model so far
     * @param inner the inner problem's state
     */
    record GridState<P>(P best, InnerProblem.State<P> inner) {}

    /** One problem being tuned. */
    private static final class Run<P> {
        private final TunedModel<P> model;
        private final Problem problem;
        private final TuneOptions options;
        private final TuneListener listener;
        private final Checkpoints checkpoints;
        /** What is done with, by name, as it is saved. */
        private final Map<String, Object> done = new LinkedHashMap<>();

        private final Examples train;
        private final Examples validation;
        private final Examples test;
        private long iterations;

        Run(TunedModel<P> model, Problem problem, TuneOptions options, TuneListener listener, Checkpoints checkpoints) {
            this.model = model;
            this.problem = problem;
            this.options = options;
            this.listener = listener;
            this.checkpoints = checkpoints;
            this.train = model.examples(problem.train());
            this.validation = model.examples(problem.validation());
            this.test = model.examples(problem.test());
        }

        TuneOutcome tune() {
            Optional<SavedState> saved = checkpoints.saved();
            Untuned<P> none = untuned(saved);
            List<GridPoint> curve = new ArrayList<>();
            P best = grid(curve, saved);
            double gridPenalty = curve.get(bestOf(curve)).penalty();
            listener.stage(Stage.HYPERGRADIENTS, options.outerIterations());
            HyperSpace<P> space = HyperSpace.tuning(options, model, problem.features(), train, gridPenalty);
            InnerProblem<P> inner = new InnerProblem<>(model, space, options.hypergradient(), train);
            inner.startFrom(best);
            OuterProblem<P> outer = new OuterProblem<>(space, inner, validation);
            OuterSearch.Result<P> tuned = new OuterSearch<>(outer, options.outerIterations(), listener, this::offer)
                    .run(space.start(), saved);
            Optional<InnerEvidence> evidence = model.convex()
                    ? Optional.empty()
                    : Optional.of(inner.evidence(tuned.parameters(), tensor(tuned.theta()), tuned.residual()));
            P finished = space.finished(tuned.parameters(), tensor(tuned.theta()));
            TuneOutcome outcome = new TuneOutcome(
                    fit(none.point()),
                    none.converged().item() != 0,
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
                    measures(best, finished),
                    Optional.empty());
            return outcome.with(new Diagnostics(
                    test.map(x -> model.predictions(finished, x)).toDoubles(),
                    test.map(x -> model.predictions(best, x)).toDoubles(),
                    new LearningCurve<>(model, problem, options, gridPenalty)
                            .points(tuned.theta(), tuned.parameters(), outcome.tuned())));
        }

        /** Saves what is done with beside what is going on. */
        private void offer(String stage, Supplier<Map<String, Object>> state) {
            checkpoints.offer(stage, () -> {
                Map<String, Object> all = new LinkedHashMap<>(done);
                all.putAll(state.get());
                return all;
            });
        }

        private Untuned<P> untuned(Optional<SavedState> saved) {
            listener.stage(Stage.UNTUNED, 1);
            Untuned<P> none = saved.filter(s -> s.has(NONE))
                    .map(s -> s.tree(NONE, new Untuned<>(model.start(), scalar(0), scalar(0))))
                    .orElseGet(this::fitUntuned);
            iterations += (long) none.iterations().item();
            done.put(NONE, none);
            return none;
        }

        private Untuned<P> fitUntuned() {
            if (model.process().isPresent()) {
                HyperSpace<P> space = gridSpace();
                InnerProblem<P> inner = new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, train);
                Tensor theta =
                        tensor(space.single(model.process().get().kernel().usualLength()));
                P parameters = space.finished(inner.solve(theta), theta);
                return new Untuned<>(parameters, scalar(1), scalar((double) inner.iterations()));
            }
            Fn<P, Tensor> loss = parameters -> model.loss(parameters, train);
            Solution<P> solution = Minimizer.of(loss)
                    .method(new Lbfgs())
                    .maxIterations(UNPENALIZED_ITERATIONS)
                    .run(model.start());
            return new Untuned<>(solution.point(), scalar(solution.isConverged() ? 1 : 0), scalar((double)
                    solution.counts().iterations()));
        }

        private HyperSpace<P> gridSpace() {
            return HyperSpace.grid(model, problem.features(), problem.train().rows());
        }

        /** The best model of the grid, from the largest value down, so that each solution starts the next search. */
        private P grid(List<GridPoint> curve, Optional<SavedState> saved) {
            int points = !model.convex() || model.process().isPresent() ? FEW_GRID_POINTS : GRID_POINTS;
            listener.stage(Stage.GRID, points);
            HyperSpace<P> space = gridSpace();
            double low = space.gridRange()[0];
            double high = space.gridRange()[1];
            InnerProblem<P> inner = new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, train);
            P best = model.start();
            if (saved.isPresent() && saved.get().has(GRID)) {
                GridState<P> state = saved.get().tree(GRID, new GridState<>(best, inner.state()));
                best = state.best();
                inner.restore(state.inner());
                restore(curve, saved.get().rows(CURVE, 2));
            } else {
                offer("the fit without a penalty", Map::of);
            }
            for (int i = points - 1 - curve.size(); i >= 0; i--) {
                double single = low * Math.pow(high / low, i / (points - 1.0));
                if (!model.convex()) {
                    // From a network that a large penalty has made zero there is no way back.
                    inner.startFrom(model.start());
                }
                Tensor theta = tensor(space.single(single));
                P parameters = space.finished(inner.solve(theta), theta);
                GridPoint point =
                        new GridPoint(single, model.loss(parameters, validation).item());
                curve.addFirst(point);
                if (bestOf(curve) == 0) {
                    best = parameters;
                }
                listener.gridPoint(point);
                done.put(GRID, new GridState<>(best, inner.state()));
                done.put(CURVE, rows(curve));
                offer("grid point " + curve.size() + " of " + points, Map::of);
            }
            done.put(GRID, new GridState<>(best, inner.state()));
            done.put(CURVE, rows(curve));
            iterations += inner.iterations();
            return best;
        }

        private static int bestOf(List<GridPoint> curve) {
            return IntStream.range(0, curve.size())
                    .boxed()
                    .min(Comparator.comparingDouble(i -> curve.get(i).validationLoss()))
                    .orElseThrow();
        }

        private static Tensor rows(List<GridPoint> curve) {
            double[] rows = curve.stream()
                    .flatMapToDouble(point -> DoubleStream.of(point.penalty(), point.validationLoss()))
                    .toArray();
            return tensor(NdArray.wrap(Shape.of(curve.size(), 2), rows));
        }

        /** From the largest penalty down, as the points were made. */
        private void restore(List<GridPoint> curve, double[] rows) {
            for (int at = rows.length - 2; at >= 0; at -= 2) {
                GridPoint point = new GridPoint(rows[at], rows[at + 1]);
                curve.addFirst(point);
                listener.gridPoint(point);
            }
        }

        private List<Measure> measures(P grid, P tuned) {
            return model.logMarginalLikelihood(grid)
                    .map(before -> new Measure(
                            "log marginal likelihood",
                            before,
                            model.logMarginalLikelihood(tuned).orElseThrow()))
                    .map(List::of)
                    .orElse(List.of());
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
