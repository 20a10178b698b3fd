package org.gradus.workbench.compare;

import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.gradus.optim.ArraySolver;
import org.gradus.optim.BoxProblem;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Schedules;
import org.gradus.optim.VectorSolver;
import org.gradus.optim.catalogue.Entry;
import org.gradus.optim.catalogue.Form;

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

    /**
     * A solver on arrays, which needs all data in each step and may be bounded.
     *
     * @param id the name
     * @param made the solver
     */
    record Arrays(String id, Supplier<ArraySolver<BoxProblem, ?>> made) implements Contender {}

    /**
     * A gradient transformation that needs to know the model and its losses.
     *
     * @param id the name
     * @param entry of the catalogue
     */
    record OfModel(String id, Entry entry) implements Contender {}

    /**
     * A method of the catalogue.
     *
     * @param entry of the catalogue
     * @return the method as one that takes part
     */
    static Contender of(Entry entry) {
        return switch (entry.form()) {
            case Form.Gradients(var made) ->
                entry.hasRate()
                        ? new Rated(entry.id(), entry.rate(), rate -> made.apply(Schedules.constant(rate)))
                        : new RateFree(entry.id(), () -> made.apply(Schedules.constant(1)));
            case Form.Vectors(var made) -> new Whole(entry.id(), made);
            case Form.Arrays(var made) -> new Arrays(entry.id(), made);
            case Form.OfModel _ -> new OfModel(entry.id(), entry);
        };
    }
}
