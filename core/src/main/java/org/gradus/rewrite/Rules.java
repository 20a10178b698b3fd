package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradus.rewrite.Term.Apply;
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
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/**
 * Groups of rules for terms of arrays. Each group ends when normalized; rules that undo each other are in different groups.
 *
 * <p>A rule keeps the value of every term that has one; a term that fails, because of an index out of range or arrays of
 * different lengths, may stop failing. {@link #splitting} adds in another order, and zeros annihilate, so that 0·∞ = 0.
 */
public final class Rules {
    private Rules() {}

    /**
     * Projections of pairs, pairs of sums, elements of arrays that are built, functions applied at once, lets of pairs, of
     * what costs nothing or is used once, lets that nothing uses, and lets out of operands.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> projections() {
        return Strategy.firstOf(
                Strategy.rule(Rules::project),
                Strategy.rule(Rules::element),
                Strategy.rule(Rules::beta),
                Strategy.rule(Rules::letOfPair),
                Strategy.rule(Rules::inline),
                Strategy.rule(Rules::floatOut),
                Strategy.rule(Rules::pairOfReductions));
    }

    /**
     * Maps of maps, of zips and of arrays that are built, in one loop; with the projections that this uncovers.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> fusion() {
        return Strategy.rule(Rules::fuse).orElse(projections());
    }

    /**
     * Lets and loops that do not depend on the loop around them go in front of it.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> motion() {
        return Strategy.rule(Invariants::letOutOfLoop).orElse(Strategy.rule(Invariants::loopOutOfLoop));
    }

    /**
     * Sums of sums and differences become sums and differences of sums; with {@link #algebra}.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> splitting() {
        return Strategy.rule(Sums::split).orElse(algebra());
    }

    /**
     * A sum over a unit vector's entries is the term at its 1: Σⱼ [i = j]·aⱼ = aᵢ.
     *
     * @return the rule
     */
    public static Strategy<Term> oneHot() {
        return Strategy.rule(Sums::oneHot);
    }

    /**
     * 0 and 1 in sums, products and quotients, x − x = 0, −(−x) = x, and sums of zeros.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> algebra() {
        return Strategy.rule(Sums::algebra);
    }

    /**
     * A reduction of a map becomes one loop; with the projections.
     *
     * @return the first rule that matches
     */
    public static Strategy<Term> reductions() {
        return Strategy.<Term>rule(Rules::reduceOfMap).orElse(projections());
    }

    /**
     * A subterm that occurs more than once gets a name. To be repeated from the leaves.
     *
     * @return the rule
     */
    public static Strategy<Term> sharing() {
        return Strategy.rule(Invariants::share);
    }

    static boolean isAtom(Term term) {
        return term instanceof Num || term instanceof Var;
    }

    static Set<String> freeOf(Term... terms) {
        Set<String> free = new HashSet<>();
        for (Term t : terms) {
            free.addAll(t.free());
        }
        return free;
    }

    private static Optional<Term> project(Term term) {
        return switch (term) {
            case First(Pair(Term a, Term _)) -> Optional.of(a);
            case Second(Pair(Term _, Term b)) -> Optional.of(b);
            default -> Optional.empty();
        };
    }

