package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.boundedWhile;
import static org.gradus.Gradus.branch;
import static org.gradus.Gradus.cond;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.scan;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.vmap;
import static org.gradus.Gradus.whileLoop;
import static org.gradus.tensor.Tensors.arange;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.error.StructureException;
import org.gradus.error.TracedValueException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.junit.jupiter.api.Test;

/** Choices and loops against the same in Java, with derivatives of every order, compiled and batched. */
class ControlTest {
    record Pair(Tensor a, Tensor b) {}

    record Body(Tensor position, Tensor velocity) {}

    private static final Tensor X = tensor(0.3, -0.7, 1.1);

    /** The same value, gradient and curvature of two functions, in every form. */
    private static void same(Fn<Tensor, Tensor> expected, Fn<Tensor, Tensor> actual, Tensor x, double tolerance) {
        Tensor v = Differences.directions(List.of(x), 3).getFirst();
        List<Function<Fn<Tensor, Tensor>, Tensor>> views = List.of(
                f -> f.apply(x),
                f -> jvp(f, x, v).tangent(),
                f -> linearize(f, x).pushforward(v),
                f -> grad(f).apply(x),
                f -> hvp(f).apply(x, v),
                f -> grad((Tensor y) -> grad(f).apply(y).times(v).sum()).apply(x),
                f -> grad((Tensor y) -> jvp(f, y, v).tangent()).apply(x),
                f -> jvp((Tensor y) -> jvp(f, y, v).tangent(), x, v).tangent(),
                f -> vmap((Tensor y) -> f.apply(y)).apply(stack(x, x.times(0.5))),
                f -> vmap((Tensor y) -> grad(f).apply(y)).apply(stack(x, x.times(0.5))),
                f -> grad((Tensor y) -> vmap(f).apply(stack(y, y.times(0.5))).sum())
                        .apply(x),
                f -> vmap((Tensor y) -> hvp(f).apply(y, v)).apply(stack(x, x.times(0.5))));
        for (int i = 0; i < views.size(); i++) {
            Function<Fn<Tensor, Tensor>, Tensor> view = views.get(i);
            Tensor truth = view.apply(expected);
            Same.close("view " + i, truth, view.apply(actual), tolerance);
            Same.close("view " + i + " of jit", truth, view.apply(jit(actual)), tolerance);
            Fn<Tensor, Tensor> compiled = jit((Tensor one) -> view.apply((Tensor y) -> actual.apply(y.times(one))));
            Same.close("jit of view " + i, truth, compiled.apply(scalar(1)), tolerance);
        }
    }

    // ---- choices

    @Test
    void condIsAnIf() {
        for (double at : new double[] {2, -2}) {
            Tensor x = X.plus(at);
            Fn<Tensor, Tensor> java =
                    y -> at > 0 ? y.exp().sum() : y.sin().times(y).sum();
            same(
                    java,
                    y -> cond(
                            y.sum().gt(0),
                            a -> a.exp().sum(),
                            a -> a.sin().times(a).sum(),
                            y),
                    x,
                    1e-13);
        }
    }

    @Test
    void branchChoosesByIndex() {
        for (int k = 0; k < 3; k++) {
            int chosen = k;
            List<Fn<Tensor, Tensor>> all = List.of(
                    x -> x.exp().sum(), x -> x.square().sum(), x -> x.sin().sum());
            for (DType type : List.of(DType.INT32, DType.INT64)) {
                Tensor index = scalar(k).to(type);
                same(x -> all.get(chosen).apply(x), x -> branch(index, all, x), X, 1e-13);
                Fn2<Tensor, Tensor, Tensor> compiled = jit((x, i) -> branch(i, all, x));
                Same.bits("index an argument", all.get(k).apply(X), compiled.apply(X, index));
            }
        }
        List<Fn<Tensor, Tensor>> all = List.of(x -> x, x -> x.times(2));
        assertThatThrownBy(() -> branch(scalar(2).to(DType.INT64), all, X))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("branch: index 2 names none of 2 branches")
                .hasMessageContaining("ControlTest.java");
        assertThatThrownBy(() -> branch(scalar(-1).to(DType.INT64), all, X))
                .hasMessageContaining("branch: index -1 names none of 2 branches");
        assertThatThrownBy(() -> vmap((Tensor i) -> branch(i, all, X)).apply(arange(3)))
                .isInstanceOf(ShapeException.class);
        Tensor batch = vmap((Tensor i) -> branch(i, all, X)).apply(arange(2));
        Same.bits("by each index", stack(X, X.times(2)), batch);
    }

