package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.categories.Forward;
import org.gradus.categories.Meaning;
import org.gradus.categories.Reals;
import org.gradus.categories.Reverse;
import org.gradus.categories.Term;
import org.gradus.categories.TermGenerator;
import org.gradus.categories.TermGenerator.Feature;
import org.gradus.categories.Type;
import org.gradus.categories.Value;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Random higher-order terms: macros and the library's derivatives against difference quotients and against each other. */
final class DiffeologiesPaper implements Reproduction {
    private static final int INPUTS = 3;
    private static final int DEPTH = 6;
    private static final int ACCEPTED = 500;
    /** So many draws at most, lest a broken derivative draw for ever. */
    private static final int DRAWS = 5000;

    /** A term with a place, a direction and the difference quotient there. */
    private record Case(Term f, double[] x, double[] v, Forward.Dual<Double> dual, double quotient) {}

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "ad-correctness-diffeologies",
                "Correctness of Automatic Differentiation via Diffeologies and Categorical Gluing",
                2020);
    }

    @Override
    public String claim() {
        return "Forward mode is the one structure-preserving macro with given derivatives of the basic operations, and it is"
                + " correct for programs with functions, products, variants and lists inside.";
    }

    private static double quotient(Value<Double> f, double[] x, double[] v, double h) {
        return (8 * (along(f, x, v, h) - along(f, x, v, -h)) - (along(f, x, v, 2 * h) - along(f, x, v, -2 * h)))
                / (12 * h);
    }

    private static double along(Value<Double> f, double[] x, double[] v, double h) {
        List<Double> at = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            at.add(x[i] + h * v[i]);
        }
        return f.call(Value.numbers(at)).number();
    }

    /** The case, or null when values are not finite or too large, or the quotient is not reliable. */
    private static Case accepted(Term f, double[] x, double[] v) {
        Value<Double> plain = Meaning.of(f, Reals.doubles());
        Forward.Dual<Double> dual = Forward.jvp(f, x, v);
        double coarse = quotient(plain, x, v, 1e-3);
        double fine = quotient(plain, x, v, 5e-4);
        boolean good = Double.isFinite(dual.value())
                && Double.isFinite(dual.tangent())
                && Math.abs(dual.value()) <= 1e3
                && Math.abs(coarse - fine) <= 1e-7 * (1 + Math.abs(fine));
        return good ? new Case(f, x, v, dual, fine) : null;
    }

    private static List<Tensor> scalars(double[] x) {
        List<Tensor> all = new ArrayList<>();
        for (double number : x) {
            all.add(Tensors.scalar(number));
        }
        return all;
    }

    /** The term as a function that the library differentiates. */
    private static Fn<List<Tensor>, Tensor> function(Term f) {
        Value<Tensor> meaning = Meaning.of(f, Reals.tensors());
        return x -> meaning.call(Value.numbers(x)).number();
    }

    /** |Σ gᵢvᵢ − d| over 1 + Σ |gᵢvᵢ|. */
    private static double apart(double[] gradient, double[] v, double d) {
        double sum = 0;
        double size = 1;
        for (int i = 0; i < v.length; i++) {
            sum += gradient[i] * v[i];
            size += Math.abs(gradient[i] * v[i]);
        }
        return Math.abs(sum - d) / size;
    }

    /** The larger, or NaN. */
    private static void worse(double[] worst, int i, double now) {
        worst[i] = Math.max(worst[i], now);
    }

    private static Term three(List<Case> cases, int from) {
        return Term.lambda(Type.reals(INPUTS), x -> {
            List<Term> items = new ArrayList<>();
            for (int i = 0; i < INPUTS; i++) {
                items.add(new Term.Call(cases.get((from + i) % cases.size()).f(), x));
            }
            return new Term.Tuple(items);
        });
    }

    /**
     * Whether D(g ∘ f) and D(g) ∘ D(f) are the same pair of numbers. The macro keeps every bit. The library keeps no numbers for
     * tangents that are known to vanish, so there a tangent of zero may come out with another sign.
     */
    private static boolean[] functorial(List<Case> cases, int i) {
        Case one = cases.get(i);
        Term f = three(cases, i + 1);
        Term g = one.f();
        Value<Double> at = Forward.pairs(one.x(), one.v());
        Value<Double> whole =
                Meaning.of(Forward.MODE.of(Term.compose(f, g)), Reals.doubles()).call(at);
        Value<Double> parts = Meaning.of(Forward.MODE.of(g), Reals.doubles())
                .call(Meaning.of(Forward.MODE.of(f), Reals.doubles()).call(at));
        Value<Tensor> inner = Meaning.of(f, Reals.tensors());
        Fn<List<Tensor>, List<Tensor>> first = x ->
                inner.call(Value.numbers(x)).items().stream().map(Value::number).toList();
        Fn<List<Tensor>, Tensor> then = function(g);
        var between = Gradus.jvp(first, scalars(one.x()), scalars(one.v()));
        var apart = Gradus.jvp(then, between.value(), between.tangent());
        var together = Gradus.jvp((List<Tensor> x) -> then.apply(first.apply(x)), scalars(one.x()), scalars(one.v()));
        return new boolean[] {
            whole.equals(parts),
            same(apart.value().item(), together.value().item())
                    && same(
                            0.0 + apart.tangent().item(),
                            0.0 + together.tangent().item())
        };
    }

    private static boolean same(double a, double b) {
        return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
    }

    /** Whether D(map h xs) is map D(h) xs, where h(r) is the term at (r, x₂, x₃), and xs are x with tangents v. */
    private static boolean maps(Case one) {
        Term.Lambda h = Term.lambda(
                Type.real(),
                r -> new Term.Call(
                        one.f(), Term.tuple(r, new Term.Constant(one.x()[1]), new Term.Constant(one.x()[2]))));
        Term mapped = Term.lambda(new Type.Many(Type.real()), xs -> Term.map(xs, h));
        List<Value<Double>> pairs = Forward.pairs(one.x(), one.v()).items();
        Value<Double> whole =
                Meaning.of(Forward.MODE.of(mapped), Reals.doubles()).call(new Value.Many<>(pairs));
        Value<Double> dual = Meaning.of(Forward.MODE.of(h), Reals.doubles());
        return whole.equals(new Value.Many<>(pairs.stream().map(dual::call).toList()));
    }

    @Override
    public Outcome run(Context context) {
        TermGenerator terms = new TermGenerator(context.key(0));
        List<Case> cases = new ArrayList<>();
        Map<Feature, Integer> features = new EnumMap<>(Feature.class);
        int all = 0;
        int draws = 0;
        while (cases.size() < ACCEPTED && draws < DRAWS) {
            draws++;
            double[] numbers = Random.normal(context.key(draws), 2 * INPUTS).toDoubles();
            double[] x = Arrays.copyOf(numbers, INPUTS);
            double[] v = Arrays.copyOfRange(numbers, INPUTS, 2 * INPUTS);
            Case one = accepted(terms.next(INPUTS, DEPTH), x, v);
            if (one != null) {
                cases.add(one);
                var found = TermGenerator.features(one.f());
                found.forEach(feature -> features.merge(feature, 1, Integer::sum));
                all += found.size() == Feature.values().length ? 1 : 0;
            }
        }
        double[] worst = new double[4];
        int mistyped = 0;
        int[] broken = new int[3];
        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            double forward = one.dual().tangent();
            double size = 1 + Math.abs(one.quotient());
            worse(worst, 0, Math.abs(forward - one.quotient()) / size);
            worse(worst, 1, apart(Reverse.gradient(one.f(), one.x()), one.v(), forward));
            var library = Gradus.jvp(function(one.f()), scalars(one.x()), scalars(one.v()));
            worse(worst, 2, Math.abs(library.tangent().item() - one.quotient()) / size);
            double[] gradient = Gradus.grad(function(one.f())).apply(scalars(one.x())).stream()
                    .mapToDouble(Tensor::item)
                    .toArray();
            worse(worst, 3, apart(gradient, one.v(), library.tangent().item()));
            Term moved = Forward.MODE.of(one.f());
            mistyped += moved.type().equals(Forward.MODE.of(one.f().type())) ? 0 : 1;
            boolean[] functorial = functorial(cases, i);
            broken[0] += functorial[0] ? 0 : 1;
            broken[1] += functorial[1] ? 0 : 1;
            broken[2] += maps(one) ? 0 : 1;
        }
        Outcome.Builder outcome = new Outcome.Builder()
                .atLeast("accepted terms", ACCEPTED, cases.size())
                .atMost("share of draws that are rejected", 0.2, 1 - (double) cases.size() / draws);
        for (Feature feature : Feature.values()) {
            String name = feature.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            outcome.atLeast("accepted terms with: " + name, 50, features.getOrDefault(feature, 0));
        }
        return outcome.atLeast("accepted terms with all of these", 50, all)
                .atMost("forward macro against difference quotients", 1e-5, worst[0])
                .atMost("reverse macro against forward macro", 1e-10, worst[1])
                .atMost("jvp of the library against difference quotients", 1e-5, worst[2])
                .atMost("gradient of the library against its jvp", 1e-10, worst[3])
                .atMost("terms whose macro has not the macro's type", 0, mistyped)
                .atMost("terms where D(g∘f) is not D(g)∘D(f) bit for bit", 0, broken[0])
                .atMost("the same of the library's jvp, a tangent of −0 being 0", 0, broken[1])
                .atMost("terms where D(map f xs) is not map D(f) xs bit for bit", 0, broken[2])
                .done();
    }
}
