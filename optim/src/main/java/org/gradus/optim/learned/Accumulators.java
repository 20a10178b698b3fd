package org.gradus.optim.learned;

import java.util.Arrays;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * What learned optimizers remember of one leaf. Adafactor's averages are those of the two longest axes, as in the official code: the
 * mean over the longest is {@code rows}; leaves with fewer than two axes have averages of every entry in both places.
 *
 * @param momenta m for three decays {@code [3, ...]}
 * @param square v {@code [...]}
 * @param rows R {@code [3, ...]} with one element along the longest axis
 * @param columns C {@code [3, ...]} with one element along the second longest axis
 */
public record Accumulators(Tensor momenta, Tensor square, Tensor rows, Tensor columns) {

    static Accumulators zeros(Tensor leaf) {
        Tensor three = Tensors.stack(Tensors.zerosLike(leaf), Tensors.zerosLike(leaf), Tensors.zerosLike(leaf));
        Tensor rows = leaf.rank() < 2 ? three : mean(three, longest(leaf, 1) + 1);
        Tensor columns = leaf.rank() < 2 ? three : mean(three, longest(leaf, 2) + 1);
        return new Accumulators(three, Tensors.zerosLike(leaf), rows, columns);
    }

    private static Tensor mean(Tensor x, int axis) {
        return x.mean(axis).expandDims(axis);
    }

    /** The longest axis, or the second longest; of equal ones the later comes first. */
    private static int longest(Tensor leaf, int which) {
        Integer[] axes = new Integer[leaf.rank()];
        Arrays.setAll(axes, i -> i);
        Arrays.sort(axes, (a, b) -> Integer.compare(leaf.dim(a), leaf.dim(b)));
        return axes[axes.length - which];
    }

    /** One step; decays are {@code [3]}, scalar and {@code [3]}. */
    Accumulators next(Tensor g, Tensor momentum, Tensor second, Tensor factored) {
        Tensor square = g.square();
        int[] shape = new int[g.rank() + 1];
        Arrays.fill(shape, 1);
        shape[0] = 3;
        Tensor tiny = square.plus(1e-30);
        Tensor r = g.rank() < 2 ? tiny : mean(tiny, longest(g, 1));
        Tensor c = g.rank() < 2 ? tiny : mean(tiny, longest(g, 2));
        return new Accumulators(
                average(momentum.reshape(shape), momenta, g.expandDims(0)),
                average(second, this.square, square),
                average(factored.reshape(shape), rows, r.expandDims(0)),
                average(factored.reshape(shape), columns, c.expandDims(0)));
    }

    private static Tensor average(Tensor decay, Tensor before, Tensor now) {
        Tensor old = before.times(decay);
        return old.plus(now.times(Tensors.minus(1, decay)));
    }

    /** What a gradient {@code [1, ...]}, or three momenta, are multiplied by for Adafactor's directions {@code [3, ...]}. */
    private Tensor factor(boolean gradient) {
        if (square.rank() < 2) {
            return Tensors.rsqrt(gradient ? rows.plus(1e-9) : Tensors.maximum(rows, 1e-9));
        }
        // Of R the remaining one of the two axes is averaged.
        int axis = longest(square, 2) + 1;
        Tensor relative = rows.div(mean(rows, axis).plus(1e-9));
        return Tensors.rsqrt(Tensors.maximum(relative, 1e-9)).times(Tensors.rsqrt(Tensors.maximum(columns, 1e-9)));
    }

    private Tensor tiled(Tensor x) {
        return x.broadcastTo(momenta.shape().dims());
    }

    /**
     * Features of every entry, each divided by its root mean square over the leaf {@code [28 or more, n]}: g; p; m; v; m/√v; 1/√v;
     * Adafactor's g; R; C; 1/√R; 1/√C; Adafactor's m; then what else is given {@code [k, ...]}.
     */
    Tensor features(Tensor g, Tensor p, Tensor... more) {
        Tensor one = g.expandDims(0);
        Tensor scale = Tensors.rsqrt(square.plus(1e-6)).expandDims(0);
        Tensor[] parts = {
            one,
            p.expandDims(0),
            momenta,
            square.expandDims(0),
            momenta.times(scale),
            scale,
            one.times(factor(true)),
            tiled(rows),
            tiled(columns),
            tiled(Tensors.rsqrt(rows.plus(1e-8))),
            tiled(Tensors.rsqrt(columns.plus(1e-8))),
            momenta.times(factor(false))
        };
        Tensor all = Tensors.concatenate(0, parts);
        if (more.length > 0) {
            all = Tensors.concatenate(0, all, Tensors.concatenate(0, more));
        }
        Tensor flat = all.reshape(all.dim(0), g.size());
        return flat.times(Tensors.rsqrt(flat.square().mean(1).plus(1e-5)).expandDims(1));
    }
}
