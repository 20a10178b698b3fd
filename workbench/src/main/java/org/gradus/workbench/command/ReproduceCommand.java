package org.gradus.workbench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Measurement;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.Reproductions;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.plot.Svg;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus reproduce}: computes the claims of papers afresh. */
@Command(
        name = "reproduce",
        description = "Compute the claims of papers afresh: what each says, what is expected, what was measured.",
        footer = {"", "Exit status: 0 when everything came out as expected, 1 otherwise, 2 wrong usage."})
final class ReproduceCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of papers.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--family", paramLabel = "FAMILY", description = "All papers of a family, for example optimizers.")
    private String family;

    @Option(names = "--all", description = "All papers.")
    private boolean all;

    @Option(names = "--list", description = "Print the ids and titles, and run nothing.")
    private boolean list;

    @Option(names = "--plot", paramLabel = "DIR", description = "Write the charts of the runs to a folder.")
    private Path plot;

    @Option(names = "--page", paramLabel = "FILE", description = "Write the results as a page in Markdown.")
    private Path page;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "The seed. The figures of the papers' rows are for ${DEFAULT-VALUE}, the default.")
    private long seed;

    @Mixin
    private CommonOptions common;

    ReproduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Reproduction> chosen = chosen();
        if (list) {
            printList(chosen);
            return 0;
        }
        List<Reproductions.Run> runs = new ArrayList<>();
        for (Reproduction reproduction : chosen) {
            if (terminal.errTerminal()) {
                terminal.err().println("running " + reproduction.paper().id());
            }
            Reproductions.Run run = Reproductions.run(reproduction, new Context(seed));
            runs.add(run);
            if (!common.json) {
                print(run);
            }
            if (plot != null) {
                draw(run);
            }
        }
        boolean passed = runs.stream().allMatch(run -> run.outcome().passed());
        if (page != null) {
            write(page, ReproductionPage.of(runs));
        }
        if (common.json) {
            List<Object> rows = runs.stream().map(ReproduceCommand::json).toList();
            terminal.out().println(Json.write(Json.object("rows", rows)));
        } else {
            long count = runs.stream().filter(run -> run.outcome().passed()).count();
            terminal.out().println(count + " of " + runs.size() + " as expected");
        }
        return passed ? 0 : 1;
    }

    private List<Reproduction> chosen() {
        int ways = (ids.isEmpty() ? 0 : 1) + (family == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1 && !(ways == 0 && list)) {
            throw new ArgumentException(
                    "reproduce: " + (ways == 0 ? "no paper is" : "papers are") + " chosen"
                            + (ways == 0 ? "" : " in " + ways + " ways"),
                    "give ids, or --family FAMILY, or --all; --list prints what there is");
        }
        if (family != null) {
            return Reproductions.ofFamily(family);
        }
        return ids.isEmpty()
                ? Reproductions.all()
                : ids.stream().map(Reproductions::named).toList();
    }

    private void printList(List<Reproduction> chosen) {
        if (common.json) {
            List<Object> papers = chosen.stream()
                    .map(r -> (Object) Json.object(
                            "id",
                            r.paper().id(),
                            "title",
                            r.paper().title(),
                            "family",
                            r.paper().family()))
                    .toList();
            terminal.out().println(Json.write(Json.object("papers", papers)));
            return;
        }
        chosen.forEach(r -> terminal.out()
                .println(String.format("%-32s %s", r.paper().id(), r.paper().title())));
    }

    private void print(Reproductions.Run run) {
        Outcome outcome = run.outcome();
        String word = outcome.passed() ? terminal.green("ok  ") : terminal.red("FAIL");
        terminal.out()
                .println(word + " " + run.reproduction().paper().id() + "  ("
                        + Text.count(outcome.measurements().size(), "measurement") + ", " + Text.time(run.seconds())
                        + ")");
        for (Measurement m : outcome.measurements()) {
            if (!m.passed()) {
                terminal.out()
                        .println("       " + m.name() + ": " + Text.number(m.measured()) + ", expected "
                                + m.expected().words());
            }
        }
        if (!outcome.reason().isEmpty()) {
            terminal.out().println("       " + outcome.reason());
        }
    }

    private static Object json(Reproductions.Run run) {
        Outcome outcome = run.outcome();
        List<Object> measurements =
                outcome.measurements().stream().map(ReproduceCommand::json).toList();
        return Json.object(
                "id",
                run.reproduction().paper().id(),
                "title",
                run.reproduction().paper().title(),
                "family",
                run.reproduction().paper().family(),
                "claim",
                run.reproduction().claim(),
                "passed",
                outcome.passed(),
                "reason",
                outcome.reason().isEmpty() ? null : outcome.reason(),
                "seconds",
                Math.round(run.seconds() * 1000) / 1000.0,
                "measurements",
                measurements);
    }

    private static Object json(Measurement m) {
        Object expected = m.expected().value().isPresent()
                ? (Object) m.expected().value().getAsDouble()
                : m.expected() instanceof Measurement.True
                        ? (Object) true
                        : m.expected().words();
        Object measured = m.expected() instanceof Measurement.True ? (Object) m.passed() : (Object) m.measured();
        Double tolerance =
                m.expected().tolerance().isPresent() ? m.expected().tolerance().getAsDouble() : null;
        return Json.object(
                "name",
                m.name(),
                "expected",
                expected,
                "measured",
                measured,
                "tolerance",
                tolerance,
                "passed",
                m.passed());
    }

    private void draw(Reproductions.Run run) {
        for (Outcome.Chart chart : run.outcome().charts()) {
            List<Series> series = chart.curves().stream()
                    .map(c -> new Series(c.name(), c.x(), c.y(), Series.Style.LINE))
                    .toList();
            Axis y = chart.logarithmic() ? Axis.log(chart.y()) : Axis.linear(chart.y());
            Plot lines = Plot.Lines.of(chart.title(), Axis.linear(chart.x()), y, series);
            String name = run.reproduction().paper().id() + "-" + chart.name() + ".svg";
            write(plot.resolve(name), Svg.document(Layouts.figure(lines)));
        }
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
