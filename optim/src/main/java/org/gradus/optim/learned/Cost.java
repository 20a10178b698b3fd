package org.gradus.optim.learned;

import org.gradus.Gradus;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.program.Program;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * What a method costs for given parameters, beyond the gradient.
 *
 * @param stateBytes of its state per parameter
 * @param numbersMade results of operations in one step per parameter, counted in its program as traced: what is computed, not by which
 *     hardware; a product of matrices counts its result only
 */
public record Cost(double stateBytes, double numbersMade) {

    /**
     * Counts.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param method any method that needs the gradient only
     * @param params of the shapes in question, with an element or more
     * @return the cost
     */
    public static <P, S> Cost of(GradientTransformation<P, S> method, P params) {
        S state = method.init(params);
        double size = Tree.size(params);
        long bytes = 0;
        for (Tensor leaf : Tree.flatten(state).leaves()) {
            bytes += (long) leaf.size() * leaf.dtype().bytes();
        }
        Program program = Gradus.trace(
                (P g, S s) -> method.update(g, s, Info.of(params, Tensors.scalar(0), 1))
                        .update(),
                params,
                state);
        long made = program.equations().stream()
                .flatMap(equation -> equation.outputs().stream())
                .mapToLong(variable -> variable.type().shape().size())
                .sum();
        return new Cost(bytes / size, made / size);
    }
}
