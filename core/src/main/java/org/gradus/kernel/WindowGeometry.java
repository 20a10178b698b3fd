package org.gradus.kernel;

/**
 * How a window lies over an array; one number an axis. Result position p and window position k meet at element q where
 * {@code p·stride + k·windowDilation − low = q·inputDilation}.
 *
 * @param input axis lengths of the array under the window
 * @param window axis lengths of the window
 * @param result how often the window is laid down, along each axis
 * @param strides steps of the window
 * @param low zeros before the first element
 * @param inputDilation distance of neighboring elements
 * @param windowDilation distance of neighboring window positions
 * @param flip whether the window's positions are counted from its end
 */
public record WindowGeometry(
        int[] input,
        int[] window,
        int[] result,
        int[] strides,
        int[] low,
        int[] inputDilation,
        int[] windowDilation,
        boolean flip) {

    /** The product of some axis lengths. */
    static int size(int... dims) {
        int size = 1;
        for (int dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The distance of results along an axis that meet elements at the same window position. */
    int step(int axis) {
        return inputDilation[axis] / gcd(strides[axis], inputDilation[axis]);
    }
}
