package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.data.TableSource;

/**
 * The folder of a finished run, with what is needed to look into it.
 *
 * @param folder the folder
 * @param card the model's card, which has the command
 * @param record the rest that was written down
 */
public record FinishedRun(Path folder, ModelCard card, FinishedRecord record) {

    /**
     * Reads a folder.
     *
     * @param folder the folder that {@code gradus tune} wrote
     * @return the run
     * @throws ArgumentException when there is no such folder
     * @throws TableException when a file in it is absent, damaged, or of another version
     */
    public static FinishedRun read(Path folder) {
        try {
            return new FinishedRun(folder, SavedModel.read(folder).card(), FinishedRecord.read(folder));
        } catch (TableException e) {
            throw new TableException(ours(e.problem()), e.place(), e.remedy(), e);
        } catch (ArgumentException e) {
            throw new ArgumentException(ours(e.problem()), e.remedy(), e.line(), e);
        }
    }

    private static String ours(String problem) {
        return problem.replaceFirst("^predict: ", "inspect: ");
    }

    /**
     * Reads the data again, and makes the functions of the run.
     *
     * @param source where the command took its table from
     * @param options what the command asked
     * @return the functions
     * @throws TableException when the data are absent or have changed, or do not give the model's features again
     */
    public FittedRun load(TableSource source, TuneOptions options) {
        record.requireSameData();
        Problem problem = Preparation.prepare(source.read(Set.of()), options);
        List<String> features =
                card.preprocessing().features().stream().map(f -> f.name()).toList();
        if (problem.model() != card.model() || !problem.features().equals(features)) {
            throw other("the command makes other features or another model of the table than the model has");
        }
        Map<String, Tensor> tensors =
                Safetensors.read(folder.resolve(OutputFolder.MODEL)).tensors();
        Map<String, Tensor> arrays = new HashMap<>();
        for (NamedArray array : FittedRun.arrays(problem, options.seed())) {
            Tensor tensor = tensors.get(array.name());
            Shape shape = Shape.of(array.shape().stream().map(Long::intValue).toList());
            if (tensor == null || !tensor.shape().equals(shape)) {
                throw other("its '" + array.name() + "' has the shape "
                        + (tensor == null ? "of nothing" : tensor.shape()) + ", not " + shape);
            }
            arrays.put(array.name(), tensor);
        }
        Tensor hyper = tensors.get(ModelFile.name(options.hyper()));
        int count = HyperSpace.count(
                options.hyper(),
                options.hypergradient(),
                TunedModel.of(problem, options.seed()),
                problem.train().rows());
        if (hyper == null || hyper.size() != count) {
            throw other("it does not hold the " + count + " " + options.hyper().plural() + " of the command");
        }
        return FittedRun.of(problem, options, arrays, Arrays.copyOf(hyper.toDoubles(), count), record.gridPenalty());
    }

    private TableException other(String problem) {
        return new TableException(
                "inspect: the model is not that of the command in its card: " + problem,
                Place.of(folder.resolve(OutputFolder.MODEL).toString()),
                "run gradus tune again: this version may read or split the table otherwise");
    }
}
