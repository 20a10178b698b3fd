package org.gradus.workbench.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.gradus.workbench.tune.TuneOptions;
import org.gradus.workbench.tune.TuneRun;

/** Tables that cannot be tuned on. */
final class TuneErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Tables and the command tune",
            List.of(
                    tune(
                            "An unknown column",
                            "gradus tune flowers.csv --target colour",
                            "petal,sepal,color\n1,2,red\n2,3,blue\n",
                            """
                    tune: no column 'colour'
                      where: flowers.csv
                      to do: did you mean 'color'? The columns are: 'petal', 'sepal', 'color'
                    """),
                    tune("An empty table file", "gradus tune flowers.csv --target color", "", """
                    read: the file is empty
                      where: flowers.csv
                      to do: give a table with a header row and a row for each example
                    """),
                    tune(
                            "A header and nothing else",
                            "gradus tune flowers.csv --target color",
                            "petal,sepal,color\n",
                            """
                    read: the table has a header of 3 columns but no rows
                      where: flowers.csv
                      to do: add a row for each example below the header
                    """),
                    tune("One class only", "gradus tune flowers.csv --target color", Flowers.one(), """
                    tune: the target 'color' is 'red' in all 30 rows
                      where: flowers.csv, column 'color'
                      to do: choose a target that varies: there is nothing to learn from one class
                    """),
                    tune("A target with gaps", "gradus tune flowers.csv --target color", Flowers.gaps(), """
                    tune: the target 'color' has no value in 1 of 30 rows
                      where: flowers.csv, column 'color', row 5
                      to do: remove the rows without a target, or fill it in
                    """),
                    tune("An infinite number", "gradus tune flowers.csv --target color", Flowers.infinite(), """
                    tune: the feature 'sepal' is infinite
                      where: flowers.csv, column 'sepal', row 12
                      to do: correct the value, or remove the row
                    """),
                    tune("Nothing but names", "gradus tune flowers.csv --target color", Flowers.names(), """
                    tune: no column can be used as a feature; 'petal': text that looks like a name or free text: 36 different \
                    values in 36 training rows
                      where: flowers.csv, column 'petal'
                      to do: add a column of numbers, of dates, or of texts that occur often
                    """),
                    tune(
                            "Two columns of one name",
                            "gradus tune flowers.csv --target color",
                            "petal,petal,color\n1,2,red\n2,3,blue\n",
                            """
                    read: two columns are named 'petal' (columns 1 and 2)
                      where: flowers.csv, column 'petal'
                      to do: rename one of them in the header row
                    """),
                    tune(
                            "A row with too many fields",
                            "gradus tune flowers.csv --target color",
                            "petal,sepal,color\n1,2,red\n2,3,blue,4\n",
                            """
                    read: line 3 has 4 fields, the header has 3
                      where: flowers.csv
                      to do: give each row as many fields as the header, and put text that holds the separator in "quotes"
                    """),
                    tune(
                            "Too few rows to split",
                            "gradus tune flowers.csv --target color",
                            "petal,sepal,color\n1,2,red\n2,3,blue\n3,1,red\n",
                            """
                    tune: 2 of 2 classes have fewer than 3 rows, but training, validation and test need one each: 'blue', 'red'
                      where: flowers.csv, column 'color'
                      to do: choose a target with fewer classes; this column looks like a name or a number of each row
                    """),
                    tune("No feature that varies", "gradus tune flowers.csv --target color", Flowers.constant(), """
                    tune: every feature is constant in the training rows: 'petal', 'sepal'
                      where: flowers.csv
                      to do: add a feature that varies, or try another --seed
                    """)));

    private TuneErrors() {}

    /** A run that never comes to the tuner. */
    private static ErrorCase tune(String name, String command, String table, String message) {
        String[] words = command.split(" ");
        return ErrorCase.of(
                name,
                "sh",
                command,
                folder -> {
                    Path file = folder.resolve(words[2]);
                    if (table != null) {
                        Files.writeString(file, table);
                    }
                    TuneRun run = new TuneRun(
                            (problem, options, listener) -> {
                                throw new AssertionError("the table was taken");
                            },
                            (path, result) -> {});
                    run.run(TuneOptions.of(file, words[4]), command, TuneRun.Progress.NONE);
                },
                message);
    }

    /** Tables of thirty flowers, each with something wrong. */
    private static final class Flowers {
        private static String rows(IntFunction<String> row) {
            StringBuilder text = new StringBuilder("petal,sepal,color\n");
            for (int i = 0; i < 30; i++) {
                text.append(row.apply(i)).append('\n');
            }
            return text.toString();
        }

        private static String color(int i) {
            return i % 2 == 0 ? "red" : "blue";
        }

        static String one() {
            return rows(i -> i + "," + i * 7 % 9 + ",red");
        }

        static String gaps() {
            return rows(i -> i + "," + i % 7 + "," + (i == 4 ? "" : color(i)));
        }

        static String infinite() {
            return rows(i -> i + "," + (i == 11 ? "inf" : i % 7) + "," + color(i));
        }

        static String names() {
            StringBuilder text = new StringBuilder("petal,color\n");
            for (int i = 0; i < 60; i++) {
                text.append("flower ").append(i).append(',').append(color(i)).append('\n');
            }
            return text.toString();
        }

        static String constant() {
            return rows(i -> "1,2," + color(i));
        }
    }
}
