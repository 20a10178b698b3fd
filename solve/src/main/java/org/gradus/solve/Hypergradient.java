package org.gradus.solve;

import java.util.List;
import org.gradus.linear.LinearEvidence;
import org.gradus.tensor.Tensor;

/**
 * A derivative through a minimum, with its evidence.
 *
 * @param <P> the inner parameters' type
 * @param <H> the hyperparameters' type
 * @param value the outer loss at the inner minimum
 * @param gradient its total derivative by the hyperparameters, a tree like them
 * @param inner the inner minimum, with the residual of its optimality condition
 * @param linearSolves the linear solves that the derivative took
 */
public record Hypergradient<P, H>(
        Tensor value, H gradient, ImplicitSolution<P> inner, List<LinearEvidence> linearSolves) {
    /** Copies the list. */
    public Hypergradient {
        linearSolves = List.copyOf(linearSolves);
    }
}
