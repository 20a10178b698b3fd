package org.gradus.workbench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.error.ArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutsTest {

    static Stream<Plot> plots() {
        double[] k = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
        double[] falling = Arrays.stream(k).map(i -> Math.exp(-i)).toArray();
        double[] holed = {1, Double.NaN, 2, Double.POSITIVE_INFINITY, 0, -1};
        Series line = new Series("falling", k, falling, Series.Style.LINE);
        Series dots = new Series("dots <&>", new double[] {1, 2, 3, 4, 5, 6}, holed, Series.Style.DOTS);
        List<Plot.Row> rows = IntStream.range(0, 30)
                .mapToObj(i ->
                        new Plot.Row("feature with a very long name number " + i, List.of(Math.pow(10, i % 7 - 3))))
                .toList();
        return Stream.of(
                Plot.Lines.of("Lines", Axis.linear("x"), Axis.linear("y"), List.of(line, dots)),
                Plot.Lines.of("Log", Axis.linear("x"), Axis.log("y (s)"), List.of(line, dots)),
                Plot.Lines.of("Empty", Axis.linear("x"), Axis.log("y"), List.of()),
                Plot.Lines.of(
                        "Constant",
                        Axis.linear("x"),
                        Axis.linear("y"),
                        List.of(new Series("s", new double[] {1, 1}, new double[] {5, 5}, Series.Style.LINE))),
                Plot.Lines.of(
                        "One",
                        Axis.log("x"),
                        Axis.log("y"),
                        List.of(new Series("s", new double[] {1e-300}, new double[] {1e300}, Series.Style.LINE))),
                new Plot.Rows(
                        "Stems",
                        "d",
                        Axis.log("v"),
                        List.of("v"),
                        rows,
                        OptionalDouble.of(0.01),
                        Plot.Form.STEMS,
                        List.of("a note")),
                new Plot.Rows(
                        "Bars",
                        "d",
                        Axis.linear("v"),
                        List.of("a", "b"),
                        List.of(new Plot.Row("x", List.of(1.0, -2.0)), new Plot.Row("y", List.of(Double.NaN, 3.0))),
                        OptionalDouble.empty(),
                        Plot.Form.BARS,
                        List.of()),
                new Plot.Lines(
                        "Guided",
                        "d",
                        Axis.linear("x"),
                        Axis.linear("y"),
                        List.of(
                                new Series("perfect", new double[] {0, 50}, new double[] {0, 1}, Series.Style.GUIDE),
                                new Series("interval", new double[] {3, 3}, new double[] {0.2, 0.4}, Series.Style.THIN),
                                line),
                        List.of(new Plot.Reference("", 0.5, false)),
                        List.of()),
                matrix(2, "malignant"),
                matrix(10, ""),
                matrix(24, "a class with a long name "),
                new Plot.Histogram("Wide histogram", "d", Axis.linear("v"), holed, 5, List.of(), new double[] {-3, 9}),
                new Plot.Histogram("Histogram", "d", Axis.linear("v"), holed, 5, List.of()),
                new Plot.Histogram("Log histogram", "d", Axis.log("v"), falling, 10, List.of()),
                new Plot.Panels(
                        "Panels",
                        "d",
                        List.of(
                                Plot.Lines.of("", Axis.linear("x"), Axis.linear("y"), List.of(line)),
                                Plot.Lines.of("", Axis.linear("x"), Axis.log("y"), List.of(line)))));
    }

    private static Plot matrix(int n, String name) {
        List<List<Integer>> counts = IntStream.range(0, n)
                .mapToObj(i -> IntStream.range(0, n)
                        .map(j -> i == j ? 30 : (i + j) % 3 == 0 ? 1 : 0)
                        .boxed()
                        .toList())
                .toList();
        return new Plot.Matrix(
                "Matrix " + n,
                "d",
                "true class",
                "predicted class",
                IntStream.range(0, n).mapToObj(i -> name + i).toList(),
                counts,
                List.of("a note"));
    }

    @ParameterizedTest
    @MethodSource("plots")
    void everythingIsInsideAndNoLabelsOverlap(Plot plot) {
        check(Layouts.figure(plot));
    }

    @ParameterizedTest
    @MethodSource("plots")
    void smallScreensToo(Plot plot) {
        Figure figure = Layouts.narrow(plot);
        assertThat(figure.width()).isEqualTo(380);
        check(figure);
    }

    private static void check(Figure figure) {
        List<double[]> boxes = new ArrayList<>();
        for (Mark mark : figure.marks()) {
            for (double[] point : corners(mark)) {
                assertThat(point[0]).as("%s", mark).isBetween(0.0, figure.width());
                assertThat(point[1]).as("%s", mark).isBetween(0.0, figure.height());
            }
            if (mark instanceof Mark.Label label) {
                boxes.add(box(label));
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                double[] a = boxes.get(i);
                double[] b = boxes.get(j);
                boolean apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                assertThat(apart)
                        .as("labels %s and %s", Arrays.toString(a), Arrays.toString(b))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("plots")
    void bothRenderingsTakeEveryPlot(Plot plot) {
        Figure figure = Layouts.figure(plot);
        assertThat(Svg.document(figure)).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(Png.render(figure)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void valuesThatCannotBeShownAreCounted() {
        Plot plot = Plot.Lines.of(
                "t",
                Axis.linear("x"),
                Axis.log("y"),
                List.of(new Series(
                        "s", new double[] {0, 1, 2, 3}, new double[] {1, 0, -1, Double.NaN}, Series.Style.LINE)));
        assertThat(labels(Layouts.figure(plot))).contains("3 values are not shown: not finite, or not above 0");
    }

    @Test
    void matricesMustBeSquare() {
        assertThatThrownBy(
                        () -> new Plot.Matrix("t", "d", "r", "c", List.of("a", "b"), List.of(List.of(1, 2)), List.of()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("plot: a matrix of 1 rows for 2 labels");
    }

    @Test
    void betweenIterationsNothingIsLabeled() {
        Series series = new Series("s", new double[] {0, 1, 2, 3}, new double[] {1, 2, 3, 5}, Series.Style.LINE);
        assertThat(labels(Layouts.figure(Plot.Lines.of("t", Axis.linear("x"), Axis.linear("y"), List.of(series)))))
                .contains("0", "1", "2", "3")
                .doesNotContain("0.5", "1.5");
    }

    @Test
    void aGapInterruptsTheLine() {
        Series series =
                new Series("s", new double[] {0, 1, 2, 3, 4}, new double[] {1, 2, Double.NaN, 3, 4}, Series.Style.LINE);
        Figure figure = Layouts.figure(Plot.Lines.of("t", Axis.linear("x"), Axis.linear("y"), List.of(series)));
        assertThat(figure.marks().stream()
                        .filter(mark -> mark instanceof Mark.Stroke stroke && stroke.ink() == Ink.SERIES_1))
                .hasSize(2);
    }

    @Test
    void barsBeginAtZero() {
        Plot plot = new Plot.Rows(
                "t",
                "d",
                Axis.linear("v"),
                List.of("v"),
                List.of(new Plot.Row("a", List.of(2.0)), new Plot.Row("b", List.of(4.0))),
                OptionalDouble.empty(),
                Plot.Form.BARS,
                List.of());
        List<Mark.Box> bars = Layouts.figure(plot).marks().stream()
                .filter(Mark.Box.class::isInstance)
                .map(Mark.Box.class::cast)
                .toList();
        assertThat(bars.get(1).width() / bars.get(0).width()).isBetween(1.999, 2.001);
        assertThat(bars.get(0).x()).isEqualTo(bars.get(1).x());
    }

    @Test
    void countsOfAHistogramAddUp() {
        double[] values = IntStream.range(0, 100).mapToDouble(i -> i / 10.0).toArray();
        Figure figure = Layouts.figure(new Plot.Histogram("t", "d", Axis.linear("v"), values, 10, List.of()));
        int sum = figure.marks().stream()
                .filter(Mark.Box.class::isInstance)
                .mapToInt(mark -> Integer.parseInt(((Mark.Box) mark).tip().split(" ", 2)[0]))
                .sum();
        assertThat(sum).isEqualTo(100);
    }

    @Test
    void unequalLengthsAreRefused() {
        assertThatThrownBy(() -> new Series("s", new double[2], new double[3], Series.Style.LINE))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("plot: series 's' has 2 x and 3 y values");
    }

    private static List<String> labels(Figure figure) {
        return figure.marks().stream()
                .filter(Mark.Label.class::isInstance)
                .map(mark -> ((Mark.Label) mark).text())
                .toList();
    }

    private static List<double[]> corners(Mark mark) {
        return switch (mark) {
            case Mark.Stroke s ->
                IntStream.range(0, s.x().length)
                        .mapToObj(i -> new double[] {s.x()[i], s.y()[i]})
                        .toList();
            case Mark.Box b ->
                List.of(new double[] {b.x(), b.y()}, new double[] {b.x() + b.width(), b.y() + b.height()});
            case Mark.Dot d -> List.of(new double[] {d.x(), d.y()});
            case Mark.Label l -> {
                double[] box = box(l);
                yield List.of(new double[] {box[0], box[1]}, new double[] {box[2], box[3]});
            }
        };
    }

    /** Left, top, right, bottom. */
    private static double[] box(Mark.Label label) {
        double width = TextWidth.of(label.text(), label.size()) * 0.95;
        double shift = switch (label.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        double rise = label.size() * 0.75;
        return label.upward()
                ? new double[] {label.x() - rise, label.y() - shift - width, label.x(), label.y() - shift}
                : new double[] {label.x() + shift, label.y() - rise, label.x() + shift + width, label.y()};
    }
}
