package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.customJvp;
import static org.gradus.Gradus.customVjp;
import static org.gradus.Gradus.debugPrint;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hostCall;
import static org.gradus.Gradus.hvp;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.scan;
import static org.gradus.Gradus.trace;
import static org.gradus.Gradus.vjp;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.arange;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.HostFunction;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Same;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.gradus.transform.WithResiduals;
import org.junit.jupiter.api.Test;

/** Derivative rules of the user, calls of Java code, prints. */
class CustomRulesTest {
    private static final Tensor X = tensor(0.3, -0.7, 1.1);

    record Pair(Tensor a, Tensor b) {}

    /** x³ whose derivative is said to be 2x², so that the rule is seen to be used. */
    private static final Fn<Tensor, Tensor> FORWARD =
            customJvp(x -> x.times(x).times(x), (x, dx) -> dx.times(x).times(x).times(2));

    private static final Fn<Tensor, Tensor> REVERSE = customVjp(
            x -> new WithResiduals<>(x.times(x).times(x), x),
            (x, ct) -> ct.times(x).times(x).times(2));

    @Test
    void theRuleIsUsedInEveryForm() {
        double[] first = X.square().times(2).toDoubles();
        double[] second = X.times(4).toDoubles();
        for (Fn<Tensor, Tensor> f : List.of(FORWARD, REVERSE, jit(FORWARD), jit(REVERSE))) {
            Fn<Tensor, Tensor> sum = x -> f.apply(x).sum();
            Same.bits("value", X.times(X).times(X), f.apply(X));
            Same.close("grad", first, grad(sum).apply(X).toDoubles(), 1e-15);
            Same.close("jit grad", first, jit(grad(sum)).apply(X).toDoubles(), 1e-15);
            Same.close("vmap grad", first, vmap(grad(sum)).apply(X).toDoubles(), 1e-15);
            Same.close(
                    "grad vmap",
                    first,
                    grad((Tensor x) -> vmap(f).apply(x).sum()).apply(X).toDoubles(),
                    1e-15);
            Fn<Tensor, Tensor> slope = x -> grad(sum).apply(x).sum();
            Same.close("second", second, grad(slope).apply(X).toDoubles(), 1e-15);
            Same.close("jit second", second, jit(grad(slope)).apply(X).toDoubles(), 1e-15);
            Same.close("hvp", second, hvp(sum).apply(X, ones(3)).toDoubles(), 1e-15);
            Same.close(
                    "third",
                    new double[] {4, 4, 4},
                    grad((Tensor x) -> grad(slope).apply(x).sum()).apply(X).toDoubles(),
                    1e-15);
        }
        Same.close("jvp", first, jvp(FORWARD, X, ones(3)).tangent().toDoubles(), 1e-15);
        Same.close(
                "pushforward", first, linearize(FORWARD, X).pushforward(ones(3)).toDoubles(), 1e-15);
        Same.close(
                "jvp of jvp",
                second,
                jvp((Tensor x) -> jvp(FORWARD, x, ones(3)).tangent(), X, ones(3))
                        .tangent()
                        .toDoubles(),
                1e-15);
    }

    @Test
    void insideLoopsToo() {
        for (Fn<Tensor, Tensor> f : List.of(FORWARD, REVERSE)) {
            Fn<Tensor, Tensor> loop = x -> scan(c -> new Scanned<>(f.apply(c).plus(x), c), x, 3)
                    .carry()
                    .sum();
            Fn<Tensor, Tensor> unrolled = x -> {
                Tensor c = x;
                for (int i = 0; i < 3; i++) {
                    c = f.apply(c).plus(x);
                }
                return c.sum();
            };
            Same.close("grad", grad(unrolled).apply(X), grad(loop).apply(X), 1e-14);
            Same.close("jit grad", grad(unrolled).apply(X), jit(grad(loop)).apply(X), 1e-14);
            Same.close("hvp", hvp(unrolled).apply(X, X), hvp(loop).apply(X, X), 1e-13);
            Same.close(
                    "vmap grad",
                    vmap(grad(unrolled)).apply(stack(X, X)),
                    vmap(grad(loop)).apply(stack(X, X)),
                    1e-14);
        }
    }

    @Test
    void secondDerivativesGoThroughTheValueAsOrdinaryCode() {
        // The gradient of (half x)² is 2x·½ by the rule; its derivative is 1, for the value is x itself.
        Fn<Tensor, Tensor> half = customVjp(x -> new WithResiduals<>(x, x), (x, ct) -> ct.times(0.5));
        Fn<Tensor, Tensor> f = x -> half.apply(x).square();
        assertThat(grad(f).apply(scalar(3)).item()).isEqualTo(3);
        assertThat(grad(grad(f)).apply(scalar(3)).item()).isEqualTo(1);
        assertThat(hvp(f).apply(scalar(3), scalar(1)).item()).isEqualTo(1);
    }

