package org.gradus.workbench.tune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.Preprocessing.Applied;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;

/** A model that {@code gradus tune} wrote: its card and its weights. */
public final class SavedModel {
    private final ModelCard card;
    private final LinearModel model;
    private final LinearModel.Weights weights;

    private SavedModel(ModelCard card, LinearModel model, LinearModel.Weights weights) {
        this.card = card;
        this.model = model;
        this.weights = weights;
    }

    /**
     * Reads a model.
     *
     * @param folder the folder that {@code gradus tune} wrote
     * @return the model
     * @throws ArgumentException when there is no such folder
     * @throws TableException when a file in it is absent, damaged, or of another version
     */
    public static SavedModel read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ArgumentException(
                    "predict: " + (Files.exists(folder) ? folder + " is a file" : "there is no folder " + folder),
                    "name the folder that gradus tune wrote the model to",
                    SourceLine.UNKNOWN,
                    null);
        }
        Path cardFile = require(folder, OutputFolder.CARD);
        Path file = require(folder, OutputFolder.MODEL);
        ModelCard card = ModelCard.read(cardFile);
        Map<String, Tensor> tensors;
        try {
            tensors = Safetensors.read(file).tensors();
        } catch (DataException e) {
            throw ModelCard.damaged(file, e.problem().replaceFirst("^safetensors: [^,:]*[,:] ?", ""), e);
        }
        if (!ModelCard.digest(file).equals(card.digest())) {
            throw ModelCard.damaged(
                    file, "its bytes are not those that " + OutputFolder.CARD + " was written for", null);
        }
        int features = card.preprocessing().features().size();
        int classes = card.task() instanceof Task.Classification(List<String> names) ? names.size() : 1;
        boolean softmax = card.model() == Model.SOFTMAX;
        if (card.model() == Model.LOGISTIC && classes != 2) {
            throw ModelCard.damaged(cardFile, "a logistic model has 2 classes, not " + classes, null);
        }
        Tensor w = tensor(tensors, "weight", softmax ? Shape.of(features, classes) : Shape.of(features), file);
        Tensor b = tensor(tensors, "intercept", softmax ? Shape.of(classes) : Shape.of(), file);
        return new SavedModel(card, new LinearModel(card.model(), features, classes), new LinearModel.Weights(w, b));
    }

    private static Path require(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new TableException(
                    "predict: the folder holds no " + name,
                    Place.of(folder.toString()),
                    "name a folder that gradus tune wrote, and in which it came to its end");
        }
        return file;
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name, Shape shape, Path file) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw ModelCard.damaged(
                    file,
                    tensor == null
                            ? "it has no '" + name + "'; it holds "
                                    + Names.list(
                                            tensors.keySet().stream().sorted().toList())
                            : "'" + name + "' has the shape " + tensor.shape() + ", but features and classes need "
                                    + shape,
                    null);
        }
        if (!Arrays.stream(tensor.toDoubles()).allMatch(Double::isFinite)) {
            throw ModelCard.damaged(file, "'" + name + "' holds numbers that are not finite", null);
        }
        return tensor;
    }

    /**
     * Its card.
     *
     * @return the card
     */
    public ModelCard card() {
        return card;
    }

    /**
     * Predicts the rows of a table.
     *
     * @param table the table, with the columns that the model needs
     * @return the predictions
     * @throws TableException when the table does not fit, with the column
     */
    public Predictions predict(Table table) {
        Applied applied = card.preprocessing().apply(table, "predict");
        Tensor x = Tensors.tensor(NdArray.wrap(Shape.of(applied.rows(), model.features()), applied.features()));
        double[] z = model.predictions(weights, x).toDoubles();
        return Predictions.of(card, table, applied, z);
    }
}
