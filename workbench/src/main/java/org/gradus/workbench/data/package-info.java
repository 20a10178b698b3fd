/**
 * Tables read from files or by a query over them, and what is done to them before a model sees them: a seeded split, and
 * preprocessing that has seen the training part only.
 *
 * <p>A {@link org.gradus.workbench.data.Step} says what is done to a column. Numbers stay numbers; a missing one becomes the
 * median, and a feature says so. Text becomes a feature of 0 and 1 for each frequent level, with a level for all others;
 * dates become days, season, weekday and time of day. Names and free text, constants, and columns that repeat another one
 * are dropped with a reason. A value that the training rows did not have counts as the average. All of it is data,
 * {@link org.gradus.workbench.data.Preprocessing}, so that it can be written down and done again to another table.
 *
 * <p>A <em>table</em> has named columns of equal length, each of numbers or of text. A <em>part</em> of a split is a
 * set of its rows. The <em>target</em> is the column to predict, the <em>features</em> are all others.
 *
 * {@snippet :
 * Table table = TableReader.read(Path.of("examples/iris.csv"));
 * Labels species = Labels.of(table.column("species"), table.file());
 * Split split = Split.stratified(species, SplitShares.parse("60/20/20"), 7L, table.file());
 * }
 */
package org.gradus.workbench.data;
