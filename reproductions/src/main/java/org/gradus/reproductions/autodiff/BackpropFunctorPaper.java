package org.gradus.reproductions.autodiff;

import org.gradus.Gradus;
import org.gradus.categories.Learner;
import org.gradus.categories.Product;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Two layers that learn where they are, against gradient descent on the whole. */
final class BackpropFunctorPaper implements Reproduction {
    private static final double RATE = 0.1;
    private static final double STEP = 1e-5;

    /** Weights and biases of a layer. */
    record Layer(Tensor w, Tensor b) {}

    /** Parameters and input. */
    record At(Product<Layer, Layer> p, Tensor a) {}

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "backprop-as-functor", "Backprop as Functor: A compositional perspective on supervised learning", 2017);
    }

    @Override
    public String claim() {
        return "Gradient descent with a fixed step and an error of invertible derivative is a monoidal functor from parametrized"
                + " functions to learners.";
    }

    private static Tensor layer(Layer p, Tensor a) {
        return a.matmul(p.w()).plus(p.b()).tanh();
    }

    private static Layer drawn(Key key, int inputs, int outputs) {
        var keys = key.split(2);
        return new Layer(Random.normal(keys.get(0), inputs, outputs), Random.normal(keys.get(1), outputs));
    }

    /** The composite whose requests are made with parameters that were updated already. */
    private static Learner<Product<Layer, Layer>, Tensor, Tensor> tooLate(Learner<Layer, Tensor, Tensor> one) {
        return new Learner<>(
                (p, a) -> one.implement().apply(p.second(), one.implement().apply(p.first(), a)),
                (p, a, c) -> {
                    Tensor between = one.implement().apply(p.first(), a);
                    Layer next = one.update().apply(p.second(), between, c);
                    return new Product<>(
                            one.update().apply(p.first(), a, one.request().apply(next, between, c)), next);
                },
                (p, a, c) -> {
                    Tensor between = one.implement().apply(p.first(), a);
                    Layer next = one.update().apply(p.second(), between, c);
                    return one.request().apply(p.first(), a, one.request().apply(next, between, c));
                });
    }

    /** The gradient by central differences. */
    private static At differences(Fn<At, Tensor> f, At at) {
        var raveled = Tree.ravel(at);
        Tensor x = raveled.vector();
        double[] gradient = new double[x.size()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (moved(f, raveled, x, i, STEP) - moved(f, raveled, x, i, -STEP)) / (2 * STEP);
        }
        return raveled.unravel().apply(Tensors.tensor(gradient));
    }

    private static double moved(Fn<At, Tensor> f, Tree.Raveled<At> raveled, Tensor x, int i, double by) {
        double[] numbers = x.toDoubles();
        numbers[i] += by;
        return f.apply(raveled.unravel().apply(Tensors.tensor(numbers))).item();
    }

    /** The largest difference of two elements. */
    private static double largest(Object a, Object b) {
        double worst = 0;
        for (Tensor leaf : Tree.flatten(Tree.minus(a, b)).leaves()) {
            worst = Math.max(worst, leaf.abs().max().item());
        }
        return worst;
    }

    @Override
    public Outcome run(Context context) {
        Learner<Layer, Tensor, Tensor> one = Learner.of(BackpropFunctorPaper::layer, RATE, Learner.Errors.QUADRATIC);
        var two = one.then(one);
        var late = tooLate(one);
        double[] worst = new double[8];
        for (int draw = 0; draw < 10; draw++) {
            var keys = context.key(draw).split(4);
            var p = new Product<>(drawn(keys.get(0), 3, 4), drawn(keys.get(1), 4, 2));
            At at = new At(p, Random.normal(keys.get(2), 3));
            Tensor c = Random.normal(keys.get(3), 2);
            Fn<At, Tensor> whole = x -> layer(x.p().second(), layer(x.p().first(), x.a()))
                    .minus(c)
                    .square()
                    .sum()
                    .times(0.5);
            At gradient = Gradus.grad(whole).apply(at);
            At apart = differences(whole, at);
            var updated = two.update().apply(p, at.a(), c);
            Tensor request = two.request().apply(p, at.a(), c);
            var other = late.update().apply(p, at.a(), c);
            double[] now = {
                largest(updated, Tree.axpy(-RATE, gradient.p(), p)),
                largest(updated, Tree.axpy(-RATE, apart.p(), p)),
                largest(request, at.a().minus(gradient.a())),
                largest(request, at.a().minus(apart.a())),
                largest(late.request().apply(p, at.a(), c), request),
                largest(other.first().w(), updated.first().w()),
                largest(other.second().w(), updated.second().w()),
                largest(two.implement().apply(p, at.a()), layer(p.second(), layer(p.first(), at.a())))
            };
            for (int i = 0; i < now.length; i++) {
                worst[i] = Math.max(worst[i], now[i]);
            }
        }
        return new Outcome.Builder()
                .atMost("updates against p − ε·∇E by autodiff", 1e-12, worst[0])
                .atMost("updates against p − ε·∇E by central differences", 1e-9, worst[1])
                .atMost("request against a − ∇E by autodiff", 1e-12, worst[2])
                .atMost("request against a − ∇E by central differences", 1e-8, worst[3])
                .atLeast("requests with updated parameters: deviation of the request", 5e-3, worst[4])
                .atLeast("requests with updated parameters: deviation of the first weights", 1e-3, worst[5])
                .atMost("requests with updated parameters: deviation of the second weights", 0, worst[6])
                .atMost("output against the composite function", 0, worst[7])
                .done();
    }
}
