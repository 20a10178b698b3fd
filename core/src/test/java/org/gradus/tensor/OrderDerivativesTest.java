package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Order.QuantileMethod;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions, scans, sorts and segments that are made of several operations: derivatives, compiled, batched, in f32. */
class OrderDerivativesTest {
    record Case(String name, Fn<List<Tensor>, Tensor> f, List<Shape> shapes) {
        @Override
        public String toString() {
            return name + " " + shapes;
        }
    }

    private static Case of(String name, Fn<List<Tensor>, Tensor> f, Shape... shapes) {
        return new Case(name, f, List.of(shapes));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Shape s = Shape.of(2, 4, 3);
        for (int axis = -3; axis < 3; axis++) {
            statistics(cases, s, axis);
            scans(cases, s, axis);
            orders(cases, s, axis);
        }
        whole(cases, s);
        segments(cases, Shape.of(6));
        segments(cases, Shape.of(6, 2));
        return cases;
    }

    private static void statistics(List<Case> cases, Shape s, int a) {
        cases.add(of("prod " + a, x -> x.get(0).prod(a), s));
        cases.add(of("var " + a, x -> x.get(0).var(a), s));
        cases.add(of("sample var " + a, x -> Tensors.var(x.get(0), 1, a), s));
        cases.add(of("std " + a, x -> x.get(0).std(a), s));
        cases.add(of("norm " + a, x -> x.get(0).norm(a), s));
        for (double p : new double[] {1, 1.5, 3, Double.POSITIVE_INFINITY}) {
            cases.add(of(p + "-norm " + a, x -> x.get(0).pNorm(p, a), s));
        }
        cases.add(of("ptp " + a, x -> x.get(0).ptp(a).square(), s));
        cases.add(of(
                "kept mean " + a,
                x -> x.get(0).minus(x.get(0).keepDims(Tensor::mean, a)).square(),
                s));
    }

    private static void scans(List<Case> cases, Shape s, int a) {
        for (boolean reverse : new boolean[] {false, true}) {
            for (boolean exclusive : new boolean[] {false, true}) {
                cases.add(of("cumsum " + a, x -> Scans.cumsum(x.get(0), a, reverse, exclusive), s));
                cases.add(of("cumprod " + a, x -> Scans.cumprod(x.get(0), a, reverse, exclusive), s));
            }
            cases.add(of("cummax " + a, x -> Scans.cummax(x.get(0), a, reverse).square(), s));
            cases.add(of("cummin " + a, x -> Scans.cummin(x.get(0), a, reverse).square(), s));
            cases.add(of("cumLogSumExp " + a, x -> Scans.cumLogSumExp(x.get(0), a, reverse), s));
            Shape one = s.with(s.axis("test", a), 1);
            cases.add(of("recurrence " + a, x -> Scans.linearRecurrence(x.get(0), x.get(1), a, reverse), one, s));
            cases.add(of(
                    "associative scan " + a,
                    x -> Scans.associativeScan(
                                    (List<Tensor> p, List<Tensor> q) -> List.of(
                                            p.get(0).times(q.get(0)),
                                            q.get(0).times(p.get(1)).plus(q.get(1))),
                                    List.of(x.get(0), x.get(1)),
                                    a,
                                    reverse)
                            .get(1),
                    s,
                    s));
        }
        cases.add(of("shifted " + a, x -> Scans.shifted(x.get(0), a, true, 2).square(), s));
    }

