package org.gradus.reproductions.optimizers;

import java.util.List;
import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Schedules;
import org.gradus.optim.curvature.Sven;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Steps that solve many conditions at once, on linear ones and on a regression. */
final class SvenPaper implements Reproduction {
    private static final int[] WIDTHS = {1, 32, 32, 1};
    private static final int CONDITIONS = 64;
    private static final double TARGET = 1e-5;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "sven-singular-value-descent",
                "Sven: Singular Value Descent as a Computationally Efficient Natural Gradient Method",
                2026);
    }

    @Override
    public String claim() {
        return "Faster and to a lower loss than Adam in regression, and near L-BFGS in a fraction of its time, at the cost of k"
                + " gradients a step.";
    }

    record Layer(Tensor weight, Tensor bias) {}

    private static List<Layer> network(Key key) {
        List<Key> keys = key.split(2 * (WIDTHS.length - 1));
        List<Layer> layers = new java.util.ArrayList<>();
        for (int i = 0; i + 1 < WIDTHS.length; i++) {
            double bound = 1 / Math.sqrt(WIDTHS[i]);
            layers.add(new Layer(
                    Random.uniform(keys.get(2 * i), WIDTHS[i], WIDTHS[i + 1])
                            .times(2)
                            .minus(1)
                            .times(bound),
                    Random.uniform(keys.get(2 * i + 1), WIDTHS[i + 1])
                            .times(2)
                            .minus(1)
                            .times(bound)));
        }
        return layers;
    }

    /** The errors at 64 points of sin 3x. */
    private static Tensor residuals(List<Layer> layers) {
        Tensor x = Tensors.linspace(-1, 1, CONDITIONS);
        Tensor h = x.reshape(CONDITIONS, 1);
        for (int i = 0; i < layers.size(); i++) {
            h = h.matmul(layers.get(i).weight()).plus(layers.get(i).bias());
            h = i + 1 < layers.size() ? h.tanh() : h;
        }
        return h.reshape(CONDITIONS).minus(x.times(3).sin());
    }

    private static Tensor error(List<Layer> layers) {
        return residuals(layers).square().mean();
    }

    /** Steps until the error is small, at most a number. */
    private static <S> int steps(GradientTransformation<List<Layer>, S> method, Key seed, int most) {
        int[] found = {most};
        List<Layer> start = network(seed);
        Drive.run(method, SvenPaper::error, start, most, Key.of(0), (t, at) -> {
            if (found[0] == most && t < most && error(at.params()).item() < TARGET) {
                found[0] = t;
            }
        });
        return found[0];
    }

    private static Sven<List<Layer>, Object> sven(boolean squared, double rate) {
        return Sven.of((List<Layer> w) -> squared ? residuals(w).square() : residuals(w), rate, 16);
    }

    /** θ + u. */
    private static Tensor moved(Sven<Tensor, Object> method, Tensor at) {
        return at.plus(update(method, at));
    }

    private static Tensor update(Sven<Tensor, Object> method, Tensor at) {
        return method.update(at, method.init(at), Info.of(at, Tensors.scalar(0), 0))
                .update();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        Tensor j = Random.normal(context.key(1), 3, 7);
        Tensor c = Random.normal(context.key(2), 3);
        Tensor x = Random.normal(context.key(3), 7);
        Fn<Tensor, Tensor> r = w -> j.matmul(w).minus(c);
        Tensor squared = update(Sven.of((Tensor w) -> r.apply(w).square(), 1, 3), x);
        Tensor signed = update(Sven.of(r, 1, 3), x);
        out.atMost(
                "3 residuals of 7 numbers, squared: distance of the new ones to half the old",
                1e-12,
                Drive.largest(r.apply(x.plus(squared)).minus(r.apply(x).div(2))));
        out.atMost("3 residuals of 7 numbers, signed: the new ones", 1e-12, Drive.largest(r.apply(x.plus(signed))));
        Tensor rows = Linalg.qr(j.t()).q();
        double outside = Math.max(
                Drive.norm(signed.minus(rows.matmul(signed.matmul(rows)))),
                Drive.norm(squared.minus(rows.matmul(squared.matmul(rows)))));
        out.atMost("the steps outside the row space of J", 1e-12, outside);

        Tensor tall = Random.normal(context.key(4), 100, 5);
        Tensor target = Random.normal(context.key(5), 100);
        Tensor reached = moved(Sven.of((Tensor w) -> tall.matmul(w).minus(target), 1, 5), Tensors.zeros(5));
        out.atMost(
                "100 residuals of 5 numbers: distance to least squares after a step",
                1e-10,
                Drive.largest(reached.minus(Linalg.lstsq(tall, target))));

        Fn<Tensor, Tensor> one = w -> w.square().sum().plus(w.get(0));
        Tensor g = x.times(2).plus(Tensors.eye(7).get(0));
        Tensor polyak = g.times(one.apply(x).unaryMinus().div(Tree.dot(g, g)));
        out.atMost(
                "one condition: distance to -l·g/|g|²",
                1e-12,
                Drive.largest(update(Sven.of(one, 1, 1), x).minus(polyak)));

        double[][] counts = new double[5][4];
        for (int seed = 0; seed < 4; seed++) {
            Key key = context.key(10 + seed);
            counts[0][seed] = steps(sven(false, 0.3), key, 100);
            counts[1][seed] = steps(sven(false, 1), key, 50);
            counts[2][seed] = steps(sven(true, 0.3), key, 150);
            counts[3][seed] = steps(sven(true, 1), key, 80);
            counts[4][seed] = 1500;
            for (double rate : new double[] {3e-3, 1e-2, 3e-2}) {
                int most = (int) counts[4][seed];
                counts[4][seed] = Math.min(most, steps(new Adam<>(Schedules.constant(rate)), key, most));
            }
        }
        out.atMost("sin 3x, l = r, rate 0.3: median steps to an error of 1e-5", 35, Drive.median(counts[0]));
        out.atMost("sin 3x, l = r, rate 1: median steps", 12, Drive.median(counts[1]));
        out.atMost("sin 3x, l = r², rate 0.3: median steps", 60, Drive.median(counts[2]));
        out.atMost("sin 3x, l = r², rate 1: median steps", 25, Drive.median(counts[3]));
        out.atLeast(
                "sin 3x: median steps of Adam at its best rate / those of l = r, rate 1",
                8,
                Drive.median(counts[4]) / Drive.median(counts[1]));
        return out.done();
    }
}
