package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.rewrite.Term.Build;
import org.gradus.rewrite.Term.Lambda;
import org.gradus.rewrite.Term.Let;
import org.gradus.rewrite.Term.Mapped;
import org.gradus.rewrite.Term.Reduce;
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/** What is computed more often than it need be. */
final class Invariants {
    private Invariants() {}

    private static boolean isLoop(Term term) {
        return term instanceof Build || term instanceof Mapped || term instanceof Reduce;
    }

    /** An empty loop never computes its body, so nothing may be moved in front of it. */
    private static boolean runs(Term term) {
        return isLoop(term) && !(term instanceof Build(int size, String _, Term _) && size == 0);
    }

    static Optional<Term> letOutOfLoop(Term term) {
        if (!runs(term)
                || !(term.children().get(term.scope()) instanceof Let let)
                || term.names().stream().anyMatch(let.value().free()::contains)) {
            return Optional.empty();
        }
        Set<String> taken = term.free();
        taken.addAll(term.names());
        Let safe = (Let) Names.renamed(let, taken);
        List<Term> children = new ArrayList<>(term.children());
        children.set(term.scope(), safe.body());
        return Optional.of(new Let(safe.name(), safe.value(), term.with(children)));
    }

    static Optional<Term> loopOutOfLoop(Term term) {
        if (!runs(term)) {
            return Optional.empty();
        }
        return invariant(term.children().get(term.scope()), new HashSet<>(term.names()))
                .map(found -> named(term, found));
    }

    /** The term with a subterm named in front of it. */
    private static Term named(Term term, Term found) {
        String name = Names.fresh("c", term.free());
        return new Let(name, found, Names.replace(term, found, new Var(name)));
    }

    private static Optional<Term> invariant(Term term, Set<String> bound) {
        if ((isLoop(term) || term instanceof Zip) && term.free().stream().noneMatch(bound::contains)) {
            return Optional.of(term);
        }
        if (term instanceof Lambda) {
            return Optional.empty();
        }
        List<Term> children = term.children();
        for (int i = 0; i < children.size(); i++) {
            Set<String> below = bound;
            if (i == term.scope()) {
                below = new HashSet<>(bound);
                below.addAll(term.names());
            }
            Optional<Term> found = invariant(children.get(i), below);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The largest subterm that occurs at least twice and means the same throughout. */
    static Optional<Term> share(Term term) {
        return candidates(term, Set.of())
                .filter(t -> Names.count(term, t, false) > 1)
                .reduce((a, b) -> b.size() > a.size() ? b : a)
                .map(found -> named(term, found));
    }

    /** The subterms below that are more than atoms and have no free variable that is bound on the way to them. */
    private static Stream<Term> candidates(Term term, Set<String> bound) {
        List<Term> children = term.children();
        return IntStream.range(0, children.size()).boxed().flatMap(i -> {
            Term child = children.get(i);
            Set<String> below = new HashSet<>(bound);
            if (i == term.scope()) {
                below.addAll(term.names());
            }
            boolean whole = !Rules.isAtom(child)
                    && !(child instanceof Lambda)
                    && child.free().stream().noneMatch(below::contains);
            return Stream.concat(whole ? Stream.of(child) : Stream.empty(), candidates(child, below));
        });
    }
}
