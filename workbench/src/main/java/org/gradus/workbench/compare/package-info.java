/**
 * Fair comparisons of methods on problems: {@link org.gradus.workbench.compare.Comparison} runs, {@link
 * org.gradus.workbench.compare.Verdict} judges, {@link org.gradus.workbench.compare.CompareReport} shows.
 */
package org.gradus.workbench.compare;
