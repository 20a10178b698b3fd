package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.stream.Stream;
import org.gradus.Gradus;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss after five steps, differentiated through the steps with respect to hyperparameters. */
class HypergradientTest {
    private static final double[] START = {-1.2, 1, 0.3};

    record Row(String name, Fn<Tensor, GradientTransformation<Tensor, ?>> method, double at, boolean zeroEntry) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        Schedule rate = Schedules.constant(0.01);
        Schedule b1 = Schedules.constant(0.9);
        Schedule b2 = Schedules.constant(0.999);
        return Stream.of(
                new Row("Adam's rate", h -> new Adam<>(Schedules.constant(h)), 0.05, false),
                new Row("Adam's b1", h -> new Adam<>(rate, Schedules.constant(h), b2, 1e-8, 0), 0.8, false),
                new Row("Adam's b2", h -> new Adam<>(rate, b1, Schedules.constant(h), 1e-8, 0), 0.9, false),
                new Row("AdamW's decay", h -> new AdamW<>(rate, Schedules.constant(h)), 0.1, false),
                new Row("momentum", h -> new Sgd<>(Schedules.constant(1e-4), Schedules.constant(h), true), 0.7, false),
                new Row("SGD's rate", h -> new Sgd<>(Schedules.constant(h)), 1e-4, false),
                new Row("Adagrad's rate", h -> new Adagrad<>(Schedules.constant(h)), 0.05, false),
                new Row("AMSGrad's rate", h -> new AmsGrad<>(Schedules.constant(h)), 0.05, false),
                new Row("Adan's rate", h -> new Adan<>(Schedules.constant(h)), 0.05, false),
                new Row("LAMB's rate", h -> lamb(Schedules.constant(h)), 0.05, false),
                new Row("Shampoo's rate", h -> new Shampoo<>(Schedules.constant(h)), 0.05, false),
                new Row("Prodigy's rate", h -> new Prodigy<>(Schedules.constant(h)), 1, false),
                new Row(
                        "AdEMAMix's mix",
                        h -> new AdEMAMix<>(rate, rate, b1, b2, b1, Schedules.constant(h), 1e-8),
                        5,
                        false),
                new Row("RMSprop's decay", h -> rmsProp(Schedules.constant(h)), 0.9, false),
                new Row(
                        "lookahead's inner rate",
                        h -> new Lookahead<>(new Adam<>(Schedules.constant(h)), 2, 0.5),
                        0.05,
                        false),
                new Row("masked decay", h -> masked(Schedules.constant(h)), 0.1, false),
                new Row(
                        "clipped, accumulated rate",
                        h -> new ClipByGlobalNorm<Tensor>(3)
                                .then(new Accumulate<>(new Sgd<>(Schedules.constant(h)), 2)),
                        0.05,
                        false),
                new Row(
                        "skipping, Adagrad with an entry at rest",
                        h -> new SkipNonFinite<>(new Adagrad<>(Schedules.constant(h)), 3),
                        0.05,
                        true),
                new Row("Adam's rate, an entry without gradient", h -> new Adam<>(Schedules.constant(h)), 0.05, true));
    }

    private static Lamb<Tensor> lamb(Schedule rate) {
        Schedule none = Schedules.constant(0);
        Schedule b = Schedules.constant(0.9);
        return new Lamb<>(rate, none, b, b, 1e-6, Double.POSITIVE_INFINITY, LayerScope.ALL);
    }

    private static RmsProp<Tensor> rmsProp(Schedule decay) {
        return new RmsProp<>(Schedules.constant(0.01), decay, 1e-8, Schedules.constant(0.5), true, EpsilonPlace.INSIDE);
    }

    private static GradientTransformation<Tensor, ?> masked(Schedule decay) {
        return new Masked<Tensor, Stateless>(new AddDecayedWeights<>(decay), LeafFilter.path("")).then(new Sgd<>(1e-3));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void agreesWithFiniteDifferences(Row row) {
        Fn<Tensor, Tensor> loss = row.zeroEntry()
                ? x -> Problems.rosenbrock(x.slice(0, 0, 2)).plus(x.get(2).times(0))
                : Problems::rosenbrock;
        Fn<Tensor, Tensor> trained = h -> loss.apply(Descent.run(row.method().apply(h), loss, tensor(START), 5));
        double exact = Gradus.grad(trained).apply(Tensors.scalar(row.at())).item();
        double step = 1e-4 * row.at();
        double outer = difference(trained, row.at(), 2 * step);
        double inner = difference(trained, row.at(), step);
        double richardson = (4 * inner - outer) / 3;
        assertThat(exact).isNotZero().isCloseTo(richardson, within(1e-6 * Math.abs(richardson) + 1e-9));
    }

    private static double difference(Fn<Tensor, Tensor> f, double at, double step) {
        double up = f.apply(Tensors.scalar(at + step)).item();
        double down = f.apply(Tensors.scalar(at - step)).item();
        return (up - down) / (2 * step);
    }
}
