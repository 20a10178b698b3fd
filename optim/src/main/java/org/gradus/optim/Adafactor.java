package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Adam's second moment kept as row and column averages (Shazeer and Stern 2018, Adafactor).
 *
 * <p>β = 1 − t^(−c), s = g² + ε₁. For leaves with two axes or more R ← β·R + (1 − β)·mean(s over the last axis),
 * C ← β·C + (1 − β)·mean(s over the axis before), v = R·C/mean(R); else v ← β·v + (1 − β)·s. d = g/√v, divided by
 * max(1, RMS(d)/bound); u = −α·max(ε₂, RMS(x))·d, without the maximum when steps are not relative. Variant: the paper's
 * Algorithms 4 and 5 without momentum.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number; the paper's is min(1e-2, 1/√t)
 * @param exponent c, positive; 0.8 by default
 * @param epsilon1 ε₁ of zero or more; 1e-30 by default
 * @param epsilon2 ε₂ of zero or more; 1e-3 by default
 * @param bound of the update's root mean square, positive; 1 by default
 * @param relative whether steps are in proportion to the parameters; true by default
 */
public record Adafactor<P>(
        Schedule learningRate, double exponent, double epsilon1, double epsilon2, double bound, boolean relative)
        implements Optimizer<P, Adafactor.State> {

    /**
     * The state.
     *
     * @param count t, an i64 scalar
     * @param squares for each leaf R and C, or v alone
     */
    public record State(Tensor count, List<List<Tensor>> squares) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Adafactor {
        Schedules.checkPositive("Adafactor", "learning rate", learningRate);
        Settings.positive("Adafactor", "exponent", exponent);
        Settings.notNegative("Adafactor", "epsilon1", epsilon1);
        Settings.notNegative("Adafactor", "epsilon2", epsilon2);
        Settings.positive("Adafactor", "bound", bound);
    }

    /**
     * The paper's settings but for the learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Adafactor(Schedule learningRate) {
        this(learningRate, 0.8, 1e-30, 1e-3, 1, true);
    }

    @Override
    public State init(P params) {
        List<List<Tensor>> squares = new ArrayList<>();
        for (Tensor x : Tree.flatten(params).leaves()) {
            Tensor zeros = Tensors.zerosLike(x);
            squares.add(x.rank() < 2 ? List.of(zeros) : List.of(zeros.mean(-1), zeros.mean(-2)));
        }
        return new State(Leaves.none(), squares);
    }

    @Override
    public Step<P, State> update(P gradient, State state, Info<P> info) {
        Tensor count = state.count().plus(1L);
        Tensor rate = Leaves.at(learningRate, info);
        Tensor decay =
                Tensors.minus(1, count.to(DType.FLOAT64).log().times(-exponent).exp());
        Tree.Flat<P> flat = Tree.flatten(gradient);
        List<Tensor> params = Tree.flatten(info.params()).leaves();
        List<Tensor> updates = new ArrayList<>();
        List<List<Tensor>> squares = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            Tensor g = flat.leaves().get(i);
            List<Tensor> before = state.squares().get(i);
            Tensor s = g.square().plus(epsilon1);
            Tensor direction;
            if (before.size() == 1) {
                Tensor v = Leaves.average(decay, before.getFirst(), s);
                squares.add(List.of(v));
                direction = g.div(v.sqrt());
            } else {
                Tensor rows = Leaves.average(decay, before.get(0), s.mean(-1));
                Tensor columns = Leaves.average(decay, before.get(1), s.mean(-2));
                squares.add(List.of(rows, columns));
                Tensor part = rows.div(rows.mean(-1).expandDims(-1)).sqrt().expandDims(-1);
                direction = g.div(part).div(columns.sqrt().expandDims(-2));
            }
            Tensor size = Leaves.root(direction.square().mean());
            direction = direction.div(Tensors.maximum(size.div(bound), 1));
            Tensor scale = relative
                    ? rate.times(Tensors.maximum(
                            Leaves.root(params.get(i).square().mean()).to(DType.FLOAT64), epsilon2))
                    : rate;
            updates.add(Leaves.down(scale, direction));
        }
        return new Step<>(flat.with(updates), new State(count, squares));
    }
}
