package org.gradus.optim;

import java.util.List;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Steps that grow while the gradient keeps its sign (Riedmiller and Braun 1993), for the whole data.
 *
 * <p>Entry by entry, s = g·g_before: d ← min(1.2·d, 50) where s &gt; 0, max(0.5·d, 1e-6) where s &lt; 0; where s &lt; 0 g is
 * taken as 0. u = −sign(g)·d; d = α at the start. Variant: PyTorch's, Rprop− with that reset, and its bounds.
 *
 * @param <P> the parameters' type
 * @param first α, the first step, positive; 0.01 by default
 */
public record Rprop<P>(double first) implements Optimizer<P, Rprop.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param before the last gradient
     * @param length d
     */
    public record State<P>(P before, P length) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Rprop {
        Settings.positive("Rprop", "first", first);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params), Leaves.full(first, params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        List<P> out = Leaves.map(
                in -> {
                    Tensor s = in[0].times(in[1]);
                    Tensor grown = Tensors.minimum(in[2].times(1.2), 50);
                    Tensor shrunk = Tensors.maximum(in[2].times(0.5), 1e-6);
                    Tensor length = Tensors.where(s.gt(0), grown, Tensors.where(s.lt(0), shrunk, in[2]));
                    Tensor g = Tensors.where(s.lt(0), 0, in[0]);
                    return new Tensor[] {g.sign().times(length).unaryMinus(), g, length};
                },
                gradient,
                state.before(),
                state.length());
        return new Step<>(out.get(0), new State<>(out.get(1), out.get(2)));
    }
}
