package org.gradus.kernel;

import java.util.Arrays;

/**
 * Where the positions of a moving window lie in an array. All axes but the last are joined: a <em>row</em> is a position
 * in those. Result row r and window row k meet a row of the input or none; along the last axis, the results that meet the
 * input at window position k are evenly spaced, and so are the elements that they meet.
 */
public final class WindowLayout {
    private final int inputSize;
    private final int windowRows;
    private final int windowWidth;
    private final int resultRows;
    private final int resultWidth;
    /** For window row k and result row r, the first element of the input's row, or −1. */
    private final int[] rows;
    /** For each window position of the last axis, the first result that meets the input, or what lies past the end. */
    private final int[] firstResult;

    private final int[] firstInput;
    private final int[] counts;
    private final int resultStep;
    private final int inputStep;

    /**
     * Lays out a window over one axis or more.
     *
     * @param geometry how it lies
     */
    public WindowLayout(WindowGeometry geometry) {
        int[] input = geometry.input();
        int[] window = geometry.window();
        int[] result = geometry.result();
        int[] strides = geometry.strides();
        int[] low = geometry.low();
        int[] inputDilation = geometry.inputDilation();
        int[] windowDilation = geometry.windowDilation();
        boolean flip = geometry.flip();
        int last = input.length - 1;
        inputSize = WindowGeometry.size(input);
        windowRows = WindowGeometry.size(Arrays.copyOf(window, last));
        resultRows = WindowGeometry.size(Arrays.copyOf(result, last));
        windowWidth = window[last];
        resultWidth = result[last];
        rows = new int[Math.multiplyExact(windowRows, resultRows)];
        int[] k = new int[last];
        int[] p = new int[last];
        for (int i = 0; i < windowRows; i++) {
            Arrays.fill(p, 0);
            for (int j = 0; j < resultRows; j++) {
                int row = 0;
                for (int d = 0; d < last && row >= 0; d++) {
                    int at = flip ? window[d] - 1 - k[d] : k[d];
                    long position = (long) p[d] * strides[d] + (long) at * windowDilation[d] - low[d];
                    boolean meets =
                            position >= 0 && position % inputDilation[d] == 0 && position / inputDilation[d] < input[d];
                    row = meets ? row * input[d] + (int) (position / inputDilation[d]) : -1;
                }
                rows[i * resultRows + j] = row < 0 ? -1 : row * input[last];
                advance(p, result);
            }
            advance(k, window);
        }
        resultStep = geometry.step(last);
        inputStep = strides[last] / (inputDilation[last] / resultStep);
        firstResult = new int[windowWidth];
        firstInput = new int[windowWidth];
        counts = new int[windowWidth];
        for (int i = 0; i < windowWidth; i++) {
            long at = (long) (flip ? windowWidth - 1 - i : i) * windowDilation[last] - low[last];
            line(i, at, strides[last], inputDilation[last], input[last]);
        }
    }

    /** The results p with p·stride + at = q·dilation for an element q of n. */
    private void line(int window, long at, int stride, int dilation, int n) {
        long first = at >= 0 ? 0 : (-at + stride - 1) / stride;
        long tries = first + resultStep;
        while (first < tries && (first * stride + at) % dilation != 0) {
            first++;
        }
        long input = (first * stride + at) / dilation;
        boolean meets = first < tries && first < resultWidth && input < n;
        firstResult[window] = meets ? (int) first : resultWidth;
        firstInput[window] = meets ? (int) input : 0;
        counts[window] =
                meets ? (int) Math.min((resultWidth - 1 - first) / resultStep, (n - 1 - input) / inputStep) + 1 : 0;
    }

    private static void advance(int[] index, int[] dims) {
        for (int d = index.length - 1; d >= 0; d--) {
            if (++index[d] < dims[d]) {
                return;
            }
            index[d] = 0;
        }
    }

    int inputSize() {
        return inputSize;
    }

    int windowSize() {
        return windowRows * windowWidth;
    }

    int windowRows() {
        return windowRows;
    }

    int windowWidth() {
        return windowWidth;
    }

    int resultSize() {
        return resultRows * resultWidth;
    }

    int resultRows() {
        return resultRows;
    }

    int resultWidth() {
        return resultWidth;
    }

    /** The first element of the input's row that window row k meets for result row r, or −1. */
    int row(int k, int r) {
        return rows[k * resultRows + r];
    }

    /** The first result of a row that meets the input at window position k. */
    int firstResult(int k) {
        return firstResult[k];
    }

    /** What it meets, from the beginning of the input's row. */
    int firstInput(int k) {
        return firstInput[k];
    }

    /** How many results of a row meet the input at window position k. */
    int count(int k) {
        return counts[k];
    }

    /** The distance of results that meet the input. */
    int resultStep() {
        return resultStep;
    }

    /** The distance of the elements that they meet. */
    int inputStep() {
        return inputStep;
    }
}
