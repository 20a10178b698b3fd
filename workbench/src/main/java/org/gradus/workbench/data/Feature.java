package org.gradus.workbench.data;

import org.gradus.workbench.data.Standardization.Scale;

/**
 * A number that a model sees: made of one column, then standardized.
 *
 * @param name its name, different from all others
 * @param column the column that it is made of
 * @param form what it holds
 * @param level the level for {@link Step.Form#LEVEL}, otherwise empty
 * @param scale mean and deviation in the training rows
 */
public record Feature(String name, String column, Step.Form form, String level, Scale scale) {}
