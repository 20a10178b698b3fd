package org.gradus.workbench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.report.Page;
import org.gradus.workbench.report.Text;

/** The page about a comparison, and its plots. */
public final class CompareReport {
    /** More lines than this in one plot cannot be told apart. */
    private static final int MOST_LINES = 8;

    /** Curves are drawn up to so many times the loss at the start. */
    private static final double HIGHEST = 100;

    private CompareReport() {}

    /**
     * All plots.
     *
     * @param results a result for each problem
     * @return the plots by the names of their files, without an ending
     */
    public static Map<String, Plot> plots(List<Comparison.Result> results) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        for (Comparison.Result result : results) {
            if (!result.standings().isEmpty()) {
                String id = result.contest().id();
                plots.put(id + "-ranking", ranking(result));
                plots.put(id + "-convergence", convergence(result));
                sensitivity(result, plots, id + "-learning-rates");
            }
        }
        if (!Profiles.of(results).isEmpty()) {
            plots.put("profiles", profiles(results));
        }
        return plots;
    }

    private static Plot ranking(Comparison.Result result) {
        List<Plot.Row> rows = result.standings().stream()
                .map(s -> new Plot.Row(
                        s.method(),
                        List.of(
                                shown(s.score() - safe(s.interval())),
                                shown(s.score()),
                                shown(s.score() + safe(s.interval())))))
                .toList();
        return new Plot.Rows(
                "Ranking on " + result.contest().id(),
                "The mean score over seeds with a 95 % interval, best on top: "
                        + String.join(
                                ", ",
                                result.standings().stream()
                                        .map(Standing::method)
                                        .toList()) + ".",
                Axis.linear("score: log10 of the share of the loss that is left"),
                List.of("lower end", "mean", "upper end"),
                rows,
                OptionalDouble.empty(),
                Plot.Form.INTERVALS,
                notes(result));
    }

    private static double safe(double interval) {
        return Double.isNaN(interval) ? 0 : interval;
    }

    private static double shown(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    private static List<String> notes(Comparison.Result result) {
        List<String> broken = result.standings().stream()
                .filter(s -> s.broken() > 0)
                .map(s -> s.method() + " broke down on " + s.broken() + " of "
                        + s.curves().size() + " seeds")
                .toList();
        return broken.isEmpty() ? List.of() : List.of(String.join("; ", broken) + ".");
    }

    private static Plot convergence(Comparison.Result result) {
        List<Series> series = new ArrayList<>();
        for (Standing standing : result.standings().stream().limit(MOST_LINES).toList()) {
            Curve middle = Comparison.middle(standing);
            double first = middle.first() - result.floor();
            // A run that explodes would press all others into a corner.
            double[] above = Arrays.stream(middle.values())
                    .map(v -> v - result.floor() > HIGHEST * first ? Double.NaN : Math.max(v - result.floor(), 1e-16))
                    .toArray();
            series.add(new Series(standing.method(), middle.work(), above, Series.Style.LINE));
        }
        return new Plot.Lines(
                "Convergence on " + result.contest().id(),
                "The loss above " + Text.brief(result.floor()) + " against gradient evaluations, of each method the run"
                        + " with the median result. At the end: "
                        + String.join(
                                "; ",
                                result.standings().stream()
                                        .map(s -> s.method() + " " + Text.brief(s.median()))
                                        .toList())
                        + ".",
                Axis.linear("gradient evaluations"),
                Axis.log(above("loss", result)),
                series,
                List.of(),
                hidden(result.standings().size()));
    }

    private static String above(String what, Comparison.Result result) {
        return result.floor() == 0 ? what : what + " above " + Text.brief(result.floor());
    }

    private static List<String> hidden(int methods) {
        return methods <= MOST_LINES
                ? List.of()
                : List.of("The best " + MOST_LINES + " of " + methods + " methods are drawn.");
    }

    private static void sensitivity(Comparison.Result result, Map<String, Plot> plots, String name) {
        List<Series> series = new ArrayList<>();
        for (Standing standing : result.standings()) {
            if (!standing.tried().isEmpty() && series.size() < MOST_LINES) {
                series.add(new Series(
                        standing.method(),
                        standing.tried().stream().mapToDouble(t -> t[0]).toArray(),
                        standing.tried().stream()
                                .mapToDouble(t -> shown(Math.max(t[1] - result.floor(), 1e-16)))
                                .toArray(),
                        Series.Style.LINE));
            }
        }
        if (!series.isEmpty()) {
            plots.put(
                    name,
                    new Plot.Lines(
                            "Learning rates on " + result.contest().id(),
                            "The final loss against the learning rate, on the seed of the search. A flat line forgives a"
                                    + " wrong choice; a line that ends broke down beyond.",
                            Axis.log("learning rate"),
                            Axis.log(above("final loss", result)),
                            series,
                            List.of(),
                            List.of()));
        }
    }

    private static Plot profiles(List<Comparison.Result> results) {
        List<Series> series = new ArrayList<>();
        Map<String, double[]> all = Profiles.of(results);
        double widest = all.values().stream()
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double[] taus = new double[601];
        Arrays.setAll(taus, i -> Math.pow(Math.max(widest, 2), i / 600.0));
        all.forEach((method, ratios) -> {
            if (series.size() < MOST_LINES) {
                series.add(new Series(
                        method,
                        taus,
                        Arrays.stream(taus).map(t -> Profiles.share(ratios, t)).toArray(),
                        Series.Style.LINE));
            }
        });
        return new Plot.Lines(
                "Performance profiles",
                "The share of runs in which a method came within 1 % of the best decrease with at most so many times the work of"
                        + " the fastest one there. Higher is better; the height at 1 is how often a method was the fastest.",
                Axis.log("times the work of the fastest"),
                Axis.linear("share of runs"),
                series,
                List.of(),
                hidden(all.size()));
    }

    /**
     * Writes the page.
     *
     * @param results a result for each problem
     * @param plan how much was run
     * @param recommendation in words
     * @param plots the plots
     * @param provenance names and values for those who want to run it again
     * @param command the command line
     * @return a whole HTML document
     */
    public static String html(
            List<Comparison.Result> results,
            Comparison.Plan plan,
            List<String> recommendation,
            Map<String, Plot> plots,
            List<List<String>> provenance,
            String command) {
        List<String> ids = results.stream().map(r -> r.contest().id()).toList();
        Page page = new Page("Which method for " + String.join(", ", ids) + "?");
        int methods = results.stream().mapToInt(r -> r.standings().size()).max().orElse(0);
        page.subtitle(Text.count(methods, "method") + ", " + Text.count(plan.seeds(), "seed")
                + "; each learning rate chosen among " + plan.tune() + " or more on a seed of its own.");
        page.summary(recommendation);
        for (Comparison.Result result : results) {
            section(page, result, plots);
        }
        if (plots.containsKey("profiles")) {
            page.heading("Performance profiles");
            page.figure(plots.get("profiles"), plots.get("profiles").description());
        }
        page.heading("How it was done");
        page.paragraph(
                "Every method starts at the same points and sees the same batches in the same order. Work is counted"
                        + " in gradient evaluations, when it runs: a pass forward counts a third of one, a pass backward two thirds, so a"
                        + " Hessian-vector product two, less what it shares with the gradient there. A score is"
                        + " the decimal logarithm of the share of the loss above its floor that is left, on all data; methods that"
                        + " leave less than 1e-8 are ranked by how soon they get there, from -8 to -9. A method is named the winner only if a"
                        + " further seed would put it before every other one with 97.5 % probability.");
        page.code(command);
        page.list(provenance);
        return page.html();
    }

    private static void section(Page page, Comparison.Result result, Map<String, Plot> plots) {
        String id = result.contest().id();
        page.heading(id + ": " + result.verdict().words());
        page.paragraph("The problem: " + result.contest().title() + ". Each run has "
                + Text.count(Math.round(result.budget()), "gradient evaluation") + ".");
        if (!result.standings().isEmpty()) {
            page.table(
                    "Median loss over the seeds; mean score with half the width of its 95 % interval.",
                    head(), rows(result), result.verdict().winner().isPresent() ? 0 : -1);
            page.figure(
                    plots.get(id + "-ranking"),
                    "The mean over the seeds with its 95 % interval. The further left, the better; short bars are sure.");
            page.figure(plots.get(id + "-convergence"), "Of each method the run with the median result, on all data.");
            if (plots.containsKey(id + "-learning-rates")) {
                Plot rates = plots.get(id + "-learning-rates");
                page.figure(rates, rates.description());
            }
        }
        result.left().forEach(reason -> page.paragraph("Left out: " + reason + "."));
    }

    /**
     * The names of the columns of the ranking.
     *
     * @return as many as a row has cells
     */
    public static List<String> head() {
        return List.of("method", "learning rate", "median loss", "score", "±", "broke down", "seconds");
    }

    /**
     * The ranking as text.
     *
     * @param result of one problem
     * @return a row a method, best first
     */
    public static List<List<String>> rows(Comparison.Result result) {
        return result.standings().stream()
                .map(s -> List.of(
                        s.method(),
                        Double.isNaN(s.rate()) ? "—" : Text.brief(s.rate()),
                        Text.brief(s.median()),
                        Double.isFinite(s.score()) ? String.format(java.util.Locale.ROOT, "%.2f", s.score()) : "—",
                        Double.isFinite(s.interval())
                                ? String.format(java.util.Locale.ROOT, "%.2f", s.interval())
                                : "—",
                        s.broken() == 0 ? "" : s.broken() + " of " + s.curves().size(),
                        String.format(java.util.Locale.ROOT, "%.1f", s.seconds())))
                .toList();
    }
}
