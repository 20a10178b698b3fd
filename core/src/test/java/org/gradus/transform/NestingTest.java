package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.boundedWhile;
import static org.gradus.Gradus.checkpoint;
import static org.gradus.Gradus.cond;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jacobian;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.scan;
import static org.gradus.Gradus.vjp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.arange;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Derivatives inside derivatives are never confused, whatever stands between them. */
class NestingTest {

    /** Wrappers that must not change a function of a scalar. */
    private static Map<String, Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>>> wrappers() {
        Map<String, Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>>> wrappers = new LinkedHashMap<>();
        wrappers.put("plain", f -> f);
        wrappers.put("jit", f -> jit(f));
        wrappers.put("vmap", f -> x -> vmap(f).apply(stack(x, x.times(2.0))).get(0));
        wrappers.put(
                "jit of vmap",
                f -> x -> jit(vmap(f)).apply(stack(x.times(3.0), x)).get(1));
        wrappers.put("vmap of jit", f -> x -> vmap(jit(f)).apply(stack(x)).get(0));
        wrappers.put("replayed by linearize", f -> x -> linearize(f, x).value());
        wrappers.put("cond", f -> x -> cond(x.lt(1e9), f, y -> y, x));
        wrappers.put(
                "vmap of cond",
                f -> x -> vmap((Tensor y) -> cond(y.lt(1e9), f, z -> z, y))
                        .apply(stack(x, x))
                        .get(1));
        wrappers.put(
                "scan", f -> x -> scan(c -> new Scanned<>(f.apply(c), c), x, 1).carry());
        wrappers.put(
                "scan over entries",
                f -> x -> scan((c, y) -> new Scanned<>(c, f.apply(y)), x, stack(x, x))
                        .ys()
                        .get(1));
        wrappers.put(
                "boundedWhile",
                f -> x -> boundedWhile(
                                s -> s.get(0).lt(1),
                                s -> List.of(s.get(0).plus(1), f.apply(s.get(1))),
                                List.of(arange(1).get(0), x),
                                3)
                        .get(1));
        wrappers.put("checkpoint", f -> checkpoint(f));
        wrappers.put("jit of checkpoint", f -> jit(checkpoint(f)));
        return wrappers;
    }

    /** Ways to differentiate a scalar function of a scalar. */
    private static Map<String, Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>>> derivatives() {
        Map<String, Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>>> ways = new LinkedHashMap<>();
        ways.put("grad", f -> grad(f));
        ways.put("jvp", f -> x -> jvp(f, x, scalar(1)).tangent());
        ways.put("vjp", f -> x -> vjp(f, x).apply(scalar(1)));
        ways.put("linearize", f -> x -> linearize(f, x).pushforward(scalar(1)));
        return ways;
    }

    private interface Check {
        void of(
                String name,
                Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>> outer,
                Fn<Fn<Tensor, Tensor>, Fn<Tensor, Tensor>> inner);
    }

    private static void inEveryNest(Check check) {
        derivatives()
                .forEach((outer, d1) -> derivatives()
                        .forEach((inner, d2) -> wrappers()
                                .forEach((w1, wrap1) -> wrappers()
                                        .forEach((w2, wrap2) -> check.of(
                                                outer + " of " + w1 + " around " + inner + " of " + w2,
                                                f -> d1.apply(wrap1.apply(f)),
                                                f -> d2.apply(wrap2.apply(f)))))));
    }

    /** d/dx [x · d/dy (x + y)] = 1: the classical case of confusion. */
    @Test
    void perturbationsOfCapturedVariables() {
        inEveryNest((name, outer, inner) -> {
            Fn<Tensor, Tensor> f = x -> x.times(inner.apply(y -> x.plus(y)).apply(scalar(1)));
            assertThat(outer.apply(f).apply(scalar(3)).item()).as(name).isEqualTo(1);
        });
    }