    @Test
    void treesWholeNumbersAndBatches() {
        Fn<Pair, Pair> f = customVjp(
                p -> new WithResiduals<>(new Pair(p.a().times(p.b().to(DType.FLOAT64)), p.b().plus(1)), p),
                (Pair p, Pair ct) -> {
                    assertThat(ct.b().dtype()).isEqualTo(DType.INT64);
                    return new Pair(ct.a().times(p.b().to(DType.FLOAT64)).times(10), ct.b());
                });
        Tensor k = arange(3);
        assertThat(grad((Tensor x) -> f.apply(new Pair(x, k)).a().sum())
                        .apply(X)
                        .toDoubles())
                .containsExactly(0, 10, 20);
        assertThat(grad((Tensor x) -> vmap((Tensor i) ->
                                        f.apply(new Pair(x, i)).a().sum())
                                .apply(k)
                                .sum())
                        .apply(X)
                        .toDoubles())
                .containsExactly(30, 30, 30);
        Fn<Pair, Tensor> g = customJvp(p -> p.a().times(p.b().to(DType.FLOAT64)), (p, d) -> {
            assertThat(d.b().dtype()).isEqualTo(DType.INT64);
            return d.a().times(p.b().to(DType.FLOAT64)).times(10);
        });
        assertThat(grad((Tensor x) -> g.apply(new Pair(x, k)).sum()).apply(X).toDoubles())
                .containsExactly(0, 10, 20);
        assertThat(vmap(grad((Tensor x) -> g.apply(new Pair(x, k)).sum()))
                        .apply(stack(X, X))
                        .toDoubles())
                .containsExactly(0, 10, 20, 0, 10, 20);
    }

    @Test
    void whatTheFunctionCapturesHasNoRule() {
        for (Fn2<Tensor, Tensor, Tensor> f : List.<Fn2<Tensor, Tensor, Tensor>>of(
                (w, x) -> customJvp((Tensor a) -> a.times(w), (a, da) -> da.times(w))
                        .apply(x),
                (w, x) -> customVjp((Tensor a) -> new WithResiduals<>(a.times(w), a), (a, ct) -> ct.times(w))
                        .apply(x))) {
            Same.bits("by x", X, grad((Tensor x) -> f.apply(X, x).sum()).apply(X));
            Same.bits(
                    "by x in jit",
                    X,
                    jit((Tensor w) -> grad((Tensor x) -> f.apply(w, x).sum()).apply(X))
                            .apply(X));
            Same.bits(
                    "by x in vmap",
                    stack(X, X),
                    vmap((Tensor w) -> grad((Tensor x) -> f.apply(w, x).sum()).apply(X))
                            .apply(stack(X, X)));
            assertThatThrownBy(() -> grad((Tensor w) -> f.apply(w, X).sum()).apply(X))
                    .isInstanceOf(NotDifferentiableException.class)
                    .hasMessageContaining("uses a tensor of a derivative that is being taken around it")
                    .hasMessageContaining("pass the tensor as a part of the function's argument");
        }
    }

