package org.gradus.workbench.tune;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a {@link Tuner} keeps how far it has come, so that a run that is killed can go on. What it offers must hold all that
 * its next steps depend on: a tuner that begins from it must come to the same bits.
 */
@FunctionalInterface
public interface Checkpoints {
    /** Keeps nothing, and begins at the start. */
    Checkpoints NONE = (stage, state) -> {};

    /**
     * What an earlier process kept last.
     *
     * @return its state; nothing when the run begins
     */
    default Optional<SavedState> saved() {
        return Optional.empty();
    }

    /**
     * Offers the state. It is kept unless the last was kept a short time ago, measured by how long that took.
     *
     * @param stage how far the run has come, in words, for example {@code outer iteration 12}
     * @param state trees of tensors by name; asked for only if they are kept
     */
    void offer(String stage, Supplier<Map<String, Object>> state);
}