    /** d/dx [d/dy (x²y³) at y = x] = d/dx 3x⁴ = 12x³. */
    @Test
    void capturedAndPassedAtOnce() {
        inEveryNest((name, outer, inner) -> {
            Fn<Tensor, Tensor> f =
                    x -> inner.apply(y -> x.square().times(y.pow(3))).apply(x);
            assertThat(outer.apply(f).apply(scalar(2)).item()).as(name).isEqualTo(96);
        });
    }

    /** The inner derivative at a point that does not depend on x, of a function that does not depend on y. */
    @Test
    void innerFunctionIgnoresItsArgument() {
        inEveryNest((name, outer, inner) -> {
            Fn<Tensor, Tensor> f =
                    x -> inner.apply(y -> x.square()).apply(scalar(1)).plus(x);
            assertThat(outer.apply(f).apply(scalar(2)).item()).as(name).isEqualTo(1);
        });
    }

    @Test
    void thirdAndFourthDerivatives() {
        Fn<Tensor, Tensor> f = x -> x.sin().times(x);
        double x = 0.7;
        double third = -3 * Math.sin(x) - x * Math.cos(x);
        double fourth = -4 * Math.cos(x) + x * Math.sin(x);
        Fn<Tensor, Tensor> three = grad(grad(grad(f)));
        assertThat(three.apply(scalar(x)).item()).isCloseTo(third, within(1e-14));
        assertThat(jit(three).apply(scalar(x)).item())
                .isEqualTo(three.apply(scalar(x)).item());
        Fn<Tensor, Tensor> mixed = a -> jvp(grad(jit(grad(f))), a, scalar(1)).tangent();
        assertThat(mixed.apply(scalar(x)).item()).isCloseTo(third, within(1e-14));
        Tensor batch = vmap(grad(vmap0(three))).apply(tensor(x, 2 * x));
        assertThat(batch.get(0).item()).isCloseTo(fourth, within(1e-13));
    }

    private static Fn<Tensor, Tensor> vmap0(Fn<Tensor, Tensor> f) {
        return x -> vmap(f).apply(stack(x)).get(0);
    }

    @Test
    void hessianOfABatchedFunction() {
        Fn<Tensor, Tensor> cube = x -> x.pow(3);
        Tensor x = tensor(1, 2, 3);
        Tensor h = hessian(a -> vmap(cube).apply(a).sum()).apply(x);
        assertThat(h.toDoubles()).containsExactly(6, 0, 0, 0, 12, 0, 0, 0, 18);
        Tensor batched = vmap(hessian(a -> cube.apply(a).sum())).apply(stack(x, x));
        assertThat(batched.get(1).toDoubles()).containsExactly(h.toDoubles());
        Tensor compiled = jit(hessian(a -> vmap(jit(cube)).apply(a).sum())).apply(x);
        assertThat(compiled.toDoubles()).containsExactly(h.toDoubles());
    }

    @Test
    void batchInGradientInCompiled() {
        Tensor x = tensor(new double[][] {{1, 2}, {3, 4}});
        Fn<Tensor, Tensor> f =
                w -> vmap((Tensor row) -> row.times(w).sum().square()).apply(x).sum();
        double[] expected = grad(f).apply(ones(2)).toDoubles();
        assertThat(expected).containsExactly(2 * 3 + 2 * 7 * 3, 2 * 3 * 2 + 2 * 7 * 4);
        assertThat(jit(grad(f)).apply(ones(2)).toDoubles()).containsExactly(expected);
        assertThat(jit(grad(jit(f))).apply(ones(2)).toDoubles()).containsExactly(expected);
        assertThat(hvp(f).apply(ones(2), tensor(1, 0)).toDoubles()).containsExactly(20, 28);
        assertThat(jacobian(grad(f)).apply(ones(2)).toDoubles()).containsExactly(20, 28, 28, 40);
    }

