package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.SplittableRandom;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums over windows against loops that look up each element, on sizes of both ways and several threads. */
class ConvolutionsTest {

    private static double[] draw(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
    }

    private static float[] narrow(double[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) x[i];
        }
        return y;
    }

    private static int length(int n, int k, int stride, int low, int high, int spread, int dilation) {
        return ((n - 1) * spread + 1 + low + high - (k - 1) * dilation - 1) / stride + 1;
    }

    /** One axis of rows, one of columns; both move alike, with padding low and low + 1. */
    @ParameterizedTest
    @CsvSource({
        "1,1,1,1,5,3,1,0,1,1",
        "2,1,3,4,6,2,1,1,1,1",
        "3,2,4,8,12,3,1,1,1,1",
        "3,2,4,8,12,3,2,1,1,2",
        "2,1,5,6,9,3,1,2,2,1",
        "2,1,5,6,9,3,3,2,2,2",
        "1,1,140,12,8,3,1,1,1,1",
        "2,2,130,7,7,3,1,-1,1,1",
        "1,1,3,16,60,3,1,1,1,1",
        "2,1,4,4,30,20,1,0,1,1",
        "2,1,8,8,7,4,1,2,2,1",
        "2,2,5,6,9,3,2,1,3,1",
        "1,1,6,6,8,3,4,3,6,1",
        "1,1,6,6,8,3,1,1,3,2",
        "1,1,6,6,8,2,3,0,3,3",
        "1,1,6,6,8,3,1,-1,2,4",
        "1,1,6,6,8,3,1,1,4,2",
        "40,1,16,16,3,2,1,0,1,1"
    })
    void asLoopsDo(
            int batch,
            int groups,
            int inputs,
            int outputs,
            int n,
            int k,
            int stride,
            int low,
            int spread,
            int dilation) {
        int high = low + 1;
        int p = length(n, k, stride, low, high, spread, dilation);
        double[] x = draw(batch * groups * inputs * n * n, 1);
        double[] w = draw(groups * outputs * inputs * k * k, 2);
        for (boolean flip : new boolean[] {false, true}) {
            WindowGeometry geometry = new WindowGeometry(
                    new int[] {n, n},
                    new int[] {k, k},
                    new int[] {p, p},
                    new int[] {stride, stride},
                    new int[] {low, low},
                    new int[] {spread, spread},
                    new int[] {dilation, dilation},
                    flip);
            double[] expected = new double[batch * groups * outputs * p * p];
            for (int i = 0; i < expected.length; i++) {
                int column = i % p;
                int row = i / p % p;
                int output = i / p / p % (groups * outputs);
                int first = (i / p / p / (groups * outputs) * groups + output / outputs) * inputs;
                for (int c = 0; c < inputs; c++) {
                    for (int a = 0; a < k; a++) {
                        for (int b = 0; b < k; b++) {
                            int y = row * stride + (flip ? k - 1 - a : a) * dilation - low;
                            int z = column * stride + (flip ? k - 1 - b : b) * dilation - low;
                            boolean meets = y >= 0 && z >= 0 && y % spread == 0 && z % spread == 0;
                            if (meets && y / spread < n && z / spread < n) {
                                expected[i] += x[((first + c) * n + y / spread) * n + z / spread]
                                        * w[((output * inputs + c) * k + a) * k + b];
                            }
                        }
                    }
                }
            }
            double[] once = new double[expected.length];
            float[] onceNarrow = new float[expected.length];
            for (int threads : new int[] {1, 2, 5}) {
                double[] out = new double[expected.length];
                float[] outNarrow = new float[expected.length];
                Workers.using(threads, () -> {
                    ConvolutionPhases.convolve(geometry, batch, groups, inputs, outputs, x, w, out);
                    ConvolutionPhases.convolve(
                            geometry, batch, groups, inputs, outputs, narrow(x), narrow(w), outNarrow);
                });
                double bound = 8.0 * inputs * k * k;
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Math.abs(out[i] - expected[i])).isLessThanOrEqualTo(bound * 0x1p-53);
                    assertThat(Math.abs(outNarrow[i] - expected[i])).isLessThanOrEqualTo(bound * 0x1p-24);
                }
                if (threads == 1) {
                    System.arraycopy(out, 0, once, 0, out.length);
                    System.arraycopy(outNarrow, 0, onceNarrow, 0, out.length);
                }
                assertThat(out).isEqualTo(once);
                assertThat(outNarrow).isEqualTo(onceNarrow);
            }
        }
    }

    @Test
    void wrongArraysAreRefused() {
        int[] one = {1};
        WindowLayout layout = new WindowLayout(
                new WindowGeometry(new int[] {4}, new int[] {2}, new int[] {3}, one, new int[1], one, one, false));
        double[] w = {1, 2};
        assertThat(catchThrowable(() -> Convolutions.convolve(layout, 1, 1, 1, 1, new double[3], w, new double[3])))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("convolution: 1 examples of 1 groups of 1 channels do not fit");
        assertThat(catchThrowable(() -> Convolutions.convolve(layout, 1, 1, 1, 1, new float[4], w, new double[3])))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("convolution: no kernel for float[], double[], double[]");
        assertThat(catchThrowable(() -> WindowExtremes.argmax(layout, 1, new boolean[4], new long[3])))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("window_argmax: no kernel for boolean[], long[]");
    }
}
