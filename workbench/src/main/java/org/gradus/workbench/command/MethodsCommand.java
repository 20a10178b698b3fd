package org.gradus.workbench.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.catalogue.Entry;
import org.gradus.optim.catalogue.Family;
import org.gradus.optim.catalogue.Methods;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradus methods}: the catalogue of optimizers. */
@Command(
        name = "methods",
        description = "List the methods of optimization: name, family, paper, what each accepts.",
        footer = {"", "Exit status: 0 done, 2 wrong usage."})
final class MethodsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            description = "Only methods of one family, for example adaptive.")
    private String family;

    @Mixin
    private CommonOptions common;

    MethodsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Entry> entries = family == null ? Methods.all() : Methods.of(family(family));
        if (common.json) {
            List<Object> list = entries.stream().map(MethodsCommand::json).toList();
            terminal.out().println(Json.write(Json.object("methods", list)));
            return 0;
        }
        for (Entry entry : entries) {
            String rate = entry.hasRate() ? "rate " + Text.brief(entry.rate()) : "no rate";
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-17s %-10s %-11s %-38s %s",
                            entry.id(),
                            entry.family().id(),
                            rate,
                            entry.source(),
                            entry.accepts()));
        }
        return 0;
    }

    private static Family family(String name) {
        List<String> known = Arrays.stream(Family.values()).map(Family::id).toList();
        int at = known.indexOf(name);
        if (at < 0) {
            throw new ArgumentException(
                    "methods: no family is called '" + name + "'", "choose one of " + String.join(", ", known));
        }
        return Family.values()[at];
    }

    private static Object json(Entry entry) {
        return Json.object(
                "id",
                entry.id(),
                "family",
                entry.family().id(),
                "class",
                entry.type().getSimpleName(),
                "paper",
                entry.source(),
                "learning_rate",
                entry.hasRate() ? entry.rate() : null,
                "whole_data",
                entry.wholeData(),
                "accepts",
                entry.accepts());
    }
}
