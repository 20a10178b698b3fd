package org.gradus.workbench.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.workbench.data.Place;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.inspect.Inspection;
import org.gradus.workbench.inspect.InspectionJson;
import org.gradus.workbench.inspect.InspectionPage;
import org.gradus.workbench.inspect.InspectionPlots;
import org.gradus.workbench.inspect.InspectionText;
import org.gradus.workbench.inspect.Inspector;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Png;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.FinishedRun;
import org.gradus.workbench.tune.FittedRun;
import org.gradus.workbench.tune.OutputFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus inspect}: looks into a finished run. */
@Command(
        name = "inspect",
        sortOptions = false,
        description = {
            "Look into a finished run of tune.",
            "",
            "The curvature of the inner problem at the solution, the training rows that the validation loss depends on,"
                    + " and how predictions move with the hyperparameters, all by derivatives, without a refit. The data"
                    + " are read again from where the command of the run took them, and must be the same.",
            ""
        },
        footer = {
            "",
            "Written to DIR: inspect.html (open it in a browser).",
            "",
            "Exit status: 0 when done, 1 when it failed, 2 for wrong usage.",
            "",
            "Examples:",
            "  gradus inspect model",
            "  gradus inspect model --top 20 --plot plots",
            "  gradus inspect model --json"
        })
final class InspectCommand implements Callable<Integer> {
    private static final String TOP = "10";
    private static final int MOST = 1_000_000;

    private final Terminal terminal;
    private final Services services;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder that gradus tune wrote.")
    private Path folder;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = TOP,
            description = "How many eigenvalues, rows and hyperparameters to list. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--plot", paramLabel = "DIR", description = "Also write the plots as PNG, to this folder.")
    private Path plot;

    @Mixin
    private CommonOptions common;

    InspectCommand(Terminal terminal, Services services) {
        this.terminal = terminal;
        this.services = services;
    }

    @Override
    public Integer call() {
        if (top < 1 || top > MOST) {
            throw new ArgumentException(
                    "inspect: --top " + top + " is out of range",
                    "give a number from 1 to " + MOST + ", for example --top " + TOP,
                    SourceLine.UNKNOWN,
                    null);
        }
        FinishedRun finished = FinishedRun.read(folder);
        TuneCommand command = command(finished);
        FittedRun run = finished.load(command.source(), command.options());
        Inspection seen = Inspector.inspect(run, top);
        Map<String, Plot> plots = InspectionPlots.of(seen, top);
        Path page = folder.resolve(OutputFolder.INSPECTION);
        AtomicFile.write(page, InspectionPage.html(seen, top, plots, finished.card().provenance()));
        if (plot != null) {
            write(plots);
        }
        if (common.json) {
            terminal.out().println(Json.write(InspectionJson.of(seen, top, page.toString())));
        } else {
            InspectionText.lines(seen, top).forEach(terminal.out()::println);
            terminal.out().println();
            terminal.out().println("page: " + page);
        }
        return 0;
    }

    /** The command of the run, read as it was then. */
    private TuneCommand command(FinishedRun finished) {
        String line = finished.card().provenance().command();
        TuneCommand command = new TuneCommand(terminal, services);
        List<String> words = CommandText.words(line);
        try {
            int from = words.indexOf("tune") + 1;
            new CommandLine(command).parseArgs(words.subList(from, words.size()).toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new TableException(
                    "inspect: the command of the run cannot be read: " + e.getMessage(),
                    Place.of(folder.resolve(OutputFolder.CARD).toString()),
                    "run gradus tune again",
                    e);
        }
        return command;
    }

    private void write(Map<String, Plot> plots) {
        try {
            Files.createDirectories(plot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plots.forEach((name, what) ->
                AtomicFile.write(plot.resolve(name + ".png"), Png.render(Layouts.figure(what))));
    }
}
