package org.gradus.workbench.plot;

/**
 * An axis.
 *
 * @param label what it measures, with the unit if it has one
 * @param logarithmic whether equal ratios, instead of equal differences, are equally long
 */
public record Axis(String label, boolean logarithmic) {

    /**
     * An axis of equal differences.
     *
     * @param label what it measures, with the unit if it has one
     * @return the axis
     */
    public static Axis linear(String label) {
        return new Axis(label, false);
    }

    /**
     * An axis of equal ratios; values that are not above 0 are left out, and counted in a note.
     *
     * @param label what it measures, with the unit if it has one
     * @return the axis
     */
    public static Axis log(String label) {
        return new Axis(label, true);
    }

    boolean shows(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }
}
