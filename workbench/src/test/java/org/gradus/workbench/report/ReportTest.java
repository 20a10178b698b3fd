package org.gradus.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    @Test
    void jsonKeepsTheOrderAndExplainsWhatItCannotHold() {
        assertThat(Json.write(Json.object(
                        "b",
                        1,
                        "a",
                        Json.object("x", Double.NaN, "y", 2.5, "z", Double.NEGATIVE_INFINITY),
                        "t",
                        "\"\n\u0001é",
                        "n",
                        null,
                        "l",
                        List.of(1L, true, "s"))))
                .isEqualTo("{\"b\":1,\"a\":{\"x\":null,\"y\":2.5,\"z\":null,\"reason\":\"x is NaN; z is -Infinity\"},"
                        + "\"t\":\"\\\"\\n\\u0001é\",\"n\":null,\"l\":[1,true,\"s\"]}");
    }

    @Test
    void jsonRefusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Json.write(Json.object("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("json: no form for a java.lang.Object");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1.000",
        "0.0734216,0.07342",
        "123456,123500",
        "1234567,1.235e+06",
        "0.00001234,1.234e-05",
        "-0.5,-0.5000",
        "NaN,not a number",
        "-Infinity,-infinite"
    })
    void numbersHaveFourDigits(double value, String text) {
        assertThat(Text.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.01,0.01", "0.0031622,0.00316", "1000,1000", "3.1623e-6,3.16e-6", "1e6,1e6", "0,0", "1e-5,1e-5"})
    void chosenNumbersAreBrief(double value, String text) {
        assertThat(Text.brief(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.421,0.42 s", "12.34,12.3 s", "185.2,3 min 5 s"})
    void timesAreReadable(double seconds, String text) {
        assertThat(Text.time(seconds)).isEqualTo(text);
    }

    @Test
    void filesAreWholeAndLeaveNothingBeside(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "first");
        AtomicFile.write(file, "second é");
        assertThat(file).hasContent("second é");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        Files.createDirectory(folder.resolve("a.txt.part"));
        assertThatThrownBy(() -> AtomicFile.write(file, "new")).isInstanceOf(UncheckedIOException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void pagesShowMarkupAsText() {
        String evil = "<script>alert(1)</script>\"'&";
        String html = new Page(evil)
                .subtitle(evil)
                .summary(List.of(evil))
                .facts(List.of(new Page.Fact(evil, evil, evil)))
                .heading(evil)
                .table(evil, List.of(evil), List.of(List.of(evil)), 0)
                .folded(evil, List.of(evil), List.of(List.of(evil)))
                .list(List.of(List.of(evil, evil)))
                .code(evil)
                .html();
        assertThat(html).doesNotContain("<script").doesNotContain("alert(1)</script>");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    }

    @Test
    void pagesNeedNoNetwork() {
        String html = new Page("t").paragraph("p").html();
        assertThat(html)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .contains("default-src 'none'")
                .contains("prefers-color-scheme:dark");
    }
}
