package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors in ulps against double-double references, over seeded points of every part of the domains. */
class ElementaryAccuracyTest {
    private static final long SEED = 20250717;
    private static final int POINTS = 120_000;

    record Case(
            String name,
            DoubleUnaryOperator function,
            DoubleFunction<DoubleDouble> reference,
            DoubleFunction<double[]> domain,
            double bound) {
        @Override
        public String toString() {
            return name + " ≤ " + bound + " ulp";
        }
    }

    /** Turns a uniform number into points: the ranges by turns. */
    private static DoubleFunction<double[]> ranges(double... limits) {
        return u -> {
            double[] points = new double[limits.length / 2];
            for (int i = 0; i < points.length; i++) {
                points[i] = limits[2 * i] + u * (limits[2 * i + 1] - limits[2 * i]);
            }
            return points;
        };
    }

    /** Points whose size is spread over powers of two, of both signs. */
    private static DoubleFunction<double[]> sizes(double lowest, double highest) {
        return u -> {
            double size = Math.pow(2, lowest + u * (highest - lowest));
            return new double[] {size, -size};
        };
    }

    private static DoubleFunction<double[]> both(DoubleFunction<double[]> f, DoubleFunction<double[]> g) {
        return u -> java.util.stream.DoubleStream.concat(
                        java.util.Arrays.stream(f.apply(u)), java.util.Arrays.stream(g.apply(u)))
                .toArray();
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("exp", Elementary::exp, DoubleDouble::exp, ranges(-700, 709.7, -2, 2, -0.4, 0.4), 0.9),
                new Case(
                        "expm1",
                        Elementary::expm1,
                        DoubleDouble::expm1,
                        both(ranges(-50, 709.7, -3, 3, -0.4, 0.4), sizes(-60, 1)),
                        1.0),
                new Case(
                        "log",
                        Elementary::log,
                        DoubleDouble::log,
                        both(ranges(0.5, 2, 0.99, 1.01, 1e-300, 10), u -> new double[] {Math.pow(2, -1022 + 2045 * u)}),
                        1.0),
                new Case(
                        "log1p",
                        Elementary::log1p,
                        DoubleDouble::log1p,
                        both(ranges(-0.9999, 4, -0.5, 0.5, -0.3, 1.9, 0, 1e6), u ->
                                new double[] {Math.pow(2, -60 + 1083 * u), -Math.pow(2, -60 * u)}),
                        1.1),
                new Case(
                        "tanh", Elementary::tanh, DoubleDouble::tanh, both(ranges(-25, 25, -1, 1), sizes(-60, 5)), 0.8),
                new Case("sigmoid", Elementary::sigmoid, DoubleDouble::sigmoid, ranges(-700, 40, -40, 40, -1, 1), 1.5),
                new Case("softplus", Elementary::softplus, DoubleDouble::softplus, ranges(-700, 40, -40, 40, -1, 1), 2),
                new Case(
                        "sin",
                        Elementary::sin,
                        x -> turned(x, 0),
                        both(ranges(-7, 7, -0.8, 0.8, 0x1p20, -0x1p20), sizes(-60, 20)),
                        0.8),
                new Case(
                        "cos",
                        Elementary::cos,
                        x -> turned(x, 1),
                        both(ranges(-7, 7, 0x1p20, -0x1p20), sizes(-60, 20)),
                        0.8));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void errorStaysBelowTheBound(Case c) {
        SplittableRandom random = new SplittableRandom(SEED);
        double worst = 0;
        double worstAt = 0;
        int count = 0;
        while (count < POINTS) {
            for (double x : c.domain.apply(random.nextDouble())) {
                double ulps = c.reference.apply(x).ulps(c.function.applyAsDouble(x));
                count++;
                if (!(ulps <= worst)) {
                    worst = ulps;
                    worstAt = x;
                }
            }
        }
        System.out.printf(
                "%s: largest error %.4f ulp at %s (%d points, seed %d)%n", c.name, worst, worstAt, count, SEED);
        assertThat(worst).as("%s at %s, seed %d", c.name, worstAt, SEED).isLessThanOrEqualTo(c.bound);
    }

    @Test
    void subnormalResultsOfExpAreAsAccurate() {
        SplittableRandom random = new SplittableRandom(SEED);
        double worst = 0;
        for (int i = 0; i < POINTS; i++) {
            double x = -745.2 + 37.2 * random.nextDouble();
            double y = Elementary.exp(x);
            int k = DoubleDouble.exponent(x);
            double difference = Math.abs(DoubleDouble.expMantissa(x)
                    .minus(DoubleDouble.of(scalb(y, -k)))
                    .high());
            worst = Math.max(worst, difference / scalb(Math.ulp(y), -k));
        }
        System.out.printf("exp, subnormal results: largest error %.4f ulp%n", worst);
        assertThat(worst).isLessThanOrEqualTo(0.9);
    }

    private static double scalb(double x, int k) {
        return x * Math.scalb(1.0, k / 2) * Math.scalb(1.0, k - k / 2);
    }

    @Test
    void subnormalArgumentsOfLogAreWithinOneUlp() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            double x = Double.longBitsToDouble(random.nextLong(1, 1L << (1 + i % 52)));
            DoubleDouble expected = DoubleDouble.log(x * 0x1p200).minus(DoubleDouble.LN2.times(DoubleDouble.of(200)));
            assertThat(expected.ulps(Elementary.log(x))).as("log(%s)", x).isLessThanOrEqualTo(1.0);
        }
    }

    private static final BigDecimal HALF_PI = new BigDecimal("1.57079632679489661923132169163975144209858469968755291"
            + "04874722961539082031431044993140174126710585339910740432566411533");

    /** sin(x + turn·π/2), reduced in decimal arithmetic. */
    private static DoubleDouble turned(double x, int turn) {
        BigDecimal exact = new BigDecimal(x);
        long quadrants = Math.round(x / (Math.PI / 2));
        BigDecimal r = exact.subtract(HALF_PI.multiply(BigDecimal.valueOf(quadrants)), new MathContext(60));
        double high = r.doubleValue();
        double low = r.subtract(new BigDecimal(high)).doubleValue();
        DoubleDouble angle = new DoubleDouble(high, low);
        long q = quadrants + turn & 3;
        DoubleDouble value = (q & 1) == 0 ? DoubleDouble.sinNear0(angle) : DoubleDouble.cosNear0(angle);
        return q < 2 ? value : value.negated();
    }

    @Test
    void sineIsAccurateAtMultiplesOfPi() {
        double worst = 0;
        for (int k = 1; k < 600_000; k += 7) {
            double x = k * (Math.PI / 2);
            worst = Math.max(worst, turned(x, 0).ulps(Elementary.sin(x)));
            worst = Math.max(worst, turned(x, 1).ulps(Elementary.cos(x)));
        }
        System.out.printf("sin, cos at k·π/2: largest error %.4f ulp%n", worst);
        assertThat(worst).isLessThanOrEqualTo(0.8);
    }
}
