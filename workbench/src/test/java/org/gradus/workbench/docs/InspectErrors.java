package org.gradus.workbench.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.tune.FinishedRun;
import org.gradus.workbench.tune.Fixtures;
import org.gradus.workbench.tune.HypergradientTuner;
import org.gradus.workbench.tune.ModelFile;
import org.gradus.workbench.tune.TuneOptions;
import org.gradus.workbench.tune.TuneRun;

/** Runs that cannot be looked into. */
final class InspectErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Inspection",
            List.of(
                    ErrorCase.of(
                            "A run that is not there",
                            "sh",
                            "gradus inspect run",
                            folder -> FinishedRun.read(folder.resolve("run")),
                            """
                    inspect: there is no folder run
                      to do: name the folder that gradus tune wrote the model to
                    """),
                    inspect("A folder without a model", run -> Files.delete(run.resolve("model.json")), """
                    inspect: the folder holds no model.json
                      where: run
                      to do: name a folder that gradus tune wrote, and in which it came to its end
                    """),
                    inspect("A record of a run that lost its end", run -> cut(run.resolve("result.json")), """
                    inspect: the record of the run cannot be used: it is not JSON at line 1, column 101
                      where: run/result.json
                      to do: copy the folder again from where it came, or run gradus tune again
                    """),
                    inspect(
                            "Data that changed since the model was fitted",
                            run -> {
                                Path table = run.resolveSibling("flowers.csv");
                                Files.writeString(table, Files.readString(table).replace("0,0,a", "0,1,a"));
                            },
                            """
                    inspect: the data have changed since the model was fitted: 291 bytes with the SHA-256 \
                    c40e23b55e24… then, 291 bytes with 54bac1534165… now
                      where: flowers.csv
                      to do: put the old file there again, or run gradus tune on the new one
                    """),
                    inspect(
                            "A model's data that are not there any more",
                            run -> Files.delete(run.resolveSibling("flowers.csv")),
                            """
                    inspect: the data that the model was fitted to are not there
                      where: flowers.csv
                      to do: put the file there again, or run this in the folder where gradus tune ran
                    """),
                    inspect(
                            "A card of another model",
                            run -> {
                                Path card = run.resolve("model.json");
                                Files.writeString(card, Files.readString(card).replace("softmax", "mlp"));
                            },
                            """
                    inspect: the file is damaged: it has no 'hidden_weight'; it holds 'deviation', 'intercept', 'mean', \
                    'penalty', 'weight'
                      where: run/model.safetensors
                      to do: copy the folder again from where it came, or run gradus tune again
                    """)));

    private InspectErrors() {}

    private static void cut(Path file) throws Exception {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, 100));
    }

    /** A finished run, and something that happens to it. */
    private static ErrorCase inspect(String name, ErrorCase.Action damage, String message) {
        return ErrorCase.of(
                name,
                "sh",
                "gradus inspect run",
                folder -> {
                    Path run = folder.resolve("run");
                    TuneOptions options = Fixtures.options(Fixtures.flowers(folder, "length"), "species", null, run);
                    new TuneRun(new HypergradientTuner(), ModelFile::write)
                            .run(options, "gradus tune flowers.csv --target species", TuneRun.Progress.NONE);
                    damage.run(run);
                    FinishedRun.read(run).load(TableSource.of(options.table()), options);
                },
                message);
    }
}
