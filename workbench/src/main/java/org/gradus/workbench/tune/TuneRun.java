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
import org.gradus.workbench.data.RowListener;
import org.gradus.workbench.data.Table;
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
    private final Caller caller;
    private final int patience;

    /**
     * Makes a run.
     *
     * @param tuner solves the problem
     * @param writer writes the model
     */
    public TuneRun(Tuner tuner, ModelWriter writer) {
        this(tuner, writer, Caller.NONE);
    }

    /**
     * Makes a run for a caller that wants to know more.
     *
     * @param tuner solves the problem
     * @param writer writes the model
     * @param caller who runs it
     */
    public TuneRun(Tuner tuner, ModelWriter writer, Caller caller) {
        this(tuner, writer, caller, CheckpointWriter.PATIENCE);
    }

    TuneRun(Tuner tuner, ModelWriter writer, Caller caller, int patience) {
        this.tuner = tuner;
        this.writer = writer;
        this.caller = caller;
        this.patience = patience;
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
        return run(source, options, Invocation.of(command), listener);
    }

    /**
     * Runs on a table that may come from a query. From its beginning on the run can be resumed when it is interrupted: the
     * folder holds a checkpoint, at most some seconds and one outer iteration old.
     *
     * @param source where the table comes from
     * @param options what to do; its table names the output folder
     * @param invocation how the run is asked for
     * @param listener is told of the progress
     * @return the result; all its files are written
     * @throws org.gradus.error.GradusException as for {@link #run(TuneOptions, String, Progress)}
     */
    public TuneResult run(TableSource source, TuneOptions options, Invocation invocation, Progress listener) {
        try (RunFolder folder = RunFolder.begin(options, LocalDateTime.now(ZoneId.systemDefault()))) {
            Problem prepared;
            CheckpointWriter checkpoints;
            try {
                Checkpoint first = Checkpoint.begun(RunRecord.begin(invocation, source.files()));
                folder.announce(first);
                caller.begun(folder.path());
                checkpoints = writer(folder, first);
                prepared = prepare(source, options, listener);
                folder.take();
            } catch (RuntimeException | Error e) {
                folder.abandon();
                throw e;
            }
            try (Problem problem = prepared) {
                return tune(folder, checkpoints, problem, options, listener);
            }
        }
    }

    /**
     * Goes on with a run that was interrupted, to the result to which it would have come. It must be asked to do what it was
     * asked at first.
     *
     * @param run the run, which has not come to its end
     * @param source where the table comes from; its files are checked to be what they were
     * @param options what to do
     * @param listener is told of the progress, of what was done before first
     * @return the result; all its files are written
     * @throws org.gradus.error.GradusException as for {@link #run(TuneOptions, String, Progress)}, and when the data
     *     changed or the checkpoint does not fit
     */
    public TuneResult resume(Resumption run, TableSource source, TuneOptions options, Progress listener) {
        RunFolder folder = run.held();
        CheckpointWriter checkpoints = writer(folder, run.checkpoint());
        List<DataFile> data = run.checkpoint().run().data();
        for (int i = 0; i < data.size(); i++) {
            data.get(i).requireUnchanged(source.files().get(i));
        }
        caller.begun(folder.path());
        try (Problem problem = prepare(source, options, listener)) {
            folder.take();
            return tune(folder, checkpoints, problem, options, listener);
        }
    }

    private static Problem prepare(TableSource source, TuneOptions options, Progress listener) {
        try (Table table = source.read(Set.of(), listener)) {
            return Preparation.prepare(table, options, listener);
        }
    }

    private CheckpointWriter writer(RunFolder folder, Checkpoint from) {
        return new CheckpointWriter(folder.path().resolve(OutputFolder.CHECKPOINT), from, patience);
    }

    private TuneResult tune(
            RunFolder folder, CheckpointWriter checkpoints, Problem problem, TuneOptions options, Progress listener) {
        listener.prepared(problem);
        TuneOutcome outcome;
        try (RunLog log = new RunLog(folder.path().resolve(OutputFolder.LOG))) {
            outcome = tuner.tune(problem, options, both(log, listener), checkpoints);
        }
        double seconds = checkpoints.seconds();
        String time = OffsetDateTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        RunRecord run = checkpoints.run();
        Provenance provenance = Provenance.here(run.invocation().text(), options.seed(), time);
        List<String> notes = notes(options, problem, outcome);
        notes.addAll(Surroundings.notes(run.surroundings()));
        TuneResult result =
                write(new TuneResult(options, problem, outcome, seconds, folder.path(), notes, provenance, run.data()));
        checkpoints.finish(new Checkpoint.Finished(Json.write(TuneJson.of(result)), caller.lines(result)));
        return result;
    }

    private static List<String> notes(TuneOptions options, Problem problem, TuneOutcome outcome) {
        String many = options.hyper().plural();
        String single = options.hyper().penalizes() ? "one" : problem.model().single();
        List<String> notes = new ArrayList<>();
        outcome.evidence().ifPresent(evidence -> notes.addAll(evidence.notes()));
        if (!(outcome.tuned().validationLoss() < outcome.grid().validationLoss())) {
            notes.add("the tuned " + many + " are no better on the validation rows than the best single " + single);
        }
        int count = outcome.hyperparameters().size();
        if (outcome.tuned().validationLoss() < outcome.grid().validationLoss()
                && count > 1
                && outcome.tuned().testLoss() > outcome.grid().testLoss()) {
            notes.add("the tuned " + many + " do better than the best single "
                    + single + " on the validation rows, but worse on the test rows: "
                    + problem.validation().rows() + " validation rows are few to choose " + count + " "
                    + many + " by; try more of them (as --split 40/40/20), fewer --outer-iterations"
                    + (problem.model().process() ? "" : ", or --hyper l2"));
        }
        double residual =
                outcome.history().isEmpty() ? 0 : outcome.history().getLast().linearResidual();
        if (residual > ROUGH) {
            notes.add("the hypergradients of " + options.hypergradient()
                    + " are rough: they leave a relative residual of " + Text.brief(residual)
                    + " of their linear system; use a larger number, or --hypergradient implicit-cg");
        }
        outcome.measures()
                .forEach(m -> notes.add("the " + m.name() + " of the training rows is " + Text.number(m.tuned())
                        + " tuned and " + Text.number(m.grid()) + " with the best single "
                        + problem.model().single()));
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

    /** Who runs a run. */
    public interface Caller {
        /** Does not want to know. */
        Caller NONE = new Caller() {};

        /**
         * The run has begun and can be resumed from now on.
         *
         * @param folder the folder that it writes to
         */
        default void begun(Path folder) {}

        /**
         * What is printed of a result for a person, which a resumption of the finished run prints again.
         *
         * @param result the result
         * @return the lines
         */
        default List<String> lines(TuneResult result) {
            return List.of();
        }
    }

    /** Hears of the progress of a run. */
    public interface Progress extends TuneListener, RowListener {
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