    @Test
    void wrongRulesAreRefused() {
        assertThatThrownBy(() -> customJvp((Tensor x) -> x.sum(), (x, dx) -> dx).apply(X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("customJvp: the rule's result is f64[3], where the function's is f64[]");
        assertThatThrownBy(() -> customVjp((Tensor x) -> new WithResiduals<>(x.sum(), x), (x, ct) -> ct)
                        .apply(X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("customVjp: the rule's result is f64[], where the argument is f64[3]");
        for (Runnable forward : List.<Runnable>of(
                () -> jvp(REVERSE, X, X),
                () -> linearize(REVERSE, X).pushforward(X),
                () -> jit((Tensor x) -> jvp(REVERSE, x, x).tangent()).apply(X))) {
            assertThatThrownBy(forward::run)
                    .isInstanceOf(NotDifferentiableException.class)
                    .hasMessageContaining("customVjp: has a reverse derivative of its own and no forward derivative")
                    .hasMessageContaining("customJvp");
        }
        Fn<Tensor, Tensor> notLinear = customJvp(x -> x, (x, dx) -> dx.exp());
        assertThatThrownBy(() -> grad((Tensor x) -> notLinear.apply(x).sum()).apply(X))
                .isInstanceOf(NotDifferentiableException.class);
        assertThatThrownBy(() -> customJvp(null, (x, dx) -> dx)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> customVjp((Tensor x) -> new WithResiduals<>(x, x), null))
                .isInstanceOf(ArgumentException.class);
    }

    // ---- Java code

    private static final HostFunction CBRT = in -> {
        double[] out = in.getFirst().toDoubles();
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.cbrt(out[i]);
        }
        return List.of(NdArray.wrap(in.getFirst().shape(), out));
    };

    private static Tensor cbrt(Tensor x) {
        return hostCall("cbrt", CBRT, List.of(x.type()), x).getFirst();
    }

    @Test
    void hostCallsWithARuleOfTheUser() {
        assertThat(cbrt(tensor(8, 27)).toDoubles()).containsExactly(2, 3);
        assertThat(vmap(CustomRulesTest::cbrt).apply(tensor(8, 27)).toDoubles()).containsExactly(2, 3);
        assertThat(jit(CustomRulesTest::cbrt).apply(tensor(8, 27)).toDoubles()).containsExactly(2, 3);
        assertThatThrownBy(() -> grad(CustomRulesTest::cbrt).apply(scalar(8)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("host: the Java code 'cbrt' has no derivative");
        Fn<Tensor, Tensor> forward = customJvp(
                CustomRulesTest::cbrt, (x, dx) -> dx.div(cbrt(x).square().times(3)));
        Fn<Tensor, Tensor> reverse = customVjp(
                x -> {
                    Tensor y = cbrt(x);
                    return new WithResiduals<>(y, y);
                },
                (y, ct) -> ct.div(y.square().times(3)));
        assertThat(grad(forward).apply(scalar(8)).item()).isEqualTo(1.0 / 12);
        assertThat(grad(reverse).apply(scalar(8)).item()).isEqualTo(1.0 / 12);
        assertThat(jit(vmap(grad(reverse))).apply(tensor(8, 27)).toDoubles()).containsExactly(1.0 / 12, 1.0 / 27);
        assertThatThrownBy(() -> hostCall("wrong", CBRT, List.of(X.type().with(DType.FLOAT32)), X))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("host: the Java code 'wrong' gave [f64[3]], where [f32[3]] was declared");
        Program looped =
                trace((Tensor x) -> scan(c -> new Scanned<>(cbrt(c), c), x, 2).carry(), X);
        assertThatThrownBy(() -> looped.write(new ByteArrayOutputStream()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("because it calls the Java code 'cbrt'");
    }

    @Test
    void printsWhenComputed() {
        List<String> said = new ArrayList<>();
        Fn<Tensor, Tensor> f = x -> debugPrint("x", x, said::add).times(2);
        f.apply(tensor(1, 2));
        assertThat(said).containsExactly("x: [1.0, 2.0]");
        said.clear();
        Fn<Tensor, Tensor> compiled = jit(f);
        compiled.apply(tensor(1, 2));
        compiled.apply(tensor(3, 4));
        assertThat(said).containsExactly("x: [1.0, 2.0]", "x: [3.0, 4.0]");
        said.clear();
        assertThat(grad((Tensor x) -> f.apply(x).sum()).apply(tensor(1, 2)).toDoubles())
                .containsExactly(2, 2);
        assertThat(jvp(f, tensor(1, 2), tensor(1, 1)).tangent().toDoubles()).containsExactly(2, 2);
        assertThat(said).hasSize(2);
        said.clear();
        vmap(f).apply(tensor(1, 2));
        jit(vmap(f)).apply(tensor(3, 4));
        assertThat(said).containsExactly("x: 1.0", "x: 2.0", "x: 3.0", "x: 4.0");
        said.clear();
        debugPrint("pair", new Pair(scalar(1), scalar(2)), said::add);
        assertThat(said).containsExactly("pair: a = 1.0, b = 2.0");
    }

    @Test
    void printsInLoopsOnceAStepAndNeverAgain() {
        List<String> said = new ArrayList<>();
        Fn<Tensor, Tensor> inner = x -> scan(
                        (Tensor c) -> new Scanned<>(
                                debugPrint("c", c, said::add).times(2).sin(), c),
                        x,
                        2)
                .carry();
        Fn<Tensor, Tensor> f = x -> scan((Tensor c) -> new Scanned<>(inner.apply(c), c), x, 2, ScanOptions.DEFAULT)
                .carry();
        List<Fn<Tensor, Tensor>> views = List.of(
                f,
                jit(f),
                grad(f),
                jit(grad(f)),
                grad(jit(f)),
                x -> jvp(f, x, scalar(1)).tangent(),
                x -> grad(grad(f)).apply(x),
                x -> vjp(f, x).apply(scalar(1)));
        for (int i = 0; i < views.size(); i++) {
            said.clear();
            views.get(i).apply(scalar(0.5));
            assertThat(said).as("view %s", i).hasSize(4);
        }
        said.clear();
        vmap(f).apply(tensor(1, 2, 3));
        assertThat(said).hasSize(12);
        // A loop whose result nobody reads still speaks.
        said.clear();
        jit((Tensor x) -> {
                    Tensor unused = f.apply(x);
                    return x.plus(unused.size());
                })
                .apply(scalar(1));
        assertThat(said).hasSize(4);
    }

    @Test
    void theLoggerIsTheDefault() {
        assertThat(debugPrint("x", zeros(0)).size()).isZero();
        assertThatThrownBy(() -> debugPrint(null, X)).isInstanceOf(ArgumentException.class);
    }
}