    @Test
    void whatIsNotChosenDoesNotLeak() {
        Fn<Tensor, Tensor> root = x -> cond(x.gt(0), a -> a.sqrt(), a -> a.times(0), x);
        Tensor xs = tensor(4, 0, -1);
        assertThat(vmap(root).apply(xs).toDoubles()).containsExactly(2, 0, -0.0);
        assertThat(vmap(grad(root)).apply(xs).toDoubles()).containsExactly(0.25, 0, 0);
        assertThat(grad((Tensor x) -> vmap(root).apply(x).sum()).apply(xs).toDoubles())
                .containsExactly(0.25, 0, 0);
        assertThat(jvp(vmap(root), xs, ones(3)).tangent().toDoubles()).containsExactly(0.25, 0, 0);
        assertThat(vmap(grad(grad(root))).apply(xs).toDoubles()).containsExactly(-1.0 / 32, 0, 0);
        assertThat(grad((Tensor x) -> vmap(grad(root)).apply(x).sum()).apply(xs).toDoubles())
                .containsExactly(-1.0 / 32, 0, 0);
    }

    @Test
    void capturedValuesAreDifferentiated() {
        Fn<Pair, Tensor> plain = p -> p.a().times(p.b().exp()).sum();
        Fn<Pair, Tensor> captured = p -> cond(
                p.a().sum().gt(0),
                x -> x.times(p.b().exp()).sum(),
                x -> x.times(p.b().exp()).sum(),
                p.a());
        Pair at = new Pair(X, X.times(2));
        Same.bits("a", grad(plain).apply(at).a(), grad(captured).apply(at).a());
        Same.bits("b", grad(plain).apply(at).b(), grad(captured).apply(at).b());
        // Of two levels at once: the inner derivative's tensor and the outer one's.
        Fn<Tensor, Tensor> nested =
                w -> grad((Tensor u) -> scan((c, x) -> new Scanned<>(c.times(x).plus(u.times(w)), c), u, w)
                                .carry()
                                .times(w.sum()))
                        .apply(w.sum());
        Fn<Tensor, Tensor> unrolled = w -> grad((Tensor u) -> {
                    Tensor c = u;
                    for (int i = 0; i < 3; i++) {
                        c = c.times(w.get(i)).plus(u.times(w.get(i)));
                    }
                    return c.times(w.sum());
                })
                .apply(w.sum());
        assertThatThrownBy(() -> grad(nested).apply(X)).isInstanceOf(ShapeException.class);
        Fn<Tensor, Tensor> fixed =
                w -> grad((Tensor u) -> scan((c, x) -> new Scanned<>(c.times(x).plus(u.times(x)), c), u, w)
                                .carry()
                                .times(w.sum()))
                        .apply(w.sum());
        same(unrolled, fixed, X, 1e-12);
    }

    @Test
    void derivativesInsideBodies() {
        Fn<Tensor, Tensor> cube = x -> x.times(x).times(x).sum();
        Fn<Tensor, Tensor> java = x -> {
            Tensor y = x;
            for (int i = 0; i < 3; i++) {
                y = y.minus(grad(cube).apply(y).times(0.05));
            }
            return y.sum();
        };
        same(
                java,
                x -> scan(y -> new Scanned<>(y.minus(grad(cube).apply(y).times(0.05)), y.sum()), x, 3)
                        .carry()
                        .sum(),
                X,
                1e-12);
    }

