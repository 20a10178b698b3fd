package org.gradus.workbench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.optim.Methods;
import org.gradus.optim.Schedules;
import org.gradus.workbench.compare.CompareJson;
import org.gradus.workbench.compare.CompareReport;
import org.gradus.workbench.compare.Comparison;
import org.gradus.workbench.compare.Contender;
import org.gradus.workbench.compare.Contest;
import org.gradus.workbench.compare.Contests;
import org.gradus.workbench.compare.Recommendation;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Png;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
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
            "  gradus compare --problems"
        })
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--problem",
            paramLabel = "NAME",
            description = "A problem that is built in; several may be given. --problems lists them.")
    private List<String> problems = new ArrayList<>();

    @Option(names = "--problems", description = "List the problems that are built in, and run nothing.")
    private boolean list;

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
        List<Comparison.Result> results = new Comparison(contests, contenders, plan).run(new Watch());
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
            throw wrong("no problem is given", "give --problem NAME; gradus compare --problems lists them");
        }
        List<Contest> contests = new ArrayList<>();
        for (String id : new LinkedHashSet<>(problems)) {
            contests.add(Contests.of(id)
                    .orElseThrow(() -> wrong(
                            "no problem is called '" + id + "'",
                            "choose among "
                                    + String.join(
                                            ", ",
                                            Contests.all().stream()
                                                    .map(Contest::id)
                                                    .toList()))));
        }
        return contests;
    }

    private List<Contender> contenders() {
        Set<Methods.Entry> entries = new LinkedHashSet<>();
        for (String name : methods) {
            List<Methods.Entry> family = Methods.all().stream()
                    .filter(e -> name.equals("all") || e.family().id().equals(name))
                    .toList();
            entries.addAll(family.isEmpty() ? List.of(Methods.named(name)) : family);
        }
        return entries.stream().map(CompareCommand::contender).toList();
    }

    private static Contender contender(Methods.Entry entry) {
        if (entry.solver().isPresent()) {
            return new Contender.Whole(entry.id(), entry.solver().get());
        }
        if (entry.hasRate()) {
            return new Contender.Rated(
                    entry.id(),
                    entry.rate(),
                    rate -> entry.transformation(Schedules.constant(rate)).orElseThrow());
        }
        return new Contender.RateFree(
                entry.id(), () -> entry.transformation(Schedules.constant(1)).orElseThrow());
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
