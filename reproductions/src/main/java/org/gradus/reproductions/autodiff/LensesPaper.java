package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.categories.Bits;
import org.gradus.categories.Circuit;
import org.gradus.categories.Lens;
import org.gradus.categories.LensLearner;
import org.gradus.categories.Para;
import org.gradus.categories.Product;
import org.gradus.categories.ReverseDerivativeLaws;
import org.gradus.categories.ReverseDerivativeLaws.Combinator;
import org.gradus.categories.Ring;
import org.gradus.categories.Updates;
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

/** A step of learning is one composed lens, over the reals and over bits. */
final class LensesPaper implements Reproduction {
    private static final int MAPS = 50;
    private static final int N = 3;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper(
                "reverse-derivative-lenses", "Categorical Foundations of Gradient-Based Learning", 2021);
    }

    @Override
    public String claim() {
        return "Lenses, parametric maps and reverse derivatives make one recipe of gradient descent, momentum, Nesterov, AdaGrad,"
                + " Adam, several losses, and learning of Boolean circuits.";
    }

    record Layer(Tensor w, Tensor b) {}

    private static Para<Layer, Tensor, Tensor> layer(boolean last) {
        return Para.of((Layer p, Tensor x) -> {
            Tensor y = x.matmul(p.w()).plus(p.b());
            return last ? y : y.tanh();
        });
    }

    /** The largest relative difference of a three-layer network's gradients, composed and by the core. */
    private static double network(Key key) {
        List<Key> keys = key.split(8);
        Layer first = new Layer(Random.normal(keys.get(0), 4, 8), Random.normal(keys.get(1), 8));
        Layer second = new Layer(Random.normal(keys.get(2), 8, 6), Random.normal(keys.get(3), 6));
        Layer third = new Layer(Random.normal(keys.get(4), 6, 3), Random.normal(keys.get(5), 3));
        Tensor x = Random.normal(keys.get(6), 16, 4);
        Tensor y = Random.normal(keys.get(7), 16, 3);
        var model = layer(false).then(layer(false)).then(layer(true));
        var parameters = new Product<>(third, new Product<>(second, first));
        var learner = new LensLearner<>(
                Updates.<Product<Layer, Product<Layer, Layer>>>add((_, change) -> change),
                model,
                LensLearner.squaredError(),
                LensLearner.one());
        var composed = learner.step(new Product<>(new Updates.None(), parameters), x, y)
                .next()
                .second();
        Fn<Product<Layer, Product<Layer, Layer>>, Tensor> loss = p -> {
            Layer l1 = p.second().second();
            Layer l2 = p.second().first();
            Tensor h = x.matmul(l1.w()).plus(l1.b()).tanh().matmul(l2.w()).plus(l2.b());
            Tensor out = h.tanh().matmul(p.first().w()).plus(p.first().b());
            return out.minus(y).square().sum().times(0.5);
        };
        var whole = Gradus.grad(loss).apply(parameters);
        return Tree.norm(Tree.minus(composed, whole)).item() / Tree.norm(whole).item();
    }

    private static <S> List<Double> twoSteps(Lens<Product<S, Tensor>, Tensor> update, S state) {
        var learner = new LensLearner<>(
                update,
                Para.of((Tensor w, Tensor x) -> w.times(x)),
                LensLearner.loss((p, y) -> p.minus(y).square().sum().times(5)),
                LensLearner.one());
        Product<S, Tensor> at = new Product<>(state, Tensors.scalar(1));
        List<Double> visited = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            at = learner.step(at, Tensors.scalar(1), Tensors.scalar(0)).next();
            visited.add(at.second().item());
        }
        return visited;
    }

    /** A polynomial of degree three in three variables, with coefficients in (−1, 1). */
    private static Fn<Tensor, Tensor> polynomial(Key key) {
        List<Key> keys = key.split(4);
        Tensor c0 = coefficients(keys.get(0), N);
        Tensor c1 = coefficients(keys.get(1), N, N);
        Tensor c2 = coefficients(keys.get(2), N, N, N);
        Tensor c3 = coefficients(keys.get(3), N, N, N, N);
        return x -> c0.plus(c1.matmul(x))
                .plus(c2.matmul(x).matmul(x))
                .plus(c3.matmul(x).matmul(x).matmul(x));
    }

    private static Tensor coefficients(Key key, int... dims) {
        return Random.uniform(key, dims).times(2).minus(1);
    }

    private static void laws(Outcome.Builder outcome, Context context) {
        ReverseDerivativeLaws ours = ReverseDerivativeLaws.ofLibrary();
        Combinator forward = (f, a, b) -> Gradus.jvp(f, a, b).tangent();
        ReverseDerivativeLaws wrong = new ReverseDerivativeLaws(forward);
        double[] worst = new double[7];
        double wrongEasy = 0;
        double wrongChain = 0;
        int caught = 0;
        for (int i = 0; i < MAPS; i++) {
            Fn<Tensor, Tensor> f = polynomial(context.key(100 + 3L * i));
            Fn<Tensor, Tensor> g = polynomial(context.key(101 + 3L * i));
            List<Key> keys = context.key(102 + 3L * i).split(5);
            List<Tensor> x = keys.stream().map(k -> coefficients(k, N)).toList();
            Tensor a = x.get(0);
            Tensor b = x.get(1);
            Tensor c = x.get(2);
            double[] all = {
                ours.sum(f, g, a, b),
                ours.additive(f, a, b, c),
                ours.identity(a, b, x.get(3)),
                ours.pairing(f, g, a, b, c),
                ours.chain(f, g, a, c),
                Math.max(ours.linear(f, a, b, c), ours.forward(f, a, x.get(3))),
                ours.symmetry(f, a, x.get(3), x.get(4))
            };
            for (int j = 0; j < all.length; j++) {
                worst[j] = Math.max(worst[j], all[j]);
            }
            wrongEasy = Math.max(wrongEasy, Math.max(wrong.additive(f, a, b, c), wrong.identity(y -> y, a, b)));
            wrongChain = Math.max(wrongChain, wrong.chain(f, g, a, c));
            caught += wrong.chain(f, g, a, c) > 1e-10 ? 1 : 0;
        }
        String[] names = {"sum", "additive", "identity and projections", "pairing", "chain", "linear part", "symmetry"};
        for (int j = 0; j < names.length; j++) {
            outcome.atMost("law of R on 50 polynomial maps: " + names[j], 1e-10, worst[j]);
        }
        outcome.atMost("J in place of its transpose: additivity and identity still hold", 1e-10, wrongEasy)
                .atLeast("J in place of its transpose: largest difference of the chain rule", 1e-10, wrongChain)
                .atLeast("J in place of its transpose: pairs whose chain rule fails", 1, caught);
    }

    private static void bits(Outcome.Builder outcome, Context context) {
        Para<List<Bits>, List<Bits>, List<Bits>> table = Para.of(Circuit.lookup(3, 1), 8, Ring.bits(1));
        Lens<Product<List<Bits>, List<Bits>>, List<Bits>> loss =
                Para.of(Circuit.add(), 1, Ring.bits(1)).lens();
        var learner = new LensLearner<>(Updates.<List<Bits>>add(LensesPaper::sum), table, loss, l -> l);
        int exact = 0;
        int settled = 0;
        for (int trial = 0; trial < 40; trial++) {
            List<Bits> target = draw(context.key(1000 + trial / 2));
            List<Bits> start = trial % 2 == 0 ? sum(target, target) : draw(context.key(2000 + trial));
            List<Bits> once = pass(learner, start, target);
            exact += once.equals(target) ? 1 : 0;
            settled += pass(learner, once, target).equals(once) ? 1 : 0;
        }
        outcome.close("bits: exact tables after one pass, 20 targets from zero and from random", 40, exact, 0)
                .close("bits: tables that a second pass leaves alone", 40, settled, 0);
    }

    private static List<Bits> sum(List<Bits> x, List<Bits> y) {
        List<Bits> out = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            out.add(x.get(i).xor(y.get(i)));
        }
        return out;
    }

    private static List<Bits> draw(Key key) {
        double[] u = Random.uniform(key, 8).toDoubles();
        List<Bits> bits = new ArrayList<>();
        for (double x : u) {
            bits.add(Bits.of(x < 0.5));
        }
        return bits;
    }

    private static List<Bits> pass(
            LensLearner<Updates.None, List<Bits>, List<Bits>, List<Bits>, List<Bits>> learner,
            List<Bits> start,
            List<Bits> target) {
        List<Bits> p = start;
        for (int row = 0; row < 8; row++) {
            List<Bits> address = List.of(Bits.of((row & 1) != 0), Bits.of((row & 2) != 0), Bits.of((row & 4) != 0));
            p = learner.step(new Product<>(new Updates.None(), p), address, List.of(target.get(row)))
                    .next()
                    .second();
        }
        return p;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        double gradients = 0;
        for (int seed = 0; seed < 5; seed++) {
            gradients = Math.max(gradients, network(context.key(seed)));
        }
        outcome.atMost(
                "three-layer network: composed gradient against the core's, 5 seeds, relative", 1e-12, gradients);
        List<Double> nesterov = twoSteps(Updates.nesterov(0.01, 0.9), Tensors.scalar(0));
        List<Double> momentum = twoSteps(Updates.momentum(0.01, 0.9), Tensors.scalar(0));
        outcome.close("Nesterov, first step", 0.9, nesterov.get(0), 1e-12)
                .close("Nesterov, second step", 0.729, nesterov.get(1), 1e-12)
                .close("momentum, second step", 0.72, momentum.get(1), 1e-12);
        laws(outcome, context);
        bits(outcome, context);
        return outcome.done();
    }
}
