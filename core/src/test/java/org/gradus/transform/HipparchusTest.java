package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.taylor;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Derivatives to the fourth order against those of Hipparchus, which propagates all partial derivatives by its own rules:
 * nested reverse mode and Taylor mode.
 */
class HipparchusTest {
    private static final int ORDER = 4;
    private static final DSFactory ONE = new DSFactory(1, ORDER);
    private static final DSFactory TWO = new DSFactory(2, ORDER);
    private static final double TOLERANCE = 1e-11;

    /** A function of one number, in both libraries. */
    private record Both(String name, Fn<Tensor, Tensor> ours, UnaryOperator<DerivativeStructure> theirs) {

        Both of(Both inner) {
            return new Both(
                    name.replace("x", "(" + inner.name + ")"),
                    x -> ours.apply(inner.ours.apply(x)),
                    x -> theirs.apply(inner.theirs.apply(x)));
        }

        private Both join(
                String sign, Both y, BinaryOperator<Tensor> ours2, BinaryOperator<DerivativeStructure> theirs2) {
            return new Both(
                    "(" + name + ")" + sign + "(" + y.name + ")",
                    x -> ours2.apply(ours.apply(x), y.ours.apply(x)),
                    x -> theirs2.apply(theirs.apply(x), y.theirs.apply(x)));
        }

        Both plus(Both y) {
            return join("+", y, Tensor::plus, DerivativeStructure::add);
        }

        Both times(Both y) {
            return join("*", y, Tensor::times, DerivativeStructure::multiply);
        }

        Both over(Both y) {
            return join("/", y, Tensor::div, DerivativeStructure::divide);
        }

        Both power(Both y) {
            return join("^", y, Tensor::pow, DerivativeStructure::pow);
        }
    }

    private static final Both X = new Both("x", x -> x, x -> x);
    private static final Both EXP = new Both("exp x", Tensor::exp, DerivativeStructure::exp);
    private static final Both LOG = new Both("log x", Tensor::log, DerivativeStructure::log);
    private static final Both LOG1P = new Both("log1p x", Tensor::log1p, DerivativeStructure::log1p);
    private static final Both SIN = new Both("sin x", Tensor::sin, DerivativeStructure::sin);
    private static final Both COS = new Both("cos x", Tensor::cos, DerivativeStructure::cos);
    private static final Both TANH = new Both("tanh x", Tensor::tanh, DerivativeStructure::tanh);
    private static final Both SQRT = new Both("sqrt x", Tensor::sqrt, DerivativeStructure::sqrt);
    private static final Both SQUARE = new Both("square x", Tensor::square, DerivativeStructure::square);
    private static final Both SIGMOID =
            new Both("sigmoid x", Tensors::sigmoid, x -> x.negate().exp().add(1).reciprocal());
    private static final Both SOFTPLUS =
            new Both("softplus x", Tensors::softplus, x -> x.exp().log1p());
    private static final Both NEGATE = new Both("-x", Tensor::unaryMinus, DerivativeStructure::negate);

    private static Both plus(double number) {
        return new Both("x+" + number, x -> x.plus(number), x -> x.add(number));
    }

    private static Both times(double number) {
        return new Both(number + "*x", x -> x.times(number), x -> x.multiply(number));
    }

    private static Both power(double number) {
        return new Both("x^" + number, x -> x.pow(number), x -> x.pow(number));
    }

    private static final List<Both> COMPOSED = List.of(
            EXP.of(SIN),
            SIN.of(EXP),
            SIN.of(SQUARE),
            COS.of(SIN.of(X)),
            LOG.of(plus(2).of(COS)),
            TANH.of(SIN.times(EXP)),
            SQRT.of(plus(1).of(SQUARE)),
            SIGMOID.of(times(3).of(SIN)),
            SOFTPLUS.of(SQUARE.of(SIN)),
            EXP.of(NEGATE.of(SQUARE)),
            SIN.over(COS),
            SIN.over(X),
            EXP.over(plus(1).of(SQUARE)),
            X.over(SQRT.of(plus(1).of(SQUARE))),
            LOG.of(X).times(X),
            X.power(X),
            X.power(SIN),
            plus(1.5).of(SIN).power(COS),
            EXP.power(X),
            power(2.5).of(plus(2).of(SIN)),
            power(-1.5).of(plus(1).of(SQUARE)),
            power(3).of(TANH),
            power(0.5).of(EXP),
            LOG1P.of(EXP.of(SIN)),
            LOG1P.of(SQUARE.of(TANH)),
            TANH.of(TANH.of(TANH)),
            EXP.of(TANH.of(LOG)),
            SIGMOID.of(SOFTPLUS.of(SIN)),
            SOFTPLUS.of(SIGMOID).times(COS),
            SIN.of(times(7).of(X)).plus(COS.of(times(5).of(X))),
            SIN.of(X).times(COS).times(EXP),
            LOG.of(SIGMOID),
            SQRT.of(SOFTPLUS),
            SQRT.of(SQRT.of(SQRT)),
            EXP.of(EXP.of(times(0.5).of(X))),
            COS.of(SQRT.of(plus(1).of(EXP))),
            X.over(plus(1).of(X.over(plus(1).of(X.over(plus(1).of(X)))))),
            SIN.of(X.over(plus(1).of(X))).times(LOG),
            TANH.of(LOG).over(SQRT),
            SQUARE.of(SIN).plus(SQUARE.of(COS)),
            EXP.of(X.times(LOG)),
            SIN.of(COS.of(SIN.of(COS))));

