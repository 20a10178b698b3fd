package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Array;
import java.util.SplittableRandom;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replacement by index and moves between strides, against loops over single elements. */
class IndexedTest {

    @ParameterizedTest
    @CsvSource({
        "1,1,5,1,9",
        "1,1,5,3,9",
        "2,3,4,1,7",
        "2,3,4,2,7",
        "1,1,3,4,0",
        "0,2,3,1,2",
        "3,400,50,1,120",
        "3,40,50,9,120"
    })
    void laterUpdatesReplaceEarlierOnes(int batch, int outer, int axis, int inner, int count) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        long[] index = random.longs((long) batch * count, 0, axis).toArray();
        for (Class<?> type : Samples.TYPES) {
            Object updates = Samples.random(type, batch * outer * count * inner, false, random);
            Object target = Samples.random(type, batch * outer * axis * inner, false, random);
            Object expected = Samples.create(type, Array.getLength(target));
            System.arraycopy(target, 0, expected, 0, Array.getLength(target));
            for (int block = 0; block < batch * outer; block++) {
                for (int c = 0; c < count; c++) {
                    int row = (int) index[block / outer * count + c];
                    for (int i = 0; i < inner; i++) {
                        Object update = Array.get(updates, (block * count + c) * inner + i);
                        Array.set(expected, (block * axis + row) * inner + i, update);
                    }
                }
            }
            Layout.takeSet(updates, batch, outer, axis, inner, index, count, target);
            assertThat(target).isEqualTo(expected);
        }
    }

    @Test
    void nothingIsWrittenWhenAnIndexIsOutside() {
        double[] target = {1, 2, 3};
        ShapeException error = catchThrowableOfType(
                ShapeException.class,
                () -> Layout.takeSet(new double[] {7, 8}, 1, 1, 3, 1, new long[] {0, 3}, 2, target));
        assertThat(error).hasMessageContaining("setAt: index 3 at position 1 is outside 0 … 2");
        assertThat(target).containsExactly(1, 2, 3);
    }

    @Test
    void movesBetweenStrides() {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        int[] shape = {3, 4, 20};
        int[] from = {200, -50, 2};
        int[] to = {1, 100, 4};
        for (Class<?> type : Samples.TYPES) {
            Object src = Samples.random(type, 1000, false, random);
            Object target = Samples.random(type, 1000, false, random);
            Object expected = Samples.create(type, 1000);
            System.arraycopy(target, 0, expected, 0, 1000);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    for (int k = 0; k < 20; k++) {
                        Object moved = Array.get(src, 300 + 200 * i - 50 * j + 2 * k);
                        Array.set(expected, 7 + i + 100 * j + 4 * k, moved);
                    }
                }
            }
            Layout.move(src, 300, from, target, 7, to, shape);
            assertThat(target).isEqualTo(expected);
        }
    }
}