    @Test
    void branchesMustAgree() {
        assertThatThrownBy(() -> cond(scalar(1).gt(0), x -> new Pair(x, x), x -> new Pair(x, x.sum()), X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("cond: the first function's result.b is f64[3], where the second's is f64[]");
        assertThatThrownBy(() -> cond(scalar(1).gt(0), x -> List.of(x), x -> List.of(x, x), X))
                .isInstanceOf(StructureException.class)
                .hasMessageContaining("cond: the first function's result: expected a list of 2, got a list of 1");
        assertThatThrownBy(() -> branch(arange(1).get(0), List.of(x -> x, x -> x.to(DType.FLOAT32)), X))
                .hasMessageContaining("branch: result of function 1 is f32[3], where that of function 0 is f64[3]");
        assertThatThrownBy(() -> cond(X.gt(0), x -> x, x -> x, X))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("cond: the condition is bool[3], not one truth value")
                .hasMessageContaining("with where");
        assertThatThrownBy(() -> cond(scalar(1), x -> x, x -> x, X)).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> branch(scalar(1), List.of(x -> x), X)).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> branch(arange(1).get(0), List.of(), X)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> cond(scalar(1).gt(0), x -> x, x -> null, X))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("cond: the function returned null");
        assertThatThrownBy(() -> cond(scalar(1).gt(0), x -> scalar(x.sum().item()), x -> x.sum(), X))
                .isInstanceOf(TracedValueException.class)
                .hasMessageContaining("item: tensor f64[] has no numbers here");
        assertThatThrownBy(() -> cond(scalar(1).gt(0), x -> x, x -> x, new double[] {1}))
                .isInstanceOf(StructureException.class);
    }

    // ---- while

    record Counted(Tensor count, Tensor x) {}

    private static Tensor newton(Tensor a, boolean bounded) {
        Fn<Tensor, Tensor> open = x -> x.times(x).minus(a).abs().gt(1e-10);
        Fn<Tensor, Tensor> step = x -> x.plus(a.div(x)).times(0.5);
        return bounded ? boundedWhile(open, step, a, 30) : whileLoop(open, step, a);
    }

    @Test
    void newtonsIteration() {
        for (double a : new double[] {0.25, 2, 1.5, 9}) {
            for (Fn<Tensor, Tensor> f : List.<Fn<Tensor, Tensor>>of(x -> newton(x, false), x -> newton(x, true))) {
                double root = Math.sqrt(a);
                Same.close("value", scalar(root), f.apply(scalar(a)), 1e-10);
                Same.close(
                        "jvp", scalar(0.5 / root), jvp(f, scalar(a), scalar(1)).tangent(), 1e-8);
                Same.bits("jit", f.apply(scalar(a)), jit(f).apply(scalar(a)));
                Same.bits(
                        "jit jvp",
                        jvp(f, scalar(a), scalar(1)).tangent(),
                        jit((Tensor x) -> jvp(f, x, scalar(1)).tangent()).apply(scalar(a)));
                Same.bits(
                        "linearized",
                        jvp(f, scalar(a), scalar(1)).tangent(),
                        linearize(f, scalar(a)).pushforward(scalar(1)));
            }
        }
        Tensor as = tensor(0.25, 2, 1.5, 9);
        List<Tensor> roots = new ArrayList<>();
        List<Tensor> slopes = new ArrayList<>();
        List<Tensor> bends = new ArrayList<>();
        Fn<Tensor, Tensor> bounded = x -> newton(x, true);
        for (int i = 0; i < 4; i++) {
            roots.add(newton(as.get(i), false));
            slopes.add(grad(bounded).apply(as.get(i)));
            bends.add(grad(grad(bounded)).apply(as.get(i)));
        }
        Same.bits(
                "vmap",
                Tensors.stack(0, roots),
                vmap((Tensor x) -> newton(x, false)).apply(as));
        Same.bits("vmap bounded", Tensors.stack(0, roots), vmap(bounded).apply(as));
        Same.bits("vmap grad", Tensors.stack(0, slopes), vmap(grad(bounded)).apply(as));
        Same.bits(
                "grad vmap",
                Tensors.stack(0, slopes),
                grad((Tensor x) -> vmap(bounded).apply(x).sum()).apply(as));
        Same.bits(
                "jit vmap grad",
                Tensors.stack(0, slopes),
                jit(vmap(grad(bounded))).apply(as));
        Same.close(
                "vmap grad grad",
                Tensors.stack(0, bends),
                vmap(grad(grad(bounded))).apply(as),
                1e-12);
    }

