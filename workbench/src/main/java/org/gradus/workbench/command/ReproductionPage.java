package org.gradus.workbench.command;

import java.util.List;
import java.util.stream.Collectors;
import org.gradus.reproductions.Measurement;
import org.gradus.reproductions.Reproductions;
import org.gradus.workbench.report.Text;

/** Results of reproductions as a page in Markdown: docs/papers.md. */
final class ReproductionPage {
    private ReproductionPage() {}

    static String of(List<Reproductions.Run> runs) {
        StringBuilder page =
                new StringBuilder("# Papers\n\nWritten by `gradus reproduce --all --page docs/papers.md`: what"
                        + " each paper claims, what is expected here, and what was\nmeasured.\n");
        runs.stream()
                .collect(Collectors.groupingBy(
                        run -> run.reproduction().paper().family(), java.util.TreeMap::new, Collectors.toList()))
                .forEach((family, members) -> family(page, family, members));
        return page.toString();
    }

    private static void family(StringBuilder page, String family, List<Reproductions.Run> runs) {
        long passed = runs.stream().filter(run -> run.outcome().passed()).count();
        page.append("\n## ").append(family).append("\n\n");
        page.append(passed + " of " + runs.size() + " as expected.\n\n");
        page.append("| paper | claim | measurements | result |\n|---|---|---|---|\n");
        runs.forEach(run -> page.append(summary(run)));
        for (Reproductions.Run run : runs) {
            var paper = run.reproduction().paper();
            page.append("\n### " + paper.id() + (run.outcome().passed() ? "" : " (fails)") + "\n\n");
            page.append("*" + paper.title() + "* (" + paper.year() + "). "
                    + run.reproduction().claim() + "\n\n");
            page.append("| measured | expected | result |\n|---|---|---|\n");
            for (Measurement m : run.outcome().measurements()) {
                String value = m.expected() instanceof Measurement.True
                        ? String.valueOf(m.passed())
                        : Text.number(m.measured());
                String mark = m.passed() ? value : "**" + value + "**";
                page.append("| " + cell(m.name()) + " | " + m.expected().words() + " | " + mark + " |\n");
            }
            if (!run.outcome().reason().isEmpty()) {
                page.append("\n" + run.outcome().reason() + "\n");
            }
        }
    }

    /** No time it took: the page is the same for the same results. */
    private static String summary(Reproductions.Run run) {
        var paper = run.reproduction().paper();
        List<Measurement> all = run.outcome().measurements();
        long right = all.stream().filter(Measurement::passed).count();
        String result = run.outcome().passed()
                ? "as expected"
                : "**fails**"
                        + (run.outcome().reason().isEmpty()
                                ? ""
                                : ": " + run.outcome().reason());
        return "| [" + paper.id() + "](#" + paper.id() + (run.outcome().passed() ? "" : "-fails") + ") | "
                + cell(run.reproduction().claim()) + " | " + right + " of " + all.size() + " | " + cell(result)
                + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
