package org.gradus.workbench.report;

import java.util.List;
import org.gradus.workbench.plot.Layouts;
import org.gradus.workbench.plot.Plot;
import org.gradus.workbench.plot.Svg;

/**
 * A page that is one file: no network, light and dark, fit to be printed. Every text given here is shown as it is,
 * whatever markup it holds.
 */
public final class Page {
    private final String title;
    private final StringBuilder body = new StringBuilder();
    private int figures;
    private int tables;

    /**
     * Begins a page.
     *
     * @param title its title and first heading
     */
    public Page(String title) {
        this.title = title;
    }

    /**
     * Adds a line under the title.
     *
     * @param text the line
     * @return this page
     */
    public Page subtitle(String text) {
        body.append("<p class=\"subtitle\">").append(Svg.escape(text)).append("</p>\n");
        return this;
    }

    /**
     * Begins a section.
     *
     * @param text its heading
     * @return this page
     */
    public Page heading(String text) {
        body.append("<h2>").append(Svg.escape(text)).append("</h2>\n");
        return this;
    }

    /**
     * Adds a paragraph.
     *
     * @param text its text
     * @return this page
     */
    public Page paragraph(String text) {
        body.append("<p>").append(Svg.escape(text)).append("</p>\n");
        return this;
    }

    /**
     * Adds the paragraphs that say it all, set apart from the rest.
     *
     * @param paragraphs their texts
     * @return this page
     */
    public Page summary(List<String> paragraphs) {
        body.append("<div class=\"summary\">\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            body.append(i == 0 && paragraphs.size() > 1 ? "<p class=\"verdict\">" : "<p>")
                    .append(Svg.escape(paragraphs.get(i)))
                    .append("</p>\n");
        }
        body.append("</div>\n");
        return this;
    }

    /**
     * Adds a few numbers in large print.
     *
     * @param facts each with what it is, the number, and a word on it
     * @return this page
     */
    public Page facts(List<Fact> facts) {
        body.append("<div class=\"facts\">\n");
        for (Fact fact : facts) {
            body.append("<div class=\"fact\"><span class=\"what\">")
                    .append(Svg.escape(fact.what()))
                    .append("</span><span class=\"number\">")
                    .append(Svg.escape(fact.number()))
                    .append("</span><span class=\"note\">")
                    .append(Svg.escape(fact.note().replace(" %", "\u00a0%")))
                    .append("</span></div>\n");
        }
        body.append("</div>\n");
        return this;
    }

    /**
     * Adds a table whose first column names the rows; the others hold numbers.
     *
     * @param caption what it shows
     * @param head the names of the columns
     * @param rows the cells, as many a row as there are columns
     * @param strong the row to stress, or -1
     * @return this page
     */
    public Page table(String caption, List<String> head, List<List<String>> rows, int strong) {
        String described = caption.isEmpty() ? "" : " aria-describedby=\"caption-" + ++tables + "\"";
        body.append("<div class=\"scroll\" tabindex=\"0\"><table")
                .append(described)
                .append(">\n<thead><tr>");
        head.forEach(name ->
                body.append("<th scope=\"col\">").append(Svg.escape(name)).append("</th>"));
        body.append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < rows.size(); i++) {
            body.append(i == strong ? "<tr class=\"strong\">" : "<tr>");
            List<String> cells = rows.get(i);
            for (int j = 0; j < cells.size(); j++) {
                body.append(j == 0 ? "<th scope=\"row\">" : "<td>")
                        .append(Svg.escape(cells.get(j)))
                        .append(j == 0 ? "</th>" : "</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</tbody></table></div>\n");
        if (!caption.isEmpty()) {
            body.append("<p class=\"caption\" id=\"caption-")
                    .append(tables)
                    .append("\">")
                    .append(Svg.escape(caption))
                    .append("</p>\n");
        }
        return this;
    }

    /**
     * Adds a table that is folded away until it is asked for.
     *
     * @param summary the line that is always shown
     * @param head the names of the columns
     * @param rows the cells
     * @return this page
     */
    public Page folded(String summary, List<String> head, List<List<String>> rows) {
        body.append("<details><summary>").append(Svg.escape(summary)).append("</summary>\n");
        table("", head, rows, -1);
        body.append("</details>\n");
        return this;
    }

    /**
     * Adds names with their values.
     *
     * @param pairs each a name and a value
     * @return this page
     */
    public Page list(List<List<String>> pairs) {
        body.append("<dl>\n");
        for (List<String> pair : pairs) {
            body.append("<dt>")
                    .append(Svg.escape(pair.get(0)))
                    .append("</dt><dd>")
                    .append(Svg.escape(pair.get(1)))
                    .append("</dd>\n");
        }
        body.append("</dl>\n");
        return this;
    }

    /**
     * Adds a line to be copied, in letters of equal width.
     *
     * @param text the line
     * @return this page
     */
    public Page code(String text) {
        body.append("<pre><code>").append(Svg.escape(text)).append("</code></pre>\n");
        return this;
    }

    /**
     * Adds a plot, in a form for wide and one for narrow screens, of which a reader sees or hears one.
     *
     * @param plot what to show
     * @param caption what to see in it
     * @return this page
     */
    public Page figure(Plot plot, String caption) {
        figures++;
        body.append("<figure>\n<div class=\"wide\">")
                .append(Svg.element(Layouts.untitled(plot), "figure-" + figures))
                .append("</div><div class=\"narrow\">")
                .append(Svg.element(Layouts.narrow(plot), "narrow-" + figures))
                .append("</div><figcaption>")
                .append(Svg.escape(caption))
                .append("</figcaption></figure>\n");
        return this;
    }

    /**
     * The page.
     *
     * @return a whole HTML document
     */
    public String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\""
                + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                + "<title>" + Svg.escape(title) + "</title>\n<style>\n" + Svg.STYLE + STYLE
                + "</style>\n</head>\n<body>\n<main>\n<h1>" + Svg.escape(title) + "</h1>\n" + body
                + "</main>\n</body>\n</html>\n";
    }

    /**
     * A number in large print.
     *
     * @param what what it is
     * @param number the number
     * @param note a word on it
     */
    public record Fact(String what, String number, String note) {}

    private static final String STYLE = """
            :root{--page:#f6f7f9;--card:#ffffff;--ink:#1c2430;--soft:#5b6676;--line:#dde2e9;--accent:#0072b2}
            @media (prefers-color-scheme:dark){:root{--page:#0e1116;--card:#161b22;--ink:#e6eaf0;--soft:#9aa6b6;
            --line:#2b333e;--accent:#56b4e9}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--page);color:var(--ink);
            font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            main{max-width:880px;margin:0 auto;padding:2.5rem 1.25rem 4rem}
            h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
            h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
            p{margin:.6rem 0;max-width:72ch;overflow-wrap:anywhere}
            .subtitle{color:var(--soft);margin-top:0}
            .summary{border-left:4px solid var(--accent);padding:.1rem 1.1rem;background:var(--card);
            border-radius:0 8px 8px 0;margin:1.5rem 0}
            .verdict{font-weight:650;font-size:1.06rem}
            .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:1.5rem 0}
            .fact{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;
            display:flex;flex-direction:column}
            .what,.note{overflow-wrap:anywhere;color:var(--soft);font-size:.82rem}
            .number{font-size:1.55rem;font-weight:600;font-variant-numeric:tabular-nums}
            .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.94rem}
            .caption{color:var(--soft);font-size:.85rem;margin:.4rem .2rem}
            th,td{padding:.5rem .7rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
            thead th{color:var(--soft);font-weight:500;font-size:.85rem;white-space:normal;vertical-align:bottom}
            tbody tr:last-child>*{border-bottom:0}
            th:first-child{text-align:left;font-weight:500}
            tr.strong>*{font-weight:650;color:var(--accent)}
            figure{margin:.75rem 0;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
            figure svg{display:block;width:100%}
            .narrow{display:none}
            @media screen and (max-width:600px){.narrow{display:block}.wide{display:none}
            main{padding:1.5rem .8rem 3rem}h1{font-size:1.35rem}
            th,td{padding:.4rem .55rem}dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.5rem}}
            figcaption{color:var(--soft);font-size:.88rem;padding:.2rem 1rem .9rem;max-width:80ch}
            details{margin-top:1rem}
            summary{cursor:pointer;color:var(--soft);margin-bottom:.5rem}
            summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;margin:.8rem 0}
            dt{color:var(--soft)}
            dd{margin:0;overflow-wrap:anywhere}
            pre{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;
            margin:.8rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.88rem}
            @media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--accent:#0072b2}
            body{font-size:10.5pt}main{max-width:none;padding:0}h2{break-after:avoid;margin-top:1.6rem}
            figure,.scroll,.fact,.summary,dl,pre{break-inside:avoid}figure svg{max-height:21cm}
            .scroll{overflow:visible}.scroll table{font-size:.8em;width:100%}.scroll td,.scroll th{padding:.3rem .4rem;
            white-space:normal}
            .facts{grid-template-columns:repeat(4,1fr)}
            details:not([open]){display:none}tr{break-inside:avoid}thead{display:table-header-group}
            p{orphans:3;widows:3}}
            """;
}
