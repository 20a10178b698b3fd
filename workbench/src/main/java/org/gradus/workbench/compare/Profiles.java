package org.gradus.workbench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Performance profiles: the share of instances on which a method reached the target with at most τ times the work of the best method
 * there (Dolan and Moré, Benchmarking optimization software with performance profiles, 2002). An instance is a problem with a seed; its
 * target is the loss that leaves 1 % of the best decrease that any method reached.
 */
final class Profiles {
    private static final double LEFT = 0.01;

    private Profiles() {}

    /** For each method the ratios of its work to the best, ascending; infinite where it never arrived. */
    static Map<String, double[]> of(List<Comparison.Result> results) {
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (Comparison.Result result : results) {
            int seeds = result.standings().isEmpty()
                    ? 0
                    : result.standings().getFirst().curves().size();
            for (int s = 0; s < seeds; s++) {
                add(ratios, result.standings(), s);
            }
        }
        Map<String, double[]> sorted = new LinkedHashMap<>();
        ratios.forEach((method, list) -> {
            double[] values = list.stream().mapToDouble(d -> d).sorted().toArray();
            sorted.put(method, values);
        });
        return sorted;
    }

    private static void add(Map<String, List<Double>> ratios, List<Standing> standings, int seed) {
        double first = standings.getFirst().curves().get(seed).first();
        double best = standings.stream()
                .mapToDouble(s -> s.curves().get(seed).best())
                .min()
                .orElseThrow();
        double target = best + LEFT * (first - best);
        double[] work = standings.stream()
                .mapToDouble(s -> Math.max(1, s.curves().get(seed).workTo(target)))
                .toArray();
        double least = Arrays.stream(work).min().orElseThrow();
        for (int i = 0; i < work.length; i++) {
            ratios.computeIfAbsent(standings.get(i).method(), _ -> new ArrayList<>())
                    .add(Double.isInfinite(least) ? Double.POSITIVE_INFINITY : work[i] / least);
        }
    }

    /** The share of instances with a ratio of at most τ. */
    static double share(double[] ratios, double tau) {
        return Arrays.stream(ratios).filter(r -> r <= tau).count() / (double) ratios.length;
    }
}
