package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.gradus.error.DataException;
import org.gradus.error.EnvironmentException;
import org.gradus.error.GradusException;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.data.TableSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints as files: exact, whole, and refused when anything is wrong with them. */
class CheckpointTest {
    private static final double PAYLOAD = Double.longBitsToDouble(0x7ff8_dead_beef_0001L);

    @TempDir
    Path folder;

    private TuneOptions options;

    /** A folder as a killed run leaves it. */
    private Path interrupted() throws IOException {
        Path out = folder.resolve("out");
        options = Fixtures.options(Fixtures.flowers(folder, "length"), "species", null, out);
        assertThat(catchThrowable(() -> tuneRun().run(options, "gradus tune flowers.csv", Interrupted.after(27))))
                .isInstanceOf(Interrupted.class);
        return out;
    }

    private static TuneRun tuneRun() {
        return new TuneRun(new HypergradientTuner(), ModelFile::write, TuneRun.Caller.NONE, 0);
    }

    private TuneResult resume(Path out) {
        try (Resumption resumption = Resumption.open(out)) {
            return tuneRun().resume(resumption, TableSource.of(options.table()), options, TuneRun.Progress.NONE);
        }
    }

    private static RunRecord record() {
        return RunRecord.begin(Invocation.of("gradus tune"), List.of());
    }

    private static List<String> files(Path out) throws IOException {
        try (Stream<Path> all = Files.list(out)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void numbersKeepTheirBits() {
        Map<String, Tensor> tensors = Map.of(
                "a", Tensors.tensor(PAYLOAD, -0.0, Double.MIN_VALUE, 0.1, Double.NEGATIVE_INFINITY),
                "b", Tensors.tensor(new float[] {0.1f, Float.NaN}),
                "c", Tensors.tensor(Long.MIN_VALUE, 3L),
                "d", Tensors.tensor(1, 2),
                "e", Tensors.tensor(1.0, 0.0).gt(0.5));
        Path file = folder.resolve("c");
        Checkpoint written = new Checkpoint(record(), "half", 0.1, Optional.empty(), tensors);
        written.write(file);
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.run()).isEqualTo(written.run());
        assertThat(read.stage()).isEqualTo("half");
        assertThat(read.seconds()).isEqualTo(0.1);
        assertThat(Arrays.stream(read.tensors().get("a").toDoubles())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray())
                .containsExactly(Arrays.stream(tensors.get("a").toDoubles())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray());
        assertThat(read.tensors().get("c").toLongs()).containsExactly(Long.MIN_VALUE, 3);
        SavedState state = new SavedState(read.tensors(), "c", "1");
        assertThat(state.has("a")).isTrue();
        assertThat(state.has("z")).isFalse();
        assertThatThrownBy(() -> state.rows("a", 2))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "tune: the checkpoint c does not fit what this version of Gradus computes: it has 'a' as f64[5],"
                                + " not with 2 columns\n  to do: continue with the version that wrote it, 1, or run tune again"
                                + " without --resume");
        assertThatThrownBy(() -> state.tree("b", Tensors.zeros(3)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "tune: the checkpoint c does not fit what this version of Gradus computes: it has"
                                + " 'b' as f32[2], where the tree has f64[3]\n");
    }

    @Test
    void everyDamageIsRefused() throws IOException {
        Path out = interrupted();
        Path file = out.resolve(OutputFolder.CHECKPOINT);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(11);
        List<byte[]> damaged = new ArrayList<>();
        damaged.add(new byte[0]);
        for (int i = 0; i < 100; i++) {
            damaged.add(Arrays.copyOf(whole, i < 20 ? i : random.nextInt(whole.length)));
        }
        for (int i = 0; i < 600; i++) {
            byte[] bytes = whole.clone();
            bytes[i < 200 ? i : random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            damaged.add(bytes);
        }
        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            int from = random.nextInt(bytes.length - 64);
            for (int j = from; j < from + 64; j++) {
                bytes[j] = (byte) random.nextInt(256);
            }
            damaged.add(bytes);
        }
        damaged.add(Arrays.copyOf(whole, whole.length + 1));
        for (byte[] bytes : damaged) {
            Files.write(file, bytes);
            assertThatThrownBy(() -> Resumption.open(out))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining("\n  where: " + file + "\n  to do: ");
        }
        Files.write(file, whole);
        assertThat(resume(out).outcome().history()).isNotEmpty();
        assertThat(files(out)).doesNotContain(OutputFolder.LOCK);
    }

    @Test
    void aStateOfAnotherModelDoesNotFit() throws IOException {
        Path out = interrupted();
        Path file = out.resolve(OutputFolder.CHECKPOINT);
        Checkpoint checkpoint = Checkpoint.read(file);
        Map<String, Tensor> tensors = new java.util.TreeMap<>(checkpoint.tensors());
        tensors.put("none.point.w", Tensors.zeros(7));
        new Checkpoint(checkpoint.run(), "there", 1, Optional.empty(), tensors).write(file);
        assertThatThrownBy(() -> resume(out))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        "tune: the checkpoint " + file + " does not fit what this version of Gradus computes: it ");
    }

