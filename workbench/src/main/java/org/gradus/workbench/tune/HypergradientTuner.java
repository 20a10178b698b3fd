package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.full;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.optim.Lbfgs;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Solution;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.LinearModel.Examples;
import org.gradus.workbench.tune.LinearModel.Weights;
import org.gradus.workbench.tune.TuneListener.Stage;

/**
 * Tunes penalties by implicit differentiation. The inner problem, mean training loss plus penalty, is solved to
 * optimality by Newton's method; the outer one, the validation loss at that optimum as a function of the logarithms of
 * the penalties, is minimized by L-BFGS on hypergradients, from the best single penalty of a grid.
 */
public final class HypergradientTuner implements Tuner {
    private static final int GRID_POINTS = 25;
    private static final double GRID_LOW = 1e-6;
    private static final double GRID_HIGH = 1e2;
    /** Without a penalty a separable problem has no minimum, so its search is ended. */
    private static final int UNPENALIZED_ITERATIONS = 300;

    /** A tuner without settings. */
    public HypergradientTuner() {}

    @Override
    public TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener) {
        return new Run(problem, options, listener).tune();
    }

    /** One problem being tuned. */
    private static final class Run {
        private final LinearModel model;
        private final Problem problem;
        private final TuneOptions options;
        private final TuneListener listener;
        private final Examples train;
        private final Examples validation;
        private final Examples test;
        private final InnerProblem inner;
        private long unpenalizedIterations;

        Run(Problem problem, TuneOptions options, TuneListener listener) {
            this.model = LinearModel.of(problem);
            this.problem = problem;
            this.options = options;
            this.listener = listener;
            this.train = model.examples(problem.train());
            this.validation = model.examples(problem.validation());
            this.test = model.examples(problem.test());
            this.inner = new InnerProblem(model, train);
        }

        TuneOutcome tune() {
            Solution<Weights> none = withoutPenalty();
            listener.stage(Stage.GRID, GRID_POINTS);
            List<GridPoint> curve = new ArrayList<>();
            List<Weights> fitted = new ArrayList<>();
            // From the largest penalty down, so that each solution starts the next search.
            for (int i = GRID_POINTS - 1; i >= 0; i--) {
                double penalty = GRID_LOW * Math.pow(GRID_HIGH / GRID_LOW, i / (GRID_POINTS - 1.0));
                Weights weights = inner.solve(full(LinearModel.logPenalty(penalty)));
                GridPoint point =
                        new GridPoint(penalty, model.loss(weights, validation).item());
                curve.addFirst(point);
                fitted.addFirst(weights);
                listener.gridPoint(point);
            }
            int bestIndex = IntStream.range(0, GRID_POINTS)
                    .boxed()
                    .min(Comparator.comparingDouble(i -> curve.get(i).validationLoss()))
                    .orElseThrow();
            Weights best = fitted.get(bestIndex);
            double gridPenalty = curve.get(bestIndex).penalty();
            inner.startFrom(best);
            listener.stage(Stage.HYPERGRADIENTS, options.outerIterations());
            int count = options.hyper() == Hyper.L2 ? 1 : model.features();
            OuterProblem outer = new OuterProblem(model, inner, validation);
            OuterSearch search = new OuterSearch(outer, options.outerIterations(), listener);
            OuterSearch.Result tuned =
                    search.run(full(LinearModel.logPenalty(gridPenalty), count).toDoubles());
            return new TuneOutcome(
                    fit(none.point()),
                    none.isConverged(),
                    fit(best),
                    gridPenalty,
                    fit(tuned.weights()),
                    curve,
                    hyperparameters(tuned.logPenalties()),
                    tuned.history(),
                    outer.hypergradients(),
                    unpenalizedIterations + inner.iterations(),
                    tuned.ending(),
                    model.arrays(tuned.weights()));
        }

        private Solution<Weights> withoutPenalty() {
            listener.stage(Stage.NO_PENALTY, 1);
            Fn2<Weights, Examples, Tensor> loss = model::loss;
            Solution<Weights> solution = Minimizer.of(loss)
                    .data(train)
                    .method(new Lbfgs())
                    .maxIterations(UNPENALIZED_ITERATIONS)
                    .run(model.start());
            unpenalizedIterations += solution.counts().iterations();
            return solution;
        }

        private Fit fit(Weights weights) {
            return new Fit(
                    model.loss(weights, train).item(),
                    model.loss(weights, validation).item(),
                    model.loss(weights, test).item(),
                    model.score(weights, validation),
                    model.score(weights, test));
        }

        private List<Hyperparameter> hyperparameters(double[] logPenalties) {
            return IntStream.range(0, logPenalties.length)
                    .mapToObj(j -> new Hyperparameter(
                            options.hyper() == Hyper.L2
                                    ? "l2"
                                    : problem.features().get(j),
                            LinearModel.penaltyOf(logPenalties[j])))
                    .toList();
        }
    }
}
