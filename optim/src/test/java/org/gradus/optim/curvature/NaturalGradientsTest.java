package org.gradus.optim.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.linear.InverseRoot.Ridge;
import org.gradus.linear.InverseRoot.Scale;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Minimizer;
import org.gradus.optim.ScaleByLearningRate;
import org.gradus.optim.Step;
import org.gradus.optim.curvature.WidthParameterization.Kind;
import org.gradus.optim.curvature.WidthParameterization.Method;
import org.gradus.optim.curvature.WidthParameterization.Role;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NaturalGradientsTest {
    private static final int N = 7;

    record Net(Tensor w, Tensor b, Tensor v, Tensor scale) {}

    record Data(Tensor x, Tensor y) {}

    private static Tensor draw(long seed, int... dims) {
        return Random.normal(Key.of(seed), dims);
    }

    private static final Net NET = new Net(draw(1, 4, 5), draw(2, 5), draw(3, 5, 3), Tensors.scalar(1.3));
    private static final Data DATA = new Data(draw(4, N, 4), Random.integers(Key.of(5), 0, 3, N));

    private static Tensor model(Net net, Data data, Tap tap) {
        Tensor hidden = tap.dense(data.x(), net.w(), net.b()).tanh();
        return tap.dense(hidden, net.v(), null).times(net.scale());
    }

    private static Tensor entropy(Tensor out, Data data) {
        return Tensors.softmaxCrossEntropy(out, data.y());
    }

    private static Tensor loss(Net net, Data data) {
        return entropy(model(net, data, Tap.closed()), data).mean();
    }

    private static <P, D, S> P preconditioned(GradientTransformation<P, S> method, P at, P g, D data) {
        return method.update(
                        g, method.init(at), Info.of(at, Tensors.scalar(0), 0).withData(data))
                .update();
    }

    private static double[][] plus(double[][] a, double number) {
        for (int i = 0; i < a.length; i++) {
            a[i][i] += number;
        }
        return a;
    }

    private static Tensor tensor(double[][] a) {
        return Tensors.tensor(a);
    }

    /** Factors of both layers by loops over examples and classes, then (A + λ)⁻¹·G·(B + λ)⁻¹. */
    private static Net plain(Fisher fisher, Net g, double lambda) {
        double[][] a1 = new double[5][5];
        double[][] b1 = new double[5][5];
        double[][] a2 = new double[5][5];
        double[][] b2 = new double[3][3];
        double s = NET.scale().item();
        for (int i = 0; i < N; i++) {
            double[] h = new double[5];
            double[] z = new double[3];
            double[] x = new double[5];
            for (int j = 0; j < 5; j++) {
                x[j] = j < 4 ? DATA.x().get(i, j).item() : 1;
                double sum = NET.b().get(j).item();
                for (int k = 0; k < 4; k++) {
                    sum += DATA.x().get(i, k).item() * NET.w().get(k, j).item();
                }
                h[j] = Math.tanh(sum);
            }
            double total = 0;
            for (int c = 0; c < 3; c++) {
                for (int j = 0; j < 5; j++) {
                    z[c] += s * h[j] * NET.v().get(j, c).item();
                }
                total += Math.exp(z[c]);
            }
            // The exact Fisher matrix is the expectation of the empirical one over labels drawn from the model.
            for (int label = 0; label < 3; label++) {
                double weight = fisher == Fisher.EXACT
                        ? Math.exp(z[label]) / total
                        : label == (int) DATA.y().get(i).item() ? 1 : 0;
                double[] d2 = new double[3];
                double[] d1 = new double[5];
                for (int c = 0; c < 3; c++) {
                    d2[c] = s * (Math.exp(z[c]) / total - (c == label ? 1 : 0));
                }
                for (int j = 0; j < 5; j++) {
                    for (int c = 0; c < 3; c++) {
                        d1[j] += d2[c] * NET.v().get(j, c).item() * (1 - h[j] * h[j]);
                    }
                }
                add(b1, d1, weight / N);
                add(b2, d2, weight / N);
            }
            add(a1, x, 1.0 / N);
            add(a2, h, 1.0 / N);
        }
        Tensor whole = Tensors.concatenate(0, g.w(), g.b().expandDims(0));
        Tensor u1 =
                Linalg.inverse(tensor(plus(a1, lambda))).matmul(whole).matmul(Linalg.inverse(tensor(plus(b1, lambda))));
        Tensor u2 =
                Linalg.inverse(tensor(plus(a2, lambda))).matmul(g.v()).matmul(Linalg.inverse(tensor(plus(b2, lambda))));
        return new Net(u1.slice(0, 0, 4), u1.get(4), u2, g.scale());
    }

    private static void add(double[][] a, double[] v, double weight) {
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                a[i][j] += weight * v[i] * v[j];
            }
        }
    }

    private static double[] numbers(Object tree) {
        return Tree.ravel(tree).vector().toDoubles();
    }

    private static Kfac<Net, Data> kfac(Kfac.Options options) {
        return Kfac.of(NaturalGradientsTest::model, NaturalGradientsTest::entropy, NET, DATA, options);
    }

    private static final Kfac.Damping TENTH =
            new Kfac.Each(new Ridge(0.1, Scale.ABSOLUTE), new Ridge(0.1, Scale.ABSOLUTE));

    @ParameterizedTest
    @EnumSource(Fisher.class)
    void factorsAreThoseOfLoops(Fisher fisher) {
        Net g = Gradus.grad(NaturalGradientsTest::loss).apply(NET, DATA);
        Kfac<Net, Data> method = kfac(Kfac.Options.DEFAULT.fisher(fisher).damping(TENTH));
        assertThat(method.layers()).containsExactly(new Kfac.Layer(0, 1), new Kfac.Layer(2, -1));
        double[] expected = numbers(plain(fisher, g, 0.1));
        assertThat(numbers(preconditioned(method, NET, g, DATA))).containsExactly(expected, within(1e-10));
        Kfac<Net, Data> listed = kfac(
                Kfac.Options.DEFAULT.fisher(fisher).damping(new Kfac.PerLayer(List.of(0.1, 0.1), List.of(0.1, 0.1))));
        assertThat(numbers(preconditioned(listed, NET, g, DATA))).containsExactly(expected, within(1e-10));
    }

    @Test
    void factorsAreAveragedAndInversesKept() {
        Kfac<Net, Data> method = kfac(Kfac.Options.DEFAULT.rhythm(0.6, 2));
        Net g = Gradus.grad(NaturalGradientsTest::loss).apply(NET, DATA);
        Data second = new Data(DATA.x().times(2), DATA.y());
        var first = method.update(
                g, method.init(NET), Info.of(NET, Tensors.scalar(0), 0).withData(DATA));
        var next = method.update(
                g, first.state(), Info.of(NET, Tensors.scalar(0), 1).withData(second));
        Tensor a0 = first.state().factors().get(0).input().slice(0, 0, 4).slice(1, 0, 4);
        Tensor a1 = next.state().factors().get(0).input().slice(0, 0, 4).slice(1, 0, 4);
        // min(1 − 1/2, 0.6) of the first, the rest of one four times as large.
        assertThat(a1.toDoubles()).containsExactly(a0.times(0.5 + 0.5 * 4).toDoubles(), within(1e-12));
        assertThat(numbers(next.update())).containsExactly(numbers(first.update()), within(1e-12));
    }

    @Test
    void ofALinearModelTheFactorsAreTheWholeFisherMatrix() {
        Tensor x = draw(11, 30, 4);
        Data data = new Data(x, x.matmul(draw(12, 4, 2)).plus(draw(13, 30, 2)));
        Fn3<Tensor, Data, Tap, Tensor> linear = (w, d, tap) -> tap.dense(d.x(), w, null);
        Fn2<Tensor, Data, Tensor> losses =
                (out, d) -> out.minus(d.y()).square().sum(1).times(0.5);
        Ridge none = Ridge.NONE;
        var method = Kfac.of(
                linear, losses, Tensors.zeros(4, 2), data, Kfac.Options.DEFAULT.damping(new Kfac.Each(none, none)));
        var fit = Minimizer.of((Tensor w, Data d) ->
                        losses.apply(linear.apply(w, d, Tap.closed()), d).mean())
                .method(method.then(new ScaleByLearningRate<>(1)))
                .maxIterations(1)
                .run(draw(14, 4, 2), data);
        assertThat(numbers(fit.point())).containsExactly(numbers(Linalg.lstsq(x, data.y())), within(1e-10));
        Tensor g = draw(15, 4, 2);
        var whole = new NaturalGradient<Tensor, Data>((w, d) -> d.x().matmul(w), losses, 1e-9);
        assertThat(numbers(preconditioned(whole, Tensors.zeros(4, 2), g, data)))
                .containsExactly(numbers(preconditioned(method, Tensors.zeros(4, 2), g, data)), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Fisher.class)
    void naturalGradientsAreThoseOfADenseMatrix(Fisher fisher) {
        Tree.Raveled<Net> at = Tree.ravel(NET);
        Fn<Tensor, Tensor> outputs = w -> model(at.unravel().apply(w), DATA, Tap.closed());
        int n = at.vector().size();
        Tensor f = Tensors.zeros(n, n);
        Tensor p = Tensors.softmax(outputs.apply(at.vector()), 1);
        for (int label = 0; label < 3; label++) {
            int own = label;
            Fn<Tensor, Tensor> each = w -> entropy(
                    outputs.apply(w), new Data(null, Tensors.full(own, DATA.y().type())));
            Tensor rows = Gradus.jacobianReverse(each).apply(at.vector());
            Tensor weight = fisher == Fisher.EXACT
                    ? p.slice(1, label, label + 1)
                    : DATA.y().eq(label).to(DType.FLOAT64).expandDims(1);
            f = f.plus(rows.times(weight).t().matmul(rows).div(N));
        }
        Tensor g = draw(20, n);
        Tensor expected = Linalg.solve(f.plus(Tensors.eye(n).times(0.05)), g);
        var method = new NaturalGradient<Net, Data>(
                (net, d) -> model(net, d, Tap.closed()), NaturalGradientsTest::entropy, fisher, 0.05, 1e-12);
        Net found = preconditioned(method, NET, at.unravel().apply(g), DATA);
        assertThat(numbers(found)).containsExactly(expected.toDoubles(), within(1e-8));
    }

    @Test
    void worksCompiledInSinglePrecisionAndUnderDerivatives() {
        Kfac<Net, Data> method = kfac(Kfac.Options.DEFAULT);
        Fn<Net, Net> step = net -> preconditioned(
                method, net, Gradus.grad(NaturalGradientsTest::loss).apply(net, DATA), DATA);
        assertThat(numbers(Gradus.jit(step).apply(NET))).containsExactly(numbers(step.apply(NET)), within(1e-12));
        Net way = Tree.map(leaf -> Tensors.cos(leaf.times(3)), NET);
        double h = 1e-6;
        Net up = step.apply(Tree.axpy(h, way, NET));
        Net down = step.apply(Tree.axpy(-h, way, NET));
        double[] difference = numbers(Tree.scale(1 / (2 * h), Tree.minus(up, down)));
        assertThat(numbers(Gradus.jvp(step, NET, way).tangent())).containsExactly(difference, within(1e-4));
        Net narrow = Tree.map(leaf -> leaf.to(DType.FLOAT32), NET);
        Data data = new Data(DATA.x().to(DType.FLOAT32), DATA.y());
        Step<Net, Kfac.State> made = method.update(
                narrow,
                method.init(narrow),
                Info.of(narrow, Tensors.scalar(0), 0).withData(data));
        assertThat(made.update().w().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void refusesLayersThatItCannotTell() {
        Fn3<Net, Data, Tap, Tensor> scaled =
                (net, d, tap) -> tap.dense(d.x(), net.w().times(2), net.b());
        assertThatThrownBy(() -> Kfac.layers(scaled, NET, DATA))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("is no leaf");
        Fn3<Net, Data, Tap, Tensor> twice =
                (net, d, tap) -> tap.dense(d.x(), net.w(), null).plus(tap.dense(d.x(), net.w(), null));
        assertThatThrownBy(() -> Kfac.layers(twice, NET, DATA)).hasMessageContaining("used by two layers");
        assertThatThrownBy(() -> Tap.closed().dense(DATA.x().get(0), NET.w(), null))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Kfac.Options.DEFAULT.damping(new Kfac.Factored(0)))
                .isInstanceOf(ArgumentException.class);
    }

    @Test
    void widthsHaveTheirExponents() {
        WidthParameterization wide = new WidthParameterization(Kind.MAXIMAL_UPDATE, 16);
        double[][] rates = {{16, 1, 1.0 / 16}, {1, 1, 1}, {16, 16, 1}, {4, 1, 0.25}};
        for (Method method : Method.values()) {
            for (Role role : Role.values()) {
                assertThat(wide.rate(method, role)).isEqualTo(rates[method.ordinal()][role.ordinal()]);
                assertThat(new WidthParameterization(Kind.STANDARD, 16).rate(method, role))
                        .isEqualTo(1);
            }
        }
        assertThat(wide.deviation(Role.OUTPUT, 16)).isEqualTo(1.0 / 16);
        assertThat(wide.deviation(Role.HIDDEN, 16)).isEqualTo(0.25);
        assertThat(wide.inputDamping(Method.KFAC, Role.HIDDEN)).isEqualTo(16);
        assertThat(wide.outputDamping(Method.KFAC, Role.INPUT)).isEqualTo(1.0 / 16);
        assertThat(wide.outputDamping(Method.KFAC, Role.OUTPUT)).isEqualTo(1);
        assertThat(wide.outputDamping(Method.SHAMPOO, Role.OUTPUT)).isEqualTo(16);
    }

    @Test
    void checksFitLines() {
        CoordinateCheck.Experiment powers = (width, _) -> new CoordinateCheck.Activations(
                List.of(Tensors.zeros(2), Tensors.zeros(3)),
                List.of(Tensors.ones(2).times(width), Tensors.ones(3).div(Math.sqrt(width))));
        double[] slopes = CoordinateCheck.of(powers, new int[] {4, 8, 32}, List.of(Key.of(0)))
                .slopes();
        assertThat(slopes).containsExactly(new double[] {1, -0.5}, within(1e-12));
        RateTransfer transfer = RateTransfer.of(
                (width, rate) -> rate > 1 ? Double.NaN : Math.abs(Math.log(rate * width)),
                new int[] {1, 10},
                0.1,
                1,
                10);
        assertThat(transfer.best()).containsExactly(1, 0.1);
    }
}
