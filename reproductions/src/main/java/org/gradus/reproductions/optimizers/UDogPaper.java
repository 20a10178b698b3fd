package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Dog;
import org.gradus.optim.Schedules;
import org.gradus.optim.UDog;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Exact traces, acceleration on quadratics, and independence of scales. */
final class UDogPaper implements Reproduction {
    private static final double[] X = {1, 0.5, 1.5, 0.737170825, 0.197720151, 1.058029153};
    private static final double[] Y = {-0.5, 0.5, 0.025658351, -0.490527050, 0.197720151, -0.367613620};

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("u-dog", "Accelerated Parameter-Free Stochastic Optimization", 2024);
    }

    @Override
    public String claim() {
        return "Near-optimal rates for smooth stochastic convex optimization without knowing distance or noise.";
    }

    /** A run of U-DoG, whose states are kept. */
    private static List<UDog.State<Tensor>> states(Fn<Tensor, Tensor> f, Tensor start, double relative, int steps) {
        List<UDog.State<Tensor>> states = new ArrayList<>();
        Drive.run(new UDog<>(relative), f, start, steps, Key.of(0), (t, at) -> states.add(at.state()));
        return states;
    }

    private static double missed(Tensor point, double... expected) {
        return Drive.largest(point.minus(Tensors.tensor(expected).reshape(point.shape())));
    }

    /** Eigenvalues from 1e-3 to 1, on a log scale. */
    private static Tensor eigenvalues() {
        double[] d = new double[50];
        java.util.Arrays.setAll(d, i -> Math.pow(1e3, i / 49.0 - 1));
        return Tensors.tensor(d);
    }

    private static Fn<Tensor, Tensor> bowl(Tensor minimum, double factor) {
        Tensor d = eigenvalues();
        return x -> x.minus(minimum).square().times(d).sum().times(0.5 * factor);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        List<UDog.State<Tensor>> one = states(x -> x.minus(0.7).abs(), Tensors.scalar(0), 1, 6);
        double worstX = 0;
        double worstY = 0;
        for (int t = 0; t < 6; t++) {
            worstX = Math.max(worstX, Math.abs(one.get(t).x().item() - X[t]));
            worstY = Math.max(worstY, Math.abs(one.get(t).y().item() - Y[t]));
        }
        out.atMost("|x-0.7|: largest error of x_1 .. x_6", 1e-8, worstX);
        out.atMost("|x-0.7|: largest error of y_1 .. y_6", 1e-8, worstY);
        out.close("|x-0.7|: output", 0.789117011, one.get(5).average().item(), 1e-8);

        Fn<Tensor, Tensor> two = x ->
                x.get(0).minus(1).square().div(2).plus(x.get(1).plus(2).square().times(2));
        List<UDog.State<Tensor>> trace = states(two, Tensors.zeros(2), 0.5, 3);
        out.atMost("quadratic: error of x_1", 1e-8, missed(trace.get(0).x(), 0.062017367, -0.496138938));
        out.atMost("quadratic: error of y_1", 1e-8, missed(trace.get(0).y(), 0.058171213, -0.373062015));
        out.atMost("quadratic: error of x_3", 1e-8, missed(trace.get(2).x(), 0.256643995, -1.493543814));
        out.atMost("quadratic: error of y_3", 1e-8, missed(trace.get(2).y(), 0.246150343, -1.256343296));

        double worst = 0;
        double leastDog = Double.POSITIVE_INFINITY;
        double worstTuned = 0;
        for (int seed = 0; seed < 8; seed++) {
            Tensor minimum = Random.normal(context.key(seed), 50);
            Fn<Tensor, Tensor> f = bowl(minimum, 1);
            for (double relative : new double[] {1e-8, 1e-6, 1e-4, 1e-2}) {
                double gap = f.apply(Drive.run(new UDog<>(relative), f, Tensors.zeros(50), 1000)
                                .state()
                                .average())
                        .item();
                worstTuned = Math.max(worstTuned, gap);
                worst = relative == 1e-6 ? Math.max(worst, gap) : worst;
            }
            Dog<Tensor> dog = new Dog<>(Schedules.constant(1), 1e-6, 1e-8, false, Dog.Averaging.DISTANCE);
            Tensor average = Drive.run(dog, f, Tensors.zeros(50), 2000).state().average();
            leastDog = Math.min(leastDog, f.apply(average).item());
        }
        out.atMost("50 dimensions, 8 seeds: largest gap after 1000 steps", 1e-6, worst);
        out.atLeast("50 dimensions, 8 seeds: smallest gap of averaged DoG after 2000 steps", 5e-4, leastDog);
        out.atMost("50 dimensions: largest gap over first steps 1e-8 .. 1e-2", 1e-6, worstTuned);

        Tensor minimum = Random.normal(context.key(0), 50);
        Tensor plain =
                states(bowl(minimum, 1), Tensors.zeros(50), 1e-6, 200).get(199).x();
        Tensor power = states(bowl(minimum, 1024), Tensors.zeros(50), 1e-6, 200)
                .get(199)
                .x();
        Tensor thousand = states(bowl(minimum, 1000), Tensors.zeros(50), 1e-6, 200)
                .get(199)
                .x();
        out.atMost("f times 1024: largest change of x after 200 steps", 1e-12, Drive.largest(power.minus(plain)));
        out.atMost("f times 1000: largest change of x after 200 steps", 1e-9, Drive.largest(thousand.minus(plain)));
        return out.done();
    }
}
