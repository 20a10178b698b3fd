package org.gradus.plainjava;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.gradus.Differentiable;

/**
 * Times gradients and forward derivatives against the methods themselves: {@code java … org.gradus.plainjava.Timing
 * [REGEX]}. Processor time of the thread, best of several rounds, the three in turn.
 */
final class Timing {
    private Timing() {}

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static double sink;

    private record Row(String name, PlainJava.Function f, double[] x) {}

    private static List<Row> rows() {
        return List.of(
                new Row("rosenbrock1000", Kernels::rosenbrock, KernelsTest.scattered(1000, 0.7, 1.3)),
                new Row("nbody100", Kernels::bodies, KernelsTest.scattered(300, 0.7, 1.3)),
                new Row("matmul64", Kernels::matrixProduct, KernelsTest.scattered(2 * 64 * 64, -1, 1)),
                new Row("heat64x64x100", Kernels::heatMany, KernelsTest.scattered(64 * 64, -1, 1)),
                new Row("rk4 lotka-volterra 1000", Kernels::predatorsMany, new double[] {1.1, 0.4, 0.1, 0.4, 10, 5}),
                new Row("hmm 50x200", Kernels::hiddenMarkovLarge, KernelsTest.scattered(2500, -1, 1)),
                new Row("newton inside", Kernels::newtonInside, KernelsTest.scattered(50, 0.5, 2)),
                new Row("bisection inside", Kernels::bisectionInside, KernelsTest.scattered(50, 0.5, 2)),
                new Row("lu 50", Kernels::logDeterminant, KernelsTest.scattered(2500, -1, 1)),
                new Row("horner 50", Kernels::horner, KernelsTest.scattered(51, -1, 1)),
                new Row("black-scholes 1000", Kernels::blackScholes, KernelsTest.scattered(1000, 0.1, 0.5)),
                new Row("pendulum rk4 arrays", Kernels::pendulum, new double[] {0.7, 0.1, 1.2, 0.3}),
                new Row("logistic loss 20", Kernels::logisticLoss, KernelsTest.scattered(20, -1, 1)),
                new Row("softmax entropy 100", Kernels::softmaxEntropy, KernelsTest.scattered(100, -1, 1)),
                new Row("kalman", Kernels::kalman, new double[] {-1, -0.5, 0.9}),
                new Row("binomial tree", Kernels::binomialTree, new double[] {0.31, 0.04, 98.3, 100.7}),
                new Row("convolution 200", Kernels::convolution, KernelsTest.scattered(200, -1, 1)),
                new Row("cholesky 30", Kernels::cholesky, KernelsTest.scattered(900, -1, 1)),
                new Row("network", Kernels::network, KernelsTest.scattered(16, -1, 1)),
                new Row("bubble sort 60", Kernels::swaps, KernelsTest.scattered(60, -1, 1)),
                new Row("prefix products 500", Kernels::prefixProducts, KernelsTest.scattered(500, 0.9, 1.1)),
                new Row("nest", Kernels::nest, KernelsTest.scattered(20, -1, 1)),
                new Row("record loop", ObjectKernels::recordLoop, new double[] {0.9, 0.3, 1.4}),
                new Row("lambdas", ObjectKernels::lambdas, new double[] {0.9, 0.3, 1.4}),
                new Row("helpers 100", Kernels::helpers, KernelsTest.scattered(100, -1, 1)));
    }

    /** Prints a table. */
    public static void main(String[] arguments) {
        Pattern only = Pattern.compile(arguments.length > 0 ? arguments[0] : "");
        double[] ratios = new double[0];
        System.out.printf("%-26s %12s %9s %9s%n", "method", "primal µs", "gradient", "forward");
        for (Row row : rows()) {
            if (!only.matcher(row.name()).find()) {
                continue;
            }
            double[] times = time(row);
            ratios = Arrays.copyOf(ratios, ratios.length + 1);
            ratios[ratios.length - 1] = times[1] / times[0];
            System.out.printf(
                    "%-26s %12.2f %9.2f %9.2f%n", row.name(), times[0] * 1e6, times[1] / times[0], times[2] / times[0]);
        }
        Arrays.sort(ratios);
        System.out.printf("median %.2f, worst %.2f%n", ratios[ratios.length / 2], ratios[ratios.length - 1]);
    }

    private static double[] time(Row row) {
        Differentiable f = PlainJava.differentiate(row.f());
        double[] g = new double[row.x().length];
        double[] v = KernelsTest.scattered(g.length, -1, 1);
        List<Runnable> runs = List.of(
                () -> sink += row.f().apply(row.x()),
                () -> sink += f.valueAndGradient(row.x(), g),
                () -> sink += f.jvp(row.x(), v));
        int[] batch = new int[3];
        for (int round = 0; round < 3; round++) {
            for (int k = 0; k < 3; k++) {
                batch[k] = warm(runs.get(k));
            }
        }
        double[] best = new double[3];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int round = 0; round < 40; round++) {
            for (int k = 0; k < 3; k++) {
                long start = CLOCK.getCurrentThreadCpuTime();
                for (int i = 0; i < batch[k]; i++) {
                    runs.get(k).run();
                }
                best[k] = Math.min(best[k], (CLOCK.getCurrentThreadCpuTime() - start) * 1e-9 / batch[k]);
            }
        }
        return best;
    }

    /** Runs until the compiler has had its time; returns how many runs take about 3 ms. */
    private static int warm(Runnable run) {
        long start = System.nanoTime();
        long from = 0;
        int times = 0;
        int last = 0;
        while (System.nanoTime() - start < 400_000_000L) {
            if (from == 0 && System.nanoTime() - start > 300_000_000L) {
                from = CLOCK.getCurrentThreadCpuTime();
                last = times;
            }
            run.run();
            times++;
        }
        double each = from == 0 ? 1 : (CLOCK.getCurrentThreadCpuTime() - from) * 1e-9 / Math.max(1, times - last);
        return (int) Math.clamp(0.003 / each, 1, 1_000_000);
    }
}
