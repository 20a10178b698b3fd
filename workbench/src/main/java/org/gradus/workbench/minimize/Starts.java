package org.gradus.workbench.minimize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradus.optim.Bounds;
import org.gradus.workbench.minimize.MinimizeResult.Minimum;
import org.gradus.workbench.minimize.MinimizeResult.Outcome;

/**
 * Starts of a global search: the given one first, then points drawn uniformly between finite bounds, and where there are
 * none normally around the start, with its size or 1 as the standard deviation.
 */
@SuppressWarnings("ArrayRecordComponent")
record Starts(double[] start, Bounds bounds, long seed) {

    List<double[]> take(int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<double[]> points = new ArrayList<>();
        points.add(start);
        while (points.size() < count) {
            double[] point = new double[start.length];
            for (int i = 0; i < point.length; i++) {
                double low = bounds.lower()[i];
                double high = bounds.upper()[i];
                boolean finite = Double.isFinite(low) && Double.isFinite(high);
                point[i] = finite
                        ? low + random.nextDouble() * (high - low)
                        : start[i] + random.nextGaussian() * Math.max(1, Math.abs(start[i]));
            }
            points.add(bounds.project(point));
        }
        return points;
    }

    /** The distinct ends that satisfy the constraints, by value. */
    static List<Minimum> distinct(List<Outcome> outcomes) {
        List<Minimum> found = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            double[] point = outcome.solution().point();
            double value = outcome.solution().value();
            if (!Double.isFinite(value)
                    || outcome.violation() > 1e-6
                    || !outcome.solution().isConverged()) {
                continue;
            }
            int same = -1;
            for (int i = 0; i < found.size() && same < 0; i++) {
                same = near(found.get(i), point, value) ? i : -1;
            }
            if (same < 0) {
                found.add(new Minimum(point, value, 1, "converged"));
            } else {
                Minimum old = found.get(same);
                boolean better = value < old.value();
                found.set(
                        same,
                        new Minimum(
                                better ? point : old.point(),
                                better ? value : old.value(),
                                old.found() + 1,
                                old.status()));
            }
        }
        found.sort(Comparator.comparingDouble(Minimum::value));
        return List.copyOf(found);
    }

    private static boolean near(Minimum old, double[] point, double value) {
        if (Math.abs(old.value() - value) > 1e-6 * (1e-6 + Math.max(Math.abs(value), Math.abs(old.value())))) {
            return false;
        }
        for (int i = 0; i < point.length; i++) {
            if (Math.abs(old.point()[i] - point[i]) > 1e-4 * (1 + Math.abs(point[i]))) {
                return false;
            }
        }
        return true;
    }
}
