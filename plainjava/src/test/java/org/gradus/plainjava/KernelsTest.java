package org.gradus.plainjava;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of typical methods against differences. */
class KernelsTest {

    record Case(String name, PlainJava.Function f, double[] x, double step) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, PlainJava.Function f, double... x) {
        return new Case(name, f, x, 0.05);
    }

    /** A case at n scattered points between lo and hi. */
    private static Case at(String name, PlainJava.Function f, int n, double lo, double hi) {
        return new Case(name, f, scattered(n, lo, hi), 0.02);
    }

    static double[] scattered(int n, double lo, double hi) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double u = (i * 0.61803398875 + 0.137) % 1;
            x[i] = lo + (hi - lo) * u;
        }
        return x;
    }

    static List<Case> cases() {
        List<Case> all = List.of(
                of("rosenbrock", Kernels::rosenbrock, -1.2, 1, 0.5, 2),
                at("bodies", Kernels::bodies, 12, -1, 1),
                at("matrixProduct", Kernels::matrixProduct, 18, -1, 1),
                at("heatFew", Kernels::heatFew, 25, -1, 1),
                of("predatorsFew", Kernels::predatorsFew, 1.1, 0.4, 0.1, 0.4, 10, 5),
                of("pendulum", Kernels::pendulum, 0.7, 0.1, 1.2, 0.3),
                at("hiddenMarkovSmall", Kernels::hiddenMarkovSmall, 18, -1, 1),
                at("newtonInside", Kernels::newtonInside, 5, 0.5, 2),
                at("logDeterminant", Kernels::logDeterminant, 16, -1, 1),
                at("linearSystem", Kernels::linearSystem, 20, -1, 1),
                at("horner", Kernels::horner, 6, -1, 1),
                new Case("blackScholes", Kernels::blackScholes, scattered(7, 0.1, 0.5), 0.003),
                at("logisticLoss", Kernels::logisticLoss, 4, -1, 1),
                at("softmaxEntropy", Kernels::softmaxEntropy, 5, -1, 1),
                at("jumps", Kernels::jumps, 6, -1, 1),
                at("newSwitch", Kernels::newSwitch, 7, -1, 1),
                of("whileTrue", Kernels::whileTrue, 0.3, 0.7, 0.2),
                of("aliases", Kernels::aliases, 0.3, 0.7, 0.2, 1.1),
                of("overwrites", Kernels::overwrites, 0.3, 0.7, 0.2, 1.1),
                of("prefixProducts", Kernels::prefixProducts, 0.3, 0.7, 0.2, 1.1),
                new Case("mathFunctions", Kernels::mathFunctions, new double[] {1.23, 2.47}, 0.01),
                of("helpers", Kernels::helpers, 0.3, 0.7, 0.2, 1.1),
                of("guarded", Kernels::guarded, 0.3, 0.7, -0.2, 1.1),
                of("nest", Kernels::nest, 0.3, 0.7, -0.2, 1.1),
                of("liveOut", Kernels::liveOut, 0.3, 0.75, -0.2, 1.1),
                of("swaps", Kernels::swaps, 0.9, 0.3, -0.4, 1.5),
                of("fibonacciSwap", Kernels::fibonacciSwap, 0.9, 0.3, -0.4),
                of("ragged", Kernels::ragged, 0.9, 0.3, -0.4, 1.5),
                of("cube3d", Kernels::cube3d, 0.9, 0.3, -0.4, 1.5),
                of("constants", Kernels::constants, 0.9, 0.3),
                of("interpolation", Kernels::interpolation, 0.4, 1.3, 2.6, -3.4),
                of("kalman", Kernels::kalman, -1, -0.5, 0.9),
                new Case("binomialTree", Kernels::binomialTree, new double[] {0.31, 0.04, 98.3, 100.7}, 1e-3),
                at("convolution", Kernels::convolution, 7, -1, 1),
                at("cholesky", Kernels::cholesky, 16, -1, 1),
                at("network", Kernels::network, 16, -1, 1),
                of("recordLoop", ObjectKernels::recordLoop, 0.9, 0.3, 1.4),
                at("recordsInArrays", ObjectKernels::recordsInArrays, 9, -1, 1),
                of("mutable", ObjectKernels::mutable, 0.9, 0.3, -1.4),
                of("mutableInArrays", ObjectKernels::mutableInArrays, 0.9, 0.3, -1.4),
                of("shapes", ObjectKernels::shapes, 0.9, 0.3, -1.4, 0.2, 0.5),
                of("lambdas", ObjectKernels::lambdas, 0.9, 0.3, -1.4),
                of("boxed", ObjectKernels::boxed, 0.9, 0.3, -1.4),
                of("patterns", ObjectKernels::patterns, 0.9, 0.3, -1.4, 0.2, 0.5),
                of("enums", ObjectKernels::enums, 0.9, 0.3, -1.4, 0.2, 0.5),
                of("visibleTarget", ObjectKernels::visibleTarget, 0.9, 0.3),
                of("instance", new ObjectKernels.Fit()::cost, 0.9, 0.3),
                of(
                        "record",
                        new ObjectKernels.Data(new double[] {1, 2, 3}, new ObjectKernels.Vec(1, 2))::cost,
                        0.9,
                        0.3));
        String only = System.getProperty("gradus.ops");
        return only == null
                ? all
                : all.stream()
                        .filter(c -> Pattern.compile(only).matcher(c.name()).find())
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithDifferences(Case c) {
        Differences.check(c.name(), PlainJava.differentiate(c.f()), c.x(), c.step());
    }
}
