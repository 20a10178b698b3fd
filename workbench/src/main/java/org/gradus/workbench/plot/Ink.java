package org.gradus.workbench.plot;

import java.util.List;

/**
 * What is drawn with which color. The series colors are of the palette of Okabe and Ito, which people with any kind of
 * color vision can tell apart; on dark ground they are lightened.
 */
public enum Ink {
    /** The ground. */
    SURFACE("surface", 0xFFFFFF, 0x161B22),
    /** Titles and names. */
    TEXT("text", 0x1C2430, 0xE6EAF0),
    /** Ticks and notes. */
    MUTED("muted", 0x5B6676, 0x9AA6B6),
    /** Thin lines behind the data. */
    GRID("grid", 0xE6EAF0, 0x272E38),
    /** The axes. */
    AXIS("axis", 0xA4AEBB, 0x566171),
    /** The first series: blue. */
    SERIES_1("series-1", 0x0072B2, 0x56B4E9),
    /** The second series: vermilion. */
    SERIES_2("series-2", 0xD55E00, 0xF5864A),
    /** The third series: green. */
    SERIES_3("series-3", 0x009E73, 0x2BC7A0),
    /** The fourth series: purple. */
    SERIES_4("series-4", 0xB0578D, 0xE3A0C8),
    /** The fifth series: orange. */
    SERIES_5("series-5", 0xC98A00, 0xF2C14E),
    /** The sixth series: grey. */
    SERIES_6("series-6", 0x6B7280, 0xB3BAC5);

    private static final List<Ink> SERIES = List.of(SERIES_1, SERIES_2, SERIES_3, SERIES_4, SERIES_5, SERIES_6);

    private final String name;
    private final int light;
    private final int dark;

    Ink(String name, int light, int dark) {
        this.name = name;
        this.light = light;
        this.dark = dark;
    }

    /**
     * The name in style sheets.
     *
     * @return for example {@code series-1}
     */
    public String css() {
        return name;
    }

    /**
     * The color on light ground.
     *
     * @return 0xRRGGBB
     */
    public int light() {
        return light;
    }

    /**
     * The color on dark ground.
     *
     * @return 0xRRGGBB
     */
    public int dark() {
        return dark;
    }

    static Ink series(int index) {
        return SERIES.get(index % SERIES.size());
    }
}