    @TestFactory
    Stream<DynamicTest> composedExpressions() {
        assertThat(COMPOSED.size()).isGreaterThanOrEqualTo(40);
        return COMPOSED.stream()
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> {
                    for (double x : new double[] {0.3, 0.9, 1.7}) {
                        compare(f, x);
                    }
                }));
    }

    private static void compare(Both f, double x) {
        DerivativeStructure theirs = f.theirs().apply(ONE.variable(0, x));
        TaylorSeries<Tensor> series = taylor(f.ours(), scalar(x), scalar(1), ORDER);
        Fn<Tensor, Tensor> nested = f.ours();
        for (int k = 0; k <= ORDER; k++) {
            double expected = theirs.getPartialDerivative(k);
            close(nested.apply(scalar(x)).item(), expected, "nested grad, order " + k + " at " + x);
            close(series.derivative(k).item(), expected, "Taylor mode, order " + k + " at " + x);
            nested = grad(nested);
        }
    }

    private static void close(double actual, double expected, String what) {
        assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
    }

    /** A smooth function of one number; those that the library has are compared. */
    private record Unary(String name, UnaryOperator<DerivativeStructure> theirs, double... points) {}

    private static final List<Unary> UNARY = List.of(
            new Unary("NEGATE", DerivativeStructure::negate, -1.2, 0, 2),
            new Unary("ABS", DerivativeStructure::abs, -1.2, 0.7),
            new Unary("SQRT", DerivativeStructure::sqrt, 0.3, 1, 9),
            new Unary("RSQRT", x -> x.sqrt().reciprocal(), 0.3, 1, 9),
            new Unary("CBRT", x -> x.rootN(3), 0.3, 1, 9),
            new Unary("RECIPROCAL", DerivativeStructure::reciprocal, -2, 0.6, 1.5),
            new Unary("SQUARE", DerivativeStructure::square, -2, 0, 1.5),
            new Unary("EXP", DerivativeStructure::exp, -2, 0, 1.5),
            new Unary("EXP2", x -> x.multiply(Math.log(2)).exp(), -2, 0, 1.5),
            new Unary("EXPM1", DerivativeStructure::expm1, -2, 0, 1e-9, 1.5),
            new Unary("LOG", DerivativeStructure::log, 0.3, 1, 9),
            new Unary("LOG2", x -> x.log().divide(Math.log(2)), 0.3, 1, 9),
            new Unary("LOG10", DerivativeStructure::log10, 0.3, 1, 9),
            new Unary("LOG1P", DerivativeStructure::log1p, -0.6, 0, 1e-9, 3),
            new Unary("SIN", DerivativeStructure::sin, -2, 0, 1.5),
            new Unary("COS", DerivativeStructure::cos, -2, 0, 1.5),
            new Unary("TAN", DerivativeStructure::tan, -0.9, 0, 0.8),
            new Unary("ASIN", DerivativeStructure::asin, -0.7, 0, 0.4),
            new Unary("ACOS", DerivativeStructure::acos, -0.7, 0, 0.4),
            new Unary("ATAN", DerivativeStructure::atan, -3, 0, 0.4),
            new Unary("SINH", DerivativeStructure::sinh, -2, 0, 1.5),
            new Unary("COSH", DerivativeStructure::cosh, -2, 0, 1.5),
            new Unary("TANH", DerivativeStructure::tanh, -2, 0, 1.5),
            new Unary("ASINH", DerivativeStructure::asinh, -2, 0, 1.5),
            new Unary("ACOSH", DerivativeStructure::acosh, 1.5, 3),
            new Unary("ATANH", DerivativeStructure::atanh, -0.7, 0, 0.4),
            new Unary("SIGMOID", SIGMOID.theirs(), -3, 0, 1.5),
            new Unary("SOFTPLUS", SOFTPLUS.theirs(), -3, 0, 1.5));

    @TestFactory
    Stream<DynamicTest> unaryFunctions() {
        return UNARY.stream()
                .filter(u -> Arrays.stream(UnaryFunction.values())
                        .anyMatch(f -> f.name().equals(u.name())))
                .map(u -> DynamicTest.dynamicTest(u.name(), () -> {
                    var op = new Elementwise.Unary(UnaryFunction.valueOf(u.name()));
                    Both both = new Both(u.name(), x -> TensorOps.apply(op, x), u.theirs());
                    for (double x : u.points()) {
                        compare(both, x);
                    }
                }));
    }

    private record Binary(String name, BinaryOperator<DerivativeStructure> theirs) {}

    private static final List<Binary> BINARY = List.of(
            new Binary("ADD", DerivativeStructure::add),
            new Binary("SUBTRACT", DerivativeStructure::subtract),
            new Binary("MULTIPLY", DerivativeStructure::multiply),
            new Binary("ANNIHILATE", DerivativeStructure::multiply),
            new Binary("DIVIDE", DerivativeStructure::divide),
            new Binary("POWER", DerivativeStructure::pow),
            new Binary("MAXIMUM", (x, y) -> x.getValue() > y.getValue() ? x : y),
            new Binary("MINIMUM", (x, y) -> x.getValue() < y.getValue() ? x : y),
            new Binary("ATAN2", (y, x) -> y.atan2(x)),
            new Binary("HYPOT", (x, y) -> x.hypot(y)),
            new Binary("LOGADDEXP", (x, y) -> x.exp().add(y.exp()).log()),
            new Binary("COPYSIGN", DerivativeStructure::copySign));

    @TestFactory
    Stream<DynamicTest> binaryFunctions() {
        return BINARY.stream()
                .filter(b -> Arrays.stream(BinaryFunction.values())
                        .anyMatch(f -> f.name().equals(b.name())))
                .map(b -> DynamicTest.dynamicTest(b.name(), () -> {
                    var op = new Elementwise.Binary(BinaryFunction.valueOf(b.name()));
                    Fn<Tensor, Tensor> ours = p -> TensorOps.apply(op, p.get(0), p.get(1));
                    for (double[] at : new double[][] {{0.7, 1.4}, {2.5, 0.4}, {1.1, 3.0}}) {
                        compare(ours, b.theirs().apply(TWO.variable(0, at[0]), TWO.variable(1, at[1])), at);
                    }
                }));
    }

    /** All partial derivatives by nested reverse mode, and those along directions by Taylor mode. */
    private static void compare(Fn<Tensor, Tensor> ours, DerivativeStructure theirs, double... at) {
        for (int i = 0; i <= ORDER; i++) {
            for (int j = 0; i + j <= ORDER; j++) {
                Fn<Tensor, Tensor> partial = ours;
                for (int k = 0; k < i + j; k++) {
                    Fn<Tensor, Tensor> lower = partial;
                    int variable = k < i ? 0 : 1;
                    partial = p -> grad(lower).apply(p).get(variable);
                }
                close(partial.apply(tensor(at)).item(), theirs.getPartialDerivative(i, j), "∂x^" + i + " ∂y^" + j);
            }
        }
        double[] v = {0.8, -0.5};
        TaylorSeries<Tensor> series = taylor(ours, tensor(at), tensor(v), ORDER);
        for (int k = 0; k <= ORDER; k++) {
            double expected = 0;
            double binomial = 1;
            for (int i = 0; i <= k; i++) {
                expected +=
                        binomial * Math.pow(v[0], k - i) * Math.pow(v[1], i) * theirs.getPartialDerivative(k - i, i);
                binomial = binomial * (k - i) / (i + 1);
            }
            close(series.derivative(k).item(), expected, "along a direction, order " + k);
        }
    }

    @Test
    void gradientsAndHessiansOfFunctionsOfMany() {
        // log Σ exp(xᵢ) + Σ xᵢ²·sin(xᵢ₊₁), all second derivatives at once.
        double[] at = {0.3, -1.1, 0.8, 2.0, -0.4};
        int n = at.length;
        Fn<Tensor, Tensor> ours = x -> x.logSumExp()
                .plus(x.slice(0, 0, n - 1)
                        .square()
                        .times(x.slice(0, 1, n).sin())
                        .sum());
        DSFactory factory = new DSFactory(n, 2);
        List<DerivativeStructure> x = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            x.add(factory.variable(i, at[i]));
        }
        DerivativeStructure sum = factory.constant(0);
        DerivativeStructure rest = factory.constant(0);
        for (int i = 0; i < n; i++) {
            sum = sum.add(x.get(i).exp());
            rest = i + 1 < n ? rest.add(x.get(i).square().multiply(x.get(i + 1).sin())) : rest;
        }
        DerivativeStructure theirs = sum.log().add(rest);
        Tensor gradient = grad(ours).apply(tensor(at));
        Tensor second = hessian(ours).apply(tensor(at));
        for (int i = 0; i < n; i++) {
            int[] orders = new int[n];
            orders[i]++;
            close(gradient.get(i).item(), theirs.getPartialDerivative(orders), "gradient " + i);
            for (int j = 0; j < n; j++) {
                orders[j]++;
                close(second.get(i, j).item(), theirs.getPartialDerivative(orders), "Hessian " + i + " " + j);
                orders[j]--;
            }
        }
    }
}