    @Test
    void boundedLoopsAreUnrolledLoops() {
        for (int bound : new int[] {0, 1, 4, 10}) {
            Fn<Tensor, Tensor> java = x -> {
                Tensor y = x;
                for (int k = 0; k < Math.min(bound, 6); k++) {
                    y = y.sin().times(x).plus(1);
                }
                return y.square().sum();
            };
            same(
                    java,
                    x -> boundedWhile(
                                    s -> s.count().lt(6),
                                    s -> new Counted(
                                            s.count().plus(1),
                                            s.x().sin().times(x).plus(1)),
                                    new Counted(arange(1).get(0), x),
                                    bound)
                            .x()
                            .square()
                            .sum(),
                    X,
                    1e-12);
        }
    }

    @Test
    void fibonacciByWhile() {
        record Fib(Tensor k, Tensor a, Tensor b) {}

        Fn<Tensor, Tensor> fib = n -> whileLoop(
                        s -> s.k().lt(n),
                        s -> new Fib(s.k().plus(1), s.b(), s.a().plus(s.b())),
                        new Fib(n.times(0), n.times(0), n.times(0).plus(1)))
                .a();
        assertThat(fib.apply(arange(91).get(90)).array().getLong(0)).isEqualTo(2880067194370816120L);
        assertThat(vmap(fib).apply(arange(11)).toDoubles()).containsExactly(0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55);
        assertThat(jit(vmap(fib)).apply(arange(3)).toDoubles()).containsExactly(0, 1, 1);
    }

    @Test
    void sharedConditionsNeedNoMask() {
        Fn<Tensor, Tensor> f = x -> whileLoop(
                        s -> s.count().lt(3),
                        s -> new Counted(s.count().plus(1), s.x().times(x)),
                        new Counted(arange(1).get(0), x))
                .x();
        assertThat(vmap(f).apply(tensor(1, 2, 3)).toDoubles()).containsExactly(1, 16, 81);
        assertThat(trace(vmap(f), tensor(1, 2, 3)).mnemonics())
                .contains("while")
                .doesNotContain("select", "any");
    }

