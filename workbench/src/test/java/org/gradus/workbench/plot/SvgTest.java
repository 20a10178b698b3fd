package org.gradus.workbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgTest {
    private static final String EVIL = "<script>alert('x')</script>\"&";

    private static final Figure GOLDEN = new Figure(
            100,
            50,
            "Title",
            "What is seen",
            List.of(
                    new Mark.Stroke(new double[] {1, 2.5, 3}, new double[] {4, 5, 6.126}, Ink.SERIES_1, 2, false),
                    Mark.Stroke.dashed(0, 1, 2, 3, Ink.MUTED),
                    new Mark.Box(1, 2, 3, 4, Ink.SERIES_2, "a & b"),
                    new Mark.Box(2, 3, 4, 5, Ink.SERIES_1, "", 0.25),
                    new Mark.Dot(5, 6, 2.5, Ink.SERIES_3, ""),
                    new Mark.Label(7, 8, "x < 1", Mark.Anchor.MIDDLE, 12, Ink.TEXT, true, true)));

    @Test
    void structureIsFixed() {
        assertThat(Svg.element(GOLDEN, "figure-1")).isEqualTo("""
                        <svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 100 50" width="100" height="50" \
                        role="img" aria-labelledby="figure-1-title figure-1-desc">
                        <title id="figure-1-title">Title</title>
                        <desc id="figure-1-desc">What is seen</desc>
                        <rect class="f-surface" width="100%" height="100%"/>
                        <path class="k-series-1" stroke-width="2" stroke-linejoin="round" d="M1 4L2.5 5L3 6.13"/>
                        <path class="k-muted" stroke-width="1.2" stroke-linejoin="round" stroke-dasharray="4 4" \
                        d="M0 1L2 3"/>
                        <rect class="f-series-2" x="1" y="2" width="3" height="4"><title>a &amp; b</title></rect>
                        <rect class="f-series-1" x="2" y="3" width="4" height="5" fill-opacity="0.25"/>
                        <circle class="f-series-3" cx="5" cy="6" r="2.5"/>
                        <text class="f-text" x="7" y="8" font-size="12" text-anchor="middle" font-weight="600" \
                        transform="rotate(-90 7 8)">x &lt; 1</text>
                        </svg>
                        """);
    }

    @Test
    void styleHasEveryInkInBothModes() {
        for (Ink ink : Ink.values()) {
            assertThat(Svg.STYLE)
                    .contains(String.format("--plot-%s:#%06x;", ink.css(), ink.light()))
                    .contains(String.format("--plot-%s:#%06x;", ink.css(), ink.dark()))
                    .contains(".plot .f-" + ink.css() + "{fill:var(--plot-" + ink.css() + ")}");
        }
        assertThat(Svg.STYLE).contains("@media (prefers-color-scheme:dark)");
    }

    @Test
    void documentsAreWellFormedWhateverTheNames() throws Exception {
        Plot plot = new Plot.Rows(
                EVIL,
                EVIL,
                Axis.linear(EVIL),
                List.of(EVIL),
                List.of(new Plot.Row(EVIL + "\u0000\uD800", List.of(1.0))),
                OptionalDouble.empty(),
                Plot.Form.BARS,
                List.of(EVIL));
        String svg = Svg.document(Layouts.figure(plot));
        assertThat(svg).doesNotContain("<script");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(EVIL);
    }

    @Test
    void theTextOfEveryInkStandsOut() {
        for (Ink ink : List.of(Ink.TEXT, Ink.MUTED)) {
            assertThat(contrast(ink.light(), Ink.SURFACE.light())).as("%s", ink).isGreaterThan(4.5);
            assertThat(contrast(ink.dark(), Ink.SURFACE.dark())).as("%s", ink).isGreaterThan(4.5);
        }
    }

    /** The series' colors stand out as graphics should: WCAG 2.2 asks for 3 to 1, yellow cannot on white. */
    @Test
    void seriesStandOut() {
        for (Ink ink : List.of(Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3, Ink.SERIES_4, Ink.SERIES_6)) {
            assertThat(contrast(ink.light(), Ink.SURFACE.light())).as("%s", ink).isGreaterThan(3);
            assertThat(contrast(ink.dark(), Ink.SURFACE.dark())).as("%s", ink).isGreaterThan(3);
        }
    }

    /** The count of a cell stands out on the strongest shade that a matrix has. */
    @Test
    void countsStandOutOnTheirCells() {
        for (Ink ink : List.of(Ink.SERIES_1, Ink.SERIES_2)) {
            assertThat(contrast(Ink.TEXT.light(), mixed(ink.light(), Ink.SURFACE.light())))
                    .isGreaterThan(4.5);
            assertThat(contrast(Ink.TEXT.dark(), mixed(ink.dark(), Ink.SURFACE.dark())))
                    .isGreaterThan(4.5);
        }
    }

    private static int mixed(int a, int b) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= ((((a >> shift) & 255) + ((b >> shift) & 255)) / 2) << shift;
        }
        return mixed;
    }

    private static double contrast(int a, int b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Test
    void pngShowsTheSameFigure() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                Png.render(new Figure(40, 20, "t", "d", List.of(new Mark.Box(10, 5, 20, 10, Ink.SERIES_2, ""))))));
        assertThat(image.getWidth()).isEqualTo(80);
        assertThat(image.getHeight()).isEqualTo(40);
        assertThat(image.getRGB(40, 20) & 0xFFFFFF).isEqualTo(Ink.SERIES_2.light());
        assertThat(image.getRGB(2, 2) & 0xFFFFFF).isEqualTo(Ink.SURFACE.light());
    }

    @Test
    void longNamesAreShortenedInTheMiddle() {
        assertThat(TextWidth.fit("short", 12, 200)).isEqualTo("short");
        String fitted = TextWidth.fit("a_very_long_feature_name_of_a_table_2024", 12, 120);
        assertThat(fitted).startsWith("a_very").contains("…").endsWith("2024");
        assertThat(TextWidth.of(fitted, 12)).isLessThanOrEqualTo(120);
    }
}
