package org.gradus.workbench.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.progress.ProgressView;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Combinations;
import org.gradus.workbench.tune.Estimator;
import org.gradus.workbench.tune.Hyper;
import org.gradus.workbench.tune.Invocation;
import org.gradus.workbench.tune.Model;
import org.gradus.workbench.tune.OutputFolder;
import org.gradus.workbench.tune.Resumption;
import org.gradus.workbench.tune.TuneJson;
import org.gradus.workbench.tune.TuneOptions;
import org.gradus.workbench.tune.TuneResult;
import org.gradus.workbench.tune.TuneRun;
import org.gradus.workbench.tune.TuneTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code gradus tune}: tunes the hyperparameters of a model on a table. */
@Command(
        name = "tune",
        sortOptions = false,
        customSynopsis = {"gradus tune DATA... --target COLUMN [OPTIONS]", "       gradus tune --resume DIR [--json]"},
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
                    + " model.json, for gradus predict. checkpoint.safetensors says how far the run has come: when it is"
                    + " interrupted, gradus tune --resume DIR continues to the same result.",
            "",
            "What goes together:",
            Combinations.HELP,
            "Exit status: 0 when done, 1 when it failed, 2 for wrong usage, 130 when interrupted from the keyboard.",
            "",
            "Examples:",
            "  gradus tune examples/breast_cancer.csv --target diagnosis",
            "  gradus tune examples/diabetes.csv --target progression --model ridge --json",
            "  gradus tune a.csv b.parquet --target y --sql \"select * from a join b using (id)\"",
            "  gradus tune examples/digits.csv --target digit --hyper example-weights",
            "  gradus tune --resume gradus-out/tune-digits-20260101-120000"
        })
final class TuneCommand implements Callable<Integer> {
    private static final String RESUME = "--resume";
    /** What is said for each process anew. */
    private static final Set<String> ANEW = Set.of(RESUME, "--json", "--debug", "--help");

