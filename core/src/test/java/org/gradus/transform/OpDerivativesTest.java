package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.OpCase.Operands;
import org.gradus.tree.Tree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** First and second derivatives of every operation against differences, and forward against reverse mode. */
class OpDerivativesTest {
    private static final double FIRST = 1e-8;
    private static final double SECOND = 1e-7;
    private static final double NARROW_FIRST = 2e-6;
    private static final double NARROW_SECOND = 2e-5;

    static List<OpCase> rows() {
        return OpTable.differentiable();
    }

    static List<OpCase> smoothRows() {
        return rows().stream().filter(row -> !row.pathwise()).toList();
    }

    private static Fn<List<Tensor>, Tensor> function(OpCase row, Operands operands) {
        return x -> row.function().apply(x, operands.others());
    }

    private static Fn<List<Tensor>, Tensor> loss(OpCase row, Operands operands) {
        return x -> row.loss().apply(x, operands.others());
    }

    /** The operands in f32, and the same numbers in f64. */
    private static Operands narrow(OpCase row) {
        return row.operands(DType.FLOAT32, 3);
    }

    private static List<Tensor> wide(List<Tensor> narrow) {
        return narrow.stream()
                .map(t -> t.dtype() == DType.FLOAT32 ? t.to(DType.FLOAT64) : t)
                .toList();
    }

    private static Operands wide(Operands narrow) {
        return new Operands(wide(narrow.reals()), wide(narrow.others()));
    }

