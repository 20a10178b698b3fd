/**
 * What a run leaves behind: a page, plots, a log, and values for other programs.
 *
 * <p>Files appear whole or not at all ({@link org.gradus.workbench.report.AtomicFile}), JSON has no values that are not
 * JSON ({@link org.gradus.workbench.report.Json}), and a page needs no network ({@link
 * org.gradus.workbench.report.Page}).
 *
 * {@snippet :
 * var page = new Page("Tuning").heading("Results").paragraph("The loss fell.");
 * AtomicFile.write(Path.of("report.html"), page.html());
 * System.out.println(Json.write(Json.object("loss", Double.NaN)));   // {"loss":null,"reason":"loss is NaN"}
 * }
 */
package org.gradus.workbench.report;
