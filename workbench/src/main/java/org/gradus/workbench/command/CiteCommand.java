package org.gradus.workbench.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproductions;
import org.gradus.workbench.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gradus cite}: entries for BibTeX. */
@Command(
        name = "cite",
        description = "Print BibTeX entries of papers that gradus reproduce knows.",
        footer = {
            "",
            "Entries hold what is known here and nothing else: look the rest up.",
            "Exit status: 0 done, 2 wrong usage."
        })
final class CiteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            description = "Ids of papers, as gradus reproduce --list prints them.")
    private List<String> ids;

    @Mixin
    private CommonOptions common;

    CiteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<PaperRef> papers =
                ids.stream().map(id -> Reproductions.named(id).paper()).toList();
        if (common.json) {
            List<Object> entries = papers.stream()
                    .map(p -> (Object) Json.object(
                            "id",
                            p.id(),
                            "title",
                            p.title(),
                            "year",
                            p.year(),
                            "family",
                            p.family(),
                            "bibtex",
                            p.bibtex()))
                    .toList();
            terminal.out().println(Json.write(Json.object("papers", entries)));
        } else {
            papers.forEach(paper -> terminal.out().println(paper.bibtex()));
        }
        return 0;
    }
}
