package org.gradus.bench;

import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.valueAndGrad;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gradus.array.DType;
import org.gradus.tensor.Convolutions;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Pooling;
import org.gradus.tensor.Random;
import org.gradus.tensor.Shapes;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;
import org.gradus.transform.ValueAndGrad;

/** The reference workloads: what one call computes, at its reference size. */
public enum Workload {
    /** Loss, gradient and Adam update of a ReLU perceptron 784-512-256-10, batch 128, f32. */
    MLP_STEP {
        @Override
        Runnable gradus() {
            Tensor x = f32(Random.normal(Key.of(1), 128, 784));
            Tensor y = labels(128);
            Fn3<AdamState, Tensor, Tensor, AdamState> step = jit(AdamState::step);
            AdamState[] state = {AdamState.init(mlp())};
            return () -> state[0] = step.apply(state[0], x, y);
        }

        @Override
        Runnable limit() {
            return Limits.perceptron(128, 784, 512, 256, 10);
        }
    },
    /** Hessian-vector product of the same loss. */
    MLP_HVP {
        @Override
        Runnable gradus() {
            Tensor x = f32(Random.normal(Key.of(1), 128, 784));
            Tensor y = labels(128);
            List<Tensor> parameters = mlp();
            List<Tensor> direction = new ArrayList<>();
            parameters.forEach(p -> direction.add(f32(Random.normal(Key.of(7), p.type()))));
            Fn2<List<Tensor>, List<Tensor>, List<Tensor>> product = jit((List<Tensor> p, List<Tensor> v) ->
                    hvp((List<Tensor> q) -> perceptronLoss(q, x, y)).apply(p, v));
            return () -> product.apply(parameters, direction);
        }
    },
    /** Two convolutions with pooling and a linear layer, gradient step with momentum, batch 64 of 28 x 28, f32. */
    CNN_STEP {
        @Override
        Runnable gradus() {
            Tensor x = f32(Random.normal(Key.of(1), 64, 1, 28, 28));
            Tensor y = labels(64);
            List<Tensor> parameters = List.of(
                    f32(Random.normal(Key.of(2), 16, 1, 3, 3)).times(0.3),
                    f32(Tensors.zeros(16)),
                    f32(Random.normal(Key.of(3), 32, 16, 3, 3)).times(0.1),
                    f32(Tensors.zeros(32)),
                    f32(Random.normal(Key.of(4), 32 * 49, 10)).times(0.03),
                    f32(Tensors.zeros(10)));
            List<Tensor> zeros = parameters.stream().map(Tensors::zerosLike).toList();
            Fn3<List<List<Tensor>>, Tensor, Tensor, List<List<Tensor>>> step = jit(Workload::momentumStep);
            AtomicReference<List<List<Tensor>>> state = new AtomicReference<>(List.of(parameters, zeros));
            return () -> state.set(step.apply(state.get(), x, y));
        }
    },
    /** Value and gradient of L2-regularized logistic regression, n = 20 000, d = 200, f64. */
    LOGREG_GRAD {
        @Override
        Runnable gradus() {
            Tensor x = Random.normal(Key.of(1), 20_000, 200);
            Tensor y = Random.normal(Key.of(2), 20_000).sign();
            Tensor w = Tensors.zeros(200);
            Fn3<Tensor, Tensor, Tensor, ValueAndGrad<Tensor>> f = jit((Tensor v, Tensor a, Tensor b) -> valueAndGrad(
                            (Tensor u) -> Tensors.softplus(b.times(a.matmul(u)).unaryMinus())
                                    .mean()
                                    .plus(u.square().sum().times(0.5e-3)))
                    .apply(v));
            return () -> f.apply(w, x, y);
        }

        @Override
        Runnable limit() {
            return Limits.logisticRegression(20_000, 200);
        }
    },
    /** Gradient of sum(log1p(exp(-(x w + 0.5)^2)) tanh x) over a million elements, f64. */
    ELEMENTWISE_CHAIN {
        @Override
        Runnable gradus() {
            Tensor x = Random.normal(Key.of(1), 1_000_000);
            Tensor w = Random.normal(Key.of(2), 1_000_000);
            Fn2<Tensor, Tensor, Tensor> f = jit((Tensor a, Tensor b) -> grad((Tensor u) -> Tensors.log1p(
                                    u.times(b).plus(0.5).square().unaryMinus().exp())
                            .times(u.tanh())
                            .sum())
                    .apply(a));
            return () -> f.apply(x, w);
        }

        @Override
        Runnable limit() {
            return Limits.elementwiseChain(1_000_000);
        }
    },
    /** Gradient of the chained Rosenbrock function of 10 variables, f64. */
    ROSENBROCK_SMALL {
        @Override
        Runnable gradus() {
            Tensor x = Tensors.full(1.3, 10);
            Tensor dense = Tensors.tensor(x.toDoubles());
            Fn<Tensor, Tensor> f = jit(grad((Tensor u) -> {
                Tensor head = u.slice(0, 0, 9);
                return u.slice(0, 1, 10)
                        .minus(head.square())
                        .square()
                        .times(100.0)
                        .plus(head.unaryMinus().plus(1.0).square())
                        .sum();
            }));
            return () -> f.apply(dense);
        }
    },
    /** Gradient through 50 log-domain Sinkhorn iterations, 400 x 400, f64. */
    SINKHORN_UNROLLED {
        @Override
        Runnable gradus() {
            Tensor a = Random.normal(Key.of(1), 400, 2);
            Tensor b = Random.normal(Key.of(2), 400, 2).plus(1.0);
            Fn2<Tensor, Tensor, Tensor> f = jit((Tensor p, Tensor q) ->
                    grad((Tensor u) -> transport(u, q, 50)).apply(p));
            return () -> f.apply(a, b);
        }
    },
    /** Gradient of a Gaussian process's negative log marginal likelihood in three log-hyperparameters, n = 500, f64. */
    GP_MARGINAL_LIKELIHOOD {
        @Override
        Runnable gradus() {
            Tensor x = Tensors.linspace(0, 1, 500);
            Tensor y = x.times(6.0).sin();
            Fn<Tensor, Tensor> f = jit(grad((Tensor h) -> marginalLikelihood(h, x, y)));
            Tensor h = Tensors.tensor(0.0, -1.0, -2.0);
            return () -> f.apply(h);
        }
    },
    /** Gradient of sum((softmax(q k' / sqrt d) v)^2), 8 heads, 256 x 32, f32. */
    ATTENTION_STEP {
        @Override
        Runnable gradus() {
            List<Tensor> qkv = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                qkv.add(f32(Random.normal(Key.of(i), 8, 256, 32)));
            }
            Fn<List<Tensor>, List<Tensor>> f = jit(grad((List<Tensor> t) -> Tensors.softmax(
                            t.get(0).matmul(t.get(1).transpose(0, 2, 1)).times(1 / Math.sqrt(32)), 2)
                    .matmul(t.get(2))
                    .square()
                    .sum()));
            return () -> f.apply(qkv);
        }
    },
    /** Gradient through 200 Runge-Kutta steps of the Lotka-Volterra equations, f64. */
    ODE_UNROLLED {
        @Override
        Runnable gradus() {
            Fn<Tensor, Tensor> f = jit(grad((Tensor p) -> lotkaVolterra(p, 200)));
            Tensor p = Tensors.tensor(1.5, 1.0, 3.0, 1.0);
            return () -> f.apply(p);
        }
    };

    private static final double MOMENTUM = 0.9;

    /**
     * The workload, ready to run.
     *
     * @return one call of it by Gradus
     */
    abstract Runnable gradus();

    /**
     * The physical limit.
     *
     * @return one call of the same arithmetic written by hand, or null where there is none
     */
    Runnable limit() {
        return null;
    }

    static Tensor f32(Tensor x) {
        return x.to(DType.FLOAT32);
    }

    static Tensor labels(int n) {
        return Tensors.arange(n).mod(10L);
    }

    static List<Tensor> mlp() {
        int[] widths = {784, 512, 256, 10};
        List<Tensor> parameters = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            parameters.add(
                    f32(Random.normal(Key.of(10 + i), widths[i - 1], widths[i])).times(1 / Math.sqrt(widths[i - 1])));
            parameters.add(f32(Tensors.zeros(widths[i])));
        }
        return parameters;
    }

    static Tensor perceptronLoss(List<Tensor> p, Tensor x, Tensor y) {
        Tensor h = x;
        for (int i = 0; i < p.size(); i += 2) {
            h = h.matmul(p.get(i)).plus(p.get(i + 1));
            if (i + 2 < p.size()) {
                h = Tensors.relu(h);
            }
        }
        return Tensors.softmaxCrossEntropy(h, y).mean();
    }

    private static Tensor convolutionLoss(List<Tensor> p, Tensor x, Tensor y) {
        Window same = Window.of(3, 3).same();
        Tensor h = Convolutions.convolve(x, p.get(0), same)
                .plus(p.get(1).reshape(16, 1, 1).broadcastTo(16, 28, 28));
        h = Pooling.maxPool(Tensors.relu(h), Window.of(2, 2).stride(2, 2));
        h = Convolutions.convolve(h, p.get(2), same)
                .plus(p.get(3).reshape(32, 1, 1).broadcastTo(32, 14, 14));
        h = Pooling.maxPool(Tensors.relu(h), Window.of(2, 2).stride(2, 2));
        Tensor logits = h.reshape(64, 32 * 49).matmul(p.get(4)).plus(p.get(5));
        return Tensors.softmaxCrossEntropy(logits, y).mean();
    }

    private static List<List<Tensor>> momentumStep(List<List<Tensor>> state, Tensor x, Tensor y) {
        List<Tensor> gradient =
                grad((List<Tensor> p) -> convolutionLoss(p, x, y)).apply(state.get(0));
        List<Tensor> parameters = new ArrayList<>();
        List<Tensor> velocity = new ArrayList<>();
        for (int i = 0; i < gradient.size(); i++) {
            velocity.add(state.get(1).get(i).times(MOMENTUM).plus(gradient.get(i)));
            parameters.add(state.get(0).get(i).minus(velocity.get(i).times(0.01)));
        }
        return List.of(parameters, velocity);
    }

    private static Tensor transport(Tensor a, Tensor b, int iterations) {
        Tensor c = a.expandDims(1).minus(b.expandDims(0)).square().sum(2);
        int n = a.shape().dim(0);
        double epsilon = 0.1;
        double logWeight = -Math.log(n);
        Tensor u = Tensors.zeros(n);
        Tensor v = Tensors.zeros(n);
        for (int i = 0; i < iterations; i++) {
            u = v.expandDims(0)
                    .minus(c)
                    .div(epsilon)
                    .logSumExp(1)
                    .unaryMinus()
                    .plus(logWeight)
                    .times(epsilon);
            v = u.expandDims(1)
                    .minus(c)
                    .div(epsilon)
                    .logSumExp(0)
                    .unaryMinus()
                    .plus(logWeight)
                    .times(epsilon);
        }
        Tensor plan =
                u.expandDims(1).plus(v.expandDims(0)).minus(c).div(epsilon).exp();
        return plan.times(c).sum();
    }

    private static Tensor marginalLikelihood(Tensor h, Tensor x, Tensor y) {
        int n = x.shape().dim(0);
        Tensor squares = x.expandDims(1).minus(x.expandDims(0)).square();
        Tensor kernel = h.get(0)
                .exp()
                .times(squares.times(-0.5).div(h.get(1).times(2.0).exp()).exp())
                .plus(h.get(2).exp().plus(1e-6).times(Tensors.eye(n)));
        Tensor l = Linalg.cholesky(kernel);
        Tensor alpha = Linalg.choleskySolve(l, y.expandDims(1)).reshape(n);
        return y.times(alpha).sum().times(0.5).plus(Shapes.diagonal(l).log().sum());
    }

    private static Tensor lotkaVolterra(Tensor p, int steps) {
        Tensor z = Tensors.tensor(1.0, 1.0);
        double h = 0.01;
        for (int i = 0; i < steps; i++) {
            Tensor a = slope(p, z);
            Tensor b = slope(p, z.plus(a.times(h / 2)));
            Tensor c = slope(p, z.plus(b.times(h / 2)));
            Tensor d = slope(p, z.plus(c.times(h)));
            z = z.plus(a.plus(b.times(2.0)).plus(c.times(2.0)).plus(d).times(h / 6));
        }
        return z.sum();
    }

    private static Tensor slope(Tensor p, Tensor z) {
        Tensor prey = z.get(0);
        Tensor predators = z.get(1);
        Tensor meetings = prey.times(predators);
        return Tensors.stack(
                p.get(0).times(prey).minus(p.get(1).times(meetings)),
                p.get(2).unaryMinus().times(predators).plus(p.get(3).times(meetings)));
    }
}
