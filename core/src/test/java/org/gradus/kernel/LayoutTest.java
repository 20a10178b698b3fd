package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

    /** Calls back for all indices in row-major order. */
    private interface Visitor {
        void visit(int[] index, int position);
    }

    private static void each(int[] shape, Visitor visitor) {
        int size = 1;
        for (int s : shape) {
            size *= s;
        }
        int[] index = new int[shape.length];
        for (int position = 0; position < size; position++) {
            int rest = position;
            for (int d = shape.length - 1; d >= 0; d--) {
                index[d] = rest % shape[d];
                rest /= shape[d];
            }
            visitor.visit(index, position);
        }
    }

    private static int offset(int start, int[] strides, int[] index) {
        int at = start;
        for (int d = 0; d < index.length; d++) {
            at += strides[d] * index[d];
        }
        return at;
    }

    private static int[] ints(String s) {
        if (s == null || s.isBlank()) {
            return new int[0];
        }
        return Pattern.compile(" ")
                .splitAsStream(s.strip())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @ParameterizedTest(name = "shape {0} strides {1} from {2}: {3}")
    @CsvSource({
        "'','',5,a scalar",
        "7,1,0,a copy",
        "7,-1,6,reversed",
        "9,0,3,broadcast",
        "0,1,0,empty",
        "3 0 2,2 2 1,0,empty inside",
        "3 4,4 1,0,a copy of rank 2",
        "4 3,1 4,0,transposed",
        "40 70,1 40,0,transposed in blocks",
        "33 257,1 33,0,transposed with rests",
        "5 40 70,2800 1 40,0,transposed in a batch",
        "40 5 70,1 2800 40,0,three axes moved",
        "3 4 5,1 3 12,0,axes reversed",
        "4 5,0 1,2,rows repeated",
        "4 50,1 0,0,columns repeated",
        "4 3 5,0 0 1,0,two axes repeated",
        "3 9,20 2,5,a slice with steps",
        "6 20,100 1,10,a window",
        "6 20,-100 -1,619,a window reversed",
        "2 1 3 1 4,12 99 4 7 1,0,axes of size 1",
        "2 3 2 2,1 2 6 12,0,rank 4",
    })
    void gatherScatterAndScatterAddFollowTheStrides(String shapeText, String stridesText, int start, String name) {
        int[] shape = ints(shapeText);
        int[] strides = ints(stridesText);
        int[] size = {1};
        int[] reach = {start};
        each(shape, (index, position) -> {
            reach[0] = Math.max(reach[0], offset(start, strides, index));
            size[0] = position + 1;
        });
        boolean empty = java.util.Arrays.stream(shape).anyMatch(s -> s == 0);
        int n = empty ? 0 : size[0];
        boolean repeats = stridesText != null && stridesText.matches(".*\\b0\\b.*");
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : Samples.TYPES) {
            Object source = Samples.random(type, reach[0] + 1, false, random);
            Object gathered = Samples.create(type, n);
            Layout.gather(source, start, strides, gathered, shape);
            each(
                    shape,
                    (index, position) -> assertThat(Array.get(gathered, position))
                            .isEqualTo(Array.get(source, offset(start, strides, index))));
            if (!repeats) {
                Object target = Samples.random(type, reach[0] + 1, false, random);
                Object expected = copy(target);
                each(
                        shape,
                        (index, position) ->
                                Array.set(expected, offset(start, strides, index), Array.get(gathered, position)));
                Layout.scatter(gathered, target, start, strides, shape);
                assertThat(target).isEqualTo(expected);
            }
            if (type != boolean.class) {
                Object sums = Samples.create(type, reach[0] + 1);
                Layout.scatterAdd(gathered, sums, start, strides, shape);
                double[] expected = new double[reach[0] + 1];
                each(
                        shape,
                        (index, position) ->
                                expected[offset(start, strides, index)] += Samples.number(gathered, position));
                for (int i = 0; i < expected.length; i++) {
                    if (type == double.class || type == float.class) {
                        double tolerance = 1e-3 * (type == float.class ? 1 : 1e-9);
                        assertThat(Samples.number(sums, i)).isBetween(expected[i] - tolerance, expected[i] + tolerance);
                    } else if (Math.abs(expected[i]) < 1e9) {
                        assertThat(Samples.number(sums, i)).isEqualTo(expected[i]);
                    }
                }
            }
        }
    }

    private static Object copy(Object array) {
        Object copy = Array.newInstance(array.getClass().getComponentType(), Kinds.length(array));
        System.arraycopy(array, 0, copy, 0, Kinds.length(array));
        return copy;
    }

    @Test
    void largeGathersGiveTheSameOnAnyThreads() {
        int rows = 700;
        int columns = 333;
        double[] x = Samples.doubles(rows * columns, new SplittableRandom(1));
        double[] out = Samples.onAnyThreads(() -> {
            double[] o = new double[x.length];
            Layout.gather(x, 0, new int[] {1, columns}, o, new int[] {columns, rows});
            return o;
        });
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isEqualTo(x[i % rows * columns + i / rows]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,5,1,0", "1,1,5,1,4", "1,3,5,1,7", "2,3,4,5,6", "3,1,1,2,2", "2,100,50,1,300", "1,1,3,40,2000"})
    void takeAndItsTranspose(int batch, int outer, int axis, int inner, int count) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        long[] index = new long[batch * count];
        for (int i = 0; i < index.length; i++) {
            index[i] = random.nextInt(axis);
        }
        for (Class<?> type : Samples.TYPES) {
            Object source = Samples.random(type, batch * outer * axis * inner, false, random);
            Object taken = Samples.onAnyThreads(() -> {
                Object out = Samples.create(type, batch * outer * count * inner);
                Layout.take(source, batch, outer, axis, inner, index, count, out);
                return out;
            });
            Object sums = type == boolean.class
                    ? null
                    : Samples.onAnyThreads(() -> {
                        Object out = Samples.create(type, batch * outer * axis * inner);
                        Layout.takeAdd(taken, batch, outer, axis, inner, index, count, out);
                        return out;
                    });
            double[] expected = new double[batch * outer * axis * inner];
            each(new int[] {batch, outer, count, inner}, (at, position) -> {
                int j = (int) index[at[0] * count + at[2]];
                int from = ((at[0] * outer + at[1]) * axis + j) * inner + at[3];
                assertThat(Array.get(taken, position)).isEqualTo(Array.get(source, from));
                if (type == float.class) {
                    expected[from] = (float) expected[from] + Array.getFloat(taken, position);
                } else if (type != boolean.class) {
                    expected[from] += Samples.number(taken, position);
                }
            });
            for (int i = 0; sums != null && i < expected.length; i++) {
                if (type == double.class) {
                    assertThat(Samples.number(sums, i)).isEqualTo(expected[i]);
                } else if (Math.abs(expected[i]) < 1e9) {
                    assertThat(Samples.number(sums, i)).isBetween(expected[i] - 1e-3, expected[i] + 1e-3);
                }
            }
        }
    }

    @Test
    void anIndexOutOfRangeIsNamedAndNothingIsWritten() {
        double[] out = new double[3];
        assertThatThrownBy(() -> Layout.take(new double[] {7, 8, 9}, 1, 1, 3, 1, new long[] {0, 2, 3}, 3, out))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith(
                        "take: index 3 at position 2 is outside 0 … 2, the positions of an axis of size 3\n"
                                + "  where: LayoutTest.java")
                .hasMessageEndingWith("to do: give indices from 0 to 2; negative ones do not count from the end");
        assertThat(out).containsOnly(0);
        assertThatThrownBy(() -> Layout.take(new int[6], 2, 1, 3, 1, new long[] {0, 0, 1, -1}, 2, new int[4]))
                .hasMessageStartingWith("take: index -1 at position 1 of batch element 1 is outside 0 … 2");
        assertThatThrownBy(() -> Layout.takeAdd(out, 1, 1, 3, 1, new long[] {0, 1L << 40, 1}, 3, new double[3]))
                .hasMessageStartingWith("scatterAdd: index 1099511627776 at position 1");
        assertThatThrownBy(() -> Layout.take(new double[0], 1, 1, 0, 1, new long[] {0}, 1, new double[1]))
                .hasMessageStartingWith("take: index 0 at position 0 is outside an axis of size 0");
    }

    @Test
    void iotaCountsAlongTheAxis() {
        long[] x = new long[12];
        Layout.iota(x, 2, 3, 2);
        assertThat(x).containsExactly(0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2);
        float[] y = new float[4];
        Layout.iota(y, 4);
        assertThat(y).containsExactly(0, 1, 2, 3);
        double[] z = new double[2];
        Layout.iota(z, 2);
        assertThat(z).containsExactly(0, 1);
        int[] w = new int[3];
        Layout.iota(w, 3);
        assertThat(w).containsExactly(0, 1, 2);
        Layout.iota(new int[0], 0);
    }

    @Test
    void wrongTypesAreRefusedByName() {
        assertThatThrownBy(() -> Layout.gather(new int[1], 0, new int[] {1}, new long[1], new int[] {1}))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("gather: no kernel for int[], long[]");
        assertThatThrownBy(() -> Layout.scatterAdd(new boolean[1], new boolean[1], 0, new int[] {1}, new int[] {1}))
                .hasMessageStartingWith("scatterAdd: no kernel for boolean[], boolean[]");
    }
}
