package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import org.gradus.workbench.tune.TuneListener.Stage;

/**
 * Numbers of the right shape without any mathematics: what comes out is known beforehand, so that everything around a
 * tuner can be tested.
 *
 * @param noneLoss the losses without a penalty, which may be infinite
 */
public record FakeTuner(double noneLoss) implements Tuner {
    /** The number of points of the grid. */
    public static final int GRID = 25;

    @Override
    public TuneOutcome tune(Problem problem, TuneOptions options, TuneListener listener) {
        listener.stage(Stage.UNTUNED, 1);
        listener.stage(Stage.GRID, GRID);
        List<GridPoint> grid = new ArrayList<>();
        for (int i = 0; i < GRID; i++) {
            double exponent = -6 + i * 0.5;
            GridPoint point = new GridPoint(Math.pow(10, exponent), 0.1 + 0.01 * (exponent + 2) * (exponent + 2));
            grid.add(point);
            listener.gridPoint(point);
        }
        listener.stage(Stage.HYPERGRADIENTS, options.outerIterations());
        List<OuterIteration> history = new ArrayList<>();
        for (int k = 0; k <= Math.min(30, options.outerIterations()); k++) {
            double decay = Math.exp(-k / 6.0);
            OuterIteration iteration = new OuterIteration(
                    k, 0.06 + 0.04 * decay, 0.03 * decay, k == 0 ? 0 : 0.5 * decay, 7, 1e-10, 12, 1e-12, 0.01 * k);
            history.add(iteration);
            listener.outerIteration(iteration);
        }
        List<String> names = options.hyper() == Hyper.L2 ? List.of("l2") : problem.features();
        List<Hyperparameter> hyperparameters = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            hyperparameters.add(new Hyperparameter(names.get(j), Math.pow(10, -2 + 3 * Math.sin(1 + 2.4 * j))));
        }
        double last = history.getLast().validationLoss();
        return new TuneOutcome(
                new Fit(0.001, noneLoss, noneLoss * 1.2, 0.93, 0.92),
                true,
                new Fit(0.05, 0.1, 0.11, 0.96, 0.95),
                0.01,
                new Fit(0.04, last, 0.095, 0.975, 0.965),
                grid,
                hyperparameters,
                history,
                history.size(),
                1234,
                new Ending.Converged("hypergradient norm", history.getLast().hypergradientNorm(), 3e-4),
                List.of(new NamedArray("weight", List.of(2L), new double[] {1, 2})));
    }
}