    @Test
    void stopGradientStopsEveryLevel() {
        Fn<Tensor, Tensor> f = x -> stopGradient(x.square()).times(x);
        inEveryNest((name, outer, inner) -> {
            assertThat(inner.apply(f).apply(scalar(3)).item()).as(name).isEqualTo(9);
            assertThat(outer.apply(inner.apply(f)).apply(scalar(3)).item())
                    .as(name)
                    .isEqualTo(0);
        });
        Fn<Tensor, Tensor> compiledOnce = jit(f);
        assertThat(compiledOnce.apply(scalar(3)).item()).isEqualTo(27);
        assertThat(grad(compiledOnce).apply(scalar(3)).item()).isEqualTo(9);
    }

    @Test
    void oneCompiledFunctionInManyPlaces() {
        Fn<Tensor, Tensor> f = jit((Tensor x) -> x.exp().times(x));
        double e = Math.exp(1);
        assertThat(f.apply(scalar(1)).item()).isEqualTo(e, within(1e-15));
        assertThat(grad(f).apply(scalar(1)).item()).isEqualTo(2 * e, within(1e-14));
        assertThat(grad(grad(f)).apply(scalar(1)).item()).isEqualTo(3 * e, within(1e-14));
        assertThat(vmap(f).apply(tensor(1, 2)).get(0).item())
                .isEqualTo(f.apply(scalar(1)).item());
        assertThat(f.apply(tensor(1, 2)).get(0).item())
                .isEqualTo(f.apply(scalar(1)).item());
    }

    @Test
    void linearizationsOutliveTheirFunction() {
        Fn<Tensor, Tensor> outer = x -> {
            Linearized<Tensor, Tensor> linear = linearize(y -> y.square().times(x), x);
            return linear.pushforward(scalar(1)).plus(linear.pullback(x));
        };
        // 2x² + 2x³, so 4x + 6x².
        assertThat(outer.apply(scalar(2)).item()).isEqualTo(24);
        assertThat(grad(outer).apply(scalar(2)).item()).isEqualTo(32);
        assertThat(jit(grad(outer)).apply(scalar(2)).item()).isEqualTo(32);
        assertThat(vmap(grad(outer)).apply(tensor(2, 1)).toDoubles()).containsExactly(32, 10);
    }

    @Test
    void manyThreadsAtOnce() throws Exception {
        Fn<Tensor, Tensor> shared = jit((Tensor x) -> x.sin().times(x.exp()));
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            double at = 0.1 * (i % 8);
            int n = 1 + i % 4;
            tasks.add(() -> {
                Fn<Tensor, Tensor> f =
                        x -> shared.apply(x.reshape(1)).sum().times(grad(shared).apply(x));
                Fn<Tensor, Tensor> all = vmap(grad(jit(grad(f))));
                return all.apply(full(at, n)).get(n - 1).item();
            });
        }
        List<Double> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Double> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        for (int i = 0; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(tasks.get(i % 8).call());
        }
    }

    /** Σ i·x², by inner derivatives that run on other threads than the outer one. */
    private static Tensor onOtherThreads(Tensor x) {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Tensor>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                double factor = i;
                tasks.add(() ->
                        grad((Tensor y) -> x.square().times(y).times(factor)).apply(x));
            }
            Tensor sum = scalar(0);
            for (Future<Tensor> part : threads.invokeAll(tasks)) {
                sum = sum.plus(part.get());
            }
            return sum;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void innerDerivativesOnOtherThreads() {
        Fn<Tensor, Tensor> f = NestingTest::onOtherThreads;
        assertThat(f.apply(scalar(3)).item()).isEqualTo(9 * 780);
        for (int repetition = 0; repetition < 20; repetition++) {
            assertThat(grad(f).apply(scalar(3)).item()).isEqualTo(6 * 780);
            assertThat(jvp(f, scalar(3), scalar(1)).tangent().item()).isEqualTo(6 * 780);
            assertThat(grad(grad(f)).apply(scalar(3)).item()).isEqualTo(2 * 780);
            assertThat(jit(grad(f)).apply(scalar(3)).item()).isEqualTo(6 * 780);
            assertThat(vmap(grad(f)).apply(tensor(3, 1)).toDoubles()).containsExactly(6 * 780, 2 * 780);
        }
    }
}