    @Test
    void aFinishedRunSaysWhatItPrinted() throws IOException {
        Path out = interrupted();
        TuneResult result = resume(out);
        Files.setPosixFilePermissions(out, java.nio.file.attribute.PosixFilePermissions.fromString("r-xr-xr-x"));
        try (Resumption done = Resumption.open(out)) {
            assertThat(done.isFinished()).isTrue();
            assertThat(done.json() + "\n").isEqualTo(Files.readString(out.resolve(OutputFolder.RESULT)));
            assertThat(done.stage()).isEqualTo("the end");
        } finally {
            Files.setPosixFilePermissions(out, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(result.seconds()).isPositive();
        assertThat(Checkpoint.read(out.resolve(OutputFolder.CHECKPOINT)).tensors())
                .isEmpty();
    }

    @Test
    void twoRunsDoNotWriteToOneFolder() throws IOException {
        Path out = interrupted();
        try (Resumption resumption = Resumption.open(out)) {
            assertThat(resumption.isFinished()).isFalse();
            String message = "tune: another run is writing to the folder " + out + " (process "
                    + ProcessHandle.current().pid() + ")\n  to do: wait until it has ended, or name another folder with"
                    + " --out";
            assertThatThrownBy(() -> Resumption.open(out))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> tuneRun().run(options, "gradus tune", TuneRun.Progress.NONE))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessage(message);
        }
        assertThat(resume(out).out()).isEqualTo(out);
    }

    @Test
    void dataThatChangedOrVanishedAreRefused() throws IOException {
        Path out = interrupted();
        Path table = options.table();
        byte[] bytes = Files.readAllBytes(table);
        Files.write(table, Arrays.copyOf(bytes, bytes.length - 2));
        assertThatThrownBy(() -> resume(out))
                .isInstanceOf(TableException.class)
                .hasMessageMatching("tune: the data changed since the run began: the file has " + (bytes.length - 2)
                        + " bytes with SHA-256 [0-9a-f]{12}…, it had " + bytes.length
                        + " bytes with SHA-256 [0-9a-f]{12}…\n  where: .*flowers.csv\n  to do: put the file back as it was"
                        + " when the run began, or start a new run without --resume");
        Files.delete(table);
        assertThatThrownBy(() -> resume(out))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("tune: the data file of the run is not there any more\n");
        Files.createDirectory(table);
        assertThatThrownBy(() -> resume(out))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("tune: the data file of the run cannot be read any more\n");
        Files.delete(table);
        Files.write(table, bytes);
        assertThat(resume(out).out()).isEqualTo(out);
    }

    @Test
    void foldersWithoutARunAreRefused() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> Resumption.open(none))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("tune: --resume: there is no folder " + none + "\n");
        Files.createDirectory(none);
        assertThatThrownBy(() -> Resumption.open(none)).isInstanceOf(TableException.class);
        assertThat(files(none)).isEmpty();
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Resumption.open(file))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("tune: --resume: " + file + " is a file\n");
        Safetensors.write(none.resolve(OutputFolder.CHECKPOINT), Map.of("w", Tensors.zeros(3)));
        assertThatThrownBy(() -> Resumption.open(none))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("tune: this is no checkpoint of a run of tune\n");
    }

    @Test
    void whatAKilledProcessLeavesIsNoObstacle() throws IOException {
        Path out = interrupted();
        Files.writeString(out.resolve(".checkpoint.safetensors.4711-3.tmp"), "half");
        Files.writeString(out.resolve("report.html.part"), "half");
        Files.writeString(out.resolve(OutputFolder.LOCK), "4711");
        assertThat(files(resume(out).out()))
                .doesNotContain(".checkpoint.safetensors.4711-3.tmp", "report.html.part", ".lock")
                .contains("report.html", "model.json");
        Files.writeString(out.resolve(".model.safetensors.4711-3.tmp"), "half");
        tuneRun().run(options, "gradus tune", TuneRun.Progress.NONE);
        assertThat(files(out)).doesNotContain(".model.safetensors.4711-3.tmp");
    }

    @Test
    void aRunThatCannotBeginLeavesEverythingAsItWas() throws IOException {
        Path table = Fixtures.flowers(folder, "length");
        Path out = folder.resolve("deep/down/out");
        TuneOptions wrong = Fixtures.options(table, "spices", null, out);
        assertThatThrownBy(() -> tuneRun().run(wrong, "gradus tune", TuneRun.Progress.NONE))
                .isInstanceOf(GradusException.class);
        assertThat(folder.resolve("deep")).doesNotExist();
        options = Fixtures.options(table, "species", null, out);
        tuneRun().run(options, "gradus tune", TuneRun.Progress.NONE);
        List<String> before = files(out);
        byte[] checkpoint = Files.readAllBytes(out.resolve(OutputFolder.CHECKPOINT));
        assertThatThrownBy(() -> tuneRun().run(wrong, "gradus tune", TuneRun.Progress.NONE))
                .isInstanceOf(GradusException.class);
        assertThat(files(out)).isEqualTo(before);
        assertThat(Files.readAllBytes(out.resolve(OutputFolder.CHECKPOINT))).isEqualTo(checkpoint);
    }

    @Test
    void aRunKilledWhileItReadsItsTableBeginsAgain() throws IOException {
        Path out = interrupted();
        TuneResult first = resume(out);
        assertThat(files(out)).contains("report.html");
        // The process ends between its announcement and its taking of the folder.
        Checkpoint.begun(RunRecord.begin(Invocation.of("gradus tune"), List.of(options.table())))
                .write(out.resolve(OutputFolder.NEXT));
        try (Resumption resumption = Resumption.open(out)) {
            assertThat(resumption.isFinished()).isFalse();
            assertThat(resumption.stage()).isEqualTo("the beginning");
        }
        TuneResult second = resume(out);
        assertThat(second.outcome().hyperparameters()).isEqualTo(first.outcome().hyperparameters());
        assertThat(files(out)).contains("report.html").doesNotContain(OutputFolder.NEXT);
    }

    @Test
    void checkpointsTakeASmallShareOfTheTime() {
        Path file = folder.resolve("c.safetensors");
        int[] asked = {0};
        CheckpointWriter writer = new CheckpointWriter(file, Checkpoint.begun(record()), 1_000_000);
        for (int i = 0; i < 50; i++) {
            writer.offer("step " + i, () -> {
                asked[0]++;
                return Map.of("x", Tensors.zeros(3));
            });
        }
        assertThat(asked[0]).isEqualTo(1);
        assertThat(Checkpoint.read(file).stage()).isEqualTo("step 0");
        CheckpointWriter eager = new CheckpointWriter(file, Checkpoint.begun(record()), 0);
        for (int i = 0; i < 5; i++) {
            eager.offer("step " + i, () -> Map.of("x", Tensors.zeros(3)));
        }
        assertThat(Checkpoint.read(file).stage()).isEqualTo("step 4");
    }
}
