package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.array.Shape;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Standardization.Scale;
import org.gradus.workbench.report.Json;

/**
 * Writes a tuned model as {@code .safetensors}, with all that a prediction needs: beside the model's arrays
 * {@code feature.mean} and {@code feature.deviation}, by which a row is standardized; for a number as the target also
 * {@code target.mean} and {@code target.deviation}, by which a prediction is brought back to the table's unit; and
 * {@code penalty}. The metadata has {@code format = gradus-model}, its {@code version}, {@code model}, {@code target},
 * and as arrays in JSON {@code features}, {@code classes} and {@code hyperparameters}.
 */
public final class ModelFile implements ModelWriter {

    /** Makes a writer. */
    public ModelFile() {}

    @Override
    public void write(Path path, TuneResult result) {
        Problem problem = result.problem();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (NamedArray array : result.outcome().parameters()) {
            tensors.put(array.name(), Tensors.tensor(Shape.of(array.shape()), array.values()));
        }
        tensors.put("feature.mean", vector(problem.scales(), Scale::mean));
        tensors.put("feature.deviation", vector(problem.scales(), Scale::deviation));
        tensors.put("penalty", vector(result.outcome().hyperparameters(), Hyperparameter::value));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "gradus-model");
        metadata.put("version", "1");
        metadata.put("model", problem.model().text());
        metadata.put("target", problem.target());
        metadata.put("features", Json.write(problem.features()));
        metadata.put(
                "hyperparameters",
                Json.write(result.outcome().hyperparameters().stream()
                        .map(Hyperparameter::name)
                        .toList()));
        switch (problem.task()) {
            case Task.Classification classification -> metadata.put("classes", Json.write(classification.classes()));
            case Task.Regression regression -> {
                tensors.put("target.mean", Tensors.tensor(regression.scale().mean()));
                tensors.put(
                        "target.deviation", Tensors.tensor(regression.scale().deviation()));
            }
        }
        Safetensors.write(path, tensors, metadata);
    }

    private static <T> Tensor vector(List<T> items, ToDoubleFunction<T> value) {
        return Tensors.tensor(items.stream().mapToDouble(value).toArray());
    }
}
