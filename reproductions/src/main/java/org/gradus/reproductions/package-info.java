/**
 * Claims of papers, checked by running them: one {@link org.gradus.reproductions.Reproduction} a paper, in families that
 * {@link org.gradus.reproductions.Reproductions} finds.
 *
 * {@snippet :
 * import org.gradus.reproductions.*;
 * Reproduction grams = Reproductions.named("grams");
 * Reproductions.Run run = Reproductions.run(grams, Context.DEFAULT);
 * System.out.println(run.outcome().passed());
 * }
 */
package org.gradus.reproductions;
