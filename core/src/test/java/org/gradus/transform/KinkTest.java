package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.maximum;
import static org.gradus.tensor.Tensors.minimum;
import static org.gradus.tensor.Tensors.relu;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softplus;
import static org.gradus.tensor.Tensors.stopGradient;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.where;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions of one number at points where a careless rule gives NaN: value, first and second derivative, in every nest of
 * transformations and both float types.
 */
class KinkTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double UNCHECKED = Double.NaN;
    /** e^−700, the smallest that fits in f64 with room. */
    private static final double E_MINUS_700 = Math.exp(-700);

    record Kink(String name, Fn<Tensor, Tensor> f, double at, double value, double first, double second) {
        @Override
        public String toString() {
            return name + " at " + at;
        }
    }

    private static void elementwise(List<Kink> kinks) {
        kinks.add(new Kink("floor", x -> Tensors.floor(x), 2, 2, 0, 0));
        kinks.add(new Kink("ceil", x -> Tensors.ceil(x), -0.5, -0.0, 0, 0));
        kinks.add(new Kink("round", x -> Tensors.round(x), 2.5, 2, 0, 0));
        kinks.add(new Kink("trunc", x -> Tensors.trunc(x), -2.5, -2, 0, 0));
        kinks.add(new Kink("roundTo", x -> Tensors.roundTo(x, NarrowFormat.FLOAT8_E4M3FN), 0.3, 0.3125, 0, 0));
        Fn<Tensor, Tensor> through = x -> Tensors.straightThrough(Tensors.roundTo(x, NarrowFormat.FLOAT8_E4M3FN), x);
        kinks.add(new Kink("straight through roundTo", through, 0.3125, 0.3125, 1, 0));
        kinks.add(new Kink("straight through roundTo", through, INF, UNCHECKED, 0, 0));
        Fn<Tensor, Tensor> square = x -> Tensors.straightThrough(Tensors.round(x), x.square());
        kinks.add(new Kink("straight through round, as x^2", square, -3, -3, -6, 2));
        kinks.add(new Kink("clamp", x -> x.clamp(-1, 1), -1, -1, 1, 0));
        kinks.add(new Kink("clamp", x -> x.clamp(-1, 1), 1, 1, 1, 0));
        kinks.add(new Kink("clamp", x -> x.clamp(-1, 1), 1.5, 1, 0, 0));
        kinks.add(new Kink("clamp", x -> x.clamp(-1, 1), -INF, -1, 0, 0));
        kinks.add(new Kink("clamp of 1/x", x -> Tensors.div(1, x).clamp(-9, 9), 0, 9, 0, 0));
        kinks.add(new Kink("clamp to [3, 1]", x -> x.clamp(3, 1), 2, 1, 0, 0));
        kinks.add(new Kink("clamp between x and 2x", x -> Tensors.clamp(like(1, x), x, x.times(2)), 3, 3, 1, 0));
        kinks.add(new Kink("clamp between x and 2x", x -> Tensors.clamp(like(9, x), x, x.times(2)), 3, 6, 2, 0));
        kinks.add(new Kink("clamp between 2x and x", x -> Tensors.clamp(x, x.times(2), x), 3, 3, 1, 0));
        kinks.add(new Kink("copysign(x, -1)", x -> Tensors.copysign(x, like(-1, x)), 3, -3, -1, 0));
        kinks.add(new Kink("copysign(x, -0)", x -> Tensors.copysign(x, like(-0.0, x)), -3, -3, 1, 0));
        kinks.add(new Kink("copysign(x, 1)", x -> Tensors.copysign(x, like(1, x)), 0, 0, 0, 0));
        kinks.add(new Kink("copysign(2, x)", x -> Tensors.copysign(like(2, x), x), -3, -2, 0, 0));
        kinks.add(new Kink("mod(x, 3)", x -> Tensors.mod(x, 3), 6, 0, 1, 0));
        kinks.add(new Kink("mod(x, 3)", x -> Tensors.mod(x, 3), -1, 2, 1, 0));
        kinks.add(new Kink("mod(-7, x)", x -> Tensors.mod(like(-7, x), x), 3, 2, 3, 0));
        kinks.add(new Kink("fmod(-7, x)", x -> Tensors.fmod(like(-7, x), x), 3, -1, 2, 0));
        kinks.add(new Kink("floorDivide(x, 0)", x -> Tensors.floorDivide(x, 0), 3, INF, 0, 0));
    }

    private static void activations(List<Kink> kinks) {
        kinks.add(new Kink("relu6", x -> Tensors.relu6(x), 0, 0, 0, 0));
        kinks.add(new Kink("relu6", x -> Tensors.relu6(x), 6, 6, 0, 0));
        kinks.add(new Kink("relu6", x -> Tensors.relu6(x), 3, 3, 1, 0));
        kinks.add(new Kink("hardTanh", x -> Tensors.hardTanh(x), -1, -1, 0, 0));
        kinks.add(new Kink("hardTanh", x -> Tensors.hardTanh(x), 1, 1, 0, 0));
        kinks.add(new Kink("leakyRelu", x -> Tensors.leakyRelu(x, 0.25), 0, 0, 0.25, 0));
        kinks.add(new Kink("elu", x -> Tensors.elu(x, 2), 0, 0, 2, 2));
        kinks.add(new Kink("elu", x -> Tensors.elu(x), 1e4, 1e4, 1, 0));
        kinks.add(new Kink("elu", x -> Tensors.elu(x), -INF, -1, 0, 0));
        kinks.add(new Kink("celu", x -> Tensors.celu(x, 2), 0, 0, 1, 0.5));
        kinks.add(new Kink("selu", x -> Tensors.selu(x), 1e4, 1e4 * 1.0507009873554805, 1.0507009873554805, 0));
        kinks.add(new Kink("softsign", x -> Tensors.softsign(x), 0, 0, 1, 0));
        kinks.add(new Kink("softsign", x -> Tensors.softsign(x), INF, 1, 0, 0));
        kinks.add(new Kink("silu", x -> Tensors.silu(x), -INF, 0, 0, 0));
        kinks.add(new Kink("silu", x -> Tensors.silu(x), INF, INF, 1, 0));
        kinks.add(new Kink("silu", x -> Tensors.silu(x), -1000, 0, 0, 0));
        kinks.add(new Kink("gelu", x -> Tensors.gelu(x), -INF, 0, 0, 0));
        kinks.add(new Kink("gelu", x -> Tensors.gelu(x), INF, INF, 1, 0));
        kinks.add(new Kink("geluTanh", x -> Tensors.geluTanh(x), -INF, 0, 0, 0));
        kinks.add(new Kink("geluTanh", x -> Tensors.geluTanh(x), -1e30, 0, 0, 0));
        kinks.add(new Kink("geluTanh", x -> Tensors.geluTanh(x), 1e30, 1e30, 1, 0));
        kinks.add(new Kink("mish", x -> Tensors.mish(x), -INF, 0, 0, 0));
        kinks.add(new Kink("mish", x -> Tensors.mish(x), 1000, 1000, 1, 0));
        kinks.add(new Kink("logSigmoid", x -> Tensors.logSigmoid(x), -1000, -1000, 1, 0));
    }

    private static void singular(List<Kink> kinks) {
        kinks.add(new Kink("rsqrt", x -> Tensors.rsqrt(x), 0, INF, -INF, UNCHECKED));
        kinks.add(new Kink("cbrt", x -> Tensors.cbrt(x), 0, 0, INF, UNCHECKED));
        kinks.add(new Kink("asin", x -> x.asin(), 1, (float) (Math.PI / 2), INF, UNCHECKED));
        kinks.add(new Kink("acos", x -> x.acos(), 1, 0, -INF, UNCHECKED));
        kinks.add(new Kink("acosh", x -> Tensors.acosh(x), 1, 0, INF, UNCHECKED));
        kinks.add(new Kink("atanh", x -> Tensors.atanh(x), 1, INF, INF, INF));
        kinks.add(new Kink("log2", x -> Tensors.log2(x), 0, -INF, INF, -INF));
        kinks.add(new Kink("logit", x -> Tensors.logit(x), 0, -INF, INF, -INF));
        kinks.add(new Kink("erfinv", x -> Tensors.erfinv(x), 1, INF, INF, INF));
        kinks.add(new Kink("guarded asin", x -> where(x.lt(1), x.asin(), 2), 1, 2, 0, 0));
        kinks.add(new Kink("guarded cbrt", x -> where(x.gt(0), Tensors.cbrt(x), 0), 0, 0, 0, 0));
        kinks.add(new Kink("guarded lgamma", x -> where(x.gt(0), Tensors.lgamma(x), 0), 0, 0, 0, 0));
        double third = -Math.PI * Math.PI / 3;
        kinks.add(new Kink("sinc", x -> Tensors.sinc(x), 0, 1, 0, third));
        kinks.add(new Kink("hypot(x, 0)", x -> Tensors.hypot(x, like(0, x)), 0, 0, 0, 0));
        kinks.add(new Kink("hypot(x, x)", x -> Tensors.hypot(x, x), 0, 0, 0, 0));
        kinks.add(new Kink("hypot(x, 0)", x -> Tensors.hypot(x, like(0, x)), -2, 2, -1, 0));
        kinks.add(new Kink("logaddexp(x, -inf)", x -> Tensors.logaddexp(x, like(-INF, x)), 2, 2, 1, 0));
        kinks.add(new Kink("logaddexp(x, x)", x -> Tensors.logaddexp(x, x), -INF, -INF, 1, 0));
        kinks.add(
                new Kink("logaddexp(x, 0)", x -> Tensors.logaddexp(x, like(0, x)), 0, (float) Math.log(2), 0.5, 0.25));
        kinks.add(new Kink("xlogy(x, 0)", x -> Tensors.xlogy(x, like(0, x)), 0, 0, -INF, 0));
        kinks.add(new Kink("xlogy(0, x)", x -> Tensors.xlogy(like(0, x), x), 0, 0, 0, 0));
        kinks.add(new Kink("xlogy(x, x)", x -> Tensors.xlogy(x, x), 1, 0, 1, 1));
        kinks.add(new Kink("xlog1py(0, x)", x -> Tensors.xlog1py(like(0, x), x), -1, 0, 0, 0));
        kinks.add(new Kink("gammainc(1, x)", x -> Tensors.gammainc(like(1, x), x), 0, 0, 1, -1));
        kinks.add(new Kink("gammainc(2, x)", x -> Tensors.gammainc(like(2, x), x), 0, 0, 0, 1));
        kinks.add(new Kink("gammainc(3, x)", x -> Tensors.gammainc(like(3, x), x), 0, 0, 0, 0));
        kinks.add(new Kink("gammainc(1.5, x)", x -> Tensors.gammainc(like(1.5, x), x), 0, 0, 0, INF));
        kinks.add(new Kink("gammainc(0.5, x)", x -> Tensors.gammainc(like(0.5, x), x), 0, 0, INF, -INF));
        kinks.add(new Kink("betainc(2, 1, x)", x -> Tensors.betainc(like(2, x), like(1, x), x), 0, 0, 0, 2));
        kinks.add(new Kink("betainc(2, 1, x)", x -> Tensors.betainc(like(2, x), like(1, x), x), 1, 1, 2, 2));
        kinks.add(new Kink("betainc(1, 2, x)", x -> Tensors.betainc(like(1, x), like(2, x), x), 1, 1, 0, -2));
        kinks.add(new Kink("betainc(3, 3, x)", x -> Tensors.betainc(like(3, x), like(3, x), x), 0, 0, 0, 0));
        kinks.add(new Kink("logNdtr", x -> Tensors.logNdtr(x), -1e6, UNCHECKED, 1e6, UNCHECKED));
        kinks.add(new Kink("logNdtr", x -> Tensors.logNdtr(x), 1000, 0, 0, 0));
    }

    private static Tensor like(double number, Tensor x) {
        return full(number, x.type());
    }

    static List<Kink> kinks() {
        List<Kink> kinks = new ArrayList<>();
        guarded(kinks);
        powers(kinks);
        corners(kinks);
        saturated(kinks);
        elementwise(kinks);
        activations(kinks);
        singular(kinks);
        return kinks;
    }

    private static void guarded(List<Kink> kinks) {
        Fn<Tensor, Tensor> sqrt = x -> where(x.gt(0), x.sqrt(), 0);
        kinks.add(new Kink("where(x > 0, sqrt(x), 0)", sqrt, 0, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, sqrt(x), 0)", sqrt, 4, 2, 0.25, -1.0 / 32));
        kinks.add(new Kink("where(x > 0, sqrt(x), 0)", sqrt, -4, 0, 0, 0));
        Fn<Tensor, Tensor> log = x -> where(x.gt(0), x.log(), 0);
        kinks.add(new Kink("where(x > 0, log(x), 0)", log, 0, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, log(x), 0)", log, -1, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, log(x), 0)", log, 2, (float) Math.log(2), 0.5, -0.25));
        Fn<Tensor, Tensor> reciprocal = x -> where(x.gt(0), Tensors.div(1, x), 0);
        kinks.add(new Kink("where(x > 0, 1/x, 0)", reciprocal, 0, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, 1/x, 0)", reciprocal, 2, 0.5, -0.25, 0.25));
        Fn<Tensor, Tensor> sinc = x -> where(x.ne(like(0, x)), x.sin().div(x), 1);
        kinks.add(new Kink("where(x != 0, sin(x)/x, 1)", sinc, 0, 1, 0, 0));
        Fn<Tensor, Tensor> entropy = x -> where(x.gt(0), x.times(x.log()), 0);
        kinks.add(new Kink("where(x > 0, x log x, 0)", entropy, 0, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, x log x, 0)", entropy, 1, 0, 1, 1));
        kinks.add(new Kink(
                "where(x != 0, sqrt(x^2), 0)",
                x -> where(x.ne(like(0, x)), x.square().sqrt(), 0),
                0,
                0,
                0,
                0));
        kinks.add(new Kink("sqrt(x^2)", x -> x.square().sqrt(), 0, 0, 0, UNCHECKED));
        kinks.add(new Kink("sqrt(x^2)", x -> x.square().sqrt(), -2, 2, -1, 0));
        kinks.add(new Kink("sqrt(relu(x))", x -> relu(x).sqrt(), 0, 0, 0, 0));
        kinks.add(new Kink("sqrt(relu(x))", x -> relu(x).sqrt(), -1, 0, 0, 0));
        kinks.add(new Kink("where(x > 0, x^0.3, 0)", x -> where(x.gt(0), x.pow(0.3), 0), 0, 0, 0, 0));
        kinks.add(new Kink(
                "where(x > 0, log1p(-1/x), 7)",
                x -> where(x.gt(0), Tensors.div(-1, x).log1p(), 7),
                0,
                7,
                0,
                0));
        kinks.add(new Kink("stopped 1/x", x -> stopGradient(Tensors.div(1, x)), 0, INF, 0, 0));
        kinks.add(new Kink(
                "exp of a masked score", x -> where(x.gt(5), x, like(-INF, x)).exp(), 1, 0, 0, 0));
    }

    private static void powers(List<Kink> kinks) {
        double ln2 = (float) Math.log(2);
        kinks.add(new Kink("x^3", x -> x.pow(3), 0, 0, 0, 0));
        kinks.add(new Kink("x^2", x -> x.pow(2), 0, 0, 0, 2));
        kinks.add(new Kink("x^1", x -> x.pow(1), 0, 0, 1, 0));
        kinks.add(new Kink("x^0", x -> x.pow(0), 0, 1, 0, 0));
        kinks.add(new Kink("x^[3]", x -> x.pow(like(3, x)), 0, 0, 0, 0));
        kinks.add(new Kink("x^[2]", x -> x.pow(like(2, x)), 0, 0, 0, 2));
        kinks.add(new Kink("x^[1]", x -> x.pow(like(1, x)), 0, 0, 1, 0));
        kinks.add(new Kink("x^[0]", x -> x.pow(like(0, x)), 0, 1, 0, 0));
        kinks.add(new Kink("x^[2]", x -> x.pow(like(2, x)), -3, 9, -6, 2));
        kinks.add(new Kink("x^[1.5]", x -> x.pow(like(1.5, x)), 0, 0, 0, INF));
        kinks.add(new Kink("x^[0.5]", x -> x.pow(like(0.5, x)), 0, 0, INF, -INF));
        kinks.add(new Kink("[0]^x", x -> like(0, x).pow(x), 0, 1, 0, 0));
        kinks.add(new Kink("[0]^x", x -> like(0, x).pow(x), 2, 0, 0, 0));
        kinks.add(new Kink("[1]^x", x -> like(1, x).pow(x), 3, 1, 0, 0));
        kinks.add(new Kink("[2]^x", x -> like(2, x).pow(x), 0, 1, ln2, ln2 * ln2));
        kinks.add(new Kink(
                "(x^[2])^[0.5] guarded", x -> where(x.gt(0), x.pow(like(2, x)).pow(like(0.5, x)), 0), 0, 0, 0, 0));
    }

    private static void corners(List<Kink> kinks) {
        kinks.add(new Kink("relu", x -> relu(x), 0, 0, 0, 0));
        kinks.add(new Kink("relu", x -> relu(x), -0.0, 0, 0, 0));
        kinks.add(new Kink("abs", x -> x.abs(), 0, 0, 0, 0));
        kinks.add(new Kink("abs", x -> x.abs(), -0.0, 0, 0, 0));
        kinks.add(new Kink("sign", x -> x.sign(), 0, 0, 0, 0));
        kinks.add(new Kink("max(x, 1)", x -> maximum(x, like(1, x)), 1, 1, 0.5, 0));
        kinks.add(new Kink("min(x, 1)", x -> minimum(x, like(1, x)), 1, 1, 0.5, 0));
        kinks.add(new Kink("max(x, x)", x -> maximum(x, x), 3, 3, 1, 0));
        kinks.add(new Kink("max(x, -x)", x -> maximum(x, x.unaryMinus()), 0, 0, 0, 0));
        kinks.add(new Kink("min(x, x^2)", x -> minimum(x, x.square()), 1, 1, 1.5, 1));
        kinks.add(new Kink("max(x, -inf)", x -> maximum(x, like(-INF, x)), 2, 2, 1, 0));
        kinks.add(new Kink("max(log(x), 0) where log is -inf", x -> maximum(x.log(), like(0, x)), 0, 0, 0, 0));
        kinks.add(new Kink("clip of 1/x", x -> minimum(Tensors.div(1, x), like(9, x)), 0, 9, 0, 0));
        kinks.add(new Kink("|x|^3", x -> x.abs().times(x.square()), 0, 0, 0, 0));
    }

    private static void saturated(List<Kink> kinks) {
        kinks.add(new Kink("softplus", x -> softplus(x), 700, 700, 1, E_MINUS_700));
        kinks.add(new Kink("softplus", x -> softplus(x), -700, E_MINUS_700, E_MINUS_700, E_MINUS_700));
        kinks.add(new Kink("softplus", x -> softplus(x), 1000, 1000, 1, 0));
        kinks.add(new Kink("softplus", x -> softplus(x), -1000, 0, 0, 0));
        kinks.add(new Kink("softplus", x -> softplus(x), INF, INF, 1, 0));
        kinks.add(new Kink("softplus", x -> softplus(x), -INF, 0, 0, 0));
        kinks.add(new Kink("sigmoid", x -> sigmoid(x), 700, 1, E_MINUS_700, -E_MINUS_700));
        kinks.add(new Kink("sigmoid", x -> sigmoid(x), -700, E_MINUS_700, E_MINUS_700, E_MINUS_700));
        kinks.add(new Kink("sigmoid", x -> sigmoid(x), 0, 0.5, 0.25, 0));
        kinks.add(new Kink("sigmoid", x -> sigmoid(x), INF, 1, 0, 0));
        kinks.add(new Kink("sigmoid", x -> sigmoid(x), -INF, 0, 0, 0));
        kinks.add(new Kink("tanh", x -> x.tanh(), 700, 1, 0, 0));
        kinks.add(new Kink("tanh", x -> x.tanh(), -INF, -1, 0, 0));
        kinks.add(new Kink("exp", x -> x.exp(), -INF, 0, 0, 0));
        kinks.add(new Kink("exp", x -> x.exp(), -1000, 0, 0, 0));
        kinks.add(new Kink("expm1", x -> x.expm1(), -INF, -1, 0, 0));
        kinks.add(new Kink("log1p", x -> x.log1p(), 0, 0, 1, -1));
        Fn<Tensor, Tensor> positive = z -> sigmoidCrossEntropy(z, like(1, z));
        Fn<Tensor, Tensor> negative = z -> sigmoidCrossEntropy(z, like(0, z));
        kinks.add(new Kink("sigmoidCrossEntropy(z, 1)", positive, 700, 0, 0, E_MINUS_700));
        kinks.add(new Kink("sigmoidCrossEntropy(z, 1)", positive, -700, 700, -1, E_MINUS_700));
        kinks.add(new Kink("sigmoidCrossEntropy(z, 0)", negative, 700, 700, 1, E_MINUS_700));
        kinks.add(new Kink("sigmoidCrossEntropy(z, 0)", negative, -700, E_MINUS_700, E_MINUS_700, E_MINUS_700));
        kinks.add(new Kink("sigmoidCrossEntropy(z, 0)", negative, 0, (float) Math.log(2), 0.5, 0.25));
    }

    /** Ways to take the derivative of an elementwise function at each element. */
    private static Map<String, Fn<Tensor, Tensor>> derivatives(Fn<Tensor, Tensor> f) {
        Map<String, Fn<Tensor, Tensor>> ways = new LinkedHashMap<>();
        Fn<Tensor, Tensor> sum = x -> f.apply(x).sum();
        ways.put("grad", Gradus.grad(sum));
        ways.put("jvp", x -> Gradus.jvp(f, x, Tensors.onesLike(x)).tangent());
        ways.put("jit of grad", Gradus.jit(Gradus.grad(sum)));
        ways.put("grad of jit", Gradus.grad((Tensor x) -> Gradus.jit(f).apply(x).sum()));
        ways.put(
                "vmap of grad",
                x -> Gradus.vmap(Gradus.grad(sum)).apply(Tensors.stack(x, x)).get(1));
        ways.put(
                "grad of vmap",
                Gradus.grad((Tensor x) ->
                        Gradus.vmap(f).apply(Tensors.stack(x, x)).get(1).sum()));
        ways.put("linearize", x -> Gradus.linearize(f, x).pullback(Tensors.onesLike(x)));
        return ways;
    }

    @ParameterizedTest
    @MethodSource("kinks")
    void valueAndFirstAndSecondDerivative(Kink kink) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = tensor(kink.at, kink.at).to(dtype);
            check(kink + " " + dtype, kink.value, kink.f.apply(x));
            check(kink + " jit " + dtype, kink.value, Gradus.jit(kink.f).apply(x));
            derivatives(kink.f).forEach((way, first) -> {
                check(way + " of " + kink + " " + dtype, kink.first, first.apply(x));
                derivatives(first)
                        .forEach((outer, second) -> check(
                                outer + " of " + way + " of " + kink + " " + dtype, kink.second, second.apply(x)));
            });
        }
    }

    /** The scalar forms, whose numbers are stored once. */
    @ParameterizedTest
    @MethodSource("kinks")
    void derivativesOfScalars(Kink kink) {
        Tensor x = scalar(kink.at);
        check(kink + " hvp", kink.second, Gradus.hvp(kink.f).apply(x, scalar(1)));
        check(kink + " hessian", kink.second, Gradus.hessian(kink.f).apply(x));
        check(kink + " jacobian", kink.first, Gradus.jacobian(kink.f).apply(x));
        Fn<Tensor, Tensor> zero = a -> Gradus.jvp(kink.f, a, scalar(0)).tangent();
        check(kink + " along zero", 0, zero.apply(x));
        Same.bits("jit", zero.apply(x), Gradus.jit(zero).apply(x));
    }

    private static void check(String what, double expected, Tensor actual) {
        if (Double.isNaN(expected)) {
            return;
        }
        double want = actual.dtype() == DType.FLOAT32 ? (float) expected : expected;
        for (double element : actual.toDoubles()) {
            boolean same = element == want || Math.abs(element - want) <= 1e-7 * Math.abs(want);
            assertThat(same).as("%s: %s, expected %s", what, actual, want).isTrue();
        }
    }
}
