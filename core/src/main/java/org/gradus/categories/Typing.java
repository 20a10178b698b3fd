package org.gradus.categories;

import java.util.List;
import java.util.Set;
import org.gradus.error.StructureException;

/** Types of terms, and their free variables. */
final class Typing {
    private Typing() {}

    static Type of(Term term) {
        return switch (term) {
            case Term.Variable variable -> Term.typeOf(variable);
            case Term.Constant _ -> Type.real();
            case Term.Apply(Smooth function, var arguments) -> {
                arguments.forEach(a -> expect(function.toString(), Type.real(), of(a)));
                yield Type.real();
            }
            case Term.Lambda(var variable, Term body) -> new Type.Function(Term.typeOf(variable), of(body));
            case Term.Call(Term function, Term argument) -> called("a call", of(function), of(argument));
            case Term.Let(var variable, Term value, Term body) -> {
                expect("a name", Term.typeOf(variable), of(value));
                yield of(body);
            }
            case Term.Tuple(var items) ->
                new Type.Tuple(items.stream().map(Typing::of).toList());
            case Term.Project(Term tuple, int index) -> {
                if (of(tuple) instanceof Type.Tuple(var items) && index >= 0 && index < items.size()) {
                    yield items.get(index);
                }
                throw wrong("component " + index, "a tuple that has it", of(tuple));
            }
            case Term.Inject(var sum, int tag, Term value) -> {
                if (tag < 0 || tag >= sum.cases().size()) {
                    throw wrong("case " + tag, "a sum that has it", sum);
                }
                expect("a variant", sum.cases().get(tag), of(value));
                yield sum;
            }
            case Term.Match(Term value, var branches) -> match(of(value), branches);
            case Term.Items(Type element, var items) -> {
                items.forEach(item -> expect("an element", element, of(item)));
                yield new Type.Many(element);
            }
            case Term.Cons(Term head, Term tail) -> {
                Type list = new Type.Many(of(head));
                expect("the rest of a list", list, of(tail));
                yield list;
            }
            case Term.Fold(Term list, Term start, Term step) -> {
                if (of(list) instanceof Type.Many(Type element)) {
                    Type folded = of(start);
                    expect("a fold", new Type.Function(element, new Type.Function(folded, folded)), of(step));
                    yield folded;
                }
                throw wrong("a fold", "a list", of(list));
            }
            case Term.Derivative(var function, Term at) -> {
                expect("a derivative", new Type.Function(Type.real(), Type.real()), of(function));
                expect("a derivative", Type.real(), of(at));
                for (Term.Variable variable : function.free()) {
                    if (!Term.typeOf(variable).firstOrder()) {
                        throw wrong("a derivative", "captured data", Term.typeOf(variable));
                    }
                }
                yield Type.real();
            }
        };
    }

    private static Type match(Type value, List<Term> branches) {
        if (value instanceof Type.Sum(var cases) && !cases.isEmpty() && cases.size() == branches.size()) {
            Type result = called("a branch", of(branches.getFirst()), cases.getFirst());
            for (int i = 1; i < cases.size(); i++) {
                expect("a branch", result, called("a branch", of(branches.get(i)), cases.get(i)));
            }
            return result;
        }
        throw wrong("case analysis", "a sum of " + branches.size() + " cases", value);
    }

    private static Type called(String what, Type function, Type argument) {
        if (function instanceof Type.Function(Type expected, Type result)) {
            expect(what, expected, argument);
            return result;
        }
        throw wrong(what, "a function", function);
    }

    private static void expect(String what, Type expected, Type found) {
        if (!expected.equals(found)) {
            throw wrong(what, expected.toString(), found);
        }
    }

    private static StructureException wrong(String what, String expected, Type found) {
        return new StructureException("term: " + what + " got " + found, "give it " + expected);
    }

    /** Free variables are those that occur and are bound nowhere: a variable has one binder at most. */
    static void free(Term term, Set<Term.Variable> all) {
        if (term instanceof Term.Variable variable) {
            all.add(variable);
        }
        term.parts().forEach(part -> free(part, all));
        if (term instanceof Term.Lambda(var bound, var _)) {
            all.remove(bound);
        } else if (term instanceof Term.Let(var bound, var _, var _)) {
            all.remove(bound);
        }
    }
}
