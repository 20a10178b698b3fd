package org.gradus.workbench.docs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradus.error.ConvergenceException;
import org.gradus.workbench.data.TableSource;
import org.gradus.workbench.tune.Fixtures;
import org.gradus.workbench.tune.Resumption;
import org.gradus.workbench.tune.TuneOptions;
import org.gradus.workbench.tune.TuneRun;

/** Runs that cannot be resumed. */
final class ResumeErrors {
    static final ErrorTable TABLE = new ErrorTable(
            "Interrupted runs",
            List.of(
                    resume(
                            "A folder that is not there",
                            run -> {
                                Files.delete(run.resolve("checkpoint.safetensors"));
                                Files.delete(run.resolve("run.jsonl"));
                                Files.delete(run);
                            },
                            """
                    tune: --resume: there is no folder run
                      to do: name the folder that gradus tune wrote to
                    """),
                    resume("A folder without a run", run -> Files.delete(run.resolve("checkpoint.safetensors")), """
                    tune: the folder holds no checkpoint.safetensors, so there is nothing to resume
                      where: run
                      to do: name a folder that gradus tune wrote to, or begin the run again
                    """),
                    resume(
                            "A checkpoint that lost its end",
                            run -> {
                                Path file = run.resolve("checkpoint.safetensors");
                                byte[] bytes = Files.readAllBytes(file);
                                Files.write(file, Arrays.copyOf(bytes, 5));
                            },
                            """
                    tune: the checkpoint is damaged: byte 5: the file ends before the eight bytes that hold the header's length
                      where: run/checkpoint.safetensors
                      to do: copy the folder again from where it came, or run tune again without --resume
                    """),
                    resume("A checkpoint with a wrong byte", run -> change(run, "the beginning", "the Beginning"), """
                    tune: the checkpoint is damaged: its bytes are not those that were written
                      where: run/checkpoint.safetensors
                      to do: copy the folder again from where it came, or run tune again without --resume
                    """),
                    resume(
                            "A checkpoint of a later version",
                            run -> change(run, "\"version\":\"1\"", "\"version\":\"7\""),
                            """
                    tune: the checkpoint is in version 7 of the format; this Gradus reads version 1
                      where: run/checkpoint.safetensors
                      to do: continue with the Gradus that wrote it, or run tune again without --resume
                    """),
                    resume(
                            "Another file in a checkpoint's place",
                            run -> change(run, "gradus-tune-checkpoint", "a-models-whole-weights"),
                            """
                    tune: this is no checkpoint of a run of tune
                      where: run/checkpoint.safetensors
                      to do: name the folder that gradus tune wrote to
                    """),
                    resume(
                            "Data that changed since the run began",
                            run -> {
                                Path table = run.resolveSibling("flowers.csv");
                                Files.writeString(table, Files.readString(table).replace("0,0,a", "0,1,a"));
                            },
                            """
                    tune: the data changed since the run began: the file has 291 bytes with SHA-256 \
                    54bac1534165…, it had 291 bytes with SHA-256 c40e23b55e24…
                      where: flowers.csv
                      to do: put the file back as it was when the run began, or start a new run without --resume
                    """),
                    resume(
                            "Data that are not there any more",
                            run -> Files.delete(run.resolveSibling("flowers.csv")),
                            """
                    tune: the data file of the run is not there any more
                      where: flowers.csv
                      to do: put the file back as it was when the run began, or start a new run without --resume
                    """)));

    private ResumeErrors() {}

    private static void change(Path run, String from, String to) throws Exception {
        Path file = run.resolve("checkpoint.safetensors");
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    /** A run that ends before its first step, and something that happens to it. */
    private static ErrorCase resume(String name, ErrorCase.Action damage, String message) {
        return ErrorCase.of(
                name,
                "sh",
                "gradus tune --resume run",
                folder -> {
                    Path run = folder.resolve("run");
                    TuneOptions options = Fixtures.options(Fixtures.flowers(folder, "length"), "species", null, run);
                    TuneRun failing = new TuneRun(
                            (problem, asked, listener) -> {
                                throw new ConvergenceException("tune: no power", "plug it in");
                            },
                            (path, result) -> {});
                    try {
                        failing.run(options, "gradus tune flowers.csv --target species", TuneRun.Progress.NONE);
                    } catch (ConvergenceException e) {
                        damage.run(run);
                    }
                    try (Resumption resumption = Resumption.open(run)) {
                        failing.resume(resumption, TableSource.of(options.table()), options, TuneRun.Progress.NONE);
                    }
                },
                message);
    }
}
