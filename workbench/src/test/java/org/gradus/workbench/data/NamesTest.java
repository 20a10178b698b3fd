package org.gradus.workbench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "'',abc,3", "abc,abc,0", "ab,ba,2", "flaw,lawn,2"})
    void distanceCountsEdits(String a, String b, int distance) {
        assertThat(Names.distance(a, b)).isEqualTo(distance);
        assertThat(Names.distance(b, a)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({"diagnose,diagnosis", "DIAGNOSIS,diagnosis", "radus,radius", "xyzzy,''", "a,''"})
    void findsWhatWasMeant(String written, String meant) {
        assertThat(Names.meant(written, List.of("radius", "diagnosis", "b")).orElse(""))
                .isEqualTo(meant);
    }

    @Test
    void longListsAreCut() {
        List<String> names = IntStream.rangeClosed(1, 23).mapToObj(i -> "c" + i).toList();
        assertThat(Names.list(names)).endsWith("'c19', 'c20' and 3 more");
    }
}