    private static void orders(List<Case> cases, Shape s, int a) {
        cases.add(of("sort " + a, x -> x.get(0).sort(a).square(), s));
        cases.add(of("descending sort " + a, x -> Order.sort(x.get(0), a, true).square(), s));
        cases.add(of("topK " + a, x -> Order.topK(x.get(0), 2, a).values().square(), s));
        cases.add(of(
                "sortBy " + a,
                x -> Order.sortBy(x.get(0), List.of(x.get(1)), a, true)
                        .getFirst()
                        .square(),
                s,
                s));
        cases.add(of("median " + a, x -> x.get(0).median(a).square(), s));
        for (QuantileMethod method : QuantileMethod.values()) {
            Tensor q = tensor(0.0, 0.3, 0.5, 0.8);
            cases.add(of(
                    "quantile " + method + a,
                    x -> Order.quantile(x.get(0), q, method, a).square(),
                    s));
        }
        cases.add(of(
                "quantile of q " + a,
                x -> Order.quantile(x.get(0), Tensors.sigmoid(x.get(1).times(0.1)), QuantileMethod.LINEAR, a),
                s,
                Shape.of(2)));
    }

    private static void whole(List<Case> cases, Shape s) {
        cases.add(of("prod of all", x -> x.get(0).prod(), Shape.of(5)));
        cases.add(of("std of two axes", x -> x.get(0).std(0, -1), s));
        cases.add(of("norm of all", x -> x.get(0).norm(), s));
        cases.add(of("median of two axes", x -> x.get(0).median(1, 2).square(), s));
        cases.add(of("quantile of all", x -> Order.quantile(x.get(0), 0.37).square(), s));
        Tensor at = tensor(-2.0, -0.3, 0.1, 0.55, 0.9, 3.7, 9.0);
        Tensor knots = tensor(-1.0, 0.0, 0.75, 2.0, 4.0);
        Tensor heights = tensor(1.0, -2, 0.5, 3, 1);
        cases.add(of("interp in x", x -> Order.interp(at.plus(x.get(0).times(0.05)), knots, heights), Shape.of(7)));
        cases.add(of("interp in xp", x -> Order.interp(at, knots.plus(x.get(0).times(0.05)), heights), Shape.of(5)));
        cases.add(of("interp in fp", x -> Order.interp(at, knots, x.get(0)), Shape.of(5)));
        cases.add(of(
                "interp in all",
                x -> Order.interp(
                        at.plus(x.get(0).times(0.05)),
                        knots.plus(x.get(1).times(0.05)),
                        x.get(2),
                        x.get(3).get(0),
                        x.get(3).get(1)),
                Shape.of(7),
                Shape.of(5),
                Shape.of(5),
                Shape.of(2)));
    }

    private static void segments(List<Case> cases, Shape s) {
        Tensor ids = tensor(new long[] {2, 0, 2, 3, 0, 2});
        cases.add(of("segmentSum", x -> Scans.segmentSum(x.get(0), ids, 5).square(), s));
        cases.add(of("segmentMean", x -> Scans.segmentMean(x.get(0), ids, 5).square(), s));
        cases.add(of("segmentMax", x -> filled(Scans.segmentMax(x.get(0), ids, 5)), s));
        cases.add(of("segmentMin", x -> filled(Scans.segmentMin(x.get(0), ids, 5)), s));
        cases.add(of("segmentProd", x -> Scans.segmentProd(x.get(0), ids, 5), s));
        cases.add(of(
                "segmentProd with a zero",
                x -> Scans.segmentProd(
                        Tensors.concatenate(
                                0,
                                x.get(0).slice(0, 0, 5),
                                Tensors.zerosLike(x.get(0).slice(0, 5, 6))
                                        .times(x.get(0).slice(0, 5, 6))),
                        ids,
                        5),
                s));
    }

    /** Empty segments are infinite; 1 in their place. */
    private static Tensor filled(Tensor x) {
        return Tensors.where(x.abs().lt(1e300), x.square(), 1.0);
    }

    /** Numbers no two of which are closer than 0.2, none near zero. */
    private static List<Tensor> draw(Case c, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (Shape shape : c.shapes) {
            double[] elements = new double[shape.size()];
            for (int i = 0; i < elements.length; i++) {
                int j = random.nextInt(i + 1);
                elements[i] = elements[j];
                elements[j] = (i % 2 == 0 ? 1 : -1) * (0.4 * i + 0.5) * 0.5 + (float) random.nextDouble(-0.1, 0.1);
            }
            tensors.add(tensor(shape, elements));
        }
        return tensors;
    }

