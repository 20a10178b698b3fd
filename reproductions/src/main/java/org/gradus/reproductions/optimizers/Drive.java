package org.gradus.reproductions.optimizers;

import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.gradus.Gradus;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Objective;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** Loops around gradient transformations. */
final class Drive {
    private Drive() {}

    /** Parameters and state. */
    record At<P, S>(P params, S state) {}

    static Tensor number(long step) {
        return Tensors.tensor(new long[] {step}).get(0);
    }

    static <P> P moved(P x, P update) {
        return Tree.map((Tensor a, Tensor u) -> a.plus(u.to(a.dtype())), x, update);
    }

    /** One step of a method with all that it may ask for. */
    static <P, S> At<P, S> step(
            GradientTransformation<P, S> method, Fn<P, Tensor> f, At<P, S> at, Tensor step, Key key) {
        ValueAndGrad<P> both = Gradus.valueAndGrad(f).apply(at.params());
        Info<P> info = Info.of(at.params(), both.value(), step).withKey(key).withObjective(Objective.of(f));
        Step<P, S> made = method.update(both.gradient(), at.state(), info);
        return new At<>(moved(at.params(), made.update()), made.state());
    }

    /** Compiled steps on a function; whoever watches sees the number of steps made and where they led. */
    static <P, S> At<P, S> run(
            GradientTransformation<P, S> method,
            Fn<P, Tensor> f,
            P start,
            int steps,
            Key key,
            BiConsumer<Integer, At<P, S>> watch) {
        Fn3<At<P, S>, Tensor, Key, At<P, S>> compiled = Gradus.jit((at, t, k) -> step(method, f, at, t, k));
        At<P, S> at = new At<>(start, method.init(start));
        Key left = key;
        for (int t = 0; t < steps; t++) {
            var keys = left.split(2);
            at = compiled.apply(at, number(t), keys.get(0));
            left = keys.get(1);
            watch.accept(t + 1, at);
        }
        return at;
    }

    static <P, S> At<P, S> run(GradientTransformation<P, S> method, Fn<P, Tensor> f, P start, int steps) {
        return run(method, f, start, steps, Key.of(0), (t, at) -> {});
    }

    /**
     * Training on batches, compiled once for many runs.
     *
     * @param <P> the parameters' type
     * @param <S> the state's type
     * @param <D> the batches' type
     */
    static final class Trainer<P, S, D> {
        private final GradientTransformation<P, S> method;
        private final Fn3<At<P, S>, Tensor, D, At<P, S>> compiled;

        Trainer(GradientTransformation<P, S> method, Fn2<P, D, Tensor> loss) {
            this.method = method;
            this.compiled = Gradus.jit((at, t, d) -> step(method, p -> loss.apply(p, d), at, t, Key.of(0)));
        }

        /** A run whose first state is made of the method's own. */
        P run(P start, UnaryOperator<S> first, int steps, IntFunction<D> batch) {
            At<P, S> at = new At<>(start, first.apply(method.init(start)));
            for (int t = 0; t < steps; t++) {
                at = compiled.apply(at, number(t), batch.apply(t));
            }
            return at.params();
        }
    }

    /** The parameters after each of a stream of gradients of one number. */
    static <S> double[] feed(GradientTransformation<Tensor, S> method, double start, double... gradients) {
        double[] path = new double[gradients.length];
        Tensor x = Tensors.scalar(start);
        S state = method.init(x);
        for (int t = 0; t < gradients.length; t++) {
            Step<Tensor, S> step = method.update(Tensors.scalar(gradients[t]), state, Info.of(x, Tensors.scalar(0), t));
            x = x.plus(step.update());
            state = step.state();
            path[t] = x.item();
        }
        return path;
    }

    static double norm(Object tree) {
        return Tree.norm(tree).item();
    }

    /** The largest |entry| of a tree. */
    static double largest(Object tree) {
        double largest = 0;
        for (Tensor leaf : Tree.flatten(tree).leaves()) {
            for (double x : leaf.toDoubles()) {
                largest = Double.isNaN(x) ? Double.NaN : Math.max(largest, Math.abs(x));
            }
        }
        return largest;
    }

    static double mean(double[] x) {
        return java.util.Arrays.stream(x).average().orElse(Double.NaN);
    }

    static double median(double[] x) {
        double[] sorted = x.clone();
        java.util.Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
    }

    /** A random symmetric positive definite matrix with given eigenvalues. */
    static Tensor symmetric(Key key, double... eigenvalues) {
        int n = eigenvalues.length;
        Tensor q = org.gradus.tensor.Linalg.qr(org.gradus.tensor.Random.normal(key, n, n))
                .q();
        return q.times(Tensors.tensor(eigenvalues)).matmul(q.t());
    }

    /** ½·xᵀHx − bᵀx. */
    static Fn<Tensor, Tensor> quadratic(Tensor h, Tensor b) {
        return x -> x.times(h.matmul(x)).sum().times(0.5).minus(b.times(x).sum());
    }

    /** ½·(uv − 1)², whose minima along a hyperbola have curvature u² + v². */
    static Tensor valley(Tensor x) {
        return x.get(0).times(x.get(1)).minus(1).square().times(0.5);
    }
}
