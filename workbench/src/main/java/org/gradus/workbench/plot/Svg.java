package org.gradus.workbench.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.ToIntFunction;

/**
 * Writes figures as SVG. Colors are the CSS variables {@code --plot-text}, {@code --plot-series-1} and so on, which
 * {@link #STYLE} sets for light and dark mode and a page may set anew. Title and description are read to those who do
 * not see the plot; pointing at a value tells it.
 */
public final class Svg {
    /** The style sheet for the figures, to be put once into a page. */
    public static final String STYLE = style();

    private Svg() {}

    private static String style() {
        StringBuilder css = new StringBuilder(".plot{max-width:100%;height:auto;font-family:var(--plot-font,system-ui,")
                .append("-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif)}\n");
        css.append(variables(":root", Ink::light)).append('\n');
        css.append("@media (prefers-color-scheme:dark){")
                .append(variables(":root", Ink::dark))
                .append("}\n");
        css.append("@media print{").append(variables(":root", Ink::light)).append("}\n");
        for (Ink ink : Ink.values()) {
            String variable = "var(--plot-" + ink.css() + ")";
            css.append(".plot .f-")
                    .append(ink.css())
                    .append("{fill:")
                    .append(variable)
                    .append("}")
                    .append(".plot .k-")
                    .append(ink.css())
                    .append("{stroke:")
                    .append(variable)
                    .append(";fill:none}\n");
        }
        return css.toString();
    }

    private static String variables(String selector, ToIntFunction<Ink> color) {
        StringBuilder css = new StringBuilder(selector).append('{');
        for (Ink ink : Ink.values()) {
            css.append("--plot-").append(ink.css()).append(String.format(":#%06x;", color.applyAsInt(ink)));
        }
        return css.append('}').toString();
    }

    /**
     * An element for a page that holds {@link #STYLE}.
     *
     * @param figure the figure
     * @param id a name that is unique in the page, of letters, digits and hyphens
     * @return the {@code svg} element
     */
    public static String element(Figure figure, String id) {
        return render(figure, id, "");
    }

    /**
     * A document of its own.
     *
     * @param figure the figure
     * @return the text of an SVG file
     */
    public static String document(Figure figure) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + render(figure, "figure", "<style>" + escape(STYLE) + "</style>\n");
    }

    private static String render(Figure figure, String id, String style) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 ")
                .append(px(figure.width()))
                .append(' ')
                .append(px(figure.height()))
                .append("\" width=\"")
                .append(px(figure.width()))
                .append("\" height=\"")
                .append(px(figure.height()))
                .append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append("-title ")
                .append(id)
                .append("-desc\">\n");
        svg.append("<title id=\"")
                .append(id)
                .append("-title\">")
                .append(escape(figure.title()))
                .append("</title>\n");
        svg.append("<desc id=\"")
                .append(id)
                .append("-desc\">")
                .append(escape(figure.description()))
                .append("</desc>\n");
        svg.append(style);
        svg.append("<rect class=\"f-surface\" width=\"100%\" height=\"100%\"/>\n");
        for (Mark mark : figure.marks()) {
            append(svg, mark);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void append(StringBuilder svg, Mark mark) {
        switch (mark) {
            case Mark.Stroke s -> {
                svg.append("<path class=\"k-")
                        .append(s.ink().css())
                        .append("\" stroke-width=\"")
                        .append(px(s.width()))
                        .append("\" stroke-linejoin=\"round\"")
                        .append(s.dashed() ? " stroke-dasharray=\"4 4\"" : "")
                        .append(" d=\"M");
                for (int i = 0; i < s.x().length; i++) {
                    svg.append(i == 0 ? "" : "L")
                            .append(px(s.x()[i]))
                            .append(' ')
                            .append(px(s.y()[i]));
                }
                svg.append("\"/>\n");
            }
            case Mark.Box b ->
                close(
                        svg.append("<rect class=\"f-")
                                .append(b.ink().css())
                                .append("\" x=\"")
                                .append(px(b.x()))
                                .append("\" y=\"")
                                .append(px(b.y()))
                                .append("\" width=\"")
                                .append(px(b.width()))
                                .append("\" height=\"")
                                .append(px(b.height()))
                                .append(b.opacity() < 1 ? "\" fill-opacity=\"" + px(b.opacity()) : "")
                                .append('"'),
                        "rect",
                        b.tip());
            case Mark.Dot d ->
                close(
                        svg.append("<circle class=\"f-")
                                .append(d.ink().css())
                                .append("\" cx=\"")
                                .append(px(d.x()))
                                .append("\" cy=\"")
                                .append(px(d.y()))
                                .append("\" r=\"")
                                .append(px(d.radius()))
                                .append('"'),
                        "circle",
                        d.tip());
            case Mark.Label l -> {
                svg.append("<text class=\"f-")
                        .append(l.ink().css())
                        .append("\" x=\"")
                        .append(px(l.x()))
                        .append("\" y=\"")
                        .append(px(l.y()))
                        .append("\" font-size=\"")
                        .append(px(l.size()))
                        .append('"');
                if (l.anchor() != Mark.Anchor.START) {
                    svg.append(" text-anchor=\"")
                            .append(l.anchor() == Mark.Anchor.END ? "end" : "middle")
                            .append('"');
                }
                if (l.bold()) {
                    svg.append(" font-weight=\"600\"");
                }
                if (l.upward()) {
                    svg.append(" transform=\"rotate(-90 ")
                            .append(px(l.x()))
                            .append(' ')
                            .append(px(l.y()))
                            .append(")\"");
                }
                svg.append('>').append(escape(l.text())).append("</text>\n");
            }
        }
    }

    private static void close(StringBuilder svg, String element, String tip) {
        if (tip.isEmpty()) {
            svg.append("/>\n");
        } else {
            svg.append("><title>")
                    .append(escape(tip))
                    .append("</title></")
                    .append(element)
                    .append(">\n");
        }
    }

    private static String px(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /**
     * Makes a text safe in XML and HTML, in elements and in quoted attributes.
     *
     * @param text any text
     * @return the text without markup; characters that XML forbids become a question mark
     */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowed(c) ? c : '?');
            }
        });
        return safe.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
