package org.gradus.reproductions.curvature;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.gradus.Gradus;
import org.gradus.linear.InverseRoot.Eigen;
import org.gradus.linear.InverseRoot.Ridge;
import org.gradus.linear.InverseRoot.Scale;
import org.gradus.optim.DistributedShampoo;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.ScaleByLearningRate;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.optim.curvature.CoordinateCheck;
import org.gradus.optim.curvature.Fisher;
import org.gradus.optim.curvature.Kfac;
import org.gradus.optim.curvature.Tap;
import org.gradus.optim.curvature.WidthParameterization;
import org.gradus.optim.curvature.WidthParameterization.Kind;
import org.gradus.optim.curvature.WidthParameterization.Method;
import org.gradus.optim.curvature.WidthParameterization.Role;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** One step at several widths: what changes in each layer, and by how much. */
final class SecondOrderWidthPaper implements Reproduction {
    private static final int EXAMPLES = 16;
    private static final int INPUTS = 10;
    private static final double RATE = 0.1;
    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final String[] LAYERS = {"h1", "h2", "f"};

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "mup-second-order",
                "On the Parameterization of Second-Order Optimization Effective Towards the Infinite Width",
                2023);
    }

    @Override
    public String claim() {
        return "A maximal update parameterization for K-FAC and Shampoo: features are learned at any width, and rates and"
                + " dampings carry over.";
    }

    record Net(Tensor input, Tensor hidden, Tensor output) {}

    record Data(Tensor x, Tensor y) {}

    private static Net net(WidthParameterization width, Key key) {
        List<Key> keys = key.split(3);
        int m = width.width();
        return new Net(
                Random.normal(keys.get(0), INPUTS, m).times(width.deviation(Role.INPUT, INPUTS)),
                Random.normal(keys.get(1), m, m).times(width.deviation(Role.HIDDEN, m)),
                Random.normal(keys.get(2), m, 1).times(width.deviation(Role.OUTPUT, m)));
    }

    private static List<Tensor> activations(Net net, Data data, Tap tap) {
        Tensor first = tap.dense(data.x(), net.input(), null).tanh();
        Tensor second = tap.dense(first, net.hidden(), null).tanh();
        return List.of(first, second, tap.dense(second, net.output(), null).reshape(EXAMPLES));
    }

    private static Tensor losses(Tensor outputs, Data data) {
        return outputs.minus(data.y()).square().times(0.5);
    }

    private static Role role(String path) {
        return Role.valueOf(path.substring(1).toUpperCase(Locale.ROOT));
    }

    private static GradientTransformation<Net, ?> method(Method method, Net net, Data data) {
        Ridge ridge = new Ridge(0.1, Scale.TRACE);
        return switch (method) {
            case SGD -> new Sgd<>(RATE);
            case SHAMPOO ->
                new DistributedShampoo<>(
                        Schedules.constant(RATE),
                        DistributedShampoo.Options.BARE
                                .root(new Eigen(ridge))
                                .epsilon(1e-300)
                                .blockSize(1024));
            case KFAC, ONE_SIDED ->
                Kfac.of(
                                (Net n, Data d, Tap tap) ->
                                        activations(n, d, tap).getLast(),
                                SecondOrderWidthPaper::losses,
                                net,
                                data,
                                new Kfac.Options(
                                        Fisher.EMPIRICAL,
                                        new Kfac.Each(ridge, ridge),
                                        0,
                                        1,
                                        1,
                                        method == Method.KFAC ? 1 : 0))
                        .then(new ScaleByLearningRate<>(RATE));
        };
    }

    private static <S> Net moved(GradientTransformation<Net, S> method, Net net, Data data) {
        ValueAndGrad<Net> at = Gradus.valueAndGrad((Net n) -> losses(
                                activations(n, data, Tap.closed()).getLast(), data)
                        .mean())
                .apply(net);
        Info<Net> info = Info.of(net, at.value(), 0).withData(data);
        return Tree.plus(
                net, method.update(at.gradient(), method.init(net), info).update());
    }

    private static double[] slopes(Kind kind, Method method, List<Key> keys) {
        CoordinateCheck.Experiment step = (width, key) -> {
            List<Key> parts = key.split(3);
            Data data = new Data(Random.normal(parts.get(0), EXAMPLES, INPUTS), Random.normal(parts.get(1), EXAMPLES));
            WidthParameterization scales = new WidthParameterization(kind, width);
            Net net = net(scales, parts.get(2));
            var scaled = scales.scaled(method(method, net, data), method, (path, _) -> role(path));
            Net next = moved(scaled, net, data);
            return new CoordinateCheck.Activations(
                    activations(net, data, Tap.closed()), activations(next, data, Tap.closed()));
        };
        return CoordinateCheck.of(step, WIDTHS, keys).slopes();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        List<Key> keys = LongStream.range(0, 8).mapToObj(context::key).toList();
        for (Method method : new Method[] {Method.SGD, Method.KFAC, Method.SHAMPOO}) {
            double[] flat = slopes(Kind.MAXIMAL_UPDATE, method, keys);
            for (int i = 0; i < flat.length; i++) {
                out.close(method + ", maximal update: slope of the change of " + LAYERS[i], 0, flat[i], 0.1);
            }
            double steepest = 0;
            for (double slope : slopes(Kind.STANDARD, method, keys)) {
                steepest = Math.max(steepest, Math.abs(slope));
            }
            out.atLeast(method + ", standard: steepest slope", 0.3, steepest);
        }
        return out.done();
    }
}
