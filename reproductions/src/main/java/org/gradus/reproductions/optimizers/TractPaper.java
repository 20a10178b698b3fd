package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.nn.Tract;
import org.gradus.optim.InjectHyperparameters;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.optimizers.Nets.Batch;
import org.gradus.reproductions.optimizers.Nets.Net;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Both formulas, their limits, and the speed on inputs of uneven variance. */
final class TractPaper implements Reproduction {
    private static final int N = 1000;
    private static final int INPUTS = 20;
    private static final int EPOCHS = 150;
    private static final int SIZE = 50;
    private static final int SEEDS = 3;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("tract-first-layer", "TrAct: Making First-layer Pre-Activations Trainable", 2024);
    }

    @Override
    public String claim() {
        return "Moving first-layer activations instead of weights speeds up training 1.25 to 4 times.";
    }

    private static double relative(Tensor a, Tensor b) {
        return Drive.largest(a.minus(b)) / Drive.largest(b);
    }

    /** The rate as a part of the state. */
    record Rate(Tensor value) {}

    private static Batch data(Context context, int seed) {
        var keys = context.key(seed).split(2);
        Tensor z = Random.normal(keys.get(0), N, INPUTS);
        double[] scales = new double[INPUTS];
        java.util.Arrays.setAll(scales, i -> Math.pow(0.05, i / (INPUTS - 1.0)));
        Tensor q = Linalg.qr(Random.normal(keys.get(1), INPUTS, INPUTS)).q();
        Tensor x = z.times(Tensors.tensor(scales)).matmul(q);
        Tensor product = z.slice(1, INPUTS - 2, INPUTS - 1).times(z.slice(1, INPUTS - 1, INPUTS));
        Tensor y = product.reshape(N).gt(0).to(org.gradus.array.DType.INT64);
        return new Batch(x, y);
    }

    private static Tensor logits(Net net, Tensor x, boolean tract) {
        Tensor inside = tract
                ? Tract.dense(x, net.w1(), net.b1(), 0.01)
                : x.matmul(net.w1()).plus(net.b1());
        return Tensors.relu(inside).matmul(net.w2()).plus(net.b2());
    }

    private static Net start(Context context, int seed) {
        var keys = context.key(100 + seed).split(2);
        return new Net(
                Random.normal(keys.get(0), INPUTS, 64).times(Math.sqrt(2.0 / INPUTS)),
                Tensors.zeros(64),
                Random.normal(keys.get(1), 64, 2).times(Math.sqrt(1.0 / 64)),
                Tensors.zeros(2));
    }

    /** Epochs to 90 % with the best of four rates, mean over seeds. */
    private static double epochs(Context context, boolean tract) {
        Fn2<Net, Batch, Tensor> loss = (net, b) ->
                Tensors.softmaxCrossEntropy(logits(net, b.x(), tract), b.y()).mean();
        Fn2<Net, Batch, Tensor> hits = Gradus.jit((net, b) -> logits(net, b.x(), tract)
                .argmax(1)
                .eq(b.y())
                .to(org.gradus.array.DType.FLOAT64)
                .mean());
        var method = new InjectHyperparameters<Net, Rate, Sgd.State<Net>>(
                new Rate(Tensors.scalar(1)), rate -> new Sgd<>(Schedules.constant(rate.value())));
        var trainer = new Drive.Trainer<>(method, loss);
        double best = Double.POSITIVE_INFINITY;
        for (double rate : new double[] {0.03, 0.1, 0.3, 1}) {
            double sum = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                Batch all = data(context, seed);
                var batches = Nets.batches(all, context.key(200 + seed), SIZE);
                Net net = start(context, seed);
                int epoch = 0;
                Rate own = new Rate(Tensors.scalar(rate));
                while (epoch < EPOCHS && hits.apply(net, all).item() < 0.9) {
                    net = trainer.run(
                            net, state -> new InjectHyperparameters.State<>(own, state.inner()), N / SIZE, batches);
                    epoch++;
                }
                sum += (double) epoch / SEEDS;
            }
            best = Math.min(best, sum);
        }
        return best;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        for (int[] shape : new int[][] {{6, 10}, {10, 6}}) {
            Tensor x = Random.normal(context.key(shape[0]), shape[0], shape[1]);
            Tensor g = Random.normal(context.key(50 + shape[0]), shape[0], 3);
            String name = "X " + shape[0] + " x " + shape[1];
            Tensor first = Tract.byInputs(x, g, 0.1);
            out.atMost(
                    name + ": relative difference of the formulas",
                    1e-10,
                    relative(Tract.byExamples(x, g, 0.1), first));
            Tensor plain = x.t().matmul(g);
            Tensor large = Tract.weightGradient(x, g, 1e8).times(1e8);
            out.atMost(
                    name + ", lambda 1e8: relative difference from the plain gradient", 1e-6, relative(large, plain));
        }
        Tensor x = Random.normal(context.key(1), 5, 8);
        Tensor g = Random.normal(context.key(2), 5, 3);
        Tensor moved = x.matmul(Tract.weightGradient(x, g, 1e-7));
        out.atMost(
                "5 examples of 8 inputs, lambda 1e-7: relative error of the activations' step",
                1e-5,
                relative(moved, g.times(5)));

        Tensor w = Random.normal(context.key(3), 8, 3);
        Tensor b = Random.normal(context.key(4), 3);
        Fn2<Tensor, Tensor, Tensor> tract =
                (a, bias) -> Tract.dense(a, w, bias, 0.1).times(g).sum();
        Fn2<Tensor, Tensor, Tensor> dense =
                (a, bias) -> a.matmul(w).plus(bias).times(g).sum();
        Tensor inputs = Gradus.grad(tract).apply(x, b).minus(Gradus.grad(dense).apply(x, b));
        Tensor biases =
                Gradus.grad((Tensor bias) -> tract.apply(x, bias)).apply(b).minus(g.sum(0));
        out.atMost("difference of the inputs' gradients", 1e-12, Drive.largest(inputs));
        out.atMost("difference of the biases' gradients", 1e-12, Drive.largest(biases));
        out.atMost(
                "uneven inputs: epochs to 90 % / those of the plain layer",
                0.5, epochs(context, true) / epochs(context, false));
        return out.done();
    }
}
