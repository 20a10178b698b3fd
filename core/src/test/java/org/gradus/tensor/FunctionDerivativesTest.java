package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions made of several operations, with their broadcasting and axes: first and second derivatives, compiled, batched. */
class FunctionDerivativesTest {
    record Case(String name, Fn<List<Tensor>, Tensor> f, List<Shape> shapes) {
        @Override
        public String toString() {
            return name + " " + shapes;
        }
    }

    private static Case of(String name, Fn<List<Tensor>, Tensor> f, Shape... shapes) {
        return new Case(name, f, List.of(shapes));
    }

    private static Tensor indices(Shape shape, int count) {
        long[] elements = new long[shape.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (2L * i + 1) % count;
        }
        return tensor(NdArray.wrap(shape, elements));
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        broadcasts(cases);
        products(cases);
        axes(cases);
        losses(cases);
        elementwise(cases);
        systems(cases);
        return cases;
    }

    private static void broadcasts(List<Case> cases) {
        Shape[][] pairs = {
            {Shape.SCALAR, Shape.of(3)},
            {Shape.of(3), Shape.SCALAR},
            {Shape.of(2, 3), Shape.of(3)},
            {Shape.of(2, 1), Shape.of(1, 3)},
            {Shape.of(4, 1, 3), Shape.of(2, 1)},
            {Shape.of(1), Shape.of(0)},
            {Shape.of(2, 0), Shape.of(2, 1)}
        };
        for (Shape[] pair : pairs) {
            cases.add(of("plus", x -> x.get(0).plus(x.get(1)), pair));
            cases.add(of("minus", x -> x.get(0).minus(x.get(1)), pair));
            cases.add(of("times", x -> x.get(0).times(x.get(1)), pair));
            cases.add(of("div", x -> x.get(0).div(x.get(1).square().plus(1)), pair));
            cases.add(of("pow", x -> x.get(0).square().plus(0.5).pow(x.get(1)), pair));
            cases.add(of("maximum", x -> Tensors.maximum(x.get(0), x.get(1).plus(10)), pair));
            cases.add(of("where", x -> where(x.get(0).gt(9), x.get(0), x.get(1)), pair));
            cases.add(of("where", x -> where(x.get(1).lt(9), x.get(0).times(x.get(1)), 2), pair));
        }
    }

    private static void products(List<Case> cases) {
        Shape[][] pairs = {
            {Shape.of(3), Shape.of(3)},
            {Shape.of(2, 3), Shape.of(3)},
            {Shape.of(2), Shape.of(2, 3)},
            {Shape.of(2, 3), Shape.of(3, 4)},
            {Shape.of(4, 2, 3), Shape.of(3, 2)},
            {Shape.of(2, 3), Shape.of(4, 3, 2)},
            {Shape.of(4, 2, 3), Shape.of(4, 3, 2)},
            {Shape.of(3), Shape.of(4, 3, 2)},
            {Shape.of(4, 2, 3), Shape.of(3)},
            {Shape.of(1, 2, 3), Shape.of(5, 4, 3, 2)},
            {Shape.of(0, 3), Shape.of(3, 2)},
            {Shape.of(2, 0), Shape.of(0, 2)}
        };
        for (Shape[] pair : pairs) {
            cases.add(of("matmul", x -> x.get(0).matmul(x.get(1)), pair));
        }
    }

