package org.gradus.categories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.error.ArgumentException;

/**
 * Taylor mode as a {@link Macro}: a number becomes the Taylor coefficients u_a = ∂ₐu/a! for all multi-indices a of k directions
 * with |a| ≤ R, smooth functions act by the recurrences of truncated power series, and all else is as in {@link Forward forward
 * mode}. So all mixed partial derivatives up to order R of a program with functions, variants and lists inside come in one pass,
 * with a cost quadratic in the number of coefficients. Huot, Staton and Vákár, "Higher order automatic differentiation of higher
 * order functions", LMCS 2022.
 */
public final class Jets extends Macro {
    private final int directions;
    private final List<List<Integer>> indices = new ArrayList<>();
    /** For each index a, the positions of b and a − b for all b ≤ a. */
    private final List<List<int[]>> splits = new ArrayList<>();

    /**
     * Jets of a number of directions and an order.
     *
     * @param directions k, positive
     * @param order R, the largest sum of a multi-index; 0 or more
     * @throws ArgumentException when a number is too small
     */
    public Jets(int directions, int order) {
        if (directions < 1 || order < 0) {
            throw new ArgumentException(
                    "jets: " + directions + " directions to order " + order,
                    "ask for a direction or more and an order of 0 or more");
        }
        this.directions = directions;
        for (int total = 0; total <= order; total++) {
            collect(total, List.of());
        }
        Map<List<Integer>, Integer> places = new HashMap<>();
        for (List<Integer> index : indices) {
            places.put(index, places.size());
        }
        for (List<Integer> a : indices) {
            List<int[]> pairs = new ArrayList<>();
            for (List<Integer> b : indices) {
                Integer rest = places.get(difference(a, b));
                if (rest != null) {
                    pairs.add(new int[] {places.get(b), rest});
                }
            }
            splits.add(pairs);
        }
    }

    private void collect(int left, List<Integer> begun) {
        boolean last = begun.size() == directions - 1;
        for (int i = left; i >= (last ? left : 0); i--) {
            List<Integer> next = new ArrayList<>(begun);
            next.add(i);
            if (last) {
                indices.add(List.copyOf(next));
            } else {
                collect(left - i, next);
            }
        }
    }

