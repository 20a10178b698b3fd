package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Split;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.data.TableReader;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelTest {
    @TempDir
    Path folder;

    /** A table of text, dates, gaps and words among numbers, with a target of the kind. */
    private Path table(String kind) throws IOException {
        StringBuilder text = new StringBuilder("age,city,when,at,member,name,y\n");
        for (int i = 0; i < 120; i++) {
            double age = 20 + 50 * Math.abs(Math.sin(i * 1.7));
            String city = List.of("Rome", "Köln, am Rhein", "Bonn \"B\"", "").get(i * 7 % 4);
            String when = i % 11 == 0 ? "" : "2024-" + String.format("%02d-%02d", 1 + i % 12, 1 + i * 5 % 28);
            String at = String.format("2024-05-%02d %02d:%02d:07", 1 + i % 31, i * 5 % 24, i * 13 % 60);
            double score = age / 30 + i * 7 % 4 + Math.sin(i);
            String y = switch (kind) {
                case "ridge" -> Double.toString(score);
                case "logistic" -> score > 3 ? "yes" : "no";
                default -> score > 4 ? "high" : score > 2.5 ? "middle" : "low";
            };
            text.append(i % 9 == 0 ? "unknown" : i % 10 == 0 ? "NA" : Double.toString(age))
                    .append(",\"" + city.replace("\"", "\"\"") + "\",")
                    .append(when + "," + at + "," + (i % 3 == 0) + ",person " + i + "," + y + "\n");
        }
        return Files.writeString(folder.resolve(kind + ".csv"), text);
    }

    private TuneResult tune(Path table) {
        TuneOptions o = Fixtures.options(table, "y", null, folder.resolve("out"));
        TuneOptions few = new TuneOptions(o.table(), o.target(), o.model(), o.hyper(), o.split(), 3, o.seed(), o.out());
        return new TuneRun(new HypergradientTuner(), ModelFile::write).run(few, "gradus tune", TuneRun.Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "logistic", "softmax"})
    void predictsWhatTheTunedModelDoes(String kind) throws IOException {
        Path file = table(kind);
        TuneResult result = tune(file);
        Problem problem = result.problem();
        assertThat(problem.model().text()).isEqualTo(kind);
        SavedModel model = SavedModel.read(result.out());
        Table table = TableReader.read(file, model.card().preprocessing().texts());
        Predictions predictions = model.predict(table);
        assertThat(model.card().preprocessing()).isEqualTo(problem.preprocessing());

        LinearModel linear = LinearModel.of(problem);
        List<NamedArray> arrays = result.outcome().parameters();
        LinearModel.Weights weights = new LinearModel.Weights(array(arrays, 0), array(arrays, 1));
        Split split = split(table, problem);
        int width = predictions.values().length / predictions.rows();
        for (Map.Entry<Part, int[]> part : Map.of(problem.train(), split.train(), problem.test(), split.test())
                .entrySet()) {
            double[] z = linear.predictions(
                            weights, linear.examples(part.getKey()).x())
                    .toDoubles();
            for (int i = 0; i < part.getValue().length; i++) {
                int row = part.getValue()[i];
                double[] p = Arrays.copyOfRange(predictions.values(), row * width, (row + 1) * width);
                double[] expected = switch (problem.task()) {
                    case Task.Regression(var scale) -> new double[] {scale.mean() + scale.deviation() * z[i]};
                    case Task.Classification _ ->
                        kind.equals("logistic")
                                ? new double[] {1 / (1 + Math.exp(z[i])), 1 / (1 + Math.exp(-z[i]))}
                                : Tensors.softmax(Tensors.tensor(Arrays.copyOfRange(z, 3 * i, 3 * i + 3)), 0)
                                        .toDoubles();
                };
                assertThat(p).containsExactly(expected, within(1e-12));
            }
        }
    }

    private static Tensor array(List<NamedArray> arrays, int index) {
        NamedArray array = arrays.get(index);
        int[] shape = array.shape().stream().mapToInt(Long::intValue).toArray();
        return Tensors.tensor(array.values()).reshape(shape);
    }

    private static Split split(Table table, Problem problem) {
        TuneOptions o = Fixtures.options(Path.of("t"), "y", null, null);
        return problem.model().classifies()
                ? Split.stratified(
                        org.gradus.workbench.data.Labels.of(table.column("y"), "t"), o.split(), o.seed(), "t")
                : Split.random(table.rows(), o.split(), o.seed(), "t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "logistic", "softmax"})
    void theLossOfThePartsIsTheTunersOwn(String kind) throws IOException {
        Path file = table(kind);
        TuneResult result = tune(file);
        List<String> lines = Files.readAllLines(file);
        SavedModel model = SavedModel.read(result.out());
        Split split = split(TableReader.read(file), result.problem());
        StringBuilder test = new StringBuilder(lines.getFirst() + "\n");
        Arrays.stream(split.test())
                .forEach(row -> test.append(lines.get(row + 1)).append('\n'));
        Path testFile = Files.writeString(folder.resolve("test.csv"), test);
        Table table = TableReader.read(testFile, model.card().preprocessing().texts());
        Predictions.Fit fit = model.predict(table).fit();
        assertThat(fit.loss()).isEqualTo(result.outcome().tuned().testLoss(), within(1e-12));
        assertThat(fit.score()).isEqualTo(result.outcome().tuned().testScore(), within(1e-12));
        assertThat(fit.rows()).isEqualTo(split.test().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ridge", "logistic", "softmax"})
    void pythonReadsTheSameModel(String kind) throws Exception {
        assumeThat(run("python3", "-c", "import numpy").status)
                .as("python3 with numpy")
                .isZero();
        Path file = table(kind);
        TuneResult result = tune(file);
        SavedModel model = SavedModel.read(result.out());
        Path fresh = Files.writeString(
                folder.resolve("fresh.csv"),
                Files.readString(file).replace("Rome", "Paris").replace("person 3", "nobody"));
        for (Path data : List.of(file, fresh)) {
            double[] ours = model.predict(
                            TableReader.read(data, model.card().preprocessing().texts()))
                    .values();
            Path script = Path.of(System.getProperty("gradus.root", ".."), "workbench/src/test/python/read_model.py");
            Output output = run("python3", script.toString(), result.out().toString(), data.toString());
            assertThat(output.status).as(output.text).isZero();
            double[] theirs = Stream.of(output.text.strip().split("\\s+"))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(theirs).containsExactly(ours, within(1e-12));
        }
    }

    private record Output(int status, String text) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1, text);
        } catch (IOException e) {
            return new Output(-1, e.toString());
        }
    }

    @Test
    void aRowAloneIsPredictedAsAmongOthers() throws IOException {
        Path file = table("softmax");
        SavedModel model = SavedModel.read(tune(file).out());
        Set<String> texts = model.card().preprocessing().texts();
        double[] all = model.predict(TableReader.read(file, texts)).values();
        List<String> lines = Files.readAllLines(file);
        for (int row : new int[] {0, 1, 9, 57}) {
            String header = lines.getFirst().replace(",y", "");
            String cells = lines.get(row + 1).replaceFirst(",[^,]*$", "");
            Path one = Files.writeString(folder.resolve("one.csv"), header + "\n" + cells + "\n");
            Predictions p = model.predict(TableReader.read(one, texts));
            assertThat(p.fit()).isNull();
            assertThat(p.values()).containsExactly(Arrays.copyOfRange(all, 3 * row, 3 * row + 3), within(1e-14));
        }
    }

    /** A way to damage the card, and what is said. */
    record Damaged(UnaryOperator<String> change, String problem) {
        @Override
        public String toString() {
            return problem;
        }
    }

    static final List<Damaged> DAMAGED = List.of(
            new Damaged(s -> "", "the file is damaged: it does not begin with {"),
            new Damaged(s -> "\u0000\u0001", "the file is damaged: it is not JSON at line 1, column 2"),
            new Damaged(s -> s.substring(0, 40), "the file is damaged: it is not JSON at line 1, column 41"),
            new Damaged(s -> s + "{}", "the file is damaged: something follows its end"),
            new Damaged(s -> "[]", "the file is damaged: it does not begin with {"),
            new Damaged(
                    s -> s.replace("\"version\":1", "\"version\":2"),
                    "the model is in version 2 of the format; this Gradus reads version 1"),
            new Damaged(
                    s -> s.replace("gradus-model", "other"),
                    "the file is damaged: its format is 'other', not 'gradus-model'"),
            new Damaged(
                    s -> s.replace("\"model\":\"softmax\"", "\"model\":\"forest\""),
                    "the file is damaged: 'model' is 'forest', which is none of the kinds"),
            new Damaged(
                    s -> s.replace("\"model\":\"softmax\"", "\"model\":\"ridge\""),
                    "the file is damaged: a ridge model does not predict a target of this kind"),
            new Damaged(
                    s -> s.replaceFirst("\"fill\":[^,]*", "\"fill\":\"x\""),
                    "the file is damaged: 'columns[0].fill' is not a finite number"),
            new Damaged(
                    s -> s.replaceFirst("\"fill\":[^,]*,", ""), "the file is damaged: 'columns[0].fill' is not there"),
            new Damaged(
                    s -> s.replaceFirst("\"fill\"", "\"extra\":1,\"fill\""),
                    "the file is damaged: 'columns[0].extra' is not known"),
            new Damaged(
                    s -> s.replaceFirst("\"deviation\":[^,}]*", "\"deviation\":0"),
                    "the file is damaged: a deviation is 0.0, not above 0"),
            new Damaged(
                    s -> s.replaceFirst("\"form\":\"value\"", "\"form\":\"other\""),
                    "the file is damaged: the feature 'age' is none that the column 'age' has"),
            new Damaged(
                    s -> s.replace("\"column\":\"member\"", "\"column\":\"nothing\""),
                    "the file is damaged: the feature 'member=true' is none that the column 'nothing' has"),
            new Damaged(
                    s -> s.replaceFirst("\"seed\":5", "\"seed\":null"),
                    "the file is damaged: 'provenance.seed' is not a whole number"));

    @ParameterizedTest
    @FieldSource("DAMAGED")
    void aDamagedCardIsRefused(Damaged damaged) throws IOException {
        Path out = fake(table("softmax"));
        Path card = out.resolve("model.json");
        AtomicFile.write(card, damaged.change.apply(Files.readString(card)));
        assertThatThrownBy(() -> SavedModel.read(out))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("predict: " + damaged.problem + "\n  where: " + card + "\n  to do: ");
    }

    /** A model with the right shapes, without tuning. */
    private Path fake(Path table) {
        Tuner tuner = (problem, options, listener) -> {
            TuneOutcome o = new FakeTuner(0.4).tune(problem, options, listener);
            long d = problem.features().size();
            return new TuneOutcome(
                    o.none(),
                    true,
                    o.grid(),
                    o.gridPenalty(),
                    o.tuned(),
                    o.gridCurve(),
                    o.hyperparameters(),
                    o.history(),
                    1,
                    1,
                    o.ending(),
                    List.of(
                            new NamedArray("weight", List.of(d, 3L), new double[(int) (3 * d)]),
                            new NamedArray("intercept", List.of(3L), new double[3])));
        };
        return new TuneRun(tuner, ModelFile::write)
                .run(Fixtures.options(table, "y", null, folder.resolve("out")), "gradus", TuneRun.Progress.NONE)
                .out();
    }

    @Test
    void anyLostOrChangedByteOfTheWeightsIsNoticed() throws IOException {
        Path out = fake(table("softmax"));
        Path file = out.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 97) {
            byte[] changed = bytes.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertThatThrownBy(() -> SavedModel.read(out))
                    .isInstanceOf(TableException.class)
                    .hasMessageStartingWith("predict: the file is damaged: ")
                    .hasMessageContaining("where: " + file);
            Files.write(file, Arrays.copyOf(bytes, at));
            assertThatThrownBy(() -> SavedModel.read(out)).isInstanceOf(TableException.class);
        }
        Files.write(file, bytes);
        assertThat(SavedModel.read(out).card().target()).isEqualTo("y");
    }

    @Test
    void otherWeightsAreRefused() throws IOException {
        Path out = fake(table("softmax"));
        Path file = out.resolve("model.safetensors");
        Safetensors.write(file, Map.of("weight", Tensors.zeros(2)));
        assertThatThrownBy(() -> SavedModel.read(out))
                .hasMessage("predict: the file is damaged: its bytes are not those that model.json was written for\n"
                        + "  where: " + file + "\n  to do: copy the folder again from where it came, or run gradus tune"
                        + " again");
        Path card = out.resolve("model.json");
        AtomicFile.write(
                card,
                Files.readString(card)
                        .replaceFirst("\"sha256\":\"[^\"]*\"", "\"sha256\":\"" + ModelCard.digest(file) + "\""));
        assertThatThrownBy(() -> SavedModel.read(out))
                .hasMessageStartingWith(
                        "predict: the file is damaged: 'weight' has the shape [2], but features and classes"
                                + " need [");
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws IOException {
        assertThatThrownBy(() -> SavedModel.read(folder.resolve("no")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("predict: there is no folder " + folder.resolve("no")
                        + "\n  to do: name the folder that gradus tune wrote the model to");
        assertThatThrownBy(() -> SavedModel.read(folder))
                .hasMessage("predict: the folder holds no model.json\n  where: " + folder
                        + "\n  to do: name a folder that gradus tune wrote, and in which it came to its end");
    }

    @Test
    void aCardIsReadAsItWasWritten() throws IOException {
        Path out = fake(table("softmax"));
        ModelCard card = ModelCard.read(out.resolve("model.json"));
        assertThat(Json.write(card.json()) + "\n").isEqualTo(Files.readString(out.resolve("model.json")));
        assertThat(card.preprocessing().dropped())
                .singleElement()
                .satisfies(step -> assertThat(step.reason()).startsWith("text that looks like a name or free text"));
    }
}