    private static void axes(List<Case> cases) {
        Shape s = Shape.of(2, 3, 4);
        for (int axis = -3; axis < 3; axis++) {
            int a = axis;
            cases.add(of("sum " + a, x -> x.get(0).sum(a).square(), s));
            cases.add(of("mean " + a, x -> x.get(0).mean(a).square(), s));
            cases.add(of("max " + a, x -> x.get(0).max(a).square(), s));
            cases.add(of("min " + a, x -> x.get(0).min(a).square(), s));
            cases.add(of("logSumExp " + a, x -> x.get(0).logSumExp(a), s));
            cases.add(of("logSoftmax " + a, x -> Tensors.logSoftmax(x.get(0), a), s));
            cases.add(of("softmax " + a, x -> Tensors.softmax(x.get(0), a), s));
            int n = s.dim(s.axis("test", a));
            cases.add(of("take " + a, x -> Indexing.take(x.get(0), indices(Shape.of(2, 2), n), a), s));
            Shape along = s.with(s.axis("test", a), 2);
            cases.add(of("takeAlong " + a, x -> Indexing.takeAlong(x.get(0), indices(along, n), a), s));
            cases.add(of("slice " + a, x -> x.get(0).slice(a, 1, n, 2).square(), s));
            cases.add(of(
                    "concatenate " + a,
                    x -> Tensors.concatenate(a, x.get(0), x.get(0).times(2), x.get(1)),
                    s,
                    s));
            cases.add(of(
                    "stack " + a,
                    x -> Tensors.stack(a, List.of(x.get(0), x.get(1).sin())),
                    s,
                    s));
            cases.add(of("expandDims " + a, x -> x.get(0).expandDims(a).square(), s));
        }
        cases.add(of("max of all", x -> x.get(0).max().times(x.get(0).min()), s));
        cases.add(of("mean of two axes", x -> x.get(0).mean(0, -1).exp(), s));
        cases.add(of("transpose", x -> x.get(0).transpose(2, 0, 1).square(), s));
        cases.add(of("reversed", x -> x.get(0).transpose().square(), s));
        cases.add(of("t", x -> x.get(0).t().matmul(x.get(0)), s));
        cases.add(of("get", x -> x.get(0).get(1, -1).times(x.get(0).get(0, 0)), s));
        cases.add(of("reshape", x -> x.get(0).reshape(-1, 6).square(), s));
        cases.add(of("broadcastTo", x -> x.get(0).broadcastTo(3, 2, 2).square(), Shape.of(2, 1)));
        cases.add(of(
                "scatterAdd",
                x -> Indexing.scatterAdd(x.get(0), indices(Shape.of(5), 3), 0, 3)
                        .square(),
                Shape.of(5, 2)));
    }

    /** The first operand of each pair is of another shape than the second. */
    private static void elementwise(List<Case> cases) {
        Shape s = Shape.of(5);
        cases.add(of("elu", x -> Tensors.elu(x.get(0), 0.5), s));
        cases.add(of("celu", x -> Tensors.celu(x.get(0), 0.5), s));
        cases.add(of("selu", x -> Tensors.selu(x.get(0)), s));
        cases.add(of("geluTanh", x -> Tensors.geluTanh(x.get(0)), s));
        cases.add(of("logSigmoid", x -> Tensors.logSigmoid(x.get(0)), s));
        Shape[] pair = {Shape.of(2, 1), Shape.of(3)};
        cases.add(of("hypot", x -> Tensors.hypot(x.get(0), x.get(1).plus(3)), pair));
        cases.add(of("atan2", x -> Tensors.atan2(x.get(0), x.get(1).plus(3)), pair));
        cases.add(of("logaddexp", x -> Tensors.logaddexp(x.get(0), x.get(1)), pair));
        cases.add(of("xlogy", x -> Tensors.xlogy(x.get(0), x.get(1).plus(3)), pair));
        cases.add(of("xlog1py", x -> Tensors.xlog1py(x.get(0), x.get(1).plus(3)), pair));
        cases.add(of("beta", x -> Tensors.beta(x.get(0).plus(3), x.get(1).plus(4)), pair));
        cases.add(of(
                "clamp",
                x -> Tensors.clamp(x.get(0), x.get(1).minus(9), x.get(1).plus(9)),
                pair));
        cases.add(of(
                "clamp below",
                x -> Tensors.clamp(x.get(0), x.get(1).plus(9), x.get(1).plus(10)),
                pair));
        cases.add(
                of("gammainc", x -> Tensors.gammainc(tensor(2.5, 1, 4), x.get(0).plus(3)), Shape.of(2, 1)));
        cases.add(of(
                "betainc",
                x -> Tensors.betainc(
                        scalar(2.5), tensor(1.5, 3, 4), x.get(0).times(0.2).plus(0.5)),
                Shape.of(2, 1)));
    }