    private static List<Integer> difference(List<Integer> a, List<Integer> b) {
        List<Integer> difference = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            difference.add(a.get(i) - b.get(i));
        }
        return difference;
    }

    private int total(int place) {
        return indices.get(place).stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The multi-indices, in the order of the coefficients: by their sum, then the first directions first.
     *
     * @return C(R + k, k) lists of k numbers
     */
    public List<List<Integer>> indices() {
        return List.copyOf(indices);
    }

    @Override
    public Type real() {
        return Type.reals(indices.size());
    }

    @Override
    Term constant(double value) {
        List<Term> all = new ArrayList<>(Collections.nCopies(indices.size(), new Term.Constant(0)));
        all.set(0, new Term.Constant(value));
        return new Term.Tuple(all);
    }

    /**
     * The input of number j: its value, and 1 in direction j.
     *
     * @param j which direction
     * @param value its value
     * @return a term of type {@link #real}
     */
    public Term seed(int j, double value) {
        List<Term> all = new ArrayList<>();
        for (List<Integer> index : indices) {
            int sum = index.stream().mapToInt(Integer::intValue).sum();
            double entry = sum == 0 ? value : sum == 1 && index.get(j) == 1 ? 1 : 0;
            all.add(new Term.Constant(entry));
        }
        return new Term.Tuple(all);
    }

    /**
     * Taylor coefficients of a function of k numbers.
     *
     * @param f a closed term of type ℝᵏ → ℝ
     * @param x where, k numbers
     * @return the coefficients, in the order of {@link #indices}
     * @throws ArgumentException when there are not as many numbers as directions
     */
    public double[] coefficients(Term f, double... x) {
        return Meaning.of(along(f, x), Reals.doubles()).items().stream()
                .mapToDouble(Value::number)
                .toArray();
    }

    /**
     * The closed term of {@link #coefficients}.
     *
     * @param f a closed term of type ℝᵏ → ℝ
     * @param x where, k numbers
     * @return a term of type {@link #real}
     * @throws ArgumentException when there are not as many numbers as directions
     */
    public Term along(Term f, double... x) {
        if (x.length != directions) {
            throw new ArgumentException(
                    "jets: " + x.length + " numbers for " + directions + " directions", "give one each");
        }
        List<Term> seeds = new ArrayList<>();
        for (int j = 0; j < x.length; j++) {
            seeds.add(seed(j, x[j]));
        }
        return new Term.Call(of(f), new Term.Tuple(seeds));
    }

    /**
     * All mixed partial derivatives up to the order.
     *
     * @param f a closed term of type ℝᵏ → ℝ
     * @param x where, k numbers
     * @return for each multi-index the derivative
     * @throws ArgumentException when there are not as many numbers as directions
     */
    public Map<List<Integer>, Double> partials(Term f, double... x) {
        double[] coefficients = coefficients(f, x);
        Map<List<Integer>, Double> all = new HashMap<>();
        for (int i = 0; i < coefficients.length; i++) {
            double factorials = 1;
            for (int n : indices.get(i)) {
                for (int j = 2; j <= n; j++) {
                    factorials *= j;
                }
            }
            all.put(indices.get(i), coefficients[i] * factorials);
        }
        return all;
    }

    @Override
    Term apply(Smooth function, List<Term> x) {
        Lets lets = new Lets();
        Series series = new Series(lets);
        List<Term> u = entries(x.getFirst(), lets);
        List<Term> v = x.size() > 1 ? entries(x.getLast(), lets) : List.of();
        List<Term> w = switch (function) {
            case ADD, SUBTRACT -> series.linear(function, u, v);
            case MULTIPLY -> series.product(u, v);
            case DIVIDE -> series.quotient(u, v);
            case SIN -> series.circle(u).getFirst();
            case COS -> series.circle(u).getLast();
            case EXP -> series.exp(u);
            case LOG -> series.log(u);
            case TANH, SIGMOID -> series.logistic(function, u);
            case BELL -> {
                List<Term> below = new ArrayList<>(series.product(u, u));
                below.set(0, lets.name(below.getFirst().plus(new Term.Constant(1))));
                yield series.quotient(((Term.Tuple) constant(1)).items(), below);
            }
        };
        return lets.in(new Term.Tuple(w));
    }

    private List<Term> entries(Term jet, Lets lets) {
        List<Term> all = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            all.add(lets.name(jet.at(i)));
        }
        return all;
    }

    /** Truncated power series as names of their coefficients. */
    private final class Series {
        private final Lets lets;

        Series(Lets lets) {
            this.lets = lets;
        }

        /** Σ u_b v_{a−b} over 0 ≤ b ≤ a, without b = 0 or b = a where so asked; null when nothing is left. */
        private Term sum(List<Term> u, List<Term> v, int a, boolean first, boolean last) {
            Term sum = null;
            for (int[] split : splits.get(a)) {
                if ((first || split[0] != 0) && (last || split[1] != 0)) {
                    Term part = u.get(split[0]).times(v.get(split[1]));
                    sum = sum == null ? part : sum.plus(part);
                }
            }
            return sum;
        }

        private Term times(int n, Term x) {
            return n == 1 ? x : lets.name(new Term.Constant(n).times(x));
        }

        private Term over(Term x, int n) {
            return n == 1 ? x : Term.of(Smooth.DIVIDE, x, new Term.Constant(n));
        }

        /** |b|·u_b, of which that of b = 0 is never used. */
        private List<Term> scaled(List<Term> u) {
            List<Term> all = new ArrayList<>();
            for (int i = 0; i < u.size(); i++) {
                all.add(i == 0 ? u.getFirst() : times(total(i), u.get(i)));
            }
            return all;
        }

        /** w_a where |a| w_a = Σ |b| u_b q_{a−b} over 0 < b ≤ a, that is w′ = q·u′. */
        private Term integral(List<Term> scaled, List<Term> q, int a) {
            return lets.name(over(sum(scaled, q, a, false, true), total(a)));
        }

        List<Term> linear(Smooth function, List<Term> u, List<Term> v) {
            List<Term> w = new ArrayList<>();
            for (int a = 0; a < u.size(); a++) {
                w.add(lets.name(Term.of(function, u.get(a), v.get(a))));
            }
            return w;
        }

        List<Term> product(List<Term> u, List<Term> v) {
            List<Term> w = new ArrayList<>();
            for (int a = 0; a < u.size(); a++) {
                w.add(lets.name(sum(u, v, a, true, true)));
            }
            return w;
        }

        List<Term> quotient(List<Term> u, List<Term> v) {
            List<Term> w = new ArrayList<>();
            for (int a = 0; a < u.size(); a++) {
                Term known = sum(v, w, a, false, true);
                Term above = known == null ? u.get(a) : minus(u.get(a), known);
                w.add(lets.name(Term.of(Smooth.DIVIDE, above, v.getFirst())));
            }
            return w;
        }

        List<Term> exp(List<Term> u) {
            List<Term> w = new ArrayList<>(List.of(lets.name(Term.of(Smooth.EXP, u.getFirst()))));
            List<Term> scaled = scaled(u);
            for (int a = 1; a < u.size(); a++) {
                w.add(integral(scaled, w, a));
            }
            return w;
        }

        /** Sine and cosine, each the integral of the other. */
        List<List<Term>> circle(List<Term> u) {
            List<Term> s = new ArrayList<>(List.of(lets.name(Term.of(Smooth.SIN, u.getFirst()))));
            List<Term> c = new ArrayList<>(List.of(lets.name(Term.of(Smooth.COS, u.getFirst()))));
            List<Term> scaled = scaled(u);
            for (int a = 1; a < u.size(); a++) {
                Term sine = integral(scaled, c, a);
                c.add(lets.name(over(sum(scaled, s, a, false, true), -total(a))));
                s.add(sine);
            }
            return List.of(s, c);
        }

        List<Term> log(List<Term> u) {
            List<Term> w = new ArrayList<>(List.of(lets.name(Term.of(Smooth.LOG, u.getFirst()))));
            List<Term> scaled = new ArrayList<>(w);
            for (int a = 1; a < u.size(); a++) {
                Term known = sum(scaled, u, a, false, false);
                Term above = known == null ? u.get(a) : minus(u.get(a), over(known, total(a)));
                w.add(lets.name(Term.of(Smooth.DIVIDE, above, u.getFirst())));
                scaled.add(times(total(a), w.get(a)));
            }
            return w;
        }

        /** w′ = (1 − w²)u′ for tanh, (w − w²)u′ for the sigmoid. */
        List<Term> logistic(Smooth function, List<Term> u) {
            List<Term> w = new ArrayList<>(List.of(lets.name(Term.of(function, u.getFirst()))));
            List<Term> q = new ArrayList<>();
            List<Term> scaled = scaled(u);
            for (int a = 1; a < u.size(); a++) {
                while (q.size() < a) {
                    int at = q.size();
                    Term one = new Term.Constant(at == 0 ? 1 : 0);
                    Term from = function == Smooth.TANH ? one : w.get(at);
                    q.add(lets.name(minus(from, sum(w, w, at, true, true))));
                }
                w.add(integral(scaled, q, a));
            }
            return w;
        }
    }
}