    @Test
    void endlessLoopsHaveNoReverseDerivative() {
        assertThatThrownBy(() -> grad((Tensor x) -> newton(x, false)).apply(scalar(2)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("whileLoop: has no reverse derivative")
                .hasMessageContaining("boundedWhile or scan")
                .hasMessageContaining("jvp")
                .hasMessageContaining("org.gradus.solve")
                .hasMessageContaining("stopGradient");
    }

    @Test
    void bodiesMustKeepTypes() {
        assertThatThrownBy(() -> whileLoop(s -> s.a().sum().lt(1), s -> new Pair(s.a(), s.b().sum()), new Pair(X, X)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("whileLoop: the body's result.b is f64[], where the first state is f64[3]");
        assertThatThrownBy(() -> whileLoop(s -> s.gt(0), s -> s, X))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("whileLoop: the condition gives bool[3], not one truth value");
        assertThatThrownBy(() -> boundedWhile(s -> s.sum().lt(1), s -> s, X, -1))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> scan((c, x) -> new Scanned<>(c.to(DType.FLOAT32), x), scalar(0), X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("scan: the step's carry is f32[], where the first carry is f64[]");
        assertThatThrownBy(() -> scan((c, x) -> new Scanned<>(c, x), scalar(0), scalar(0)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("scan: the tensor of entries is f64[] and has no axis to go along");
        assertThatThrownBy(() -> scan((c, x) -> new Scanned<>(c, x.a()), scalar(0), new Pair(ones(2), ones(3))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("scan: leaf 'b' is f64[3] with 3 entries, but leaf 'a' has 2");
        assertThatThrownBy(() -> scan((c, x) -> new Scanned<>(c, c), scalar(0), List.of()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("their number is not known");
        assertThatThrownBy(() -> scan(c -> new Scanned<>(c, c), scalar(0), -1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ScanOptions(false, 0)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void linesOfBodiesAreNamed() {
        assertThatThrownBy(() -> jit((Tensor x) -> scan(
                                        (c, i) -> new Scanned<>(Indexing.take(x, i, 0), c), scalar(0), arange(5))
                                .carry())
                        .apply(X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("linesOfBodiesAreNamed");
    }

    // ---- scan

    private static Fn<Tensor, Tensor> pendulum(int steps, ScanOptions options) {
        return x -> {
            var path = scan(
                    (Body s, Tensor push) -> {
                        Tensor v = s.velocity()
                                .minus(s.position().sin().times(0.1))
                                .plus(push.times(x.get(2)));
                        Tensor p = s.position().plus(v.times(0.1));
                        return new Scanned<>(new Body(p, v), p.times(v));
                    },
                    new Body(x.get(0), x.get(1)),
                    arange(steps).to(DType.FLOAT64).times(0.01),
                    options);
            return path.ys().square().sum().plus(path.carry().position());
        };
    }

    private static Fn<Tensor, Tensor> pendulumInJava(int steps, boolean reverse) {
        return x -> {
            Tensor p = x.get(0);
            Tensor v = x.get(1);
            Tensor sum = scalar(0);
            for (int i = 0; i < steps; i++) {
                v = v.minus(p.sin().times(0.1)).plus(x.get(2).times(0.01 * (reverse ? steps - 1 - i : i)));
                p = p.plus(v.times(0.1));
                sum = sum.plus(p.times(v).square());
            }
            return sum.plus(p);
        };
    }

    @Test
    void scanIsALoop() {
        for (int steps : new int[] {0, 1, 2, 7}) {
            same(pendulumInJava(steps, false), pendulum(steps, ScanOptions.DEFAULT), X, 1e-12);
            same(pendulumInJava(steps, true), pendulum(steps, ScanOptions.DEFAULT.reversed()), X, 1e-12);
        }
    }

    @Test
    void segmentsChangeNothing() {
        for (int segments : new int[] {2, 3, 7, 50}) {
            ScanOptions options = ScanOptions.DEFAULT.withSegments(segments);
            same(pendulumInJava(7, false), pendulum(7, options), X, 1e-12);
            same(pendulumInJava(7, true), pendulum(7, options.reversed()), X, 1e-12);
            Same.bits(
                    "none",
                    pendulum(0, ScanOptions.DEFAULT).apply(X),
                    pendulum(0, options).apply(X));
        }
    }

    @Test
    void outputsAndCarries() {
        var sums = scan((Tensor c, Tensor x) -> new Scanned<>(c.plus(x), new Pair(c, x.times(2))), scalar(1), X);
        assertThat(sums.carry().item()).isEqualTo(1 + 0.3 - 0.7 + 1.1);
        assertThat(sums.ys().a().toDoubles()).containsExactly(1, 1.3, 1.3 - 0.7);
        Same.bits("b", X.times(2), sums.ys().b());
        var back = scan(
                (Tensor c, Tensor x) -> new Scanned<>(c.plus(x), c),
                scalar(0),
                arange(4),
                ScanOptions.DEFAULT.reversed());
        assertThat(back.ys().toDoubles()).containsExactly(6, 5, 3, 0);
        var none = scan((Tensor c, Tensor x) -> new Scanned<>(c, x.times(c)), scalar(1), zeros(0, 2));
        assertThat(none.ys().shape().dims()).containsExactly(0, 2);
        var map = scan((List<Tensor> c, Tensor x) -> new Scanned<>(c, x.exp()), List.of(), X);
        Same.bits("map", X.exp(), map.ys());
        var powers = scan((Tensor c) -> new Scanned<>(c.times(2), c), scalar(1), 4);
        assertThat(powers.ys().toDoubles()).containsExactly(1, 2, 4, 8);
    }

    @Test
    void nestedInEachOther() {
        Fn<Tensor, Tensor> staged = x -> boundedWhile(
                        s -> s.count().lt(2),
                        s -> new Counted(
                                s.count().plus(1),
                                scan(
                                                (Tensor c, Tensor e) -> new Scanned<>(
                                                        cond(
                                                                e.gt(0),
                                                                a -> a.times(e).sin(),
                                                                a -> a.plus(x.sum())
                                                                        .times(e),
                                                                c),
                                                        c),
                                                s.x(),
                                                x)
                                        .carry()),
                        new Counted(arange(1).get(0), x.mean()),
                        5)
                .x();
        Fn<Tensor, Tensor> java = x -> {
            Tensor c = x.mean();
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < 3; i++) {
                    Tensor e = x.get(i);
                    c = i != 1 ? c.times(e).sin() : c.plus(x.sum()).times(e);
                }
            }
            return c;
        };
        same(java, staged, X, 1e-12);
        Same.close("hessian", hessian(java).apply(X), hessian(staged).apply(X), 1e-12);
    }
}
