package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Adadelta;
import org.gradus.optim.Adagrad;
import org.gradus.optim.Adam;
import org.gradus.optim.Adamax;
import org.gradus.optim.ElasticAveraging;
import org.gradus.optim.EpsilonPlace;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.NAdam;
import org.gradus.optim.RmsProp;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Two steps of each classic, and workers tied to a centre. */
final class OverviewPaper implements Reproduction {
    private static final double DIGITS = 1e-8;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "ruder-gd-overview", "An overview of gradient descent optimization algorithms", 2016);
    }

    @Override
    public String claim() {
        return "The update rules and default settings that most libraries use.";
    }

    private static Schedule c(double value) {
        return Schedules.constant(value);
    }

    private static void two(
            Outcome.Builder out, String name, GradientTransformation<Tensor, ?> method, double first, double second) {
        double[] path = Drive.feed(method, 0, 1, 0.5);
        out.close(name + ": first step", first, -path[0], DIGITS);
        out.close(name + ": second step", second, path[0] - path[1], DIGITS);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        two(out, "Adagrad", new Adagrad<>(c(0.01), 0, 0, 1e-8, EpsilonPlace.INSIDE), 0.01, 0.00447214);
        two(out, "Adadelta", new Adadelta<>(), 0.00316226, 0.00208513);
        two(
                out,
                "RMSprop",
                new RmsProp<>(c(0.001), c(0.9), 1e-8, c(0), false, EpsilonPlace.INSIDE),
                0.00316228,
                0.00147442);
        two(out, "Adam", new Adam<>(0.001), 0.001, 0.00093218);
        two(out, "AdaMax", new Adamax<>(c(0.002)), 0.002, 0.00147516);
        two(out, "Nadam", new NAdam<>(c(0.001), c(0.9), c(0.999), 1e-8, 0.004, NAdam.Form.PLAIN), 0.0019, 0.00117188);
        double[] momentum = Drive.feed(new Sgd<>(0.1, 0.9), 1, 1, 0.5);
        out.close("momentum, gradients 1, .5: x_1", 0.9, momentum[0], DIGITS);
        out.close("momentum, gradients 1, .5: x_2", 0.76, momentum[1], DIGITS);
        double[] heavy = new double[3];
        double[] ahead = new double[3];
        Drive.run(
                new Sgd<Tensor>(0.1, 0.9),
                (Tensor x) -> x.square().div(2),
                Tensors.scalar(1),
                2,
                Key.of(0),
                (t, at) -> heavy[t] = at.params().item());
        // The parameters of this form are the points at which Nesterov's gradient is taken, x - alpha mu v.
        Drive.run(
                new Sgd<Tensor>(c(0.1), c(0.9), true),
                (Tensor x) -> x.square().div(2),
                Tensors.scalar(1),
                2,
                Key.of(0),
                (t, at) -> ahead[t] = at.params().item()
                        + 0.09 * at.state().momentum().getFirst().velocity().item());
        out.close("momentum on a parabola: x_1", 0.9, heavy[1], DIGITS);
        out.close("momentum on a parabola: x_2", 0.72, heavy[2], DIGITS);
        out.close("Nesterov on a parabola: x_1", 0.9, ahead[1], DIGITS);
        out.close("Nesterov on a parabola: x_2", 0.729, ahead[2], DIGITS);
        elastic(context, out);
        return out.done();
    }

    private static void elastic(Context context, Outcome.Builder out) {
        ElasticAveraging method = new ElasticAveraging(0.1, 0.9);
        Tensor minimum = Tensors.tensor(1.0, -2.0, 0.5);
        List<Tensor> workers = new ArrayList<>();
        List<Tensor> none = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(Random.normal(context.key(i), 3));
            none.add(Tensors.zeros(3));
        }
        var state = new ElasticAveraging.State<>(workers, Random.normal(context.key(9), 3));
        Tensor before = total(state);
        var still = state;
        for (int t = 0; t < 100; t++) {
            still = method.step(still, none);
        }
        for (int t = 0; t < 400; t++) {
            List<Tensor> slopes =
                    state.workers().stream().map(x -> x.minus(minimum)).toList();
            state = method.step(state, slopes);
        }
        out.atMost(
                "elastic averaging: distance of the centre from the minimum",
                1e-6,
                Drive.largest(state.center().minus(minimum)));
        out.atMost(
                "elastic averaging without gradients: change of the sum",
                1e-12,
                Drive.largest(total(still).minus(before)));
    }

    private static Tensor total(ElasticAveraging.State<Tensor> state) {
        Tensor sum = state.center();
        for (Tensor worker : state.workers()) {
            sum = Tree.plus(sum, worker);
        }
        return sum;
    }
}
