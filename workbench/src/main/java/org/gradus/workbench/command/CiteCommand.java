package org.gradus.workbench.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.gradus.optim.catalogue.Entry;
import org.gradus.optim.catalogue.Methods;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproductions;
import org.gradus.workbench.report.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gradus cite}: entries for BibTeX. */
@Command(
        name = "cite",
        description = "Print BibTeX entries of papers that gradus reproduce knows, and of the sources of methods.",
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
            description =
                    "Ids of papers, as gradus reproduce --list prints them, or of methods, as gradus methods does.")
    private List<String> ids;

    @Mixin
    private CommonOptions common;

    CiteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Cited> papers = ids.stream().map(CiteCommand::cited).toList();
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

    private record Cited(String id, String title, int year, String family, String bibtex) {}

    /** A paper that is reproduced, or the source of a method. */
    private static Cited cited(String id) {
        boolean method = Methods.all().stream().anyMatch(entry -> entry.id().equals(id));
        boolean paper =
                Reproductions.all().stream().anyMatch(r -> r.paper().id().equals(id));
        if (paper || !method) {
            PaperRef known = Reproductions.named(id).paper();
            return new Cited(id, known.title(), known.year(), known.family(), known.bibtex());
        }
        Entry entry = Methods.named(id);
        String first = entry.source().split(";", -1)[0].strip();
        int space = first.lastIndexOf(' ');
        String authors =
                first.substring(0, space).replace(" et al.", " and others").replace(", ", " and ");
        String year = first.substring(space + 1);
        String bibtex = "@misc{" + id + ",\n  author = {" + authors + "},\n  year = {" + year + "},\n  note = {"
                + entry.type().getSimpleName() + "}\n}";
        return new Cited(id, null, Integer.parseInt(year), entry.family().id(), bibtex);
    }
}
