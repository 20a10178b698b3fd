package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.error.ArgumentException;
import org.gradus.rewrite.Term.Apply;
import org.gradus.rewrite.Term.Binary;
import org.gradus.rewrite.Term.Build;
import org.gradus.rewrite.Term.First;
import org.gradus.rewrite.Term.Get;
import org.gradus.rewrite.Term.Indicator;
import org.gradus.rewrite.Term.Lambda;
import org.gradus.rewrite.Term.Let;
import org.gradus.rewrite.Term.Mapped;
import org.gradus.rewrite.Term.Num;
import org.gradus.rewrite.Term.Pair;
import org.gradus.rewrite.Term.Reduce;
import org.gradus.rewrite.Term.Second;
import org.gradus.rewrite.Term.Unary;
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/** Bound names: renaming, substitution, equality. */
final class Names {
    private Names() {}

    /** The name itself, or with the first number that makes it differ from those to avoid. */
    static String fresh(String name, Set<String> avoid) {
        String candidate = name;
        for (int i = 1; avoid.contains(candidate); i++) {
            candidate = name + i;
        }
        return candidate;
    }

    /** A node like the given one, with other bound names and children. */
    static Term node(Term like, List<String> names, List<Term> c) {
        if (c.size() != like.children().size()) {
            throw new ArgumentException(
                    "with: the node has " + like.children().size() + " children, not " + c.size(),
                    "give one term for each child");
        }
        return switch (like) {
            case Num _, Var _ -> like;
            case Unary t -> new Unary(t.function(), c.getFirst());
            case Binary t -> new Binary(t.function(), c.get(0), c.get(1));
            case Indicator t -> new Indicator(t.size(), c.get(0), c.get(1));
            case Pair _ -> new Pair(c.get(0), c.get(1));
            case First _ -> new First(c.getFirst());
            case Second _ -> new Second(c.getFirst());
            case Let _ -> new Let(names.getFirst(), c.get(0), c.get(1));
            case Lambda _ -> new Lambda(names.getFirst(), c.getFirst());
            case Apply _ -> new Apply(c.get(0), c.get(1));
            case Build t -> new Build(t.size(), names.getFirst(), c.getFirst());
            case Get _ -> new Get(c.get(0), c.get(1));
            case Mapped _ -> new Mapped(names.getFirst(), c.get(0), c.get(1));
            case Zip _ -> new Zip(c.get(0), c.get(1));
            case Reduce _ -> new Reduce(names.get(0), names.get(1), c.get(0), c.get(1), c.get(2));
        };
    }

    /** The same node, none of whose bound names is among those to avoid. */
    static Term renamed(Term term, Set<String> avoid) {
        if (term.names().stream().noneMatch(avoid::contains)) {
            return term;
        }
        List<Term> children = new ArrayList<>(term.children());
        Term body = children.get(term.scope());
        Set<String> taken = new HashSet<>(avoid);
        taken.addAll(body.free());
        taken.addAll(term.names());
        List<String> names = new ArrayList<>(term.names());
        for (int i = 0; i < names.size(); i++) {
            if (avoid.contains(names.get(i))) {
                String name = fresh(names.get(i), taken);
                taken.add(name);
                // The later of two equal names is the one that the body means.
                if (names.lastIndexOf(names.get(i)) == i) {
                    body = substitute(body, names.get(i), new Var(name));
                }
                names.set(i, name);
            }
        }
        children.set(term.scope(), body);
        return node(term, names, children);
    }

    static Term substitute(Term term, String name, Term replacement) {
        if (term instanceof Var(String own)) {
            return own.equals(name) ? replacement : term;
        }
        if (!term.free().contains(name)) {
            return term;
        }
        boolean shadowed = term.names().contains(name);
        // The new names must differ from what is replaced, too.
        Term safe = shadowed ? term : renamed(term, Rules.freeOf(replacement, new Var(name)));
        List<Term> children = new ArrayList<>(safe.children());
        for (int i = 0; i < children.size(); i++) {
            if (i != safe.scope() || !shadowed) {
                children.set(i, substitute(children.get(i), name, replacement));
            }
        }
        return safe.with(children);
    }

    /** Equality, where a bound name is known by the depth at which it was bound. */
    static boolean same(Term a, Term b, Map<String, Integer> inA, Map<String, Integer> inB, int depth) {
        if (a instanceof Var(String x) && b instanceof Var(String y)) {
            Integer boundX = inA.get(x);
            Integer boundY = inB.get(y);
            return boundX == null ? boundY == null && x.equals(y) : boundX.equals(boundY);
        }
        List<Term> left = a.children();
        List<Term> right = b.children();
        // The nodes are alike where one over the other's children and names is the other.
        if (!a.getClass().equals(b.getClass()) || !node(a, b.names(), right).equals(b)) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            Map<String, Integer> belowA = inA;
            Map<String, Integer> belowB = inB;
            if (i == a.scope()) {
                belowA = new HashMap<>(inA);
                belowB = new HashMap<>(inB);
                for (int k = 0; k < a.names().size(); k++) {
                    belowA.put(a.names().get(k), depth + k);
                    belowB.put(b.names().get(k), depth + k);
                }
            }
            if (!same(
                    left.get(i), right.get(i), belowA, belowB, depth + a.names().size())) {
                return false;
            }
        }
        return true;
    }

    /** The term with a subterm replaced wherever it means the same; names that are bound on the way to it are left alone. */
    static Term replace(Term term, Term from, Term to) {
        if (term.equals(from)) {
            return to;
        }
        Set<String> free = from.free();
        boolean shadowed = term.names().stream().anyMatch(free::contains);
        Term safe = shadowed ? term : renamed(term, Rules.freeOf(from, to));
        List<Term> children = new ArrayList<>(safe.children());
        for (int i = 0; i < children.size(); i++) {
            if (i != safe.scope() || !shadowed) {
                children.set(i, replace(children.get(i), from, to));
            }
        }
        return children.isEmpty() ? safe : safe.with(children);
    }

    /** How often a subterm occurs where it means the same; within loops twice, since it runs many times. */
    static int count(Term term, Term what, boolean loops) {
        if (term.equals(what)) {
            return 1;
        }
        Set<String> free = what.free();
        boolean shadowed = term.names().stream().anyMatch(free::contains);
        int count = 0;
        List<Term> children = term.children();
        for (int i = 0; i < children.size(); i++) {
            boolean inside = i == term.scope();
            if (!inside || !shadowed) {
                int below = count(children.get(i), what, loops);
                count += loops && inside && !(term instanceof Let) ? 2 * below : below;
            }
        }
        return count;
    }
}
