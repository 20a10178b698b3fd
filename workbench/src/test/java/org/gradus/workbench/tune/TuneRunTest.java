package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneRunTest {
    private static final ModelWriter WRITER = (path, result) -> {
        try {
            Files.writeString(path, result.outcome().parameters().getFirst().name());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    };

    @TempDir
    Path folder;

    private TuneResult run(String feature, double noneLoss) throws IOException {
        Path table = Fixtures.flowers(folder, feature);
        TuneOptions options = Fixtures.options(table, "species", null, folder.resolve("out"));
        return new TuneRun(new FakeTuner(noneLoss), WRITER).run(options, "gradus tune t.csv", TuneRun.Progress.NONE);
    }

    @Test
    void writesEveryFile() throws IOException {
        TuneResult result = run("length", 0.4);
        try (Stream<Path> files = Files.list(result.out())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "report.html",
                            "result.json",
                            "run.jsonl",
                            "hyperparameters.csv",
                            "model.safetensors",
                            "convergence.png",
                            "hyperparameters.png",
                            "grid.png",
                            "gap.png");
        }
        assertThat(Files.readAllLines(result.out().resolve("run.jsonl")))
                .hasSize(31)
                .allSatisfy(line -> assertThat(line)
                        .matches("\\{\"k\":\\d+,\"validation_loss\":[^,]+,\"hypergradient_norm\":[^,]+,\"step\":[^,]+,"
                                + "\"inner_iterations\":7,\"optimality_residual\":1.0E-10,\"linear_iterations\":12,"
                                + "\"linear_residual\":1.0E-12,\"seconds\":[^,]+\\}"));
        assertThat(Files.readString(result.out().resolve("result.json")))
                .isEqualTo(Json.write(TuneJson.of(result)) + "\n");
        assertThat(Files.readAllLines(result.out().resolve("hyperparameters.csv")))
                .hasSize(3)
                .startsWith("name,penalty")
                .anyMatch(line -> line.startsWith("\"length\",3.3"));
        assertThat(result.out().resolve("model.safetensors")).hasContent("weight");
    }

    @Test
    void jsonHasTheKeysOfTheContractInOrder() throws IOException {
        TuneResult result = run("length", Double.POSITIVE_INFINITY);
        assertThat(Json.write(TuneJson.of(result)))
                .matches("\\{\"command\":\"tune\",\"rows\":30,\"features\":2,\"hyperparameters\":2,"
                        + "\"validation_loss\":\\{\"none\":null,\"grid\":0.1,\"tuned\":0.0602695178\\d+,"
                        + "\"reason\":\"none is Infinity\"\\},"
                        + "\"test_loss\":\\{\"none\":null,\"grid\":0.11,\"tuned\":0.095,\"reason\":\"none is Infinity\"\\},"
                        + "\"test_score\":\\{\"none\":0.92,\"grid\":0.95,\"tuned\":0.965\\},"
                        + "\"score\":\"accuracy\","
                        + "\"hypergradient_norm\":\\{\"first\":0.03,\"last\":2.021384099\\d+E-4\\},"
                        + "\"outer_iterations\":30,\"hypergradients\":31,\"inner_iterations\":1234,"
                        + "\"dropped\":\\[\\{\"column\":\"same\",\"reason\":\"constant in the training rows\"\\}\\],"
                        + "\"imputed\":\\[\\],\"duplicate_rows\":\\{\"rows\":0,\"validation\":0,\"test\":0\\},"
                        + "\"class_rows\":\\{\"a\":10,\"b\":10,\"c\":10\\},\"notes\":\\[\\],"
                        + "\"seconds\":\\d+\\.\\d+(E-\\d+)?,\"hyper\":\"l2-per-feature\","
                        + "\"hypergradient\":\"implicit-cg\",\"suspected_leakage\":\\[\\],"
                        + "\"data\":\\[\\{\"file\":\"[^\"]+flowers.csv\",\"bytes\":291,\"sha256\":\"c40e23b55[0-9a-f]{55}\"\\}\\],"
                        + "\"grid_penalty\":0.01,\"grid_curve\":\\[(\\{\"penalty\":[^,]+,\"validation_loss\":[^,]+\\},?){25}\\],"
                        + "\"history\":\\[(\\{\"k\":[^}]+\\},?){31}\\],"
                        + "\"hyperparameter_values\":\\[\\{\"name\":\"width\",\"value\":[^}]+\\},"
                        + "\\{\"name\":\"length\",\"value\":[^}]+\\}\\],\"out\":\"[^\"]+out\"\\}");
    }

    @Test
    void theReportSaysItInWordsAndShowsNoMarkupOfNames() throws IOException {
        String evil = "<script>alert(\"x\")</script>'&";
        TuneResult result = run(evil, Double.NaN);
        String html = Files.readString(result.out().resolve("report.html"));
        assertThat(html)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;")
                .contains("Tuning &#39;species&#39; in flowers.csv")
                .contains("2 penalties, one a feature, tuned by hypergradients give a validation log loss of 0.06027:"
                        + " 39.7 % below the best of 25 single penalties on a grid (0.1000), and against no penalty"
                        + " (not a number).")
                .contains("On the 6 test rows, which had no say in any choice, the log loss is 0.09500, 13.6 % below"
                        + " the best single penalty (0.1100), and the accuracy 96.5 % (95.0 %).")
                .contains("1 feature is constant in the training rows and not used: &#39;same&#39;")
                .contains("The outer problem converged after 30 outer iterations")
                .contains("<code>gradus tune t.csv</code>")
                .contains("<dt>Seed</dt><dd>5</dd>")
                .contains("id=\"figure-4-title\"")
                .doesNotContain("http-equiv=\"refresh\"")
                .doesNotContain("src=")
                .doesNotContain("href=");
    }

    @Test
    void plotsShowTheResult() throws IOException {
        Map<String, Plot> plots = TunePlots.of(run("length", 0.4));
        assertThat(plots.keySet()).containsExactly("convergence", "hyperparameters", "grid", "gap");
        Plot.Rows rows = (Plot.Rows) plots.get("hyperparameters");
        assertThat(rows.rows()).extracting(Plot.Row::label).containsExactly("width", "length");
        assertThat(rows.baseline()).hasValue(0.01);
        Plot.Lines grid = (Plot.Lines) plots.get("grid");
        assertThat(grid.series().getFirst().x()).hasSize(FakeTuner.GRID);
        assertThat(plots.get("convergence").description())
                .isEqualTo("Above, the validation log loss by outer iteration: from 0.1000 to 0.06027; a dashed line"
                        + " marks that of the best single penalty, 0.1000. Below, the norm of the hypergradient on a"
                        + " logarithmic axis: from 0.03000 to 0.0002021. Last, how exactly the inner problem and the"
                        + " linear system of its derivative are solved.");
    }

    @Test
    void aRunMayReplaceItsOwnFilesButNotThoseOfOthers() throws IOException {
        run("length", 0.4);
        TuneResult again = run("length", 0.4);
        assertThat(again.out().resolve("report.html")).exists();
        Files.writeString(again.out().resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> run("length", 0.4))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("tune: the output folder '" + again.out()
                        + "' holds files that no run of tune wrote: 'thesis.tex'\n  to do: name a new or empty folder"
                        + " with --out");
        assertThat(again.out().resolve("report.html")).exists();
    }

    @Test
    void anOutputFolderMustBeAFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "x");
        assertThatThrownBy(() -> run("length", 0.4))
                .hasMessage("tune: the output folder '" + file
                        + "' is a file\n  to do: name a new or empty folder with --out");
    }

    @Test
    void aFailedRunLeavesNoReportOfTheOneBefore() throws IOException {
        TuneResult first = run("length", 0.4);
        Tuner failing = (problem, options, listener) -> {
            listener.outerIteration(first.outcome().history().getFirst());
            throw new ConvergenceException("tune: the inner problem does not end", "try a larger penalty");
        };
        assertThatThrownBy(() ->
                        new TuneRun(failing, WRITER).run(first.options(), "gradus tune t.csv", TuneRun.Progress.NONE))
                .isInstanceOf(ConvergenceException.class);
        assertThat(first.out().resolve("report.html")).doesNotExist();
        assertThat(Files.readAllLines(first.out().resolve("run.jsonl"))).hasSize(1);
    }

    @Test
    void newFoldersAreNamedByTableAndTime() {
        TuneOptions options = new TuneOptions(
                folder.resolve("my table (1).csv.gz"),
                "y",
                Optional.empty(),
                Hyper.L2,
                org.gradus.workbench.data.SplitShares.DEFAULT,
                1,
                0,
                Optional.empty());
        assertThat(OutputFolder.fresh(options, LocalDateTime.of(2026, 1, 2, 3, 4, 5), folder))
                .isEqualTo(folder.resolve("tune-my-table-1-20260102-030405"));
        assertThat(folder.resolve("tune-my-table-1-20260102-030405").toFile().mkdir())
                .isTrue();
        assertThat(OutputFolder.fresh(options, LocalDateTime.of(2026, 1, 2, 3, 4, 5), folder))
                .isEqualTo(folder.resolve("tune-my-table-1-20260102-030405-2"));
    }

    @Test
    void whatShouldBeDoubtedIsNoted() throws IOException {
        Tuner overfitted = (problem, options, listener) -> {
            TuneOutcome o = new FakeTuner(0.4).tune(problem, options, listener);
            Fit worse = new Fit(0.01, o.tuned().validationLoss(), 2 * o.grid().testLoss(), 1, 0.9);
            return new TuneOutcome(
                    o.none(),
                    false,
                    o.grid(),
                    o.gridPenalty(),
                    worse,
                    o.gridCurve(),
                    o.hyperparameters(),
                    o.history(),
                    1,
                    1,
                    o.ending(),
                    List.of());
        };
        Path table = Fixtures.flowers(folder, "length");
        TuneResult result = new TuneRun(overfitted, (path, r) -> {})
                .run(
                        Fixtures.options(table, "species", null, folder.resolve("out")),
                        "gradus tune",
                        TuneRun.Progress.NONE);
        assertThat(result.notes())
                .containsExactly(
                        "the tuned penalties do better than the best single one on the validation rows, but worse on the"
                                + " test rows: 6 validation rows are few to choose 2 penalties by; try more of them (as"
                                + " --split 40/40/20), fewer --outer-iterations, or --hyper l2",
                        "without a penalty the fit did not come to a minimum and was stopped: the classes can most likely"
                                + " be told apart perfectly");
    }

    @Test
    void aTuningThatDoesNotHelpSaysSo() throws IOException {
        Tuner useless = (problem, options, listener) -> {
            TuneOutcome o = new FakeTuner(0.4).tune(problem, options, listener);
            return new TuneOutcome(
                    o.none(),
                    o.noneConverged(),
                    o.grid(),
                    o.gridPenalty(),
                    o.grid(),
                    o.gridCurve(),
                    o.hyperparameters(),
                    o.history(),
                    1,
                    1,
                    new Ending.Stopped("30 outer iterations"),
                    List.of());
        };
        Path table = Fixtures.flowers(folder, "length");
        TuneResult result = new TuneRun(useless, (path, r) -> {})
                .run(
                        Fixtures.options(table, "species", null, folder.resolve("out")),
                        "gradus tune",
                        TuneRun.Progress.NONE);
        assertThat(result.notes())
                .containsExactly("the tuned penalties are no better on the validation rows than the best single one");
        assertThat(Files.readString(result.out().resolve("report.html")))
                .contains("the same as the best of 25 single penalties")
                .contains("stopped after 30 outer iterations: limit of 30 outer iterations");
    }

    @Test
    void theTableForTheTerminalIsAligned() throws IOException {
        List<String> lines = TuneTable.lines(run("length", 0.4));
        assertThat(lines)
                .containsExactly(
                        "                  penalties  validation log loss  test log loss       gap  validation accuracy"
                                + "  test accuracy",
                        "no penalty             none               0.4000         0.4800  +0.08000               93.0 %"
                                + "         92.0 %",
                        "best of the grid  one: 0.01               0.1000         0.1100  +0.01000               96.0 %"
                                + "         95.0 %",
                        "tuned                     2              0.06027        0.09500  +0.03473               97.5 %"
                                + "         96.5 %");
    }
}
