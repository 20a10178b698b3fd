package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.linearize;
import static org.gradus.Gradus.vjp;
import static org.gradus.tensor.Tensors.relu;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Reverse mode keeps what the wanted cotangents need. */
class ResidualsTest {
    private static final Tensor X = Random.normal(Key.of(1), 5, 3);

    record Layer(Tensor w, Tensor b) {}

    record Net(Layer first, Layer second) {}

    private static Net net() {
        return new Net(
                new Layer(Random.normal(Key.of(2), 3, 4), Random.normal(Key.of(3), 4)),
                new Layer(Random.normal(Key.of(4), 4, 2), Random.normal(Key.of(5), 2)));
    }

    private static Tensor forward(Net net) {
        Tensor hidden = relu(X.matmul(net.first().w()).plus(net.first().b()));
        return relu(hidden.matmul(net.second().w()).plus(net.second().b()));
    }

    private static Pullback<Net, Tensor> of(String prefix) {
        return vjp(ResidualsTest::forward, net(), path -> path.startsWith(prefix));
    }

    @Test
    void onlyWhatTheWantedCotangentsNeed() {
        assertThat(of("").residuals().bytes()).isEqualTo(8 * (15 + 20) + 20 + 10);
        assertThat(of(".first").residuals().bytes()).isEqualTo(8 * 15 + 20 + 10);
        assertThat(of(".first.b").residuals().bytes()).isEqualTo(20 + 10);
        assertThat(of(".second").residuals().bytes()).isEqualTo(8 * 20 + 10);
        assertThat(of(".second").residuals().masks()).isEqualTo(1);
        assertThat(of(".none").residuals()).isEqualTo(new Residuals(List.of(), 0));
    }

    @Test
    void whatIsCapturedCanBeLeftOut() {
        Tensor w = Random.normal(Key.of(6), 3, 3);
        Residuals residuals =
                vjp((Tensor x) -> x.matmul(w).times(X.exp()).matmul(w), X).residuals();
        assertThat(residuals.bytes()).isEqualTo(8 * 9 + 8 * 15);
        assertThat(residuals.without(w).bytes()).isEqualTo(8 * 15);
        assertThat(residuals.toString()).contains("keeps 192 bytes").contains("f64[3,3], 72 bytes, for matmul");
    }

    @Test
    void selectedCotangentsAreThoseOfTheWholeAndOthersZero() {
        Tensor w = Random.normal(Key.of(7), 5, 2);
        Net whole = of("").apply(w);
        for (Tensor[] pair : new Tensor[][] {
            {whole.first().w(), of(".first").apply(w).first().w()},
            {whole.first().b(), of(".first.b").apply(w).first().b()},
            {whole.second().w(), of(".second").apply(w).second().w()},
            {zeros(3, 4), of(".second").apply(w).first().w()}
        }) {
            Same.bits("cotangent", pair[0], pair[1]);
        }
        Net tangent = net();
        Net part = new Net(new Layer(zeros(3, 4), zeros(4)), tangent.second());
        Same.bits(
                "pushforward",
                jvp(ResidualsTest::forward, net(), part).tangent(),
                linearize(ResidualsTest::forward, net(), path -> path.startsWith(".second"))
                        .pushforward(tangent));
    }

    @Test
    void everyOrderAndStaged() {
        Fn<List<Tensor>, Tensor> f =
                x -> x.get(0).times(x.get(1)).sin().times(x.get(1)).sum();
        Fn<Tensor, Tensor> by0 = a -> vjp(f, List.of(a, X.exp()), "[0]"::equals)
                .apply(tensor(1.0).reshape())
                .get(0);
        Fn<Tensor, Tensor> plain =
                grad((Tensor a) -> a.times(X.exp()).sin().times(X.exp()).sum());
        Same.bits("gradient", plain.apply(X), by0.apply(X));
        Same.bits("jit", by0.apply(X), jit(by0).apply(X));
        Same.bits(
                "second order",
                grad((Tensor a) -> plain.apply(a).square().sum()).apply(X),
                grad((Tensor a) -> by0.apply(a).square().sum()).apply(X));
    }

    @Test
    void countedByTypesWhereShapesAreTraced() {
        List<Long> bytes = new ArrayList<>();
        jit((Tensor x) -> {
                    Pullback<Tensor, Tensor> at = vjp((Tensor y) -> y.sin().square(), x);
                    bytes.add(at.residuals().bytes());
                    return at.apply(x);
                })
                .apply(X);
        bytes.add(vjp((Tensor y) -> y.sin().square(), X).residuals().bytes());
        assertThat(bytes).containsExactly(240L, 240L);
    }

    @Test
    void whatNoResultReadsIsNotKept() {
        Residuals residuals = vjp(
                        (Tensor x) -> {
                            Tensor unused = x.exp();
                            assertThat(unused.size()).isEqualTo(15);
                            return x.times(2).sum();
                        },
                        X)
                .residuals();
        assertThat(residuals.bytes()).isZero();
        assertThat(residuals.equations()).isEqualTo(2);
    }
}
