package org.gradus.kernel;

/** Native libraries. */
public final class Natives {
    private Natives() {}

    /**
     * Whether OpenBLAS is in use.
     *
     * @return whether it was found and loaded
     */
    public static boolean available() {
        return false;
    }

    /**
     * What is in use, or why nothing is and what to add.
     *
     * @return one line for a person
     */
    public static String description() {
        return "OpenBLAS is not bound";
    }
}
