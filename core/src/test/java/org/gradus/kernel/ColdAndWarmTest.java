package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.kernel.Loops.DoubleUnary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of everything that runs in Java do not depend on how the JVM runs it: interpreted, compiled, vectorized. */
class ColdAndWarmTest {
    private static final int N = 4000;

    /** Prints a hash of the bits of many results. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            System.out.println("bits " + Long.toHexString(hash()));
        }
    }

    private static long hash() {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        double[] x = new double[N];
        double[] usual = new double[N];
        for (int i = 0; i < N; i++) {
            usual[i] = random.nextDouble(-5, 5);
            x[i] = i % 2 == 0 ? usual[i] : Double.longBitsToDouble(random.nextLong());
        }
        double[] out = new double[N];
        long hash = 1;
        List<DoubleUnary> functions = List.of(
                Elementary::exp,
                Elementary::expm1,
                Elementary::log,
                Elementary::log1p,
                Elementary::tanh,
                Elementary::sigmoid,
                Elementary::softplus,
                Elementary::sin,
                Elementary::cos,
                v -> Elementary.normalQuantile(Math.abs(v) / 6),
                v -> Elementary.pow(Math.abs(v), 0.3));
        for (DoubleUnary f : functions) {
            Loops.map(f, x, out, N);
            hash = mixed(hash, out);
        }
        ElementaryLoops.exp(x, out, N);
        hash = mixed(hash, out);
        ElementaryLoops.tanh(x, out, N);
        hash = mixed(hash, out);
        Reductions.sum(usual, out, 1, N, 1);
        Reductions.logSoftmax(usual, out, N / 10, 10, 1);
        hash = mixed(hash, out);
        Reductions.sum(usual, out, 1, N / 40, 40);
        hash = mixed(hash, out);
        Threefry.normal(1, 2, out, N);
        hash = mixed(hash, out);
        Blas.plain(false, true, 1, 60, 60, 60, usual, usual, out);
        return mixed(hash, out);
    }

    private static long mixed(long hash, double[] x) {
        long h = hash;
        for (double v : x) {
            h = (h ^ Double.doubleToLongBits(v)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 29;
        }
        return h;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-Xcomp -XX:CompileOnly=org.gradus.kernel.*::*"})
    void bitsAreTheSame(String options) throws Exception {
        long here = 0;
        for (int i = 0; i < 200; i++) {
            here = hash();
        }
        assertThat(ChildJvm.run(Main.class, List.of(), options.split(" ", -1)))
                .contains("bits " + Long.toHexString(here));
    }
}
