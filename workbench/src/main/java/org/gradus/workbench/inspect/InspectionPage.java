package org.gradus.workbench.inspect;

import java.util.List;
import java.util.Map;
import org.gradus.workbench.inspect.Inspection.Curvature;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.report.Page;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Provenance;

/** The page about an inspection. */
public final class InspectionPage {
    private InspectionPage() {}

    /**
     * Writes the page.
     *
     * @param seen the inspection
     * @param top how many rows and hyperparameters are listed
     * @param plots its plots
     * @param provenance with what the run was made
     * @return a whole HTML document
     */
    public static String html(Inspection seen, int top, Map<String, Plot> plots, Provenance provenance) {
        var problem = seen.run().problem();
        Curvature c = seen.curvature();
        Page page = new Page("Inside the model of '" + problem.target() + "'");
        page.subtitle((problem.model().network() ? "An " : "A ") + problem.model() + " model with "
                + Text.count(c.unknowns(), problem.model().process() ? "latent value" : "parameter") + " and "
                + Text.count(seen.hyperparameters(), "hyperparameter") + ", fitted to "
                + Text.count(problem.train().rows(), "row") + " of " + problem.table()
                + ". Everything here is told by derivatives at the solution, without a refit.");
        page.summary(List.of(verdict(seen), sentence(InspectionText.curvature(seen))));
        page.facts(List.of(
                new Page.Fact("Largest curvature", Text.number(c.top().getFirst()), ""),
                new Page.Fact(
                        "Condition number",
                        Text.number(c.condition()),
                        c.exact() ? "" : "at least: not every direction was seen"),
                new Page.Fact("Gradient norm", Text.number(seen.residual()), "0 at an exact minimum"),
                new Page.Fact(
                        "Linear systems",
                        Text.number(seen.linearResidual()),
                        "largest relative residual"
                                + (seen.damping() > 0 ? ", damping " + Text.brief(seen.damping()) : ""))));
        page.heading("Curvature");
        page.figure(
                plots.get("spectrum"),
                problem.model().process()
                        ? "The spectrum of the precision of the latent values. Directions at 1 are held by the prior alone."
                        : "The spectrum of the Hessian of the training loss plus penalty. Directions far on the left are"
                                + " held by the penalty alone.");
        for (String name : List.of("loss-path", "loss-plane")) {
            if (plots.containsKey(name)) {
                page.figure(plots.get(name), plots.get(name).description());
            }
        }
        page.folded(
                "The largest eigenvalues in numbers",
                List.of("rank", "eigenvalue"),
                java.util.stream.IntStream.range(0, c.top().size())
                        .mapToObj(i -> List.of(
                                Integer.toString(i + 1), Text.number(c.top().get(i))))
                        .toList());
        page.heading("Influential training rows");
        if (plots.containsKey("influence")) {
            page.figure(
                    plots.get("influence"),
                    sentence(InspectionText.influence(seen))
                            + " Look first at the rows on top: without them the model would"
                            + " do better on the validation rows, so their labels or values may be wrong.");
        }
        List<String> head = List.of("row", "target", "own loss", "change of the validation loss");
        page.folded("The rows that do most harm", head, rows(seen.influence().mostHarmful(top)));
        page.folded(
                "The rows that would cost most to lose",
                head,
                rows(seen.influence().mostHelpful(top)));
        page.heading("Sensitivity to hyperparameters");
        if (plots.containsKey("sensitivity")) {
            page.figure(plots.get("sensitivity"), sentence(InspectionText.sensitivity(seen)));
        }
        page.folded(
                "Sensitivities in numbers",
                List.of("name", "value", "predictions move by", "validation loss moves by"),
                seen.sensitivities().stream()
                        .limit(Math.max(top, 1))
                        .map(InspectionText::cells)
                        .toList());
        List<String> notes = InspectionText.notes(seen);
        if (!notes.isEmpty()) {
            page.heading("To be noted");
            notes.forEach(note -> page.paragraph(sentence(note) + "."));
        }
        page.heading("The run");
        page.code(provenance.command());
        return page.html();
    }

    private static List<List<String>> rows(List<Inspection.Row> rows) {
        return rows.stream().map(InspectionText::cells).toList();
    }

    private static String verdict(Inspection seen) {
        Curvature c = seen.curvature();
        if (c.negative() && !seen.run().stepped()) {
            return "The solution is a saddle: what is told below of rows and hyperparameters cannot be relied on.";
        }
        List<Inspection.Row> harmful = seen.influence().mostHarmful(1);
        String row = harmful.isEmpty()
                ? ""
                : " Row " + harmful.getFirst().number() + " ("
                        + harmful.getFirst().target() + ") does the most harm on the validation rows.";
        String hyper = seen.sensitivities().isEmpty()
                ? ""
                : " Predictions depend most on the hyperparameter '"
                        + seen.sensitivities().getFirst().name() + "'.";
        String opening = seen.run().stepped()
                ? "The fit ends after the last step, before a minimum."
                : c.exact() ? "The solution is a minimum." : "No sign of negative curvature was seen.";
        return opening + row + hyper;
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
