package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.tensor.Tensor;

/** Comparisons that say which element differs. */
public final class Same {
    private Same() {}

    /** Equal types and equal bits. */
    public static void bits(String what, NdArray expected, NdArray actual) {
        assertThat(actual.type()).as("%s: type", what).isEqualTo(expected.type());
        assertThat(actual.sameBits(expected))
                .as("%s: bits of %s and %s", what, expected, actual)
                .isTrue();
    }

    /** Equal types and equal bits. */
    public static void bits(String what, Tensor expected, Tensor actual) {
        bits(what, expected.array(), actual.array());
    }

    /** Equal types and equal bits, one by one. */
    public static void bits(String what, List<Tensor> expected, List<Tensor> actual) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            bits(what + " [" + i + "]", expected.get(i), actual.get(i));
        }
    }

    /** Equal up to a tolerance relative to the largest expected number, and never below {@code 1e-3} of it. */
    public static void close(String what, double[] expected, double[] actual, double tolerance) {
        assertThat(actual.length).as("%s: number of elements", what).isEqualTo(expected.length);
        double scale = 1e-3;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            assertThat(difference <= tolerance * scale)
                    .as(
                            "%s: element %d is %s, expected %s (tolerance %s of %s)",
                            what, i, actual[i], expected[i], tolerance, scale)
                    .isTrue();
        }
    }

    /** Equal types, and numbers equal up to a tolerance. */
    public static void close(String what, Tensor expected, Tensor actual, double tolerance) {
        assertThat(actual.type()).as("%s: type", what).isEqualTo(expected.type());
        close(what, expected.toDoubles(), actual.toDoubles(), tolerance);
    }

    /** Equal types, and numbers equal up to a tolerance, one by one. */
    public static void close(String what, List<Tensor> expected, List<Tensor> actual, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            close(what + " [" + i + "]", expected.get(i), actual.get(i), tolerance);
        }
    }
}
