package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.error.DTypeException;
import org.junit.jupiter.api.Test;

/** Each element of a draw is a function of key, position and parameters alone; probabilities against their definitions. */
class VariatesTest {
    private static final int N = 30_001;

    private static double[] parameters(double low, double high) {
        double[] p = new double[N];
        for (int i = 0; i < N; i++) {
            p[i] = low * Math.pow(high / low, i * 7919 % N / (double) N);
        }
        return p;
    }

    @Test
    void threadsDoNotMatter() {
        double[] shapes = parameters(1e-3, 1e6);
        double[] z = Samples.onAnyThreads(() -> {
            double[] out = new double[N];
            GammaVariates.fill(5, 6, true, shapes, out);
            return out;
        });
        // A part of the parameters gives the same numbers at its places.
        double[] part = new double[N / 3];
        GammaVariates.fill(5, 6, true, Arrays.copyOf(shapes, part.length), part);
        assertThat(part).isEqualTo(Arrays.copyOf(z, part.length));
        long[] n = new long[N];
        Arrays.setAll(n, i -> i);
        double[] p = parameters(1e-6, 1);
        Samples.onAnyThreads(() -> {
            long[] out = new long[4 * N];
            long[] one = new long[N];
            CountVariates.poisson(5, 6, shapes, one);
            System.arraycopy(one, 0, out, 0, N);
            CountVariates.binomial(5, 6, n, p, one);
            System.arraycopy(one, 0, out, N, N);
            CountVariates.geometric(5, 6, p, one);
            System.arraycopy(one, 0, out, 2 * N, N);
            RandomChoices.permutations(5, 6, 1, one);
            System.arraycopy(one, 0, out, 3 * N, N);
            return out;
        });
        Samples.onAnyThreads(() -> {
            long[] out = new long[10 * N];
            RandomChoices.permutations(5, 6, 10, out);
            return out;
        });
        Samples.onAnyThreads(() -> {
            long[] out = new long[N - 1];
            RandomChoices.weightedOrders(5, 6, 10, parameters(1, 2), out);
            return out;
        });
        Samples.onAnyThreads(() -> {
            long[] out = new long[N];
            CountVariates.multinomial(5, 6, new long[N / 3], p, out);
            return out;
        });
        double[] bound = new double[N];
        Samples.onAnyThreads(() -> {
            double[] out = new double[N];
            TruncatedNormal.fill(5, 6, bound, shapes, out);
            return out;
        });
        for (StandardVariates v : StandardVariates.values()) {
            Samples.onAnyThreads(() -> {
                double[] out = new double[N];
                v.fill(5, 6, out, N);
                return out;
            });
        }
    }

    @Test
    void quantilesAreSymmetricAndFiniteAtTheEnds() {
        double least = 0x1p-54;
        assertThat(StandardVariates.EXPONENTIAL.of(least, 1)).isCloseTo(54 * Math.log(2), within(1e-13));
        assertThat(StandardVariates.EXPONENTIAL.of(1, least)).isCloseTo(least, within(1e-30));
        assertThat(StandardVariates.GUMBEL.of(1, least)).isCloseTo(54 * Math.log(2), within(1e-13));
        assertThat(StandardVariates.GUMBEL.of(least, 1)).isCloseTo(-Math.log(54 * Math.log(2)), within(1e-14));
        for (StandardVariates v :
                new StandardVariates[] {StandardVariates.LAPLACE, StandardVariates.LOGISTIC, StandardVariates.CAUCHY}) {
            for (double u : new double[] {least, 1e-9, 0.1, 0.2500001, 0.4999}) {
                assertThat(v.of(u, 1 - u))
                        .isEqualTo(-v.of(1 - u, u))
                        .isNegative()
                        .isFinite();
            }
        }
        assertThat(StandardVariates.CAUCHY.of(0.25, 0.75)).isCloseTo(-1, within(1e-15));
        assertThat(StandardVariates.LOGISTIC.of(0.2, 0.8)).isCloseTo(Math.log(0.25), within(1e-15));
        assertThatThrownBy(() -> StandardVariates.LAPLACE.fill(1, 2, new long[1], 1))
                .isInstanceOf(DTypeException.class);
    }

    @Test
    void probabilitiesOfCounts() {
        for (double rate : new double[] {0.3, 12, 170}) {
            double mass = Math.exp(-rate);
            for (int k = 0; k < 300; k++) {
                if (mass > 1e-290) {
                    assertThat(CountVariates.logPoisson(k, rate))
                            .as("%s of mean %s", k, rate)
                            .isCloseTo(Math.log(mass), within(5e-14 * (k + 10)));
                }
                mass *= rate / (k + 1);
            }
        }
        double sum = 0;
        for (int k = 0; k <= 500; k++) {
            sum += Math.exp(CountVariates.logBinomial(k, 500, 0.3));
        }
        assertThat(sum).isCloseTo(1, within(1e-13));
        assertThat(CountVariates.logBinomial(2, 5, 0.4)).isCloseTo(Math.log(10 * 0.16 * 0.216), within(1e-14));
        // Of 10⁹ the mode has the probability 1/√(2π·10⁹), to the first order of Stirling's formula.
        assertThat(CountVariates.logPoisson(1e9, 1e9)).isCloseTo(-0.5 * Math.log(2 * Math.PI * 1e9), within(1e-9));
    }

    @Test
    void boundedNumbersHaveNoBias() {
        RandomStream stream = new RandomStream(1, 2);
        long[] counts = new long[3];
        for (int i = 0; i < 300_000; i++) {
            stream.start(i);
            // Of 3·2^62 the upper third would come up half as often if words were only reduced.
            long x = stream.below(3L << 62);
            counts[(int) (x >>> 62)]++;
        }
        for (long count : counts) {
            assertThat((double) count).isCloseTo(100_000, within(1500.0));
        }
        stream.start(0);
        assertThat(stream.below(1)).isZero();
    }
}
