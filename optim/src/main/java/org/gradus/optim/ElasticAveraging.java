package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Workers tied to a common centre by springs (Zhang, Choromanska and LeCun 2015, elastic-averaging SGD).
 *
 * <p>xᵢ ← xᵢ − α·gᵢ − α·ρ·(xᵢ − c) for each worker, c ← c + α·ρ·Σ(xᵢ − c), with the values before the step on the right.
 * Without gradients the sum of all workers and the centre stays.
 *
 * @param learningRate α, positive
 * @param stiffness ρ, positive
 */
public record ElasticAveraging(double learningRate, double stiffness) {

    /**
     * Where workers and centre stand.
     *
     * @param <P> the parameters' type
     * @param workers xᵢ
     * @param center c
     */
    public record State<P>(List<P> workers, P center) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is not positive and finite
     */
    public ElasticAveraging {
        Settings.positive("ElasticAveraging", "learning rate", learningRate);
        Settings.positive("ElasticAveraging", "stiffness", stiffness);
    }

    /**
     * One step of all workers with an exchange.
     *
     * @param <P> the parameters' type
     * @param state where they stand
     * @param gradients one a worker, at its own point and on its own data
     * @return where they stand next
     * @throws ArgumentException when the numbers of workers and gradients differ
     */
    public <P> State<P> step(State<P> state, List<P> gradients) {
        if (gradients.size() != state.workers().size()) {
            throw new ArgumentException(
                    "ElasticAveraging: " + gradients.size() + " gradients for "
                            + state.workers().size() + " workers",
                    "give one gradient a worker");
        }
        double pull = learningRate * stiffness;
        List<P> workers = new ArrayList<>();
        P center = state.center();
        for (int i = 0; i < gradients.size(); i++) {
            P x = state.workers().get(i);
            P away = Tree.map((Tensor a, Tensor c) -> a.minus(c).times(pull), x, state.center());
            workers.add(
                    Leaves.one(in -> in[0].minus(in[1].times(learningRate)).minus(in[2]), x, gradients.get(i), away));
            center = Tree.plus(center, away);
        }
        return new State<>(workers, center);
    }
}