    private static void losses(List<Case> cases) {
        Tensor classes = tensor(new long[] {2, 0});
        cases.add(of(
                "softmaxCrossEntropy of classes", x -> Tensors.softmaxCrossEntropy(x.get(0), classes), Shape.of(2, 3)));
        cases.add(of(
                "softmaxCrossEntropy of probabilities",
                x -> Tensors.softmaxCrossEntropy(x.get(0), Tensors.softmax(x.get(1), -1)),
                Shape.of(2, 3),
                Shape.of(2, 3)));
        cases.add(of(
                "sigmoidCrossEntropy",
                x -> Tensors.sigmoidCrossEntropy(x.get(0), Tensors.sigmoid(x.get(1))),
                Shape.of(4),
                Shape.of(4)));
        for (double exponent : new double[] {-2, -1, -0.5, 0, 0.5, 1, 2, 3}) {
            cases.add(of("pow " + exponent, x -> x.get(0).square().plus(0.5).pow(exponent), Shape.of(4)));
        }
        cases.add(of("norm", x -> x.get(0).square().sum(1).sqrt(), Shape.of(2, 3)));
    }

    private static Tensor definite(Tensor x) {
        return x.matmul(x.t()).plus(Tensors.eye(x.dim(-2)));
    }

    private static void systems(List<Case> cases) {
        for (Shape s : List.of(Shape.of(3, 3), Shape.of(2, 3, 3))) {
            Shape right = s.with(s.rank() - 1, 2);
            cases.add(of("cholesky", x -> Linalg.cholesky(definite(x.get(0))), s));
            cases.add(of(
                    "triangularSolve",
                    x -> Linalg.triangularSolve(Linalg.cholesky(definite(x.get(0))), x.get(1), true, true),
                    s,
                    right));
            cases.add(of(
                    "solve", x -> Linalg.solve(definite(x.get(0)).plus(Linalg.triu(x.get(0), 1)), x.get(1)), s, right));
            cases.add(of("tril", x -> Linalg.tril(x.get(0), -1).square().plus(Linalg.triu(x.get(0), 0)), s));
        }
    }

    private static List<Tensor> draw(Case c, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Tensor> tensors = new ArrayList<>();
        for (Shape shape : c.shapes) {
            double[] elements = new double[shape.size()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = random.nextDouble(-1.5, 1.5);
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
        return y.times(tensor(y.shape(), weights)).times(y.times(0.1).plus(1)).sum();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreDifferenceQuotients(Case c) {
        List<Tensor> x = draw(c, 1);
        List<Tensor> v = draw(c, 2);
        Fn<List<Tensor>, Tensor> loss = a -> loss(c, a);
        Tensor slope = Gradus.jvp(loss, x, v).tangent();
        Same.close("jvp", Differences.along(loss, x, v), slope.toDoubles(), 1e-8);
        Fn<List<Tensor>, List<Tensor>> gradient = Gradus.grad(loss);
        List<Tensor> g = gradient.apply(x);
        double product = 0;
        for (int i = 0; i < g.size(); i++) {
            product += g.get(i).times(v.get(i)).sum().item();
        }
        assertThat(product).isCloseTo(slope.item(), within(1e-11 * (1 + Math.abs(product))));
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
        Same.close("vmap", Tensors.stack(0, values), Gradus.vmap(c.f).apply(stacked), 1e-13);
        Same.close("vmap of grad", gradients, Gradus.vmap(gradient).apply(stacked), 1e-12);
    }

    @Test
    void choleskyIsOfTheSymmetricPart() {
        Tensor a = tensor(new double[][] {{4, 3}, {1, 5}});
        Tensor symmetric = tensor(new double[][] {{4, 2}, {2, 5}});
        assertThat(Linalg.cholesky(a).toDoubles()).containsExactly(2, 0, 1, 2);
        assertThat(Linalg.cholesky(symmetric).toDoubles()).containsExactly(2, 0, 1, 2);
        Tensor g = Gradus.grad((Tensor m) -> Linalg.cholesky(m).sum()).apply(a);
        assertThat(g.get(0, 1).item()).isEqualTo(g.get(1, 0).item()).isNotZero();
    }
}
