package org.gradus.reproductions.optimizers;

import java.util.function.IntFunction;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Small networks on the digits. */
final class Nets {
    static final int PIXELS = 64;
    static final int CLASSES = 10;

    private Nets() {}

    /** A network with one hidden layer. */
    record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    /** Images and their classes. */
    record Batch(Tensor x, Tensor y) {}

    /** Images for training and for testing. */
    record Split(Batch train, Batch test) {}

    /** Weights N(0, gain/inputs), biases 0. */
    static Net net(Key key, int hidden, double gain) {
        var keys = key.split(2);
        return new Net(
                Random.normal(keys.get(0), PIXELS, hidden).times(Math.sqrt(gain / PIXELS)),
                Tensors.zeros(hidden),
                Random.normal(keys.get(1), hidden, CLASSES).times(Math.sqrt(gain / hidden)),
                Tensors.zeros(CLASSES));
    }

    static Tensor logits(Net net, Tensor x, boolean relu) {
        Tensor inside = x.matmul(net.w1()).plus(net.b1());
        Tensor hidden = relu ? Tensors.relu(inside) : inside.tanh();
        return hidden.matmul(net.w2()).plus(net.b2());
    }

    static Fn2<Net, Batch, Tensor> loss(boolean relu) {
        return (net, batch) -> Tensors.softmaxCrossEntropy(logits(net, batch.x(), relu), batch.y())
                .mean();
    }

    static double accuracy(Net net, Batch data, boolean relu) {
        long[] said = logits(net, data.x(), relu).argmax(1).toLongs();
        long[] right = data.y().toLongs();
        int hits = 0;
        for (int i = 0; i < said.length; i++) {
            hits += said[i] == right[i] ? 1 : 0;
        }
        return 100.0 * hits / said.length;
    }

    /** The digits, pixels divided by 16, in a random order. */
    static Split digits(Context context, Key key, int training) {
        Table table = context.table("digits");
        Tensor order = Random.permutation(key, table.y().dim(0));
        Tensor x = Indexing.take(table.x().div(16), order, 0);
        Tensor y = Indexing.take(table.y(), order, 0);
        int all = y.dim(0);
        return new Split(
                new Batch(x.slice(0, 0, training), y.slice(0, 0, training)),
                new Batch(x.slice(0, training, all), y.slice(0, training, all)));
    }

    /** Batches of a fixed size, in a new order each epoch. */
    static IntFunction<Batch> batches(Batch data, Key key, int size) {
        int n = data.y().dim(0);
        int each = n / size;
        Tensor[] order = new Tensor[1];
        Key[] left = {key};
        return t -> {
            if (t % each == 0) {
                var keys = left[0].split(2);
                order[0] = Random.permutation(keys.get(0), n);
                left[0] = keys.get(1);
            }
            Tensor chosen = order[0].slice(0, t % each * size, (t % each + 1) * size);
            return new Batch(Indexing.take(data.x(), chosen, 0), Indexing.take(data.y(), chosen, 0));
        };
    }
}
