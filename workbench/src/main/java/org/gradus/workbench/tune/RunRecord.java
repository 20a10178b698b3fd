package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.CardFields.Damage;

/**
 * What a run is, however far it has come.
 *
 * @param invocation how it was asked for
 * @param folder the working folder, in which relative paths are looked up
 * @param data the files that it reads
 * @param surroundings where it began, then each other in which it went on
 */
record RunRecord(Invocation invocation, String folder, List<DataFile> data, List<Surroundings> surroundings) {
    RunRecord {
        data = List.copyOf(data);
        surroundings = List.copyOf(surroundings);
    }

    /** A run that begins here and now. */
    static RunRecord begin(Invocation invocation, List<Path> files) {
        List<DataFile> data = new ArrayList<>();
        files.forEach(file -> DataFile.of(file).ifPresent(data::add));
        return new RunRecord(invocation, Path.of("").toAbsolutePath().toString(), data, List.of(Surroundings.here()));
    }

    /** The run as it goes on here. */
    RunRecord here() {
        Surroundings here = Surroundings.here();
        if (surroundings.getLast().equals(here)) {
            return this;
        }
        List<Surroundings> all = new ArrayList<>(surroundings);
        all.add(here);
        return new RunRecord(invocation, folder, data, all);
    }

    Map<String, Object> json() {
        return Json.object(
                "command", invocation.text(),
                "arguments", invocation.arguments(),
                "folder", folder,
                "data", data.stream().map(DataFile::json).toList(),
                "surroundings", surroundings.stream().map(Surroundings::json).toList());
    }

    static RunRecord read(CardFields card) throws Damage {
        Invocation invocation = new Invocation(card.texts("arguments"), card.text("command"));
        String folder = card.text("folder");
        List<DataFile> data = new ArrayList<>();
        for (CardFields file : card.objects("data")) {
            data.add(DataFile.read(file));
        }
        List<Surroundings> surroundings = new ArrayList<>();
        for (CardFields place : card.objects("surroundings")) {
            surroundings.add(Surroundings.read(place));
        }
        if (surroundings.isEmpty()) {
            throw new Damage("'surroundings' is empty");
        }
        card.end();
        return new RunRecord(invocation, folder, data, surroundings);
    }
}
