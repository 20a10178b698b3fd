package org.gradus.categories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.error.ArgumentException;

/**
 * Reverse mode as a {@link Macro}: a number becomes a pair of its value and a function that takes the cotangent of the number
 * to a gradient in ℝᵏ. Functions, tuples, variants and lists are as in {@link Forward forward mode}. This shows that reverse mode
 * is compositional; it does not share work between calls of one continuation, so its time is not that of the value.
 */
public final class Reverse extends Macro {
    private final int inputs;

    /**
     * Gradients with respect to so many numbers.
     *
     * @param inputs k, positive
     * @throws ArgumentException when it is not positive
     */
    public Reverse(int inputs) {
        if (inputs < 1) {
            throw new ArgumentException("reverse: gradients of " + inputs + " numbers", "ask for one or more");
        }
        this.inputs = inputs;
    }

    private Type gradients() {
        return Type.reals(inputs);
    }

    @Override
    public Type real() {
        return new Type.Tuple(List.of(Type.real(), new Type.Function(Type.real(), gradients())));
    }

    @Override
    Term constant(double value) {
        Term zero = new Term.Tuple(Collections.nCopies(inputs, new Term.Constant(0)));
        return Term.tuple(new Term.Constant(value), Term.lambda(Type.real(), _ -> zero));
    }

    @Override
    Term apply(Smooth function, List<Term> x) {
        Lets lets = new Lets();
        List<Term> values = new ArrayList<>();
        x.forEach(pair -> values.add(lets.name(pair.at(0))));
        Term w = lets.name(new Term.Apply(function, values));
        Term back = Term.lambda(Type.real(), z -> {
            Lets parts = new Lets();
            List<Term> gradients = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                Term cotangent = partial(function, i, values, w).times(z);
                gradients.add(parts.name(gradients(), new Term.Call(x.get(i).at(1), cotangent)));
            }
            List<Term> sums = new ArrayList<>();
            for (int j = 0; j < inputs; j++) {
                Term sum = gradients.getFirst().at(j);
                sums.add(
                        gradients.size() == 1
                                ? sum
                                : sum.plus(gradients.getLast().at(j)));
            }
            return parts.in(new Term.Tuple(sums));
        });
        return lets.in(Term.tuple(w, back));
    }

    /**
     * The input of number j: its value, and the continuation z ↦ z·eⱼ.
     *
     * @param j which number
     * @param value its value
     * @return a term of type {@link #real}
     */
    public Term seed(int j, double value) {
        return Term.tuple(new Term.Constant(value), Term.lambda(Type.real(), z -> {
            List<Term> unit = new ArrayList<>(Collections.nCopies(inputs, new Term.Constant(0)));
            unit.set(j, z);
            return new Term.Tuple(unit);
        }));
    }

    /**
     * The gradient of a function of several numbers.
     *
     * @param f a closed term of type ℝⁿ → ℝ
     * @param x where, n numbers
     * @return n partial derivatives
     */
    public static double[] gradient(Term f, double... x) {
        Reverse mode = new Reverse(x.length);
        List<Term> seeds = new ArrayList<>();
        for (int j = 0; j < x.length; j++) {
            seeds.add(mode.seed(j, x[j]));
        }
        Term gradient = new Term.Call(new Term.Call(mode.of(f), new Term.Tuple(seeds)).at(1), new Term.Constant(1));
        return Meaning.of(gradient, Reals.doubles()).items().stream()
                .mapToDouble(Value::number)
                .toArray();
    }
}
