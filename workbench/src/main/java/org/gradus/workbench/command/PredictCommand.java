package org.gradus.workbench.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.progress.ProgressView;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.Model;
import org.gradus.workbench.tune.PredictionFile;
import org.gradus.workbench.tune.Predictions;
import org.gradus.workbench.tune.SavedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradus predict}: applies a model that {@code gradus tune} wrote to a table. */
@Command(
        name = "predict",
        sortOptions = false,
        description = {
            "Apply a tuned model to a table.",
            "",
            "What tune did to the columns is done again, with what it learned from its training rows. A table that does"
                    + " not fit is refused. The target may be absent; if it is there, loss and score are told.",
            ""
        },
        footer = {
            "",
            "The predictions have a line for each row of the table: its number, the class or number, and the probability"
                    + " of each class.",
            "",
            "Exit status: 0 when done, 1 when it failed, 2 for wrong usage.",
            "",
            "Examples:",
            "  gradus predict model new.csv --out predictions.csv",
            "  gradus predict model new.parquet --json"
        })
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder that gradus tune wrote the model to.")
    private Path folder;

    @Parameters(
            index = "1..*",
            paramLabel = "DATA",
            arity = "1..*",
            description = "The table, of a kind that gradus tune reads. Several need --sql.")
    private List<Path> data;

    @Option(
            names = "--sql",
            paramLabel = "QUERY",
            description = "Make the table by a query over DATA, each a table named as its file without folder and"
                    + " ending.")
    private String sql;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write the predictions to, .csv or .parquet. Default: standard output, as CSV.")
    private Path out;

    @Mixin
    private CommonOptions common;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TableSource source = new TableSource(data, Optional.ofNullable(sql));
        if (out != null) {
            PredictionFile.require(out);
        }
        SavedModel model = SavedModel.read(folder);
        Predictions predictions = predict(source, model);
        if (out != null) {
            PredictionFile.write(out, predictions);
        }
        if (common.json) {
            terminal.out().println(Json.write(predictions.json(out == null ? "" : out.toString())));
        } else {
            if (out == null) {
                predictions.writeCsv(terminal.out()::print);
                terminal.out().flush();
            }
            (out == null ? terminal.err() : terminal.out()).print(summary(predictions));
        }
        return 0;
    }

    private Predictions predict(TableSource source, SavedModel model) {
        try (ProgressView view = ProgressView.on(terminal.err(), terminal.errTerminal(), System::nanoTime);
                Table table = source.read(model.card().preprocessing().texts(), view)) {
            return model.predict(table, view);
        }
    }

    private String summary(Predictions predictions) {
        StringBuilder text = new StringBuilder();
        Model model = predictions.card().model();
        text.append(Text.count(predictions.rows(), "row"))
                .append(" predicted by ")
                .append(model);
        Predictions.Fit fit = predictions.fit();
        if (fit != null) {
            text.append(": ").append(model.loss()).append(' ').append(Text.number(fit.loss()));
            text.append(
                    model.classifies()
                            ? ", accuracy " + Text.percent(fit.score())
                            : ", R² " + Text.number(fit.score()) + ", root mean squared error "
                                    + Text.number(fit.error()));
            if (fit.rows() < predictions.rows()) {
                text.append(" on ").append(Text.count(fit.rows(), "row"));
            }
        }
        text.append('\n');
        predictions.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        if (out != null) {
            text.append("predictions: ").append(out).append('\n');
        }
        return text.toString();
    }
}
