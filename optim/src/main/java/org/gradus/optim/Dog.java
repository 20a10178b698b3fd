package org.gradus.optim;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Distance over gradients: no learning rate to choose (Ivgi, Hinder and Carmon 2023, DoG and L-DoG).
 *
 * <p>r̄ = max(r_ε, ‖x_k − x₀‖ for k ≤ t), G ← G + ‖g‖², u = −α·r̄/√(G + ε)·g, r_ε = rel·(1 + ‖x₀‖); norms over all leaves,
 * or leaf by leaf (L-DoG). The result of the method is an average of the iterates, in the state: of those where gradients
 * were taken, with weights r̄ (the paper), or by polynomial decay
 * x̄ ← (1 − 9/(t + 9))·x̄ + 9/(t + 9)·x, t from 1 (the authors' code).
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; 1 by default
 * @param relative rel, positive; 1e-6 by default
 * @param epsilon ε of zero or more; 1e-8 by default
 * @param layers whether each leaf has its own step
 * @param averaging which average is kept
 */
public record Dog<P>(Schedule learningRate, double relative, double epsilon, boolean layers, Averaging averaging)
        implements Optimizer<P, Dog.State<P>> {

    /** The two averages. */
    public enum Averaging {
        /** With weights r̄. */
        DISTANCE,

        /** By polynomial decay with exponent 8. */
        POLYNOMIAL
    }

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param count t, an i64 scalar
     * @param start x₀
     * @param farthest r̄, one f64 scalar, or one a leaf
     * @param squares G, one f64 scalar, or one a leaf
     * @param weight of the average so far, an f64 scalar
     * @param average x̄
     */
    public record State<P>(
            Tensor count, P start, List<Tensor> farthest, List<Tensor> squares, Tensor weight, P average) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Dog {
        Schedules.checkPositive("Dog", "learning rate", learningRate);
        Settings.positive("Dog", "relative", relative);
        Settings.notNegative("Dog", "epsilon", epsilon);
    }

    /** DoG with the paper's settings. */
    public Dog() {
        this(Schedules.constant(1));
    }

    /**
     * DoG with the paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Dog(Schedule learningRate) {
        this(learningRate, 1e-6, 1e-8, false, Averaging.DISTANCE);
    }

    private List<Tensor> norms(P tree) {
        return layers ? Tree.flatten(tree).leaves().stream().map(Leaves::norm).toList() : List.of(Leaves.norm(tree));
    }

    @Override
    public State<P> init(P params) {
        List<Tensor> first = norms(params).stream()
                .map(n -> n.plus(1).times(relative).to(DType.FLOAT64))
                .toList();
        List<Tensor> zeros = first.stream().map(Tensors::zerosLike).toList();
        return new State<>(Leaves.none(), params, first, zeros, Tensors.scalar(0), params);
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        List<Tensor> gone = norms(Tree.minus(info.params(), state.start()));
        List<Tensor> slopes = norms(gradient);
        List<Tensor> farthest = new java.util.ArrayList<>();
        List<Tensor> squares = new java.util.ArrayList<>();
        for (int i = 0; i < gone.size(); i++) {
            farthest.add(Tensors.maximum(state.farthest().get(i), gone.get(i)));
            squares.add(state.squares().get(i).plus(slopes.get(i).square()));
        }
        int[] leaf = {0};
        P update = Tree.map(
                g -> {
                    int i = layers ? leaf[0]++ : 0;
                    Tensor root = Leaves.root(squares.get(i).plus(epsilon));
                    return Leaves.down(rate.times(Leaves.ratio(farthest.get(i), root, 0)), g);
                },
                gradient);
        Tensor count = state.count().plus(1L);
        Tensor own = averaging == Averaging.DISTANCE ? farthest.getFirst() : Tensors.scalar(1);
        Tensor weight = state.weight().plus(own);
        Tensor share = averaging == Averaging.DISTANCE
                ? own.div(weight)
                : Tensors.div(9, count.to(DType.FLOAT64).plus(8));
        P point = averaging == Averaging.DISTANCE ? info.params() : Trees.moved(info.params(), update);
        P average = Tree.map((Tensor a, Tensor x) -> a.plus(Leaves.times(x.minus(a), share)), state.average(), point);
        return new Step<>(update, new State<>(count, state.start(), farthest, squares, weight, average));
    }

    @Override
    public P answer(P params, State<P> state) {
        return state.average();
    }
}
