package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.categories.Jets;
import org.gradus.categories.Meaning;
import org.gradus.categories.Reals;
import org.gradus.categories.Smooth;
import org.gradus.categories.Term;
import org.gradus.categories.Type;
import org.gradus.categories.Value;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Jets of programs with functions and lists inside: exact series, nested derivatives, and counted cost. */
final class HigherOrderPaper implements Reproduction {
    private static final double[] EXP_SIN = {1, 1, 1.0 / 2, 0, -1.0 / 8, -1.0 / 15, -1.0 / 240, 1.0 / 90, 31.0 / 5760};
    private static final double X = 0.7;
    private static final double Y = -0.4;
    private static final Type PLANE = Type.reals(2);

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "higher-order-ad-of-higher-order-functions",
                "Higher Order Automatic Differentiation of Higher Order Functions",
                2021);
    }

    @Override
    public String claim() {
        return "Taylor mode is a structure-preserving macro, correct for programs with functions, products, variants and lists"
                + " inside, at a cost quadratic in the number of coefficients.";
    }

    private static Term number(double value) {
        return new Term.Constant(value);
    }

    /** exp(xy) + sin(x)/(1 + y²), as a fold over a list of functions that are summed at a captured place. */
    private static Term surface() {
        Type part = new Type.Function(PLANE, Type.real());
        Term first = Term.lambda(PLANE, p -> Term.of(Smooth.EXP, p.at(0).times(p.at(1))));
        Term second = Term.lambda(
                PLANE,
                p -> Term.of(
                        Smooth.DIVIDE,
                        Term.of(Smooth.SIN, p.at(0)),
                        number(1).plus(p.at(1).times(p.at(1)))));
        return Term.lambda(
                PLANE,
                p -> new Term.Fold(
                        new Term.Items(part, List.of(first, second)),
                        number(0),
                        Term.step(part, Type.real(), (f, sum) -> new Term.Call(f, p).plus(sum))));
    }

    /** ∂f/∂x or ∂f/∂y as a term. */
    private static Term partial(Term f, int direction) {
        return Term.lambda(
                PLANE,
                p -> new Term.Derivative(
                        Term.lambda(
                                Type.real(),
                                t -> new Term.Call(
                                        f, direction == 0 ? Term.tuple(t, p.at(1)) : Term.tuple(p.at(0), t))),
                        p.at(direction)));
    }

    /** 20 sums, 20 products, 5 exponentials and 5 sines in random order, each of random earlier results. */
    private static Term fifty(Context context) {
        List<Smooth> functions = new ArrayList<>(Collections.nCopies(20, Smooth.ADD));
        functions.addAll(Collections.nCopies(20, Smooth.MULTIPLY));
        functions.addAll(Collections.nCopies(5, Smooth.EXP));
        functions.addAll(Collections.nCopies(5, Smooth.SIN));
        double[] chance = Random.uniform(context.key(0), 150).toDoubles();
        List<Term.Variable> names = new ArrayList<>();
        List<Term> values = new ArrayList<>();
        Term.Variable input = new Term.Variable(Type.reals(1));
        names.add(new Term.Variable(Type.real()));
        values.add(input.at(0));
        for (int i = 0; i < 50; i++) {
            Smooth function = functions.remove((int) (chance[i] * functions.size()));
            Term u = names.get((int) (chance[50 + i] * names.size()));
            Term v = names.get((int) (chance[100 + i] * names.size()));
            values.add(function.arity() == 1 ? Term.of(function, u) : Term.of(function, u, v));
            names.add(new Term.Variable(Type.real()));
        }
        Term body = names.getLast();
        for (int i = values.size() - 1; i >= 0; i--) {
            body = new Term.Let(names.get(i), values.get(i), body);
        }
        return new Term.Lambda(input, body);
    }

    private static Reals.Counting counted(Term term) {
        Reals.Counting count = new Reals.Counting();
        Meaning.of(term, count);
        return count;
    }

    @Override
    public Outcome run(Context context) {
        Term expSin = Term.lambda(Type.reals(1), x -> Term.of(Smooth.EXP, Term.of(Smooth.SIN, x.at(0))));
        double[] series = new Jets(1, 8).coefficients(expSin, 0);
        double worstSeries = 0;
        for (int i = 0; i < EXP_SIN.length; i++) {
            worstSeries = Math.max(worstSeries, Math.abs(series[i] - EXP_SIN[i]));
        }

        Term surface = surface();
        var partials = new Jets(2, 4).partials(surface, X, Y);
        double worstNested = 0;
        double worstLibrary = 0;
        for (var entry : partials.entrySet()) {
            Term nested = surface;
            for (int direction = 0; direction < 2; direction++) {
                for (int i = 0; i < entry.getKey().get(direction); i++) {
                    nested = partial(nested, direction);
                }
            }
            double macro = Meaning.of(nested, Reals.doubles())
                    .call(Value.numbers(List.of(X, Y)))
                    .number();
            List<Tensor> place = List.of(Tensors.scalar(X), Tensors.scalar(Y));
            double library = Meaning.of(nested, Reals.tensors())
                    .call(Value.numbers(place))
                    .number()
                    .item();
            worstNested = Math.max(worstNested, Math.abs(entry.getValue() - macro));
            worstLibrary = Math.max(worstLibrary, Math.abs(entry.getValue() - library));
        }

        Term fifty = fifty(context);
        Reals.Counting plain = counted(new Term.Call(fifty, Term.tuple(number(0.1))));
        long ten = counted(new Jets(1, 10).along(fifty, 0.1)).arithmetic();
        long five = counted(new Jets(1, 5).along(fifty, 0.1)).arithmetic();
        long operations = plain.arithmetic() + plain.others();
        return new Outcome.Builder()
                .atMost("coefficients of exp(sin x) to order 8", 1e-14, worstSeries)
                .close("partial derivatives to order 4", 15, partials.size(), 0)
                .atMost("partial derivatives against nested forward macros", 1e-9, worstNested)
                .atMost("partial derivatives against nested jvp of the library", 1e-9, worstLibrary)
                .close("operations of the plain program", 50, (double) operations, 0)
                .atMost("arithmetic of the jet of order 10 over that", 300, (double) ten / operations)
                .atMost("arithmetic of order 10 over order 5", 4.5, (double) ten / five)
                .done();
    }
}
