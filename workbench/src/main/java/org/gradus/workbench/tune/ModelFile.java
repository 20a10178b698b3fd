package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Standardization.Scale;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;

/**
 * The tuned model as a {@code .safetensors} file: {@code weight} and {@code intercept} on standardized features, the
 * features' {@code mean} and {@code deviation}, the {@code penalty} of each (or the {@code example_weight} of each
 * training row, or the {@code feature_scale} of each, which is in the weights already); names and classes in the metadata.
 */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Writes the model, and beside it its card, {@link ModelCard}: what is needed to predict.
     *
     * @param path the file
     * @param result the result with the model's arrays
     */
    public static void write(Path path, TuneResult result) {
        Problem problem = result.problem();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (NamedArray array : result.outcome().parameters()) {
            Shape shape = Shape.of(array.shape().stream().map(Long::intValue).toList());
            tensors.put(array.name(), Tensors.tensor(NdArray.wrap(shape, array.values())));
        }
        List<Scale> scales = problem.scales();
        tensors.put(
                "mean", Tensors.tensor(scales.stream().mapToDouble(Scale::mean).toArray()));
        tensors.put(
                "deviation",
                Tensors.tensor(scales.stream().mapToDouble(Scale::deviation).toArray()));
        double[] values = result.outcome().hyperparameters().stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
        tensors.put(name(result.options().hyper()), Tensors.tensor(values));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", problem.model().network() ? "gradus-mlp-model 1" : "gradus-linear-model 1");
        metadata.put("model", problem.model().text());
        metadata.put("target", problem.target());
        metadata.put("features", Json.write(problem.features()));
        switch (problem.task()) {
            case Task.Classification(List<String> classes) -> metadata.put("classes", Json.write(classes));
            case Task.Regression(Scale scale) -> {
                tensors.put("target_mean", Tensors.scalar(scale.mean()));
                tensors.put("target_deviation", Tensors.scalar(scale.deviation()));
            }
        }
        Safetensors.write(path, tensors, metadata);
        ModelCard card = new ModelCard(
                problem.model(),
                problem.target(),
                problem.task(),
                problem.preprocessing(),
                ModelCard.digest(path),
                result.provenance());
        AtomicFile.write(path.resolveSibling(OutputFolder.CARD), Json.write(card.json()) + "\n");
    }

    static String name(Hyper hyper) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER -> "penalty";
            case EXAMPLE_WEIGHTS -> "example_weight";
            case FEATURE_SCALES -> "feature_scale";
        };
    }
}
