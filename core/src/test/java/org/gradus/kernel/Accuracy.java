package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** The largest error of a function over seeded points of every part of its domain, against a double-double reference. */
final class Accuracy {
    static final long SEED = 20250717;
    static final int POINTS = 120_000;

    /** Makes the arguments of one point. */
    interface Source {
        double[] next(SplittableRandom random);
    }

    /** The error of a result. */
    interface Measure {
        double error(double[] arguments, DoubleDouble expected, double actual);
    }

    /** A function of some numbers. */
    interface NumberFunction {
        double at(double[] arguments);
    }

    private final String name;
    private final NumberFunction function;
    private final Function<double[], DoubleDouble> reference;
    private final List<Source> sources = new ArrayList<>();
    private Measure measure = (arguments, expected, actual) -> expected.ulps(actual);
    private String unit = "ulp";

    private Accuracy(String name, NumberFunction function, Function<double[], DoubleDouble> reference) {
        this.name = name;
        this.function = function;
        this.reference = reference;
    }

    static Accuracy of(String name, DoubleUnaryOperator function, DoubleFunction<DoubleDouble> reference) {
        return new Accuracy(name, a -> function.applyAsDouble(a[0]), a -> reference.apply(a[0]));
    }

    static Accuracy of(String name, DoubleBinaryOperator function, BinaryReference reference) {
        return new Accuracy(name, a -> function.applyAsDouble(a[0], a[1]), a -> reference.at(a[0], a[1]));
    }

    /** A reference of two numbers. */
    interface BinaryReference {
        DoubleDouble at(double x, double y);
    }

    /** Points evenly spread over a range. */
    Accuracy uniform(double low, double high) {
        return on(r -> new double[] {low + r.nextDouble() * (high - low)});
    }

    /** Points whose binary logarithm is evenly spread, of both signs. */
    Accuracy sizes(double low, double high) {
        return on(r -> new double[] {size(r, low, high) * (r.nextBoolean() ? 1 : -1)});
    }

    /** Positive points whose binary logarithm is evenly spread. */
    Accuracy positiveSizes(double low, double high) {
        return on(r -> new double[] {size(r, low, high)});
    }

    /** Points at a distance of 2^low to 2^high on both sides of a number. */
    Accuracy near(double point, double low, double high) {
        return on(r -> new double[] {point + size(r, low, high) * (r.nextBoolean() ? 1 : -1)});
    }

    Accuracy on(Source source) {
        sources.add(source);
        return this;
    }

    Accuracy measuredBy(String ofWhat, Measure another) {
        unit = ofWhat;
        measure = another;
        return this;
    }

    static double size(SplittableRandom random, double low, double high) {
        double e = low + random.nextDouble() * (high - low);
        double k = Math.floor(e);
        return Math.scalb(1 + random.nextDouble(), (int) k);
    }

    /** Measures, prints, and fails if the bound is exceeded. */
    void staysBelow(double bound) {
        SplittableRandom random = new SplittableRandom(SEED);
        double worst = 0;
        double[] worstAt = {};
        for (int i = 0; i < POINTS; i++) {
            double[] point = sources.get(i % sources.size()).next(random);
            double error = measure.error(point, reference.apply(point), function.at(point));
            if (!(error <= worst)) {
                worst = error;
                worstAt = point;
            }
        }
        String at = Arrays.toString(worstAt);
        System.out.printf(
                "%s: largest error %.4g %s at %s (%d points, seed %d)%n", name, worst, unit, at, POINTS, SEED);
        assertThat(worst).as("%s at %s, seed %d", name, at, SEED).isLessThanOrEqualTo(bound);
    }
}
