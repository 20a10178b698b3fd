package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.error.DTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreefryTest {

    /** Random123's tests/kat_vectors, "threefry2x64 20". */
    @ParameterizedTest
    @CsvSource({
        "0,0,0,0,c2b6e3a8c2c69865,6f81ed42f350084d",
        "ffffffffffffffff,ffffffffffffffff,ffffffffffffffff,ffffffffffffffff,e02cb7c4d95d277a,d06633d0893b8b68",
        "a4093822299f31d0,082efa98ec4e6c89,243f6a8885a308d3,13198a2e03707344,263c7d30bb0f0af1,56be8361d3311526",
    })
    void knownAnswers(String k0, String k1, String c0, String c1, String x, String y) {
        long[] out = new long[2];
        Threefry.block(hex(k0), hex(k1), hex(c0), hex(c1), out);
        assertThat(out).containsExactly(hex(x), hex(y));
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    @Test
    void elementsAreFunctionsOfKeyAndPositionAlone() {
        long[] block = new long[2];
        for (int n : new int[] {0, 1, 2, 3, 17, 4099, 100_003}) {
            long[] bits = Samples.onAnyThreads(() -> {
                long[] out = new long[n];
                Threefry.bits(5, -6, out, n);
                return out;
            });
            for (int i = 0; i < n; i += n < 100 ? 1 : 37) {
                Threefry.block(5, -6, i / 2, 0, block);
                assertThat(bits[i]).as("element %d of %d", i, n).isEqualTo(block[i % 2]);
            }
        }
    }

    @Test
    void uniformAndNormalFollowFromTheBits() {
        int n = 50_001;
        long[] bits = new long[n];
        Threefry.bits(1, 2, bits, n);
        double[] u = Samples.onAnyThreads(() -> filled(new double[n], false));
        float[] uf = Samples.onAnyThreads(() -> filled(new float[n], false));
        double[] z = Samples.onAnyThreads(() -> filled(new double[n], true));
        float[] zf = Samples.onAnyThreads(() -> filled(new float[n], true));
        for (int i = 0; i < n; i++) {
            assertThat(u[i]).isEqualTo((bits[i] >>> 11) * 0x1p-53).isBetween(0.0, Math.nextDown(1.0));
            assertThat(uf[i]).isEqualTo((bits[i] >>> 40) * 0x1p-24f).isBetween(0f, Math.nextDown(1f));
            long b = bits[i] >>> 11;
            if (b < 1L << 52) {
                assertThat(z[i]).isEqualTo(Elementary.normalQuantile((b + 0.5) * 0x1p-53));
            } else {
                assertThat(z[i]).isEqualTo(-Elementary.normalQuantile((0x1p53 - b - 0.5) * 0x1p-53));
            }
            assertThat(zf[i]).isEqualTo((float) z[i]);
        }
    }

    private static <T> T filled(T out, boolean normal) {
        int n = Kinds.length(out);
        if (normal) {
            Threefry.normal(1, 2, out, n);
        } else {
            Threefry.uniform(1, 2, out, n);
        }
        return out;
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        int n = 400_000;
        double[] z = new double[n];
        Threefry.normal(7, 8, z, n);
        double[] moments = new double[4];
        for (double x : z) {
            moments[0] += x / n;
            moments[1] += x * x / n;
            moments[2] += x * x * x / n;
            moments[3] += x * x * x * x / n;
        }
        // Standard deviations of the four means: 1, √2, √15, √96 over √n.
        assertThat(moments[0]).isBetween(-0.008, 0.008);
        assertThat(moments[1]).isBetween(0.99, 1.01);
        assertThat(moments[2]).isBetween(-0.03, 0.03);
        assertThat(moments[3]).isBetween(2.92, 3.08);
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> Threefry.uniform(1, 2, new int[3], 3))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("uniform: no kernel for int[]");
        assertThatThrownBy(() -> Threefry.normal(1, 2, new long[3], 3))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("normal: no kernel for long[]");
    }
}
