package org.gradus.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.gradus.error.ArgumentException;
import org.gradus.rewrite.Term.Binary;
import org.gradus.rewrite.Term.BinaryFunction;
import org.gradus.rewrite.Term.Build;
import org.gradus.rewrite.Term.First;
import org.gradus.rewrite.Term.Get;
import org.gradus.rewrite.Term.Indicator;
import org.gradus.rewrite.Term.Let;
import org.gradus.rewrite.Term.Mapped;
import org.gradus.rewrite.Term.Num;
import org.gradus.rewrite.Term.Pair;
import org.gradus.rewrite.Term.Second;
import org.gradus.rewrite.Term.Unary;
import org.gradus.rewrite.Term.UnaryFunction;
import org.gradus.rewrite.Term.Var;
import org.gradus.rewrite.Term.Zip;

/**
 * Forward mode as a rewrite: a number becomes the pair of its value and its tangent; pairs, arrays and functions become those of
 * what their parts become.
 *
 * <p>D[c] = (c, 0), D[x] = x, D[a·b] = (a₁b₁, a₁b₂ + a₂b₁), D[map f xs] = map D[f] D[xs], and so on through every form of the
 * language. Operands are named by a let, so nothing is computed twice. Indices have no tangent.
 */
public final class DualNumbers {
    private DualNumbers() {}

    /**
     * The term on dual numbers.
     *
     * @param term any term
     * @return one whose free variables stand for dual data
     */
    public static Term of(Term term) {
        return dual(term, Set.of());
    }

    /**
     * Data as dual data of tangent 0.
     *
     * @param term what to lift
     * @param type its type
     * @return its dual
     */
    public static Term lifted(Term term, Type type) {
        return switch (type) {
            case Type.Scalar _ -> new Pair(term, new Num(0));
            case Type.Array(Type element) -> new Mapped("v", lifted(new Var("v"), element), term);
            case Type.Pair(Type first, Type second) ->
                new Pair(lifted(new First(term), first), lifted(new Second(term), second));
        };
    }

    /**
     * The gradient by one pass of dual numbers a component: {@code build(n, k -> let x = zip x onehot_k in snd D[f])}, with the
     * dual inputs bound by lets. It costs n times the function until it is rewritten.
     *
     * @param function a number
     * @param variable the vector to differentiate by
     * @param size its length n
     * @param constants the types of the other free variables
     * @return a vector
     * @throws ArgumentException when a free variable has no type
     */
    public static Term gradient(Term function, String variable, int size, Map<String, Type> constants) {
        Set<String> taken = new HashSet<>(function.free());
        taken.addAll(constants.keySet());
        taken.add(variable);
        Term body = of(function);
        Map<String, Term> inputs = new TreeMap<>();
        String k = Names.fresh("k", taken);
        taken.add(k);
        for (String name : function.free()) {
            if (name.equals(variable)) {
                inputs.put(name, new Zip(new Var(name), Term.oneHot(size, new Var(k))));
            } else if (constants.containsKey(name)) {
                inputs.put(name, lifted(new Var(name), constants.get(name)));
            } else {
                throw new ArgumentException(
                        "gradient: the free variable '" + name + "' has no type",
                        "give its type among the constants, or bind it");
            }
        }
        Term result = new Second(body);
        for (Map.Entry<String, Term> input : inputs.entrySet()) {
            String name = Names.fresh(input.getKey() + "d", taken);
            taken.add(name);
            result = new Let(name, input.getValue(), result.substitute(input.getKey(), new Var(name)));
        }
        return new Build(size, k, result);
    }

    private static Term dual(Term term, Set<String> indices) {
        return switch (term) {
            case Num _ -> new Pair(term, new Num(0));
            case Var(String name) -> indices.contains(name) ? new Pair(term, new Num(0)) : term;
            case Indicator(int size, Term at, Term index) ->
                new Pair(new Indicator(size, primal(at, indices), primal(index, indices)), new Num(0));
            case Get(Term array, Term index) -> new Get(dual(array, indices), primal(index, indices));
            case Unary(UnaryFunction f, Term x) ->
                named(dual(x, indices), "a", a -> unary(f, new First(a), new Second(a)));
            case Binary(BinaryFunction f, Term x, Term y) -> binary(f, dual(x, indices), dual(y, indices));
            default -> {
                List<Term> children = new ArrayList<>();
                for (int i = 0; i < term.children().size(); i++) {
                    Set<String> below = indices;
                    if (i == term.scope()) {
                        below = new HashSet<>(indices);
                        term.names().forEach(below::remove);
                        if (term instanceof Build build) {
                            below.add(build.name());
                        }
                    }
                    children.add(dual(term.children().get(i), below));
                }
                yield term.with(children);
            }
        };
    }

    private static Term primal(Term index, Set<String> indices) {
        return indices.containsAll(index.free()) ? index : new First(dual(index, indices));
    }

    /** What a function makes of a term, which gets a name unless it is one. */
    private static Term named(Term value, String name, UnaryOperator<Term> body) {
        return value instanceof Var ? body.apply(value) : new Let(name, value, body.apply(new Var(name)));
    }

    private static Term unary(UnaryFunction f, Term x, Term dx) {
        return switch (f) {
            case NEGATE -> new Pair(new Unary(f, x), new Unary(f, dx));
            case SIN -> new Pair(new Unary(f, x), new Unary(UnaryFunction.COS, x).times(dx));
            case COS ->
                new Pair(new Unary(f, x), new Unary(UnaryFunction.NEGATE, new Unary(UnaryFunction.SIN, x)).times(dx));
            case EXP -> {
                String name = Names.fresh("e", Rules.freeOf(x, dx));
                yield new Let(name, new Unary(f, x), new Pair(new Var(name), new Var(name).times(dx)));
            }
            case LOG -> new Pair(new Unary(f, x), dx.dividedBy(x));
        };
    }

    private static Term binary(BinaryFunction f, Term x, Term y) {
        Set<String> taken = Rules.freeOf(x, y);
        String a = Names.fresh("a", taken);
        taken.add(a);
        String b = Names.fresh("b", taken);
        BinaryOperator<Term> body = (u, v) -> binary(f, new First(u), new Second(u), new First(v), new Second(v));
        return named(x, a, u -> named(y, b, v -> body.apply(u, v)));
    }

    private static Term binary(BinaryFunction f, Term x, Term dx, Term y, Term dy) {
        return switch (f) {
            case ADD -> new Pair(x.plus(y), dx.plus(dy));
            case SUBTRACT -> new Pair(x.minus(y), dx.minus(dy));
            case MULTIPLY -> new Pair(x.times(y), x.times(dy).plus(dx.times(y)));
            case DIVIDE -> {
                String name = Names.fresh("q", Rules.freeOf(x, dx, y, dy));
                Term q = new Var(name);
                yield new Let(
                        name, x.dividedBy(y), new Pair(q, dx.minus(q.times(dy)).dividedBy(y)));
            }
        };
    }
}
