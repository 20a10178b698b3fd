package org.gradus.workbench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.optim.catalogue.Entry;
import org.gradus.optim.catalogue.Methods;
import org.gradus.workbench.compare.CompareJson;
import org.gradus.workbench.compare.CompareReport;
import org.gradus.workbench.compare.Comparison;
import org.gradus.workbench.compare.Contender;
import org.gradus.workbench.compare.Contest;
import org.gradus.workbench.compare.Contests;
import org.gradus.workbench.compare.OwnContests;
import org.gradus.workbench.compare.Recommendation;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Png;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Model;
import org.gradus.workbench.tune.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus compare}: which method suits a problem. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Find out which method of optimization suits a problem.",
            "",
            "Every method gets the same starts, data and batches, a learning rate chosen by the same small search, and the"
                    + " same budget of gradient evaluations. A winner is named only if further seeds would confirm it.",
            "",
            "A problem is built in, or a Java file as gradus minimize takes it (objective or residuals, start, and lower and"
                    + " upper if there are bounds), or a table as gradus tune takes it, on whose training rows the loss of"
                    + " a model is minimized.",
            ""
        },
        footer = {
            "",
            "Written with --out: report.html, its plots as PNG, and result.json.",
            "",
            "Exit status: 0 when done, also when undecided; 1 when it failed, 2 for wrong usage.",
            "",
            "Examples:",
            "  gradus compare --problem rosenbrock --methods adam,lbfgs,momentum",
            "  gradus compare --problem mlp-digits --problem cnn-digits --methods adaptive --out comparison",
            "  gradus compare --problem examples/Rosenbrock.java --problem beale --methods curvature",
            "  gradus compare --problem examples/breast_cancer.csv --target diagnosis --methods adam,lbfgs,newton-cg",
            "  gradus compare --problems"
        })
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--problem",
            paramLabel = "NAME|FILE.java|DATA",
            description = "A problem; several may be given. --problems lists those that are built in.")
    private List<String> problems = new ArrayList<>();

    @Option(names = "--problems", description = "List the problems that are built in, and run nothing.")
    private boolean list;

    @Option(names = "--target", paramLabel = "COLUMN", description = "Of DATA: the column to predict.")
    private String target;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            converter = Converters.ModelConverter.class,
            description = "Of DATA: logistic, softmax, ridge or mlp. Default: the linear one that suits the target.")
    private Model model;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Of DATA: rows a step, 0 for all. Default: all of up to 2000 training rows, otherwise 64."
                    + " Methods that need all rows in each step are left out where there are batches.")
    private Integer batch;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description = "Of FILE.java: jars and folders of classes that it uses, separated as in CLASSPATH.")
    private String classPath;

    @Option(
            names = "--methods",
            paramLabel = "A,B,…",
            split = ",",
            defaultValue = "sgd,momentum,adam,lbfgs",
            description = "Methods, families of them, or all; gradus methods lists them. Default: ${DEFAULT-VALUE}.")
    private List<String> methods;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description = "Gradient evaluations of each run. Default: what suits the problem.")
    private Double budget;

    @Option(
            names = "--tune",
            paramLabel = "N",
            defaultValue = "" + Comparison.Plan.FEW,
            description = "Learning rates that are tried, half a decade apart; more where the best is at an end."
                    + " Default: ${DEFAULT-VALUE}.")
    private int tune;

    @Option(
            names = "--seeds",
            paramLabel = "K",
            defaultValue = "" + Comparison.Plan.FEW,
            description = "Runs of each method that count. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "The first seed of starts, data and batches. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "A new or empty folder to write the report to.")
    private Path out;

    @Mixin
    private CommonOptions common;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (batch != null && batch < 0) {
            throw wrong("--batch " + batch + " is no number of rows", "give 0 for all rows, or 1 or more");
        }
        if (list) {
            printProblems();
            return 0;
        }
        Comparison.Plan plan = new Comparison.Plan(
                budget == null ? OptionalDouble.empty() : OptionalDouble.of(budget), tune, seeds, seed);
        List<Contest> contests = contests();
        List<Contender> contenders = contenders();
        if (out != null) {
            requireEmpty(out);
        }
        long start = System.nanoTime();
        List<Comparison.Result> results =
                Quiet.on(terminal.err(), () -> new Comparison(contests, contenders, plan).run(new Watch()));
        List<String> recommendation = Recommendation.of(results);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> json = CompareJson.of(results, plan, recommendation, seconds);
        if (out != null) {
            write(results, plan, recommendation, json);
        }
        if (common.json) {
            terminal.out().println(Json.write(json));
        } else {
            recommendation.forEach(sentence -> terminal.out().println(terminal.bold(sentence)));
            if (out != null) {
                terminal.out().println("report: " + out.resolve("report.html"));
            }
        }
        return 0;
    }

    private void printProblems() {
        if (common.json) {
            List<Object> all = Contests.all().stream()
                    .map(c -> (Object) Json.object("problem", c.id(), "title", c.title(), "budget", c.budget()))
                    .toList();
            terminal.out().println(Json.write(Json.object("problems", all)));
            return;
        }
        for (Contest contest : Contests.all()) {
            terminal.out().println(String.format(Locale.ROOT, "%-24s %s", contest.id(), contest.title()));
        }
    }

    private List<Contest> contests() {
        if (problems.isEmpty()) {
            throw wrong(
                    "no problem is given",
                    "give --problem NAME, FILE.java or DATA; gradus compare --problems lists the names");
        }
        OwnContests.TableOptions table = new OwnContests.TableOptions(
                Optional.ofNullable(target),
                Optional.ofNullable(model),
                batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
                seed);
        List<Contest> contests = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        boolean tables = false;
        for (String word : new LinkedHashSet<>(problems)) {
            Contest contest =
                    Quiet.on(terminal.err(), () -> OwnContests.of(word, MinimizeCommand.paths(classPath), table));
            tables |= OwnContests.isTable(word);
            contests.add(contest.named(ids));
        }
        if (!tables && (target != null || model != null || batch != null)) {
            throw wrong(
                    "--target, --model and --batch belong to a table, and none is among the problems",
                    "give --problem DATA, or leave them out");
        }
        return contests;
    }

    private List<Contender> contenders() {
        Set<Entry> entries = new LinkedHashSet<>();
        for (String name : methods) {
            List<Entry> family = Methods.all().stream()
                    .filter(e -> name.equals("all") || e.family().id().equals(name))
                    .toList();
            entries.addAll(family.isEmpty() ? List.of(Methods.named(name)) : family);
        }
        return entries.stream().map(Contender::of).toList();
    }

    private static ArgumentException wrong(String problem, String remedy) {
        return new ArgumentException("compare: " + problem, remedy, SourceLine.UNKNOWN, null);
    }

    private static void requireEmpty(Path folder) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw wrong("--out " + folder + " is a file", "name a new folder");
            }
            if (Files.isDirectory(folder)) {
                try (var files = Files.list(folder)) {
                    if (files.findAny().isPresent()) {
                        throw wrong("--out " + folder + " is not empty", "name a new or empty folder");
                    }
                }
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(
            List<Comparison.Result> results,
            Comparison.Plan plan,
            List<String> recommendation,
            Map<String, Object> json) {
        Map<String, Plot> plots = CompareReport.plots(results);
        String line = CommandText.line(spec.commandLine().getParseResult().originalArgs());
        String time = OffsetDateTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        List<List<String>> pairs = Provenance.here(line, seed, time).pairs();
        AtomicFile.write(out.resolve("result.json"), Json.write(json));
        plots.forEach((name, plot) -> AtomicFile.write(out.resolve(name + ".png"), Png.render(Layouts.figure(plot))));
        AtomicFile.write(
                out.resolve("report.html"), CompareReport.html(results, plan, recommendation, plots, pairs, line));
    }

    /** Progress on standard error, each finished problem on standard output. */
    private final class Watch implements Comparison.Listener {
        private final long start = System.nanoTime();
        private long shown = start - 2_000_000_000L;

        @Override
        public void run(String what, int done, int of) {
            long now = System.nanoTime();
            if (now - shown < 1_000_000_000L) {
                return;
            }
            shown = now;
            double left = done == 0 ? Double.NaN : (now - start) / 1e9 / done * (of - done);
            String line = "run " + (done + 1) + " of " + of + ", " + what
                    + (Double.isNaN(left) ? "" : ", about " + Text.time(left) + " left");
            if (terminal.errTerminal()) {
                terminal.err().print("\r\u001b[K" + line);
                terminal.err().flush();
            } else {
                terminal.err().println(line);
            }
        }

        @Override
        public void finished(Comparison.Result result) {
            if (terminal.errTerminal()) {
                terminal.err().print("\r\u001b[K");
                terminal.err().flush();
            }
            if (!common.json) {
                terminal.out()
                        .println(terminal.bold(
                                result.contest().id() + ": " + result.verdict().words()));
                Columns.lines(CompareReport.head(), CompareReport.rows(result)).forEach(terminal.out()::println);
                result.left().forEach(reason -> terminal.out().println("left out: " + reason));
                terminal.out().println();
            }
        }
    }
}
