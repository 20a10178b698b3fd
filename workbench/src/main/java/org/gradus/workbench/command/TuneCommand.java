package org.gradus.workbench.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.progress.ProgressView;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Estimator;
import org.gradus.workbench.tune.Hyper;
import org.gradus.workbench.tune.Model;
import org.gradus.workbench.tune.OutputFolder;
import org.gradus.workbench.tune.TuneJson;
import org.gradus.workbench.tune.TuneOptions;
import org.gradus.workbench.tune.TuneResult;
import org.gradus.workbench.tune.TuneRun;
import org.gradus.workbench.tune.TuneTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus tune}: tunes the hyperparameters of a model on a table. */
@Command(
        name = "tune",
        sortOptions = false,
        description = {
            "Tune the hyperparameters of a model on a table by hypergradients.",
            "",
            "The table is split; the model is fitted to the training rows; the hyperparameters move so that the loss on the"
                    + " validation rows falls; the test rows are looked at once, at the end.",
            ""
        },
        footer = {
            "",
            "Written to the output folder: report.html (open it in a browser), its plots as PNG, run.jsonl (a line for"
                    + " each outer iteration), hyperparameters.csv, result.json, and the model: model.safetensors with"
                    + " model.json, for gradus predict.",
            "",
            "Exit status: 0 when done, 1 when it failed, 2 for wrong usage.",
            "",
            "Examples:",
            "  gradus tune examples/breast_cancer.csv --target diagnosis",
            "  gradus tune examples/diabetes.csv --target progression --model ridge --json",
            "  gradus tune a.csv b.parquet --target y --sql \"select * from a join b using (id)\"",
            "  gradus tune examples/digits.csv --target digit --hyper example-weights"
        })
final class TuneCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Services services;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATA",
            arity = "1..*",
            description = "The table: CSV with a header row (.csv .tsv .txt, also .gz), .parquet, or JSON records"
                    + " (.json .jsonl). Several need --sql.")
    private List<Path> data;

    @Option(
            names = "--sql",
            paramLabel = "QUERY",
            description = "Make the table by a query over DATA, each a table named as its file without folder and"
                    + " ending: data/visits.csv is visits.")
    private String sql;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "COLUMN",
            description = "The column to predict. All others are features: numbers, text and dates.")
    private String target;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = Converters.ModelConverter.class,
            description = "logistic (2 classes), softmax (classes), ridge (numbers), or mlp: a network with a hidden"
                    + " layer, for classes or numbers. Default: the linear one that suits the target.")
    private Model model;

    @Option(
            names = "--hyper",
            paramLabel = "KIND",
            defaultValue = "l2-per-feature",
            converter = Converters.HyperConverter.class,
            description = "l2 (one penalty), l2-per-feature, l2-per-layer (of an mlp), example-weights (one a training"
                    + " row) or feature-scales. Default: ${DEFAULT-VALUE}.")
    private Hyper hyper;

    @Option(
            names = "--hypergradient",
            paramLabel = "WAY",
            defaultValue = "implicit-cg",
            converter = Converters.EstimatorConverter.class,
            description = "How hypergradients are computed. At the inner minimum: implicit-cg (exact), neumann[:K] (K"
                    + " terms of a series), nystrom[:K] (a sketch from K columns). Through steps of the inner"
                    + " descent: unrolled[:K] (all K, backward), truncated:K (the last K), forward[:K]. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Estimator hypergradient;

    @Option(
            names = "--split",
            paramLabel = "A/B/C",
            defaultValue = "60/20/20",
            converter = Converters.SplitConverter.class,
            description = "Percent for training, validation and test. Default: ${DEFAULT-VALUE}.")
    private SplitShares split;

    @Option(
            names = "--outer-iterations",
            paramLabel = "N",
            defaultValue = "" + TuneOptions.DEFAULT_OUTER_ITERATIONS,
            description = "The most steps of the hyperparameters. Default: ${DEFAULT-VALUE}.")
    private int outerIterations;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "" + TuneOptions.DEFAULT_SEED,
            description = "The seed of the split. The same seed gives the same result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder to write to: new, empty, or of an earlier run, which is replaced. Default: a new"
                    + " one in gradus-out.")
    private Path out;

    @Mixin
    private CommonOptions common;

    TuneCommand(Terminal terminal, Services services) {
        this.terminal = terminal;
        this.services = services;
    }

    @Override
    public Integer call() {
        TableSource source = source();
        TuneOptions options = options();
        TuneResult result;
        try (ProgressView view = ProgressView.on(terminal.err(), terminal.errTerminal(), System::nanoTime)) {
            String line = CommandText.line(spec.commandLine().getParseResult().originalArgs());
            result = new TuneRun(services.tuner(), services.writer()).run(source, options, line, view);
        }
        if (common.json) {
            terminal.out().println(Json.write(TuneJson.of(result)));
        } else {
            print(result);
        }
        return 0;
    }

    /** Where the table comes from. */
    TableSource source() {
        return new TableSource(data, Optional.ofNullable(sql));
    }

    /** What is asked. */
    TuneOptions options() {
        return new TuneOptions(
                data.getFirst(),
                target,
                Optional.ofNullable(model),
                hyper,
                split,
                outerIterations,
                seed,
                Optional.ofNullable(out),
                hypergradient);
    }

    private void print(TuneResult result) {
        List<String> lines = TuneTable.lines(result);
        for (int i = 0; i < lines.size(); i++) {
            boolean tuned = i == lines.size() - 1;
            terminal.out().println(tuned ? terminal.bold(lines.get(i)) : lines.get(i));
        }
        terminal.out().println();
        terminal.out().println(TuneTable.ending(result.outcome()));
        terminal.out()
                .println("hypergradient norm " + Text.number(result.outcome().firstNorm()) + " at first, "
                        + Text.number(result.outcome().lastNorm()) + " at last; "
                        + Text.count(result.outcome().hypergradients(), "hypergradient") + ", "
                        + Text.count(result.outcome().innerIterations(), "inner iteration") + ", "
                        + Text.time(result.seconds()));
        result.problem().droppedNote().ifPresent(note -> terminal.out().println("note: " + note));
        result.problem().findings().notes().forEach(note -> terminal.out().println("note: " + note));
        result.notes().forEach(note -> terminal.out().println("note: " + note));
        terminal.out().println("report: " + result.out().resolve(OutputFolder.REPORT));
    }
}
