/**
 * The {@code gradus} command: tune models on tables from a terminal, with progress, plots and a report.
 *
 * <p>{@link org.gradus.workbench.Main} is the program. A command reads a table ({@code data}), solves a problem
 * ({@code tune}), shows what it does ({@code progress}) and writes down what it found ({@code plot}, {@code report});
 * {@code doctor} looks at the machine. The words of the command line are read in {@code command} alone.
 *
 * {@snippet :
 * Main.main(new String[] {"doctor", "--json"});   // {"command":"doctor","ok":true,"checks":[...]}
 * }
 */
package org.gradus.workbench;
