package org.gradus.workbench.tune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Names;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.Preprocessing.Applied;
import org.gradus.workbench.data.RowListener;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;

/** A model that {@code gradus tune} wrote: its card and its weights. */
public final class SavedModel {
    private final ModelCard card;
    private final int features;
    private final Fn<Tensor, Outputs> outputs;

    private SavedModel(ModelCard card, int features, Fn<Tensor, Outputs> outputs) {
        this.card = card;
        this.features = features;
        this.outputs = outputs;
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
        if (card.model() == Model.LOGISTIC && classes != 2) {
            throw ModelCard.damaged(cardFile, "a logistic model has 2 classes, not " + classes, null);
        }
        Output output = Output.of(card.model(), classes);
        return new SavedModel(
                card,
                features,
                switch (card.model()) {
                    case LOGISTIC, SOFTMAX, RIDGE -> linear(output, features, classes, tensors, file);
                    case MLP, MLP_REGRESSOR -> perceptron(output, features, classes, tensors, file);
                    case GP, GP_REGRESSOR -> process(output, features, classes, tensors, file);
                });
    }

    private static Fn<Tensor, Outputs> linear(
            Output output, int features, int classes, Map<String, Tensor> tensors, Path file) {
        boolean many = output == Output.CLASSES;
        LinearModel model = new LinearModel(output, features, classes);
        LinearModel.Weights weights = new LinearModel.Weights(
                tensor(tensors, "weight", many ? Shape.of(features, classes) : Shape.of(features), file),
                tensor(tensors, "intercept", many ? Shape.of(classes) : Shape.SCALAR, file));
        return x -> Outputs.of(model.predictions(weights, x));
    }

    private static Fn<Tensor, Outputs> perceptron(
            Output output, int features, int classes, Map<String, Tensor> tensors, Path file) {
        boolean many = output == Output.CLASSES;
        Tensor first = tensors.get("hidden_weight");
        int hidden = first != null && first.rank() == 2 ? first.dim(1) : Perceptron.HIDDEN;
        Perceptron model = new Perceptron(output, features, classes, hidden, 0);
        Perceptron.Layers layers = new Perceptron.Layers(
                tensor(tensors, "hidden_weight", Shape.of(features, hidden), file),
                tensor(tensors, "hidden_intercept", Shape.of(hidden), file),
                tensor(tensors, "weight", many ? Shape.of(hidden, classes) : Shape.of(hidden), file),
                tensor(tensors, "intercept", many ? Shape.of(classes) : Shape.SCALAR, file));
        return x -> Outputs.of(model.predictions(layers, x));
    }

    private static Fn<Tensor, Outputs> process(
            Output output, int features, int classes, Map<String, Tensor> tensors, Path file) {
        boolean many = output == Output.CLASSES;
        Tensor first = tensors.get("rows");
        int rows = first != null && first.rank() == 2 ? first.dim(0) : 1;
        return new SavedProcess(
                tensor(tensors, "rows", Shape.of(rows, features), file),
                tensor(tensors, "dual", many ? Shape.of(rows, classes) : Shape.of(rows), file),
                positive(tensors, "length_scale", Shape.of(features), file),
                positive(tensors, "signal_variance", Shape.SCALAR, file),
                positive(tensors, "diagonal", Shape.SCALAR, file),
                tensor(tensors, "prior_mean", many ? Shape.of(classes) : Shape.SCALAR, file),
                output == Output.NUMBER);
    }

    private static Tensor positive(Map<String, Tensor> tensors, String name, Shape shape, Path file) {
        Tensor tensor = tensor(tensors, name, shape, file);
        if (!Arrays.stream(tensor.toDoubles()).allMatch(v -> v > 0)) {
            throw ModelCard.damaged(file, "'" + name + "' holds numbers that are not above 0", null);
        }
        return tensor;
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

    /** What a model says of rows: its outputs, and the variances of numbers where it knows them. */
    record Outputs(Tensor z, Optional<Tensor> variances) {
        static Outputs of(Tensor z) {
            return new Outputs(z, Optional.empty());
        }
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
        return predict(table, RowListener.NONE);
    }

    /**
     * Predicts the rows of a table, some thousand at a time.
     *
     * @param table the table, with the columns that the model needs
     * @param listener is told of the rows
     * @return the predictions
     * @throws TableException when the table does not fit, with the column
     */
    public Predictions predict(Table table, RowListener listener) {
        int classes = card.task() instanceof Task.Classification(List<String> names) ? names.size() : 1;
        int width = Output.of(card.model(), classes) == Output.CLASSES ? classes : 1;
        double[] z = new double[Math.multiplyExact(table.rows(), width)];
        double[] variances = new double[card.model() == Model.GP_REGRESSOR ? table.rows() : 0];
        Applied applied = card.preprocessing().applyInPieces(table, "predict", listener, (from, piece) -> {
            Tensor x = Tensors.tensor(NdArray.wrap(Shape.of(piece.rows(), features), piece.features()));
            Outputs some = outputs.apply(x);
            copy(some.z(), z, from * width);
            some.variances().ifPresent(v -> copy(v, variances, from));
        });
        return Predictions.of(card, table, applied, z, variances);
    }

    private static void copy(Tensor values, double[] into, int from) {
        double[] some = values.toDoubles();
        System.arraycopy(some, 0, into, from, some.length);
    }
}