    private static Tensor loss(Case c, List<Tensor> x) {
        Tensor y = c.f.apply(x);
        double[] weights = new double[y.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.cos(1 + 3 * i);
        }
        Tensor w = tensor(y.shape(), weights).to(y.dtype());
        return y.times(w).times(y.times(0.1).plus(1)).sum();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreDifferenceQuotients(Case c) {
        List<Tensor> x = draw(c, 1);
        List<Tensor> v = Differences.directions(x, 2);
        Fn<List<Tensor>, Tensor> loss = a -> loss(c, a);
        Tensor slope = Gradus.jvp(loss, x, v).tangent();
        Same.close("jvp", Differences.along(loss, x, v), slope.toDoubles(), 1e-8);
        Fn<List<Tensor>, List<Tensor>> gradient = Gradus.grad(loss);
        List<Tensor> g = gradient.apply(x);
        double product = 0;
        double size = 1;
        for (int i = 0; i < g.size(); i++) {
            product += g.get(i).times(v.get(i)).sum().item();
            size += g.get(i).times(v.get(i)).abs().sum().item();
        }
        assertThat(product).isCloseTo(slope.item(), within(1e-12 * size));
        List<Tensor> hv = Gradus.hvp(loss).apply(x, v);
        for (int i = 0; i < g.size(); i++) {
            int leaf = i;
            double[] truth = Differences.along(a -> gradient.apply(a).get(leaf), x, v);
            Same.close("hvp of " + i, truth, hv.get(i).toDoubles(), 1e-7);
        }
        Same.bits("jit of grad", g, Gradus.jit(gradient).apply(x));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void batchesAreLoops(Case c) {
        List<List<Tensor>> examples = List.of(draw(c, 1), draw(c, 2), draw(c, 3));
        Fn<List<Tensor>, List<Tensor>> gradient = Gradus.grad((List<Tensor> a) -> loss(c, a));
        List<Tensor> values = examples.stream().map(c.f::apply).toList();
        List<Tensor> stacked = new ArrayList<>();
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < c.shapes.size(); i++) {
            int leaf = i;
            stacked.add(Tensors.stack(0, examples.stream().map(e -> e.get(leaf)).toList()));
            gradients.add(Tensors.stack(
                    0, examples.stream().map(e -> gradient.apply(e).get(leaf)).toList()));
        }
        Same.bits("vmap", Tensors.stack(0, values), Gradus.vmap(c.f).apply(stacked));
        Same.bits("vmap of grad", gradients, Gradus.vmap(gradient).apply(stacked));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void narrowNumbersAreNear(Case c) {
        List<Tensor> narrow = draw(c, 1).stream().map(t -> t.to(DType.FLOAT32)).toList();
        List<Tensor> wide = narrow.stream().map(t -> t.to(DType.FLOAT64)).toList();
        Tensor value = c.f.apply(narrow);
        boolean constants = c.name.startsWith("interp");
        assertThat(value.dtype()).isEqualTo(constants ? DType.FLOAT64 : DType.FLOAT32);
        Same.close("f32", c.f.apply(wide).toDoubles(), value.toDoubles(), 2e-6);
        List<Tensor> g = Gradus.grad((List<Tensor> a) -> loss(c, a)).apply(narrow);
        List<Tensor> truth = Gradus.grad((List<Tensor> a) -> loss(c, a)).apply(wide);
        for (int i = 0; i < g.size(); i++) {
            assertThat(g.get(i).dtype()).isEqualTo(DType.FLOAT32);
            Same.close("f32 grad", truth.get(i).toDoubles(), g.get(i).toDoubles(), 1e-5);
        }
    }
}
