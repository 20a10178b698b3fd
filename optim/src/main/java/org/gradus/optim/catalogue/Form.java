package org.gradus.optim.catalogue;

import java.util.function.Supplier;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.VectorSolver;

/** What runs a method. */
public sealed interface Form {
    /**
     * Any objective.
     *
     * @param made makes the gradient transformation
     */
    record Gradients(Made made) implements Form {}

    /**
     * An objective whose model and losses are known.
     *
     * @param made makes the gradient transformation
     */
    record OfModel(MadeOfModel made) implements Form {}

    /**
     * A solver of vectors.
     *
     * @param made makes it
     */
    record Vectors(Supplier<VectorSolver<?>> made) implements Form {}

    /**
     * A solver of arrays, which may be bounded.
     *
     * @param made makes it
     */
    record Arrays(Supplier<ArraySolver<BoxProblem, ?>> made) implements Form {}
}
