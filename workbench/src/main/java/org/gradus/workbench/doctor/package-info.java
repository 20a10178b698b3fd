/**
 * What this machine has for Gradus, what is missing, and what to do about it: the checks behind {@code gradus doctor}.
 *
 * {@snippet :
 * for (Check check : Checks.all()) {
 *     Finding finding = check.run();
 *     System.out.println(finding.status() + " " + finding.name() + ": " + finding.found());
 * }
 * }
 */
package org.gradus.workbench.doctor;