    private final Terminal terminal;
    private final Services services;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATA",
            arity = "0..*",
            description = "The table: CSV with a header row (.csv .tsv .txt, also .gz), .parquet, or JSON records"
                    + " (.json .jsonl). Several need --sql.")
    private List<Path> data = List.of();

    @Option(
            names = "--sql",
            paramLabel = "QUERY",
            description = "Make the table by a query over DATA, each a table named as its file without folder and"
                    + " ending: data/visits.csv is visits.")
    private String sql;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to predict. All others are features: numbers, text and dates.")
    private String target;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = Converters.ModelConverter.class,
            description = "logistic (2 classes), softmax (classes), ridge (numbers), or for classes or numbers mlp, a"
                    + " network with a hidden layer, or gp, a Gaussian process. Default: the linear one that suits the"
                    + " target.")
    private Model model;

    @Option(
            names = "--hyper",
            paramLabel = "KIND",
            converter = Converters.HyperConverter.class,
            description = "l2 (one penalty), l2-per-feature, l2-per-layer (of an mlp), example-weights (one a training"
                    + " row), feature-scales, augmentation (noise on copies of the training rows, its scale a feature),"
                    + " learning-rate-schedule (rates and momentum of descent), or kernel (of a gp). Default:"
                    + " l2-per-feature, of a gp kernel.")
    private Hyper hyper;

    @Option(
            names = "--hypergradient",
            paramLabel = "WAY",
            converter = Converters.EstimatorConverter.class,
            description = "How hypergradients are computed. At the inner minimum: implicit-cg (exact), neumann[:K] (K"
                    + " terms of a series), nystrom[:K] (a sketch from K columns). Through steps of the inner"
                    + " descent: unrolled[:K] (all K, backward), truncated:K (the last K), forward[:K]. Default:"
                    + " implicit-cg, of a learning-rate-schedule forward.")
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

    @Option(
            names = RESUME,
            paramLabel = "DIR",
            description =
                    "Continue the run that wrote to this folder and was interrupted, with the data and options that it"
                            + " has. A run that is done prints its result again.")
    private Path resume;

    @Mixin
    private CommonOptions common;

    TuneCommand(Terminal terminal, Services services) {
        this.terminal = terminal;
        this.services = services;
    }

    @Override
    public Integer call() {
        if (resume != null) {
            resume();
            return 0;
        }
        requireDataAndTarget();
        TableSource source = source();
        TuneOptions options = options();
        ParseResult words = spec.commandLine().getParseResult();
        Invocation invocation = new Invocation(words.expandedArgs(), CommandText.line(words.originalArgs()));
        TuneResult result;
        try (Interruption interruption = new Interruption(terminal, common.json);
                ProgressView view = ProgressView.on(terminal.err(), terminal.errTerminal(), System::nanoTime)) {
            result = run(interruption).run(source, options, invocation, view);
        }
        print(result);
        return 0;
    }

    /** Where the table comes from. */
    TableSource source() {
        return new TableSource(data, Optional.ofNullable(sql));
    }

    /** What is asked. */
    TuneOptions options() {
        return options(data.getFirst());
    }

    private TuneOptions options(Path table) {
        Hyper tuned = Optional.ofNullable(hyper).orElseGet(() -> Combinations.usual(Optional.ofNullable(model)));
        return new TuneOptions(
                table,
                target,
                Optional.ofNullable(model),
                tuned,
                split,
                outerIterations,
                seed,
                Optional.ofNullable(out),
                Optional.ofNullable(hypergradient).orElseGet(() -> Combinations.usual(tuned)));
    }

    /** Only without --resume are they needed. */
    private void requireDataAndTarget() {
        String missing = String.join(
                ", ",
                Stream.of(target == null ? "'--target=COLUMN'" : "", data.isEmpty() ? "'DATA'" : "")
                        .filter(name -> !name.isEmpty())
                        .toList());
        if (!missing.isEmpty()) {
            String what = target != null
                    ? "Missing required parameter: "
                    : data.isEmpty() ? "Missing required options and parameters: " : "Missing required option: ";
            throw new ParameterException(spec.commandLine(), what + missing);
        }
    }

    private TuneRun run(Interruption interruption) {
        return new TuneRun(services.tuner(), services.writer(), new TuneRun.Caller() {
            @Override
            public void begun(Path folder) {
                interruption.begun(folder);
            }

            @Override
            public List<String> lines(TuneResult result) {
                return TuneCommand.lines(result);
            }
        });
    }

    private void resume() {
        try (Resumption run = Resumption.open(resume)) {
            TuneCommand recorded = recorded(run);
            recorded.refuseOthers(this, run);
            if (run.isFinished()) {
                terminal.err().println("the run in " + resume + " is done; this is its result");
                if (common.json) {
                    terminal.out().println(run.json());
                } else {
                    print(run.lines());
                }
                return;
            }
            terminal.err().println("resuming the run in " + resume + " after " + run.stage());
            List<Path> files = recorded.data.stream().map(run::locate).toList();
            TableSource source = new TableSource(files, Optional.ofNullable(recorded.sql));
            TuneResult result;
            try (Interruption interruption = new Interruption(terminal, common.json);
                    ProgressView view = ProgressView.on(terminal.err(), terminal.errTerminal(), System::nanoTime)) {
                result = run(interruption).resume(run, source, recorded.options(files.getFirst()), view);
            }
            print(result);
        }
    }

    /** The command that began a run, as if it were given now. */
    private TuneCommand recorded(Resumption run) {
        List<String> words = run.invocation().arguments();
        if (words.isEmpty()) {
            throw new ArgumentException(
                    "tune: the run in " + run.folder() + " was not begun by the command gradus tune",
                    "resume it with the program that began it",
                    SourceLine.UNKNOWN,
                    null);
        }
        TuneCommand command = new TuneCommand(terminal, services);
        try {
            new CommandLine(command).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new DataException(
                    "tune: this version of Gradus does not understand the command of the run in " + run.folder() + ": "
                            + e.getMessage(),
                    "continue with the version of Gradus that began it",
                    SourceLine.UNKNOWN,
                    e);
        }
        return command;
    }

    /** What is said again beside --resume must be what was said at first. */
    private void refuseOthers(TuneCommand now, Resumption run) {
        List<Path> before =
                data.stream().map(run::locate).map(TuneCommand::absolute).toList();
        if (!now.data.isEmpty()
                && !now.data.stream().map(TuneCommand::absolute).toList().equals(before)) {
            throw contradiction(run, joined(now.data), "is of " + joined(data));
        }
        for (OptionSpec option : now.spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.longestName();
            OptionSpec recorded = spec.findOption(name);
            Object value = option.getValue();
            boolean same = name.equals("--out")
                    ? absolute((Path) value).equals(absolute(run.folder()))
                    : Objects.equals(value, recorded.getValue());
            if (!same && !ANEW.contains(name)) {
                Object other = name.equals("--out") ? run.folder() : recorded.getValue();
                throw contradiction(
                        run, name + " " + value, "has " + (other == null ? "no " + name : name + " " + other));
            }
        }
    }

    private static ArgumentException contradiction(Resumption run, String now, String before) {
        return new ArgumentException(
                "tune: " + now + " contradicts the run in " + run.folder() + ", which " + before,
                "leave it out to continue that run, or leave --resume out to begin another",
                SourceLine.UNKNOWN,
                null);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(" "));
    }

    private void print(TuneResult result) {
        if (common.json) {
            terminal.out().println(Json.write(TuneJson.of(result)));
        } else {
            print(lines(result));
        }
    }

    private void print(List<String> lines) {
        for (String line : lines) {
            terminal.out().println(line.startsWith(TuneTable.TUNED) ? terminal.bold(line) : line);
        }
    }

    private static List<String> lines(TuneResult result) {
        List<String> lines = new ArrayList<>(TuneTable.lines(result));
        lines.add("");
        lines.add(TuneTable.ending(result.outcome()));
        lines.add("hypergradient norm " + Text.number(result.outcome().firstNorm()) + " at first, "
                + Text.number(result.outcome().lastNorm()) + " at last; "
                + Text.count(result.outcome().hypergradients(), "hypergradient") + ", "
                + Text.count(result.outcome().innerIterations(), "inner iteration") + ", "
                + Text.time(result.seconds()));
        result.problem().droppedNote().ifPresent(note -> lines.add("note: " + note));
        result.problem().findings().notes().forEach(note -> lines.add("note: " + note));
        result.notes().forEach(note -> lines.add("note: " + note));
        lines.add("report: " + result.out().resolve(OutputFolder.REPORT));
        return lines;
    }
}
