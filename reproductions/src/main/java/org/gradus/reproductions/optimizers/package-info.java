/**
 * The papers on first-order methods.
 *
 * {@snippet :
 * import org.gradus.reproductions.*;
 * for (Reproduction r : Reproductions.ofFamily("optimizers")) {
 *     System.out.println(r.paper().id());
 * }
 * }
 */
package org.gradus.reproductions.optimizers;
