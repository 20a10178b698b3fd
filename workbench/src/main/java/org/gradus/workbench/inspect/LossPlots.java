package org.gradus.workbench.inspect;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.Gradus;
import org.gradus.optim.curvature.LossPath;
import org.gradus.optim.curvature.LossPlane;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.gradus.workbench.plot.Axis;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Series;
import org.gradus.workbench.report.Text;
import org.gradus.workbench.tune.FittedRun;

/** The loss around a solution: along the line from the start, and on a plane that holds both. */
final class LossPlots {
    private static final int INTERVALS = 40;
    private static final int CELLS = 21;

    private LossPlots() {}

    /** Nothing when the solution is the start, and of processes, which have no start of their own. */
    static Map<String, Plot> of(FittedRun run) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        if (run.problem().model().process()) {
            return plots;
        }
        Tensor start = run.start();
        Tensor end = run.point();
        double distance = Tree.norm(end.minus(start)).item();
        if (!(distance > 0)) {
            return plots;
        }
        Fn<Tensor, Tensor> loss = Gradus.jit((Fn<Tensor, Tensor>) w -> run.objective(w, run.theta()));
        double[] fractions = IntStream.rangeClosed(0, INTERVALS + INTERVALS / 4)
                .mapToDouble(i -> (double) i / INTERVALS)
                .toArray();
        LossPath path = LossPath.at(loss, start, end, fractions);
        LossPath inside = LossPath.between(loss, start, end, INTERVALS);
        plots.put("loss-path", path(path, inside));
        Tensor direction = end.minus(start).div(distance);
        Tensor random = Random.normal(Key.of(0), end.size());
        if (end.size() > 1) {
            Tensor aside = LossPlane.towards(end, direction, end.plus(random));
            double[] along = steps(-1.25 * distance, 0.25 * distance);
            double[] across = steps(-0.75 * distance, 0.75 * distance);
            plots.put("loss-plane", plane(LossPlane.of(loss, end, direction, aside, along, across), distance));
        }
        return plots;
    }

    private static double[] steps(double from, double to) {
        return IntStream.range(0, CELLS)
                .mapToDouble(i -> from + (to - from) * i / (CELLS - 1))
                .toArray();
    }

    private static Plot path(LossPath path, LossPath inside) {
        String words = inside.descends()
                ? "It only falls on the way to the solution."
                : "On the way to the solution it rises by " + Text.number(inside.obstacle()) + " at most.";
        return new Plot.Lines(
                "Loss from the start to the solution",
                "Training loss plus penalty on the straight line from where fitting began, at 0, to the solution, at 1, and"
                        + " a quarter beyond. " + words,
                Axis.linear("share of the way"),
                Arrays.stream(path.values()).allMatch(v -> v > 0)
                        ? Axis.log("loss plus penalty")
                        : Axis.linear("loss plus penalty"),
                List.of(new Series("loss", path.at(), path.values(), Series.Style.LINE)),
                List.of(new Plot.Reference("solution", 1, true)),
                List.of());
    }

    private static Plot plane(LossPlane plane, double distance) {
        return new Plot.Surface(
                "Loss on a plane through the solution",
                "Training loss plus penalty around the solution: across, towards the solution from where fitting began; upward, in"
                        + " a random direction square to it.",
                Axis.linear("distance along the way from the start"),
                Axis.linear("distance aside"),
                plane.a(),
                plane.b(),
                plane.values(),
                List.of(new Plot.Place("start", -distance, 0), new Plot.Place("solution", 0, 0)),
                List.of());
    }
}
