package org.gradus.workbench.plot;

/** A thing drawn at a place, in pixels from the upper left corner. */
public sealed interface Mark {

    /**
     * A line through points.
     *
     * @param x the points' distances from the left
     * @param y the points' distances from the top
     * @param ink its color
     * @param width its width
     * @param dashed whether it is dashed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Stroke(double[] x, double[] y, Ink ink, double width, boolean dashed) implements Mark {
        static Stroke of(double x1, double y1, double x2, double y2, Ink ink, double width) {
            return new Stroke(new double[] {x1, x2}, new double[] {y1, y2}, ink, width, false);
        }

        static Stroke dashed(double x1, double y1, double x2, double y2, Ink ink) {
            return new Stroke(new double[] {x1, x2}, new double[] {y1, y2}, ink, 1.2, true);
        }
    }

    /**
     * A filled rectangle.
     *
     * @param x its left side
     * @param y its upper side
     * @param width its width
     * @param height its height
     * @param ink its color
     * @param tip what is told when pointed at, or empty
     * @param opacity how much of what is behind it it hides, from 0 to 1
     */
    record Box(double x, double y, double width, double height, Ink ink, String tip, double opacity) implements Mark {
        /**
         * A rectangle that hides what is behind it.
         *
         * @param x its left side
         * @param y its upper side
         * @param width its width
         * @param height its height
         * @param ink its color
         * @param tip what is told when pointed at, or empty
         */
        public Box(double x, double y, double width, double height, Ink ink, String tip) {
            this(x, y, width, height, ink, tip, 1);
        }
    }

    /**
     * A filled circle.
     *
     * @param x its center from the left
     * @param y its center from the top
     * @param radius its radius
     * @param ink its color
     * @param tip what is told when pointed at, or empty
     */
    record Dot(double x, double y, double radius, Ink ink, String tip) implements Mark {}

    /**
     * A line of text.
     *
     * @param x the anchor from the left
     * @param y the base line from the top
     * @param text the text
     * @param anchor which point of the text is at the anchor
     * @param size the size of the letters
     * @param ink its color
     * @param bold whether the letters are bold
     * @param upward whether it is turned to run upward
     */
    record Label(double x, double y, String text, Anchor anchor, double size, Ink ink, boolean bold, boolean upward)
            implements Mark {}

    /** Which point of a text is at its place. */
    enum Anchor {
        /** The text begins there. */
        START,
        /** The text is centered there. */
        MIDDLE,
        /** The text ends there. */
        END
    }
}
