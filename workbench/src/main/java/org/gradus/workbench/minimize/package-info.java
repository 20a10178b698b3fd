/**
 * The commands {@code gradus minimize} and {@code gradus check}: a person's own Java file to its optimum, and its
 * derivatives compared with differences.
 *
 * <p>Terms. The <em>file</em> states a <em>problem</em> by public static methods: {@code objective} or {@code residuals},
 * {@code start}, and optionally bounds and constraints. It is compiled in memory; derivatives come from its bytecode.
 *
 * {@snippet :
 * MinimizeResult result = Models.minimize(Path.of("Model.java"), List.of(), MinimizeOptions.usual());
 * String said = MinimizeJson.of(result).toString();
 * }
 */
package org.gradus.workbench.minimize;
