package org.gradus.reproductions.autodiff;

import java.util.List;
import java.util.function.IntFunction;
import org.gradus.Gradus;
import org.gradus.nn.Mlp;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Step;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** The digits, for training perceptrons. */
final class Digits {
    private Digits() {}

    /** Images and their classes. */
    record Batch(Tensor x, Tensor y) {}

    /** Images for training and for testing. */
    record Split(Batch train, Batch test) {}

    /** Parameters and state. */
    record At<P, S>(P params, S state) {}

    /** Pixels divided by 16, in a random order, the first 1400 for training. */
    static Split split(Context context, Key key) {
        Table table = context.table("digits");
        int all = table.y().dim(0);
        Tensor order = Random.permutation(key, all);
        Tensor x = Indexing.take(table.x().div(16), order, 0);
        Tensor y = Indexing.take(table.y(), order, 0);
        return new Split(
                new Batch(x.slice(0, 0, 1400), y.slice(0, 0, 1400)),
                new Batch(x.slice(0, 1400, all), y.slice(0, 1400, all)));
    }

    /** Batches of a fixed size, in a new order each epoch. */
    static IntFunction<Batch> batches(Batch data, Key key, int size) {
        int n = data.y().dim(0);
        int each = n / size;
        Tensor[] order = new Tensor[1];
        return t -> {
            if (t % each == 0) {
                order[0] = Random.permutation(key.fold(t / each), n);
            }
            Tensor chosen = order[0].slice(0, t % each * size, (t % each + 1) * size);
            return new Batch(Indexing.take(data.x(), chosen, 0), Indexing.take(data.y(), chosen, 0));
        };
    }

    static Tensor loss(Mlp net, Batch batch, Fn<Tensor, Tensor> activation) {
        return Tensors.softmaxCrossEntropy(net.apply(batch.x(), activation), batch.y())
                .mean();
    }

    /** The share of images whose largest logit is right. */
    static double accuracy(Tensor logits, Tensor classes) {
        return logits.argmax(-1)
                .eq(classes)
                .to(org.gradus.array.DType.FLOAT64)
                .mean()
                .item();
    }

    /** A compiled step of training perceptrons. */
    static <S> Fn3<At<Mlp, S>, Tensor, Batch, At<Mlp, S>> step(
            GradientTransformation<Mlp, S> method, Fn<Tensor, Tensor> activation) {
        return Gradus.jit((at, t, batch) -> {
            ValueAndGrad<Mlp> both =
                    Gradus.valueAndGrad((Mlp m) -> loss(m, batch, activation)).apply(at.params());
            Step<Mlp, S> made = method.update(both.gradient(), at.state(), Info.of(at.params(), both.value(), t));
            return new At<>(Tree.plus(at.params(), made.update()), made.state());
        });
    }

    static <S> Mlp train(
            Fn3<At<Mlp, S>, Tensor, Batch, At<Mlp, S>> step,
            GradientTransformation<Mlp, S> method,
            Mlp start,
            int steps,
            IntFunction<Batch> batches) {
        At<Mlp, S> at = new At<>(start, method.init(start));
        Tensor numbers = Tensors.arange(steps);
        for (int t = 0; t < steps; t++) {
            at = step.apply(at, numbers.get(t), batches.apply(t));
        }
        return at.params();
    }

    static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
    }
}
