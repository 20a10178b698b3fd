package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values at the edges, and properties; accuracy in between is {@link ElementaryAccuracyTest}'s. */
class ElementaryTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double TINIEST = Double.MIN_VALUE;
    private static final double LARGEST = Double.MAX_VALUE;

    private static Arguments row(String name, DoubleUnaryOperator f, double... argumentsAndValues) {
        return Arguments.of(name, f, argumentsAndValues);
    }

    static Stream<Arguments> edges() {
        return Stream.of(
                row(
                        "exp",
                        Elementary::exp,
                        0,
                        1,
                        -0.0,
                        1,
                        INF,
                        INF,
                        -INF,
                        0,
                        NAN,
                        NAN,
                        710,
                        INF,
                        LARGEST,
                        INF,
                        709.782712893384,
                        0x1.fffffffffff2ap1023,
                        -745.1332191019412,
                        0,
                        -745.13321910194,
                        TINIEST,
                        -746,
                        0,
                        -LARGEST,
                        0,
                        TINIEST,
                        1,
                        -TINIEST,
                        1),
                row(
                        "expm1",
                        Elementary::expm1,
                        0,
                        0,
                        -0.0,
                        -0.0,
                        INF,
                        INF,
                        -INF,
                        -1,
                        NAN,
                        NAN,
                        710,
                        INF,
                        LARGEST,
                        INF,
                        -50,
                        -1,
                        -LARGEST,
                        -1,
                        TINIEST,
                        TINIEST,
                        -TINIEST,
                        -TINIEST,
                        1e-300,
                        1e-300),
                row(
                        "log",
                        Elementary::log,
                        1,
                        0,
                        0,
                        -INF,
                        -0.0,
                        -INF,
                        INF,
                        INF,
                        -INF,
                        NAN,
                        NAN,
                        NAN,
                        -1,
                        NAN,
                        -TINIEST,
                        NAN,
                        LARGEST,
                        709.782712893384,
                        TINIEST,
                        -744.4400719213812,
                        Double.MIN_NORMAL,
                        -708.3964185322641),
                row(
                        "log1p",
                        Elementary::log1p,
                        0,
                        0,
                        -0.0,
                        -0.0,
                        -1,
                        -INF,
                        INF,
                        INF,
                        -INF,
                        NAN,
                        NAN,
                        NAN,
                        -2,
                        NAN,
                        TINIEST,
                        TINIEST,
                        -TINIEST,
                        -TINIEST,
                        LARGEST,
                        709.782712893384,
                        Math.nextUp(-1.0),
                        -36.7368005696771),
                row(
                        "tanh",
                        Elementary::tanh,
                        0,
                        0,
                        -0.0,
                        -0.0,
                        INF,
                        1,
                        -INF,
                        -1,
                        NAN,
                        NAN,
                        25,
                        1,
                        -25,
                        -1,
                        LARGEST,
                        1,
                        TINIEST,
                        TINIEST,
                        -TINIEST,
                        -TINIEST,
                        -1e-300,
                        -1e-300),
                row(
                        "sigmoid",
                        Elementary::sigmoid,
                        0,
                        0.5,
                        -0.0,
                        0.5,
                        INF,
                        1,
                        -INF,
                        0,
                        NAN,
                        NAN,
                        40,
                        1,
                        -1e9,
                        0,
                        LARGEST,
                        1,
                        TINIEST,
                        0.5),
                row(
                        "softplus",
                        Elementary::softplus,
                        INF,
                        INF,
                        -INF,
                        0,
                        NAN,
                        NAN,
                        1000,
                        1000,
                        -1000,
                        0,
                        LARGEST,
                        LARGEST,
                        0,
                        0.6931471805599453),
                row(
                        "sin",
                        Elementary::sin,
                        0,
                        0,
                        -0.0,
                        -0.0,
                        INF,
                        NAN,
                        -INF,
                        NAN,
                        NAN,
                        NAN,
                        TINIEST,
                        TINIEST,
                        -TINIEST,
                        -TINIEST,
                        Math.PI,
                        1.2246467991473532e-16,
                        1e22,
                        StrictMath.sin(1e22)),
                row(
                        "cos",
                        Elementary::cos,
                        0,
                        1,
                        -0.0,
                        1,
                        INF,
                        NAN,
                        -INF,
                        NAN,
                        NAN,
                        NAN,
                        TINIEST,
                        1,
                        Math.PI,
                        -1,
                        1e22,
                        StrictMath.cos(1e22)),
                row(
                        "normalQuantile",
                        Elementary::normalQuantile,
                        0.5,
                        0,
                        0,
                        -INF,
                        -0.0,
                        -INF,
                        1,
                        INF,
                        -0.1,
                        NAN,
                        1.1,
                        NAN,
                        NAN,
                        NAN,
                        INF,
                        NAN),
                row("sqrt", Elementary::sqrt, 4, 2, -0.0, -0.0, -1, NAN, INF, INF, NAN, NAN),
                row("abs", Elementary::abs, -3, 3, -0.0, 0, -INF, INF, NAN, NAN),
                row("sign", Elementary::sign, -3, -1, 7, 1, 0, 0, -0.0, -0.0, INF, 1, -INF, -1, NAN, NAN, TINIEST, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edges")
    void valuesAtTheEdges(String name, DoubleUnaryOperator f, double[] argumentsAndValues) {
        for (int i = 0; i < argumentsAndValues.length; i += 2) {
            double x = argumentsAndValues[i];
            assertThat(f.applyAsDouble(x)).as("%s(%s)", name, x).isEqualTo(Double.valueOf(argumentsAndValues[i + 1]));
        }
    }

    @ParameterizedTest
    @MethodSource("monotone")
    void nowhereStepsTheWrongWay(String name, DoubleUnaryOperator f, double from, double to) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (int i = 0; i < 20_000; i++) {
            double x = random.nextDouble(from, to);
            double next = Math.nextUp(x);
            double step = f.applyAsDouble(next) - f.applyAsDouble(x);
            assertThat(step).as("%s at %s", name, x).isGreaterThanOrEqualTo(-Math.ulp(f.applyAsDouble(x)));
        }
    }

    static Stream<Arguments> monotone() {
        return Stream.of(
                Arguments.of("exp", (DoubleUnaryOperator) Elementary::exp, -700, 700),
                Arguments.of("expm1", (DoubleUnaryOperator) Elementary::expm1, -3, 3),
                Arguments.of("log", (DoubleUnaryOperator) Elementary::log, 1e-3, 10),
                Arguments.of("log1p", (DoubleUnaryOperator) Elementary::log1p, -0.9, 3),
                Arguments.of("tanh", (DoubleUnaryOperator) Elementary::tanh, -3, 3),
                Arguments.of("sigmoid", (DoubleUnaryOperator) Elementary::sigmoid, -30, 30));
    }

    @Test
    void oddFunctionsAreOddToTheLastBit() {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (int i = 0; i < 20_000; i++) {
            double x = Math.pow(2, random.nextDouble(-70, 19));
            assertThat(Elementary.tanh(-x)).isEqualTo(-Elementary.tanh(x));
            assertThat(Elementary.sin(-x)).isEqualTo(-Elementary.sin(x));
            assertThat(Elementary.cos(-x)).isEqualTo(Elementary.cos(x));
            assertThat(Math.abs(Elementary.tanh(x))).isLessThanOrEqualTo(1);
            assertThat(Math.abs(Elementary.sin(x))).isLessThanOrEqualTo(1);
        }
    }

    /** Computed with 200 bits by mpmath: √2·erfinv(2p - 1), and by root finding on the logarithm in the far tail. */
    @ParameterizedTest
    @CsvSource({
        "0.25,-0.6744897501960817432",
        "0.9,1.2815515655446005935",
        "0.925,1.4395314709384562291",
        "0.0749,-1.4402382675279636631",
        "0.0751,-1.4388253927525399824",
        "0.975,1.9599639845400538556",
        "0.01,-2.3263478740408410931",
        "0.001,-3.0902323061678135354",
        "1e-06,-4.7534243088228989573",
        "1e-09,-5.9978070150076868614",
        "1.3887943864964021e-11,-6.6579046435011035837",
        "1.38e-11,-6.6588385028507655283",
        "5.551115123125783e-17,-8.2923610758135955382",
        "1e-20,-9.2623400897984075796",
        "1e-100,-21.273453560965324294",
        "1e-300,-37.047096299361199237",
        "5e-324,-38.467405617144346251",
        "0.9999999999999999,8.2095361516013868556",
        "0.50000001,2.5066282872262044377e-8",
    })
    void normalQuantiles(double p, double expected) {
        double relative = Math.abs(Elementary.normalQuantile(p) - expected) / Math.abs(expected);
        assertThat(relative).isLessThanOrEqualTo(1.2e-15);
    }

    @Test
    void maxAndMinPropagateNaNAndOrderZeros() {
        assertThat(Elementary.max(NAN, 1)).isNaN();
        assertThat(Elementary.max(1, NAN)).isNaN();
        assertThat(Elementary.min(NAN, -INF)).isNaN();
        assertThat(Elementary.max(-0.0, 0)).isEqualTo(Double.valueOf(0.0));
        assertThat(Elementary.min(0, -0.0)).isEqualTo(Double.valueOf(-0.0));
        assertThat(Elementary.max(2, INF)).isEqualTo(INF);
        assertThat(Elementary.min(-INF, 3)).isEqualTo(-INF);
    }

    @Test
    void powFollowsJava() {
        assertThat(Elementary.pow(2, 10)).isEqualTo(1024);
        assertThat(Elementary.pow(-2, 3)).isEqualTo(-8);
        assertThat(Elementary.pow(-2, 0.5)).isNaN();
        assertThat(Elementary.pow(0, 0)).isEqualTo(1);
        assertThat(Elementary.pow(NAN, 0)).isEqualTo(1);
        assertThat(Elementary.pow(0, -1)).isEqualTo(INF);
        assertThat(Elementary.pow(1.1, 2)).isEqualTo(1.1 * 1.1);
    }
}
