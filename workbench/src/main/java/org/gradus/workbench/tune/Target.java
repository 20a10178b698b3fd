package org.gradus.workbench.tune;

/** The target of a part's rows. */
public sealed interface Target {

    /**
     * Classes.
     *
     * @param labels the class of each row, from 0
     * @param classes the number of classes
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Classes(int[] labels, int classes) implements Target {}

    /**
     * Numbers, standardized by mean and deviation of the training rows.
     *
     * @param values one number a row
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Values(double[] values) implements Target {}
}
