/**
 * Plots: one model, one layout, two renderings.
 *
 * <p>A {@link org.gradus.workbench.plot.Plot} says what is shown. {@link org.gradus.workbench.plot.Layouts} places it
 * as a {@link org.gradus.workbench.plot.Figure}, a list of lines, boxes, dots and labels in pixels. {@link
 * org.gradus.workbench.plot.Svg} writes a figure as SVG whose colors are CSS variables, and so follow the page's light
 * or dark mode; {@link org.gradus.workbench.plot.Png} draws the same figure with Java2D. Chart libraries were left
 * aside: those that write SVG record painted colors, which no style sheet can change and no screen reader can name.
 *
 * {@snippet :
 * var loss = new Series("validation loss", new double[] {0, 1, 2}, new double[] {0.31, 0.12, 0.08}, Series.Style.LINE);
 * var plot = Plot.Lines.of("Convergence", Axis.linear("outer iteration"), Axis.log("loss"), List.of(loss));
 * Files.write(Path.of("loss.png"), Png.render(Layouts.figure(plot)));
 * Files.writeString(Path.of("loss.svg"), Svg.document(Layouts.figure(plot)));
 * }
 */
package org.gradus.workbench.plot;
