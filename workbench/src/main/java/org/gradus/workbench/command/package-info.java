/**
 * The {@code gradus} command: words in, words or one JSON object out.
 *
 * <p>Standard output has the result, standard error everything else. The exit status is 0 when done, 1 when it failed,
 * and 2 when the command was used wrongly.
 *
 * {@snippet :
 * Gradus gradus = new Gradus(Terminal.system(), services);
 * int status = gradus.run("tune", "examples/iris.csv", "--target", "species", "--json");
 * }
 */
package org.gradus.workbench.command;
