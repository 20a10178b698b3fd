package org.gradus.workbench.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.tune.Fixtures;
import org.gradus.workbench.tune.HypergradientTuner;
import org.gradus.workbench.tune.ModelFile;
import org.gradus.workbench.tune.SavedModel;
import org.gradus.workbench.tune.TuneRun;

/** Tables that do not fit a model, and models that cannot be read. */
final class PredictErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "The command predict",
            List.of(
                    predict("A column that the model needs", "length,widht\n1,2\n", """
                    predict: the table has no column 'width', which the model needs
                      where: new.csv, column 'width'
                      to do: if 'widht' is it, rename that; the columns are: 'length', 'widht'
                    """),
                    predict("Several columns that the model needs", "color\nred\n", """
                    predict: the table has not all the columns that the model needs; absent: 'length', 'width'
                      where: new.csv
                      to do: add them; the columns are: 'color'
                    """),
                    predict("Text where the model needs numbers", "length,width\n1,2\n2,wide\n", """
                    predict: the column 'width' holds the text 'wide', but numbers in the training rows
                      where: new.csv, column 'width', row 2
                      to do: write a number, or leave the cell empty if it is not known
                    """),
                    damaged(
                            "A model of a later version",
                            (folder) -> change(folder, "\"version\":1", "\"version\":7"),
                            """
                    predict: the model is in version 7 of the format; this Gradus reads version 1
                      where: model/model.json
                      to do: use the newer Gradus that wrote it
                    """),
                    damaged("A damaged card", (folder) -> change(folder, "\"fill\"", "\"fall\""), """
                    predict: the file is damaged: 'columns[0].fill' is not there
                      where: model/model.json
                      to do: copy the folder again from where it came, or run gradus tune again
                    """),
                    damaged("A model without its card", (folder) -> Files.delete(folder.resolve("model.json")), """
                    predict: the folder holds no model.json
                      where: model
                      to do: name a folder that gradus tune wrote, and in which it came to its end
                    """)));

    private PredictErrors() {}

    private static void change(Path folder, String from, String to) throws Exception {
        Path card = folder.resolve("model.json");
        Files.writeString(card, Files.readString(card).replaceFirst(from, to));
    }

    private static ErrorCase predict(String name, String table, String message) {
        return damaged(name, table, folder -> {}, message);
    }

    private static ErrorCase damaged(String name, ErrorCase.Action damage, String message) {
        return damaged(name, "length,width\n1,2\n", damage, message);
    }

    private static ErrorCase damaged(String name, String table, ErrorCase.Action damage, String message) {
        return ErrorCase.of(
                name,
                "sh",
                "gradus predict model new.csv",
                folder -> {
                    Path model = folder.resolve("model");
                    new TuneRun(new HypergradientTuner(), ModelFile::write)
                            .run(
                                    Fixtures.options(Fixtures.flowers(folder, "length"), "species", null, model),
                                    "gradus tune flowers.csv --target species",
                                    TuneRun.Progress.NONE);
                    damage.run(model);
                    SavedModel saved = SavedModel.read(model);
                    saved.predict(TableSource.of(Files.writeString(folder.resolve("new.csv"), table))
                            .read(Set.of()));
                },
                message);
    }
}
