package org.gradus.workbench.tune;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.gradus.io.Safetensors;
import org.gradus.tensor.Tensor;

/** Writes the checkpoints of one process of a run. */
final class CheckpointWriter implements Checkpoints {
    /** How much longer than writing a checkpoint the time until the next is: 3 % of the time goes into them at most. */
    static final int PATIENCE = 32;

    private final Path file;
    private final RunRecord run;
    private final double before;
    private final int patience;
    private final long start = System.nanoTime();
    private Optional<SavedState> saved;
    private long last;
    private long cost;

    /**
     * Makes a writer.
     *
     * @param file where to
     * @param from where this process begins
     * @param patience how much longer than writing one the time until the next is
     */
    CheckpointWriter(Path file, Checkpoint from, int patience) {
        this.file = file;
        this.run = from.run().here();
        this.before = from.seconds();
        this.patience = patience;
        this.saved = from.tensors().isEmpty()
                ? Optional.empty()
                : Optional.of(new SavedState(
                        from.tensors(),
                        file.toString(),
                        from.run().surroundings().getLast().version()));
    }

    RunRecord run() {
        return run;
    }

    /** The time that all processes took. */
    double seconds() {
        return before + (System.nanoTime() - start) / 1e9;
    }

    @Override
    public Optional<SavedState> saved() {
        return saved;
    }

    @Override
    public void offer(String stage, Supplier<Map<String, Object>> state) {
        long now = System.nanoTime();
        if (cost > 0 && now - last < patience * cost) {
            return;
        }
        // It has been read, and may be large.
        saved = Optional.empty();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state.get().forEach((name, tree) -> tensors.putAll(Safetensors.leaves(name, tree)));
        new Checkpoint(run, stage, seconds(), Optional.empty(), tensors).write(file);
        last = System.nanoTime();
        cost = last - now;
    }

    /** The run has come to its end: what it printed takes the place of its state. */
    void finish(Checkpoint.Finished finished) {
        new Checkpoint(run, "the end", seconds(), Optional.of(finished), Map.of()).write(file);
    }
}