    @ParameterizedTest
    @MethodSource("smoothRows")
    void forwardModeIsTheDifferenceQuotient(OpCase row) {
        Operands at = row.operands(DType.FLOAT64, 3);
        List<Tensor> v = Differences.directions(at.reals(), 4);
        Tensor tangent = Derivatives.jvp(function(row, at), at.reals(), v).tangent();
        double[] truth = row.constant()
                ? new double[tangent.size()]
                : Differences.along(x -> function(row, at).apply(x).to(DType.FLOAT64), at.reals(), v);
        // A result converted to f32 has differences of f32 only; its derivative is that of the numbers before.
        boolean rounded = tangent.dtype() == DType.FLOAT32;
        Same.close("jvp", truth, tangent.toDoubles(), rounded ? 1e-3 : FIRST);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void forwardModeInNarrowNumbers(OpCase row) {
        Operands at = narrow(row);
        List<Tensor> v = Differences.directions(at.reals(), 4);
        Tensor tangent = Derivatives.jvp(function(row, at), at.reals(), v).tangent();
        Tensor truth = Derivatives.jvp(function(row, wide(at)), wide(at.reals()), wide(v))
                .tangent();
        Same.close("f32 jvp", truth.toDoubles(), tangent.toDoubles(), NARROW_FIRST);
        assertThat(tangent.type()).isEqualTo(function(row, at).apply(at.reals()).type());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void reverseModeIsTheAdjointOfForwardMode(OpCase row) {
        for (DType real : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Operands at = row.operands(real, 3);
            List<Tensor> v = Differences.directions(at.reals(), 4);
            Tensor jv = Derivatives.jvp(function(row, at), at.reals(), v).tangent();
            Tensor w = OpCase.weights(jv);
            Pullback<List<Tensor>, Tensor> pullback = Derivatives.vjp(function(row, at), at.reals());
            List<Tensor> jtw = pullback.apply(w);
            double left = Tree.dot(w, jv).item();
            double right = Tree.dot(jtw, v).item();
            double scale =
                    1 + Math.abs(left) + Tree.norm(w).item() * Tree.norm(jv).item();
            double tolerance = (real == DType.FLOAT64 && jv.dtype() == DType.FLOAT64 ? 1e-13 : 1e-6) * scale;
            assertThat(Math.abs(left - right))
                    .as("<w, J v> = %s, <Jt w, v> = %s", left, right)
                    .isLessThanOrEqualTo(tolerance);
            for (int i = 0; i < jtw.size(); i++) {
                assertThat(jtw.get(i).type()).isEqualTo(at.reals().get(i).type());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void linearizationAppliesBothWays(OpCase row) {
        Operands at = row.operands(DType.FLOAT64, 3);
        List<Tensor> v = Differences.directions(at.reals(), 4);
        Linearized<List<Tensor>, Tensor> linear = Derivatives.linearize(function(row, at), at.reals());
        JvpResult<Tensor> forward = Derivatives.jvp(function(row, at), at.reals(), v);
        Same.bits("value", forward.value(), linear.value());
        Same.bits("pushforward", forward.tangent(), linear.pushforward(v));
        Same.bits("again", forward.tangent(), linear.pushforward(v));
    }

    @ParameterizedTest
    @MethodSource("smoothRows")
    void secondDerivativesAreDifferencesOfTheGradient(OpCase row) {
        Operands at = row.operands(DType.FLOAT64, 3);
        Fn<List<Tensor>, Tensor> loss = loss(row, at);
        if (row.constant() || loss.apply(at.reals()).dtype() != DType.FLOAT64) {
            return;
        }
        List<Tensor> v = Differences.directions(at.reals(), 5);
        List<Tensor> hv = Derivatives.hvp(loss, at.reals(), v);
        for (int i = 0; i < hv.size(); i++) {
            int leaf = i;
            double[] truth = Differences.along(
                    x -> Derivatives.valueAndGrad(loss, x).gradient().get(leaf), at.reals(), v);
            Same.close("hvp of operand " + i, truth, hv.get(i).toDoubles(), SECOND);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void secondDerivativesAgreeInEveryOrderOfModes(OpCase row) {
        Operands at = row.operands(DType.FLOAT64, 3);
        Fn<List<Tensor>, Tensor> loss = loss(row, at);
        List<Tensor> v = Differences.directions(at.reals(), 5);
        List<Tensor> forwardOverReverse = Derivatives.hvp(loss, at.reals(), v);
        Fn<List<Tensor>, Tensor> inner =
                x -> dot(Derivatives.valueAndGrad(loss, x).gradient(), v);
        List<Tensor> reverseOverReverse =
                Derivatives.valueAndGrad(inner, at.reals()).gradient();
        Fn<List<Tensor>, Tensor> slope = x -> Derivatives.jvp(loss, x, v).tangent();
        List<Tensor> reverseOverForward =
                Derivatives.valueAndGrad(slope, at.reals()).gradient();
        Same.close("reverse over reverse", forwardOverReverse, reverseOverReverse, 1e-11);
        Same.close("reverse over forward", forwardOverReverse, reverseOverForward, 1e-11);
        Tensor curvature = Derivatives.jvp(slope, at.reals(), v).tangent();
        double tolerance = curvature.dtype() == DType.FLOAT64 ? 1e-11 : 1e-6;
        Same.close("forward over forward", dot(forwardOverReverse, v).toDoubles(), curvature.toDoubles(), tolerance);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void secondDerivativesInNarrowNumbers(OpCase row) {
        Operands at = narrow(row);
        List<Tensor> v = Differences.directions(at.reals(), 5);
        List<Tensor> hv = Derivatives.hvp(loss(row, at), at.reals(), v);
        List<Tensor> truth = Derivatives.hvp(loss(row, wide(at)), wide(at.reals()), wide(v));
        Same.close("f32 hvp", truth, wide(hv), NARROW_SECOND);
    }

    @ParameterizedTest
    @MethodSource("smoothRows")
    void forwardOverReverseOfAProductWithACotangent(OpCase row) {
        Operands at = row.operands(DType.FLOAT64, 3);
        Fn<List<Tensor>, Tensor> f = function(row, at);
        if (row.constant() || f.apply(at.reals()).dtype() != DType.FLOAT64) {
            return;
        }
        List<Tensor> v = Differences.directions(at.reals(), 6);
        Fn<List<Tensor>, List<Tensor>> pulled = x -> {
            Pullback<List<Tensor>, Tensor> pullback = Derivatives.vjp(f, x);
            return pullback.apply(OpCase.weights(pullback.value()));
        };
        List<Tensor> tangent = Derivatives.jvp(pulled, at.reals(), v).tangent();
        for (int i = 0; i < tangent.size(); i++) {
            int leaf = i;
            double[] truth = Differences.along(x -> pulled.apply(x).get(leaf), at.reals(), v);
            Same.close("jvp of vjp, operand " + i, truth, tangent.get(i).toDoubles(), SECOND);
        }
    }

    private static Tensor dot(List<Tensor> x, List<Tensor> y) {
        Tensor sum = x.getFirst().times(y.getFirst()).sum();
        for (int i = 1; i < x.size(); i++) {
            sum = sum.plus(x.get(i).times(y.get(i)).sum());
        }
        return sum;
    }
}
