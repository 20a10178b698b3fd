package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.gradus.io.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    private TuneResult run(Path table, String target) {
        return new TuneRun(new FakeTuner(0.4), ModelFile::write)
                .run(Fixtures.options(table, target, null, folder.resolve("out")), "gradus", TuneRun.Progress.NONE);
    }

    @Test
    void aClassifierHasAllThatAPredictionNeeds() throws IOException {
        TuneResult result = run(Fixtures.flowers(folder, "len \"gth\""), "species");
        Safetensors.Contents contents = Safetensors.read(result.out().resolve("model.safetensors"));
        assertThat(contents.tensors().keySet()).containsExactlyInAnyOrder("weight", "mean", "deviation", "penalty");
        assertThat(contents.tensors().get("mean").toDoubles())
                .containsExactly(
                        result.problem().scales().get(0).mean(),
                        result.problem().scales().get(1).mean());
        assertThat(contents.tensors().get("weight").toDoubles()).containsExactly(1, 2);
        assertThat(contents.metadata())
                .containsEntry("format", "gradus-linear-model 1")
                .containsEntry("model", "softmax")
                .containsEntry("target", "species")
                .containsEntry("features", "[\"len \\\"gth\\\"\",\"width\"]")
                .containsEntry("classes", "[\"a\",\"b\",\"c\"]");
    }

    @Test
    void aRegressionHasTheScaleOfItsTarget() throws IOException {
        StringBuilder text = new StringBuilder("length,number\n");
        for (int i = 0; i < 20; i++) {
            text.append(i).append(',').append(i * i + 0.5).append('\n');
        }
        Path table = Files.writeString(folder.resolve("t.csv"), text);
        TuneResult result = run(table, "number");
        Safetensors.Contents contents = Safetensors.read(result.out().resolve("model.safetensors"));
        Task.Regression task = (Task.Regression) result.problem().task();
        assertThat(contents.tensors().get("target_mean").item())
                .isEqualTo(task.scale().mean());
        assertThat(contents.tensors().get("target_deviation").item())
                .isEqualTo(task.scale().deviation());
        assertThat(contents.metadata()).containsEntry("model", "ridge").doesNotContainKey("classes");
    }

    /** Hyperparameters do not stand in the place of the model's own arrays. */
    @Test
    void theModelIsSavedWhateverIsTuned() throws IOException {
        for (Hyper hyper : Hyper.values()) {
            Path out = folder.resolve(hyper.text());
            TuneOptions plain = Fixtures.options(Fixtures.flowers(folder, "length"), "species", null, out);
            Model model = Arrays.stream(Model.values())
                    .filter(m -> Combinations.refusal(m, hyper).isEmpty() && m.classifies() && m != Model.LOGISTIC)
                    .findFirst()
                    .orElseThrow();
            TuneOptions options = new TuneOptions(
                    plain.table(),
                    plain.target(),
                    Optional.of(model),
                    hyper,
                    plain.split(),
                    plain.outerIterations(),
                    plain.seed(),
                    plain.out(),
                    Combinations.usual(hyper));
            new TuneRun(new FakeTuner(0.4), ModelFile::write).run(options, "gradus", TuneRun.Progress.NONE);
            Safetensors.Contents contents = Safetensors.read(out.resolve("model.safetensors"));
            String name = switch (hyper) {
                case L2, L2_PER_FEATURE, L2_PER_LAYER -> "penalty";
                case EXAMPLE_WEIGHTS -> "example_weight";
                case FEATURE_SCALES -> "feature_scale";
                case AUGMENTATION -> "noise_scale";
                case LEARNING_RATE_SCHEDULE -> "learning_rate";
                case KERNEL -> "kernel";
            };
            assertThat(contents.tensors().keySet()).containsExactlyInAnyOrder("weight", "mean", "deviation", name);
            assertThat(contents.tensors().get("weight").toDoubles()).containsExactly(1, 2);
        }
    }
}
