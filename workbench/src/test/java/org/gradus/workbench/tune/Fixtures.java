package org.gradus.workbench.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradus.workbench.data.SplitShares;

/** Small tables for tests. */
public final class Fixtures {
    private Fixtures() {}

    /**
     * Thirty rows with two features and three classes.
     *
     * @param folder where to write it
     * @param a the name of the first feature
     * @return the file
     * @throws IOException when it cannot be written
     */
    public static Path flowers(Path folder, String a) throws IOException {
        StringBuilder text = new StringBuilder("\"" + a.replace("\"", "\"\"") + "\",width,species,same\n");
        for (int i = 0; i < 30; i++) {
            text.append(i)
                    .append(',')
                    .append((i * 7) % 11)
                    .append(',')
                    .append("abc".charAt(i % 3))
                    .append(",4\n");
        }
        return Files.writeString(folder.resolve("flowers.csv"), text);
    }

    /**
     * Options for a table.
     *
     * @param table the file
     * @param target the target
     * @param model the model, or null
     * @param out the output folder
     * @return the options, otherwise with defaults
     */
    public static TuneOptions options(Path table, String target, Model model, Path out) {
        return new TuneOptions(
                table,
                target,
                Optional.ofNullable(model),
                Hyper.L2_PER_FEATURE,
                SplitShares.DEFAULT,
                TuneOptions.DEFAULT_OUTER_ITERATIONS,
                5,
                Optional.ofNullable(out));
    }
}
