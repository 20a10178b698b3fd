package org.gradus.workbench.compare;

import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.VectorSolver;

/** A method that takes part. */
public sealed interface Contender {

    /**
     * The name that people type.
     *
     * @return for example "adam"
     */
    String id();

    /**
     * A gradient transformation of a learning rate.
     *
     * @param id the name
     * @param usual its usual learning rate, from which the search for a good one goes out
     * @param made the transformation for parameters of any kind
     */
    record Rated(String id, double usual, DoubleFunction<GradientTransformation<Object, ?>> made)
            implements Contender {}

    /**
     * A gradient transformation that finds its own steps.
     *
     * @param id the name
     * @param made the transformation for parameters of any kind
     */
    record RateFree(String id, Supplier<GradientTransformation<Object, ?>> made) implements Contender {}

    /**
     * A solver, which needs all data in each step.
     *
     * @param id the name
     * @param made the solver
     */
    record Whole(String id, Supplier<VectorSolver<?>> made) implements Contender {}
}
