package org.gradus.workbench.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.workbench.data.Feature;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.Preprocessing;
import org.gradus.workbench.data.Standardization.Scale;
import org.gradus.workbench.data.Step;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.CardFields.Damage;

/**
 * What is needed to apply a model to a table, beside its weights: {@code model.json}, version 1.
 *
 * <p>{@code columns} says how each column of the table is read, {@code features} what is made of them, in the order of the
 * weights: feature j is {@code (value - mean) / deviation}, where the value is that of its {@code form}
 * ({@link org.gradus.workbench.data.Step.Form}), and 0 when the value is not known. A linear model's outputs are z = x·w + b, a
 * network's tanh(x·V + a)·w + b, a Gaussian process's m + k(x, rows)·α; predictions are {@code mean + deviation * z} of a
 * number, for one z a row the probability 1/(1 + e^−z) of the second of two classes, and otherwise the softmax of z. {@code
 * workbench/src/test/python/read_model.py} reads it in Python.
 *
 * @param model the model
 * @param target the name of the target
 * @param task its classes, or mean and deviation
 * @param preprocessing from columns to features
 * @param digest the SHA-256 of {@code model.safetensors}
 * @param provenance with what it was made
 */
public record ModelCard(
        Model model, String target, Task task, Preprocessing preprocessing, String digest, Provenance provenance) {
    private static final String FORMAT = "gradus-model";
    private static final long VERSION = 1;
    private static final String AGAIN = "copy the folder again from where it came, or run gradus tune again";

    /**
     * The SHA-256 of a file.
     *
     * @param file the file
     * @return 64 hexadecimal digits
     */
    static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The card as an object.
     *
     * @return the object
     */
    Map<String, Object> json() {
        List<Object> columns = new ArrayList<>();
        preprocessing.steps().forEach(step -> columns.add(json(step)));
        List<Object> features = new ArrayList<>();
        for (Feature f : preprocessing.features()) {
            Map<String, Object> feature = Json.object(
                    "name", f.name(), "column", f.column(), "form", f.form().text());
            if (f.form() == Step.Form.LEVEL) {
                feature.put("level", f.level());
            }
            feature.put("mean", f.scale().mean());
            feature.put("deviation", f.scale().deviation());
            features.add(feature);
        }
        return Json.object(
                "format",
                FORMAT,
                "version",
                VERSION,
                "model",
                model.text(),
                "target",
                switch (task) {
                    case Task.Classification(List<String> classes) ->
                        Json.object("column", target, "kind", "classes", "classes", classes);
                    case Task.Regression(Scale scale) ->
                        Json.object(
                                "column",
                                target,
                                "kind",
                                "number",
                                "mean",
                                scale.mean(),
                                "deviation",
                                scale.deviation());
                },
                "columns",
                columns,
                "features",
                features,
                "tensors",
                Json.object("file", OutputFolder.MODEL, "sha256", digest),
                "provenance",
                Json.object(
                        "command",
                        provenance.command(),
                        "seed",
                        provenance.seed(),
                        "gradus",
                        provenance.version(),
                        "jdk",
                        provenance.jdk(),
                        "system",
                        provenance.system(),
                        "processor",
                        provenance.cpu(),
                        "time",
                        provenance.time()));
    }

    private static Map<String, Object> json(Step step) {
        return switch (step) {
            case Step.Numbers s ->
                Json.object(
                        "name",
                        s.column(),
                        "kind",
                        "number",
                        "fill",
                        s.fill(),
                        "flagged",
                        s.flagged(),
                        "not_numbers",
                        s.notNumbers());
            case Step.Levels s ->
                Json.object(
                        "name",
                        s.column(),
                        "kind",
                        "levels",
                        "levels",
                        s.levels(),
                        "pooled",
                        s.pooled(),
                        "missing",
                        s.missing());
            case Step.Dates s ->
                Json.object(
                        "name",
                        s.column(),
                        "kind",
                        "date",
                        "season",
                        s.season(),
                        "hours",
                        s.hours(),
                        "flagged",
                        s.flagged(),
                        "not_dates",
                        s.notDates());
            case Step.Dropped s -> Json.object("name", s.column(), "kind", "dropped", "reason", s.reason());
        };
    }

    /**
     * Reads a card.
     *
     * @param path the file
     * @return the card
     * @throws TableException when it is absent, damaged, or of another version
     */
    static ModelCard read(Path path) {
        try {
            String text = Files.readString(path);
            CardFields card = new CardFields("", Json.read(text));
            String format = card.text("format");
            if (!format.equals(FORMAT)) {
                throw new Damage("its format is '" + format + "', not '" + FORMAT + "'");
            }
            long version = card.whole("version");
            if (version != VERSION) {
                throw new TableException(
                        "predict: the model is in version " + version + " of the format; this Gradus reads version "
                                + VERSION,
                        Place.of(path.toString()),
                        version > VERSION ? "use the newer Gradus that wrote it" : "run gradus tune again");
            }
            return read(card);
        } catch (Damage | IOException e) {
            throw damaged(path, e instanceof Damage ? e.getMessage() : reason((IOException) e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.charset.CharacterCodingException
                ? "it is not text in UTF-8"
                : String.valueOf(e.getMessage());
    }

    static TableException damaged(Path path, String reason, Throwable cause) {
        return new TableException("predict: the file is damaged: " + reason, Place.of(path.toString()), AGAIN, cause);
    }

    private static ModelCard read(CardFields card) throws Damage {
        String name = card.text("model");
        CardFields target = card.object("target");
        String column = target.text("column");
        Task task = task(target);
        target.end();
        Model model = model(card, name, task);
        if (model.classifies() != task instanceof Task.Classification) {
            throw new Damage("a " + model + " model does not predict a target of this kind");
        }
        Map<String, Step> steps = new HashMap<>();
        List<Step> ordered = new ArrayList<>();
        for (CardFields fields : card.objects("columns")) {
            Step step = step(fields);
            fields.end();
            ordered.add(step);
            if (steps.put(step.column(), step) != null) {
                throw new Damage("two columns are named '" + step.column() + "'");
            }
        }
        List<Feature> features = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (CardFields fields : card.objects("features")) {
            Feature feature = feature(fields, steps);
            fields.end();
            if (!names.add(feature.name())) {
                throw new Damage("two features are named '" + feature.name() + "'");
            }
            features.add(feature);
        }
        if (features.isEmpty()) {
            throw new Damage("it has no features");
        }
        CardFields tensors = card.object("tensors");
        if (!tensors.text("file").equals(OutputFolder.MODEL)) {
            throw new Damage("'tensors.file' is not '" + OutputFolder.MODEL + "'");
        }
        String digest = tensors.text("sha256");
        tensors.end();
        Provenance provenance = provenance(card.object("provenance"));
        card.end();
        return new ModelCard(model, column, task, new Preprocessing(ordered, features), digest, provenance);
    }

    /** The model of a name; two models share one name, for classes and for numbers. */
    private static Model model(CardFields card, String name, Task task) throws Damage {
        Model found = null;
        for (Model model : Model.values()) {
            if (model.text().equals(name)) {
                found = found == null || model.classifies() == task instanceof Task.Classification ? model : found;
            }
        }
        if (found == null) {
            throw card.unknown("model", name);
        }
        return found;
    }

    private static Task task(CardFields target) throws Damage {
        String kind = target.text("kind");
        return switch (kind) {
            case "classes" -> {
                List<String> classes = target.texts("classes");
                if (classes.size() < 2 || new HashSet<>(classes).size() != classes.size()) {
                    throw new Damage("'target.classes' are not two or more different classes");
                }
                yield new Task.Classification(classes);
            }
            case "number" -> new Task.Regression(scale(target));
            default -> throw target.unknown("kind", kind);
        };
    }

    private static Scale scale(CardFields fields) throws Damage {
        Scale scale = new Scale(fields.number("mean"), fields.number("deviation"));
        if (!(scale.deviation() > 0)) {
            throw new Damage("a deviation is " + scale.deviation() + ", not above 0");
        }
        return scale;
    }

    private static Step step(CardFields fields) throws Damage {
        String name = fields.text("name");
        String kind = fields.text("kind");
        return switch (kind) {
            case "number" ->
                new Step.Numbers(name, fields.number("fill"), fields.flag("flagged"), fields.texts("not_numbers"));
            case "levels" -> {
                List<String> levels = fields.texts("levels");
                if (new HashSet<>(levels).size() != levels.size()) {
                    throw new Damage("the levels of '" + name + "' are not all different");
                }
                yield new Step.Levels(name, levels, fields.flag("pooled"), fields.flag("missing"));
            }
            case "date" ->
                new Step.Dates(
                        name,
                        fields.flag("season"),
                        fields.flag("hours"),
                        fields.flag("flagged"),
                        fields.texts("not_dates"));
            case "dropped" -> new Step.Dropped(name, fields.text("reason"));
            default -> throw fields.unknown("kind", kind);
        };
    }

    private static Feature feature(CardFields fields, Map<String, Step> steps) throws Damage {
        String name = fields.text("name");
        String column = fields.text("column");
        String text = fields.text("form");
        for (Step.Form form : Step.Form.values()) {
            if (!form.text().equals(text)) {
                continue;
            }
            String level = form == Step.Form.LEVEL ? fields.text("level") : "";
            Step step = steps.get(column);
            if (step == null || !step.parts().contains(new Step.Part(form, level))) {
                throw new Damage("the feature '" + name + "' is none that the column '" + column + "' has");
            }
            return new Feature(name, column, form, level, scale(fields));
        }
        throw fields.unknown("form", text);
    }

    private static Provenance provenance(CardFields fields) throws Damage {
        Provenance provenance = new Provenance(
                fields.text("command"),
                fields.whole("seed"),
                fields.text("gradus"),
                fields.text("jdk"),
                fields.text("system"),
                fields.text("processor"),
                fields.text("time"));
        fields.end();
        return provenance;
    }
}
