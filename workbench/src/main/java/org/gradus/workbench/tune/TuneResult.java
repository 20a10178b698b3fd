package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.List;

/**
 * A run that is done.
 *
 * @param options what was asked for
 * @param problem the data
 * @param outcome what was found
 * @param seconds the time from reading the table to the last fit
 * @param out the folder with the files
 * @param notes what the person should know
 * @param provenance with what it was made
 * @param data the files that the table was read from
 */
public record TuneResult(
        TuneOptions options,
        Problem problem,
        TuneOutcome outcome,
        double seconds,
        Path out,
        List<String> notes,
        Provenance provenance,
        List<DataFile> data) {
    /** Copies the lists. */
    public TuneResult {
        notes = List.copyOf(notes);
        data = List.copyOf(data);
    }
}
