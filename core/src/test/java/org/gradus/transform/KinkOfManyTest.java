package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.logSoftmax;
import static org.gradus.tensor.Tensors.logSumExp;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scalar functions of vectors at ties, at infinities and at the origin: gradient and Hessian in every nest. */
class KinkOfManyTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    record Case(String name, Fn<Tensor, Tensor> f, double[] at, double[] gradient, double[][] hessian) {
        @Override
        public String toString() {
            return name + " at " + Arrays.toString(at);
        }
    }

    private static double[] v(double... elements) {
        return elements;
    }

    private static double[][] zero(int n) {
        return new double[n][n];
    }

    private static Tensor matrix(Tensor x) {
        return x.reshape(2, 2);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Fn<Tensor, Tensor> norm = x -> {
            Tensor square = x.square().sum();
            return where(square.gt(0), square.sqrt(), 0);
        };
        cases.add(new Case("guarded norm", norm, v(0, 0), v(0, 0), zero(2)));
        cases.add(new Case(
                "guarded norm", norm, v(3, 4), v(0.6, 0.8), new double[][] {{0.128, -0.096}, {-0.096, 0.072}}));
        cases.add(new Case("norm", x -> x.square().sum().sqrt(), v(0, 0), v(0, 0), null));
        cases.add(new Case("max", x -> x.max(), v(1, 3, 3), v(0, 1, 0), zero(3)));
        cases.add(new Case("min", x -> x.min(), v(3, 1, 1), v(0, 1, 0), zero(3)));
        cases.add(new Case("max of equals", x -> x.max(), v(2, 2, 2), v(1, 0, 0), zero(3)));
        cases.add(new Case("max with -inf", x -> x.max(), v(-INF, 2), v(0, 1), zero(2)));
        cases.add(new Case("max of both axes", x -> matrix(x).max(0, 1), v(1, 5, 5, 5), v(0, 1, 0, 0), zero(4)));
        cases.add(new Case("max of columns", x -> matrix(x).max(0).sum(), v(1, 5, 1, 5), v(1, 1, 0, 0), zero(4)));
        cases.add(new Case("max of rows", x -> matrix(x).max(1).sum(), v(1, 1, 5, 5), v(1, 0, 1, 0), zero(4)));
        cases.add(new Case(
                "taken at argmax",
                x -> x.times(Tensors.arange(3).eq(x.argmax(0)).to(x.dtype())).sum(),
                v(1, 3, 3),
                v(0, 1, 0),
                zero(3)));
        double[][] half = {{0, 0, 0}, {0, 0.25, -0.25}, {0, -0.25, 0.25}};
        cases.add(new Case("logSumExp", x -> logSumExp(x), v(-INF, 0, 0), v(0, 0.5, 0.5), half));
        cases.add(new Case("logSumExp", x -> logSumExp(x), v(-INF, -INF), v(0, 0), zero(2)));
        cases.add(new Case("logSumExp", x -> logSumExp(x), v(-INF), v(0), zero(1)));
        cases.add(new Case("logSumExp", x -> logSumExp(x), v(-1000, 1000), v(0, 1), zero(2)));
        cases.add(new Case(
                "logSumExp", x -> logSumExp(x), v(-1e6, -1e6), v(0.5, 0.5), new double[][] {{0.25, -0.25}, {-0.25, 0.25}
                }));
        cases.add(new Case("logSoftmax[1]", x -> logSoftmax(x, 0).get(1), v(700, -700), v(-1, 1), zero(2)));
        cases.add(new Case("logSoftmax[0]", x -> logSoftmax(x, 0).get(0), v(700, -700), v(0, 0), zero(2)));
        double[][] masked = {{0, 0, 0}, {0, -0.25, 0.25}, {0, 0.25, -0.25}};
        cases.add(
                new Case("logSoftmax[1] masked", x -> logSoftmax(x, 0).get(1), v(-INF, 0, 0), v(0, 0.5, -0.5), masked));
        cases.add(new Case("softmax[1] masked", x -> softmax(x, 0).get(1), v(-INF, 0, 0), v(0, 0.25, -0.25), zero(3)));
        cases.add(new Case("softmax[0] masked", x -> softmax(x, 0).get(0), v(-INF, 0, 0), v(0, 0, 0), zero(3)));
        Fn<Tensor, Tensor> classes =
                x -> softmaxCrossEntropy(x, tensor(new long[] {2}).get(0));
        Fn<Tensor, Tensor> labels =
                x -> softmaxCrossEntropy(x, tensor(0.0, 0, 1).to(x.dtype()));
        cases.add(new Case("softmaxCrossEntropy of a class", classes, v(-INF, 0, 0), v(0, 0.5, -0.5), half));
        cases.add(new Case("softmaxCrossEntropy of labels", labels, v(-INF, 0, 0), v(0, 0.5, -0.5), half));
        cases.add(new Case("softmaxCrossEntropy of labels", labels, v(700, 0, -700), v(1, 0, -1), zero(3)));
        cases.add(new Case(
                "product with a zero", x -> x.get(0).times(x.get(1)), v(0, 5), v(5, 0), new double[][] {{0, 1}, {1, 0}
                }));
        cases.add(new Case("0 of an infinite slope", x -> x.get(0).sqrt().times(x.get(1)), v(0, 0), v(0, 0), null));
        cases.add(new Case(
                "quotient 0/0, not taken",
                x -> where(x.get(1).gt(0), x.get(0).div(x.get(1)), 0),
                v(0, 0),
                v(0, 0),
                zero(2)));
        return cases;
    }

    private static Map<String, Fn<Tensor, Tensor>> gradients(Fn<Tensor, Tensor> f) {
        Map<String, Fn<Tensor, Tensor>> ways = new LinkedHashMap<>();
        ways.put("grad", Gradus.grad(f));
        ways.put("jit of grad", Gradus.jit(Gradus.grad(f)));
        ways.put("grad of jit", Gradus.grad(Gradus.jit(f)));
        ways.put("jacobian", Gradus.jacobian(f));
        ways.put(
                "vmap of grad",
                x -> Gradus.vmap(Gradus.grad(f)).apply(Tensors.stack(x, x)).get(1));
        ways.put(
                "grad of vmap",
                Gradus.grad(
                        (Tensor x) -> Gradus.vmap(f).apply(Tensors.stack(x, x)).get(1)));
        return ways;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientAndHessian(Case c) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = tensor(c.at).to(dtype);
            gradients(c.f).forEach((way, gradient) -> {
                check(way + " of " + c + " " + dtype, c.gradient, gradient.apply(x));
                if (c.hessian != null) {
                    double[] flat = tensor(c.hessian).toDoubles();
                    check(
                            "jacobian of " + way + " of " + c + " " + dtype,
                            flat,
                            Gradus.jacobian(gradient).apply(x));
                    check(
                            "jit of jacobian of " + way + " of " + c,
                            flat,
                            Gradus.jit(Gradus.jacobian(gradient)).apply(x));
                    for (int i = 0; i < c.at.length; i++) {
                        int at = i;
                        Fn<Tensor, Tensor> component = a -> gradient.apply(a).get(at);
                        check(
                                "grad of " + way + " [" + i + "] of " + c,
                                c.hessian[i],
                                Gradus.grad(component).apply(x));
                    }
                }
            });
        }
    }

    private static void check(String what, double[] expected, Tensor actual) {
        double[] given = actual.toDoubles();
        assertThat(given).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < given.length; i++) {
            assertThat(Math.abs(given[i] - expected[i]) <= 1e-6 * Math.abs(expected[i]) + 1e-300)
                    .as("%s: %s, expected %s", what, actual, Arrays.toString(expected))
                    .isTrue();
        }
    }

    @Test
    void valuesAtInfinities() {
        assertThat(logSumExp(tensor(-INF, -INF)).item()).isEqualTo(-INF);
        assertThat(logSumExp(tensor(INF, 0)).item()).isEqualTo(INF);
        assertThat(logSumExp(tensor(-INF, 3)).item()).isEqualTo(3);
        assertThat(logSumExp(Tensors.zeros(0)).item()).isEqualTo(-INF);
        assertThat(tensor(Double.NaN, 1).max().item()).isNaN();
        assertThat(tensor(Double.NaN, 1).argmax(0).item()).isEqualTo(0);
        assertThat(tensor(1, Double.NaN).argmax(0).item()).isEqualTo(1);
        assertThat(tensor(1.0, 3, 3).argmax(0).item()).isEqualTo(1);
        assertThat(Tensors.maximum(tensor(Double.NaN), tensor(1.0)).item()).isNaN();
        assertThat(Tensors.relu(scalar(Double.NaN)).item()).isNaN();
        assertThat(softmaxCrossEntropy(tensor(-INF, 0), tensor(0.0, 1)).item()).isZero();
        assertThat(softmaxCrossEntropy(tensor(-INF, 0), tensor(1.0, 0)).item()).isEqualTo(INF);
    }
}
