/**
 * Rewriting under control: strategies that say which rule goes where and in which order, a small functional language of
 * arrays to rewrite, and dual numbers as a rewrite of it.
 *
 * <p>Terms. A <em>rule</em> is a partial function from terms to terms. A <em>strategy</em> is a rule or a composition of
 * strategies; it succeeds with a new term or fails. To <em>normalize</em> is to apply a strategy until it fails everywhere.
 * Strategies act on anything; those that go below the root need a {@link org.gradus.rewrite.Tree}.
 *
 * {@snippet :
 * import org.gradus.rewrite.*;
 *
 * Term x = new Term.Var("x");
 * Term term = new Term.First(new Term.Pair(x.times(Term.of(1)), x));
 * Strategy<Term> lean = Strategy.normalize(Rules.projections().orElse(Rules.algebra()));
 * term.rewrite(lean).result();          // → Var[name=x]
 * term.rewrite(lean).applications();    // → 2
 * }
 */
package org.gradus.rewrite;
