package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gradus.error.EnvironmentException;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Png;
import org.gradus.workbench.report.AtomicFile;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;

/** A run of {@code gradus tune}: read, prepare, tune, and write everything down. */
public final class TuneRun {
    /** The relative residual of a linear system beyond which a hypergradient may not even point downhill. */
    private static final double ROUGH = 0.3;

    private final Tuner tuner;
    private final ModelWriter writer;

    /**
     * Makes a run.
     *
     * @param tuner solves the problem
     * @param writer writes the model
     */
    public TuneRun(Tuner tuner, ModelWriter writer) {
        this.tuner = tuner;
        this.writer = writer;
    }

    /**
     * Runs.
     *
     * @param options what to do
     * @param command the command line, for the report
     * @param listener is told of the progress
     * @return the result; all its files are written
     * @throws org.gradus.error.GradusException when the table cannot be used, the folder cannot be written, or the
     *     problem cannot be solved
     */
    public TuneResult run(TuneOptions options, String command, Progress listener) {
        return run(TableSource.of(options.table()), options, command, listener);
    }

    /**
     * Runs on a table that may come from a query.
     *
     * @param source where the table comes from
     * @param options what to do; its table names the output folder
     * @param command the command line, for the report
     * @param listener is told of the progress
     * @return the result; all its files are written
     * @throws org.gradus.error.GradusException as for {@link #run(TuneOptions, String, Progress)}
     */
    public TuneResult run(TableSource source, TuneOptions options, String command, Progress listener) {
        long start = System.nanoTime();
        Problem problem = Preparation.prepare(source.read(Set.of()), options);
        List<DataFile> data = DataFile.of(source.files());
        Path out = OutputFolder.prepare(options, LocalDateTime.now(ZoneId.systemDefault()));
        listener.prepared(problem);
        TuneOutcome outcome;
        try (RunLog log = new RunLog(out.resolve(OutputFolder.LOG))) {
            outcome = tuner.tune(problem, options, both(log, listener));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String time = OffsetDateTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        Provenance provenance = Provenance.here(command, options.seed(), time);
        return write(
                new TuneResult(options, problem, outcome, seconds, out, notes(options, problem, outcome), provenance, data));
    }

    private static List<String> notes(TuneOptions options, Problem problem, TuneOutcome outcome) {
        String many = options.hyper().plural();
        List<String> notes = new ArrayList<>();
        outcome.evidence().ifPresent(evidence -> notes.addAll(evidence.notes()));
        if (!(outcome.tuned().validationLoss() < outcome.grid().validationLoss())) {
            notes.add("the tuned " + many + " are no better on the validation rows than the best single "
                    + (options.hyper().penalizes() ? "one" : "penalty"));
        }
        int count = outcome.hyperparameters().size();
        if (count > 1 && outcome.tuned().testLoss() > outcome.grid().testLoss()) {
            notes.add("the tuned " + many + " do better than the best single "
                    + (options.hyper().penalizes() ? "one" : "penalty")
                    + " on the validation rows, but worse on the test rows: "
                    + problem.validation().rows() + " validation rows are few to choose " + count + " "
                    + many + " by; try more of them (as --split 40/40/20), fewer --outer-iterations, or --hyper l2");
        }
        double residual =
                outcome.history().isEmpty() ? 0 : outcome.history().getLast().linearResidual();
        if (residual > ROUGH) {
            notes.add("the hypergradients of " + options.hypergradient()
                    + " are rough: they leave a relative residual of " + Text.brief(residual)
                    + " of their linear system; use a larger number, or --hypergradient implicit-cg");
        }
        if (!outcome.noneConverged()) {
            notes.add("without a penalty the fit did not come to a minimum and was stopped"
                    + (problem.model().classifies() ? ": the classes can most likely be told apart perfectly" : ""));
        }
        return notes;
    }

    private TuneResult write(TuneResult result) {
        Map<String, Plot> plots = TunePlots.of(result);
        List<String> notes = new ArrayList<>(result.notes());
        try {
            for (Map.Entry<String, Plot> plot : plots.entrySet()) {
                AtomicFile.write(
                        result.out().resolve(plot.getKey() + ".png"), Png.render(Layouts.figure(plot.getValue())));
            }
        } catch (EnvironmentException e) {
            notes.add(e.problem() + "; to do: " + e.remedy());
        }
        TuneResult noted = new TuneResult(
                result.options(),
                result.problem(),
                result.outcome(),
                result.seconds(),
                result.out(),
                notes,
                result.provenance(),
                result.data());
        writer.write(result.out().resolve(OutputFolder.MODEL), noted);
        AtomicFile.write(
                result.out().resolve(OutputFolder.HYPERPARAMETERS),
                csv(result.options().hyper(), result.outcome().hyperparameters()));
        AtomicFile.write(result.out().resolve(OutputFolder.RESULT), Json.write(TuneJson.of(noted)) + "\n");
        AtomicFile.write(result.out().resolve(OutputFolder.REPORT), TuneReport.html(noted, plots));
        return noted;
    }

    private static String csv(Hyper hyper, List<Hyperparameter> hyperparameters) {
        StringBuilder text = new StringBuilder("name,").append(hyper.noun()).append('\n');
        for (Hyperparameter h : hyperparameters) {
            text.append('"')
                    .append(h.name().replace("\"", "\"\""))
                    .append("\",")
                    .append(String.format(Locale.ROOT, "%s", h.value()))
                    .append('\n');
        }
        return text.toString();
    }

    private static TuneListener both(TuneListener first, TuneListener second) {
        return new TuneListener() {
            @Override
            public void stage(Stage stage, int steps) {
                first.stage(stage, steps);
                second.stage(stage, steps);
            }

            @Override
            public void gridPoint(GridPoint point) {
                first.gridPoint(point);
                second.gridPoint(point);
            }

            @Override
            public void outerIteration(OuterIteration iteration) {
                first.outerIteration(iteration);
                second.outerIteration(iteration);
            }
        };
    }

    /** Hears of the progress of a run. */
    public interface Progress extends TuneListener {
        /** Hears nothing. */
        Progress NONE = new Progress() {};

        /**
         * The table is read and split, and the model chosen.
         *
         * @param problem the data
         */
        default void prepared(Problem problem) {}
    }
}
