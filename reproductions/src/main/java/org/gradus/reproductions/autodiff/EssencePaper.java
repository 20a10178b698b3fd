package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.categories.Continuations;
import org.gradus.categories.Counter;
import org.gradus.categories.Differentiation;
import org.gradus.categories.Differentiation.Arrow;
import org.gradus.categories.Duals;
import org.gradus.categories.LinearCategory;
import org.gradus.categories.LinearFunctions;
import org.gradus.categories.LinearMap;
import org.gradus.categories.LinearMatrices;
import org.gradus.categories.Product;
import org.gradus.categories.Space;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** One program, four representations of its derivative. */
final class EssencePaper implements Reproduction {
    private static final int N = 100;
    private static final Space<Tensor> REAL = Space.real();
    private static final Space<Product<Tensor, Tensor>> PAIR = Space.pair(REAL, REAL);

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper("simple-essence-of-ad", "The simple essence of automatic differentiation", 2018);
    }

    @Override
    public String claim() {
        return "One differentiation algorithm follows from a specification; choices of the representation of linear maps make it"
                + " forward and reverse mode, without graphs, tapes, variables or mutation.";
    }

    /** (x, y) ↦ (sin(xy) + eˣ, (x + y)³). */
    private static <K extends LinearCategory<K>> Arrow<K, Product<Tensor, Tensor>, Product<Tensor, Tensor>> program(
            Differentiation<K> d) {
        var left =
                d.compose(d.add(REAL), d.fork(d.compose(d.sin(), d.multiply()), d.compose(d.exp(), d.exl(REAL, REAL))));
        var square = d.compose(d.multiply(), d.dup(REAL));
        var cube = d.compose(d.multiply(), d.fork(d.id(REAL), square));
        return d.fork(left, d.compose(cube, d.add(REAL)));
    }

    /** x ↦ Σ sin(xᵢ·xᵢ₊₁), around. */
    private static <K extends LinearCategory<K>> Arrow<K, List<Tensor>, Tensor> ring(Differentiation<K> d) {
        int[] neighbors = new int[2 * N];
        for (int i = 0; i < N; i++) {
            neighbors[2 * i] = i;
            neighbors[2 * i + 1] = (i + 1) % N;
        }
        var terms = d.each(N, d.compose(d.sin(), d.multiply()));
        var pairs = d.compose(d.pairs(N, REAL), d.gather(N, REAL, neighbors));
        return d.compose(d.sum(N, REAL), d.compose(terms, pairs));
    }

    private static double[] numbers(Space<Product<Tensor, Tensor>> space, Product<Tensor, Tensor> value) {
        return space.coordinates().apply(value).stream()
                .mapToDouble(Tensor::item)
                .toArray();
    }

    private static double[] byColumns(
            LinearMap<LinearFunctions, Product<Tensor, Tensor>, Product<Tensor, Tensor>> map) {
        double[] out = new double[4];
        for (int j = 0; j < 2; j++) {
            double[] column = numbers(PAIR, LinearFunctions.apply(map, PAIR.basis(j)));
            out[j] = column[0];
            out[2 + j] = column[1];
        }
        return out;
    }

    private static double[] byRows(LinearMap<LinearFunctions, Product<Tensor, Tensor>, Product<Tensor, Tensor>> back) {
        double[] out = new double[4];
        for (int i = 0; i < 2; i++) {
            System.arraycopy(numbers(PAIR, LinearFunctions.apply(back, PAIR.basis(i))), 0, out, 2 * i, 2);
        }
        return out;
    }

    private static List<double[]> jacobians(Product<Tensor, Tensor> at) {
        Counter counter = new Counter();
        LinearFunctions functions = new LinearFunctions(counter);
        LinearMatrices matrices = new LinearMatrices(counter);
        Duals<LinearFunctions> duals = new Duals<>(functions);
        Continuations<LinearFunctions, Product<Tensor, Tensor>> continuations = new Continuations<>(functions, PAIR);
        List<double[]> all = new ArrayList<>();
        all.add(byColumns(program(new Differentiation<>(functions, counter))
                .at()
                .apply(at)
                .derivative()));
        all.add(
                LinearMatrices.rows(program(new Differentiation<>(matrices, counter))
                                .at()
                                .apply(at)
                                .derivative())
                        .stream()
                        .flatMap(List::stream)
                        .mapToDouble(Tensor::item)
                        .toArray());
        all.add(byColumns(Continuations.before(
                program(new Differentiation<>(continuations, counter))
                        .at()
                        .apply(at)
                        .derivative(),
                functions.id(PAIR))));
        all.add(byRows(Duals.back(
                program(new Differentiation<>(duals, counter)).at().apply(at).derivative())));
        return all;
    }

    private static double[] closedForm(double x, double y) {
        double square = 3 * (x + y) * (x + y);
        return new double[] {y * Math.cos(x * y) + Math.exp(x), x * Math.cos(x * y), square, square};
    }

    /** The largest difference relative to 1 + |.|. */
    private static double difference(double[] x, double[] y) {
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            worst = Math.max(worst, Math.abs(x[i] - y[i]) / (1 + Math.abs(y[i])));
        }
        return worst;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        double[] worst = new double[4];
        double apart = 0;
        for (int i = 0; i < 20; i++) {
            double[] at = Random.uniform(context.key(i), -1.5, 1.5, Shape.of(2)).toDoubles();
            List<double[]> found = jacobians(new Product<>(Tensors.scalar(at[0]), Tensors.scalar(at[1])));
            for (int k = 0; k < 4; k++) {
                worst[k] = Math.max(worst[k], difference(found.get(k), closedForm(at[0], at[1])));
                apart = Math.max(apart, difference(found.get(k), found.getFirst()));
            }
        }
        String[] names = {"functions", "matrices", "continuations", "duals"};
        for (int k = 0; k < 4; k++) {
            outcome.atMost("20 Jacobians by " + names[k] + " against the closed form", 1e-13, worst[k]);
        }
        outcome.atMost("the four Jacobians among themselves", 1e-13, apart);
        Tensor x = Random.normal(context.key(100), N);
        List<Tensor> point = new ArrayList<>();
        double[] expected = new double[N];
        double[] v = x.toDoubles();
        for (int i = 0; i < N; i++) {
            double before = v[(i + N - 1) % N];
            double after = v[(i + 1) % N];
            point.add(x.get(i));
            expected[i] = before * Math.cos(before * v[i]) + after * Math.cos(v[i] * after);
        }

        Counter reverse = new Counter();
        var duals = new Differentiation<>(new Duals<>(new LinearFunctions(reverse)), reverse);
        var back = Duals.back(ring(duals).at().apply(point).derivative());
        double[] gradient = LinearFunctions.apply(back, Tensors.scalar(1)).stream()
                .mapToDouble(Tensor::item)
                .toArray();
        Counter forward = new Counter();
        var functions = new Differentiation<>(new LinearFunctions(forward), forward);
        var map = ring(functions).at().apply(point).derivative();
        double[] byForward = new double[N];
        Space<List<Tensor>> space = Space.list(N, REAL);
        for (int i = 0; i < N; i++) {
            byForward[i] = LinearFunctions.apply(map, space.basis(i)).item();
        }
        return outcome.atMost(
                        "gradient of 100 numbers by duals, against the closed form",
                        1e-13,
                        difference(gradient, expected))
                .atMost(
                        "gradient by 100 forward passes, against the closed form",
                        1e-13,
                        difference(byForward, expected))
                .atMost("multiplications of the reverse gradient", 600, (double) reverse.multiplications())
                .atLeast(
                        "multiplications forward / reverse, with the values shared",
                        50,
                        forward.multiplications() / (double) reverse.multiplications())
                .done();
    }
}
