/**
 * Tables read from files, and what is done to them before a model sees them: a seeded split, and standardization that
 * has seen the training part only.
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
