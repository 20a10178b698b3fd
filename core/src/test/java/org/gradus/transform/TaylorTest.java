package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.taylor;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.logSoftmax;
import static org.gradus.tensor.Tensors.maximum;
import static org.gradus.tensor.Tensors.relu;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.softplus;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;
import static org.gradus.tensor.Tensors.zerosLike;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.HostFunction;
import org.gradus.evaluate.HostFunctions;
import org.gradus.program.Host;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Taylor expansions against closed forms and nested forward mode. */
class TaylorTest {
    private static final int ORDER = 8;

    private record Closed(String name, Fn<Tensor, Tensor> f, double at, double[] coefficients) {}

    private static double[] series(java.util.function.IntToDoubleFunction coefficient) {
        double[] out = new double[ORDER + 1];
        for (int k = 0; k <= ORDER; k++) {
            out[k] = coefficient.applyAsDouble(k);
        }
        return out;
    }

    private static double factorial(int k) {
        return k < 2 ? 1 : k * factorial(k - 1);
    }

    /** (1+x)ᵃ has coefficients binomial(a, k). */
    private static double binomial(double a, int k) {
        return k == 0 ? 1 : binomial(a, k - 1) * (a - k + 1) / k;
    }

    @TestFactory
    Stream<DynamicTest> closedForms() {
        double x = 0.7;
        return Stream.of(
                        new Closed("exp", Tensor::exp, x, series(k -> Math.exp(x) / factorial(k))),
                        new Closed("expm1", Tensor::expm1, 0, series(k -> k == 0 ? 0 : 1 / factorial(k))),
                        new Closed("sin", Tensor::sin, x, series(k -> Math.sin(x + k * Math.PI / 2) / factorial(k))),
                        new Closed("cos", Tensor::cos, x, series(k -> Math.cos(x + k * Math.PI / 2) / factorial(k))),
                        new Closed(
                                "log",
                                Tensor::log,
                                2,
                                series(k -> k == 0 ? Math.log(2) : (k % 2 == 0 ? -1 : 1) / (k * Math.pow(2, k)))),
                        new Closed("log1p", Tensor::log1p, 0, series(k -> k == 0 ? 0 : (k % 2 == 0 ? -1.0 : 1) / k)),
                        new Closed("1/(1-x)", v -> Tensors.div(1, Tensors.minus(1, v)), 0, series(_ -> 1)),
                        new Closed("x/(1-x)", v -> v.div(Tensors.minus(1, v)), 0, series(k -> k == 0 ? 0 : 1)),
                        new Closed("sqrt", Tensor::sqrt, 1, series(k -> binomial(0.5, k))),
                        new Closed("pow", v -> v.pow(-1.5), 1, series(k -> binomial(-1.5, k))),
                        new Closed(
                                "cube",
                                v -> v.pow(3),
                                2,
                                series(k -> binomial(3, k) * Math.pow(2, Math.max(0, 3 - k)))),
                        new Closed("cube at 0", v -> v.pow(3), 0, series(k -> k == 3 ? 1 : 0)),
                        new Closed("x^x", v -> v.pow(v), 1, new double[] {
                            1, 1, 1, 1.0 / 2, 1.0 / 3, 1.0 / 12, 3.0 / 40, -1.0 / 120, 59.0 / 2520
                        }),
                        new Closed("tan", v -> v.sin().div(v.cos()), 0, new double[] {
                            0, 1, 0, 1.0 / 3, 0, 2.0 / 15, 0, 17.0 / 315, 0
                        }),
                        new Closed(
                                "tanh", Tensor::tanh, 0, new double[] {0, 1, 0, -1.0 / 3, 0, 2.0 / 15, 0, -17.0 / 315, 0
                                }),
                        new Closed("sigmoid", Tensors::sigmoid, 0, new double[] {
                            0.5, 0.25, 0, -1.0 / 48, 0, 1.0 / 480, 0, -17.0 / 80640, 0
                        }),
                        new Closed("softplus", Tensors::softplus, 0, new double[] {
                            Math.log(2), 0.5, 0.125, 0, -1.0 / 192, 0, 1.0 / 2880, 0, -17.0 / 645120
                        }),
                        new Closed("exp(sin)", v -> v.sin().exp(), 0, new double[] {
                            1, 1, 0.5, 0, -1.0 / 8, -1.0 / 15, -1.0 / 240, 1.0 / 90, 31.0 / 5760
                        }),
                        new Closed(
                                "gaussian",
                                v -> v.square().unaryMinus().exp(),
                                0,
                                series(k -> k % 2 == 1 ? 0 : (k % 4 == 0 ? 1 : -1) / factorial(k / 2))),
                        new Closed(
                                "polynomial",
                                v -> v.times(v).times(v).plus(v.times(2)).minus(5),
                                0,
                                series(k -> k == 0 ? -5 : k == 1 ? 2 : k == 3 ? 1 : 0)))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    TaylorSeries<Tensor> t = taylor(c.f(), scalar(c.at()), scalar(1), ORDER);
                    assertThat(t.order()).isEqualTo(ORDER);
                    for (int k = 0; k <= ORDER; k++) {
                        double expected = c.coefficients()[k];
                        assertThat(t.coefficient(k).item())
                                .as("coefficient %d", k)
                                .isCloseTo(expected, within(2e-14 * Math.max(1, Math.abs(expected))));
                    }
                }));
    }

    @Test
    void theInverseOfAMatrix() {
        // (A + tB)⁻¹ = Σ (−A⁻¹B)ᵏ A⁻¹ tᵏ
        Tensor a = tensor(new double[][] {{3, 1, 0}, {-1, 4, 1}, {0.5, 0, 2}});
        Tensor b = Random.normal(Key.of(3), 3, 3);
        TaylorSeries<Tensor> t = taylor((Tensor m) -> Linalg.solve(m, eye(3)), a, b, ORDER);
        Tensor inverse = Linalg.solve(a, eye(3));
        Tensor expected = inverse;
        for (int k = 0; k <= ORDER; k++) {
            close(t.coefficient(k), expected, 1e-13);
            expected = inverse.matmul(b).unaryMinus().matmul(expected);
        }
    }

    @Test
    void choleskyFactorsMultiplyToTheMatrix() {
        Tensor root = Random.normal(Key.of(4), 3, 3);
        Tensor a = root.matmul(root.t()).plus(eye(3));
        Tensor b = Random.normal(Key.of(5), 3, 3);
        Tensor symmetric = b.plus(b.t());
        List<Tensor> l =
                taylor((Tensor m) -> Linalg.cholesky(m), a, symmetric, 6).coefficients();
        for (int k = 0; k <= 6; k++) {
            Tensor product = zerosLike(a);
            for (int i = 0; i <= k; i++) {
                product = product.plus(l.get(i).matmul(l.get(k - i).t()));
            }
            close(product, k == 0 ? a : k == 1 ? symmetric : zerosLike(a), 1e-11);
        }
    }

    private static Tensor mixed(Tensor x) {
        Tensor rows = x.reshape(2, 3);
        Tensor gram = rows.matmul(rows.t()).plus(eye(2).times(2));
        Tensor solved = Linalg.triangularSolve(Linalg.cholesky(gram), rows, true);
        return concatenate(
                0,
                softmax(rows, 1).reshape(6),
                logSoftmax(solved, 0).sum(1),
                solved.logSumExp(0),
                sigmoid(x).times(softplus(x)).div(x.square().plus(1)),
                maximum(x, x.square()).sqrt(),
                x.max(0).reshape(1).times(x.tanh()),
                relu(x.minus(0.5)).pow(2.5),
                where(x.gt(0.6), x.exp(), x.sin()));
    }

    @Test
    void nestedForwardModeAgrees() {
        Tensor x = Random.uniform(Key.of(6), 6).plus(0.2);
        Tensor v = Random.normal(Key.of(7), 6);
        TaylorSeries<Tensor> t = taylor(TaylorTest::mixed, x, v, 4);
        Fn<Tensor, Tensor> nested = TaylorTest::mixed;
        for (int k = 0; k <= 4; k++) {
            close(t.derivative(k), nested.apply(x), 1e-11 * factorial(k));
            Fn<Tensor, Tensor> lower = nested;
            nested = p -> jvp(lower, p, v).tangent();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOperation() {
        // Of random directions in all operands at once.
        return OpTable.differentiable().stream()
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    OpCase.Operands operands = row.operands(DType.FLOAT64, 11);
                    SplittableRandom random = new SplittableRandom(12);
                    List<Tensor> directions = new ArrayList<>();
                    for (Tensor real : operands.reals()) {
                        double[] numbers = random.doubles(real.size(), -1, 1).toArray();
                        directions.add(tensor(real.shape(), numbers));
                    }
                    Fn<List<Tensor>, Tensor> f = reals -> row.function().apply(reals, operands.others());
                    List<Tensor> nested = new ArrayList<>();
                    try {
                        Fn<List<Tensor>, Tensor> derivative = f;
                        for (int k = 0; k <= 3; k++) {
                            nested.add(derivative.apply(operands.reals()));
                            Fn<List<Tensor>, Tensor> lower = derivative;
                            derivative = p -> jvp(lower, p, directions).tangent();
                        }
                    } catch (NotDifferentiableException e) {
                        // What forward mode refuses, Taylor mode must refuse as well.
                        assertThatThrownBy(() -> taylor(f, operands.reals(), directions, 3))
                                .isInstanceOf(NotDifferentiableException.class);
                        return;
                    }
                    TaylorSeries<Tensor> t = taylor(f, operands.reals(), directions, 3);
                    assertThat(t.value().array().sameBits(nested.getFirst().array()))
                            .isTrue();
                    for (int k = 1; k <= 3; k++) {
                        Tensor expected = nested.get(k);
                        double scale =
                                expected.size() == 0 ? 1 : expected.abs().max().item();
                        close(t.derivative(k).div(Math.max(1, scale)), expected.div(Math.max(1, scale)), 1e-10);
                    }
                }));
    }

    @Test
    void constantsAndStepsHaveNoHigherCoefficients() {
        Tensor x = tensor(1.5, -2.5);
        Tensor v = tensor(1.0, 1.0);
        for (Fn<Tensor, Tensor> f : List.<Fn<Tensor, Tensor>>of(
                _ -> scalar(3), p -> stopGradient(p), p -> p.sign(), p -> p.argmax(0), p -> p.gt(0))) {
            TaylorSeries<Tensor> t = taylor(f, x, v, 3);
            assertThat(t.value().array().sameBits(f.apply(x).array())).isTrue();
            for (int k = 1; k <= 3; k++) {
                assertThat(t.coefficient(k).type()).isEqualTo(t.value().type());
                assertThat(t.coefficient(k).toDoubles()).containsOnly(0);
            }
        }
    }

    @Test
    void kinksTakeTheSideOfForwardMode() {
        Tensor zero = scalar(0);
        assertThat(taylor((Tensor x) -> x.abs(), zero, scalar(1), 2)
                        .coefficient(1)
                        .item())
                .isZero();
        assertThat(taylor((Tensor x) -> relu(x).times(x), zero, scalar(1), 2)
                        .coefficient(2)
                        .item())
                .isZero();
        // The branch that is not taken is infinite.
        TaylorSeries<Tensor> safe = taylor((Tensor x) -> where(x.gt(0), x.sqrt(), x.square()), zero, scalar(1), 3);
        assertThat(safe.coefficient(1).item()).isZero();
        assertThat(safe.coefficient(2).item()).isEqualTo(1);
        assertThat(safe.coefficient(3).item()).isZero();
    }

    @Test
    void runsOnActualValues() {
        Fn<Tensor, Tensor> f = x -> {
            Tensor y = x;
            while (y.item() < 100) {
                y = y.square();
            }
            return y;
        };
        TaylorSeries<Tensor> t = taylor(f, scalar(2), scalar(1), 3);
        assertThat(t.coefficient(3).item()).isEqualTo(binomial(8, 3) * 32);
        assertThat(t.at(0.001).item()).isCloseTo(Math.pow(2.001, 8), within(1e-8));
    }

    private record Pair(Tensor a, Tensor b) {}

    @Test
    void recordsInAndOut() {
        Fn<Pair, Pair> f = p -> new Pair(p.a().times(p.b()), p.b().exp());
        TaylorSeries<Pair> t = taylor(f, new Pair(scalar(2), scalar(3)), new Pair(scalar(5), scalar(1)), 2);
        assertThat(t.value().a().item()).isEqualTo(6);
        assertThat(t.coefficient(1).a().item()).isEqualTo(17);
        assertThat(t.coefficient(2).a().item()).isEqualTo(5);
        assertThat(t.derivative(2).b().item()).isCloseTo(Math.exp(3), within(1e-14));
        assertThat(t.at(0.5).a().item()).isEqualTo(4.5 * 3.5);
    }

    @Test
    void insideOtherTransformations() {
        Fn<Tensor, Tensor> third = x ->
                taylor((Tensor p) -> p.sin().exp(), x, Tensors.onesLike(x), 3).derivative(3);
        DoubleUnaryOperator exact = x -> {
            double s = Math.sin(x);
            double c = Math.cos(x);
            return Math.exp(s) * (c * c * c - 3 * s * c - c);
        };
        Tensor xs = tensor(-0.3, 0.4, 1.9);
        close(
                third.apply(xs),
                tensor(java.util.Arrays.stream(xs.toDoubles()).map(exact).toArray()),
                1e-13);
        assertThat(jit(third).apply(xs).array().sameBits(third.apply(xs).array()))
                .isTrue();
        assertThat(vmap(third).apply(xs).array().sameBits(third.apply(xs).array()))
                .isTrue();
        Tensor fourth =
                taylor((Tensor p) -> p.sin().exp(), scalar(0.4), scalar(1), 4).derivative(4);
        close(grad(third).apply(scalar(0.4)), fourth, 1e-12);
        close(jvp(third, scalar(0.4), scalar(1)).tangent(), fourth, 1e-12);
        // And around others.
        close(
                taylor(grad((Tensor p) -> p.sin().exp()), scalar(0.4), scalar(1), 3)
                        .derivative(3),
                fourth,
                1e-12);
        close(
                taylor(jit((Tensor p) -> p.sin().exp()), scalar(0.4), scalar(1), 4)
                        .derivative(4),
                fourth,
                0);
        close(
                taylor(vmap((Tensor p) -> p.sin().exp()), xs, Tensors.onesLike(xs), 3)
                        .derivative(3),
                third.apply(xs),
                0);
        Fn<Tensor, Tensor> second =
                x -> taylor((Tensor p) -> p.sin().exp(), x, scalar(1), 2).derivative(2);
        close(taylor(second, scalar(0.4), scalar(1), 2).derivative(2), fourth, 1e-12);
        Tensor captured = taylor(
                        (Tensor x) -> taylor((Tensor p) -> p.times(x), x, scalar(1), 1)
                                .coefficient(1),
                        scalar(3),
                        scalar(1),
                        2)
                .coefficient(1);
        assertThat(captured.item()).isEqualTo(1);
    }

    @Test
    void singlePrecisionStaysSingle() {
        TaylorSeries<Tensor> t = taylor(
                (Tensor x) -> x.exp(), scalar(0.5).to(DType.FLOAT32), scalar(1).to(DType.FLOAT32), 5);
        for (int k = 0; k <= 5; k++) {
            assertThat(t.coefficient(k).dtype()).isEqualTo(DType.FLOAT32);
            assertThat(t.coefficient(k).item()).isCloseTo(Math.exp(0.5) / factorial(k), within(3e-7));
        }
    }

    @Test
    void costIsPolynomial() {
        // Nested forward mode would do 2²⁰ times the work, and an expansion without sharing no less.
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            Fn<Tensor, Tensor> f =
                    x -> x.sin().exp().pow(1.5).div(softplus(x).plus(1)).tanh();
            Tensor high = taylor(f, scalar(0.3), scalar(1), 20).coefficient(20);
            assertThat(high.allFinite()).isTrue();
            Tensor m = eye(3).times(2);
            Tensor l = taylor((Tensor a) -> Linalg.cholesky(a), m, eye(3), 12).coefficient(12);
            // √(2+t) = √2·Σ binomial(½, k)(t/2)ᵏ
            close(l, eye(3).times(Math.sqrt(2) * binomial(0.5, 12) / 4096), 1e-16);
        });
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        Fn<Tensor, Tensor> f = x -> {
            Tensor y = x;
            for (int i = 0; i < 5000; i++) {
                y = y.sin();
            }
            return y;
        };
        assertThat(taylor(f, scalar(0.3), scalar(1), 3).coefficient(3).allFinite())
                .isTrue();
    }

    @Test
    void orderZeroIsTheValue() {
        TaylorSeries<Tensor> t = taylor((Tensor x) -> x.exp(), scalar(1), scalar(1), 0);
        assertThat(t.order()).isZero();
        assertThat(t.value().item()).isEqualTo(scalar(1).exp().item());
    }

    @Test
    void wrongUses() {
        assertThatThrownBy(() -> taylor((Tensor x) -> x, scalar(1), scalar(1), -1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("taylor: the order -1 is negative");
        assertThatThrownBy(() -> taylor((Tensor x) -> x, scalar(1), tensor(1.0), 1))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("taylor: tangent is f64[1], where the argument has f64[]");
        TaylorSeries<Tensor> t = taylor((Tensor x) -> x, scalar(1), scalar(1), 2);
        assertThatThrownBy(() -> t.coefficient(3))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("taylor: coefficient 3 of an expansion of order 2");
        assertThatThrownBy(() -> t.derivative(-1)).hasMessageContaining("coefficient -1");
        assertThatThrownBy(() -> new TaylorSeries<>(List.of())).hasMessageContaining("no coefficients");
        // Java code without a derivative is refused, not taken as constant.
        Host.Key key = new Host.Key("opaque");
        HostFunction same = inputs -> inputs;
        HostFunctions.register(key, same);
        Host host = new Host(key, List.of(scalar(1).type()));
        assertThatThrownBy(() -> taylor((Tensor x) -> OpCase.apply(host, List.of(x)), scalar(1), scalar(1), 2))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("the Java code 'opaque' has no derivative");
    }

    @Test
    void emptyTensors() {
        Tensor none = Tensors.zeros(0, 3);
        TaylorSeries<Tensor> t = taylor((Tensor x) -> x.exp().sum(0), none, none, 3);
        assertThat(t.coefficient(3).shape()).isEqualTo(Shape.of(3));
        assertThat(t.coefficient(3).toDoubles()).containsOnly(0);
    }

    private static void close(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.type()).isEqualTo(expected.type());
        double[] a = actual.toDoubles();
        double[] e = expected.toDoubles();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).as("element %d", i).isCloseTo(e[i], within(tolerance * Math.max(1, Math.abs(e[i]))));
        }
    }
}
