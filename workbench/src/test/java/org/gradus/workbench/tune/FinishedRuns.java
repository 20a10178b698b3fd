package org.gradus.workbench.tune;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableReader;

/** Runs for tests, without files. */
public final class FinishedRuns {
    private FinishedRuns() {}

    /**
     * Tunes on a table, and makes the functions of the run.
     *
     * @param table the file
     * @param target the target
     * @param model the model, or null
     * @param hyper what is tuned
     * @param iterations the most outer iterations
     * @return the run
     */
    public static FittedRun tuned(java.nio.file.Path table, String target, Model model, Hyper hyper, int iterations) {
        TuneOptions options = new TuneOptions(
                table,
                target,
                Optional.ofNullable(model),
                hyper,
                SplitShares.DEFAULT,
                iterations,
                3,
                Optional.empty(),
                Combinations.usual(hyper));
        Problem problem = Preparation.prepare(TableReader.read(table), options);
        TuneOutcome outcome = new HypergradientTuner().tune(problem, options, TuneListener.NONE);
        Map<String, org.gradus.tensor.Tensor> arrays = outcome.parameters().stream()
                .collect(Collectors.toMap(
                        NamedArray::name,
                        a -> Tensors.tensor(NdArray.wrap(
                                Shape.of(a.shape().stream().map(Long::intValue).toList()), a.values()))));
        double[] values = outcome.hyperparameters().stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
        return FittedRun.of(problem, options, arrays, values, outcome.gridPenalty());
    }
}
