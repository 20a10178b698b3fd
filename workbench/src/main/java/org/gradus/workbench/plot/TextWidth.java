package org.gradus.workbench.plot;

/**
 * How wide a text will be, near enough to keep labels apart. The classes of width are those of common sans-serif fonts,
 * taken from the wide side, since the reader's font is not known here.
 */
final class TextWidth {
    private static final String NARROW = "iljtfrI.,:;'|!()[]/\\ -";
    private static final String WIDE = "mwMW@%—…";

    private TextWidth() {}

    static double of(String text, double size) {
        double ems = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            ems += width(c);
        }
        return ems * size;
    }

    private static double width(int c) {
        if (c >= 0x2E80) {
            return 1;
        }
        if (NARROW.indexOf(c) >= 0) {
            return 0.36;
        }
        if (WIDE.indexOf(c) >= 0) {
            return 0.95;
        }
        if ("⁰¹²³⁴⁵⁶⁷⁸⁹⁻".indexOf(c) >= 0) {
            return 0.42;
        }
        return Character.isUpperCase(c) ? 0.70 : 0.61;
    }

    /** Shortens a text in its middle, where names differ least, until it fits. */
    static String fit(String text, double size, double width) {
        if (of(text, size) <= width) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        for (int keep = points.length - 1; keep > 1; keep--) {
            int head = (keep + 1) / 2;
            int tail = keep - head;
            String shorter = new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
            if (of(shorter, size) <= width) {
                return shorter;
            }
        }
        return "…";
    }
}