    private static Optional<Term> element(Term term) {
        if (!(term instanceof Get(Term array, Term index))) {
            return Optional.empty();
        }
        return switch (array) {
            case Build build -> {
                Build safe = (Build) Names.renamed(build, index.free());
                yield Optional.of(new Let(safe.name(), index, safe.body()));
            }
            case Mapped mapped -> {
                Mapped safe = (Mapped) Names.renamed(mapped, freeOf(mapped.array(), index));
                yield Optional.of(new Let(safe.name(), new Get(safe.array(), index), safe.body()));
            }
            case Zip(Term a, Term b) when isAtom(index) -> Optional.of(new Pair(new Get(a, index), new Get(b, index)));
            case Zip(Term a, Term b) -> {
                String i = Names.fresh("i", freeOf(a, b));
                yield Optional.of(new Let(i, index, new Pair(new Get(a, new Var(i)), new Get(b, new Var(i)))));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Term> beta(Term term) {
        return term instanceof Apply(Lambda(String name, Term body), Term argument)
                ? Optional.of(new Let(name, argument, body))
                : Optional.empty();
    }

    private static Optional<Term> letOfPair(Term term) {
        if (!(term instanceof Let(String name, Pair(Term a, Term b), Term body))) {
            return Optional.empty();
        }
        Set<String> taken = freeOf(body, b);
        taken.add(name);
        String first = Names.fresh(name, taken);
        taken.add(first);
        String second = Names.fresh(name, taken);
        Term pair = new Pair(new Var(first), new Var(second));
        return Optional.of(new Let(first, a, new Let(second, b, body.substitute(name, pair))));
    }

    /** Whether a term may be computed again rather than named: at most one primitive on atoms. */
    private static boolean isTrivial(Term term) {
        return isAtom(term)
                || (term instanceof Indicator(int _, Term at, Term index) && isAtom(at) && isAtom(index))
                || (term instanceof Get(Var _, Term at) && isAtom(at));
    }

    private static Optional<Term> inline(Term term) {
        if (!(term instanceof Let(String name, Term value, Term body))) {
            return Optional.empty();
        }
        int uses = Names.count(body, new Var(name), true);
        return uses <= 1 || isTrivial(value) ? Optional.of(body.substitute(name, value)) : Optional.empty();
    }

    /** A let in an operand goes in front of the node; in what a name is bound over it stays. */
    private static Optional<Term> floatOut(Term term) {
        List<Term> children = term.children();
        for (int i = 0; i < children.size(); i++) {
            if (i != term.scope() && children.get(i) instanceof Let let) {
                Let safe = (Let) Names.renamed(let, term.free());
                List<Term> operands = new ArrayList<>(children);
                operands.set(i, safe.body());
                return Optional.of(new Let(safe.name(), safe.value(), term.with(operands)));
            }
        }
        return Optional.empty();
    }

    /** A reduction of pairs, component by component, is a pair of reductions. */
    private static Optional<Term> pairOfReductions(Term term) {
        if (!(term instanceof Reduce(String s, String e, Pair(Term p, Term q), Term zero, Term array)) || s.equals(e)) {
            return Optional.empty();
        }
        Term first = p;
        Term second = q;
        for (String name : List.of(s, e)) {
            Var v = new Var(name);
            String mark = Names.fresh(name, freeOf(first, second, v));
            first = Names.replace(first, new First(v), new Var(mark));
            second = Names.replace(second, new Second(v), new Var(mark));
            if (freeOf(first, second).contains(name)) {
                return Optional.empty();
            }
            first = first.substitute(mark, v);
            second = second.substitute(mark, v);
        }
        String xs = Names.fresh("xs", freeOf(term, new Var(s), new Var(e)));
        String z = Names.fresh("z", freeOf(term, new Var(s), new Var(e)));
        Term a = new Mapped(e, new First(new Var(e)), new Var(xs));
        Term b = new Mapped(e, new Second(new Var(e)), new Var(xs));
        Term pair = new Pair(
                new Reduce(s, e, first, new First(new Var(z)), a), new Reduce(s, e, second, new Second(new Var(z)), b));
        return Optional.of(new Let(xs, array, new Let(z, zero, pair)));
    }

    /** Whether reading one element costs as much for a long array as for a short one. */
    private static boolean isReadable(Term array) {
        return switch (array) {
            case Var _, Build _ -> true;
            case Mapped mapped -> isReadable(mapped.array());
            case Zip(Term a, Term b) -> isReadable(a) && isReadable(b);
            default -> false;
        };
    }

    private static Optional<Term> fuse(Term term) {
        return switch (term) {
            case Mapped(String v, First(Var(String w)), Zip(Term a, Term _)) when v.equals(w) -> Optional.of(a);
            case Mapped(String v, Second(Var(String w)), Zip(Term _, Term b)) when v.equals(w) -> Optional.of(b);
            case Mapped(String v, Term f, Mapped inner) -> {
                Mapped safe = (Mapped) Names.renamed(inner, f.free());
                yield Optional.of(new Mapped(safe.name(), new Let(v, safe.body(), f), safe.array()));
            }
            case Mapped(String v, Term f, Build inner) -> {
                Build safe = (Build) Names.renamed(inner, f.free());
                yield Optional.of(new Build(safe.size(), safe.name(), new Let(v, safe.body(), f)));
            }
            case Zip(Build built, Term other) -> Optional.of(zip(built, other, true));
            case Zip(Term other, Build built) -> Optional.of(zip(built, other, false));
            default -> Optional.empty();
        };
    }

    private static Term zip(Build built, Term other, boolean first) {
        Build safe = (Build) Names.renamed(built, other.free());
        Set<String> taken = freeOf(safe.body(), other);
        taken.add(safe.name());
        String name = Names.fresh("ys", taken);
        boolean readable = isReadable(other);
        Term element = new Get(readable ? other : new Var(name), new Var(safe.name()));
        Term pair = first ? new Pair(safe.body(), element) : new Pair(element, safe.body());
        Term all = new Build(safe.size(), safe.name(), pair);
        return readable ? all : new Let(name, other, all);
    }

    private static Optional<Term> reduceOfMap(Term term) {
        if (!(term instanceof Reduce(String s, String e, Term body, Term zero, Mapped mapped)) || s.equals(e)) {
            return Optional.empty();
        }
        Set<String> taken = body.free();
        taken.add(s);
        Mapped safe = (Mapped) Names.renamed(mapped, taken);
        // The accumulator must not capture what the map's function has free.
        Set<String> free = safe.body().free();
        String accumulator = Names.fresh(s, freeOf(safe.body(), body, new Var(e), new Var(safe.name())));
        boolean captures = free.contains(s) || s.equals(safe.name());
        Term renamed = captures ? body.substitute(s, new Var(accumulator)) : body;
        String name = captures ? accumulator : s;
        return Optional.of(new Reduce(name, safe.name(), new Let(e, safe.body(), renamed), zero, safe.array()));
    }
}
